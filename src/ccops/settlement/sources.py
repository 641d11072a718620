"""Sources of a month: rows of the input files, made into records by the rooms that know them."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ccops.career import damage_records
from ccops.casework import (
    called_test_records,
    complaint_records,
    exit_interview_records,
    meeting_records,
    order_step_records,
    patrol_records,
    refund_records,
    shift_entry_records,
    training_records,
    work_order_records,
)
from ccops.contacts import contact_topic_records, dial_records
from ccops.errors import DataError
from ccops.facts import row_error
from ccops.frozen import frozen
from ccops.learning import (
    KB_ITEM,
    coaching_records,
    development_plan_records,
    document_records,
    document_review_records,
    kb_account_records,
    kb_change_records,
    kb_item_records,
    kb_search_records,
    kb_visit_records,
    study_records,
    team_activity_records,
)
from ccops.messages import Diagnostic, Severity, has_errors
from ccops.organization import (
    ACTIVITY,
    activity_records,
    archived_records,
    event_records,
    exam_records,
    found_error_records,
    rating_records,
    report_submission_records,
)
from ccops.projects import SALE, callback_records, sale_records, sale_return_records
from ccops.scorecards import ScorecardRule, score_evaluations
from ccops.settlement.measuring import merged_records
from ccops.settlement.record_teams import in_teams_of_the_day
from ccops.settlement.told_as_events import (
    FILES_AS_EVENTS,
    as_events,
    is_told_as_events,
    told_twice,
)
from ccops.values import Period, PeriodDays
from ccops.worktime import (
    CALENDAR_DAY,
    LeaveKindRule,
    RosterRule,
    ShiftRule,
    WorkCalendar,
    WorktimeRules,
    calendar_from_rows,
    calendar_records,
    compile_shifts,
    records_from_worktime,
    swap_records,
    years_touched,
)

if TYPE_CHECKING:
    from ccops.facts import Assignment, Employee
    from ccops.kpi import Records

Rows = tuple[Mapping[str, object], ...]
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class SourceKind(enum.Enum):
    """Which input file rows come from."""

    ROSTER = "roster"
    LEAVE = "leave"
    PUNCHES = "punches"
    EVALUATIONS = "evaluations"
    ACTIVITY = "activity"
    EVENTS = "events"
    EXAMS = "exams"
    SWAPS = "swaps"
    CALENDAR = "calendar"
    REQUESTS = "requests"
    RATINGS = "ratings"
    DIALS = "dials"
    SALES = "sales"
    CALLBACKS = "callbacks"
    TEAM_ACTIVITIES = "team_activities"
    DOCUMENTS = "documents"
    DOCUMENT_REVIEWS = "document_reviews"
    KB_ITEMS = "kb_items"
    KB_ACCOUNTS = "kb_accounts"
    KB_SEARCHES = "kb_searches"
    KB_VISITS = "kb_visits"
    TOPICS = "topics"
    COACHING = "coaching"
    STUDY = "study"
    DEVELOPMENT_PLANS = "development_plans"
    REPORT_SUBMISSIONS = "report_submissions"
    ARCHIVE_LOG = "archive_log"
    DAMAGES = "damages"
    WORK_ORDERS = "work_orders"
    WORK_ORDER_STEPS = "work_order_steps"
    COMPLAINTS = "complaints"
    REFUNDS = "refunds"
    SHIFT_LOG = "shift_log"
    PATROLS = "patrols"
    MEETINGS = "meetings"
    TEST_CALLS = "test_calls"
    TRAININGS = "trainings"
    EXIT_INTERVIEWS = "exit_interviews"


#: The sources from which records of working time are made.
WORKTIME: Final = frozenset(
    {SourceKind.ROSTER, SourceKind.LEAVE, SourceKind.PUNCHES, SourceKind.REQUESTS}
)
#: Those that want to know which days are workdays.
_BY_WORKDAYS: Final = WORKTIME | {SourceKind.WORK_ORDERS}


@frozen
class Source:
    """Rows of one input file, with the columns of that file."""

    kind: SourceKind
    rows: Rows


def source(kind: str, rows: Iterable[Mapping[str, object]]) -> Source:
    """Return rows as a source: ``source("roster", rows)``.

    Raises ``ValueError`` for a kind that is none of the input files.
    """
    return Source(SourceKind(kind), tuple(rows))


@frozen(kw_only=True)
class SourceRules:
    """What rows are read by: the shifts, leave kinds and forms of a pack, and its zone.

    ``calendar`` is the pack's own work calendar, where it has one.
    ``comp_leave`` is the kind of leave that requests for comp time are about; ``days_before``
    how many days before the period records begin. ``rosters`` are what the roster is held
    against, on the days of the period in ``roster_calendar``.
    """

    shifts: Sequence[ShiftRule]
    leave_kinds: Sequence[LeaveKindRule]
    forms: Sequence[ScorecardRule]
    zone: str
    currency: str
    calendar: WorkCalendar | None = None
    comp_leave: str = ""
    days_before: int = 0
    rosters: Sequence[RosterRule] = ()
    roster_calendar: str = ""


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
    rows: dict[SourceKind, Rows] = {}
    for each in sources:
        rows[each.kind] = rows.get(each.kind, ()) + each.rows
    problems = [*_strangers(rows, employees), *_outside_employment(rows, employees)]
    events = rows.get(SourceKind.EVENTS, ())
    for file in FILES_AS_EVENTS if events else ():
        problems.extend(told_twice(file, rows.get(SourceKind(file), ()), events))
    parts, more = _worktime(rows, rules, period, employees, states)
    problems.extend(more)
    for kind, read in _READERS.items():
        if kind in rows:
            listed, found = read(rows[kind], rules)
            parts.append({each.kind.name: each for each in _told_again(listed)})
            problems.extend(found)
    if has_errors(problems):
        raise DataError(tuple(each for each in problems if each.severity is Severity.ERROR))
    made = in_teams_of_the_day(merged_records(parts), employees, assignments)
    return made, tuple(problems)


def _told_again(made: Records) -> Iterator[Records]:
    """Yield records, and beside some of them what they say in another way, or what came of them.

    Activities tell of errors by the day they were found on, items of the knowledge base of what
    was added and removed, complaints of events, sales of what came back.
    """
    yield made
    if made.kind is ACTIVITY:
        yield found_error_records(made)
    elif made.kind is KB_ITEM:
        yield kb_change_records(made)
    elif is_told_as_events(made.kind):
        yield as_events(made)
    elif made.kind is SALE:
        yield sale_return_records(made)


_Read = tuple["Records", tuple[Diagnostic, ...]]


def _evaluations(rows: Rows, rules: SourceRules) -> _Read:
    return score_evaluations(rows, rules.forms, zone=ZoneInfo(rules.zone))


def _swaps(rows: Rows, rules: SourceRules) -> _Read:  # noqa: ARG001 - as every reader
    return swap_records(rows)


def _zoned(read: Callable[..., _Read]) -> Callable[[Rows, SourceRules], _Read]:
    """Return a reader that wants nothing of the rules but the zone."""

    def reader(rows: Rows, rules: SourceRules) -> _Read:
        return read(rows, zone=ZoneInfo(rules.zone))

    return reader


def _events(rows: Rows, rules: SourceRules) -> _Read:
    return event_records(rows, zone=ZoneInfo(rules.zone), currency=rules.currency)


def _damages(rows: Rows, rules: SourceRules) -> _Read:
    return damage_records(rows, zone=ZoneInfo(rules.zone), currency=rules.currency)


def _refunds(rows: Rows, rules: SourceRules) -> _Read:
    return refund_records(rows, zone=ZoneInfo(rules.zone), currency=rules.currency)


def _sales(rows: Rows, rules: SourceRules) -> _Read:
    return sale_records(rows, zone=ZoneInfo(rules.zone), currency=rules.currency)


_READERS: Final[Mapping[SourceKind, Callable[[Rows, SourceRules], _Read]]] = {
    SourceKind.EVALUATIONS: _evaluations,
    SourceKind.ACTIVITY: _zoned(activity_records),
    SourceKind.EXAMS: _zoned(exam_records),
    SourceKind.SWAPS: _swaps,
    SourceKind.EVENTS: _events,
    SourceKind.RATINGS: _zoned(rating_records),
    SourceKind.DIALS: _zoned(dial_records),
    SourceKind.SALES: _sales,
    SourceKind.CALLBACKS: _zoned(callback_records),
    SourceKind.TEAM_ACTIVITIES: _zoned(team_activity_records),
    SourceKind.DOCUMENTS: _zoned(document_records),
    SourceKind.DOCUMENT_REVIEWS: _zoned(document_review_records),
    SourceKind.KB_ITEMS: _zoned(kb_item_records),
    SourceKind.KB_ACCOUNTS: _zoned(kb_account_records),
    SourceKind.KB_SEARCHES: _zoned(kb_search_records),
    SourceKind.KB_VISITS: _zoned(kb_visit_records),
    SourceKind.TOPICS: _zoned(contact_topic_records),
    SourceKind.COACHING: _zoned(coaching_records),
    SourceKind.STUDY: _zoned(study_records),
    SourceKind.DEVELOPMENT_PLANS: _zoned(development_plan_records),
    SourceKind.REPORT_SUBMISSIONS: _zoned(report_submission_records),
    SourceKind.ARCHIVE_LOG: _zoned(archived_records),
    SourceKind.DAMAGES: _damages,
    SourceKind.WORK_ORDERS: _zoned(work_order_records),
    SourceKind.WORK_ORDER_STEPS: _zoned(order_step_records),
    SourceKind.COMPLAINTS: _zoned(complaint_records),
    SourceKind.REFUNDS: _refunds,
    SourceKind.SHIFT_LOG: _zoned(shift_entry_records),
    SourceKind.PATROLS: _zoned(patrol_records),
    SourceKind.MEETINGS: _zoned(meeting_records),
    SourceKind.TEST_CALLS: _zoned(called_test_records),
    SourceKind.TRAININGS: _zoned(training_records),
    SourceKind.EXIT_INTERVIEWS: _zoned(exit_interview_records),
}


#: The columns with somebody's id, of files that do not call it ``employee_id``.
_PEOPLE_IN: Final = {
    SourceKind.SWAPS: ("from_employee", "to_employee", "initiator"),
    SourceKind.COACHING: ("employee_id", "coach"),
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
    if not _BY_WORKDAYS & rows.keys():
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
