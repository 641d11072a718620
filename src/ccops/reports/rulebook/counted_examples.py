"""Examples of what is counted over records: how many there are, which count, and the result."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.kpi import Indicator, RecordKind, Records, State, measure, rows_behind
from ccops.kpi.definitions import Aggregate
from ccops.kpi.tallies import Tally, TallyKind
from ccops.settlement import write_value
from ccops.values import Carrier, Cell, Missing, Type, Unit, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Locale
    from ccops.reports.rulebook.case_index import CaseIndex, Place
    from ccops.reports.rulebook.telling import Teller
    from ccops.rulepack.cases.case import Case

_OVER: Final = frozenset({Aggregate.RATIO, Aggregate.MEAN})
#: Of so many cases that measure a name the one with few records is taken.
_TRIED: Final = 3


@attrs.frozen(kw_only=True, eq=False)
class CountedExample:
    """An indicator over the records of a case: all of them, or those of one person."""

    period: str
    indicator: Indicator
    kind: RecordKind
    rows: int
    counting: int
    state: State
    value: Cell | Missing
    currency: str

    @property
    def clarity(self) -> tuple[bool, bool, int]:
        """How little it shows: nothing known, no record that counts, a single one, or many."""
        few = 2 * (self.counting == 0) + (self.rows == 1)
        return isinstance(self.value, Missing), bool(few), 100 * few + self.rows

    def told(self, teller: Teller) -> str:
        """Return it in words, on one line."""
        say, locale = teller.words.say, teller.words.locale
        given = say("book-listed").join(self._given(teller))
        unit = self.indicator.type.unit
        if isinstance(self.value, Missing):
            value = write_value(self.value, unit, locale=locale)
        else:
            value = self._written(self.value, self.indicator.type, self.indicator.carrier, locale)
        return say("book-line-counted", period=self.period, given=given, value=value)

    def _given(self, teller: Teller) -> Iterator[str]:
        say, locale = teller.words.say, teller.words.locale
        kind = teller.words.label(self.kind.label, self.kind.name)
        yield say("book-line-records", kind=kind, count=self.rows, counting=self.counting)
        base = self.indicator.base
        if base is not None and self.indicator.aggregate in _OVER:
            top, below = (self._tally(each, locale) for each in (self.indicator.top, base))
            yield say("book-line-over", top=top, below=below)

    def _tally(self, tally: Tally, locale: Locale) -> str:
        number = self.state.cell(tally)
        if tally.kind is TallyKind.SUM and tally.value is not None:
            return self._written(number, tally.value.type, Carrier(scale=tally.scale), locale)
        return write_value(number, Unit.COUNT, locale=locale)

    def _written(self, cell: Cell, type_: Type, carrier: Carrier, locale: Locale) -> str:
        value = decode(cell, type_, carrier, currency=self.currency)
        return write_value(value, type_.unit, locale=locale)


def counted_over_all(index: CaseIndex, name: str) -> CountedExample | None:
    """Return what an indicator came to over all records of a case that measures it."""
    listed = (_counted(index, each, name) for each in index.measured.get(name, ())[:_TRIED])
    found = [each for each in listed if each is not None]
    return min(found, key=lambda each: each.clarity, default=None)


def counted_of(index: CaseIndex, place: Place, name: str) -> CountedExample | None:
    """Return what an indicator came to over the records of one person of a case."""
    return _counted(index, place.case, name, place.subject)


def _counted(index: CaseIndex, case: Case, name: str, who: str = "") -> CountedExample | None:
    month = index.month(case)
    if month is None:
        return None
    rules = month.month.rules
    indicator = next((each for each in rules.indicators if each.name == name), None)
    if indicator is None or indicator.over not in month.records:
        return None
    calendar = indicator.calendar.value if indicator.calendar else rules.default_calendar
    inside = month.records[indicator.over].within(rules.period.days(calendar))
    if who:
        if not indicator.subject_groups:
            return None
        inside = _of(inside, indicator.columns[indicator.subject_groups[0]], who)
    measured = measure(inside, [indicator])
    return CountedExample(
        period=case.period,
        indicator=indicator,
        kind=inside.kind,
        rows=len(inside),
        counting=len(rows_behind(inside, indicator)),
        state=measured.state(name, ()),
        value=measured.value(name, ()),
        currency=rules.currency,
    )


def _of(records: Records, column: str, who: str) -> Records:
    return records.where([each == who for each in records.columns[column]])
