"""Mainland China, what people worked: rest days and exempt nights of a month (CN-03, CN-14)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Severity
from ccops.settlement.words.legal_words import named
from ccops.values import Missing
from ccops.worktime import WORKED_SHIFT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.facts import Employee
    from ccops.kpi import Records
    from ccops.settlement.measured.rules import MonthRules
    from ccops.values import PeriodDays

#: Somebody's day of work and whether it was a night; several shifts of a day are several.
_Worked = tuple[dt.date, bool]
#: So many nights of somebody are named; of more, that there are more.
_NIGHTS_SHOWN: Final = 5


def record_warnings(
    rules: MonthRules, records: Mapping[str, Records], employees: Iterable[Employee]
) -> Iterator[Diagnostic]:
    """Yield what labor law of mainland China asks about the shifts worked in a period.

    Nothing is asked of a pack of another jurisdiction, nor where no shifts were handed in. A
    shift of which nothing was worked is none.
    """
    shifts = records.get(WORKED_SHIFT.name)
    if rules.law is None or shifts is None:
        return
    days = rules.period.days(rules.default_calendar)
    worked = _worked(shifts)
    yield from _without_rest(rules, worked, days)
    yield from _exempt_nights(worked, employees, days)


def _worked(shifts: Records) -> dict[str, list[_Worked]]:
    """Return the shifts of which something was worked, by employee and day."""
    columns = (shifts.columns[each] for each in ("employee_id", "work_date", "night", "worked"))
    found: dict[str, list[_Worked]] = {}
    for employee, day, night, worked in zip(*columns, strict=True):
        if not isinstance(worked, Missing) and worked:
            found.setdefault(employee, []).append((dt.date.fromordinal(day), night is True))
    return {employee: sorted(own) for employee, own in sorted(found.items())}


def _without_rest(
    rules: MonthRules, worked: Mapping[str, Sequence[_Worked]], days: PeriodDays
) -> Iterator[Diagnostic]:
    """Yield one finding about everybody who worked more days in a row than a week allows."""
    most = rules.law.values.get("cn_days_in_row") if rules.law is not None else None
    if most is None:
        return
    longest = {who: _longest_run([day for day, _ in own], days) for who, own in worked.items()}
    over = [(who, str(run)) for who, run in longest.items() if run > most.number]
    if over:
        limit = {"most": int(most.number), "source": most.source, "period": rules.period.label}
        told = {"count": len(over), "employees": named(over), **limit}
        yield _warning("cn-03-month", **told)


def _longest_run(worked: Sequence[dt.date], days: PeriodDays) -> int:
    """Return the most days worked in a row that end in a period; they may begin before it."""
    longest = run = 0
    before: dt.date | None = None
    for day in dict.fromkeys(worked):
        run = run + 1 if before is not None and (day - before).days == 1 else 1
        longest = max(longest, run if days.holds(day) else 0)
        before = day
    return longest


def _exempt_nights(
    worked: Mapping[str, Sequence[_Worked]], employees: Iterable[Employee], days: PeriodDays
) -> Iterator[Diagnostic]:
    """Yield one finding about everybody who worked nights while exempt from them."""
    until = {each.employee_id: each.night_exempt_until for each in employees}
    found: list[tuple[str, str]] = []
    for who, own in worked.items():
        last = until.get(who)
        nights = (day for day, night in own if night and days.holds(day))
        wrong = list(dict.fromkeys(x for x in nights if last is not None and x <= last))
        if wrong:
            shown = " ".join(f"{day:%m-%d}" for day in wrong[:_NIGHTS_SHOWN])
            more = " …" if len(wrong) > _NIGHTS_SHOWN else ""
            found.append((who, f"({shown}{more})"))
    if found:
        yield _warning("cn-14-nights", count=len(found), employees=named(found))


def _warning(code: str, /, **told: object) -> Diagnostic:
    return Diagnostic(code=code, severity=Severity.WARNING, args=told)
