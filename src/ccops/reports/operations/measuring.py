"""Measuring what a report about operations shows, by the pack's own indicators.

Nothing is counted here: each value is that of ``ccops kpi`` over the records of the same days.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
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
    Queues = Mapping[str, frozenset[str]]

#: The indicators that are shown by day, and by weekday and half-hour.
VOLUME: Final = "offered"
SERVICE: Final = "service_level"
_CLOCK: Final = ("day", "half_hour")
_EVERY: Final[frozenset[str]] = frozenset()
_NO_QUEUES: Final[Queues] = MappingProxyType({})


def measure_operations(
    records: Mapping[str, Records],
    rules: MonthRules,
    span: Span,
    *,
    contracts: Iterable[ServiceLevelContract] = (),
    queues: Queues = _NO_QUEUES,
) -> KpiSources:
    """Return the indicators of the whole center over a span, each in its own calendar.

    The volume and the service level are measured by day and half-hour as well. Indicators over
    records that were not handed in are left out. One with ``queues`` of its own is over these
    alone: a client's service level is none of another client's calls. Where there is none of the
    whole center, that of the client with the most calls is charted.
    """
    listed = [each for each in rules.indicators if each.over in records]
    service = _service(records, listed, queues)
    whole = _whole(records, listed, rules, span.in_calendar, queues)
    shown = [each for each in listed if each.name in (VOLUME, service)]
    charted = _charted(records, shown, rules, span.in_calendar, queues)
    used = {each.contract for each in listed}
    return KpiSources(
        measured=(*whole, *charted),
        first=span.first,
        last=span.last,
        zone=rules.zone,
        outcomes=_outcomes(records, span),
        contracts={each.name: each for each in contracts if each.name in used},
        volume=VOLUME,
        service=service,
        order=tuple(each.name for each in listed),
    )


def measure_before(
    records: Mapping[str, Records],
    rules: MonthRules,
    span: Span,
    *,
    queues: Queues = _NO_QUEUES,
) -> tuple[Measured, ...]:
    """Return the indicators of the whole center over the days before a span."""
    listed = [each for each in rules.indicators if each.over in records]
    return tuple(_whole(records, listed, rules, span.before_in, queues))


def _whole(
    records: Mapping[str, Records],
    indicators: Iterable[Indicator],
    rules: MonthRules,
    days_of: DaysOf,
    queues: Queues,
) -> Iterator[Measured]:
    """Yield the indicators of the whole, those over the same records and days together."""
    together: dict[tuple[str, str, frozenset[str]], list[Indicator]] = {}
    for each in indicators:
        own = queues.get(each.name, _EVERY)
        together.setdefault((each.over, calendar_of(each, rules), own), []).append(each)
    for (kind, calendar, own), listed in together.items():
        yield measure(_of_queues(records[kind].within(days_of(calendar)), own), listed)


def _of_queues(records: Records, queues: frozenset[str]) -> Records:
    if not queues:
        return records
    return records.where([str(each) in queues for each in records.columns["queue"]])


def _service(
    records: Mapping[str, Records], indicators: Iterable[Indicator], queues: Queues
) -> str:
    """Return the service level that is charted: of the center, else of the most calls."""
    listed = {each.name: each for each in indicators}
    if SERVICE in listed:
        return SERVICE
    calls = {
        name: len(_of_queues(records[listed[name].over], own))
        for name, own in queues.items()
        if name in listed and own
    }
    return max(calls, key=lambda name: calls[name], default=SERVICE)


def _charted(
    records: Mapping[str, Records],
    indicators: Iterable[Indicator],
    rules: MonthRules,
    days_of: DaysOf,
    queues: Queues,
) -> Iterator[Measured]:
    for each in indicators:
        if set(_CLOCK) <= set(each.columns):
            days = records[each.over].within(days_of(calendar_of(each, rules)))
            inside = _of_queues(days, queues.get(each.name, _EVERY))
            yield measure_states(inside, [each], by=_CLOCK)


def _outcomes(records: Mapping[str, Records], span: Span) -> dict[str, int]:
    """Return how the visits ended, over the days of the volume they have to add up to."""
    visits = records.get(QUEUE_VISIT.name)
    if visits is None:
        return {}
    inside = visits.within(span.in_calendar(span.main))
    return dict(Counter(map(str, inside.columns["outcome"])))
