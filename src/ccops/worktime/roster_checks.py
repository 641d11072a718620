"""Holding a roster against what it has to keep: gaps, crowds, short rest, unrelieved ends."""

from __future__ import annotations

import datetime as dt
import itertools
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.facts import reference_span
from ccops.messages import Diagnostic, Severity, worded
from ccops.worktime.clock import first_instant, wall_text
from ccops.worktime.coverage import people_on_duty, reliefs
from ccops.worktime.roster_present import present_shifts
from ccops.worktime.roster_rule import RosterRule, RosterScope

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.values import PeriodDays
    from ccops.worktime.leave import Leave
    from ccops.worktime.roster import RosterShift

_ONE_DAY: Final = dt.timedelta(days=1)
_HOUR_MS: Final = 3_600_000
_MINUTE_MS: Final = 60_000
#: How the whole center is called among the teams of a roster.
_EVERYBODY: Final = "-"


def roster_findings(
    roster: Sequence[RosterShift],
    rules: Iterable[RosterRule],
    *,
    days: PeriodDays,
    zone: dt.tzinfo,
    leave: Iterable[Leave] = (),
) -> Iterator[Diagnostic]:
    """Yield a warning for each breach on the days of a period, at the row that makes it.

    ``roster`` is by employee and start; whoever has approved ``leave`` does not come. What lies
    before the first shift of a group is not asked where the roster has none of the day before:
    the night into the first day stands in the file of another month.
    """
    away = tuple(leave)
    for rule in rules:
        named = frozenset(each.value for each in rule.shifts)
        counted = [each for each in roster if not named or each.times.shift.name in named]
        yield from _of_people(present_shifts(counted, away), rule, days)
        for scope, group in _groups(counted, rule):
            yield from _on_duty(scope, group, rule, days, zone, away)
            yield from _unrelieved(scope, present_shifts(group, away), rule, days, zone)


def _groups(
    roster: Sequence[RosterShift], rule: RosterRule
) -> Iterator[tuple[str, list[RosterShift]]]:
    groups: dict[str, list[RosterShift]] = {}
    for each in roster:
        by_team = rule.scope is RosterScope.TEAM
        groups.setdefault((each.team or _EVERYBODY) if by_team else _EVERYBODY, []).append(each)
    yield from sorted(groups.items())


# -- one person ---------------------------------------------------------------------------------


def _of_people(
    roster: Sequence[RosterShift], rule: RosterRule, days: PeriodDays
) -> Iterator[Diagnostic]:
    for employee, own in itertools.groupby(roster, key=lambda each: each.employee_id):
        shifts = list(own)
        if rule.shifts_a_day is not None:
            yield from _too_many(employee, shifts, rule.shifts_a_day, days)
        if rule.rest is not None:
            yield from _too_little_rest(shifts, int(rule.rest.number), days)


def _too_many(
    employee: str, shifts: Sequence[RosterShift], most: int, days: PeriodDays
) -> Iterator[Diagnostic]:
    for day, listed in itertools.groupby(shifts, key=lambda each: each.work_date):
        found = list(listed)
        if len(found) > most and days.holds(day):
            names = ", ".join(each.times.shift.name for each in found)
            told = {"employee": employee, "day": day, "shifts": names, "most": most}
            yield _at(found[most], "roster-many-shifts", told)


def _too_little_rest(
    shifts: Sequence[RosterShift], least_ms: int, days: PeriodDays
) -> Iterator[Diagnostic]:
    for before, after in itertools.pairwise(shifts):
        rest = after.times.first - before.times.last
        if 0 <= rest < least_ms and days.holds(after.work_date):
            told = {
                "employee": after.employee_id,
                "day": after.work_date,
                "shift": after.times.shift.name,
                "hours": _hours(rest),
                "least": _hours(least_ms),
            }
            yield _at(after, "roster-short-rest", told)


# -- everybody together -------------------------------------------------------------------------


def _on_duty(
    scope: str,
    rostered: Sequence[RosterShift],
    rule: RosterRule,
    days: PeriodDays,
    zone: dt.tzinfo,
    leave: Iterable[Leave],
) -> Iterator[Diagnostic]:
    least, most = rule.least, rule.most
    if least is None and most is None:
        return
    first = first_instant(days.first, zone)
    if not any(each.work_date < days.first for each in rostered):
        first = max(first, min(each.times.first for each in rostered))
    group = present_shifts(rostered, leave)
    for each in people_on_duty(group, first, first_instant(days.last + _ONE_DAY, zone)):
        told = {
            "scope": _named(scope),
            "people": each.people,
            "from": wall_text(each.first, zone),
            "to": wall_text(each.last, zone),
        }
        if least is not None and each.people < least:
            row = max(
                (one for one in group if one.times.last <= each.first),
                key=lambda one: (one.times.last, one.reference),
                default=None,
            )
            yield _at(row, "roster-gap", {**told, "least": least})
        if most is not None and each.people > most:
            row = max(
                (one for one in group if one.times.first <= each.first < one.times.last),
                key=lambda one: (one.times.first, one.reference),
            )
            yield _at(row, "roster-crowd", {**told, "most": most})


def _unrelieved(
    scope: str,
    group: Sequence[RosterShift],
    rule: RosterRule,
    days: PeriodDays,
    zone: dt.tzinfo,
) -> Iterator[Diagnostic]:
    if rule.handover is None:
        return
    for each in reliefs(group):
        ending = [one for one in each.ending if days.holds(one.work_date)]
        if ending and each.overlap_ms < rule.handover.number:
            told = {
                "scope": _named(scope),
                "shift": ending[0].times.shift.name,
                "day": ending[0].work_date,
                "at": wall_text(each.at, zone),
                "minutes": each.overlap_ms // _MINUTE_MS,
                "least": int(rule.handover.number) // _MINUTE_MS,
            }
            yield _at(ending[0], "roster-handover", told)


def _named(scope: str) -> str:
    return worded("word-whole-center") if scope == _EVERYBODY else scope


def _at(row: RosterShift | None, code: str, told: dict[str, object]) -> Diagnostic:
    span = reference_span(row.reference) if row is not None else None
    return Diagnostic(code=code, severity=Severity.WARNING, span=span, args=told)


def _hours(length_ms: int) -> str:
    found = Fraction(length_ms, _HOUR_MS)
    whole, minutes = divmod(int(found * 60), 60)
    return f"{whole}:{minutes:02}"
