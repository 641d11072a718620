"""Rule packs: from YAML to a checked, frozen pack that can be asked for a period.

Sub-rooms, in the order in which a pack takes its way: ``text`` (YAML with places), ``documents``
(files and parents merged), ``reading`` (rule classes), ``assembly`` (a period made ready) and
``lints``. Beside it stand ``cases`` and ``proving``, ``cards`` (rules in words, differences),
``schema``, ``formatting`` and ``starting``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.doors import opened_later
from ccops.rulepack.catalog import Catalog
from ccops.rulepack.choices import Choice
from ccops.rulepack.loading import check, find_folder, load
from ccops.rulepack.pack import Pack
from ccops.rulepack.pack_rules import MonthUse
from ccops.rulepack.readings import Readings
from ccops.rulepack.text.plain import Decided, read_decided, read_mapping

if TYPE_CHECKING:
    from ccops.rulepack.assembly.assembling import Assembly
    from ccops.rulepack.sources import Accepted, Assumption, PackSources, pack_sources
else:
    __getattr__ = opened_later(
        __name__,
        {
            "assembly.assembling": ("Assembly",),
            "sources": ("Accepted", "Assumption", "PackSources", "pack_sources"),
        },
    )

__all__ = [
    "Accepted",
    "Assembly",
    "Assumption",
    "Catalog",
    "Choice",
    "Decided",
    "MonthUse",
    "Pack",
    "PackSources",
    "Readings",
    "check",
    "find_folder",
    "load",
    "pack_sources",
    "read_decided",
    "read_mapping",
]
