"""Figures and ranks as they stand in a pack, and the definitions they become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from ccops.facts import GROUP_POPULATIONS
from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.plan.cadence import anchor_field, every_field
from ccops.plan.definitions import (
    Definition,
    Gathering,
    GroupFactFigure,
    MembersFigure,
    RankFigure,
    RowFigure,
    TableOutput,
)
from ccops.plan.pack_groups import GroupFactRule, MembersRule
from ccops.plan.pack_tables import OutputRule, TableRule, UnrankedRule, table_figures
from ccops.rules import ColumnRule, Shape, name_field, origin_field, pack_field
from ccops.rules.places import PlacesRounding
from ccops.rules.ranks import Barred, Ties, Unknown
from ccops.values import Rounding, Unit, Unrounded

if TYPE_CHECKING:
    from ccops.plan.policies import Surroundings


@frozen(kw_only=True)
class FigureRule:
    """One definition of a figure over one population.

    It is a formula, an aggregate over ``members``, a fact of the ``group`` or a ``table``.

    A table with several ``outputs`` makes a figure of each: ``grade`` with the outputs ``level``
    and ``pay`` makes ``grade_level`` and ``grade_pay``.
    """

    name: str = name_field()
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose figure it is"
    )
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    unit: Unit | None = pack_field(
        Shape.WORD, of=Unit, default=None, zh="单位", en="the unit; checked against the formula"
    )
    is_: Text | None = pack_field(
        Shape.FORMULA, key="is", default=None, zh="公式", en="the formula"
    )
    members: MembersRule | None = pack_field(
        Shape.ONE, of=MembersRule, default=None, zh="成员汇总", en="an aggregate over members"
    )
    group: GroupFactRule | None = pack_field(
        Shape.ONE, of=GroupFactRule, default=None, zh="所属组的数据", en="a fact of the group"
    )
    table: TableRule | None = pack_field(
        Shape.ONE, of=TableRule, default=None, zh="表", en="a decision table"
    )
    columns: tuple[ColumnRule, ...] = pack_field(
        Shape.COLUMNS, default=(), zh="列", en="the columns of the table"
    )
    outputs: tuple[OutputRule, ...] = pack_field(
        Shape.BY_NAME,
        of=OutputRule,
        default=(),
        zh="输出列",
        en="what the table gives, where that is more than one value",
    )
    better: Mapping[str, Text] = pack_field(
        Shape.TEXT_BY_NAME,
        default=attrs.Factory(dict),
        zh="优劣方向",
        en="better inputs never give less: column to higher or lower",
    )
    unranked: UnrankedRule | None = pack_field(
        Shape.ONE, of=UnrankedRule, default=None, zh="未参加排名者", en="what the unranked get"
    )
    range: Text | None = pack_field(
        Shape.RANGE, default=None, zh="取值范围", en="bounds the formula is proven to keep"
    )
    rounding: Rounding | Unrounded | None = pack_field(
        Shape.ROUNDING, key="round", default=None, zh="舍入", en="the one rounding of the rule"
    )
    if_zero: Text | None = pack_field(
        Shape.TEXT, default=None, zh="除数为零时", en="the value of a quotient over zero"
    )
    warns: Label = pack_field(
        Shape.LABEL,
        default=Label(),
        zh="提请复核",
        en="what should be looked at where the flag is yes: settling warns, and names the people",
    )
    every: Text | None = every_field()
    anchor: Text | None = anchor_field()
    was: Text | None = pack_field(
        Shape.NAME, default=None, zh="原名", en="its name in earlier periods"
    )
    origin: Origin = origin_field()

    def definitions(self) -> tuple[Definition, ...]:
        """Return what stands in the plan; nothing where the rule says no one way it is made."""
        gathered = self.members.gathered() if self.members else ()
        ways = (self.is_, self.members, self.group, self.table)
        if sum(each is not None for each in ways) != 1:
            return ()
        if self.is_ is not None:
            return (self._row_figure(self.is_),)
        if self.table is not None:
            return self._table_figures(self.table)
        if self.group is not None:
            return (self._group_figure(self.group),)
        if self.members is None or len(gathered) != 1:
            return ()
        ((how, what),) = gathered
        return (self._members_figure(self.members, how, what),)

    @property
    def warns_wrongly(self) -> bool:
        """Whether it is to warn of people and is no formula that says yes or no of each."""
        of_people = self.population.value not in GROUP_POPULATIONS
        is_flag = self.is_ is not None and self.unit is Unit.FLAG
        return self.warns != Label() and not (is_flag and of_people)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the figures it makes."""
        return tuple(f"{self.name}_{each.name}" for each in self.outputs) or (self.name,)

    def _row_figure(self, formula: Text) -> RowFigure:
        return RowFigure(
            name=self.name,
            population=self.population,
            label=self.label,
            origin=self.origin,
            policy=self.name,
            formula=formula,
            unit=self.unit,
            rounding=declared_rounding(self.rounding),
            unrounded=self.rounding is Unrounded.NONE,
            range=self.range,
            if_zero=self.if_zero,
            warns=self.warns,
        )

    def _table_figures(self, table: TableRule) -> tuple[Definition, ...]:
        """Return a figure for each output; nothing where it is not said what the table gives."""
        if (self.unit is None) is not bool(self.outputs):
            return ()
        if self.unit is not None:
            return table_figures(self, table, (TableOutput(name=self.name, unit=self.unit),))
        outputs = (
            TableOutput(name=name, unit=each.unit, label=each.label)
            for name, each in zip(self.names, self.outputs, strict=True)
        )
        return table_figures(self, table, outputs)

    def _group_figure(self, group: GroupFactRule) -> GroupFactFigure:
        return GroupFactFigure(
            name=self.name,
            population=self.population,
            label=self.label,
            origin=self.origin,
            policy=self.name,
            fact=group.fact,
            over=group.over.value,
            over_at=group.over.span,
            assigned=group.assigned,
            required=group.required,
        )

    def _members_figure(self, members: MembersRule, how: Gathering, what: Text) -> MembersFigure:
        share = members.share.number if members.share else Fraction(0)
        return MembersFigure(
            name=self.name,
            population=self.population,
            label=self.label,
            origin=self.origin,
            policy=self.name,
            gathering=how,
            figure=what,
            of=members.of,
            over=members.over.value,
            over_at=members.over.span,
            share=share,
            assigned=members.assigned,
            where=members.where,
            if_none=members.if_none,
            rounding=declared_rounding(self.rounding),
            unrounded=self.rounding is Unrounded.NONE,
        )


