"""Awards: an amount for who meets a condition, is the best of those, or meets it long enough."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, ClassVar, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Origin, Severity, Text
from ccops.pay.award_figures import AwardFigures
from ccops.plan import (
    Definition,
    PayLine,
    PayLinePolicy,
    Surroundings,
    scopes_of,
    unknown_group,
)
from ccops.rules import Shape, origin_field, pack_field
from ccops.rules.ranges import parse_range
from ccops.rules.ranks import Ties, Unknown
from ccops.values import Rounding, Unit, Unrounded, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How many periods running an award may ask for.
SHORTEST_RUN: Final = 2
LONGEST_RUN: Final = 60


class Beyond(enum.Enum):
    """What an amount outside the stated range of awards pays: itself, or the end of the range."""

    ITEM_WINS = "item_wins"
    CAP = "cap"


class Unfilled(enum.Enum):
    """What becomes of places that nobody fills: they lapse, or the next period has them too."""

    LAPSE = "lapse"
    CARRY_OVER = "carry_over"


class Restart(enum.Enum):
    """Whether the run of periods begins anew once it has been paid."""

    AFTER_PAYMENT = "after_payment"
    NEVER = "never"


@frozen(kw_only=True)
class RangeRule:
    """The range in which a manual says that awards lie, and what holds beyond it."""

    within: Text = pack_field(Shape.RANGE, zh="金额范围", en="the stated range of the amount")
    beyond: Beyond = pack_field(
        Shape.WORD, of=Beyond, zh="超出范围时", en="which wins where the amount lies outside"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class RunRule:
    """So many periods running in which the condition holds."""

    periods: int = pack_field(
        Shape.WHOLE, zh="连续期数", en="how many periods running the condition must hold"
    )
    skips: Text | None = pack_field(
        Shape.NAME,
        of="figure",
        default=None,
        zh="跳过的期",
        en="the flag of a period that neither ends the run nor counts in it",
    )
    restart: Restart = pack_field(
        Shape.WORD, of=Restart, zh="重新起算", en="whether a run begins anew once it is paid"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class BestRule:
    """The best of those who meet the condition and are not barred."""

    order: tuple[Text, ...] = pack_field(
        Shape.TEXTS, zh="排序依据", en="the keys, each with desc or asc"
    )
    winners: Text = pack_field(
        Shape.TEXT, zh="名额", en="how many win: a whole number, or a count by name"
    )
    scope: tuple[Text, ...] = pack_field(
        Shape.VALUES,
        zh="评选范围",
        en="center, or the facts and figures whose groups have winners of their own",
    )
    ties: Ties = pack_field(Shape.WORD, of=Ties, zh="并列", en="which place equals take")
    unknown: Unknown = pack_field(
        Shape.WORD, of=Unknown, zh="缺少依据者", en="what becomes of a member without a key"
    )
    unfilled: Unfilled | None = pack_field(
        Shape.WORD,
        of=Unfilled,
        default=None,
        zh="未满名额",
        en="whether places nobody fills lapse or carry over; left out, they are not counted",
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class AwardPolicy(PayLinePolicy):
    """An award ``a``: adds ``a_met`` (whether the condition holds) and ``a`` (what is paid).

    With ``run`` also ``a_run`` (for how many periods it holds by now) and ``a_left`` (what of it
    the next period begins with), with ``best`` ``a_unmet`` and ``a_rank``; where the best says
    what becomes of places nobody fills, also ``a_places`` and ``a_unfilled``.
    """

    section: ClassVar[str] = "awards"

    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="who may win it"
    )
    paid_to: Text | None = pack_field(
        Shape.NAME,
        of="population",
        default=None,
        zh="发放人群",
        en="who has the line where not everybody has who may win: a theme is not every month's",
    )
    eligibility: Text | None = pack_field(
        Shape.NAME, of="eligibility", default=None, zh="不发放的条件", en="what bars from it"
    )
    if_: Text = pack_field(Shape.FORMULA, key="if", zh="条件", en="what it takes")
    amount: Text = pack_field(
        Shape.NAME, of="constant", zh="金额", en="the parameter or decision with the amount"
    )
    per: Text | None = pack_field(
        Shape.NAME, of="figure", default=None, zh="计数", en="the amount is for each of these"
    )
    shares: tuple[Text, ...] = pack_field(
        Shape.NAMES,
        of="figure",
        default=(),
        zh="发放比例",
        en="the amount is times each of these, rounded once",
    )
    rounding: Rounding | Unrounded | None = pack_field(
        Shape.ROUNDING, key="round", default=None, zh="舍入", en="the one rounding of the line"
    )
    run: RunRule | None = pack_field(
        Shape.ONE, of=RunRule, default=None, zh="连续", en="for how many periods running"
    )
    best: BestRule | None = pack_field(
        Shape.ONE, of=BestRule, default=None, zh="评选", en="that only the best win"
    )
    range: RangeRule | None = pack_field(
        Shape.ONE, of=RangeRule, default=None, zh="金额范围", en="the stated range of the amount"
    )

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:
        """Return the flag, the run or the rank, and the amount after eligibility."""
        return AwardFigures(self, around).listed()

    def lines(self) -> tuple[PayLine, ...]:
        """Return the award as a line of the statement."""
        if self.per is None or self.shares:
            return (self.line(),)
        return (self.line(quantity=self.per.value, rate=self.amount.value),)

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return what does not go together, and an amount that wins over the stated range."""
        found = list(unknown_group(self.eligibility, around))
        told = {"name": self.name}
        if self.run is not None and not SHORTEST_RUN <= self.run.periods <= LONGEST_RUN:
            told |= {"got": str(self.run.periods), "most": str(LONGEST_RUN)}
            found.append(Diagnostic(code="award-run", span=self.run.origin.span, args=told))
        carries = self.best is not None and self.best.unfilled is Unfilled.CARRY_OVER
        for apart in scopes_of(self.best.scope) if self.best is not None and carries else ():
            told |= {"scope": apart.value}
            found.append(Diagnostic(code="award-carry-scope", span=apart.span, args=told))
        if self.range is not None:
            found.extend(parse_range(self.range.within, unit=Unit.MONEY)[1])
            if self.range.beyond is Beyond.ITEM_WINS:
                found.extend(self._outside(self.range.within, around))
        return tuple(found)

    def _outside(self, within: Text, around: Surroundings) -> Iterator[Diagnostic]:
        """Yield a warning for an amount outside of the range, at its latest value."""
        parameter = around.parameters.get(self.amount.value)
        if parameter is None:
            return
        bounds = parse_range(within, unit=Unit.MONEY)[0]
        values = (parse_scalar(text.value) for _, text in parameter.values)
        known = [each for each in values if each is not None and each.unit is Unit.MONEY]
        if known and not bounds.holds(known[-1].number):
            told = {"name": self.name, "amount": self.amount.value, "range": within.value}
            yield Diagnostic(
                code="award-outside-range",
                severity=Severity.WARNING,
                span=within.span,
                args=told | {"got": parameter.values[-1][1].value},
            )
