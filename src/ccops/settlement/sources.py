"""Sources of a month: rows of the input files, made into records by the rooms that know them."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import attrs

from ccops.errors import DataError
from ccops.messages import Diagnostic, has_errors
from ccops.organization import activity_records, event_records, exam_records
from ccops.scorecards import ScorecardRule, score_evaluations
from ccops.settlement.measuring import merged_records
from ccops.values import Period, PeriodDays
from ccops.worktime import (
    LeaveKindRule,
    ShiftRule,
    WorktimeRules,
    compile_shifts,
    records_from_worktime,
)

if TYPE_CHECKING:
    import datetime as dt

    from ccops.facts import Employee
    from ccops.kpi import Records

Rows = tuple[Mapping[str, object], ...]


class SourceKind(enum.Enum):
    """Which input file rows come from."""

    ROSTER = "roster"
    LEAVE = "leave"
    PUNCHES = "punches"
    EVALUATIONS = "evaluations"
    ACTIVITY = "activity"
    EVENTS = "events"
    EXAMS = "exams"


@attrs.frozen
class Source:
    """Rows of one input file, with the columns of that file."""

    kind: SourceKind
    rows: Rows


def source(kind: str, rows: Iterable[Mapping[str, object]]) -> Source:
    """Return rows as a source: ``source("roster", rows)``.

    Raises ``ValueError`` for a kind that is none of the input files.
    """
    return Source(SourceKind(kind), tuple(rows))


@attrs.frozen(kw_only=True)
class SourceRules:
    """What rows are read by: the shifts, leave kinds and forms of a pack, and its zone."""

    shifts: Sequence[ShiftRule]
    leave_kinds: Sequence[LeaveKindRule]
    forms: Sequence[ScorecardRule]
    zone: str
    currency: str


def records_of_sources(
    sources: Iterable[Source], rules: SourceRules, *, period: Period, employees: Sequence[Employee]
) -> tuple[dict[str, Records], tuple[Diagnostic, ...]]:
    """Return the records of sources, kind by kind, and the warnings of reading them.

    Raises ``DataError`` with every wrong row.
    """
    rows: dict[SourceKind, Rows] = {}
    for each in sources:
        rows[each.kind] = rows.get(each.kind, ()) + each.rows
    parts: list[Mapping[str, Records]] = []
    problems: list[Diagnostic] = []
    _add_worktime(rows, rules, period, employees, parts, problems)
    zone = ZoneInfo(rules.zone)
    if SourceKind.EVALUATIONS in rows:
        made, found = score_evaluations(rows[SourceKind.EVALUATIONS], rules.forms, zone=zone)
        parts.append({made.kind.name: made})
        problems.extend(found)
    if SourceKind.ACTIVITY in rows:
        made, found = activity_records(rows[SourceKind.ACTIVITY], zone=zone)
        parts.append({made.kind.name: made})
        problems.extend(found)
    if SourceKind.EXAMS in rows:
        made, found = exam_records(rows[SourceKind.EXAMS], zone=zone)
        parts.append({made.kind.name: made})
        problems.extend(found)
    if SourceKind.EVENTS in rows:
        events = rows[SourceKind.EVENTS]
        made, found = event_records(events, zone=zone, currency=rules.currency)
        parts.append({made.kind.name: made})
        problems.extend(found)
    if has_errors(problems):
        raise DataError(tuple(problems))
    return merged_records(parts), tuple(problems)


def _add_worktime(
    rows: Mapping[SourceKind, Rows],
    rules: SourceRules,
    period: Period,
    employees: Sequence[Employee],
    parts: list[Mapping[str, Records]],
    problems: list[Diagnostic],
) -> None:
    if not {SourceKind.ROSTER, SourceKind.LEAVE, SourceKind.PUNCHES} & rows.keys():
        return
    shifts, found = compile_shifts(rules.shifts)
    problems.extend(found)
    made = records_from_worktime(
        WorktimeRules(
            shifts=shifts,
            leave_kinds={each.name: each for each in rules.leave_kinds},
            zone=ZoneInfo(rules.zone),
        ),
        rows.get(SourceKind.ROSTER, ()),
        rows.get(SourceKind.LEAVE, ()),
        rows.get(SourceKind.PUNCHES),
        days=_all_days(period),
        notices=_notices(employees, period),
    )
    parts.append(made.records)
    problems.extend(made.diagnostics)


def _all_days(period: Period) -> PeriodDays:
    """Return the days of all calendars together; an indicator counts those of its own."""
    first = min(days.first for _, days in period.calendars)
    return PeriodDays(first, max(days.last for _, days in period.calendars))


def _notices(employees: Sequence[Employee], period: Period) -> dict[str, PeriodDays]:
    end = max(days.last for _, days in period.calendars)
    found: dict[str, PeriodDays] = {}
    for each in employees:
        if each.notice_from is not None:
            last: dt.date = each.ended_on or max(end, each.notice_from)
            found[each.employee_id] = PeriodDays(each.notice_from, last)
    return found
