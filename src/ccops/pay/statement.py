"""The pay statement: which lines it has and what the total adds (S1-06)."""

from __future__ import annotations

from typing import ClassVar

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.plan import Definition, PayLine, Surroundings, TotalFigure
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Unit


@frozen(kw_only=True)
class StatementPolicy:
    """A total of pay lines for a population. Lines that are already whole cents add up as such.

    ``budget`` is what the sum over everybody is held against when the month is approved: a
    parameter in money, or a decision of the period.
    """

    section: ClassVar[str] = "statements"
    looks_up: ClassVar[tuple[str, ...]] = ("per_period",)

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose statement it is"
    )
    adds: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="figure", zh="各项", en="the lines the total adds"
    )
    budget: Text | None = pack_field(
        Shape.NAME,
        of="constant",
        default=None,
        zh="预算",
        en="the parameter or decision with what is budgeted for everybody together",
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the total as a figure."""
        return (
            TotalFigure(
                name=self.name,
                population=self.population,
                label=self.label,
                origin=self.origin,
                policy=self.name,
                adds=self.adds,
            ),
        )

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: a total is no line of its own."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return a finding where the budget is no money that the pack names."""
        if self.budget is None:
            return ()
        decided = around.rules.get("per_period", {})
        rule = around.parameters.get(self.budget.value) or decided.get(self.budget.value)
        if rule is None:
            near = nearest(self.budget.value, (*around.parameters, *decided)) or "-"
            told = {"name": self.budget.value, "near": near}
            return (Diagnostic(code="unknown-name", span=self.budget.span, args=told),)
        if rule.unit is not Unit.MONEY:
            told = {"name": self.budget.value, "unit": rule.unit.value if rule.unit else "-"}
            return (Diagnostic(code="budget-no-money", span=self.budget.span, args=told),)
        return ()
