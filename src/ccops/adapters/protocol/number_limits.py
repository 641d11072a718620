"""The largest times and numbers that a row may tell: what is beyond them is a broken cell.

Records hold whole numbers in 64 bits, and an instant has a day. Within these limits both still
hold of what is added to an instant, and of sums of millions of durations.
"""

from __future__ import annotations

from typing import Final

#: The longest time a row may report, in ms: 31 years.
LONGEST_MS: Final = 10**12
#: The largest number a row may count, or score in hundredths.
MOST: Final = 10**12
#: More digits, zeros before them aside, are no number within these limits.
MOST_DIGITS: Final = 15
#: The days (ordinals) on which a row may lie: those of the years 1 to 2999, but for the first
#: two, so that each has a day before it in every zone.
FIRST_DAY, LAST_DAY = 3, 1_095_362
_DAY_MS: Final = 86_400_000
_EPOCH_DAY: Final = 719_163
_FIRST_MS: Final = (FIRST_DAY - _EPOCH_DAY) * _DAY_MS
#: The first ms of UTC that is too late for any row: the year 3000.
END_MS: Final = (LAST_DAY + 1 - _EPOCH_DAY) * _DAY_MS


def is_day(day: int) -> bool:
    """Say whether a row may lie on a day (ordinal).

    >>> is_day(739_905), is_day(3_652_059)  # 12 October 2026, 31 December 9999
    (True, False)
    """
    return FIRST_DAY <= day <= LAST_DAY


def is_instant(ms: int) -> bool:
    """Say whether a row may tell of an instant (ms of UTC).

    >>> is_instant(1_791_788_400_000), is_instant(12_345_678_901_234_567_890_000)
    (True, False)
    """
    return _FIRST_MS <= ms < END_MS
