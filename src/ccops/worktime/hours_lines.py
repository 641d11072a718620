"""Pay lines of hours: so many hours, and what they are worth, if anything (domain 2.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ccops.frozen import frozen
from ccops.messages import Text
from ccops.plan import PayLinePolicy
from ccops.rules import Shape, pack_field
from ccops.values import Rounding, Unrounded

if TYPE_CHECKING:
    from ccops.plan import Definition, PayLine, Surroundings


@frozen(kw_only=True)
class HoursLinePolicy(PayLinePolicy):
    """Hours handed to payroll: comp time paid out or lapsed, with an amount or with none."""

    section: ClassVar[str] = "hours_lines"

    hours: Text = pack_field(Shape.NAME, of="fact", zh="工时", en="the hours handed on")
    amount: Text = pack_field(
        Shape.FORMULA, zh="金额", en="what they are worth; no_pay for hours alone"
    )
    rounding: Rounding | Unrounded | None = pack_field(
        Shape.ROUNDING, key="round", default=None, zh="舍入", en="the one rounding of the rule"
    )

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the amount as a figure."""
        return (self.paid(self.amount, self.rounding),)

    def lines(self) -> tuple[PayLine, ...]:
        """Return the line of the statement, with its hours."""
        return (self.line(quantity=self.hours.value),)
