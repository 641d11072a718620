"""Sources of a month: rows of the input files, made into records by the rooms that know them."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ccops.errors import DataError
from ccops.facts import row_error
from ccops.messages import Diagnostic, Severity, has_errors
from ccops.scorecards import Window, quality_records
from ccops.settlement.measured.measuring import merged_records
from ccops.settlement.measured.own_sources import records_of_own_kinds
from ccops.settlement.measured.record_teams import in_teams_of_the_day
from ccops.settlement.measured.source_kinds import (
    BY_WORKDAYS,
    QUALITY,
    WORKTIME,
    Rows,
    Source,
    SourceKind,
    SourceRules,
)
from ccops.settlement.measured.source_readers import READERS, told_again
from ccops.settlement.measured.told_as_events import FILES_AS_EVENTS, told_twice
from ccops.values import Period, PeriodDays, day_after
from ccops.worktime import (
    CALENDAR_DAY,
    WorkCalendar,
    WorktimeRules,
    calendar_from_rows,
    calendar_records,
    compile_shifts,
    records_from_worktime,
    years_touched,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.facts import Assignment, Employee
    from ccops.kpi import Records

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def records_of_sources(
    sources: Iterable[Source],
    rules: SourceRules,
    *,
    period: Period,
    employees: Sequence[Employee],
    assignments: Iterable[Assignment] = (),
    states: Records | None = None,
) -> tuple[dict[str, Records], tuple[Diagnostic, ...]]:
    """Return the records of sources, kind by kind, and the warnings of reading them.

    ``states`` are what agents did at the telephone, which is set beside the roster.

    Raises ``DataError`` with every wrong row: malformed, of somebody who is no employee, or on
    the roster on a day without employment.
    """
    sources = tuple(sources)
    rows = _rows_by_file(sources)
    problems = [*_strangers(rows, employees), *_outside_employment(rows, employees)]
    events = rows.get(SourceKind.EVENTS, ())
    for file in FILES_AS_EVENTS if events else ():
        problems.extend(told_twice(file, rows.get(SourceKind(file), ()), events))
    parts, more = _worktime(rows, rules, period, employees, states)
    problems.extend(more)
    if not QUALITY.isdisjoint(rows):
        made_, found_ = _quality(rows, rules, period, employees)
        parts.append({each.kind.name: each for each in made_})
        problems.extend(found_)
    for kind, read in READERS.items():
        if kind in rows:
            listed, found = read(rows[kind], rules)
            parts.append({each.kind.name: each for each in told_again(listed)})
            problems.extend(found)
    own, wrong = records_of_own_kinds(sources, rules, {each.employee_id for each in employees})
    parts.extend(own)
    problems.extend(wrong)
    if has_errors(problems):
        raise DataError(tuple(each for each in problems if each.severity is Severity.ERROR))
    made = in_teams_of_the_day(merged_records(parts), employees, assignments)
    return made, tuple(problems)


def _rows_by_file(sources: Iterable[Source]) -> dict[SourceKind, Rows]:
    rows: dict[SourceKind, Rows] = {}
    for each in sources:
        if isinstance(each.kind, SourceKind):
            rows[each.kind] = rows.get(each.kind, ()) + each.rows
    return rows


def _quality(
    rows: Mapping[SourceKind, Rows],
    rules: SourceRules,
    period: Period,
    employees: Sequence[Employee],
) -> tuple[tuple[Records, ...], tuple[Diagnostic, ...]]:
    """Return the records of evaluations and of what became of them."""
    calendar, found = calendar_from_rows(
        rows.get(SourceKind.CALENDAR), rules.calendar, days=all_days(period)
    )
    made, problems = quality_records(
        rows.get(SourceKind.EVALUATIONS, ()),
        rows.get(SourceKind.EVALUATION_REVIEWS, ()),
        rules.forms,
        zone=ZoneInfo(rules.zone),
        window=_window(rules, calendar, employees),
    )
    own = found if WORKTIME.isdisjoint(rows) else ()
    return made, (*own, *problems)


def _window(
    rules: SourceRules, calendar: WorkCalendar, employees: Sequence[Employee]
) -> Window | None:
    """Return how long evaluations may be disputed; ``None`` where the pack does not say."""
    rule = next(iter(rules.disputes), None)
    if rule is None:
        return None
    decide = {each.value for each in rule.decides}
    return Window(
        until=lambda day: day_after(day, rule.days, rule.kind, calendar.is_workday),
        answer_by=lambda day: day_after(day, rule.answer_within, rule.kind, calendar.is_workday),
        others={x.employee_id: x.role for x in employees if x.role not in decide},
    )


#: The columns with somebody's id, of files that do not call it ``employee_id``.
_PEOPLE_IN: Final = {
    SourceKind.SWAPS: ("from_employee", "to_employee", "initiator"),
    SourceKind.COACHING: ("employee_id", "coach"),
    SourceKind.EVALUATION_REVIEWS: (),
    SourceKind.QUALITY_ACTIONS: ("owner", "about"),
}


def _strangers(
    rows: Mapping[SourceKind, Rows], employees: Sequence[Employee]
) -> Iterator[Diagnostic]:
    """Yield an error for each id in a source that is no employee's, once a source."""
    known = {each.employee_id for each in employees}
    for kind, listed in rows.items():
        if kind is SourceKind.CALENDAR:
            continue
        columns = _PEOPLE_IN.get(kind, ("employee_id",))
        ids: dict[str, Mapping[str, object]] = {}
        for row in listed:
            for column in columns:
                ids.setdefault(str(row.get(column, "")), row)
        for stranger in sorted(ids.keys() - known - {""}):
            told = {"employee": stranger, "source": kind.value}
            yield row_error("roster-stranger", ids[stranger], **told)


