"""Leave deductions: what the host takes off for leave that is not paid in full (S1-29)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import attrs

from ccops.frozen import frozen
from ccops.messages import Text
from ccops.plan import PayLinePolicy
from ccops.rules import Shape, pack_field

if TYPE_CHECKING:
    from ccops.plan import Definition, PayLine, Surroundings


@frozen(kw_only=True)
class LeaveDeductionPolicy(PayLinePolicy):
    """An amount the host takes off for leave: a line below zero, with the days of leave.

    Nothing is worked out and nothing assumed: without the amount the line is missing. ``for``
    says who has such leave; nobody else has the line.
    """

    section: ClassVar[str] = "leave_deductions"

    days: Text = pack_field(
        Shape.NAME, of="figure", zh="扣款假日数", en="the days of leave it is taken off for"
    )
    amount: Text = pack_field(
        Shape.NAME, of="fact", zh="扣款金额", en="the fact with the amount, 0 or more"
    )

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return what is taken off, below zero."""
        amount = self.amount
        taken = self.paid(Text(f"no_pay - {amount.value}", amount.span))
        return (attrs.evolve(taken, named_at={amount.value: amount.span}),)

    def lines(self) -> tuple[PayLine, ...]:
        """Return the line of the statement, with the days of leave."""
        return (self.line(quantity=self.days.value),)
