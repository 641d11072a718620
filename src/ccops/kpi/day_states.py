"""States day by day: a day that changed is measured again, and all days make a period.

A day is that of the records, ``RecordKind.day``: a state of a day is what its records come to,
by whatever groups, also those of another day (a call that arrives before midnight and is
answered after it). So a record touches one day, and days add up to the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import TYPE_CHECKING

import attrs

from ccops.kpi.days import is_within, split_by_day
from ccops.kpi.engines.python import PYTHON
from ccops.kpi.measured import Measured, measure_states
from ccops.kpi.records import RecordKind, Records

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.kpi.definitions import Indicator
    from ccops.kpi.engines import Engine
    from ccops.values import PeriodDays


@attrs.frozen(kw_only=True, eq=False)
class DayStates:
    """Indicators over one kind of records by some groups, day by day.

    ``nothing`` is what no records come to; it holds the groups and the definitions. ``days`` are
    what each day (``2026-10-12``, ``undated``) comes to.
    """

    kind: RecordKind
    nothing: Measured
    days: Mapping[str, Measured] = attrs.field(factory=dict[str, Measured])

    @classmethod
    def of(
        cls,
        records: Records,
        indicators: Iterable[Indicator],
        *,
        by: Sequence[str] = (),
        engine: Engine = PYTHON,
    ) -> DayStates:
        """Measure records day by day. Raises as ``measure`` does."""
        empty = measure_states(Records.of_rows(records.kind, ()), indicators, by=by, engine=engine)
        made = cls(kind=records.kind, nothing=empty)
        return made.renewed(records, (), engine=engine)

    def renewed(
        self, records: Records, days: Iterable[str], *, engine: Engine = PYTHON
    ) -> DayStates:
        """Measure again the days of some records, and the ``days`` that have none any more.

        ``records`` are all records of these days. The result is what all records together come
        to, whatever came late or was corrected, as long as each day that changed is among them.
        """
        chosen, by = self.nothing.indicators.values(), self.nothing.by
        found = {
            day: measure_states(part, chosen, by=by, engine=engine)
            for day, part in split_by_day(records).items()
        }
        gone = frozenset(days)
        others = {day: each for day, each in self.days.items() if day not in gone}
        return attrs.evolve(self, days=dict(sorted({**others, **found}.items())))

    def within(self, days: PeriodDays | None = None) -> Measured:
        """Return what some days come to together; without ``days`` all of them, undated too."""
        chosen = (each for day, each in self.days.items() if is_within(day, days))
        return reduce(Measured.merged, chosen, self.nothing)
