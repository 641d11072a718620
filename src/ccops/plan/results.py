"""What a run of a plan leaves: the rows of each population, and a column per figure."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial

import attrs

from ccops.facts import Column, Facts, History, Picker, picker
from ccops.frozen import frozen
from ccops.messages import Label
from ccops.plan.accounts import Account
from ccops.plan.plan import Plan
from ccops.plan.steps import FigureStep, Key, Reading
from ccops.rules.ranks import Ranking
from ccops.values import NOT_APPLICABLE, Cell, Missing, NotApplicable

#: What reads one name for one row after another.
Reader = Callable[[int], Cell | Missing | NotApplicable]
#: The place of somebody who is in a rank's population but has no place in it.
NO_PLACE = 0


@frozen(eq=False)
class Members:
    """The rows of a population within a sheet."""

    rows: Sequence[int]
    _size: int

    @classmethod
    def everybody(cls, size: int) -> Members:
        """Return the population of every row."""
        return cls(range(size), size)

    @classmethod
    def of_rows(cls, rows: Sequence[int], size: int) -> Members:
        """Return the population of some rows of a sheet of so many."""
        return cls(array("q", rows), size)

    @cached_property
    def pick(self) -> Picker:
        """What takes the cells of the rows out of a column of the sheet."""
        return picker(self.rows)

    @cached_property
    def positions(self) -> Sequence[int]:
        """Where each row of the sheet stands among the rows; -1 where it does not."""
        if isinstance(self.rows, range):
            return self.rows
        positions = array("q", [-1]) * self._size
        for position, row in enumerate(self.rows):
            positions[row] = position
        return positions

    def __contains__(self, row: object) -> bool:
        return isinstance(row, int) and self.positions[row] >= 0

    def __iter__(self) -> Iterator[int]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@frozen(kw_only=True, eq=False)
class FigureColumn:
    """The values of one figure for the members of its population.

    ``hits`` are the rows of a table hit (``TableStep`` says how); ``ranking`` the order, sizes
    and ties of a rank; ``accounts`` what happened to the lots of each member.
    """

    step: FigureStep
    members: Members
    column: Column
    hits: Sequence[int] | None = None
    ranking: Ranking | None = None
    accounts: Sequence[Account] = ()

    def at(self, row: int) -> Cell | Missing | NotApplicable:
        """Return the cell of a row of the sheet."""
        position = self.members.positions[row]
        return NOT_APPLICABLE if position < 0 else self.column.at(position)


@frozen(kw_only=True, eq=False)
class Results:
    """Every figure of a period. ``blocked`` names, per rank, the rows whose key is missing."""

    plan: Plan
    facts: Facts
    populations: Mapping[str, Members]
    figures: Mapping[Key, FigureColumn]
    blocked: Mapping[Key, tuple[int, ...]]
    history: History = attrs.field(factory=History)
    #: The columns of each name that was asked for.
    _columns: dict[str, tuple[FigureColumn, ...]] = attrs.field(
        factory=dict[str, tuple[FigureColumn, ...]], init=False
    )

    def columns_of(self, name: str) -> tuple[FigureColumn, ...]:
        """Return the columns of a figure, one per population."""
        found = self._columns.get(name)
        if found is None:
            steps = self.plan.steps_of(name)
            found = self._columns[name] = tuple(self.figures[each.key] for each in steps)
        return found

    def column_at(self, name: str, row: int) -> FigureColumn | None:
        """Return the column of a figure that has a line for a row, if any."""
        for each in self.columns_of(name):
            if each.members.positions[row] >= 0:
                return each
        return None

    def label_at(self, name: str, row: int) -> Label:
        """Return what a figure is called for a row: definitions of one name have their labels."""
        own = self.column_at(name, row)
        label = Label() if own is None else own.step.label
        return label if label != Label() else self.plan.label_of(name)

    def cell(self, reading: Reading, row: int) -> Cell | Missing | NotApplicable:
        """Return what somebody reads under a name: his fact, or his figure."""
        return self.reader(reading)(row)

    def reader(self, reading: Reading) -> Reader:
        """Return what reads a name for one row after another."""
        if reading.figure is None:
            return self.facts.employees.columns[reading.name].at
        column = self.figures[reading.figure]
        if not column.step.is_due(self.facts.period.label):
            return _not_due
        suffix = reading.name.removeprefix(reading.figure.name)
        return partial(rank_part, column, suffix) if suffix else column.at


def _not_due(_row: int) -> Missing:
    return Missing.NOT_DUE


def rank_part(column: FigureColumn, suffix: str, row: int) -> Cell | Missing | NotApplicable:
    """Return the size or the number of tied people of somebody's rank."""
    position = column.members.positions[row]
    ranking = column.ranking
    if position < 0 or ranking is None:
        return NOT_APPLICABLE
    return (ranking.size if suffix == "_size" else ranking.tied)[position]
