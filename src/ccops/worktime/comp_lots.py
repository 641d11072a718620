"""A book of lots: the comp time, or the hours owed, of one person while a period is closed.

Amounts are whole milliseconds. Nothing is ever taken that is not there, the oldest lot goes
first, and what was there and comes in is always what is used, ends, and is left.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs

from ccops.facts import Lot, LotMove, LotUse, Moves

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: How a lot ended: its last day passed, the employment ended, or what was owed then.
LAPSED = "lapsed"
PAID_OUT = "paid_out"
LEFT_OWING = "left_owing"


@attrs.define
class _Entry:
    """One lot while the period goes on; ``last`` is the last day on which it may be used."""

    lot: Lot
    last: dt.date
    is_new: bool = False
    uses: list[LotUse] = attrs.field(factory=list[LotUse])
    ended: int = 0
    why: str = ""

    @property
    def left(self) -> int:
        return self.lot.left - sum(each.amount for each in self.uses) - self.ended


class LotBook:
    """The lots of one person, oldest first."""

    def __init__(self, lots: Sequence[Lot], last_day: Callable[[Lot], dt.date]) -> None:
        self._entries = [
            _Entry(lot, last_day(lot)) for lot in sorted(lots, key=lambda lot: lot.age)
        ]

    def usable(self, day: dt.date) -> int:
        """Return what may be used on a day; what was granted in the period may not."""
        return sum(each.left for each in self._usable(day))

    def take(self, day: dt.date, amount: int, why: str, reference: str = "") -> int:
        """Use as much as there is of an amount on a day, and return how much that was."""
        wanted = amount
        for each in self._usable(day):
            used = min(wanted, each.left)
            if used:
                each.uses.append(LotUse(day.toordinal(), used, why, reference))
                wanted -= used
        return amount - wanted

    def lapsing(self, before: dt.date) -> int:
        """Return what is left of the lots whose last day lies before a day."""
        return sum(each.left for each in self._entries if each.last < before)

    def between(self, first: dt.date, last: dt.date) -> int:
        """Return what is left of the lots whose last day lies between two days, both included."""
        return sum(each.left for each in self._entries if first <= each.last <= last)

    def lapse(self, before: dt.date) -> int:
        """End the lots whose last day lies before a day, and return what was left of them."""
        return self._end([each for each in self._entries if each.last < before], LAPSED)

    def extend(self, before: dt.date, until: dt.date) -> int:
        """Let the lots whose last day lies before a day be used up to another one.

        Returns what is left of them.
        """
        kept = 0
        for each in self._entries:
            if each.last < before and each.left:
                kept += each.left
                each.lot = attrs.evolve(each.lot, until=until.toordinal())
                each.last = until
        return kept

    def grant(self, lot: Lot, last: dt.date) -> None:
        """Add a lot of this period."""
        self._entries.append(_Entry(lot, last, is_new=True))

    def end_all(self, why: str) -> int:
        """End whatever is left, and return how much that was."""
        return self._end(self._entries, why)

    def moves(self) -> Moves:
        """Return what happened to each lot, oldest first."""
        return tuple(
            LotMove(
                lot=each.lot,
                used=sum(use.amount for use in each.uses),
                ended=each.ended,
                why=each.why,
                is_new=each.is_new,
                uses=tuple(each.uses),
                last=each.last.toordinal(),
            )
            for each in self._entries
        )

    @property
    def left(self) -> int:
        """What is left of all lots."""
        return sum(each.left for each in self._entries)

    def _usable(self, day: dt.date) -> list[_Entry]:
        return [each for each in self._entries if not each.is_new and day <= each.last]

    @staticmethod
    def _end(entries: Sequence[_Entry], why: str) -> int:
        total = 0
        for each in entries:
            left = each.left
            if left:
                each.ended, each.why = each.ended + left, why
                total += left
        return total
