"""The parts of a report that hold the center against its targets, and their trend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.facts import CENTER, GroupKind
from ccops.messages import DurationForm, form_named
from ccops.reports.document.charts import Chart, ChartKind, Series
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Fact,
    Facts,
    Look,
    Paragraph,
    Table,
    Tone,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.operations.aims import missed_by_teams, past_of, plain_number
from ccops.reports.operations.kpi_charts import data_table, in_one_form, plotted, ticks_of
from ccops.reports.operations.shown import number_text, size_text
from ccops.reports.parts.floor_cells import limit_text, value_cell
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from ccops.organization import WatchRule
    from ccops.reports.document.model import Part
    from ccops.reports.document.words import Words
    from ccops.reports.operations.aims import Aim
    from ccops.settlement import Settlement
    from ccops.values import Unit

#: How many of the worst stand at the head of a report.
_HEAD: Final = 4
_TWO: Final = 2
#: What a center with a head count of its own calls its figures, in the order of the report.
_PEOPLE: Final = ("headcount_before", "leavers", "headcount_after", "attrition")


class AimParts:
    """Makes the parts of a report about a settlement of the center."""

    def __init__(self, settlement: Settlement, aims: Sequence[Aim], words: Words) -> None:
        self._about = settlement.of(GroupKind.CENTER.value)
        self._aims = aims
        self._by_teams = missed_by_teams(settlement, aims)
        self._words = words

    def worst(self) -> Iterator[Part]:
        """Yield what misses its target most, in words, and the worst as large figures.

        Where nothing does, that is what the words say.
        """
        missed = [each for each in self._aims if each.met is False][:_HEAD]
        yield Paragraph(text=self._most_missed(missed))
        yield from self._teams()
        if missed:
            facts = (Fact(label=self._label(each), value=self._tile(each)) for each in missed)
            yield Facts(facts=tuple(facts), look=Look.TILES)
        counts = [sum(each.met is met for each in self._aims) for met in (True, False, None)]
        said = dict(zip(("met", "missed", "unknown"), counts, strict=True))
        yield Paragraph(text=self._words.say("ops-aims-counted", **said), tone=Tone.MUTED)

    def _teams(self) -> Iterator[Part]:
        """Yield what the center meets as a whole while some of its teams do not."""
        for each in self._aims:
            teams = self._by_teams.get(each.target.name)
            if teams:
                listed = self._words.say("listed").join(teams)
                told = {"label": self._label(each), "teams": listed, "limit": self._limit(each)}
                text = self._words.say("ops-teams-miss", **told)
                yield Paragraph(text=text, tone=Tone.PROVISIONAL)

    def _most_missed(self, missed: Sequence[Aim]) -> str:
        """Return what misses its target most and by how much; that nothing does, else."""
        if not missed:
            return self._words.say("ops-none-missed" if self._aims else "ops-no-aims")
        first = missed[0]
        told = {"label": self._label(first), "value": self._value(first).text}
        return self._words.say(
            "ops-most-missed", **told, limit=self._limit(first), by=self._missed_by(first)
        )

    def _missed_by(self, aim: Aim) -> str:
        if aim.number is None or aim.level is None:
            return "–"
        return size_text(self._unit(aim), abs(aim.number - aim.level), self._words)

    def target_of(self, name: str) -> str:
        """Return each limit of a value of the center, and whether it is kept; "" for none."""
        say = self._words.say
        words = {True: say("met"), False: say("missed"), None: say("ops-unknown")}
        told = (
            say("ops-limit-met", limit=self._limit(each), met=words[each.met])
            for each in self._aims
            if each.target.of.value == name
        )
        return say("listed").join(told)

    def table(self, aims: Sequence[Aim], name: str) -> Iterator[Part]:
        """Yield targets: value, limit, whether it is met, and what it was in the period before."""
        if not aims:
            return
        say = self._words.say
        yield Table(
            id=name,
            caption=say("ops-aims-caption"),
            columns=(
                Column(id="target", title=say("ops-indicator")),
                Column(id="value", title=say("ops-now"), kind=ColumnKind.NUMBER),
                Column(id="limit", title=say("goal-limit"), kind=ColumnKind.NUMBER),
                Column(id="met", title=say("goal-met")),
                Column(id="before", title=say("ops-before"), kind=ColumnKind.NUMBER),
            ),
            rows=tuple(map(self._row, aims)),
        )

    def flags(self, watch: WatchRule) -> Iterator[Part]:
        """Yield what targets of a watch that are missed together point to."""
        for flag in watch.flags:
            name = watch.flag_name(flag)
            if self._about.has_name(name) and self._about.value(CENTER, name) is True:
                text = self._words.head(flag.label, flag.name)
                yield Paragraph(text=text, tone=Tone.PROVISIONAL)

    def trends(self) -> Iterator[Part]:
        """Yield a line for each target of which at least two earlier periods are known.

        One alone stands beside the value in the table of targets.
        """
        for each in self._aims:
            if len(each.past) >= _TWO and each.number is not None:
                yield self._trend(each, {**each.past, self._about.period: each.number})

    def people(self, earlier: Sequence[Settlement]) -> Iterator[Part]:
        """Yield the head count, who joined and left, as the pack's figures say; they add up."""
        known = [name for name in _PEOPLE if self._about.has_name(name)]
        facts = [self._figure(name, earlier) for name in known]
        joined = self._joined()
        if joined is not None:
            facts.insert(1, joined)
        if facts:
            yield Facts(facts=tuple(facts), look=Look.TILES)

    # -- one target -------------------------------------------------------------------------

    def _label(self, aim: Aim) -> str:
        name = aim.target.of.value
        return self._words.head(self._about.results.plan.label_of(name), name)

    def _limit(self, aim: Aim, form: DurationForm = DurationForm.UNITS) -> str:
        return limit_text(aim.limit, self._about, self._words, form=form)

    def _value(self, aim: Aim) -> Cell:
        if aim.number is None:
            return value_cell(self._about, CENTER, aim.target.of.value, self._words)
        text = number_text(self._unit(aim), aim.number, self._words)
        return Cell(text=text, value=aim.value)

    def _tile(self, aim: Aim) -> Cell:
        cell = self._value(aim)
        told = {"limit": self._limit(aim), "by": self._missed_by(aim)}
        note = self._words.say("ops-limit-missed", **told)
        return Cell(text=cell.text, value=cell.value, tone=Tone.PROVISIONAL, note=note)

    def _row(self, aim: Aim) -> tuple[Cell, ...]:
        say = self._words.say
        if aim.met is None:
            met = Cell(text="–", value=Missing.NOT_MEASURED, tone=Tone.MISSING)
        else:
            tone = Tone.PLAIN if aim.met else Tone.PROVISIONAL
            mark = "✓" if aim.met else "✗"
            met = Cell(
                text=f"{mark} {say('met' if aim.met else 'missed')}", value=aim.met, tone=tone
            )
        limit = Cell(text=self._limit(aim), value=aim.level)
        return (text_cell(self._label(aim)), self._value(aim), limit, met, self._past(aim))

    def _past(self, aim: Aim) -> Cell:
        """Return what it was in the period before; one further back says nothing of that."""
        number = aim.past.get(self._about.rules.period.previous)
        if number is None:
            return Cell(text="–", tone=Tone.MISSING)
        return Cell(text=number_text(self._unit(aim), number, self._words), value=number)

    def _unit(self, aim: Aim) -> Unit:
        return self._about.unit_of(aim.target.of.value)

    def _trend(self, aim: Aim, known: Mapping[str, Fraction]) -> Chart:
        name, label, unit = aim.target.of.value, self._label(aim), self._unit(aim)
        periods = tuple(known)
        drawn = Series(
            name=label,
            values=tuple(plotted(unit, each) for each in known.values()),
            texts=tuple(number_text(unit, each, self._words) for each in known.values()),
        )
        series, form = in_one_form(unit, [drawn], self._words)
        limit = self._limit(aim, form)
        title = self._words.say("ops-trend-of", name=label, limit=limit)
        title = form_named(title, form, locale=self._words.locale)
        head = self._words.say("ops-period")
        return Chart(
            id=f"trend-{name}",
            title=title,
            kind=ChartKind.LINE,
            labels=periods,
            series=series,
            table=data_table(f"trend-{name}", title, head, periods, series, form=form),
            ticks=ticks_of(unit, series, self._words),
            y_title=label,
        )

    # -- people -----------------------------------------------------------------------------

    def _figure(self, name: str, earlier: Sequence[Settlement]) -> Fact:
        cell = value_cell(self._about, CENTER, name, self._words)
        past = past_of(self._about, name, earlier).get(self._about.rules.period.previous)
        note = ""
        if past is not None:
            was = number_text(self._about.unit_of(name), past, self._words)
            note = self._words.say("ops-was", value=was)
        label = self._words.head(self._about.results.plan.label_of(name), name)
        return Fact(label=label, value=Cell(text=cell.text, value=cell.value, note=note))

    def _joined(self) -> Fact | None:
        """Return who joined: what the head count after holds beyond that before and leavers."""
        before, left, after = (
            plain_number(self._about.value(CENTER, name)) if self._about.has_name(name) else None
            for name in _PEOPLE[:3]
        )
        if before is None or left is None or after is None:
            return None
        number = after + left - before
        cell = Cell(text=f"{number.numerator}", value=number.numerator)
        return Fact(label=self._words.say("ops-joined"), value=cell)
