"""What held for an employee on a day, and over the days of a period.

A dated change wins over the ``employees`` table; among dated changes of one kind the one that
began last wins. Employment itself is dated: ``status`` rows win over ``hired_on`` and
``ended_on``, and a rehire is a span of its own (domain 2.20).
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts.subjects import Assignment, AssignmentKind, Employee
from ccops.values import Money, PeriodDays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ONE_DAY: Final = dt.timedelta(days=1)


@attrs.frozen(kw_only=True)
class EmployeeState:
    """The dated values of an employee in force on one day."""

    role: str
    team: str
    level: str | None
    basic_pay: Money | None
    hours_system: str | None
    status: str
    projects: tuple[str, ...]


def assignments_by_employee(
    assignments: Iterable[Assignment],
) -> Mapping[str, tuple[Assignment, ...]]:
    """Return the assignments of each employee, so that each is asked with its own only."""
    found: dict[str, list[Assignment]] = {}
    for each in assignments:
        found.setdefault(each.employee_id, []).append(each)
    return {employee: tuple(own) for employee, own in found.items()}


def state_at(employee: Employee, assignments: Iterable[Assignment], day: dt.date) -> EmployeeState:
    """Return the dated values in force on a day.

    ``status`` is ``employed`` or ``ended`` where no dated status says otherwise.
    """
    own = _own(employee, assignments)
    base = employee.as_of(day)
    if not own:
        return _undated_state(base, day)
    pay = _changed(own, AssignmentKind.BASIC_PAY, day)
    return EmployeeState(
        role=_text(own, AssignmentKind.ROLE, day) or base.role,
        team=_text(own, AssignmentKind.TEAM, day) or base.team,
        level=_text(own, AssignmentKind.LEVEL, day) or base.level,
        basic_pay=pay if isinstance(pay, Money) else base.basic_pay,
        hours_system=_text(own, AssignmentKind.HOURS_SYSTEM, day),
        status=_status(employee, own, day),
        projects=_projects(own, day),
    )


def employed_days(
    employee: Employee, assignments: Iterable[Assignment], period_days: PeriodDays
) -> int:
    """Return on how many days of a period somebody is employed."""
    return sum(each.days for each in employed_spans(employee, assignments, period_days))


def employed_spans(
    employee: Employee, assignments: Iterable[Assignment], period_days: PeriodDays
) -> tuple[PeriodDays, ...]:
    """Return the stretches of a period in which somebody is employed, in order.

    A stretch ends where any dated value changes, so each has one state.
    """
    own = _own(employee, assignments)
    if not own and not employee.earlier:
        first = max(employee.hired_on, period_days.first)
        last = min(employee.ended_on or dt.date.max, period_days.last)
        return (PeriodDays(first, last),) if first <= last else ()
    return tuple(
        each
        for each in _stretches(employee, own, period_days)
        if _status(employee, own, each.first) != "ended"
    )


def last_employed_day(
    employee: Employee, assignments: Iterable[Assignment], period_days: PeriodDays
) -> dt.date | None:
    """Return the last day of a period on which somebody is employed, or ``None``."""
    spans = employed_spans(employee, assignments, period_days)
    return spans[-1].last if spans else None


def memberships(
    employee: Employee,
    assignments: Iterable[Assignment],
    what: AssignmentKind,
    period_days: PeriodDays,
) -> tuple[tuple[str, Fraction], ...]:
    """Return the groups somebody belongs to in a period, each with its share of employed days.

    A team move gives two teams whose shares add up to one; projects may overlap, and somebody
    without any has none. The groups come sorted. Raises ``ValueError`` for ``basic_pay``.
    """
    if what is AssignmentKind.BASIC_PAY:
        raise ValueError("an amount of pay is no group")
    own = _own(employee, assignments)
    spans = employed_spans(employee, own, period_days)
    days: dict[str, int] = {}
    for span in spans:
        for group in _groups(state_at(employee, own, span.first), what):
            days[group] = days.get(group, 0) + span.days
    whole = sum(each.days for each in spans)
    return tuple((group, Fraction(days[group], whole)) for group in sorted(days))


def basic_pay_days(
    employee: Employee, assignments: Iterable[Assignment], period_days: PeriodDays
) -> tuple[tuple[Money | None, PeriodDays], ...]:
    """Return each amount of basic pay with the employed days it holds, in order.

    A change inside a period is paid by days (domain 2.20). ``None``: no amount is known.
    """
    own = _own(employee, assignments)
    found: list[tuple[Money | None, PeriodDays]] = []
    for span in employed_spans(employee, own, period_days):
        pay = state_at(employee, own, span.first).basic_pay
        if found and found[-1][0] == pay and found[-1][1].last + _ONE_DAY == span.first:
            found[-1] = (pay, PeriodDays(found[-1][1].first, span.last))
        else:
            found.append((pay, span))
    return tuple(found)


def _undated_state(span: Employee, day: dt.date) -> EmployeeState:
    """Return the state of somebody without any dated change."""
    return EmployeeState(
        role=span.role,
        team=span.team,
        level=span.level,
        basic_pay=span.basic_pay,
        hours_system=None,
        status=_status_of_span(span, day),
        projects=(),
    )


def _own(employee: Employee, assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    return tuple(each for each in assignments if each.employee_id == employee.employee_id)


def _changed(
    own: tuple[Assignment, ...], what: AssignmentKind, day: dt.date
) -> str | Money | None:
    held = [each for each in own if each.what is what and each.holds(day)]
    return max(held, key=lambda each: each.first).value if held else None


def _text(own: tuple[Assignment, ...], what: AssignmentKind, day: dt.date) -> str | None:
    value = _changed(own, what, day)
    return value if isinstance(value, str) else None


def _status(employee: Employee, own: tuple[Assignment, ...], day: dt.date) -> str:
    dated = _text(own, AssignmentKind.STATUS, day)
    if dated is not None:
        return dated
    return _status_of_span(employee.as_of(day), day)


def _status_of_span(span: Employee, day: dt.date) -> str:
    inside = span.hired_on <= day and (span.ended_on is None or day <= span.ended_on)
    return "employed" if inside else "ended"


def _projects(own: tuple[Assignment, ...], day: dt.date) -> tuple[str, ...]:
    held = {
        str(each.value) for each in own if each.what is AssignmentKind.PROJECT and each.holds(day)
    }
    return tuple(sorted(held))


def _groups(state: EmployeeState, what: AssignmentKind) -> tuple[str, ...]:
    if what is AssignmentKind.PROJECT:
        return state.projects
    group: str | None = getattr(state, what.value)
    return (group,) if group else ()


def _stretches(
    employee: Employee, own: tuple[Assignment, ...], days: PeriodDays
) -> Iterator[PeriodDays]:
    """Yield the period cut wherever a dated value may change."""
    starts = {days.first}
    for span in employee.spans:
        starts.update(_edges(span.hired_on, span.ended_on))
    for each in own:
        starts.update(_edges(each.first, each.last))
    inside = sorted(day for day in starts if days.first <= day <= days.last)
    for first, following in zip(inside, (*inside[1:], days.last + _ONE_DAY), strict=True):
        yield PeriodDays(first, following - _ONE_DAY)


def _edges(first: dt.date, last: dt.date | None) -> tuple[dt.date, ...]:
    return (first,) if last is None or last == dt.date.max else (first, last + _ONE_DAY)
