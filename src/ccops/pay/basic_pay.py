"""Basic pay: what the host hands in, or the wage of a month by one method (S1-06, domain 2.20)."""

from __future__ import annotations

import enum
from typing import ClassVar, Final, assert_never

import attrs

from ccops.frozen import frozen
from ccops.messages import Label, Origin, Span, Text
from ccops.plan import Definition, PayLinePolicy, RowFigure, Surroundings
from ccops.rules import Shape, origin_field, pack_field
from ccops.values import Rounding, Unit, Unrounded

#: The facts of a rule of ``part_months`` that a method may read.
_FACTS: Final = ("paid_days", "period_days", "calendar_days", "wage", "wage_sum", "wage_days")
_SHARE: Final = Label(zh="计薪比例", en="part that is paid")


class Proration(enum.Enum):
    """How much of a month's wage is due to who is employed in a part of it.

    ``host``: what the host hands in; who is employed all period long and has nothing handed in
    is due the wage. ``paid_days``: a daily wage for each paid day employed. ``missed_days``: the
    wage less a daily wage for each other one; without a paid day employed nothing is due.
    ``auto``: the first below half of the period's paid days, the second from half on; in a
    period of 23 paid days over a divisor of 21.75, the day that reaches half pays a quarter of a
    day less. ``calendar_days`` and ``workdays_of_month``: the calendar days,
    or the paid days, over those of the period. ``hours_of_standard``: hours over the standard.
    """

    HOST = "host"
    PAID_DAYS = "paid_days"
    MISSED_DAYS = "missed_days"
    AUTO = "auto"
    CALENDAR_DAYS = "calendar_days"
    WORKDAYS_OF_MONTH = "workdays_of_month"
    HOURS_OF_STANDARD = "hours_of_standard"


class PayChange(enum.Enum):
    """What a change of basic pay inside the period makes the wage of the month.

    ``by_days``: the mean over the paid days. ``period_end``: what holds on the last day.
    """

    BY_DAYS = "by_days"
    PERIOD_END = "period_end"


@frozen(kw_only=True)
class ProrationRule:
    """The method for a part of a month, and what it reads."""

    method: Proration = pack_field(
        Shape.WORD, of=Proration, zh="折算方法", en="how much is due to who is there a part of it"
    )
    change: PayChange = pack_field(
        Shape.WORD, of=PayChange, zh="期内调薪", en="what a raise inside the period makes the wage"
    )
    days: Text = pack_field(
        Shape.NAME,
        of="part month",
        zh="在职日数的规则",
        en="the rule of part_months whose facts it reads",
    )
    divisor: Text = pack_field(
        Shape.NAME, of="parameter", zh="月计薪天数", en="the days a month is paid for"
    )
    hours: Text = pack_field(
        Shape.NAME, of="figure", zh="计工时", en="the hours that count; for hours_of_standard"
    )
    standard_days: Text = pack_field(
        Shape.NAME,
        of="constant",
        zh="标准工作日数",
        en="the decision or parameter with the standard days; for hours_of_standard",
    )
    standard_day: Text = pack_field(
        Shape.NAME,
        of="parameter",
        zh="每日标准工时",
        en="the hours of a standard day; for hours_of_standard",
    )
    origin: Origin = origin_field()

    def fact(self, part: str) -> str:
        """Return the name of a fact about the part of the period somebody is employed in."""
        return f"{self.days.value}_{part}"

    @property
    def wage(self) -> str:
        """The wage of a whole month, as a formula."""
        match self.change:
            case PayChange.BY_DAYS:
                return f"{self.fact('wage_sum')} / {self.fact('wage_days')}"
            case PayChange.PERIOD_END:
                return self.fact("wage")
            case _:
                assert_never(self.change)

    @property
    def share(self) -> str | None:
        """The part of the wage that is due, from 0 to 1, as a formula; ``None`` for the host's."""
        paid, whole = self.fact("paid_days"), self.fact("period_days")
        by_days = f"min(1, {paid} / {self.divisor.value})"
        by_missed = f"max(0, 1 - ({whole} - {paid}) / {self.divisor.value})"
        match self.method:
            case Proration.HOST:
                return None
            case Proration.PAID_DAYS:
                return f"1 if {paid} >= {whole} else {by_days}"
            case Proration.MISSED_DAYS:
                return f"{by_missed} if {paid} > 0 else 0"
            case Proration.AUTO:
                return f"{by_days} if {paid} * 2 < {whole} else {by_missed}"
            case Proration.CALENDAR_DAYS:
                return f"employed_days / {self.fact('calendar_days')}"
            case Proration.WORKDAYS_OF_MONTH:
                return f"{paid} / {whole}"
            case Proration.HOURS_OF_STANDARD:
                standard = f"({self.standard_days.value} * {self.standard_day.value})"
                over = f"min(1, {self.hours.value} / {standard})"
                return f"1 if employed_days >= {self.fact('calendar_days')} else {over}"
            case _:
                assert_never(self.method)


@frozen(kw_only=True)
class BasicPayPolicy(PayLinePolicy):
    """The wage of a month ``b``: the amount the host hands in, or what a method makes of it.

    With ``proration`` under a method other than ``host`` it adds ``b_share``, the part of the
    month's wage that is due, never under 0 nor over 1. The line is rounded once.
    """

    section: ClassVar[str] = "basic_pays"

    amount: Text = pack_field(
        Shape.NAME,
        of="fact",
        zh="金额",
        en="the fact the host hands in with the amount due, or a figure of money",
    )
    proration: ProrationRule | None = pack_field(
        Shape.ONE, of=ProrationRule, default=None, zh="折算", en="what a part of a month is paid"
    )
    rounding: Rounding | Unrounded | None = pack_field(
        Shape.ROUNDING, key="round", default=None, zh="舍入", en="the one rounding of the line"
    )

    @property
    def share_name(self) -> str:
        """The name of the figure with the part of the wage that is due."""
        return f"{self.name}_share"

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the amount, and the part of the wage it is where a method says so."""
        rule = self.proration
        if rule is None:
            return (self.paid(self.amount, self.rounding),)
        if rule.share is None:
            return (self._made(self._handed_in(rule)),)
        share = RowFigure(
            name=self.share_name,
            population=self.population,
            label=self.label.followed_by(_SHARE),
            origin=self.origin,
            policy=self.name,
            formula=Text(rule.share, rule.origin.span),
            unit=Unit.RATIO,
            named_at=self._named_at(rule),
        )
        return share, self._made(f"{rule.wage} * {self.share_name}")

    def _made(self, formula: str) -> RowFigure:
        rule = self.proration
        named = self._named_at(rule) if rule else None
        made = self.paid(Text(formula, self.origin.span), self.rounding)
        return attrs.evolve(made, named_at=named)

    def _handed_in(self, rule: ProrationRule) -> str:
        due = self.amount.value
        whole = f"employed_days >= {rule.fact('calendar_days')}"
        return f"{due} if known({due}) else ({rule.wage} if {whole} else {due})"

    def _named_at(self, rule: ProrationRule) -> dict[str, Span | None]:
        texts = (self.amount, rule.divisor, rule.hours, rule.standard_days, rule.standard_day)
        facts = {rule.fact(each): rule.days.span for each in _FACTS}
        return {**facts, **{each.value: each.span for each in texts}}
