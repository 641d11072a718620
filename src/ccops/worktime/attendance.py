"""Attendance: what was worked of each shift, and what of it was missed for which leave."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from ccops.facts import reference_span
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity
from ccops.values import Missing
from ccops.worktime.leave import Leave
from ccops.worktime.leave_kinds import ABSENTEEISM
from ccops.worktime.roster import RosterShift

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.worktime.punches import Presence


@frozen(kw_only=True)
class MissedShift:
    """What one leave takes of one shift, in milliseconds of its counted time.

    ``leave`` is ``None`` for what was missed without any: absenteeism.
    """

    leave: Leave | None
    missed_ms: int

    @property
    def kind(self) -> str:
        """The kind of leave."""
        return self.leave.kind if self.leave else ABSENTEEISM


@frozen(kw_only=True)
class Attendance:
    """One rostered shift as it was kept. Times in milliseconds; unknown ones are missing.

    ``late`` and ``early`` are paid time lost at the start and the end without any leave.
    Worked, leave, late and early add up to the counted time. ``span`` is what of the shift lies
    between first in and last out, as instants. Whether a punch of it was ``corrected`` is missing
    where no punches tell.
    """

    shift: RosterShift
    worked: int | Missing
    late: int | Missing
    early: int | Missing
    missed: tuple[MissedShift, ...]
    span: tuple[int, int]
    corrected: bool | Missing = Missing.NOT_MEASURED

    @property
    def counted(self) -> int:
        """What the shift counts for on that very date."""
        return self.shift.times.counted_ms


def leave_of_shifts(
    roster: Sequence[RosterShift], leave: Iterable[Leave]
) -> tuple[tuple[tuple[MissedShift, ...], ...], tuple[Diagnostic, ...]]:
    """Return what leave takes of each shift of one person, and what is doubtful about it.

    Two leaves never take more of a shift than it counts for: the one that began first is served
    first. Hours of a leave over several shifts are not used: it takes each of them whole.
    """
    taken: list[list[MissedShift]] = [[] for _ in roster]
    findings: list[Diagnostic] = []
    for each in sorted(leave, key=lambda one: (one.first, one.last, one.kind, one.reference)):
        hit = [number for number, shift in enumerate(roster) if _touches(each, shift)]
        hours = each.hours_ms if each.first_day == each.last_day or len(hit) == 1 else None
        if each.hours_ms is not None and hours is None:
            findings.append(_about("leave-hours-unused", each))
        for number in hit:
            wanted = _wanted(each, roster[number], hours)
            left = roster[number].times.counted_ms - sum(one.missed_ms for one in taken[number])
            hours = None if hours is None else max(0, hours - wanted)
            if wanted > left:
                findings.append(_about("leave-overlap", each))
            if wanted:
                taken[number].append(MissedShift(leave=each, missed_ms=min(wanted, left)))
    return tuple(tuple(each) for each in taken), tuple(findings)


def attendance_from_roster(shift: RosterShift, missed: tuple[MissedShift, ...]) -> Attendance:
    """Return how a shift was kept where no punches are handed in: the roster less the leave."""
    worked = shift.times.counted_ms - sum(each.missed_ms for each in missed)
    span = (shift.times.first, shift.times.last)
    return Attendance(shift=shift, worked=worked, late=0, early=0, missed=missed, span=span)


def attendance_from_punches(
    shift: RosterShift, missed: tuple[MissedShift, ...], found: Presence | None
) -> Attendance:
    """Return how a shift was kept, from first in and last out.

    Without any punch inside it, what no leave takes is absenteeism. Where one punch is missing,
    what it would say is missing too. Time outside the shift does not count.
    """
    left = shift.times.counted_ms - sum(each.missed_ms for each in missed)
    if found is None or is_outside(shift, found):
        unexcused = MissedShift(leave=None, missed_ms=left)
        every = (*missed, unexcused) if left else missed
        return Attendance(
            shift=shift,
            worked=0,
            late=0,
            early=0,
            missed=every,
            span=(shift.times.first, shift.times.first),
            corrected=found is not None and found.corrected,
        )
    late, early = _unexcused(shift, missed, found)
    worked: int | Missing = Missing.NOT_MEASURED
    late = min(late, left) if isinstance(late, int) else late
    if isinstance(late, int) and isinstance(early, int):
        early = min(early, left - late)
        worked = left - late - early
    return Attendance(
        shift=shift,
        worked=worked,
        late=late,
        early=early,
        missed=missed,
        span=_inside(shift, found),
        corrected=found.corrected,
    )


def is_outside(shift: RosterShift, found: Presence) -> bool:
    """Say whether both punches are known and none of the shift lies between them."""
    if found.came is None or found.left is None:
        return False
    return found.left <= shift.times.first or found.came >= shift.times.last


def attendance_findings(kept: Attendance, found: Presence | None) -> Iterator[Diagnostic]:
    """Yield what is doubtful about one shift: a missing punch, or work on a day of leave."""
    if found is None:
        return
    if found.came is None or found.left is None:
        yield _about_shift("punch-missing", kept.shift, found)
    elif is_outside(kept.shift, found):
        yield _about_shift("punches-outside", kept.shift, found)
    elif kept.missed and sum(each.missed_ms for each in kept.missed) == kept.counted:
        yield _about_shift("worked-on-leave", kept.shift, found)


def split_worked(kept: Attendance, cuts: Iterable[int]) -> tuple[int, ...]:
    """Return the worked time of a shift cut at instants, in order; the parts add up to it.

    Unpaid time and leave without clock times are spread over what was worked in proportion.
    Nothing for a shift whose worked time is missing or 0.
    """
    if not isinstance(kept.worked, int) or kept.worked == 0:
        return ()
    first, last = kept.span
    inside = sorted(each for each in cuts if first < each < last)
    whole = _uncovered(kept.shift, kept.missed, first, last)
    done = [_uncovered(kept.shift, kept.missed, first, each) for each in inside]
    edges = (0, *(kept.worked * each // whole for each in done), kept.worked)
    return tuple(after - before for before, after in itertools.pairwise(edges))


def _inside(shift: RosterShift, found: Presence) -> tuple[int, int]:
    came = shift.times.first if found.came is None else found.came
    left = shift.times.last if found.left is None else found.left
    return max(shift.times.first, came), min(shift.times.last, left)


def _touches(leave: Leave, shift: RosterShift) -> bool:
    if leave.whole_days:
        return leave.first_day <= shift.work_date <= leave.last_day
    return leave.first < shift.times.last and shift.times.first < leave.last


def _wanted(leave: Leave, shift: RosterShift, hours: int | None) -> int:
    """Return what a leave asks of a shift: its hours, its clock time, or the whole shift."""
    counted = shift.times.counted_ms
    if hours is not None:
        return min(hours, counted)
    if leave.whole_days:
        return counted
    return shift.times.share_ms(counted, leave.first, leave.last)


def _unexcused(
    shift: RosterShift, missed: tuple[MissedShift, ...], found: Presence
) -> tuple[int | Missing, int | Missing]:
    """Return lateness and early leaving that no leave excuses."""
    times = shift.times
    late: int | Missing = Missing.NOT_MEASURED
    early: int | Missing = Missing.NOT_MEASURED
    pool = sum(each.missed_ms for each in missed if not _has_clock_times(each))
    if found.came is not None:
        gap = _uncovered(shift, missed, times.first, min(found.came, times.last))
        late = max(0, gap - pool)
        pool = max(0, pool - gap)
    if found.left is not None:
        begin = max(found.left, times.first)
        if found.came is not None:
            begin = max(begin, min(found.came, times.last))
        early = max(0, _uncovered(shift, missed, begin, times.last) - pool)
    return late, early


def _has_clock_times(missed: MissedShift) -> bool:
    leave = missed.leave
    return leave is not None and not leave.whole_days and leave.hours_ms is None


def _uncovered(shift: RosterShift, missed: tuple[MissedShift, ...], first: int, last: int) -> int:
    """Return the paid time between two instants that no leave with clock times covers."""
    clocked = sorted(
        (each.leave.first, each.leave.last)
        for each in missed
        if each.leave is not None and _has_clock_times(each)
    )
    gap, edge = 0, first
    for begin, end in clocked:
        gap += shift.times.open_ms(edge, min(begin, last)) if edge < min(begin, last) else 0
        edge = max(edge, end)
    return gap + (shift.times.open_ms(edge, last) if edge < last else 0)


def _about(code: str, leave: Leave) -> Diagnostic:
    arguments: Mapping[str, object] = {
        "employee": leave.employee_id,
        "kind": leave.kind,
        "day": leave.first_day,
    }
    span = reference_span(leave.reference)
    return Diagnostic(code=code, severity=Severity.WARNING, span=span, args=arguments)


def _about_shift(code: str, shift: RosterShift, found: Presence) -> Diagnostic:
    """Return a warning about a shift, at the first of its punches."""
    arguments: Mapping[str, object] = {
        "employee": shift.employee_id,
        "day": shift.work_date,
        "shift": shift.times.shift.name,
    }
    span = reference_span(found.reference)
    return Diagnostic(code=code, severity=Severity.WARNING, span=span, args=arguments)
