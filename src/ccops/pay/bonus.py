"""Bonuses: a decision table over scores and places, after eligibility (S1-09, S1-13)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import attrs

from ccops.frozen import frozen
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
from ccops.values import Rounding, Unit, Unrounded


@frozen(kw_only=True)
class BonusPolicy(PayLinePolicy):
    """A bonus ``b``: adds ``b_by_table`` (what the table pays) and ``b`` (after eligibility).

    With ``shares`` ``b`` is that amount times each of them, rounded once: the part of it that is
    due to who was there a part of the period.
    """

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
    shares: tuple[Text, ...] = pack_field(
        Shape.NAMES,
        of="figure",
        default=(),
        zh="折算比例",
        en="ratios the amount of the table is multiplied by; then round is needed",
    )
    rounding: Rounding | Unrounded | None = pack_field(
        Shape.ROUNDING, key="round", default=None, zh="舍入", en="the one rounding of a share"
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
        amount = " * ".join((self.by_table, *(each.value for each in self.shares)))
        formula = f"no_pay if {barred} else {amount}" if barred else amount
        bonus = attrs.evolve(
            self.paid(Text(formula, self.origin.span), self.rounding),
            reasons=reasons,
            named_at={each.value: each.span for each in self.shares},
        )
        pays = TableOutput(name=self.by_table, unit=Unit.MONEY)
        return (*table_figures(self, self.table, (pays,), ties_pay=self.ties_pay), bonus)

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return a finding where the eligibility group is not there."""
        return unknown_group(self.eligibility, around)
