"""Entries of a record list, the latest day first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.kpi.evidence import rows_behind
from ccops.learning.intervals import parse_interval
from ccops.learning.shown_columns import shown_cells, shown_heads
from ccops.messages import Label

if TYPE_CHECKING:
    from ccops.kpi import Indicator, Records
    from ccops.learning.record_lists import RecordListRule


@attrs.frozen(kw_only=True)
class RecordEntry:
    """One record of a list: whose or what it is, its day, and what stands beside."""

    subject: str
    day: dt.date
    shown: Mapping[str, object]

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {"day": self.day, **self.shown}


@attrs.frozen(kw_only=True)
class RecordList:
    """Records up to a day, the latest first."""

    name: str
    label: Label
    by: str
    heads: Mapping[str, Label]
    entries: tuple[RecordEntry, ...]


def record_list(
    rule: RecordListRule, indicator: Indicator, records: Records | None, *, on: dt.date
) -> RecordList:
    """Return a record list as it stands on a day; what comes later is not on it yet."""
    entries: list[RecordEntry] = []
    column = indicator.columns[rule.each.value]
    if records is not None:
        day = records.kind.day
        for row in (records.row(number) for number in rows_behind(records, indicator)):
            when = row[day]
            if not isinstance(when, int) or not _is_listed(rule, dt.date.fromordinal(when), on):
                continue
            shown = shown_cells(records.kind, row, rule.shows)
            date = dt.date.fromordinal(when)
            entries.append(RecordEntry(subject=str(row[column]), day=date, shown=shown))
    entries.sort(key=lambda each: (-each.day.toordinal(), each.subject))
    return RecordList(
        name=rule.name,
        label=rule.label,
        by=rule.each.value,
        heads={}
        if records is None
        else shown_heads(records.kind, rule.shows, (rule.each.value, column)),
        entries=tuple(entries),
    )


def _is_listed(rule: RecordListRule, day: dt.date, on: dt.date) -> bool:
    """Say whether a day lies behind the day asked about, and not too far."""
    last = None if rule.last is None else parse_interval(rule.last.value)
    return day <= on and (last is None or on < last.after(day))
