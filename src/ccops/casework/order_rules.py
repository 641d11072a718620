"""What a pack asks of work orders: proof and reasons, and time limits by kind and urgency."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from ccops.casework.order_kinds import ORDER_STEPS
from ccops.frozen import frozen
from ccops.kpi.limit_hours import LimitHours, WorkingDay, hours_problems, limit_ms
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator


class LimitStart(enum.Enum):
    """From when a limit runs: the opening of an order, or its first assignment."""

    OPENED = "opened"
    ASSIGNED = "assigned"


@frozen(kw_only=True)
class OrderRule:
    """What orders of some ``kinds`` need: ``proof`` to be closed, a ``reason`` to be sent back.

    A closing without its proof closes nothing (S4-22). Both are told as findings.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    kinds: tuple[Text, ...] = pack_field(
        Shape.VALUES, default=(), zh="工单类别", en="orders of which kinds; all without"
    )
    proof: bool = pack_field(
        Shape.FLAG, default=False, zh="结案须有凭证", en="a closing needs proof"
    )
    reason: bool = pack_field(
        Shape.FLAG, default=False, zh="退回须写原因", en="sending back needs a reason"
    )
    origin: Origin = origin_field()

    def holds_of(self, kind: object) -> bool:
        """Say whether it is about orders of a kind."""
        return not self.kinds or any(each.value == kind for each in self.kinds)


@frozen(kw_only=True)
class TimeLimitRule:
    """By when a step is due of orders of some kinds and urgencies (S0-06, S3-15).

    It is ``within`` so long from the opening, or from the first assignment; without it by what
    was promised. ``hours: working`` counts the hours of ``day`` on workdays alone. An
    order that was sent back as none by then has nothing due. The limit included is in time.
    """

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    kinds: tuple[Text, ...] = pack_field(
        Shape.VALUES, default=(), zh="工单类别", en="orders of which kinds; all without"
    )
    urgency: tuple[Text, ...] = pack_field(
        Shape.VALUES, default=(), zh="紧急程度", en="of which urgency; any without"
    )
    steps: tuple[Text, ...] = pack_field(
        Shape.VALUES,
        key="step",
        zh="到哪一步",
        en="the step that ends it; of several, any",
    )
    start: LimitStart = pack_field(
        Shape.WORD,
        key="since",
        of=LimitStart,
        default=LimitStart.OPENED,
        zh="起算",
        en="from when it runs",
    )
    within: Scalar | None = pack_field(
        Shape.SCALAR, default=None, zh="时限", en="how long: 24 h, 3 d; without it as promised"
    )
    hours: LimitHours = pack_field(
        Shape.WORD,
        of=LimitHours,
        default=LimitHours.CALENDAR,
        zh="按何种时间",
        en="which hours count",
    )
    day: WorkingDay | None = pack_field(
        Shape.ONE, of=WorkingDay, default=None, zh="工作时间", en="the hours of a workday"
    )
    origin: Origin = origin_field()

    def holds_of(self, kind: object, urgency: object) -> bool:
        """Say whether it is about orders of a kind and urgency."""
        pairs = ((self.kinds, kind), (self.urgency, urgency))
        return all(not asked or any(x.value == got for x in asked) for asked, got in pairs)

    @property
    def within_ms(self) -> int | None:
        """How long it is in ms; ``None`` where it goes by promises."""
        return None if self.within is None else limit_ms(self.within)


def check_time_limits(rules: Iterable[TimeLimitRule]) -> tuple[Diagnostic, ...]:
    """Return what is wrong with time limits.

    A step there is not (``limit-step``), a limit that is no time (``limit-wrong``), working
    hours without a day, with one that has none, or in days instead of hours (``limit-hours``).
    """
    return tuple(each for rule in rules for each in _problems(rule))


def _problems(rule: TimeLimitRule) -> Iterator[Diagnostic]:
    yield from _strange_steps(rule, ORDER_STEPS)
    span = rule.origin.span
    try:
        within = rule.within_ms
    except ValueError:
        yield Diagnostic(code="limit-wrong", span=span, args={"name": rule.name})
        return
    yield from hours_problems(rule.name, rule.hours, rule.day, rule.origin)
    in_days = rule.within is not None and rule.within.unit is Unit.QUANTITY
    if rule.hours is LimitHours.WORKING and (within is None or in_days):
        yield Diagnostic(code="limit-hours", span=span, args={"name": rule.name})


def _strange_steps(rule: TimeLimitRule, known: Collection[str]) -> Iterator[Diagnostic]:
    for each in rule.steps:
        if each.value not in known:
            told = {"name": rule.name, "step": each.value, "known": ", ".join(sorted(known))}
            yield Diagnostic(code="limit-step", span=each.span, args=told)
    if not rule.steps:
        told = {"name": rule.name, "step": "-", "known": ", ".join(sorted(known))}
        yield Diagnostic(code="limit-step", span=rule.origin.span, args=told)
