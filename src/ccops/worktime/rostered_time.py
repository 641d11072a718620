"""What agents did beside a roster, where nothing else of a month is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Severity
from ccops.values.local_clock import LocalClock
from ccops.worktime.agent_spans import agent_times
from ccops.worktime.agent_time import AGENT_TIME, agent_time_records
from ccops.worktime.attendance import attendance_from_roster, leave_of_shifts
from ccops.worktime.leave import leave_from_rows
from ccops.worktime.roster import roster_from_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import Records
    from ccops.messages import Diagnostic
    from ccops.values import PeriodDays
    from ccops.worktime.attendance import Attendance
    from ccops.worktime.leave import Leave
    from ccops.worktime.record_rows import WorktimeRules
    from ccops.worktime.roster import RosterShift


def rostered_time(
    states: Records,
    roster: Iterable[Mapping[str, object]],
    leave: Iterable[Mapping[str, object]] = (),
    *,
    rules: WorktimeRules,
    days: PeriodDays,
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return ``agent_time`` of what agents did on some days, and what is wrong with the rows.

    ``states`` are records ``agent_state``; rows have the columns of the files ``roster`` and
    ``leave``. All leave that is handed in was taken. Where rows are wrong there are no records.
    """
    shifts, found = roster_from_rows(roster, rules.shifts, zone=rules.zone)
    leaves, more = leave_from_rows(leave, rules.leave_kinds, zone=rules.zone)
    wrong = tuple(each for each in (*found, *more) if each.severity is Severity.ERROR)
    times = agent_times(states)
    if wrong or times is None:
        return type(states).of_rows(AGENT_TIME, ()), wrong
    pays = {name: kind.paid for name, kind in rules.leave_kinds.items()}
    kept = list(_kept(shifts, leaves))
    clock = LocalClock(rules.zone)
    return agent_time_records(kept, times, days=days, clock=clock, pays=pays), ()


def _kept(roster: Iterable[RosterShift], leave: Iterable[Leave]) -> Iterator[Attendance]:
    """Yield each shift less what leave takes of it, person by person."""
    people: dict[str, tuple[list[RosterShift], list[Leave]]] = {}
    for shift in roster:
        people.setdefault(shift.employee_id, ([], []))[0].append(shift)
    for each in leave:
        people.setdefault(each.employee_id, ([], []))[1].append(each)
    for shifts, leaves in people.values():
        missed, _ = leave_of_shifts(shifts, leaves)
        yield from map(attendance_from_roster, shifts, missed)
