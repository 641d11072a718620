"""The page of indicators: headline, outcomes that add up, queues, days, hours, agents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import attrs

from ccops.kpi import Aggregate
from ccops.messages import format_date
from ccops.reports.document.charts import ChartKind
from ccops.reports.document.model import (
    Cell,
    Column,
    Document,
    Fact,
    Facts,
    Look,
    Paragraph,
    Part,
    Section,
    Table,
    Tone,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.operations.contract_words import ContractWords
from ccops.reports.operations.kpi_charts import day_chart, week_chart, weekday
from ccops.reports.operations.outcomes import outcome_parts
from ccops.reports.parts.durations import with_clocks
from ccops.reports.parts.kpi_data import (
    KpiSources,
    by_clock,
    column_kind,
    keys_of,
    kpi_cell,
    sorted_by,
)
from ccops.values import Missing

if TYPE_CHECKING:
    from ccops.kpi import Indicator, Key, Measured
    from ccops.messages import Label


def build_kpi(
    sources: KpiSources,
    *,
    locale: str,
    title: str = "",
    names: Mapping[str, str] | None = None,
    own: Mapping[str, Label] | None = None,
    notes: Sequence[str] = (),
) -> Document:
    """Return the page of indicators. ``names`` maps agents' ids to names; ``notes`` end it.

    ``own`` is what a pack calls words of its records: its queues.
    What was not measured is left out. Raises ``UnknownNameError`` for a locale without words.
    """
    words = Words.of(locale, own)
    page = _Page(sources=sources, words=words, names=names or {})
    first = format_date(sources.first, locale=words.locale)
    last = format_date(sources.last, locale=words.locale)
    return Document(
        kind="kpi",
        title=title or words.say("kpi-title"),
        subtitle=words.say("days", first=first, last=last),
        locale=locale,
        sections=tuple(each for each in page.sections() if each.parts),
        foot=(words.say("kpi-foot"), *notes),
    )


@attrs.frozen(kw_only=True, eq=False)
class _Page:
    sources: KpiSources
    words: Words
    names: Mapping[str, str]

    def sections(self) -> Iterator[Section]:
        yield self._section("headline", self._headline())
        yield self._section("outcomes", outcome_parts(self.sources, self.words))
        yield self._section("queues", self._groups("queue", self.words.say("all-queues")))
        yield self._section("days", self._days())
        yield self._section("hours", self._hours())
        yield self._section("agents", self._groups("agent", self.words.say("all-agents")))

    def _section(self, name: str, parts: Iterator[Part]) -> Section:
        return Section(id=name, title=self.words.say(f"kpi-{name}"), parts=tuple(parts))

    def _label(self, indicator: Indicator) -> str:
        return self.words.head(indicator.label, indicator.name)

    # -- headline ---------------------------------------------------------------------------

    def _headline(self) -> Iterator[Part]:
        facts = []
        for name, measured in self._known(self.sources.by(), ((),)).items():
            indicator = measured.indicators[name]
            cell = kpi_cell(indicator, measured.value(name, ()), self.words)
            cell = attrs.evolve(cell, note=self._contract_name(indicator))
            facts.append(Fact(label=self._label(indicator), value=cell))
        if facts:
            yield Facts(facts=tuple(facts), look=Look.TILES)
        yield from self._contracts()
        yield from self._unknown()

    def _known(
        self, measured: Mapping[str, Measured], keys: Sequence[Key]
    ) -> Mapping[str, Measured]:
        """Return the indicators that have a value for any of the keys."""
        return {
            name: each
            for name, each in measured.items()
            if not all(isinstance(value, Missing) for value in each.column(name, keys))
        }

    def _unknown(self) -> Iterator[Part]:
        """Yield a word about the indicators that these records do not tell."""
        whole = self.sources.by()
        known = self._known(whole, ((),))
        labels = [self._label(whole[name].indicators[name]) for name in whole if name not in known]
        if labels:
            text = self.words.say("kpi-unknown", names=self.words.say("listed").join(labels))
            yield Paragraph(text=text, tone=Tone.MUTED)

    def _contract_name(self, indicator: Indicator) -> str:
        found = self.sources.contracts.get(indicator.contract)
        if not indicator.contract:
            return ""
        name = self.words.label(found.label, found.name) if found else indicator.contract
        return self.words.say("contract", name=name)

    def _contracts(self) -> Iterator[Part]:
        terms = ContractWords(self.words).terms
        for name, contract in self.sources.contracts.items():
            said = {"name": self.words.label(contract.label, name), "terms": terms(contract)}
            yield Paragraph(text=self.words.say("contract-said", **said), tone=Tone.MUTED)

    # -- tables by one group ----------------------------------------------------------------

    def _groups(self, group: str, all_of_them: str) -> Iterator[Part]:
        keys = keys_of(self.sources.by(group))
        measured = self._known(self.sources.by(group), keys)
        if not measured:
            return
        counts = [name for name, each in measured.items() if _is_count(each.indicators[name])]
        for leading in counts[:1]:
            keys = sorted_by(keys, measured[leading].column(leading, keys))
        labels = [self._group_label(key) for key in keys]
        foot = (text_cell(all_of_them, tone=Tone.TOTAL), *self._whole(measured))
        yield self._table(group, measured, keys, labels, (foot,))

    def _group_label(self, key: Key) -> str:
        if isinstance(key, Missing) or key == "":
            return self.words.say("group-unknown")
        known = self.words.value(str(key)) if str(key) in self.words.own else ""
        name = self.names.get(str(key), known)
        return f"{name} {key}" if name else str(key)

    def _whole(self, measured: Mapping[str, Measured]) -> Iterator[Cell]:
        whole = self.sources.by()
        for name in measured:
            indicator = whole[name].indicators[name]
            yield kpi_cell(indicator, whole[name].value(name, ()), self.words)

    def _table(
        self,
        group: str,
        measured: Mapping[str, Measured],
        keys: Sequence[Key],
        labels: Sequence[str],
        foot: tuple[tuple[Cell, ...], ...],
    ) -> Table:
        indicators = {name: each.indicators[name] for name, each in measured.items()}
        columns = [
            [kpi_cell(indicators[name], value, self.words) for value in each.column(name, keys)]
            for name, each in measured.items()
        ]
        heads = [
            Column(id=name, title=self._label(each), kind=column_kind(each))
            for name, each in indicators.items()
        ]
        rows = zip((text_cell(each) for each in labels), *columns, strict=True)
        table = Table(
            id=f"by-{group}",
            caption=self.words.say(f"by-{group}"),
            columns=(Column(id=group, title=self.words.say(group)), *heads),
            rows=tuple(rows),
            foot=foot,
        )
        return with_clocks(table, self.words)

    # -- days -------------------------------------------------------------------------------

    def _days(self) -> Iterator[Part]:
        found = keys_of(self.sources.by("day"))
        keys = tuple(sorted(key for key in found if isinstance(key, int)))
        measured = self._known(self.sources.by("day"), keys)
        if not measured:
            return
        days = [dt.date.fromordinal(key) for key in keys]
        labels = tuple(f"{day:%m-%d}" for day in days)
        for name, kind in (
            (self.sources.volume, ChartKind.BARS),
            (self.sources.service, ChartKind.LINE),
        ):
            if name in measured:
                yield day_chart(
                    measured[name],
                    name,
                    kind,
                    tuple(zip(labels, keys, strict=True)),
                    words=self.words,
                )
        titles = [f"{day.isoformat()} {weekday(day.weekday(), self.words)}" for day in days]
        foot = (text_cell(self.words.say("all-days"), tone=Tone.TOTAL), *self._whole(measured))
        yield self._table("day", measured, keys, titles, (foot,))

    # -- hours of the week ------------------------------------------------------------------

    def _hours(self) -> Iterator[Part]:
        measured = self.sources.by("day", "half_hour")
        for name in (self.sources.volume, self.sources.service):
            if name in measured and measured[name].keys:
                clock = by_clock(measured[name], ZoneInfo(self.sources.zone))
                yield week_chart(clock, name, words=self.words)


def _is_count(indicator: Indicator) -> bool:
    return indicator.aggregate is Aggregate.COUNT
