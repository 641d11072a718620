"""Measuring what a report about operations shows, by the pack's own indicators.

Nothing is counted here: each value is that of ``ccops kpi`` over the records of the same days.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ccops.contacts import QUEUE_VISIT
from ccops.kpi import measure, measure_states
from ccops.reports.parts.kpi_data import KpiSources
from ccops.settlement.measured.measuring import calendar_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ccops.contacts import ServiceLevelContract
    from ccops.kpi import Indicator, Measured, Records
    from ccops.reports.operations.spans import Span
    from ccops.settlement import MonthRules
    from ccops.values import PeriodDays

    DaysOf = Callable[[str], PeriodDays]

#: The indicators that are shown by day, and by weekday and half-hour.
VOLUME: Final = "offered"
SERVICE: Final = "service_level"
_CLOCK: Final = ("day", "half_hour")


def measure_operations(
    records: Mapping[str, Records],
    rules: MonthRules,
    span: Span,
    *,
    contracts: Iterable[ServiceLevelContract] = (),
) -> KpiSources:
    """Return the indicators of the whole center over a span, each in its own calendar.

    The volume and the service level are measured by day and half-hour as well. Indicators over
    records that were not handed in are left out.
    """
    listed = [each for each in rules.indicators if each.over in records]
    whole = _whole(records, listed, rules, span.in_calendar)
    charted = _charted(records, listed, rules, span.in_calendar)
    used = {each.contract for each in listed}
    return KpiSources(
        measured=(*whole, *charted),
        first=span.first,
        last=span.last,
        zone=rules.zone,
        outcomes=_outcomes(records, span),
        contracts={each.name: each for each in contracts if each.name in used},
        volume=VOLUME,
        service=SERVICE,
        order=tuple(each.name for each in listed),
    )


def measure_before(
    records: Mapping[str, Records], rules: MonthRules, span: Span
) -> tuple[Measured, ...]:
    """Return the indicators of the whole center over the days before a span."""
    listed = [each for each in rules.indicators if each.over in records]
    return tuple(_whole(records, listed, rules, span.before_in))


def _whole(
    records: Mapping[str, Records],
    indicators: Iterable[Indicator],
    rules: MonthRules,
    days_of: DaysOf,
) -> Iterator[Measured]:
    """Yield the indicators of the whole, those over the same records and days together."""
    together: dict[tuple[str, str], list[Indicator]] = {}
    for each in indicators:
        together.setdefault((each.over, calendar_of(each, rules)), []).append(each)
    for (kind, calendar), listed in together.items():
        yield measure(records[kind].within(days_of(calendar)), listed)


def _charted(
    records: Mapping[str, Records],
    indicators: Iterable[Indicator],
    rules: MonthRules,
    days_of: DaysOf,
) -> Iterator[Measured]:
    for each in indicators:
        if each.name in (VOLUME, SERVICE) and set(_CLOCK) <= set(each.columns):
            inside = records[each.over].within(days_of(calendar_of(each, rules)))
            yield measure_states(inside, [each], by=_CLOCK)


def _outcomes(records: Mapping[str, Records], span: Span) -> dict[str, int]:
    """Return how the visits ended, over the days of the volume they have to add up to."""
    visits = records.get(QUEUE_VISIT.name)
    if visits is None:
        return {}
    inside = visits.within(span.in_calendar(span.main))
    return dict(Counter(map(str, inside.columns["outcome"])))