def _outside_employment(
    rows: Mapping[SourceKind, Rows], employees: Sequence[Employee]
) -> Iterator[Diagnostic]:
    """Yield an error for each rostered shift on a day on which somebody is not employed."""
    spans = {each.employee_id: each.spans for each in employees}
    for row in rows.get(SourceKind.ROSTER, ()):
        employee, day = str(row.get("employee_id", "")), str(row.get("work_date", ""))
        held = spans.get(employee)
        if not held or not row.get("shift") or not _DAY.fullmatch(day):
            continue  # what is malformed is told by whoever reads the row
        if not any(_covers(span, day) for span in held):
            told = {"employee": employee, "day": day}
            yield row_error("fact-outside-employment", row, **told)


def _covers(span: Employee, day: str) -> bool:
    ended = span.ended_on is None or day <= span.ended_on.isoformat()
    return span.hired_on.isoformat() <= day and ended


def _worktime(
    rows: Mapping[SourceKind, Rows],
    rules: SourceRules,
    period: Period,
    employees: Sequence[Employee],
    states: Records | None,
) -> tuple[list[Mapping[str, Records]], list[Diagnostic]]:
    """Return the records of working time, and what was found on the way."""
    problems: list[Diagnostic] = []
    if not BY_WORKDAYS & rows.keys():
        return [], problems
    calendar, parts, found = _calendar(rows, rules, all_days(period))
    problems.extend(found)
    if not WORKTIME & rows.keys():
        return parts, problems
    shifts, found = compile_shifts(rules.shifts)
    problems.extend(found)
    made = records_from_worktime(
        WorktimeRules(
            shifts=shifts,
            leave_kinds={each.name: each for each in rules.leave_kinds},
            zone=ZoneInfo(rules.zone),
            calendar=calendar,
            comp_leave=rules.comp_leave,
            rosters=tuple(rules.rosters),
            roster_days=period.days(rules.roster_calendar) if rules.roster_calendar else None,
        ),
        rows.get(SourceKind.ROSTER),
        rows.get(SourceKind.LEAVE, ()),
        rows.get(SourceKind.PUNCHES),
        days=all_days(period, before=rules.days_before),
        notices=_notices(employees, period),
        requests=rows.get(SourceKind.REQUESTS, ()),
        states=states,
    )
    problems.extend(made.diagnostics)
    return [made.records, *parts], problems


def _calendar(
    rows: Mapping[SourceKind, Rows], rules: SourceRules, days: PeriodDays
) -> tuple[WorkCalendar, list[Mapping[str, Records]], tuple[Diagnostic, ...]]:
    """Return the work calendar, its days as records where they are known, and what is wrong."""
    given = rows.get(SourceKind.CALENDAR)
    calendar, found = calendar_from_rows(given, rules.calendar, days=days)
    if given is None and not all(map(calendar.knows, years_touched(days))):
        return calendar, [], found
    listed = calendar_records(given or (), calendar)
    return calendar, [{CALENDAR_DAY.name: listed}], found


def all_days(period: Period, *, before: int = 0) -> PeriodDays:
    """Return the days of all calendars together; an indicator counts those of its own."""
    first = min(days.first for _, days in period.calendars) - dt.timedelta(days=before)
    return PeriodDays(first, max(days.last for _, days in period.calendars))


def _notices(employees: Sequence[Employee], period: Period) -> dict[str, PeriodDays]:
    end = max(days.last for _, days in period.calendars)
    found: dict[str, PeriodDays] = {}
    for each in employees:
        if each.notice_from is not None:
            last: dt.date = each.ended_on or max(end, each.notice_from)
            found[each.employee_id] = PeriodDays(each.notice_from, last)
    return found
