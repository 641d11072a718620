"""The reports a sample month hands in: daily, weekly, monthly, one of each shift, a few late."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.testing.sample_days import SampleDays, second_at, written
from ccops.testing.sample_draws import happens
from ccops.testing.sample_tables import Cells, SampleTable

if TYPE_CHECKING:
    import random
    from collections.abc import Collection, Iterator, Sequence

    from ccops.testing.sample_attendance import Presence
    from ccops.testing.sample_people import Person

_DAY: Final = dt.timedelta(days=1)
_WEEK: Final = 7
_MINUTE: Final = 60
#: How many in a thousand come two days late, and when of a day the others come.
_LATE: Final = 40
_MORNING: Final = 540
_EVENING: Final = 1_050
_COLUMNS: Final = ("report", "period", "employee_id", "at")


@frozen(kw_only=True)
class SampleReports:
    """Which reports are handed in, each with the roles that owe it.

    Of those in ``shared`` one of a role hands in one for all. ``same_day`` are due on their very
    day, ``sheets`` on the 25th, ``of_shifts`` as a shift ends.
    """

    daily: tuple[tuple[str, str], ...] = ()
    same_day: tuple[tuple[str, str], ...] = ()
    weekly: tuple[tuple[str, str], ...] = ()
    monthly: tuple[tuple[str, str], ...] = ()
    sheets: tuple[tuple[str, str], ...] = ()
    of_shifts: tuple[tuple[str, str], ...] = ()
    shared: frozenset[str] = frozenset()


def report_submissions(
    chance: random.Random,
    reports: SampleReports,
    people: Sequence[Person],
    presences: Sequence[Presence],
    days: SampleDays,
) -> SampleTable:
    """Return the file ``report_submissions``: what was due in the month, of whichever days.

    A report of a day is owed by who works on it.
    """
    there = {(each.duty.person.employee_id, str(each.duty.day)) for each in presences}
    rows = [
        _row(chance, report, label, who, at)
        for report, label, role, at in _due(reports, days)
        for who in _owing(reports, (report, label, role), people, there)
    ]
    own = dict(reports.of_shifts)
    by_role = {role: report for report, role in own.items()}
    for each in presences:
        report = by_role.get(each.duty.person.role)
        if report is not None:
            label = f"{each.duty.day}/{each.duty.shift}"
            at = min(each.left, each.duty.ends) - 5 * _MINUTE
            rows.append(_row(chance, report, label, each.duty.person, at))
    return SampleTable(name="report_submissions", columns=_COLUMNS, rows=tuple(rows))


def _due(reports: SampleReports, days: SampleDays) -> Iterator[tuple[str, str, str, int]]:
    """Yield what is due on the days of a month: report, days it is about, role, when it comes."""
    month = days.performance
    before = month.first - _DAY
    for number in range(month.days):
        day = month.first + number * _DAY
        for report, role in reports.daily:
            yield report, str(day - _DAY), role, second_at(day, _MORNING)
        for report, role in reports.same_day:
            yield report, str(day), role, second_at(day, _EVENING)
        if day.isoweekday() == 1:
            year, week, _ = (day - _DAY).isocalendar()
            for report, role in reports.weekly:
                yield report, f"{year}-W{week:02}", role, second_at(day, _MORNING)
    for report, role in reports.monthly:
        yield report, f"{before:%Y-%m}", role, second_at(month.first, _MORNING)
    for report, role in reports.sheets:
        yield report, f"{month.last:%Y-%m}", role, second_at(month.first + 23 * _DAY, _MORNING)


def _owing(
    reports: SampleReports,
    of: tuple[str, str, str],
    people: Sequence[Person],
    there: Collection[tuple[str, str]],
) -> Sequence[Person]:
    report, label, role = of
    holders = [each for each in people if each.role == role]
    if (report, role) in (*reports.daily, *reports.same_day):
        holders = [each for each in holders if (each.employee_id, label) in there]
    return holders[:1] if report in reports.shared else holders


def _row(chance: random.Random, report: str, label: str, who: Person, at: int) -> Cells:
    late = 2 * 86_400 if happens(chance, _LATE) else 0
    return report, label, who.employee_id, written(at + late)
