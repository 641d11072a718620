"""The appraisal form of each role: an employee's forms of the month as HR files them.

Items with weight, measured value, points and what was deducted; the score over several forms,
grade and place; room for comments, and the places to sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.plan import RowStep
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Look,
    Paragraph,
    Part,
    Section,
    Signature,
    SignatureBlock,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.floor_cells import value_cell
from ccops.reports.parts.people_pages import people_pages
from ccops.reports.parts.readings import Readings
from ccops.reports.parts.signing import appeal_text, role_label
from ccops.reports.parts.unfolding import Told, Unfolder
from ccops.reports.people.appraisal_form import FormTable, points_cell
from ccops.reports.people.appraisal_scores import forms_of, grades_of, overall_scores, places_of
from ccops.scorecards import ScorecardRule
from ccops.settlement import Settlement
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@attrs.frozen
class AppraisalKind:
    """One form an employee who is appraised by a form of the pack."""

    name: str = "appraisal"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return one form a section. Raises ``UnknownNameError`` for a stranger."""
        words = Words.of(locale)
        chosen = settlement.employees if subjects is None else tuple(subjects)
        sections = []
        for employee in chosen:
            row = settlement.row_of(employee)
            forms = forms_of(settlement, row)
            if forms:
                over = overall_scores(settlement, row)
                form = _Form(settlement, words, employee, names.get(employee, ""), forms, over)
                sections.append(form.section())
        return people_pages(settlement, words, sections, names, kind=self.name, title="appraisal")


APPRAISAL: Final = AppraisalKind()


@attrs.frozen(eq=False)
class _Form:
    """One person's form in the making."""

    settlement: Settlement
    words: Words
    employee: str
    name: str
    forms: tuple[ScorecardRule, ...]
    over: tuple[RowStep, ...]

    def section(self) -> Section:
        title = f"{self.name} {self.employee}" if self.name else self.employee
        return Section(id=self.employee, title=title, parts=tuple(self._parts()))

    def _parts(self) -> Iterator[Part]:
        yield self._head()
        yield self._results()
        if any(self.settlement.is_provisional(each, self._row) for each in self._scores):
            yield Paragraph(text=self.words.say("appraisal-waits"), tone=Tone.PROVISIONAL)
        for form in self.forms:
            yield FormTable(self.settlement, self.words, self.employee, form).table()
        for step in self.over:
            yield self._over(step)
        yield from self._comments()
        appeal = appeal_text(self.settlement, self.words)
        if appeal:
            yield Paragraph(text=appeal)
        yield self._signatures()
        told = Told()
        yield from (self._unfolding(each, told) for each in self._scores)
        traces = (self.settlement.trace(self.employee, each) for each in self._scores)
        yield from Readings(self.settlement, self.words).facts(traces)

    @property
    def _row(self) -> int:
        return self.settlement.row_of(self.employee)

    @property
    def _scores(self) -> tuple[str, ...]:
        """The scores of the forms, then those over them."""
        own = (each.gives.value for each in self.forms if each.gives is not None)
        return tuple(dict.fromkeys((*own, *(each.key.name for each in self.over))))

    @property
    def _final(self) -> tuple[str, ...]:
        """The scores that count in the end."""
        return tuple(each.key.name for each in self.over) or self._scores

    # -- head -------------------------------------------------------------------------------

    def _head(self) -> Facts:
        say = self.words.say
        rows = [("employee-id", self.employee), ("period", self.settlement.period)]
        role = self.settlement.role_of(self.employee)
        rows.append(("list-role", role_label(self.settlement, role, self.words)))
        team = self.settlement.value(self.employee, "team")
        if isinstance(team, str):
            rows.append(("list-team", team))
        if self.name:
            rows.insert(0, ("employee", self.name))
        return Facts(facts=tuple(Fact(label=say(k), value=text_cell(text)) for k, text in rows))

    def _results(self) -> Facts:
        """Return the scores that count, the grades they give, and the places they lead to."""
        scores = set(self._scores)
        facts = [Fact(label=self._label(x), value=self._score(x)) for x in self._final]
        for step in grades_of(self.settlement, self._row, scores):
            value = self.settlement.value(self.employee, step.key.name)
            text = self.words.word(value) if isinstance(value, str) else "–"
            tone = Tone.PLAIN if isinstance(value, str) else Tone.MISSING
            cell = Cell(text=text, value=value, tone=tone)
            facts.append(Fact(label=self._label(step.key.name), value=cell))
        facts.extend(self._places(scores))
        return Facts(facts=tuple(facts), look=Look.TILES)

    def _places(self, scores: set[str]) -> Iterator[Fact]:
        for step in places_of(self.settlement, self._row, scores):
            name = step.key.name
            place = self.settlement.value(self.employee, name)
            size = self.settlement.value(self.employee, f"{name}_size")
            if isinstance(place, int) and isinstance(size, int):
                told = self.words.say("appraisal-place", place=place, size=size)
                yield Fact(label=self._label(name), value=Cell(text=told, value=place))

    # -- scores -----------------------------------------------------------------------------

    def _over(self, step: RowStep) -> Table:
        """Return the parts of a score over several forms, with what they come to."""
        say = self.words.say
        rows = tuple(
            (
                text_cell(self._label(reading.name)),
                self._part(reading.name),
            )
            for reading in (step.readings[each] for each in step.formula.inputs)
        )
        head = text_cell(self._label(step.key.name), tone=Tone.TOTAL)
        return Table(
            id=f"over-{self.employee}-{step.key.name}",
            caption=self._label(step.key.name),
            columns=(
                Column(id="item", title=say("item")),
                Column(id="points", title=say("form-points"), kind=ColumnKind.NUMBER),
            ),
            rows=rows,
            foot=((head, self._score(step.key.name)),),
        )

    def _part(self, name: str) -> Cell:
        if self.settlement.unit_of(name) is Unit.POINTS:
            return self._score(name)
        return value_cell(self.settlement, self.employee, name, self.words)

    def _score(self, name: str) -> Cell:
        cell = points_cell(self.settlement, self.employee, name, self.words)
        explained = f"why-{self.employee}-{name}" if name in self._scores else ""
        return attrs.evolve(cell, explain=explained)

    def _unfolding(self, name: str, told: Told) -> Unfolding:
        trace = self.settlement.trace(self.employee, name)
        unfolder = Unfolder(settlement=self.settlement, words=self.words)
        step = unfolder.explanation(trace, self._label(name), told)
        return Unfolding(id=f"why-{self.employee}-{name}", step=step)

    def _label(self, name: str) -> str:
        return self.words.head(self.settlement.results.label_at(name, self._row), name)

    # -- to be written ----------------------------------------------------------------------

    def _comments(self) -> Iterator[Facts]:
        say = self.words.say
        keys = ("comment-own", "comment-superior")
        facts = tuple(Fact(label=say(each), value=Cell(text="")) for each in keys)
        yield Facts(facts=facts, look=Look.SPACE)

    def _signatures(self) -> SignatureBlock:
        say = self.words.say
        return SignatureBlock(
            signatures=(
                Signature(role=say("sign-employee"), name=self.name or self.employee),
                Signature(role=say("sign-superior")),
                Signature(role=say("sign-hr")),
            ),
            day=say("signed-on"),
        )
