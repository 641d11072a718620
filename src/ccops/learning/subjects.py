"""For whom and what something is due on a day: the employed, their teams, documents in force."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ccops.facts import AssignmentKind, assignments_by_employee, state_at
from ccops.learning.row_views import views

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ccops.facts import Assignment, Employee, EmployeeState
    from ccops.kpi import Records

_Own = tuple["Assignment", ...]


def employed_on(
    employees: Iterable[Employee], assignments: Iterable[Assignment], on: dt.date
) -> Iterator[tuple[Employee, _Own]]:
    """Yield the span of everybody who is employed on a day or is still to come, with his changes.

    Somebody who has left and comes back is there with the span that begins next.
    """
    own = assignments_by_employee(assignments)
    for each in employees:
        open_ = (span for span in each.spans if span.ended_on is None or on <= span.ended_on)
        span = next(open_, None)
        if span is not None:
            yield span, own.get(each.employee_id, ())


def people_joined(
    employees: Iterable[Employee],
    assignments: Iterable[Assignment],
    *,
    roles: Sequence[str] = (),
    on: dt.date,
) -> dict[str, dt.date]:
    """Return the day of joining of everybody in some roles; in any without ``roles``.

    Somebody still to come has the role he will begin with.
    """
    return {
        span.employee_id: span.hired_on
        for span, own in employed_on(employees, assignments, on)
        if not roles or state_at(span, own, max(on, span.hired_on)).role in roles
    }


def people_in_post(
    employees: Iterable[Employee],
    assignments: Iterable[Assignment],
    *,
    roles: Sequence[str],
    on: dt.date,
) -> dict[str, dt.date]:
    """Return since when everybody in some roles holds one of them; without any, is employed.

    Somebody still to come has the role he will begin with.
    """
    found: dict[str, dt.date] = {}
    for span, own in employed_on(employees, assignments, on):
        day = max(on, span.hired_on)
        if not roles:
            found[span.employee_id] = span.hired_on
        elif state_at(span, own, day).role in roles:
            found[span.employee_id] = _since(
                span, own, day, AssignmentKind.ROLE, lambda state: state.role in roles
            )
    return found


def teams_begun(
    employees: Iterable[Employee], assignments: Iterable[Assignment], *, on: dt.date
) -> dict[str, dt.date]:
    """Return the teams that have members on a day, and when the first of these came to them."""
    found: dict[str, dt.date] = {}
    for span, own in employed_on(employees, assignments, on):
        if on < span.hired_on:
            continue
        team = state_at(span, own, on).team
        since = _in_team_since(span, own, on)
        found[team] = min(found.get(team, since), since)
    return found


def team_on(employee: Employee, own: _Own, on: dt.date) -> str:
    """Return the team somebody is in on a day."""
    return state_at(employee, own, on).team


def first_days(records: Records | None) -> dict[str, dt.date]:
    """Return the first day on which each person has a record of a kind."""
    found: dict[str, dt.date] = {}
    if records is None or records.kind.subject is None:
        return found
    columns = (records.columns[records.kind.subject], records.columns[records.kind.day])
    for who, day in zip(*columns, strict=True):
        if isinstance(who, str) and isinstance(day, int):
            date = dt.date.fromordinal(day)
            found[who] = min(date, found.get(who, date))
    return found


def documents_in_force(
    documents: Records | None, *, kinds: Sequence[str] = (), on: dt.date
) -> dict[str, dt.date]:
    """Return the documents of some kinds that are in force on a day or will be, and from when."""
    found: dict[str, dt.date] = {}
    for row in views(documents):
        day, until = row["day"], row["until"]
        ended = isinstance(until, int) and until < on.toordinal()
        if isinstance(day, int) and not ended and (not kinds or row["kind"] in kinds):
            found[str(row["document_id"])] = dt.date.fromordinal(day)
    return found


def modules_taught(items: Records | None, on: dt.date) -> frozenset[str]:
    """Return the modules that have an item which can be found on a day."""
    if items is None:
        return frozenset()
    today = on.toordinal()
    rows = zip(items.columns["module"], items.columns["day"], items.columns["until"], strict=True)
    return frozenset(
        str(module)
        for module, first, last in rows
        if isinstance(first, int)
        and first <= today
        and not (isinstance(last, int) and last < today)
    )


def _in_team_since(span: Employee, own: _Own, on: dt.date) -> dt.date:
    """Return the first day of the stretch in which somebody has been in the team of a day."""
    team = state_at(span, own, on).team
    return _since(span, own, on, AssignmentKind.TEAM, lambda state: state.team == team)


def _since(
    span: Employee,
    own: _Own,
    on: dt.date,
    what: AssignmentKind,
    holds: Callable[[EmployeeState], bool],
) -> dt.date:
    """Return the first day of the stretch up to a day in which something holds of somebody."""
    changes = {span.hired_on}
    for each in own:
        if each.what is what:
            changes.add(each.first)
            if each.last is not None and each.last < dt.date.max:
                changes.add(each.last + dt.timedelta(days=1))
    since = on
    for day in sorted((x for x in changes if span.hired_on <= x <= on), reverse=True):
        if not holds(state_at(span, own, day)):
            break
        since = day
    return since
