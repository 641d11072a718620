"""Service levels of a client contract: a target, and what missing or beating it costs or earns."""

from __future__ import annotations

import enum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Rounding, RoundingMode, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NOTHING: Final = Fraction(0)
#: The most periods a penalty waits to be given back.
LONGEST_EARN_BACK: Final = 12
#: One step: how many there are is a quantity, and no share.
ONE: Final = Scalar(Unit.QUANTITY, Fraction(1))


class Operator(enum.Enum):
    """On which side of the target a value meets it."""

    AT_LEAST = ">="
    AT_MOST = "<="


class Steps(enum.Enum):
    """How a distance from the target is counted in steps."""

    EXACT = "exact"  # parts of a step count in part
    FULL = "full"  # only whole steps count
    BEGUN = "begun"  # a step that is begun counts whole

    @property
    def rounding(self) -> Rounding | None:
        """The rounding of the number of steps, where there is one."""
        modes = {Steps.FULL: RoundingMode.DOWN, Steps.BEGUN: RoundingMode.UP}
        return Rounding(scale=1, mode=modes[self]) if self in modes else None


@frozen(kw_only=True)
class VolumeRule:
    """How much there must be for a service level to cost or earn anything."""

    of: Text = pack_field(Shape.NAME, of="figure", zh="计量", en="what is counted")
    at_least: int = pack_field(Shape.WHOLE, zh="至少", en="the least number")
    origin: Origin = origin_field()


@frozen(kw_only=True)
class BonusRule:
    """What a value beyond the target earns: a share of the fees for each whole step."""

    above: Scalar = pack_field(
        Shape.SCALAR, key="from", zh="起点", en="from where on, at or beyond the target"
    )
    step: Scalar = pack_field(Shape.SCALAR, zh="步长", en="a step")
    bonus_pct: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.RATIO, zh="每步奖励", en="the share of the fees for a step"
    )
    cap_pct: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.RATIO, zh="奖励上限", en="the most it earns"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class EarnBackRule:
    """What gives a penalty back: so many periods after it in a row at or beyond a value."""

    above: Scalar = pack_field(
        Shape.SCALAR, key="from", zh="起点", en="the value each period must reach"
    )
    periods: int = pack_field(Shape.WHOLE, zh="连续期数", en="how many periods in a row")
    share: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.RATIO, zh="返还比例", en="the share of the penalty given back"
    )
    origin: Origin = origin_field()


