"""Allowances: a rate for each of something counted (night allowance, S1-24), and given lines."""

from __future__ import annotations

from typing import ClassVar

import attrs

from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.plan import (
    AddsUp,
    Definition,
    PayLine,
    RowFigure,
    Surroundings,
    anchor_field,
    declared_rounding,
    every_field,
)
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Rounding, Unit, Unrounded


@attrs.frozen(kw_only=True)
class AllowancePolicy:
    """``amount`` for each of ``per``: ``night_rate`` for each of ``nights_worked`` (S1-24)."""

    section: ClassVar[str] = "allowances"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose allowance it is"
    )
    per: Text = pack_field(Shape.NAME, of="figure", zh="计数", en="what is counted")
    amount: Text = pack_field(Shape.NAME, of="parameter", zh="单价", en="the amount for each")
    rounding: Rounding | Unrounded | None = pack_field(
        Shape.ROUNDING, key="round", default=None, zh="舍入", en="the one rounding of the rule"
    )
    payroll_code: Text = pack_field(Shape.TEXT, zh="工资项代码", en="the code for payroll")
    taxable: bool = pack_field(Shape.FLAG, default=True, zh="计税", en="whether tax is due")
    counts_in: tuple[Text, ...] = pack_field(
        Shape.TEXTS, default=(), zh="计入基数", en="the bases it counts in"
    )
    every: Text | None = every_field()
    anchor: Text | None = anchor_field()
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the amount as a figure."""
        formula = Text(f"{self.per.value} * {self.amount.value}", self.per.span)
        return (
            RowFigure(
                name=self.name,
                population=self.population,
                label=self.label,
                origin=self.origin,
                policy=self.name,
                formula=formula,
                unit=Unit.MONEY,
                rounding=declared_rounding(self.rounding),
                named_at={each.value: each.span for each in (self.per, self.amount)},
                adds_up=AddsUp(per=self.per, amount=self.amount),
            ),
        )

    def lines(self) -> tuple[PayLine, ...]:
        """Return the allowance as a line of the statement, with quantity and rate."""
        return (
            PayLine(
                figure=self.name,
                code=self.payroll_code.value,
                label=self.label,
                origin=self.origin,
                taxable=self.taxable,
                counts_in=tuple(each.value for each in self.counts_in),
                quantity=self.per.value,
                rate=self.amount.value,
            ),
        )

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return nothing: its figure is checked with the plan."""
        return ()


@attrs.frozen(kw_only=True)
class BasicPayPolicy:
    """A line whose amount the host hands in, already prorated (``proration: host``)."""

    section: ClassVar[str] = "basic_pays"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose pay it is"
    )
    amount: Text = pack_field(Shape.NAME, of="fact", zh="金额", en="the fact with the amount due")
    payroll_code: Text = pack_field(Shape.TEXT, zh="工资项代码", en="the code for payroll")
    taxable: bool = pack_field(Shape.FLAG, default=True, zh="计税", en="whether tax is due")
    counts_in: tuple[Text, ...] = pack_field(
        Shape.TEXTS, default=(), zh="计入基数", en="the bases it counts in"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the amount as a figure."""
        return (
            RowFigure(
                name=self.name,
                population=self.population,
                label=self.label,
                origin=self.origin,
                policy=self.name,
                formula=self.amount,
                unit=Unit.MONEY,
            ),
        )

    def lines(self) -> tuple[PayLine, ...]:
        """Return the amount as a line of the statement."""
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

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return nothing: its figure is checked with the plan."""
        return ()
