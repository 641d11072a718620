"""Pay lines of hours: so many hours, and what they are worth, if anything (domain 2.10)."""

from __future__ import annotations

from typing import ClassVar

import attrs

from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.plan import Definition, PayLine, RowFigure, Surroundings, declared_rounding
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Rounding, Unit, Unrounded


@attrs.frozen(kw_only=True)
class HoursLinePolicy:
    """Hours handed to payroll: comp time paid out or lapsed, with an amount or with none."""

    section: ClassVar[str] = "hours_lines"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose line it is"
    )
    hours: Text = pack_field(Shape.NAME, of="fact", zh="工时", en="the hours handed on")
    amount: Text = pack_field(
        Shape.FORMULA, zh="金额", en="what they are worth; no_pay for hours alone"
    )
    rounding: Rounding | Unrounded | None = pack_field(
        Shape.ROUNDING, key="round", default=None, zh="舍入", en="the one rounding of the rule"
    )
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
                rounding=declared_rounding(self.rounding),
            ),
        )

    def lines(self) -> tuple[PayLine, ...]:
        """Return the line of the statement, with its hours."""
        return (
            PayLine(
                figure=self.name,
                code=self.payroll_code.value,
                label=self.label,
                origin=self.origin,
                taxable=self.taxable,
                counts_in=tuple(each.value for each in self.counts_in),
                quantity=self.hours.value,
            ),
        )

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return nothing: its figure is checked with the plan."""
        return ()
