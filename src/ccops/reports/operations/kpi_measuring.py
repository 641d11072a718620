"""Measuring what the page of indicators shows, each indicator by the groups it may be asked by."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ccops.contacts import QUEUE_VISIT
from ccops.kpi import measure
from ccops.reports.parts.kpi_data import KpiSources

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.contacts import ServiceLevelContract
    from ccops.kpi import Indicator, Measured, Records

_PLACE_AND_TIME: Final = ("queue", "day", "half_hour")
_AGENT: Final = ("agent",)


def measure_kpi(
    records: Mapping[str, Records],
    indicators: Iterable[Indicator],
    *,
    contracts: Iterable[ServiceLevelContract] = (),
    first: dt.date,
    last: dt.date,
    zone: str,
) -> KpiSources:
    """Return what the page of indicators shows of some records, as ``build_kpi`` takes it.

    Indicators over records that are not there, or asked by none of queue, day, half-hour and
    agent, are left out. The rows are taken as they are: keep those of the days before.
    """
    visits = records.get(QUEUE_VISIT.name)
    outcomes = Counter(map(str, visits.columns["outcome"])) if visits is not None else {}
    named = {each.name: each for each in contracts}
    listed = [each for each in indicators if each.over in records]
    used = {each.contract for each in listed}
    return KpiSources(
        measured=tuple(_measured(records, listed)),
        first=first,
        last=last,
        zone=zone,
        outcomes=dict(outcomes),
        contracts={name: each for name, each in named.items() if name in used},
        order=tuple(each.name for each in listed),
    )


def _measured(
    records: Mapping[str, Records], indicators: Iterable[Indicator]
) -> Iterator[Measured]:
    """Yield the indicators measured by their groups, those that have the same together."""
    together: dict[tuple[str, tuple[str, ...]], list[Indicator]] = {}
    for each in indicators:
        for groups in (_PLACE_AND_TIME, _AGENT):
            own = tuple(group for group in groups if group in each.columns)
            if own:
                together.setdefault((each.over, own), []).append(each)
    for (kind, shared), listed in together.items():
        yield measure(records[kind], listed, by=shared)
