"""How a map says dates and times are written, checked so that none is guessed."""

from __future__ import annotations

import enum
import re
from typing import Final

_FORMAT: Final = re.compile(r"(?:[^%]|%[YymdHIMSfpz])+")
_DATE: Final = frozenset("md")
_SIGNS: Final = re.compile(r"%(.)")


class Holds(enum.Enum):
    """What a text holds that a format is for."""

    DATE = "date"
    TIME = "time"
    BOTH = "both"


def is_format(written: str, holds: Holds) -> bool:
    """Say whether a format reads all of a date, of a time of day, or of both, and each once.

    >>> is_format("%d/%m/%Y %H:%M", Holds.BOTH)
    True
    >>> is_format("%d/%m %H:%M", Holds.BOTH)  # of which year?
    False
    >>> is_format("%d/%m/%Y %I:%M", Holds.BOTH)  # before noon, or after?
    False
    """
    if not _FORMAT.fullmatch(written):
        return False
    signs = _SIGNS.findall(written)
    if len(set(signs)) < len(signs):
        return False
    return _is_date(set(signs), holds) and _is_time(set(signs), holds)


def other_order(written: str) -> str:
    """Return a format with day and month changed for each other."""
    return written.replace("%d", "%\0").replace("%m", "%d").replace("%\0", "%m")


def _is_date(signs: set[str], holds: Holds) -> bool:
    years = len(signs & {"Y", "y"})
    if holds is Holds.TIME:
        return not years and not signs & _DATE
    return years == 1 and signs >= _DATE


def _is_time(signs: set[str], holds: Holds) -> bool:
    if holds is Holds.DATE:
        return not signs & set("HIMSfpz")
    halves = "I" in signs, "p" in signs
    return "M" in signs and halves[0] == halves[1] and ("H" in signs) != halves[0]
