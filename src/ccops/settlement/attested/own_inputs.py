"""Own inputs: everything that one employee's figures of a period follow from, input by input.

These are his facts, what earlier periods left of him, and what depends on other people: his place
in a rank, its size, who shares it, what is gathered of others. Which ones there are follows from
the pack alone, so that whoever has the pack reads them in the same order.
"""

from __future__ import annotations

import enum
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import Column, History, absent_reason, packed
from ccops.frozen import frozen
from ccops.plan import FigureStep, GroupFactStep, Key, Members, MembersStep, RankStep
from ccops.values import NOT_APPLICABLE, WHOLE, Carrier, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.facts import FactDeclaration, Facts
    from ccops.plan import Plan, Results
    from ccops.values import Cell, Missing, NotApplicable

_COUNT: Final = Type(Unit.COUNT)
_FLAG: Final = Type(Unit.FLAG)


class InputKind(enum.Enum):
    """Where an input comes from: the period, an earlier one, or other people's figures."""

    FACT = "fact"
    PAST = "past"
    FIGURE = "figure"
    SIZE = "size"
    TIED = "tied"
    OPEN = "open"


@frozen(kw_only=True)
class OwnInput:
    """One input: ``name`` is the fact, the name of an earlier period, or the figure.

    ``key`` is that of the figure, ``ago`` how many periods ago it was. ``id`` names it in a file.
    """

    kind: InputKind
    name: str
    type: Type
    carrier: Carrier
    key: Key | None = None
    ago: int = 0

    @cached_property
    def id(self) -> str:
        """What the input is called in a file: ``fact conduct``, ``past monthly_score 2``."""
        if self.key is not None:
            return f"{self.kind.value} {self.key.name} {self.key.population}"
        return f"{self.kind.value} {self.name}" + (f" {self.ago}" if self.ago else "")

    @property
    def is_of_others(self) -> bool:
        """Whether it depends on other people."""
        return self.key is not None


def own_inputs(plan: Plan, period: str) -> tuple[OwnInput, ...]:
    """Return the inputs of anybody's figures in a period, in the order of what they are called."""
    return (
        *(_fact(plan.facts[name]) for name in sorted(_facts_of(plan))),
        *sorted(_past(plan), key=lambda each: (each.name, each.ago)),
        *(each for step in _among_others(plan, period) for each in _of_others(step)),
    )


def _facts_of(plan: Plan) -> set[str]:
    """Return the facts that figures read, and those that lines count."""
    counted = {line.quantity for line in plan.lines}
    return {name for name in plan.facts if name in plan.reads or name in counted}


def _fact(declared: FactDeclaration) -> OwnInput:
    return OwnInput(
        kind=InputKind.FACT, name=declared.name, type=declared.type, carrier=declared.carrier
    )


def _past(plan: Plan) -> Iterator[OwnInput]:
    for need in plan.history_needs:
        for ago in range(1, need.periods + 1):
            yield OwnInput(
                kind=InputKind.PAST, name=need.name, type=need.type, carrier=need.carrier, ago=ago
            )


def _among_others(plan: Plan, period: str) -> list[FigureStep]:
    found = (
        each
        for each in plan.figures.values()
        if isinstance(each, RankStep | MembersStep | GroupFactStep) and each.is_due(period)
    )
    return sorted(found, key=lambda each: (each.key.name, each.key.population))


def _of_others(step: FigureStep) -> Iterator[OwnInput]:
    key = step.key
    yield OwnInput(
        kind=InputKind.FIGURE, name=key.name, key=key, type=step.type, carrier=step.carrier
    )
    if isinstance(step, RankStep):
        for kind, type_ in (
            (InputKind.SIZE, _COUNT),
            (InputKind.TIED, _COUNT),
            (InputKind.OPEN, _FLAG),
        ):
            yield OwnInput(kind=kind, name=key.name, key=key, type=type_, carrier=WHOLE)


@frozen(eq=False)
class InputCells:
    """The cells of one input: a column for the rows of some members of the sheet."""

    input: OwnInput
    column: Column
    members: Members

    def at(self, row: int) -> Cell | Missing | NotApplicable:
        """Return the cell of a row, ``NOT_APPLICABLE`` where he has no such input."""
        position = self.members.positions[row]
        return NOT_APPLICABLE if position < 0 else self.column.at(position)


def input_cells(results: Results) -> tuple[InputCells, ...]:
    """Return what the inputs of everybody are, in their order."""
    plan, facts = results.plan, results.facts
    everybody = Members.everybody(len(facts.employees))
    past = _Past(results.history, len(facts.employees))
    found: list[InputCells] = []
    for each in own_inputs(plan, facts.period.label):
        if each.key is not None:
            found.append(_of_figure(each, each.key, results))
        else:
            column = past.column(each) if each.ago else _fact_column(each, facts)
            found.append(InputCells(each, column, everybody))
    return tuple(found)


@frozen(eq=False)
class _Past:
    """Columns of earlier periods; those of which nothing is known are often one and the same."""

    _history: History
    _size: int
    _made: dict[tuple[int, Type, Carrier], Column] = attrs.field(factory=dict, init=False)

    def column(self, own: OwnInput) -> Column:
        cells = self._history.before(own.name, own.ago, self._size)
        key = (id(cells), own.type, own.carrier)
        if key not in self._made:
            self._made[key] = packed(own.type, own.carrier, cells)
        return self._made[key]


def _fact_column(own: OwnInput, facts: Facts) -> Column:
    found = facts.employees.columns.get(own.name)
    if found is not None:
        return found
    reason = absent_reason(facts.declarations[own.name])
    return packed(own.type, own.carrier, [reason] * len(facts.employees))


def _of_figure(own: OwnInput, key: Key, results: Results) -> InputCells:
    found = results.figures[key]
    ranking, size = found.ranking, len(found.members)
    match own.kind:
        case InputKind.SIZE if ranking is not None:
            column = packed(own.type, own.carrier, ranking.size)
        case InputKind.TIED if ranking is not None:
            column = packed(own.type, own.carrier, ranking.tied)
        case InputKind.OPEN:
            is_open = bool(results.blocked.get(key))
            column = packed(own.type, own.carrier, [is_open] * size)
        case _:
            column = found.column
    return InputCells(own, column, found.members)
