"""From a settlement to workings: what figures were worked out from, each as live as can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.plan import (
    AccountPartStep,
    AccountStep,
    FigureStep,
    Key,
    MembersStep,
    RankStep,
    Reading,
    RowStep,
    TableStep,
    TotalStep,
    WindowStep,
)
from ccops.plan.results import rank_part
from ccops.plan.steps import GroupFactStep
from ccops.reports.document.alone import shown_in
from ccops.reports.document.following import ByFormula, ByRank, BySum, Follows, Given
from ccops.reports.document.words import Words
from ccops.reports.document.workings import WorkingColumn, Workings
from ccops.reports.parts.working_rules import WorkingRules
from ccops.rules.ranks import Barred, Ties, TiesPay, Unknown
from ccops.settlement import Settlement
from ccops.values import WHOLE, Missing, NotApplicable, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.reports.document.model import Section
    from ccops.values import Cell

_PARTS: Final = ("_size", "_tied")


def workings_of(
    settlement: Settlement,
    words: Words,
    *,
    subjects: Sequence[str],
    figures: Iterable[str] = (),
    names: Mapping[str, str] | None = None,
    beside: Sequence[str] = (),
) -> Workings:
    """Return the workings of some employees: what some ``figures`` of theirs follow from.

    Without any these are their lines and totals. ``beside`` are facts or figures that stand there
    too, such as what people are grouped by, as far as there are any called so. Raises
    ``UnknownNameError`` for a stranger.
    """
    rows = tuple(settlement.row_of(each) for each in subjects)
    called = names or {}
    rules = WorkingRules(settlement=settlement, words=words)
    making = _Making(
        settlement=settlement,
        words=words,
        rows=rows,
        wanted=tuple(figures),
        rules=rules,
        beside=tuple(beside),
        facts=dict.fromkeys(beside),
    )
    columns = tuple(making.columns())
    return Workings(
        title=words.say("workings"),
        subjects=tuple(subjects),
        names=tuple(called.get(each, "") for each in subjects),
        columns=columns,
        parameters=tuple(rules.parameters.values()),
        tables=tuple(rules.tables.values()),
        currency=settlement.rules.currency,
    )


def workings_behind(
    settlement: Settlement, words: Words, sections: Iterable[Section], names: Mapping[str, str]
) -> Workings:
    """Return the workings of whatever figures the cells of some sections say they show."""
    shown = [at for section in sections for at in shown_in(section)]
    return workings_of(
        settlement,
        words,
        subjects=tuple(dict.fromkeys(each.subject for each in shown)),
        figures=tuple(dict.fromkeys(each.figure for each in shown)),
        names=names,
    )


@attrs.frozen(kw_only=True, eq=False)
class _Making:
    """Workings in the making."""

    settlement: Settlement
    words: Words
    rows: tuple[int, ...]
    wanted: tuple[str, ...]
    rules: WorkingRules
    beside: tuple[str, ...]
    #: Facts, parts of ranks and figures that are read, by the name of their column.
    facts: dict[str, None] = attrs.field(factory=dict[str, None])
    parts: dict[str, Key] = attrs.field(factory=dict[str, Key])

    # -- columns ----------------------------------------------------------------------------

    def columns(self) -> Iterator[WorkingColumn]:
        """Yield facts first, then figures in the order in which they are worked out."""
        figures = self._behind()
        made = [self._figure(name, keys) for name, keys in figures.items()]
        sheet = self.settlement.results.facts.employees
        yield from (self._fact(name) for name in sheet.columns if name in self.facts)
        for column in made:
            parts = (column.id + each for each in _PARTS)
            yield from (self._part(each) for each in parts if each in self.parts)
            yield column

    def _behind(self) -> Mapping[str, tuple[Key, ...]]:
        """Return the figures that lines and totals follow from, by name, in the plan's order."""
        results = self.settlement.results
        wanted = {*(self.wanted or self._paid()), *self.beside}
        waiting = [key for key in results.plan.figures if key.name in wanted]
        found: set[Key] = set()
        while waiting:
            key = waiting.pop()
            if key not in found and self._is_there(key):
                found.add(key)
                waiting.extend(self._read_by(results.plan.figures[key]))
        named: dict[str, tuple[Key, ...]] = {}
        for key in results.plan.figures:
            if key in found:
                named[key.name] = (*named.get(key.name, ()), key)
        return named

    def _paid(self) -> Iterator[str]:
        """Yield the figures that are lines, or totals that are printed."""
        plan = self.settlement.results.plan
        yield from (each.figure for each in plan.lines)
        for key, step in plan.figures.items():
            if isinstance(step, TotalStep) and step.rule.is_printed:
                yield key.name

    def _is_there(self, key: Key) -> bool:
        members = self.settlement.results.figures[key].members
        return any(members.positions[row] >= 0 for row in self.rows)

    def _read_by(self, step: FigureStep) -> Iterator[Key]:
        """Yield the figures a figure reads, as far as it is recomputed; note its facts."""
        if isinstance(step, TotalStep):
            yield from step.parts
        if not isinstance(step, RowStep | TableStep | RankStep) or self._why_given(step):
            return
        for reading in self._readings(step):
            if reading.figure is None:
                self.facts[reading.name] = None
            else:
                if reading.name != reading.figure.name:
                    self.parts[reading.name] = reading.figure
                yield reading.figure

    def _readings(self, step: FigureStep) -> Iterator[Reading]:
        names: Iterable[str] = step.readings
        if isinstance(step, RowStep):
            names = step.formula.inputs
        elif isinstance(step, RankStep):
            names = step.keys
        return (step.readings[name] for name in names)

    def _fact(self, name: str) -> WorkingColumn:
        results = self.settlement.results
        column = results.facts.employees.columns[name]
        is_measured = name in results.facts.evidence
        why = self.words.say("given-measured" if is_measured else "given-fact")
        return WorkingColumn(
            id=name,
            title=self._label(name),
            type=column.type,
            carriers=(column.carrier,),
            cells=[column.at(row) for row in self.rows],
            follows=(Given(why=why),),
            rules=[0] * len(self.rows),
        )

    def _figure(self, name: str, keys: tuple[Key, ...]) -> WorkingColumn:
        results = self.settlement.results
        cells: list[Cell | Missing | None] = [None] * len(self.rows)
        rules = [-1] * len(self.rows)
        for number, key in enumerate(keys):
            column = results.figures[key]
            positions = column.members.positions
            for at, row in enumerate(self.rows):
                if positions[row] >= 0:
                    cells[at], rules[at] = column.column.at(positions[row]), number
        step = results.plan.figures[keys[0]]
        return WorkingColumn(
            id=name,
            title=self._label(name),
            type=step.type,
            carriers=tuple(results.plan.figures[key].carrier for key in keys),
            cells=cells,
            follows=tuple(self._follows(results.plan.figures[key]) for key in keys),
            rules=rules,
            is_place=isinstance(step, RankStep),
        )

    def _part(self, name: str) -> WorkingColumn:
        """Return how many are ranked with each, or share his place."""
        results, key = self.settlement.results, self.parts[name]
        column, step = results.figures[key], results.plan.figures[key]
        suffix = name.removeprefix(key.name)
        found = [rank_part(column, suffix, row) for row in self.rows]
        is_there = [not isinstance(each, NotApplicable) for each in found]
        follows: Follows = self._follows(step)
        if isinstance(follows, ByRank):
            is_size = suffix == "_size"
            why = self.words.say("given-ties")
            follows = attrs.evolve(follows, counts=True) if is_size else Given(why=why)
        return WorkingColumn(
            id=name,
            title=self.words.say(f"rank-{suffix[1:]}", rank=self._label(key.name)),
            type=Type(Unit.COUNT),
            carriers=(WHOLE,),
            cells=[None if isinstance(each, NotApplicable) else each for each in found],
            follows=(follows,),
            rules=[0 if each else -1 for each in is_there],
        )

    def _label(self, name: str) -> str:
        return self.words.head(self.settlement.results.plan.label_of(name), name)

    # -- how a figure follows ---------------------------------------------------------------

    def _why_given(self, step: FigureStep) -> str:
        """Return why a figure is not recomputed: what it reads is not here, or has no formula."""
        match step:
            case WindowStep():
                return self.words.say("given-window")
            case AccountStep() | AccountPartStep():
                return self.words.say("given-account")
            case MembersStep():
                return self.words.say("given-members")
            case GroupFactStep():
                return self.words.say("given-group")
            case TableStep() if step.rule.ties_pay is TiesPay.SPLIT:
                return self.words.say("given-split")
            case RankStep():
                return self._why_no_rank(step)
            case _:
                return ""

    def _why_no_rank(self, step: RankStep) -> str:
        ranked = self.settlement.results.figures[step.key].members.rows
        if not set(ranked) <= set(self.rows):
            return self.words.say("given-others")
        is_plain = (
            not step.scope
            and step.spec.ties is not Ties.DENSE
            and step.spec.unknown is not Unknown.LAST
            and (step.spec.barred is Barred.KEEP_PLACE or not step.barred_by)
        )
        return "" if is_plain else self.words.say("given-rank")

    def _follows(self, step: FigureStep) -> Follows:
        why = self._why_given(step)
        if why:
            return Given(why=why)
        match step:
            case RowStep():
                reads = {name: step.readings[name].name for name in step.formula.inputs}
                return ByFormula(
                    formula=step.formula, reads=reads, parameters=self.rules.named(step)
                )
            case TotalStep():
                return BySum(columns=tuple(dict.fromkeys(each.name for each in step.parts)))
            case TableStep():
                return self.rules.by_table(step)
            case RankStep():
                keys = tuple(step.readings[name].name for name in step.keys)
                return ByRank(rank=step.key.name, spec=step.spec, keys=keys)
            case _:
                return Given(why=self.words.say("no-formula-other"))
