"""The report about operations: what is worst first, then the floor, the calls, the people."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import attrs

from ccops.facts import GroupKind
from ccops.messages import format_date
from ccops.reports.document.charts import Chart, ChartKind
from ccops.reports.document.kinds import PageKind
from ccops.reports.document.model import (
    Cell,
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
from ccops.reports.document.words import Words
from ccops.reports.operations.ageing import ageing_parts
from ccops.reports.operations.aim_parts import AimParts
from ccops.reports.operations.changes import Turn, untold, without_variants, worst_first
from ccops.reports.operations.client_services import service_facts
from ccops.reports.operations.contract_words import ContractWords
from ccops.reports.operations.kpi_charts import day_chart, half_hour_chart, week_chart, weekday
from ccops.reports.operations.outcomes import outcome_parts
from ccops.reports.operations.shown import change_table, difference_text, label_of, value_table
from ccops.reports.operations.sources import Operations
from ccops.reports.operations.spans import SpanKind
from ccops.reports.parts.kpi_data import by_clock, kpi_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.kpi import Indicator, Measured
    from ccops.reports.operations.changes import Change

#: How many of what got worse most stand at the head.
_HEAD: Final = 4
_SUNDAY: Final = 6
#: The kinds of records about which a director is told by themselves, before all others.
_FIRST_KINDS: Final = ("evaluation", "evaluation_item", "complaint")


def _build(operations: Operations, *, locale: str, names: Mapping[str, str]) -> Document:
    """Return the report of a day, a week or a period."""
    del names  # it names nobody
    words = Words.of(locale)
    span = operations.span
    made = _Page(operations=operations, words=words)
    return Document(
        kind=_KINDS[span.kind],
        title=words.say(f"ops-{span.kind.value}", label=span.label),
        subtitle=made.days(span.first, span.last),
        locale=locale,
        sections=tuple(each for each in made.sections() if each.parts),
        foot=tuple(made.foot()),
    )


#: What operations came to on a day, in a week or a month: the worst first, then everything.
OPERATIONS: Final = PageKind(name="operations", about=Operations, page=_build)


_KINDS: Final[Mapping[SpanKind, str]] = {
    SpanKind.DAY: "daily",
    SpanKind.WEEK: "weekly",
    SpanKind.MONTH: "monthly",
}


@attrs.frozen(kw_only=True, eq=False)
class _Page:
    operations: Operations
    words: Words

    def sections(self) -> Iterator[Section]:
        yield self._section("worst", self._worst())
        yield self._section("aims", self._aims())
        yield from self._watches()
        yield self._section("service", self._service())
        yield self._section("hours", self._hours())
        yield self._section("outcomes", outcome_parts(self.operations.now, self.words))
        yield self._section("people", self._people())
        yield from self._kinds(first=True)
        yield self._section("ageing", self._ageing())
        yield self._section("trend", self._trends())
        yield from self._kinds(first=False)

    def days(self, first: dt.date, last: dt.date) -> str:
        """Return days as people write them; one day alone, with what weekday it is."""
        shown = [format_date(each, locale=self.words.locale) for each in (first, last)]
        if first == last:
            return self.words.say(
                "ops-on", day=shown[0], weekday=weekday(first.weekday(), self.words)
            )
        return self.words.say("days", first=shown[0], last=shown[1])

    def foot(self) -> Iterator[str]:
        yield self.words.say("ops-foot")
        if not self.operations.before:
            day = format_date(self.operations.since, locale=self.words.locale)
            yield self.words.say("ops-not-before", day=day)

    def _section(self, name: str, parts: Iterator[Part]) -> Section:
        return Section(id=name, title=self.words.say(f"ops-{name}"), parts=tuple(parts))

    # -- the head ---------------------------------------------------------------------------

    def _worst(self) -> Iterator[Part]:
        made = self._center
        if made is not None:
            yield from made.worst()
        ordered = worst_first(self.operations.changes, aimed=self.operations.aimed)
        worse = [each for each in ordered if each.turn is Turn.WORSE]
        if worse:
            facts = tuple(
                Fact(label=label_of(each.indicator, self.words), value=self._turned(each))
                for each in worse[:_HEAD]
            )
            yield Facts(facts=facts, title=self.words.say("ops-worse"), look=Look.TILES)
        if self.operations.before:
            turns = [each.turn for each in self.operations.changes]
            counts = {turn.value: turns.count(turn) for turn in Turn}
            yield Paragraph(text=self.words.say("ops-turned", **counts), tone=Tone.MUTED)
        yield from self._compared()
        yield from self._untold()

    def _compared(self) -> Iterator[Part]:
        """Yield which days stand against which, and that a week is not whole."""
        span, say = self.operations.span, self.words.say
        if self.operations.before:
            own = span.before_in(span.main)
            days = self.days(own.first, own.last)
            yield Paragraph(text=say("ops-against", days=days), tone=Tone.MUTED)
        if span.kind is not SpanKind.WEEK:
            return
        if span.first < self.operations.since:
            day = format_date(self.operations.since, locale=self.words.locale)
            yield Paragraph(text=say("ops-begun-late", day=day), tone=Tone.PROVISIONAL)
        if span.last.weekday() != _SUNDAY:
            day = self.days(span.last, span.last)
            yield Paragraph(text=say("ops-ended-early", day=day), tone=Tone.PROVISIONAL)

    def _untold(self) -> Iterator[Part]:
        """Yield a word about what the records do not tell, which is not to be taken for 0."""
        listed = untold(self.operations.now, self.operations.changes)
        labels = [label_of(each, self.words) for each in listed]
        if labels:
            text = self.words.say("kpi-unknown", names=self.words.say("listed").join(labels))
            yield Paragraph(text=text, tone=Tone.MUTED)

    def _turned(self, change: Change) -> Cell:
        cell = self._now(change)
        note = self.words.say("ops-by", change=difference_text(change, self.words))
        return attrs.evolve(cell, note=note, tone=Tone.PROVISIONAL)

    def _now(self, change: Change) -> Cell:
        currency = self.operations.currency
        return kpi_cell(change.indicator, change.now, self.words, currency=currency)

    # -- targets ----------------------------------------------------------------------------

    @property
    def _center(self) -> AimParts | None:
        settlement = self.operations.settlement
        if settlement is None or GroupKind.CENTER not in settlement.groups:
            return None
        return AimParts(settlement, self.operations.aims, self.words)

    def _aims(self) -> Iterator[Part]:
        made = self._center
        if made is not None:
            watched = {name for named in self._watched.values() for name in named}
            aims = [x for x in self.operations.aims if x.target.name not in watched]
            yield from made.table(aims, "aims-table")

    @property
    def _watched(self) -> Mapping[str, frozenset[str]]:
        """The targets of what is watched together: they are told there, and not twice."""
        settlement = self.operations.settlement
        watches = settlement.rules.aims.watches if settlement else ()
        return {each.name: frozenset(x.value for x in each.together) for each in watches}

    def _watches(self) -> Iterator[Section]:
        """Yield what is watched together: the floor indicators."""
        made, settlement = self._center, self.operations.settlement
        if made is None or settlement is None:
            return
        for watch in settlement.rules.aims.watches:
            named = self._watched[watch.name]
            aims = [each for each in self.operations.aims if each.target.name in named]
            yield Section(
                id=watch.name,
                title=self.words.head(watch.label, watch.name),
                parts=(*made.table(aims, f"{watch.name}-table"), *made.flags(watch)),
            )

    def _people(self) -> Iterator[Part]:
        made = self._center
        if made is not None:
            yield from made.people(self.operations.earlier)

    def _trends(self) -> Iterator[Part]:
        made = self._center
        if made is not None:
            yield from made.trends()

    # -- calls ------------------------------------------------------------------------------

    def _service(self) -> Iterator[Part]:
        """Yield the volume and the service level, and under which contract it is measured."""
        now = self.operations.now
        paid_by = {each.indicator for each in self.operations.clients}  # told project by project
        named = [each for each in (now.volume, now.service) if each not in paid_by]
        wanted = [name for name in named if now.by().get(name)]
        changes = {each.indicator.name: each for each in self.operations.changes}
        facts = [self._headline(changes[name]) for name in wanted if name in changes]
        if facts:
            yield Facts(facts=tuple(facts), look=Look.TILES)
        terms = ContractWords(self.words).terms
        for name, contract in now.contracts.items():
            said = {"name": self.words.label(contract.label, name), "terms": terms(contract)}
            yield Paragraph(text=self.words.say("contract-said", **said), tone=Tone.MUTED)
        clients = tuple(service_facts(self.operations.clients, now.contracts, self.words))
        if clients:
            title = self.words.say("ops-by-client")
            yield Facts(facts=clients, title=title, look=Look.TILES)
        if self.operations.span.kind is not SpanKind.DAY:
            yield from self._days()

    def _headline(self, change: Change) -> Fact:
        cell = self._now(change)
        notes = [self._contract_name(change.indicator), self._target(change.indicator)]
        if change.difference is not None:
            notes.append(self.words.say("ops-by", change=difference_text(change, self.words)))
        note = self.words.say("listed").join(each for each in notes if each)
        label = label_of(change.indicator, self.words)
        return Fact(label=label, value=attrs.evolve(cell, note=note))

    def _target(self, indicator: Indicator) -> str:
        """Return the target of an indicator; of the service level also that it has none."""
        if self._center is None:
            return ""
        told = self._center.target_of(indicator.name)
        is_service = indicator.name == self.operations.now.service
        return told or (self.words.say("ops-no-target") if is_service else "")

    def _contract_name(self, indicator: Indicator) -> str:
        found = self.operations.now.contracts.get(indicator.contract)
        if found is None:
            return ""
        return self.words.say("contract", name=self.words.label(found.label, found.name))

    def _clocked(self) -> Iterator[tuple[str, ChartKind, Measured]]:
        now = self.operations.now
        by_name = {
            name: each
            for each in now.measured
            if "half_hour" in each.by
            for name in each.indicators
        }
        for name, kind in ((now.volume, ChartKind.BARS), (now.service, ChartKind.LINE)):
            if name in by_name and by_name[name].keys:
                yield name, kind, by_name[name]

    def _days(self) -> Iterator[Part]:
        for name, kind, measured in self._clocked():
            by_day = measured.regrouped(("day",))
            keys = sorted(key for key in by_day.keys if isinstance(key, int))
            days = [(f"{dt.date.fromordinal(key):%m-%d}", key) for key in keys]
            if days:
                yield self._of_project(day_chart(by_day, name, kind, days, words=self.words), name)

    def _hours(self) -> Iterator[Part]:
        zone = ZoneInfo(self.operations.now.zone)
        for name, kind, measured in self._clocked():
            clock = by_clock(measured, zone)
            if self.operations.span.kind is SpanKind.DAY:
                slots = clock.regrouped(("half_hour_of_day",))
                chart = half_hour_chart(slots, name, kind, words=self.words)
            else:
                chart = week_chart(clock, name, words=self.words)
            yield self._of_project(chart, name)

    def _of_project(self, chart: Chart, name: str) -> Chart:
        """Return a chart named after the project and the contract it is of, if it is of one."""
        for each in self.operations.clients:
            if each.indicator == name:
                project = self.words.head(each.project, each.invoice.project)
                return attrs.evolve(chart, title=f"{project} · {chart.title}")
        return chart

    # -- everything else --------------------------------------------------------------------

    def _kinds(self, *, first: bool) -> Iterator[Section]:
        """Yield the indicators kind of records by kind, those that got worse most at the head."""
        found: dict[str, list[Change]] = {}
        for each in without_variants(self.operations.changes, aimed=self.operations.aimed):
            found.setdefault(each.indicator.over, []).append(each)
        told = [kind for kind in _FIRST_KINDS if kind in found]
        for kind in told if first else [each for each in found if each not in told]:
            yield self._kind(kind, found[kind])

    def _kind(self, kind: str, changes: list[Change]) -> Section:
        label = self.operations.kinds.get(kind)
        title = self.words.head(label, kind) if label else kind
        table = self._kind_table(f"kind-{kind}", changes)
        note = self._other_days(changes)
        return Section(id=f"all-{kind}", title=title, parts=(table,), note=note)

    def _kind_table(self, name: str, changes: Sequence[Change]) -> Table:
        words, currency = self.words, self.operations.currency
        if not self.operations.before:
            return value_table(name, changes, words, currency=currency)
        ordered, caption = worst_first(changes), words.say("ops-compared")
        return change_table(name, caption, ordered, words, currency=currency)

    def _other_days(self, changes: Sequence[Change]) -> str:
        """Return the days of indicators whose calendar has others than the report is headed by."""
        span = self.operations.span
        names = {each.indicator.calendar for each in changes if each.indicator.calendar}
        calendars = {each.value for each in names} or {self.operations.usual_calendar}
        found = [span.in_calendar(each) for each in sorted(calendars)]
        others = dict.fromkeys(
            (each.first, each.last) for each in found
        )  # several may have the same
        others.pop((span.first, span.last), None)
        if not others:
            return ""
        told = (self.days(first, last) for first, last in others)
        return self.words.say("ops-other-days", days=self.words.say("listed").join(told))

    def _ageing(self) -> Iterator[Part]:
        learning = self.operations.learning
        if learning is not None:
            yield from ageing_parts(learning, self.words)
