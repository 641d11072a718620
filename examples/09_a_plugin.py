"""A plugin in one file: a new kind of policy, which packs may then use as a section."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import attrs

import ccops
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.plan import Definition, PayLine, RowFigure, Surroundings
from ccops.rules import Shape, name_field, origin_field, pack_field


@attrs.frozen(kw_only=True)
class ReferralBonus:
    """So much for each person referred and hired, up to a number of people."""

    section: ClassVar[str] = "referral_bonuses"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(Shape.NAME, key="for", of="population", zh="适用", en="whose")
    counts: Text = pack_field(Shape.NAME, of="fact", zh="人数", en="how many were hired")
    at_most: int = pack_field(Shape.WHOLE, zh="上限", en="the most people that are paid")
    rate: Text = pack_field(Shape.NAME, of="parameter", zh="标准", en="the amount for each")
    payroll_code: Text = pack_field(Shape.TEXT, zh="工资项代码", en="the code for payroll")
    origin: Origin = origin_field()

    def figures(self, _: Surroundings) -> tuple[Definition, ...]:
        """Return the amount, a formula over the facts of one employee."""
        formula = Text(f"min({self.counts}, {self.at_most}) * {self.rate}", self.origin.span)
        row = RowFigure(name=self.name, population=self.population, formula=formula)
        return (attrs.evolve(row, label=self.label, origin=self.origin, policy=self.name),)

    def lines(self) -> tuple[PayLine, ...]:
        """Return the amount as a line of the statement."""
        code, label = str(self.payroll_code), self.label
        return (PayLine(figure=self.name, code=code, label=label, origin=self.origin),)

    def check(self, _: Surroundings) -> tuple[Diagnostic, ...]:
        """Return nothing: the figure is checked with the plan."""
        return ()


class Plugin:
    """What is registered; an installed one stands under the entry-point group ``ccops``."""

    @ccops.hookimpl
    def ccops_policies(self) -> tuple[type, ...]:
        """Return the new kind of policy."""
        return (ReferralBonus,)


center = ccops.Center.open(Path(__file__).parent / "data" / "referral", plugins=[Plugin()])
E1 = {"employment_type": "full_time", "role": "agent", "team": "A", "hired_on": "2024-01-08"}
month = center.month("2026-10", employees=[{"employee_id": "E1", **E1}])
print(month.settle(month.facts({"E1": {"referrals": 5}})).explain("E1", "referral_bonus"))
