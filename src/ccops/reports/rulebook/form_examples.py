"""Examples of forms that score conversations: what was seen, item by item, and the score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import attrs

from ccops.reports.document.model import Column, Table, Tone
from ccops.reports.document.tables import Cell, text_cell
from ccops.rulepack.cases.evaluations import evaluation_rows, scoring_forms
from ccops.scorecards.evaluations import (
    ScoredEvaluation,
    compiled_forms,
    parts_scored,
    scored_evaluations,
)
from ccops.scorecards.scales import Effect
from ccops.scorecards.scoring import CompiledForm
from ccops.settlement import write_value
from ccops.values import Missing, Unit, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.reports.rulebook.case_index import CaseIndex
    from ccops.reports.rulebook.entries import Rule
    from ccops.reports.rulebook.telling import Teller
    from ccops.rulepack.cases.case import Case
    from ccops.scorecards.scoring import ScoringStep
    from ccops.values import Cell as Value

#: An example with more items is no longer read.
_MOST_ITEMS: Final = 6


@attrs.frozen(kw_only=True, eq=False)
class FormExample:
    """An evaluation of a case, scored by its form."""

    period: str
    form: CompiledForm
    scored: ScoredEvaluation

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """How well it shows a form: something is left, few items, but as many as can be."""
        seen = len(self.scored.evaluation.items)
        return self.scored.points == 0, seen > _MOST_ITEMS, -seen

    def table(self, teller: Teller, name: str) -> Table:
        """Return it as a table: an item or a section a row, and the score."""
        say = teller.words.say
        rows = list(self._rows(teller))
        return Table(
            id=name,
            caption=say("book-form-example", period=self.period),
            columns=(
                Column(id="item", title=say("book-form-item")),
                Column(id="seen", title=say("book-form-seen")),
                Column(id="points", title=say("book-form-points")),
            ),
            rows=tuple(rows[:-1]),
            foot=tuple(rows[-1:]),
        )

    def _rows(self, teller: Teller) -> Iterator[tuple[Cell, ...]]:
        listed = parts_scored(self.scored.evaluation, self.form)
        for step, value in listed:
            is_last = step is listed[-1][0]
            if not is_last and not self._is_told(step):
                continue
            label = teller.words.label(step.part.label, step.part.name)
            tone = Tone.TOTAL if is_last else Tone.PLAIN
            yield (
                text_cell(label),
                text_cell(self._seen(step, teller)),
                Cell(text=_written(step, value, teller), tone=tone),
            )

    def _is_told(self, step: ScoringStep) -> bool:
        """Say whether something was seen of an item, or it did not apply.

        Sums are not told, nor how much of the weights applied.
        """
        if step.part.unit is Unit.RATIO:
            return False
        item, evaluation = step.part.item, self.scored.evaluation
        return item is not None and item.name in {*evaluation.items, *evaluation.outside}

    def _seen(self, step: ScoringStep, teller: Teller) -> str:
        item, evaluation = step.part.item, self.scored.evaluation
        if item is None or item.scale is None:
            return ""
        if item.name in evaluation.outside:
            return teller.words.say("book-form-outside")
        wanted = item.scale.input
        value = decode(evaluation.items[item.name], wanted.type, wanted.carrier)
        return write_value(value, wanted.type.unit, locale=teller.words.locale)


def _written(step: ScoringStep, value: Value | Missing, teller: Teller) -> str:
    """Return the points of a part; what an item takes away is below nothing."""
    item = step.part.item
    scale = item.scale if item is not None else None
    takes = scale is not None and scale.effect is Effect.DEDUCTS
    if takes and not isinstance(value, Missing | str):
        value = (-value[0], value[1]) if isinstance(value, tuple) else -value
    unit, carrier = step.formula.node.type, step.formula.carrier
    if isinstance(value, Missing):
        return write_value(value, unit.unit, locale=teller.words.locale)
    return write_value(decode(value, unit, carrier), unit.unit, locale=teller.words.locale)


def form_example(index: CaseIndex, rule: Rule) -> FormExample | None:
    """Return the evaluation that shows a form best, of all cases."""
    form = compiled_forms(scoring_forms(index.pack))[0].get(rule.card.name)
    if form is None:
        return None
    found = [each for case in index.every for each in _examples(index, case, form)]
    return min(found, key=lambda each: each.rank, default=None)


def _examples(index: CaseIndex, case: Case, form: CompiledForm) -> Iterator[FormExample]:
    if not any(each.columns.get("form") == form.form.name for each in case.evaluations):
        return
    rules = index.runner.rules(case)
    rows = evaluation_rows(case, index.pack, rules)
    scored, _ = scored_evaluations(rows, [form.form], zone=ZoneInfo(rules.zone))
    for each in scored:
        yield FormExample(period=case.period, form=form, scored=each)
