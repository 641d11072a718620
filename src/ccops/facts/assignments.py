"""What held for an employee on a day, and over the days of a period.

A dated change wins over the ``employees`` table; among dated changes of one kind the one that
began last wins. Employment itself is dated: ``status`` rows win over ``hired_on`` and
``ended_on``, and a rehire is a span of its own (domain 2.20).
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.facts.subjects import Assignment, AssignmentKind, Employee
from ccops.frozen import frozen
from ccops.values import Money, PeriodDays

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_ONE_DAY: Final = dt.timedelta(days=1)


@frozen(kw_only=True)
class EmployeeState:
    """The dated values of an employee in force on one day.

    ``superiors`` are more than one where the rows of one day name more: nobody knows which.
    """

    role: str
    team: str
    level: str | None
    basic_pay: Money | None
    hours_system: str | None
    status: str
    projects: tuple[str, ...]
    employment_type: str
    contract_hours_day: dt.timedelta | None
    superiors: tuple[str, ...] = ()
    second_posts: tuple[str, ...] = ()


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
    return _state(employee, _own(employee, assignments), day)


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
    return tuple(span for span, _ in employed_states(employee, own, period_days))


def employed_states(
    employee: Employee, assignments: Iterable[Assignment], period_days: PeriodDays
) -> tuple[tuple[PeriodDays, EmployeeState], ...]:
    """Return the stretches in which somebody is employed, each with what holds all through it."""
    own = _own(employee, assignments)
    stretches = _stretches(employee, own, period_days)
    states = ((span, _state(employee, own, span.first)) for span in stretches)
    return tuple((span, state) for span, state in states if state.status != "ended")


def contract_days(
    employee: Employee, assignments: Iterable[Assignment], period_days: PeriodDays
) -> tuple[tuple[PeriodDays, Employee | EmployeeState], ...]:
    """Return the stretches in which somebody is employed, each with the contract in force.

    Somebody without dated changes is his own state, as ``employees`` has him.
    """
    own = _own(employee, assignments)
    if own or employee.earlier:
        return employed_states(employee, own, period_days)
    return tuple((span, employee) for span in employed_spans(employee, (), period_days))


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
    without any has none. The groups come sorted. Raises ``ValueError`` for ``basic_pay`` and
    ``contract_hours_day``.
    """
    if what in (AssignmentKind.BASIC_PAY, AssignmentKind.CONTRACT_HOURS_DAY):
        raise ValueError("an amount of pay or hours is no group")
    return group_shares(employed_states(employee, assignments, period_days), what)


def group_shares(
    stretches: Sequence[tuple[PeriodDays, EmployeeState]], what: AssignmentKind
) -> tuple[tuple[str, Fraction], ...]:
    """Return the groups of some stretches, sorted, each with its share of the days."""
    days: dict[str, int] = {}
    for span, state in stretches:
        for group in groups_of(state, what):
            days[group] = days.get(group, 0) + span.days
    whole = sum(span.days for span, _ in stretches)
    return tuple((group, Fraction(days[group], whole)) for group in sorted(days))


def basic_pay_days(
    employee: Employee, assignments: Iterable[Assignment], period_days: PeriodDays
) -> tuple[tuple[Money | None, PeriodDays], ...]:
    """Return each amount of basic pay with the employed days it holds, in order.

    A change inside a period is paid by days (domain 2.20). ``None``: no amount is known.
    """
    found: list[tuple[Money | None, PeriodDays]] = []
    for span, state in employed_states(employee, assignments, period_days):
        pay = state.basic_pay
        if found and found[-1][0] == pay and found[-1][1].last + _ONE_DAY == span.first:
            found[-1] = (pay, PeriodDays(found[-1][1].first, span.last))
        else:
            found.append((pay, span))
    return tuple(found)


def changing_days(
    employees: Iterable[Employee], assignments: Iterable[Assignment]
) -> tuple[dt.date, ...]:
    """Return the days on which anything dated of anybody begins, or no longer holds, in order."""
    found: set[dt.date] = set()
    for employee in employees:
        for span in employee.spans:
            found.update(_edges(span.hired_on, span.ended_on))
    for each in assignments:
        found.update(_edges(each.first, each.last))
    return tuple(sorted(found))


def _own(employee: Employee, assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    return tuple(each for each in assignments if each.employee_id == employee.employee_id)


def _state(employee: Employee, own: tuple[Assignment, ...], day: dt.date) -> EmployeeState:
    base = employee.as_of(day)
    held: dict[str, Assignment] = {}
    added: dict[AssignmentKind, set[str]] = {}
    for each in own:
        if each.first <= day and (each.last is None or day <= each.last):
            what = each.what
            if what.adds:
                added.setdefault(what, set()).add(str(each.value))
                continue
            before = held.get(what.value)
            if before is None or before.first < each.first:
                held[what.value] = each
    pay = held.get("basic_pay")
    hours = held.get("contract_hours_day")
    return EmployeeState(
        role=_text(held, "role") or base.role,
        team=_text(held, "team") or base.team,
        level=_text(held, "level") or base.level,
        basic_pay=pay.value if pay and isinstance(pay.value, Money) else base.basic_pay,
        hours_system=_text(held, "hours_system"),
        status=_text(held, "status") or _status_of_span(base, day),
        projects=tuple(sorted(added.get(AssignmentKind.PROJECT, ()))),
        employment_type=_text(held, "employment_type") or base.employment_type,
        contract_hours_day=hours.value
        if hours and isinstance(hours.value, dt.timedelta)
        else base.contract_hours_day,
        superiors=_superiors(own, held.get("superior")),
        second_posts=tuple(sorted(added.get(AssignmentKind.SECOND_POST, ()))),
    )


def _superiors(own: Iterable[Assignment], held: Assignment | None) -> tuple[str, ...]:
    """Return who is named as superior from the same day on as the one that holds."""
    if held is None:
        return ()
    last = (x for x in own if x.what is held.what and x.first == held.first)
    return tuple(sorted({str(each.value) for each in last}))


def _text(held: Mapping[str, Assignment], what: str) -> str | None:
    change = held.get(what)
    return change.value if change is not None and isinstance(change.value, str) else None


def _status_of_span(span: Employee, day: dt.date) -> str:
    inside = span.hired_on <= day and (span.ended_on is None or day <= span.ended_on)
    return "employed" if inside else "ended"


def groups_of(state: EmployeeState, what: AssignmentKind) -> tuple[str, ...]:
    """Return the groups of a kind somebody belongs to while a state holds."""
    if what is AssignmentKind.PROJECT:
        return state.projects
    if what is AssignmentKind.SECOND_POST:
        return state.second_posts
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
