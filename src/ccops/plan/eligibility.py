"""Eligibility: named groups of reason-coded conditions, asked before a table pays."""

from __future__ import annotations

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Text
from ccops.plan.definitions import EVERYBODY, Reason, RowFigure
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Unit


@frozen(kw_only=True)
class ConditionRule:
    """One reason code and when it hits."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    if_: Text = pack_field(Shape.FORMULA, key="if", zh="条件", en="when it hits")
    origin: Origin = origin_field()


@frozen(kw_only=True)
class EligibilityRule:
    """A group of conditions; each becomes a flag figure over the population."""

    name: str = name_field()
    population: Text = pack_field(
        Shape.NAME,
        key="for",
        of="population",
        default=Text(EVERYBODY),
        zh="适用人群",
        en="whom it is asked of",
    )
    codes: tuple[ConditionRule, ...] = pack_field(
        Shape.BY_NAME, of=ConditionRule, zh="原因代码", en="the reason codes, in order"
    )
    origin: Origin = origin_field()

    def reasons(self) -> tuple[Reason, ...]:
        """Return the reason codes and their flag figures, in written order."""
        return tuple(
            Reason(
                code=each.name,
                flag=flag_name(self.name, each.name),
                label=each.label,
                origin=each.origin,
            )
            for each in self.codes
        )

    def figures(self) -> tuple[RowFigure, ...]:
        """Return a flag figure for each condition."""
        return tuple(
            RowFigure(
                name=flag_name(self.name, each.name),
                population=self.population,
                label=each.label,
                origin=each.origin,
                policy=self.name,
                formula=each.if_,
                unit=Unit.FLAG,
            )
            for each in self.codes
        )


def flag_name(group: str, code: str) -> str:
    """Return the name of the figure that says whom a condition hits."""
    return f"{group}_{code}"