def scopes_of(written: Iterable[Text]) -> tuple[Text, ...]:
    """Return the words whose groups are ranked apart; ``center`` parts nobody."""
    return tuple(each for each in written if each.value != "center")


def declared_rounding(rounding: Rounding | Unrounded | None) -> Rounding | None:
    """Return the rounding of a rule that has one."""
    return rounding if isinstance(rounding, Rounding) else None


@frozen(kw_only=True)
class PlacesRule:
    """How a share of the ranked becomes whole places."""

    rounding: PlacesRounding = pack_field(
        Shape.WORD, of=PlacesRounding, zh="名次取整", en="how a part of a place counts"
    )
    at_least: int = pack_field(
        Shape.WHOLE, zh="至少名次数", en="the least places of a share, in small teams"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class RankRule:
    """A rank with every choice stated."""

    name: str = name_field()
    label: Label = pack_field(
        Shape.LABEL, default=Label(), zh="显示名称", en="what people call it"
    )
    among: Text = pack_field(Shape.NAME, of="population", zh="参评人群", en="who is ranked")
    order: tuple[Text, ...] = pack_field(
        Shape.TEXTS, zh="排序依据", en="the keys, each with desc or asc"
    )
    scope: tuple[Text, ...] = pack_field(
        Shape.VALUES,
        zh="排名范围",
        en="center, or the facts and figures whose groups are ranked apart",
    )
    ties: Ties = pack_field(Shape.WORD, of=Ties, zh="并列", en="which place equals take")
    unknown: Unknown = pack_field(
        Shape.WORD, of=Unknown, zh="缺少得分者", en="what becomes of a member without a key"
    )
    barred_by: Text | None = pack_field(
        Shape.NAME, of="eligibility", default=None, zh="取消资格的条件", en="who is barred"
    )
    barred: Barred = pack_field(
        Shape.WORD, of=Barred, zh="取消资格者的名次", en="whether the barred keep their place"
    )
    places: PlacesRule = pack_field(
        Shape.ONE, of=PlacesRule, zh="比例折算名次", en="how shares become places"
    )
    every: Text | None = every_field()
    anchor: Text | None = anchor_field()
    was: Text | None = pack_field(
        Shape.NAME, default=None, zh="原名", en="its name in earlier periods"
    )
    origin: Origin = origin_field()

    def definition(self, around: Surroundings) -> RankFigure:
        """Return what stands in the plan."""
        group = around.eligibility.get(self.barred_by.value) if self.barred_by else None
        return RankFigure(
            name=self.name,
            population=self.among,
            label=self.label,
            origin=self.origin,
            policy=self.name,
            order=self.order,
            ties=self.ties,
            unknown=self.unknown,
            barred=self.barred,
            places=self.places.rounding,
            places_at_least=self.places.at_least,
            scope=scopes_of(self.scope),
            barred_by=group.reasons() if group else (),
        )
