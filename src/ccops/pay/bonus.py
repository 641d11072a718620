"""Bonuses: a decision table over scores and places, after eligibility (S1-09, S1-13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.plan import (
    Definition,
    PayLine,
    RowFigure,
    Surroundings,
    TableOutput,
    TableRule,
    UnrankedRule,
    anchor_field,
    every_field,
    table_figures,
    unknown_group,
)
from ccops.rules import ColumnRule, Shape, name_field, origin_field, pack_field
from ccops.rules.ranks import TiesPay
from ccops.values import Unit


@attrs.frozen(kw_only=True)
class BonusPolicy:
    """A bonus ``b``: adds ``b_by_table`` (what the table pays) and ``b`` (after eligibility)."""

    section: ClassVar[str] = "bonuses"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose bonus it is"
    )
    eligibility: Text | None = pack_field(
        Shape.NAME, of="eligibility", default=None, zh="不发放的条件", en="what bars from it"
    )
    unranked: UnrankedRule | None = pack_field(
        Shape.ONE, of=UnrankedRule, default=None, zh="未参加排名者", en="what the unranked get"
    )
    columns: tuple[ColumnRule, ...] = pack_field(
        Shape.COLUMNS, zh="列", en="the columns of the table"
    )
    better: Mapping[str, Text] = pack_field(
        Shape.TEXT_BY_NAME,
        default=attrs.Factory(dict),
        zh="优劣方向",
        en="better inputs never pay less: column to higher or lower",
    )
    table: TableRule = pack_field(Shape.ONE, of=TableRule, zh="表", en="the table")
    ties_pay: TiesPay = pack_field(
        Shape.WORD,
        of=TiesPay,
        default=TiesPay.EACH,
        zh="并列者的金额",
        en="whether people who share a place each get its amount, or split what theirs pay",
    )
    payroll_code: Text = pack_field(Shape.TEXT, zh="工资项代码", en="the code for payroll")
    taxable: bool = pack_field(Shape.FLAG, default=True, zh="计税", en="whether tax is due")
    counts_in: tuple[Text, ...] = pack_field(
        Shape.TEXTS, default=(), zh="计入基数", en="the bases it counts in"
    )
    every: Text | None = every_field()
    anchor: Text | None = anchor_field()
    origin: Origin = origin_field()

    @property
    def by_table(self) -> str:
        """The name of the figure before eligibility."""
        return f"{self.name}_by_table"

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:
        """Return the table figure and the bonus after eligibility."""
        group = around.eligibility.get(self.eligibility.value) if self.eligibility else None
        reasons = group.reasons() if group else ()
        barred = " or ".join(each.flag for each in reasons)
        formula = f"no_pay if {barred} else {self.by_table}" if barred else self.by_table
        bonus = RowFigure(
            name=self.name,
            population=self.population,
            label=self.label,
            origin=self.origin,
            policy=self.name,
            formula=Text(formula, self.origin.span),
            unit=Unit.MONEY,
            reasons=reasons,
            named_at={},
        )
        pays = TableOutput(name=self.by_table, unit=Unit.MONEY)
        return (*table_figures(self, self.table, (pays,), ties_pay=self.ties_pay), bonus)

    def lines(self) -> tuple[PayLine, ...]:
        """Return the bonus as a line of the statement."""
        return (
            PayLine(
                figure=self.name,
                code=self.payroll_code.value,
                label=self.label,
                origin=self.origin,
                taxable=self.taxable,
                counts_in=tuple(each.value for each in self.counts_in),
            ),
        )

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return a finding where the eligibility group is not there."""
        return unknown_group(self.eligibility, around)