@frozen(kw_only=True)
class KpiRule:
    """One service level of a contract.

    ``service_level: {metric: bank_20s, operator: '>=', target: 80%, step: 1%,
    penalty_pct: 0.5%, cap_pct: 10%}``: each step short of the target takes a share of the fees,
    up to the cap. With less than ``needs`` nothing is taken or earned. ``earn_back`` gives a
    penalty back once the periods after it were good enough.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what stands on the invoice")
    metric: Text = pack_field(Shape.NAME, of="figure", zh="指标", en="what is measured")
    unit: Unit | None = pack_field(
        Shape.WORD,
        of=Unit,
        default=None,
        zh="单位",
        en="the unit of a target that is written as a bare number: points",
    )
    operator: Operator = pack_field(
        Shape.WORD, of=Operator, zh="比较", en="on which side the target is met"
    )
    target: Scalar = pack_field(Shape.SCALAR, zh="目标", en="the target")
    step: Scalar = pack_field(Shape.SCALAR, zh="步长", en="a step of the distance from it")
    steps: Steps = pack_field(
        Shape.WORD, of=Steps, zh="步数取整", en="exact, full steps only, or each step begun"
    )
    penalty_pct: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.RATIO, zh="每步扣减", en="the share of the fees for a step"
    )
    cap_pct: Scalar = pack_field(
        Shape.SCALAR, unit=Unit.RATIO, zh="扣减上限", en="the most it takes of the fees"
    )
    bonus: BonusRule | None = pack_field(
        Shape.ONE, of=BonusRule, default=None, zh="超额奖励", en="what beating it earns"
    )
    needs: VolumeRule | None = pack_field(
        Shape.ONE,
        of=VolumeRule,
        default=None,
        zh="最低业务量",
        en="the volume below which it costs and earns nothing",
    )
    earn_back: EarnBackRule | None = pack_field(
        Shape.ONE,
        of=EarnBackRule,
        default=None,
        zh="扣减返还",
        en="what gives a penalty back",
    )
    origin: Origin = origin_field()

    @property
    def target_constants(self) -> Mapping[str, Scalar]:
        """The target and its step."""
        return {"target": self._measured(self.target), "step": self._measured(self.step)}

    @property
    def bonus_constants(self) -> Mapping[str, Scalar]:
        """Where a bonus begins, and its step."""
        if self.bonus is None:
            return {}
        bonus = self.bonus
        return {"above": self._measured(bonus.above), "step": self._measured(bonus.step)}

    def beats(self, rule: EarnBackRule) -> tuple[str, Mapping[str, Scalar]]:
        """Return the formula of whether a period counts for giving back, and its constant."""
        constants = {"above": self._measured(rule.above)}
        return f"{self.metric.value} {self.operator.value} above", constants

    def _measured(self, scalar: Scalar) -> Scalar:
        """Return a constant in the unit of what is measured."""
        is_bare = scalar.unit is Unit.NUMBER and self.unit is not None
        return Scalar(self.unit, scalar.number) if is_bare and self.unit else scalar

    def short(self) -> str:
        """Return the formula of how many steps short of the target a value is."""
        found = _beyond("target", self.metric.value, self.operator)
        return f"one * (max({found}, {self._zero}) / step)"

    def over(self) -> str:
        """Return the formula of how many steps beyond the start of its bonus a value is."""
        found = _beyond(self.metric.value, "above", self.operator)
        return f"one * (max({found}, {self._zero}) / step)"

    def met(self) -> str:
        """Return the formula of whether the target is met."""
        return f"{self.metric.value} {self.operator.value} target"

    @property
    def zero(self) -> Mapping[str, Scalar]:
        """A zero of what is measured, where that is compared with no bare number."""
        if self.target.unit in (Unit.DURATION, Unit.MONEY):
            return {"none": Scalar(self.target.unit, _NOTHING, self.target.currency)}
        return {}

    @property
    def _zero(self) -> str:
        return "none" if self.zero else "0"

    def check(self) -> Iterator[Diagnostic]:
        """Yield what is wrong with it.

        A step that is none, or of another unit than the target (``level-step``); a bonus that
        begins before the target is met (``level-bonus-early``); a penalty given back after too
        many periods, for too little, or more of it than there was (``level-earn-back``).
        """
        told = {"name": self.name}
        steps = [self.step, *([self.bonus.step] if self.bonus else [])]
        for step in steps:
            if step.number <= 0 or step.unit is not self.target.unit:
                yield Diagnostic(code="level-step", span=self.origin.span, args=told)
        yield from self._wrong_earn_back(told)
        if self.bonus is not None and self._begins_early(self.bonus.above):
            args = {**told, "target": str(self.target.value), "from": str(self.bonus.above.value)}
            yield Diagnostic(code="level-bonus-early", span=self.bonus.origin.span, args=args)

    def _wrong_earn_back(self, told: Mapping[str, str]) -> Iterator[Diagnostic]:
        rule = self.earn_back
        if rule is None:
            return
        is_long = not 1 <= rule.periods <= LONGEST_EARN_BACK
        if is_long or not 0 < rule.share.number <= 1 or self._begins_early(rule.above):
            args = {
                **told,
                "periods": str(rule.periods),
                "from": str(rule.above.value),
                "share": str(rule.share.value),
                "most": str(LONGEST_EARN_BACK),
            }
            yield Diagnostic(code="level-earn-back", span=rule.origin.span, args=args)

    def _begins_early(self, above: Scalar) -> bool:
        """Say whether a value does not meet the target yet."""
        if self.operator is Operator.AT_LEAST:
            return above.number < self.target.number
        return above.number > self.target.number


def _beyond(high: str, low: str, operator: Operator) -> str:
    """Return how far one is over the other, where more is better; else how far under."""
    return f"{high} - {low}" if operator is Operator.AT_LEAST else f"{low} - {high}"
