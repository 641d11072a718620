"""Allowances: a rate for each of something counted (night allowance, S1-24)."""

from __future__ import annotations

from typing import ClassVar

import attrs

from ccops.frozen import frozen
from ccops.messages import Text
from ccops.plan import (
    AddsUp,
    Definition,
    PayLine,
    PayLinePolicy,
    Surroundings,
    anchor_field,
    every_field,
)
from ccops.rules import Shape, pack_field
from ccops.values import Rounding, Unrounded


@frozen(kw_only=True)
class AllowancePolicy(PayLinePolicy):
    """``amount`` for each of ``per``: ``night_rate`` for each of ``nights_worked`` (S1-24)."""

    section: ClassVar[str] = "allowances"

    per: Text = pack_field(Shape.NAME, of="figure", zh="计数", en="what is counted")
    amount: Text = pack_field(Shape.NAME, of="parameter", zh="单价", en="the amount for each")
    rounding: Rounding | Unrounded | None = pack_field(
        Shape.ROUNDING, key="round", default=None, zh="舍入", en="the one rounding of the rule"
    )
    every: Text | None = every_field()
    anchor: Text | None = anchor_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the amount as a figure."""
        formula = Text(f"{self.per.value} * {self.amount.value}", self.per.span)
        return (
            attrs.evolve(
                self.paid(formula, self.rounding),
                named_at={each.value: each.span for each in (self.per, self.amount)},
                adds_up=AddsUp(per=self.per, amount=self.amount),
            ),
        )

    def lines(self) -> tuple[PayLine, ...]:
        """Return the allowance as a line of the statement, with quantity and rate."""
        return (self.line(quantity=self.per.value, rate=self.amount.value),)
