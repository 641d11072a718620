"""What should be looked at in an hours account: lapses, refusals, what is open at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Severity, listed, timed, worded
from ccops.worktime.comp_lots import LotBook
from ccops.worktime.hours_words import Refusal

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.facts import Lot
    from ccops.worktime.comp_requests import CompLeave
    from ccops.worktime.hours_closing import ClosedHours
    from ccops.worktime.hours_facts import HoursNames
    from ccops.worktime.hours_terms import HoursTerms

#: How many people a finding names.
_MOST_NAMED: Final = 10
#: Findings that tell hours by person, each with the fact that is told.
_BY_FACT: Final = {
    "comp-lapsed": "lapsed",
    "comp-extended": "extended",
    "comp-lapsing-soon": "lapsing_soon",
    "comp-lapsing": "lapsing",
    "comp-paid-out": "payout",
}

_WORDS: Final = {
    Refusal.NOT_APPROVED: "comp-not-approved",
    Refusal.APPROVED_LATE: "comp-approved-late",
    Refusal.NOT_ASKED: "comp-not-asked",
    Refusal.ASKED_LATE: "comp-asked-late",
    Refusal.NOT_IN_STEPS: "comp-not-in-steps",
    Refusal.TOO_LITTLE: "comp-too-little",
}


class HoursFindings:
    """Gathers what is found while an account is run, person by person."""

    def __init__(self, terms: HoursTerms, *, names: HoursNames) -> None:
        self._terms = terms
        self._names = names
        self._amounts: dict[str, list[tuple[str, int]]] = {}
        self._found: list[Diagnostic] = []
        self._absent: list[str] = []

    def told(self) -> tuple[Diagnostic, ...]:
        """Return the findings: who has no shift, those of single shifts, sums over people."""
        codes = (*_BY_FACT, "hours-owed-at-end", "comp-lapse-undecided")
        listed = [(code, self._amounts[code]) for code in codes if code in self._amounts]
        absent = [self._without_shifts()] if self._absent else []
        return (*absent, *self._found, *(self._summed(code, amounts) for code, amounts in listed))

    def absent(self, employee: str) -> None:
        """Note that somebody who is employed is nowhere on the roster."""
        self._absent.append(employee)

    def closed(self, employee: str, closed: ClosedHours, *, ended_on: dt.date | None) -> None:
        """Note what somebody's account came to."""
        for code, part in _BY_FACT.items():
            self._note(code, employee, closed.comp[part])
        if ended_on is not None:
            self._note("hours-owed-at-end", employee, closed.hours["debt"])
        self.refused(employee, closed.refused)

    def refused(self, employee: str, listed: Iterable[tuple[CompLeave, Refusal]]) -> None:
        """Note time off that was no comp time."""
        for leave, why in listed:
            told = {
                "employee": employee,
                "day": leave.day,
                "hours": timed(leave.amount),
                "why": worded(_WORDS[why]),
                "row": leave.reference,
            }
            self._found.append(_warning("comp-refused", **told))

    def undecided(self, employee: str, lots: Sequence[Lot]) -> None:
        """Note that somebody's comp time lapses, and nobody has said what becomes of it."""
        book = LotBook(lots, self._terms.last_day)
        self._note("comp-lapse-undecided", employee, book.lapsing(self._terms.days.last))

    def standard(self, *, is_known: bool) -> None:
        """Note standard days above the legal workdays of the period, where those are known."""
        workdays = self._terms.calendar.workdays(self._terms.days)
        if is_known and self._terms.standard_days > workdays:
            told = {"days": self._terms.standard_days, "workdays": workdays}
            self._found.append(_warning("standard-over-workdays", **told))

    def _without_shifts(self) -> Diagnostic:
        more = ["…"] if len(self._absent) > _MOST_NAMED else []
        told = {
            "count": len(self._absent),
            "employees": listed((*self._absent[:_MOST_NAMED], *more)),
            "period": self._terms.period.label,
            "name": self._names.account,
        }
        return _warning("roster-absent", **told)

    def _note(self, code: str, employee: str, amount: int) -> None:
        if amount:
            self._amounts.setdefault(code, []).append((employee, amount))

    def _summed(self, code: str, amounts: Sequence[tuple[str, int]]) -> Diagnostic:
        told = {
            "count": len(amounts),
            "hours": timed(sum(amount for _, amount in amounts)),
            "employees": listed(_named(amounts)),
            "period": self._terms.period.label,
            "days": self._terms.lapsing_days,
            "soon": self._terms.lapsing_soon_days,
            "fact": self._names.comp_hours("lapsed"),
        }
        return _warning(code, **told)


def _named(amounts: Sequence[tuple[str, int]]) -> Iterator[str]:
    for employee, amount in amounts[:_MOST_NAMED]:
        yield f"{employee} {timed(amount)}"
    if len(amounts) > _MOST_NAMED:
        yield "…"


def _warning(code: str, /, **told: object) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, args=told)
