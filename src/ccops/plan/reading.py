"""Reading columns while a plan runs: facts and figures as the members of a population see them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.facts import Column, Facts, Picker, absent_reason, mapped, packed, picker, repeated
from ccops.plan.results import NO_PLACE, FigureColumn, Members
from ccops.plan.steps import Key, Reading
from ccops.rules.ranks import Key as RankKey
from ccops.rules.ranks import Unknown
from ccops.values import WHOLE, Cell, Missing, Type, Unit

if TYPE_CHECKING:
    from ccops.plan.plan import Plan
    from ccops.rules import Formula, Program

_COUNT: Final = Type(Unit.COUNT)


@attrs.define(eq=False)
class Reader:
    """Hands out columns; each is narrowed to a population once, however many figures read it."""

    facts: Facts
    figures: dict[Key, FigureColumn] = attrs.field(factory=dict, init=False)
    _columns: dict[tuple[Reading, int], Column] = attrs.field(factory=dict, init=False)
    _cells: dict[tuple[Reading, int], Sequence[Cell | Missing]] = attrs.field(
        factory=dict, init=False
    )
    _picks: dict[tuple[int, int], Picker] = attrs.field(factory=dict, init=False)

    def column(self, reading: Reading, members: Members) -> Column:
        """Return what the members of a population read under a name."""
        key = (reading, id(members))
        if key not in self._columns:
            self._columns[key] = self._column(reading, members)
        return self._columns[key]

    def cells(self, reading: Reading, members: Members) -> Sequence[Cell | Missing]:
        """Return the cells the members of a population read, the missing ones in place."""
        key = (reading, id(members))
        if key not in self._cells:
            self._cells[key] = self.column(reading, members).sequence()
        return self._cells[key]

    def company(self, readings: Sequence[Reading], members: Members) -> Sequence[Hashable] | None:
        """Return in whose company everybody is ranked; not known where a part of it is not."""
        columns = [self.cells(each, members) for each in readings]
        if len(columns) < 2:  # noqa: PLR2004 - one word, or none, is a group as it is
            return columns[0] if columns else None
        rows = zip(*columns, strict=True)
        return [next((each for each in row if isinstance(each, Missing)), row) for row in rows]

    def places(self, reading: Reading, members: Members) -> Column:
        """Return what a table reads of a rank: 0 for members who have no place in it."""
        found = self.figures[_figure(reading)]
        if not self._is_due(found):
            return _not_due(found, members)
        suffix = reading.name.removeprefix(found.step.key.name)
        source = _part(found, suffix) if suffix else _places(found)
        if found.members is not members:
            positions = found.members.positions
            source = [
                NO_PLACE if positions[row] < 0 else source[positions[row]] for row in members.rows
            ]
        return packed(_COUNT, WHOLE, source)

    def _column(self, reading: Reading, members: Members) -> Column:
        if reading.figure is None:
            return self.facts.employees.columns[reading.name].taken(members.pick, len(members))
        found = self.figures[reading.figure]
        if not self._is_due(found):
            return _not_due(found, members)
        column = self.own_column(found, reading.name)
        if found.members is members:
            return column
        return column.taken(self._pick(found.members, members), len(members))

    def on_rows(self, part: FigureColumn, members: Members) -> Column:
        """Return a line for the members of a population, 0 where somebody has none."""
        column = part.column
        if part.members is members:
            return column
        if members and (not part.members or (column.same and column.at(0) == 0)):
            return repeated(column.type, column.carrier, 0, len(members))
        padded = [*column.sequence(), 0]  # the position of a stranger, -1, is the last one
        cells = self._pick(part.members, members)(padded)
        return packed(column.type, column.carrier, cells)

    def own_column(self, found: FigureColumn, name: str) -> Column:
        """Return a figure, or the size or ties of a rank, for the members of its population."""
        suffix = name.removeprefix(found.step.key.name)
        return packed(_COUNT, WHOLE, _part(found, suffix)) if suffix else found.column

    def _pick(self, outer: Members, inner: Members) -> Picker:
        """Return what takes the members of a population out of a column of another."""
        if isinstance(outer.rows, range):
            return inner.pick
        key = (id(outer), id(inner))
        if key not in self._picks:
            self._picks[key] = picker(inner.pick(outer.positions))
        return self._picks[key]

    def _is_due(self, found: FigureColumn) -> bool:
        return found.step.is_due(self.facts.period.label)


def _not_due(found: FigureColumn, members: Members) -> Column:
    """Return a figure that the period has not, as those read it who may read it."""
    step = found.step
    return packed(step.type, step.carrier, [Missing.NOT_DUE] * len(members))


def _figure(reading: Reading) -> Key:
    if reading.figure is None:
        raise LookupError(reading.name)
    return reading.figure


def _places(found: FigureColumn) -> Sequence[Cell | Missing]:
    """Return the places of a rank with 0 for those who have none, or none that pays.

    A blocked one stays missing. Who is put behind everybody for want of a key is counted, and
    has a place, but no table pays him for it.
    """
    places = found.column.sequence()
    if found.column.missing:
        outside = Missing.NO_RECORDS
        places = [NO_PLACE if cell is outside else cell for cell in places]
    ranking = found.ranking
    if ranking is None or ranking.spec.unknown is not Unknown.LAST:
        return places
    gone = [
        any(isinstance(key, Missing) for key in keys) for keys in zip(*ranking.keys, strict=False)
    ]
    return [NO_PLACE if each else cell for each, cell in zip(gone, places, strict=True)]


def _part(found: FigureColumn, suffix: str) -> Sequence[Cell | Missing]:
    if found.ranking is None:
        return ()
    return found.ranking.size if suffix == "_size" else found.ranking.tied


def with_absent_facts(plan: Plan, facts: Facts) -> Facts:
    """Return facts with a column for each one that the plan reads and nobody gave."""
    absent = [name for name in plan.facts if name in plan.reads]
    absent = [name for name in absent if name not in facts.employees.columns]
    if not absent:
        return facts
    columns = dict(facts.employees.columns)
    for name in absent:
        declaration = plan.facts[name]
        empty = [absent_reason(declaration)] * len(facts.employees)
        columns[name] = packed(declaration.type, declaration.carrier, empty)
    return attrs.evolve(facts, employees=attrs.evolve(facts.employees, columns=columns))


def formula_cells(
    formula: Formula, readings: Mapping[str, Reading], members: Members, reader: Reader
) -> list[Any]:
    """Return what a formula comes to for the members of a population."""
    inputs = [reader.column(readings[name], members) for name in formula.inputs]
    return evaluated(formula, inputs, len(members))


def evaluated(program: Formula | Program, inputs: Sequence[Column], size: int) -> list[Any]:
    """Return what a formula or table gives for each row of its columns.

    What is the same for everybody is not looked at row by row.
    """
    run = program.careful if any(each.missing for each in inputs) else program.quick
    other = [each for each in inputs if not each.same]
    if not other:
        return [run(*(each.at(0) for each in inputs))] * size if size else []
    if len(other) == 1:
        same = [each.at(0) if each.same else None for each in inputs]
        at = inputs.index(other[0])
        return mapped(run, other[0].sequence(), before=same[:at], after=same[at + 1 :])
    return list(map(run, *(repeat(x.at(0)) if x.same else x.sequence() for x in inputs)))


def unknown_without(needed: Sequence[Hashable], keys: Sequence[RankKey]) -> Sequence[RankKey]:
    """Return the first keys, missing where what a place needs is: the group, or being barred."""
    pairs = zip(keys, needed, strict=True)
    return [cell if isinstance(cell, Missing) else key for key, cell in pairs]
