"""Source rules: what the rows of input files are read by, under the rules of a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.projects import CALLBACK
from ccops.rulepack.work_days import listed_calendar, own_calendar
from ccops.settlement import BY_WORKDAYS, SourceKind, SourceRules, all_days, calendar_of
from ccops.worktime import HoursAccountPolicy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection

    from ccops.rulepack.pack import Pack
    from ccops.rulepack.ruleset import RuleSet
    from ccops.settlement import MonthRules
    from ccops.worktime import WorkCalendar


def source_rules(pack: Pack, rules: MonthRules, kinds: Collection[SourceKind]) -> SourceRules:
    """Return what files of some kinds are read by under the rules of a month.

    Raises ``MissingExtraError`` where the work calendar a pack names has no library.
    """
    taken, accounts = pack.rules_of(rules.period.label), rules.record_accounts
    return SourceRules(
        shifts=taken.section("shifts"),
        leave_kinds=taken.section("leave_kinds"),
        forms=taken.section("scorecards"),
        zone=pack.zone,
        currency=pack.currency,
        callbacks_until=_callbacks_until(rules),
        calendar=_own_calendar(pack, rules, frozenset(kinds)),
        comp_leave=_comp_leave(taken),
        rosters=taken.section("rosters"),
        roster_calendar=rules.default_calendar,
        disputes=taken.section("evaluation_disputes"),
        days_before=max((each.days_before for each in accounts), default=0),
    )


def _callbacks_until(rules: MonthRules) -> dt.date:
    """Return the last day on which callbacks are counted; where calendars differ, the first."""
    counted = {calendar_of(x, rules) for x in rules.indicators if x.over == CALLBACK.name}
    calendars = counted or {rules.default_calendar}
    return min(rules.period.days(each).last for each in calendars)


def _own_calendar(
    pack: Pack, rules: MonthRules, handed_in: frozenset[SourceKind]
) -> WorkCalendar | None:
    """Return the pack's own work calendar, where working time is measured or workdays counted.

    A calendar that is handed in takes its place, and is only compared with what the pack lists.
    """
    if handed_in.isdisjoint(BY_WORKDAYS | {SourceKind.EVALUATION_REVIEWS}):
        return None
    if SourceKind.CALENDAR in handed_in:
        return listed_calendar(pack)
    return own_calendar(pack, all_days(rules.period))


def _comp_leave(taken: RuleSet) -> str:
    """Return the kind of leave by which comp time is taken; empty without an hours account."""
    accounts: tuple[HoursAccountPolicy, ...] = taken.section(HoursAccountPolicy.section)
    return next((each.taken_by.value for each in accounts), "")
