"""What can stand in a plan: populations, and figures of a closed list of kinds.

Policies of the trade rooms and the figures of a pack all become these definitions; nothing is
checked here. A definition may be written in Python as well as in a pack.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ccops.facts import GroupKind
from ccops.frozen import frozen
from ccops.messages import Label, Origin, Span, Text
from ccops.plan.cadence import Cadence
from ccops.rules import ColumnRule, Shape, name_field, origin_field, pack_field
from ccops.rules.places import PlacesRounding
from ccops.rules.ranks import Barred, Ties, TiesPay, Unknown
from ccops.rules.tables import Collect, HitPolicy
from ccops.values import Rounding, Scalar, Unit

if TYPE_CHECKING:
    from ccops.rules.windows import WindowCall  # noqa: TC004 - in annotations of attrs alone

#: The population of everybody; every other population lies within it.
EVERYBODY = "employees"
#: The whole center as a group: everybody belongs to it.
CENTER = "center"
#: The groups figures over members go by: those employees are assigned to for parts of a period,
#: and the whole center.
GROUPS = ("team", "project", CENTER)


@frozen(kw_only=True)
class PopulationRule:
    """A named part of the employees: ``agents: {is: "role == 'agent'"}``."""

    name: str = name_field()
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    within: Text | None = pack_field(
        Shape.NAME, of="population", default=None, zh="所属人群", en="the population it lies in"
    )
    is_: Text | None = pack_field(
        Shape.FORMULA, key="is", default=None, zh="条件", en="who belongs to it"
    )
    origin: Origin = origin_field()


class PeriodRule(enum.Enum):
    """Which day's value holds for a period in which a constant changes.

    ``split``: each dated record takes the value of its own day.
    """

    START = "start"
    END = "end"
    SPLIT = "split"


@frozen(kw_only=True)
class ParameterRule:
    """A dated, sourced constant: ``{unit: ratio, values: {2022-10-01: 30%}, source: S1-07}``."""

    name: str = name_field()
    unit: Unit = pack_field(Shape.WORD, of=Unit, zh="单位", en="the unit of the constant")
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    values: tuple[tuple[dt.date, Text], ...] = pack_field(
        Shape.DATED, zh="各日起的取值", en="the value from each day on"
    )
    period_rule: PeriodRule | None = pack_field(
        Shape.WORD,
        of=PeriodRule,
        default=None,
        zh="期内变更",
        en="which value a period takes in which it changes: start, end, or split by day",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class Reason:
    """A reason code and the flag figure that says whom it hits."""

    code: str
    flag: str
    label: Label = attrs.field(factory=Label)
    origin: Origin = attrs.field(factory=Origin)


@frozen(kw_only=True)
class Definition:
    """What every figure has: its name, whose it is, its label, and where the rule comes from.

    ``policy`` names the policy that contributed it (itself, for a figure of the pack).
    ``cadence`` says in which periods there is such a figure (``None``: in all); ``was`` what it
    was called before, where earlier periods left it under another name.
    """

    name: str
    population: Text
    label: Label = attrs.field(factory=Label)
    origin: Origin = attrs.field(factory=Origin)
    policy: str = ""
    cadence: Cadence | None = None
    was: str = ""


@frozen(kw_only=True)
class AddsUp:
    """What a row figure adds up: ``amount`` for each of ``per``.

    An amount that changes inside a period is taken day by day, where ``per`` counts dated
    records.
    """

    per: Text
    amount: Text


@frozen(kw_only=True)
class RowFigure(Definition):
    """A formula over one row. Money and points need a rounding or ``unrounded``.

    ``reasons`` are the coded conditions that decide it, for statements and explanations.
    ``constants`` are values with units that only this formula names; they hide whatever else
    has their name. ``named_at`` says of a formula that a policy made where the pack writes the
    names it reads; ``None`` for a formula as it is written. ``adds_up`` is what the formula
    multiplies, where that is all it does. ``warns`` says of a flag what should be looked at in
    the month of whoever has it.
    """

    formula: Text
    unit: Unit | None = None
    rounding: Rounding | None = None
    unrounded: bool = False
    range: Text | None = None
    if_zero: Text | None = None
    reasons: tuple[Reason, ...] = ()
    constants: Mapping[str, Scalar] = attrs.field(factory=dict[str, Scalar], hash=False)
    named_at: Mapping[str, Span | None] | None = attrs.field(default=None, eq=False)
    adds_up: AddsUp | None = None
    warns: Label = attrs.field(factory=Label)


def as_texts(written: Text | Iterable[Text]) -> tuple[Text, ...]:
    """Return what a table gives as texts, one for each output; one text is one output."""
    return (written,) if isinstance(written, Text) else tuple(written)


def _as_optional_texts(written: Text | Iterable[Text] | None) -> tuple[Text, ...] | None:
    return None if written is None else as_texts(written)


@frozen(kw_only=True)
class WindowFigure(Definition):
    """One window: ``argument`` and ``skip`` are names that it reads of several periods.

    A plan makes them of the calls in its formulas; its name is the call's canonical text.
    ``keeps`` says that ``skip`` was written with ``not``: it holds in the periods that are taken.
    """

    call: WindowCall
    argument: Text
    skip: Text | None = None
    keeps: bool = False
    length: Text | None = None
    at_least: Text | None = None


@frozen(kw_only=True)
class Unranked:
    """What a table gives, for each output, who has no place, and the reason code."""

    pays: tuple[Text, ...] = attrs.field(converter=as_texts)
    code: str
    label: Label = attrs.field(factory=Label)


@frozen(kw_only=True)
class TableOutput:
    """One output column of a table: what its figure is called, and its unit."""

    name: str
    unit: Unit
    label: Label = attrs.field(factory=Label)


@frozen(kw_only=True)
class TableFigure(Definition):
    """A decision table; rows are written as texts, the last cells of a row are what it gives.

    Each output is a figure: ``outputs`` are all of them, ``output`` says which one this figure
    is; without ``outputs`` it is the only one, of ``unit``. ``table_at`` is where the table is
    written, which may be one reading of several; ``table_of`` the policy whose table it is, where
    another one has taken it over. ``ties_pay`` says what people get who share a place of its rank.
    With ``missing_travels`` an input that is missing leaves the figure missing, so that no cell
    need speak of it.
    """

    columns: tuple[ColumnRule, ...]
    hit: HitPolicy
    rows: tuple[tuple[Text, ...], ...]
    collect: Collect | None = None
    priorities: tuple[Text, ...] = ()
    otherwise: tuple[Text, ...] | None = attrs.field(default=None, converter=_as_optional_texts)
    unit: Unit = Unit.MONEY
    outputs: tuple[TableOutput, ...] = ()
    output: int = 0
    better: tuple[tuple[str, Text], ...] = ()
    unranked: Unranked | None = None
    table_at: Span | None = None
    table_of: str = ""
    ties_pay: TiesPay = TiesPay.EACH
    missing_travels: bool = False

    @property
    def span(self) -> Span | None:
        """Where the table is written, or else the rule."""
        return self.table_at or self.origin.span

    @property
    def gives(self) -> tuple[TableOutput, ...]:
        """Every output of the table; at least this figure."""
        return self.outputs or (TableOutput(name=self.name, unit=self.unit),)

    @property
    def lead(self) -> str:
        """The figure of the first output: it is worked out, and others take the rows it hit."""
        return self.gives[0].name


def _as_scope(written: Text | Iterable[Text] | None) -> tuple[Text, ...]:
    return () if written is None else as_texts(written)


@frozen(kw_only=True)
class RankFigure(Definition):
    """Places among a population. Gives ``name`` (the place), ``name_size`` and ``name_tied``.

    ``order`` is a chain such as ``monthly_score desc``; ``scope`` the words whose groups are
    ranked apart: facts or figures (none: the whole center).
    """

    order: tuple[Text, ...]
    ties: Ties
    unknown: Unknown
    barred: Barred
    places: PlacesRounding
    places_at_least: int = 0
    scope: tuple[Text, ...] = attrs.field(default=(), converter=_as_scope)
    barred_by: tuple[Reason, ...] = ()


class Gathering(enum.Enum):
    """What a figure over members computes."""

    MEAN = "mean"
    SUM = "sum"
    COUNT = "count"
    LEAST = "min"
    GREATEST = "max"


class Assigned(enum.Enum):
    """When somebody must belong to a group to count: some day of the period, or its last one.

    The last one is his last employed day in it.
    """

    ANY_DAY = "any_day"
    LAST_DAY = "last_day"


class IfNone(enum.Enum):
    """What a figure over no members is."""

    MISSING = "missing"
    ZERO = "zero"


@frozen(kw_only=True)
class MembersFigure(Definition):
    """A figure over the members of the reader's group: the mean of their monthly scores.

    ``of`` names the population whose definition of ``figure`` is read; ``over`` the group the
    reader is assigned to; ``assigned`` on which day he and the members are; ``share`` the least
    part of the period a member was assigned to it;
    ``where`` filters members. The subject is never its own member.
    """

    gathering: Gathering
    figure: Text
    of: Text
    over: str
    share: Fraction = Fraction(0)
    assigned: Assigned = Assigned.ANY_DAY
    where: Text | None = None
    over_at: Span | None = None
    if_none: IfNone = IfNone.MISSING
    rounding: Rounding | None = None
    unrounded: bool = False


@frozen(kw_only=True)
class GroupFactFigure(Definition):
    """What is measured or given of the reader's group: the service level of the whole center.

    ``fact`` is a fact of the groups of a kind; ``over`` is that kind. ``assigned`` says on which
    day the reader belongs to the group: on his last employed day, or on any. Who is in none, or
    in several, has no such value, and it is said which. That it is missing is trouble with the
    data where it is ``required``: rules may read it as if it were always there.
    """

    fact: Text
    over: str
    over_at: Span | None = None
    assigned: Assigned = Assigned.LAST_DAY
    required: bool = False

    @property
    def kind(self) -> GroupKind | None:
        """The kind of group that is read; ``None`` where there is no such kind."""
        return next((each for each in GroupKind if each.value == self.over), None)

    @property
    def watched(self) -> str:
        """What it reads, as no name in a formula can be written: the fact of a kind of group."""
        return f"{self.over}.{self.fact.value}"


@frozen(kw_only=True)
class TotalFigure(Definition):
    """The sum of money lines; a line somebody does not have adds nothing.

    One that is not ``is_printed`` stands on no statement: other figures read it.
    """

    adds: tuple[Text, ...]
    is_printed: bool = True


@frozen(kw_only=True)
class PayLine:
    """A figure that is a line of the pay statement, and what payroll needs to know about it.

    One that ``adjusts`` names the account of corrections whose lots it pays or takes back: then
    each lot is a line of its own for payroll, and who has none has no line.
    """

    figure: str
    code: str
    label: Label
    origin: Origin
    taxable: bool = True
    counts_in: tuple[str, ...] = ()
    quantity: str = ""
    rate: str = ""
    adjusts: str = ""
