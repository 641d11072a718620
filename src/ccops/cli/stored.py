"""Opening a stored settlement with the pack it was made by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.center import Center
from ccops.rulepack import month_rules
from ccops.settlement import Settlement, load_settlement, stored_manifest

if TYPE_CHECKING:
    from pathlib import Path


def open_settlement(folder: Path, pack: str) -> tuple[Center, Settlement]:
    """Return the center and the settlement of a folder, under the readings it was settled by."""
    manifest = stored_manifest(folder)
    center = Center.open(pack, plugins="installed")
    center = center.with_choices(**manifest["choices"])
    rules = month_rules(center.pack, manifest["period"], manifest["decisions"])
    return center, load_settlement(folder, rules)
