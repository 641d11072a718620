"""The records of working time, made of roster, punches and leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import attrs

from ccops.facts import reference_span
from ccops.frozen import frozen
from ccops.kpi import Records
from ccops.messages import Diagnostic, Severity
from ccops.values import PeriodDays
from ccops.values.local_clock import LocalClock
from ccops.worktime.agent_spans import AgentTimes, agent_times
from ccops.worktime.agent_time import AGENT_TIME, agent_time_records
from ccops.worktime.attendance import (
    Attendance,
    MissedShift,
    attendance_findings,
    attendance_from_punches,
    attendance_from_roster,
    leave_of_shifts,
)
from ccops.worktime.clock import local_day
from ccops.worktime.comp_permissions import offset_records, permissions_from_rows, permitted
from ccops.worktime.kinds import LEAVE_DAY, WORKED_DAY, WORKED_SHIFT
from ccops.worktime.leave import Leave, leave_from_rows
from ccops.worktime.punches import (
    Presence,
    Punch,
    loose_presences,
    presence,
    punches_by_shift,
    punches_from_rows,
)
from ccops.worktime.record_rows import (
    DayPart,
    Row,
    WorktimeRules,
    free_day_row,
    free_days,
    loose_day_parts,
    loose_shift_row,
    missed_row,
    shift_day_parts,
    worked_day_rows,
    worked_shift_row,
)
from ccops.worktime.relief import Kept, kept_by_logins, relief_findings
from ccops.worktime.roster import RosterShift, roster_from_rows
from ccops.worktime.roster_checks import roster_findings
from ccops.worktime.roster_rule import ReliefBy

_Entry = TypeVar("_Entry", RosterShift, Leave, Punch)


@frozen(kw_only=True)
class WorktimeRecords:
    """Records by the name of their kind, and what was found on the way."""

    records: Mapping[str, Records]
    diagnostics: tuple[Diagnostic, ...]


def records_from_worktime(  # noqa: PLR0913 - one argument a file
    rules: WorktimeRules,
    roster: Iterable[Mapping[str, object]] | None,
    leave: Iterable[Mapping[str, object]] = (),
    punches: Iterable[Mapping[str, object]] | None = None,
    *,
    days: PeriodDays,
    notices: Mapping[str, PeriodDays] | None = None,
    requests: Iterable[Mapping[str, object]] = (),
    states: Records | None = None,
) -> WorktimeRecords:
    """Return ``worked_shift``, ``worked_day`` and ``leave_day`` records of rows.

    Rows have the columns of the files ``roster``, ``leave`` and ``punches``; records are made
    for work dates within ``days``. Without a roster (``None``, which is not an empty one) nothing
    is known of shifts: there are no records of work. Without punches (``None``) the roster less
    the leave was worked, and nobody was late. ``notices`` are the notice periods by employee;
    ``requests`` say of comp time when it was asked for and how that was decided. ``states`` are
    what agents did at the telephone (``agent_state``), which is set beside the roster
    (``agent_time``). Any error among the diagnostics means that rows were left out: the caller
    stops.
    """
    shifts, found = roster_from_rows(roster or (), rules.shifts, zone=rules.zone)
    leaves, more = leave_from_rows(leave, rules.leave_kinds, zone=rules.zone)
    punched, most = punches_from_rows(punches or (), zone=rules.zone)
    asked, wrong = permissions_from_rows(requests, zone=rules.zone)
    if rules.comp_leave:
        leaves = permitted(leaves, asked, kind=rules.comp_leave, zone=rules.zone)
    checked = rules.roster_days or days
    kept = roster_findings(shifts, rules.rosters, days=checked, zone=rules.zone, leave=leaves)
    every = [*found, *more, *most, *wrong, *kept]
    made = _Made(
        rules=rules,
        days=days,
        notices=notices or {},
        findings=every,
        is_rostered=roster is not None,
    )
    made.add_offsets(offset_records(asked))
    if punches is None and shifts:
        made.findings.append(Diagnostic(code="attendance-from-roster", severity=Severity.INFO))
    by_employee = (_by_employee(shifts), _by_employee(leaves), _by_employee(punched))
    for employee in sorted(set().union(*by_employee)):
        own_roster = by_employee[0].get(employee, ())
        own_leave = by_employee[1].get(employee, ())
        own_punches = None if punches is None else by_employee[2].get(employee, ())
        made.add_person(own_roster, own_leave, own_punches)
    times = None if states is None else agent_times(states)
    if times is not None:
        made.add_agent_time(times)
    return made.result()


def _by_employee(entries: Iterable[_Entry]) -> dict[str, tuple[_Entry, ...]]:
    found: dict[str, list[_Entry]] = {}
    for each in entries:
        found.setdefault(each.employee_id, []).append(each)
    return {employee: tuple(own) for employee, own in found.items()}


@frozen(kw_only=True)
class _Made:
    """The rows made so far, and what they are made with."""

    rules: WorktimeRules
    days: PeriodDays
    notices: Mapping[str, PeriodDays]
    findings: list[Diagnostic]
    is_rostered: bool
    worked_shifts: list[Row] = attrs.field(factory=list[Row])
    worked_days: list[Row] = attrs.field(factory=list[Row])
    leave_days: list[Row] = attrs.field(factory=list[Row])
    day_parts: list[DayPart] = attrs.field(factory=list[DayPart])
    others: dict[str, Records] = attrs.field(factory=dict[str, Records])
    kept: list[Kept] = attrs.field(factory=list[Kept])
    every: list[Attendance] = attrs.field(factory=list[Attendance])

    def result(self) -> WorktimeRecords:
        self.findings.extend(relief_findings(self.kept, self.rules.rosters, zone=self.rules.zone))
        records = {
            **self._work(),
            LEAVE_DAY.name: Records.of_rows(LEAVE_DAY, self.leave_days),
            **self.others,
        }
        return WorktimeRecords(records=records, diagnostics=tuple(self.findings))

    def _work(self) -> dict[str, Records]:
        """Return what was worked; nothing where no roster says what was to be worked."""
        if not self.is_rostered:
            return {}
        return {
            WORKED_SHIFT.name: Records.of_rows(WORKED_SHIFT, self.worked_shifts),
            WORKED_DAY.name: Records.of_rows(WORKED_DAY, self.worked_days),
        }

    def add_offsets(self, records: Records) -> None:
        """Add requests that are about no shift, where there are any."""
        if len(records):
            self.others[records.kind.name] = records

    def add_agent_time(self, times: AgentTimes) -> None:
        """Add what agents did beside what they were to do."""
        if any(each.relief and each.relief_by is ReliefBy.LOGINS for each in self.rules.rosters):
            within = [each for each in self.every if self.days.holds(each.shift.work_date)]
            self.kept.extend(kept_by_logins(within, times))
        clock = LocalClock(self.rules.zone)
        pays = {name: kind.paid for name, kind in self.rules.leave_kinds.items()}
        found = agent_time_records(self.every, times, days=self.days, clock=clock, pays=pays)
        self.others[AGENT_TIME.name] = found

    def add_person(
        self,
        roster: tuple[RosterShift, ...],
        leave: tuple[Leave, ...],
        punches: tuple[Punch, ...] | None,
    ) -> None:
        """Add the records of one person."""
        missed, findings = leave_of_shifts(roster, leave)
        self.findings.extend(findings)
        self.day_parts.clear()
        if punches is None:
            kept = tuple(map(attendance_from_roster, roster, missed))
        else:
            kept = tuple(self._punched(roster, missed, punches))
        self.every.extend(kept)
        for each in kept:
            self.day_parts.extend(shift_day_parts(each, self.rules))
            if self.days.holds(each.shift.work_date):
                self._add_shift(each)
        self._add_days()
        for one in leave:
            notice = self.notices.get(one.employee_id)
            self.leave_days.extend(
                free_day_row(one, day, self.rules, notice)
                for day in free_days(one, kept, self.days)
            )

    def _punched(
        self,
        roster: tuple[RosterShift, ...],
        missed: tuple[tuple[MissedShift, ...], ...],
        punches: tuple[Punch, ...],
    ) -> Iterator[Attendance]:
        """Yield the shifts of one person as the punches show them; add work without a shift."""
        if roster and not punches:
            self._warn("no-punches", roster[0].reference, employee=roster[0].employee_id)
        by_shift, loose = punches_by_shift(roster, punches, self.rules.zone)
        for shift, leave, own in zip(roster, missed, by_shift, strict=True):
            found = presence(own)
            kept = attendance_from_punches(shift, leave, found)
            if self.days.holds(shift.work_date):
                self.findings.extend(attendance_findings(kept, found))
                self.kept.append(Kept(kept, found))
            yield kept
        for stretch in loose_presences(loose, self.rules.zone):
            self._add_loose(loose[0].employee_id, stretch)

    def _add_shift(self, kept: Attendance) -> None:
        self.worked_shifts.append(worked_shift_row(kept, self.rules))
        notice = self.notices.get(kept.shift.employee_id)
        for each in kept.missed:
            if each.kind in self.rules.leave_kinds:
                self.leave_days.append(missed_row(kept.shift, each, self.rules, notice))
            else:
                self.findings.append(Diagnostic(code="absenteeism-undeclared"))

    def _add_days(self) -> None:
        """Add what fell on each local day; work before the period may be the first of a day."""
        for day, row in worked_day_rows(self.day_parts, self.rules):
            if self.days.holds(day):
                self.worked_days.append(row)

    def _add_loose(self, employee: str, found: Presence) -> None:
        day = local_day(found.seen, self.rules.zone)
        self.day_parts.extend(loose_day_parts(employee, found, self.rules))
        if not self.days.holds(day):
            return
        is_whole = found.came is not None and found.left is not None
        code = "worked-unrostered" if is_whole else "punch-missing"
        self._warn(code, found.reference, employee=employee, day=day, shift="-")
        self.worked_shifts.append(loose_shift_row(employee, found, day))

    def _warn(self, code: str, reference: str, **arguments: object) -> None:
        span, severity = reference_span(reference), Severity.WARNING
        found = Diagnostic(code=code, severity=severity, span=span, args=arguments)
        self.findings.append(found)
