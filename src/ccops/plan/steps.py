"""The compiled steps of a plan, in the order in which they run: one class per kind of figure."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ccops.plan.definitions import (
    Definition,
    Gathering,
    IfNone,
    MembersFigure,
    PopulationRule,
    RankFigure,
    RowFigure,
    TableFigure,
    TotalFigure,
)
from ccops.rules import Formula, Name, Program
from ccops.rules.ranks import RankSpec
from ccops.rules.tables import Table
from ccops.values import Bounds, Carrier, Rounding, Type

if TYPE_CHECKING:
    from ccops.messages import Label


@attrs.frozen
class Key:
    """One figure of one population; the same name may have another definition elsewhere."""

    name: str
    population: str


@attrs.frozen
class Reading:
    """Where a name is read from: a fact, or a figure of a population."""

    name: str
    figure: Key | None = None


@attrs.frozen(kw_only=True)
class PopulationStep:
    """Finds the rows of a population among those of the population around it."""

    rule: PopulationRule
    outer: str
    formula: Formula | None
    readings: Mapping[str, Reading]


@attrs.frozen(kw_only=True)
class FigureStep:
    """What every compiled figure has."""

    key: Key
    type: Type
    carrier: Carrier
    bounds: Bounds
    optional: bool
    readings: Mapping[str, Reading]

    @property
    def definition(self) -> Definition:
        """The definition the step was compiled from."""
        raise LookupError(self.key.name)

    @property
    def label(self) -> Label:
        """What people call the figure."""
        return self.definition.label

    def as_name(self) -> Name:
        """Return what the figure's name stands for in a formula."""
        return Name(
            name=self.key.name,
            type=self.type,
            carrier=self.carrier,
            bounds=self.bounds,
            optional=self.optional,
        )


@attrs.frozen(kw_only=True)
class RowStep(FigureStep):
    """A formula over rows."""

    rule: RowFigure
    formula: Formula

    @property
    def definition(self) -> RowFigure:
        """The row figure."""
        return self.rule


@attrs.frozen(kw_only=True)
class TableStep(FigureStep):
    """A decision table: a program that finds the row hit, and what each row gives.

    ``outputs`` holds the cells of the rows, then ``otherwise``, then what the unranked get.
    ``inputs`` are the names the program takes, in order.
    """

    rule: TableFigure
    table: Table
    inputs: tuple[str, ...]
    program: Program
    outputs: tuple[int | None, ...]
    rank: str | None

    @property
    def definition(self) -> TableFigure:
        """The table figure."""
        return self.rule


@attrs.frozen(kw_only=True)
class RankStep(FigureStep):
    """Places among a population by a chain of keys."""

    rule: RankFigure
    spec: RankSpec
    keys: tuple[str, ...]
    scope: str | None
    barred_by: tuple[str, ...]

    @property
    def definition(self) -> RankFigure:
        """The rank."""
        return self.rule


@attrs.frozen(kw_only=True)
class MembersStep(FigureStep):
    """An aggregate over the members of the reader's group."""

    rule: MembersFigure
    member_figure: Reading
    member_population: str
    where: Formula | None
    where_readings: Mapping[str, Reading]
    gathering: Gathering
    over: str
    share: Fraction
    if_none: IfNone
    rounding: Rounding | None
    member_type: Type
    member_carrier: Carrier

    @property
    def definition(self) -> MembersFigure:
        """The members figure."""
        return self.rule


@attrs.frozen(kw_only=True)
class TotalStep(FigureStep):
    """A sum of money figures, over every population they are defined for."""

    rule: TotalFigure
    parts: tuple[Key, ...]

    @property
    def definition(self) -> TotalFigure:
        """The total."""
        return self.rule


Step = PopulationStep | RowStep | TableStep | RankStep | MembersStep | TotalStep
