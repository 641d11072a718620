"""The compiled steps of a plan, in the order in which they run: one class per kind of figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

import attrs

from ccops.facts import AccountKind, FactDeclaration, GroupKind
from ccops.frozen import frozen
from ccops.plan.account_figures import AccountFigure, AccountPart, AccountPartFigure, AccountTerms
from ccops.plan.definitions import (
    Definition,
    Gathering,
    GroupFactFigure,
    IfNone,
    MembersFigure,
    PopulationRule,
    RankFigure,
    RowFigure,
    TableFigure,
    TotalFigure,
    WindowFigure,
)
from ccops.plan.populations import Constraint, constraints_of
from ccops.rules import Formula, Name, Program
from ccops.rules.outcomes import Outcome, bits, outcome
from ccops.rules.ranks import RankSpec
from ccops.rules.tables import Table
from ccops.rules.windows import WindowKind
from ccops.values import Bounds, Carrier, Cell, Missing, Rounding, Scalar, Type, Unit, encode

if TYPE_CHECKING:
    from ccops.messages import Label


#: What somebody without a place hits in a table, and who lacks a value it reads.
UNRANKED: Final = -1
NO_HIT: Final = -2


class Key(NamedTuple):
    """One figure of one population; the same name may have another definition elsewhere."""

    name: str
    population: str


#: What a rank gives besides the place.
RANK_PARTS: Final = ("", "_size", "_tied")


class Reading(NamedTuple):
    """Where a name is read from: a fact, or a figure of a population."""

    name: str
    figure: Key | None = None


@frozen(kw_only=True)
class PopulationStep:
    """Finds the rows of a population among those of the population around it."""

    rule: PopulationRule
    outer: str
    formula: Formula | None
    readings: Mapping[str, Reading]

    @cached_property
    def demands(self) -> Mapping[str, Constraint]:
        """What it demands of the names its condition reads, as far as proven."""
        return constraints_of(self.formula.node) if self.formula is not None else {}


@frozen(kw_only=True)
class FigureStep:
    """What every compiled figure has."""

    key: Key
    type: Type
    carrier: Carrier
    bounds: Bounds
    optional: bool
    readings: Mapping[str, Reading]

    #: What the figure gives: the name itself, or the name with these behind it.
    suffixes: ClassVar[tuple[str, ...]] = ("",)

    @property
    def definition(self) -> Definition:
        """The definition the step was compiled from."""
        raise LookupError(self.key.name)

    @property
    def label(self) -> Label:
        """What people call the figure."""
        return self.definition.label

    @cached_property
    def names(self) -> Mapping[str, Name]:
        """What the figure's names stand for in a formula."""
        return {
            each: self._name(each) for each in (self.key.name + part for part in self.suffixes)
        }

    def _name(self, name: str) -> Name:
        return Name(
            name=name,
            type=self.type,
            carrier=self.carrier,
            bounds=self.bounds,
            optional=self.optional or self.definition.cadence is not None,
        )

    def is_due(self, label: str) -> bool:
        """Say whether a period has the figure at all."""
        cadence = self.definition.cadence
        return cadence is None or cadence.is_due(label)


@frozen(kw_only=True)
class RowStep(FigureStep):
    """A formula over rows."""

    rule: RowFigure
    formula: Formula

    @property
    def definition(self) -> RowFigure:
        """The row figure."""
        return self.rule


@frozen(kw_only=True)
class TableStep(FigureStep):
    """A decision table: a program that finds the rows hit, and what they give.

    A hit is the index of the row that decides (``len(rows)`` for ``otherwise``) or, where all
    rows that hold count, their set as a whole number; -1 is somebody without a place, who gets
    ``unranked``. ``inputs`` are the names the program takes, in order; ``results`` everything
    the table can give, ``None`` where that is not known; ``lead`` the step whose hits this one
    takes; ``parameters`` the constants its cells name.
    """

    rule: TableFigure
    table: Table
    inputs: tuple[str, ...]
    program: Program
    unranked: Outcome | None
    results: tuple[Outcome, ...] | None
    rank: str | None
    lead: Key | None = None
    parameters: Mapping[str, Scalar] = attrs.field(factory=dict[str, Scalar])

    @property
    def definition(self) -> TableFigure:
        """The table figure."""
        return self.rule

    def rows_of(self, hit: int) -> int:
        """Return the set of rows of a hit, the empty one for ``otherwise`` and the unranked."""
        if not self.table.takes_one_row:
            return max(hit, 0)
        return 1 << hit if 0 <= hit < len(self.table.rows) else 0

    def taken(self, hit: int) -> tuple[int, ...]:
        """Return the rows of a hit from 0: the one after the last is ``otherwise``, -1 unranked.

        Nothing was taken where somebody lacks a value the table reads.
        """
        if hit == NO_HIT:
            return ()
        if hit < 0 or self.table.takes_one_row:
            return (hit,)
        return tuple(bits(hit)) or (len(self.table.rows),)

    def cell_of(self, hit: int) -> Cell:
        """Return what a hit gives. Raises ``LookupError`` for one the table cannot have."""
        given = self.unranked if hit < 0 else None
        if given is None:
            given = outcome(self.table, self.rows_of(hit))
        if given is None:
            raise LookupError(f"{self.key.name}: no row")
        scalar = given[self.rule.output]
        return encode(_public(scalar), self.type, self.carrier)


