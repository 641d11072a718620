"""The pay statement: which lines it has and what the total adds (S1-06)."""

from __future__ import annotations

from typing import ClassVar

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.plan import Definition, PayLine, Surroundings, TotalFigure
from ccops.rules import Shape, name_field, origin_field, pack_field


@frozen(kw_only=True)
class StatementPolicy:
    """A total of pay lines for a population. Lines that are already whole cents add up as such."""

    section: ClassVar[str] = "statements"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose statement it is"
    )
    adds: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="figure", zh="各项", en="the lines the total adds"
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

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return nothing: its figure is checked with the plan."""
        return ()
