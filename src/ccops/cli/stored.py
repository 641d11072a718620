"""Opening a stored settlement with the pack it was made by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccops.cli.options import opened
from ccops.errors import SettlementError
from ccops.messages import Diagnostic
from ccops.rulepack.month import month_rules
from ccops.settlement import Settlement, load_settlement, stored_decisions, stored_manifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ccops.center import Center


def open_settlement(folder: Path, pack: str) -> tuple[Center, Settlement]:
    """Return the center and the settlement of a folder, under the readings it was settled by.

    Raises ``SettlementError`` where the pack is another one than the manifest names.
    """
    manifest = stored_manifest(folder)
    center = opened(pack)
    _refuse_other_pack(center, manifest)
    center = center.with_choices(**manifest["choices"])
    rules = month_rules(center.pack, manifest["period"], stored_decisions(folder))
    return center, load_settlement(folder, rules)


def _refuse_other_pack(center: Center, manifest: Mapping[str, Any]) -> None:
    """Compare the ids first: the readings of one pack say nothing to another."""
    if center.pack.id != manifest["pack_id"]:
        arguments = {
            "id": manifest["pack_id"],
            "wanted": manifest["pack_digest"],
            "found": center.pack.id,
        }
        raise SettlementError((Diagnostic(code="settlement-other-pack", args=arguments),))
