"""Entries of an ageing list: since when something is open, how old it is, in which bucket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs

from ccops.kpi import RecordKind
from ccops.kpi.evidence import rows_behind
from ccops.kpi.limit_hours import working_hours
from ccops.learning.ageing_lists import OPENED, AgeingListRule
from ccops.learning.list_values import ListValue
from ccops.learning.shown_columns import shown_cells, shown_heads
from ccops.messages import Label
from ccops.values import Missing, Unit
from ccops.values.working_hours import WorkingHours, first_instant, local_day

if TYPE_CHECKING:
    from ccops.kpi import Indicator, Records


@attrs.frozen(kw_only=True)
class AgeingEntry:
    """Something that is open at the end of a day; ``shown`` is what stands beside."""

    subject: str
    since: dt.date
    age: ListValue
    bucket: str
    shown: Mapping[str, object]

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {"opened_on": self.since, "age": self.age, "bucket": self.bucket, **self.shown}


@attrs.frozen(kw_only=True)
class AgeingList:
    """What is open, the oldest first; ``buckets`` are counted, the empty ones as well.

    ``untold`` counts what had begun of which no source says whether it was settled: it is in no
    bucket.
    """

    name: str
    label: Label
    by: str
    heads: Mapping[str, Label]
    entries: tuple[AgeingEntry, ...]
    buckets: Mapping[str, int]
    untold: int = 0


@attrs.frozen(kw_only=True)
class AgeingDay:
    """The end of which day it is, where, and which days are workdays."""

    on: dt.date
    zone: dt.tzinfo
    is_workday: Callable[[dt.date], bool]

    @property
    def ends_ms(self) -> int:
        """The first instant after the day."""
        return first_instant(self.on + dt.timedelta(days=1), self.zone)


def ageing_list(
    rule: AgeingListRule, indicator: Indicator, records: Records | None, day: AgeingDay
) -> AgeingList:
    """Return an ageing list as it stands at the end of a day.

    What is settled later is still open then, and what began later is not there yet.
    """
    names = _bucket_names(rule)
    column = indicator.columns[rule.each.value]
    entries: list[AgeingEntry] = []
    untold = 0
    if records is not None:
        made = _Ageing(
            rule=rule,
            kind=records.kind,
            id_column=column,
            day=day,
            hours=working_hours(rule.hours, rule.day, day.zone, day.is_workday),
        )
        rows = (records.row(number) for number in rows_behind(records, indicator))
        begun = [row for row in rows if made.has_begun(row)]
        entries = [made.entry(row) for row in begun if made.is_open(row)]
        untold = sum(made.is_untold(row) for row in begun)
    entries.sort(key=lambda each: (-each.age.number, each.since, each.subject))
    return AgeingList(
        name=rule.name,
        label=rule.label,
        by=rule.each.value,
        heads={}
        if records is None
        else shown_heads(records.kind, rule.shows, (rule.each.value, column)),
        entries=tuple(entries),
        buckets={name: sum(each.bucket == name for each in entries) for name in names},
        untold=untold,
    )


def _bucket_names(rule: AgeingListRule) -> tuple[str, ...]:
    return (*(f"≤ {each.value}" for each in rule.buckets), f"> {rule.buckets[-1].value}")


@attrs.frozen(kw_only=True)
class _Ageing:
    """What makes entries of the rows of one kind."""

    rule: AgeingListRule
    kind: RecordKind
    id_column: str
    day: AgeingDay
    hours: WorkingHours | None

    def has_begun(self, row: Mapping[str, Any]) -> bool:
        opened = row[OPENED]
        return not isinstance(opened, Missing) and opened < self.day.ends_ms

    def is_untold(self, row: Mapping[str, Any]) -> bool:
        """Say whether nobody tells of its end, which is another thing than that it has none."""
        ends = self.rule.ends.value
        flags = (each.name for each in self.kind.columns if each.tells == ends)
        return any(isinstance(row[flag], Missing) for flag in flags)

    def is_open(self, row: Mapping[str, Any]) -> bool:
        ended = row[self.rule.ends.value]
        if self.is_untold(row):
            return False
        return isinstance(ended, Missing) or ended >= self.day.ends_ms

    def entry(self, row: Mapping[str, Any]) -> AgeingEntry:
        opened, end = row[OPENED], self.day.ends_ms
        age = end - opened if self.hours is None else self.hours.between(opened, end)
        place = sum(limit < age for limit in self.rule.limits)
        return AgeingEntry(
            subject=str(row[self.id_column]),
            since=local_day(opened, self.day.zone),
            age=ListValue(Fraction(age), Unit.DURATION),
            bucket=_bucket_names(self.rule)[place],
            shown=shown_cells(self.kind, row, self.rule.shows),
        )
