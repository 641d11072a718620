"""Entries of a top list: places, values, and what stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.kpi import Indicator, Records, measure
from ccops.learning.knowledge_kinds import KB_ITEM
from ccops.learning.list_values import ListValue, list_value
from ccops.learning.top_lists import TopFirst, TopListRule
from ccops.messages import Label
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.kpi import Measured


@attrs.frozen(kw_only=True)
class TopEntry:
    """One group of a top list; ``place`` is shared by equals."""

    subject: str
    place: int
    values: Mapping[str, ListValue | Missing]

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {"place": self.place, **self.values}


@attrs.frozen(kw_only=True)
class TopList:
    """A top list; ``columns`` are the indicators in order, ``totals`` those of all records.

    ``titles`` are what the subjects are called in records, where these say so.
    """

    name: str
    label: Label
    by: str
    columns: Mapping[str, Label]
    entries: tuple[TopEntry, ...]
    totals: Mapping[str, tuple[Label, ListValue | Missing]]
    titles: Mapping[str, str] = attrs.field(factory=dict[str, str])


def top_list(
    rule: TopListRule, indicators: Mapping[str, Indicator], records: Mapping[str, Records]
) -> TopList:
    """Return a top list over the records it is about, kind by kind."""
    columns = [each.value for each in (rule.of, *rule.beside)]
    kind = indicators[rule.of.value].over
    asked = [indicators[name] for name in columns]
    by = (rule.by.value,)
    entries = _entries(rule, measure(records[kind], asked, by=by)) if kind in records else ()
    return TopList(
        name=rule.name,
        label=rule.label,
        by=rule.by.value,
        columns={name: indicators[name].label for name in columns},
        entries=tuple(entries),
        totals={each.value: _total(indicators[each.value], records) for each in rule.totals},
        titles=_titles(rule.by.value, records),
    )


def _titles(by: str, records: Mapping[str, Records]) -> dict[str, str]:
    """Return the titles of the items of the knowledge base, where these are listed."""
    items = records.get(KB_ITEM.name)
    if by != "item" or items is None:
        return {}
    pairs = zip(items.columns["item_id"], items.columns["title"], strict=True)
    return {str(item): str(title) for item, title in pairs}


def _total(
    indicator: Indicator, records: Mapping[str, Records]
) -> tuple[Label, ListValue | Missing]:
    rows = records.get(indicator.over)
    if rows is None:
        return indicator.label, Missing.NOT_MEASURED
    return indicator.label, list_value(measure(rows, [indicator]), indicator.name, ())


def _entries(rule: TopListRule, measured: Measured) -> Iterator[TopEntry]:
    """Yield the first of the list, and who is equal to the last of them."""
    place, before = 0, None
    for number, (key, value) in enumerate(_sorted(rule, measured), 1):
        place = place if before == value.number else number
        before = value.number
        if place > rule.show:
            return
        values = {name: list_value(measured, name, key) for name in measured.indicators}
        yield TopEntry(subject=key, place=place, values=values)


def _sorted(rule: TopListRule, measured: Measured) -> Iterable[tuple[str, ListValue]]:
    name = rule.of.value
    pairs = ((key, list_value(measured, name, key)) for key in measured.keys)
    known = [(key, x) for key, x in pairs if isinstance(key, str) and isinstance(x, ListValue)]
    sign = -1 if rule.first is TopFirst.HIGHEST else 1
    return sorted(known, key=lambda pair: (sign * pair[1].number, pair[0]))
