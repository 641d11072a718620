"""Leaving before the relief is there: who goes while nobody of the next shift has come (S0-12).

Who came and left when is told by the punches, or by signing on and off at the telephone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts import reference_span
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity
from ccops.worktime.attendance import Attendance
from ccops.worktime.clock import wall_text
from ccops.worktime.punches import Presence
from ccops.worktime.roster_rule import ReliefBy, RosterRule, RosterScope

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.worktime.agent_spans import AgentTimes


@frozen
class Kept:
    """A rostered shift as it was kept, with its first in and last out.

    ``by`` is what tells of them: the punches, or signing on and off at the telephone.
    """

    attendance: Attendance
    presence: Presence | None
    by: ReliefBy = ReliefBy.PUNCHES

    @property
    def first(self) -> int:
        """When the shift begins."""
        return self.attendance.shift.times.first

    @property
    def last(self) -> int:
        """When the shift ends."""
        return self.attendance.shift.times.last


def kept_by_logins(every: Iterable[Attendance], times: AgentTimes) -> Iterator[Kept]:
    """Yield shifts with the first sign-on and last sign-off of whoever had them.

    A shift of which the telephone does not tell to the end, or of somebody whom it never shows
    signing on, is none that could be judged.
    """
    for each in every:
        shift = each.shift
        days = times.people.get(shift.employee_id)
        if times.first <= shift.times.first and shift.times.last <= times.last:
            if days is None:
                yield Kept(each, None, ReliefBy.LOGINS)
            elif days.known:
                found = days.signed_on(shift.times.first, shift.times.last)
                yield Kept(each, found, ReliefBy.LOGINS)


def relief_findings(
    kept: Sequence[Kept], rules: Iterable[RosterRule], *, zone: dt.tzinfo
) -> Iterator[Diagnostic]:
    """Yield a warning for each shift whose last out comes before a relief's first in.

    A relief is anybody of the same scope who is due to stay when the shift ends. Where nobody is
    due to stay there is none to wait for, and a shift with leave, or whose last out is not
    known, says nothing of it.
    """
    for rule in rules:
        if not rule.relief:
            continue
        named = frozenset(each.value for each in rule.shifts)
        counted = [
            each
            for each in kept
            if each.by is rule.relief_by
            and (not named or each.attendance.shift.times.shift.name in named)
        ]
        for scope in _scopes(counted, rule):
            yield from _left_too_early(scope, zone)


def _scopes(kept: Sequence[Kept], rule: RosterRule) -> Iterable[Sequence[Kept]]:
    scopes: dict[str, list[Kept]] = {}
    for each in kept:
        team = each.attendance.shift.team or ""
        scopes.setdefault(team if rule.scope is RosterScope.TEAM else "", []).append(each)
    return (sorted(each, key=_by_start) for _, each in sorted(scopes.items()))


def _by_start(each: Kept) -> tuple[int, str]:
    return each.first, each.attendance.shift.employee_id


def _left_too_early(scope: Sequence[Kept], zone: dt.tzinfo) -> Iterator[Diagnostic]:
    longest = max((each.last - each.first for each in scope), default=0)
    start = 0
    for each in scope:
        while scope[start].first + longest <= each.first:
            start += 1  # over when this one begins, and when any later one does
        found = each.presence
        if found is None or found.left is None or each.attendance.missed:
            continue
        staying = [
            other
            for other in _begun(scope, start, each.last)
            if other.last > each.last and other is not each
        ]
        came = [
            other.presence.came
            for other in staying
            if other.presence is not None and other.presence.came is not None
        ]
        if staying and min(came, default=found.left + 1) > found.left:
            yield _finding(each, found, min(came, default=None), zone)


def _begun(scope: Sequence[Kept], start: int, at: int) -> Iterator[Kept]:
    """Yield the shifts from a place on that have begun by an instant, or begin right then."""
    for number in range(start, len(scope)):
        if scope[number].first > at:
            return
        yield scope[number]


def _finding(each: Kept, found: Presence, came: int | None, zone: dt.tzinfo) -> Diagnostic:
    shift = each.attendance.shift
    left = shift.times.last if found.left is None else found.left
    return Diagnostic(
        code="left-before-relief",
        severity=Severity.WARNING,
        span=reference_span(found.last_reference),
        args={
            "employee": shift.employee_id,
            "day": shift.work_date,
            "shift": shift.times.shift.name,
            "left": wall_text(left, zone),
            "came": "-" if came is None else wall_text(came, zone),
        },
    )
