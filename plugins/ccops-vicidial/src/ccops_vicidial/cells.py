"""Cells of an exported table: texts, numbers, seconds, and what stands for nothing."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ccops.adapters import RowRefusedError
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Mapping

SECOND_MS: Final = 1_000
_UNKNOWN: Final = Missing.NOT_MEASURED
#: How a database client writes that there is nothing.
_NOTHING: Final = frozenset({"", "NULL", "\\N"})
_SECONDS: Final = re.compile(r"(\d+)(?:\.\d{1,3})?", re.ASCII)
#: The digits of 31 years of seconds.
_DIGITS: Final = 9
#: Epochs beyond are no time of any call: 19 January 2038, where the columns end.
_LAST_EPOCH: Final = 2**31
EPOCH_DIGITS: Final = 10
#: The columns of the agent log hold no negative seconds: a cycle whose end was written before
#: its beginning stands at their end, and VICIDIAL's own reports leave out 65,000 and more.
_BELOW_NOTHING: Final = 65_000


def text(row: Mapping[str, str], name: str) -> str:
    """Return a text; empty where the table has no such column or nothing in it."""
    found = row.get(name, "").strip()
    return "" if found in _NOTHING else found


def needed_text(row: Mapping[str, str], name: str) -> str:
    """Return a text. Raises ``RowRefusedError`` where there is none."""
    found = text(row, name)
    if not found:
        raise RowRefusedError("field-missing", name)
    return found


def epoch(row: Mapping[str, str], name: str) -> int | Missing:
    """Return an instant in ms of UTC; missing where it is null or 0.

    Raises ``RowRefusedError`` where it is none.
    """
    written = text(row, name)
    if not written:
        return _UNKNOWN
    if not (written.isascii() and written.isdecimal()) or len(written) > EPOCH_DIGITS:
        raise RowRefusedError("time-unreadable", name)
    found = int(written)
    if found >= _LAST_EPOCH:
        raise RowRefusedError("time-unreadable", name)
    return found * SECOND_MS or _UNKNOWN


def needed_epoch(row: Mapping[str, str], name: str) -> int:
    """Return an instant in ms of UTC. Raises ``RowRefusedError`` also where it is null."""
    found = epoch(row, name)
    if isinstance(found, Missing):
        raise RowRefusedError("time-missing", name)
    return found


def seconds(row: Mapping[str, str], name: str) -> int | Missing:
    """Return a duration in ms, of seconds with up to three decimals; missing where it is null.

    Raises ``RowRefusedError`` where it is none.
    """
    written = text(row, name)
    if not written:
        return _UNKNOWN
    found = _SECONDS.fullmatch(written)
    if found is None:
        raise RowRefusedError("number-unreadable", name)
    if len(found[1]) > _DIGITS:
        raise RowRefusedError("number-too-large", name)
    return int(Decimal(written) * SECOND_MS)


def cycle_seconds(row: Mapping[str, str], name: str) -> tuple[int | Missing, tuple[str, ...]]:
    """Return a duration of the agent log in ms, and ``duration-negative`` where it is none."""
    found = seconds(row, name)
    if isinstance(found, int) and found >= _BELOW_NOTHING * SECOND_MS:
        return _UNKNOWN, ("duration-negative",)
    return found, ()
