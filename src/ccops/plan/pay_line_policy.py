"""The policy that pays one line: what a pack says of the line, and the line itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.plan.definitions import PayLine, RowFigure
from ccops.plan.pack_rules import declared_rounding
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Rounding, Unit, Unrounded

if TYPE_CHECKING:
    from ccops.plan.policies import Surroundings


@frozen(kw_only=True)
class PayLinePolicy:
    """The part that all policies with a pay line share, whatever room they live in.

    The line has the policy's own name. A subclass says ``section`` and ``figures``, and
    ``lines`` where its line has a quantity or a rate.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose line it is"
    )
    payroll_code: Text = pack_field(
        Shape.TEXT, last=True, zh="工资项代码", en="the code for payroll"
    )
    taxable: bool = pack_field(
        Shape.FLAG, last=True, default=True, zh="计税", en="whether tax is due"
    )
    counts_in: tuple[Text, ...] = pack_field(
        Shape.TEXTS, last=True, default=(), zh="计入基数", en="the bases it counts in"
    )
    origin: Origin = origin_field()

    def paid(self, formula: Text, rounding: Rounding | Unrounded | None = None) -> RowFigure:
        """Return the amount of the line as a figure."""
        return RowFigure(
            name=self.name,
            population=self.population,
            label=self.label,
            origin=self.origin,
            policy=self.name,
            formula=formula,
            unit=Unit.MONEY,
            rounding=declared_rounding(rounding),
        )

    def line(self, *, quantity: str = "", rate: str = "") -> PayLine:
        """Return the line of the statement."""
        return PayLine(
            figure=self.name,
            code=self.payroll_code.value,
            label=self.label,
            origin=self.origin,
            taxable=self.taxable,
            counts_in=tuple(each.value for each in self.counts_in),
            quantity=quantity,
            rate=rate,
        )

    def lines(self) -> tuple[PayLine, ...]:
        """Return the line, with neither quantity nor rate."""
        return (self.line(),)

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return nothing: its figures are checked with the plan."""
        return ()
