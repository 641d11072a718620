"""Marks after joining: who was still there so long after, or at the end of probation."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any, Final

from ccops.casework.floor_kinds import TENURE_MARK
from ccops.facts import assignments_by_employee, state_at
from ccops.frozen import frozen
from ccops.kpi import Records
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ccops.facts import Assignment, Employee

_ONE_DAY: Final = dt.timedelta(days=1)


class MarkAt(enum.Enum):
    """When a mark is: a number of days after joining, or the last day of probation."""

    DAYS = "days"
    PROBATION = "probation"


@frozen(kw_only=True)
class TenureMarkRule:
    """A day on which a cohort is asked who is still there (S3-30, S4-14).

    ``at: days`` is so many ``days`` after joining; who left before that day has left early.
    ``at: probation`` is the last day of probation; who was there after it has passed.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    at: MarkAt = pack_field(Shape.WORD, of=MarkAt, zh="何时", en="when it is")
    days: int | None = pack_field(
        Shape.WHOLE, default=None, zh="天数", en="how many days after joining"
    )
    roles: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="role", default=(), zh="哪些职务", en="people of which roles; all without"
    )
    origin: Origin = origin_field()


def check_tenure_marks(
    rules: Iterable[TenureMarkRule], roles: Collection[str]
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with marks.

    One that lacks its days, or has some it does not count (``mark-days``), and a role the pack
    has not (``unknown-role``).
    """
    return tuple(each for rule in rules for each in _problems(rule, roles))


def _problems(rule: TenureMarkRule, roles: Collection[str]) -> Iterator[Diagnostic]:
    if (rule.at is MarkAt.DAYS) != bool(rule.days and rule.days > 0):
        yield Diagnostic(code="mark-days", span=rule.origin.span, args={"name": rule.name})
    for each in rule.roles:
        if each.value not in roles:
            told = {"role": each.value, "nearest": nearest(each.value, roles) or "-"}
            yield Diagnostic(code="unknown-role", span=each.span, args=told)


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
