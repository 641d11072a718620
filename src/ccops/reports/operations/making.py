"""Making a report about operations of a month's records: which days, which values, which lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.reports.operations.client_services import client_services_of
from ccops.reports.operations.measuring import SERVICE, VOLUME, measure_before, measure_operations
from ccops.reports.operations.sources import Operations
from ccops.reports.operations.spans import Span, SpanKind, day_span, month_span, week_span
from ccops.settlement.measured.measuring import calendar_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    from ccops.contacts import ServiceLevelContract
    from ccops.kpi import Records
    from ccops.settlement import Month, MonthRules, Settlement

_OF_A_DAY: Final = {SpanKind.DAY: day_span, SpanKind.WEEK: week_span}


def operations_of(  # noqa: PLR0913 - what a month knows, and what is asked of it
    month: Month,
    records: Mapping[str, Records],
    *,
    kind: SpanKind = SpanKind.MONTH,
    on: dt.date | None = None,
    since: dt.date | None = None,
    settlement: Settlement | None = None,
    earlier: Iterable[Settlement] = (),
    contracts: Iterable[ServiceLevelContract] = (),
) -> Operations:
    """Return what operations came to in the month, or in the day or the week of a day of it.

    ``on`` is the last day of the month without it; a month is always whole. Records are whole
    from ``since`` on, without it from the first day of the month: days before are not compared
    with.
    """
    day = on or month.days.last
    rules = month.rules
    span = span_of(rules, kind, day)
    whole_since = since or rules.period.days(main_calendar(rules)).first
    counted = month.counted_records(records)
    clients = tuple(client_services_of(settlement if kind is SpanKind.MONTH else None))
    queues = {each.indicator: each.queues for each in clients}
    is_known = min(each.first for each in span.before.values()) >= whole_since
    return Operations(
        span=span,
        since=whole_since,
        now=measure_operations(counted, rules, span, contracts=contracts, queues=queues),
        before=measure_before(counted, rules, span, queues=queues) if is_known else (),
        kinds={name: each.kind.label for name, each in counted.items()},
        settlement=settlement if kind is SpanKind.MONTH else None,
        earlier=tuple(earlier),
        learning=month.learning(records, on=span.last) if kind is SpanKind.MONTH else None,
        aimed=frozenset({each.of.value for each in rules.aims.targets} | {SERVICE}),
        clients=clients,
        currency=rules.currency,
        usual_calendar=rules.default_calendar,
    )


def span_of(rules: MonthRules, kind: SpanKind, day: dt.date) -> Span:
    """Return the days of a report: of the month itself, or around a day of it."""
    if kind is SpanKind.MONTH:
        return month_span(rules.period, main_calendar(rules))
    return _OF_A_DAY[kind](day)


def main_calendar(rules: MonthRules) -> str:
    """Return the calendar of the volume, whose days head a report; else the usual one."""
    volume = next((each for each in rules.indicators if each.name == VOLUME), None)
    return calendar_of(volume, rules) if volume else rules.default_calendar