def _public(scalar: Scalar) -> object:
    """Return a constant as values are handed in; a duration is counted in milliseconds."""
    if scalar.unit is Unit.DURATION:
        return dt.timedelta(milliseconds=int(scalar.number))
    return scalar.value


@frozen(kw_only=True)
class RankStep(FigureStep):
    """Places among a population by a chain of keys."""

    rule: RankFigure
    spec: RankSpec
    keys: tuple[str, ...]
    scope: tuple[str, ...]
    barred_by: tuple[str, ...]

    suffixes: ClassVar[tuple[str, ...]] = RANK_PARTS

    @property
    def definition(self) -> RankFigure:
        """The rank."""
        return self.rule

    def _name(self, name: str) -> Name:
        """Nobody may be ranked at all: places begin at 1, the other parts at 0."""
        found = super()._name(name)
        is_place = name == self.key.name
        return found if is_place else attrs.evolve(found, bounds=Bounds(Fraction(0)))


@frozen(kw_only=True)
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


@frozen(kw_only=True)
class GroupFactStep(FigureStep):
    """A fact of the group the reader belongs to, as it is ``declared`` of such groups."""

    rule: GroupFactFigure
    kind: GroupKind
    declared: FactDeclaration

    @property
    def definition(self) -> GroupFactFigure:
        """The figure."""
        return self.rule

    @property
    def fact(self) -> str:
        """The fact of the group."""
        return self.rule.fact.value


@frozen(kw_only=True)
class WindowStep(FigureStep):
    """A window over this period and those before it.

    ``skip`` says which periods are left out, or which are taken if it ``keeps``.
    ``length`` is how many periods it takes, ``at_least`` how many of them must be there (``None``:
    all). ``was`` is what the window was called before a figure it reads was renamed, and
    ``names_before`` says the same of those figures.
    """

    rule: WindowFigure
    kind: WindowKind
    source: Reading
    source_type: Type
    source_carrier: Carrier
    source_bounds: Bounds
    skip: Reading | None
    keeps: bool
    length: int
    at_least: int | None
    was: str = ""
    names_before: Mapping[str, str] = attrs.field(factory=dict[str, str])

    @property
    def definition(self) -> WindowFigure:
        """The window."""
        return self.rule

    @property
    def before(self) -> int:
        """How many periods before this one it reads."""
        single = self.kind in (WindowKind.PREVIOUS, WindowKind.STREAK)
        return 1 if single else self.length - 1

    def left_out(self, flags: Sequence[Cell | Missing]) -> Sequence[Cell | Missing]:
        """Return for each flag that ``skip`` reads whether its period is left out."""
        if not self.keeps:
            return flags
        return [flag if isinstance(flag, Missing) else not flag for flag in flags]


@frozen(kw_only=True)
class AccountStep(FigureStep):
    """Dated lots; ``posted`` and ``used`` are all definitions of what comes in and is wanted."""

    rule: AccountFigure
    posted: tuple[Key, ...]
    used: tuple[Key, ...]
    terms: AccountTerms

    @property
    def definition(self) -> AccountFigure:
        """The account."""
        return self.rule

    @property
    def kind(self) -> AccountKind:
        """What the account is called, was called before, and how its amounts lie."""
        return AccountKind(
            name=self.key.name, type=self.type, carrier=self.carrier, was=self.rule.was
        )


@frozen(kw_only=True)
class AccountPartStep(FigureStep):
    """A figure beside the balance of an account."""

    rule: AccountPartFigure
    account: Key
    part: AccountPart

    @property
    def definition(self) -> AccountPartFigure:
        """The figure beside the balance."""
        return self.rule


@frozen(kw_only=True)
class TotalStep(FigureStep):
    """A sum of money figures, over every population they are defined for."""

    rule: TotalFigure
    parts: tuple[Key, ...]

    @property
    def definition(self) -> TotalFigure:
        """The total."""
        return self.rule


Step = PopulationStep | FigureStep
