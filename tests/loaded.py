"""Packs of the library, opened once for all the tests of a process: they do not change."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, Literal

from ccops.center import Center, load_pack

if TYPE_CHECKING:
    from ccops.rulepack import Pack

TELECOM: Final = "telecom-7x24"


@cache
def center(ref: str = TELECOM, plugins: Literal["installed"] | None = None) -> Center:
    """Return a center of a pack, without plugins or with those installed."""
    return Center.open(ref, plugins=plugins or ())


@cache
def pack(ref: str = TELECOM, plugins: Literal["installed"] | None = None) -> Pack:
    """Return a pack whose every reading is checked."""
    return load_pack(ref, plugins=plugins or ())
