"""Records of marks after joining: one for each mark that somebody of a role comes to."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

from ccops.casework.floor_kinds import TENURE_MARK
from ccops.casework.tenure_marks import MarkAt, TenureMarkRule
from ccops.facts import assignments_by_employee, state_at
from ccops.kpi import Records
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.facts import Assignment, Employee

_ONE_DAY: Final = dt.timedelta(days=1)


def mark_records(
    rules: Sequence[TenureMarkRule],
    employees: Iterable[Employee],
    assignments: Iterable[Assignment],
) -> Records:
    """Return the marks of every span of employment; each counts on its own day."""
    own = assignments_by_employee(assignments)
    rows = (
        row
        for each in employees
        for span in each.spans
        for rule in rules
        for row in _rows(rule, span, own.get(each.employee_id, ()))
    )
    return Records.of_rows(TENURE_MARK, rows)


def _rows(
    rule: TenureMarkRule, span: Employee, own: tuple[Assignment, ...]
) -> Iterator[tuple[Any, ...]]:
    mark = _day(rule, span)
    if mark is None:
        return
    state = state_at(span, own, min(mark, span.ended_on or mark))
    wanted = {each.value for each in rule.roles}
    if wanted and state.role not in wanted:
        return
    stayed = span.ended_on is None or span.ended_on >= _needed(rule, mark)
    reason = span.end_reason if not stayed and span.end_reason else Missing.NO_RECORDS
    yield (
        rule.name,
        span.employee_id,
        state.team,
        state.role,
        f"{span.hired_on:%Y-%m}",
        span.hired_on.toordinal(),
        mark.toordinal(),
        stayed,
        reason,
        f"employees:{span.employee_id}",
    )


def _day(rule: TenureMarkRule, span: Employee) -> dt.date | None:
    if rule.at is MarkAt.PROBATION:
        return span.probation_until
    return span.hired_on + (rule.days or 0) * _ONE_DAY


def _needed(rule: TenureMarkRule, mark: dt.date) -> dt.date:
    """Return the last day of employment with which somebody is still there at a mark."""
    return mark + _ONE_DAY if rule.at is MarkAt.PROBATION else mark
