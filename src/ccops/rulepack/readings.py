"""Readings: under which a pack is checked when it is loaded, and by whom besides."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.messages import Diagnostic
    from ccops.rulepack.pack import Pack

#: A check beyond those of the library.
FurtherCheck = Callable[["Pack"], "Iterable[Diagnostic]"]


class Readings(enum.Enum):
    """Under which readings a pack is checked."""

    #: Every one of every question, and what it takes also in later periods.
    ALL = "all"
    #: Those it takes, in its first period: all else has been checked before, or is when a month
    #: asks for it.
    TAKEN = "taken"
    #: None yet: its rules are read, and all else is checked when a month asks for it, or somebody
    #: for the warnings.
    LATER = "later"
