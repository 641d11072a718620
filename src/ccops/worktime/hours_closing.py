"""Closing one person's hours account for a period (S1-25, S1-27; domain 2.10).

Everything is in whole milliseconds, and whole minutes. What happened may be told in any order.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ccops.facts import Lot, Moves
from ccops.frozen import frozen
from ccops.worktime.comp_lots import LEFT_OWING, PAID_OUT, LotBook
from ccops.worktime.comp_requests import CompLeave, refusal_of
from ccops.worktime.hours_words import CompOffset, OnLapse, Refusal, Surplus
from ccops.worktime.lapsing import ENDLESS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.worktime.hours_terms import HoursTerms

LEAVE = "leave"
OFFSET = "offset"
REPAID = "repaid"


@frozen(kw_only=True)
class PersonHours:
    """What the records of a period say of one person's hours.

    ``counted`` are the hours worked that count, ``holiday`` those on statutory days that do not,
    ``credit`` and ``lowered`` what leave credits and takes off the standard, ``unrostered`` what
    long leave without a roster credits at most. ``standard`` is before anything lowers it,
    ``offset_asked`` the comp time that was asked to be set against hours short.
    ``ended_on`` is the last day of an employment that ends in the period.
    """

    standard: int
    counted: int = 0
    holiday: int = 0
    credit: int = 0
    lowered: int = 0
    unrostered: int = 0
    offset_asked: int = 0
    comp: tuple[CompLeave, ...] = ()
    ended_on: dt.date | None = None


@frozen(kw_only=True)
class ClosedHours:
    """What a person's account comes to: amounts by fact, the lots, and what was refused.

    ``is_undecided``: lots lapse, and nobody has said what becomes of them.
    """

    hours: dict[str, int]
    comp: dict[str, int]
    lots: Moves
    debts: Moves
    refused: tuple[tuple[CompLeave, Refusal], ...]
    is_undecided: bool = False


def close_hours(
    said: PersonHours,
    lots: Sequence[Lot],
    debts: Sequence[Lot],
    terms: HoursTerms,
    *,
    ruling: OnLapse | None = None,
) -> ClosedHours:
    """Return what a person's account comes to at the end of a period.

    ``ruling`` is what a named person decided about lots that lapse, where that is asked.
    """
    return _Close(said, lots, debts, terms).closed(ruling)


class _Close:
    """One closing while it goes on."""

    def __init__(
        self, said: PersonHours, lots: Sequence[Lot], debts: Sequence[Lot], terms: HoursTerms
    ) -> None:
        self._said = said
        self._terms = terms
        self._end = said.ended_on or terms.days.last
        self._book = LotBook(lots, terms.last_day)
        self._owed = LotBook(debts, lambda _: ENDLESS)
        self._comp = dict.fromkeys(("before", "taken", "offset", "granted", "payout"), 0)
        self._refused: list[tuple[CompLeave, Refusal]] = []

    def closed(self, ruling: OnLapse | None) -> ClosedHours:
        """Go through the period in order: leave, lapse, balance, shortage, surplus, end."""
        self._comp["before"] = self._book.left
        for each in sorted(self._said.comp, key=_turn):
            self._take(each)
        lapsed, undecided = self._lapse(ruling)
        hours = self._balance()
        self._make_up(hours)
        self._grant(hours["surplus"])
        if self._said.ended_on is not None:
            self._comp["payout"] = self._book.end_all(PAID_OUT)
        hours["debt"] = self._owed.left
        if self._said.ended_on is not None:
            self._owed.end_all(LEFT_OWING)
        return ClosedHours(
            hours=hours,
            comp={**self._comp, **lapsed, **self._open()},
            lots=self._book.moves(),
            debts=self._owed.moves(),
            refused=tuple(self._refused),
            is_undecided=undecided,
        )

    def _take(self, leave: CompLeave) -> None:
        why = refusal_of(leave, self._terms)
        if why is None and self._book.usable(leave.day) < leave.amount:
            why = Refusal.TOO_LITTLE
        if why is not None:
            self._refused.append((leave, why))
            return
        self._comp["taken"] += self._book.take(leave.day, leave.amount, LEAVE, leave.reference)

    def _lapse(self, ruling: OnLapse | None) -> tuple[dict[str, int], bool]:
        """End or keep the lots whose last day has passed, as the pack says or somebody ruled."""
        found = dict.fromkeys(("lapsed", "lapse_paid", "extended"), 0)
        what = self._terms.on_lapse
        if what is OnLapse.ASK and ruling is not None:
            what = ruling
        match what:
            case OnLapse.ASK:
                return found, bool(self._book.lapsing(self._end))
            case OnLapse.EXTEND:
                found["extended"] = self._book.extend(self._end, ENDLESS)
            case OnLapse.REPORT:
                found["lapsed"] = self._book.lapse(self._end)
            case OnLapse.PAY:
                found["lapsed"] = found["lapse_paid"] = self._book.lapse(self._end)
        return found, False

    def _balance(self) -> dict[str, int]:
        """Compare what counts with what was due and owed (domain 2.10)."""
        said = self._said
        due, before = max(0, said.standard - said.lowered), self._owed.left
        others = said.counted + said.credit + self._comp["taken"]
        credit = said.credit + min(said.unrostered, max(0, due - others))
        balance = said.counted + credit + self._comp["taken"] - due - before
        return {
            "counted": said.counted,
            "holiday": said.holiday,
            "credit": credit,
            "lowered": min(said.lowered, said.standard),
            "standard": due,
            "debt_before": before,
            "balance": balance,
            "surplus": max(0, balance),
            "short": max(0, -balance),
        }

    def _make_up(self, hours: dict[str, int]) -> None:
        """Pay back what is owed: by hours of the period, then by comp time, oldest debt first."""
        owed, short = hours["debt_before"], hours["short"]
        new = max(0, short - owed)
        self._owed.take(self._end, owed - (short - new), REPAID)
        is_auto = self._terms.offset is CompOffset.AUTO
        wanted = short if is_auto else min(short, self._said.offset_asked)
        self._comp["offset"] = self._book.take(self._end, wanted, OFFSET)
        by_comp = self._comp["offset"]
        new -= by_comp - self._owed.take(self._end, by_comp, OFFSET)
        if new:
            self._owed.grant(self._lot(new), ENDLESS)

    def _grant(self, surplus: int) -> None:
        if surplus and self._terms.surplus is Surplus.COMP_TIME:
            lot = self._lot(surplus)
            self._book.grant(lot, self._terms.last_day(lot))
            self._comp["granted"] = surplus

    def _lot(self, amount: int) -> Lot:
        terms = self._terms
        return Lot(terms.period_number, amount, amount, terms.origin, self._end.toordinal())

    def _open(self) -> dict[str, int]:
        days = {"lapsing": self._terms.lapsing_days, "lapsing_soon": self._terms.lapsing_soon_days}
        ends = {part: self._end + dt.timedelta(days=count) for part, count in days.items()}
        refused = sum(leave.amount for leave, _ in self._refused)
        return {
            "used": self._comp["taken"] + self._comp["offset"],
            "open": self._book.left,
            # usable at the close for the last time: it lapses the next day
            **{part: self._book.between(self._end, end) for part, end in ends.items()},
            "refused": refused,
        }


def _turn(leave: CompLeave) -> tuple[dt.date, int, str, int]:
    """Return what orders requests: the day asked for, the day of asking, then where it stands."""
    asked = leave.asked_on.toordinal() if isinstance(leave.asked_on, dt.date) else 0
    return leave.day, asked, leave.reference, leave.amount
