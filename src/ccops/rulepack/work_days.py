"""The work calendar of a pack: the years it lists, and the calendar it names for all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Diagnostic, nearest
from ccops.worktime import calendar_of_years, compile_work_years, years_touched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.pack import Pack
    from ccops.values import PeriodDays
    from ccops.worktime import WorkCalendar, WorkYear, WorkYearRule


def wrong_work_years(rules: tuple[WorkYearRule, ...]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the years a pack lists."""
    return compile_work_years(rules)[1]


def unknown_work_calendar(pack: Pack) -> Iterator[Diagnostic]:
    """Yield that a pack names a work calendar nobody brings."""
    named = pack.rules.pack.work_calendar
    known = pack.catalog.work_calendars
    if named is not None and named.value not in known:
        told = {"name": named.value, "near": nearest(named.value, known) or "-"}
        yield Diagnostic(code="unknown-work-calendar", span=named.span, args=told)


def listed_calendar(pack: Pack) -> WorkCalendar | None:
    """Return the years a pack lists; ``None`` where it lists none."""
    listed = compile_work_years(pack.rules.section("work_years"))[0]
    return calendar_of_years(listed) if listed else None


def own_calendar(pack: Pack, days: PeriodDays) -> WorkCalendar | None:
    """Return the work calendar of a pack for the days of a period; ``None`` where it has none.

    Raises ``MissingExtraError`` where a year is asked of a calendar whose library is not there.
    """
    years = {each.year: each for each in work_years(pack, years_touched(days))}
    return calendar_of_years(tuple(years.values())) if years else None


def work_years(pack: Pack, wanted: tuple[int, ...]) -> tuple[WorkYear, ...]:
    """Return some years of a pack: as it lists them, else as the calendar it names has them.

    A year that neither has is left out. Raises as ``own_calendar`` does.
    """
    listed = compile_work_years(pack.rules.section("work_years"))[0]
    found = {each.year: each for each in listed}
    named = pack.rules.pack.work_calendar
    if named is not None:
        brought = pack.catalog.work_calendars[named.value]
        found |= {each: brought.year(each) for each in wanted if each not in found}
    return tuple(found[each] for each in wanted if each in found)
