"""A kind of pay of the center's own: so much for every full lot, up to a limit.

In a copy: a policy is one class. Its fields say how its section of a pack is read, so names,
places and hints of findings come by themselves; ``figures`` says what it adds to the month.
"""

from __future__ import annotations

from typing import ClassVar

import attrs

from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.plan import Definition, PayLine, RowFigure, Surroundings
from ccops.rules import Shape, name_field, origin_field, pack_field


@attrs.frozen(kw_only=True)
class LotPay:
    """So much for every full lot of what somebody did, and never more than a limit."""

    section: ClassVar[str] = "lot_pays"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(Shape.NAME, key="for", of="population", zh="适用", en="whose")
    counts: Text = pack_field(Shape.NAME, of="fact", zh="计件指标", en="what is counted")
    lot: Text = pack_field(Shape.NAME, of="parameter", zh="每批件数", en="how many are a lot")
    rate: Text = pack_field(Shape.NAME, of="parameter", zh="每批金额", en="the amount for a lot")
    limit: Text = pack_field(Shape.NAME, of="parameter", zh="封顶金额", en="the most in a month")
    payroll_code: Text = pack_field(Shape.TEXT, zh="工资项代码", en="the code for payroll")
    origin: Origin = origin_field()

    def figures(self, _: Surroundings) -> tuple[Definition, ...]:
        """Return the amount: a formula, which explanations tell step by step."""
        formula = f"min(full_lots({self.counts}, {self.lot}) * {self.rate}, {self.limit})"
        amount = RowFigure(
            name=self.name,
            population=self.population,
            formula=Text(formula, self.origin.span),
            label=self.label,
            origin=self.origin,
            policy=self.name,
        )
        return (amount,)

    def lines(self) -> tuple[PayLine, ...]:
        """Return the amount as a line of the statement."""
        code, label = str(self.payroll_code), self.label
        return (PayLine(figure=self.name, code=code, label=label, origin=self.origin),)

    def check(self, _: Surroundings) -> tuple[Diagnostic, ...]:
        """Return nothing: units and names are checked with the figure."""
        return ()
