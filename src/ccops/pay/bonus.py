"""Bonuses: a decision table over scores and places, after eligibility (S1-09, S1-13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from ccops.messages import Diagnostic, Text
from ccops.plan import (
    Definition,
    PayLinePolicy,
    Surroundings,
    TableOutput,
    TableRule,
    UnrankedRule,
    anchor_field,
    every_field,
    table_figures,
    unknown_group,
)
from ccops.rules import ColumnRule, Shape, pack_field
from ccops.rules.ranks import TiesPay
from ccops.values import Unit


@attrs.frozen(kw_only=True)
class BonusPolicy(PayLinePolicy):
    """A bonus ``b``: adds ``b_by_table`` (what the table pays) and ``b`` (after eligibility)."""

    section: ClassVar[str] = "bonuses"

    eligibility: Text | None = pack_field(
        Shape.NAME, of="eligibility", default=None, zh="不发放的条件", en="what bars from it"
    )
    unranked: UnrankedRule | None = pack_field(
        Shape.ONE, of=UnrankedRule, default=None, zh="未参加排名者", en="what the unranked get"
    )
    columns: tuple[ColumnRule, ...] = pack_field(
        Shape.COLUMNS, zh="列", en="the columns of the table"
    )
    better: Mapping[str, Text] = pack_field(
        Shape.TEXT_BY_NAME,
        default=attrs.Factory(dict),
        zh="优劣方向",
        en="better inputs never pay less: column to higher or lower",
    )
    table: TableRule = pack_field(Shape.ONE, of=TableRule, zh="表", en="the table")
    ties_pay: TiesPay = pack_field(
        Shape.WORD,
        of=TiesPay,
        default=TiesPay.EACH,
        zh="并列者的金额",
        en="whether people who share a place each get its amount, or split what theirs pay",
    )
    every: Text | None = every_field()
    anchor: Text | None = anchor_field()

    @property
    def by_table(self) -> str:
        """The name of the figure before eligibility."""
        return f"{self.name}_by_table"

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:
        """Return the table figure and the bonus after eligibility."""
        group = around.eligibility.get(self.eligibility.value) if self.eligibility else None
        reasons = group.reasons() if group else ()
        barred = " or ".join(each.flag for each in reasons)
        formula = f"no_pay if {barred} else {self.by_table}" if barred else self.by_table
        bonus = attrs.evolve(
            self.paid(Text(formula, self.origin.span)), reasons=reasons, named_at={}
        )
        pays = TableOutput(name=self.by_table, unit=Unit.MONEY)
        return (*table_figures(self, self.table, (pays,), ties_pay=self.ties_pay), bonus)

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return a finding where the eligibility group is not there."""
        return unknown_group(self.eligibility, around)
