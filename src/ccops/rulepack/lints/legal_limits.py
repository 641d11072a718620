"""Mainland China, limits: overtime of a day, rest, least wages, deductions (CN-01, 03, 08, 09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import worded
from ccops.pay import CorrectionPolicy, Recovery
from ccops.rulepack.lints.careers import ladders, post_pay
from ccops.rulepack.lints.jurisdiction import MINIMUM_WAGE, each_of, is_cn, value_of
from ccops.rulepack.lints.legal_hours import each_shift, is_approved
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rulepack.lints.shown import hours, shown
from ccops.values import LegalValue, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Span
    from ccops.projects import CommissionPolicy
    from ccops.rulepack.lints.lint import Checked
    from ccops.values import LegalValue


def long_overtime(checked: Checked) -> Iterator[Found]:
    """Yield the shifts that alone are more overtime than a day may have (CN-01)."""
    for day, most in each_of(checked, "cn_day_hours", "cn_overtime_day"):
        for rule, shift in each_shift(checked):
            over = shift.counted_ms - day.number
            if over > most.number and not is_approved(checked, rule):
                told = {"shift": rule.name, "over": hours(over), "most": shown(most.scalar)}
                yield Found(rule.origin.span, {**told, "source": most.source})


def rest_unasked(checked: Checked) -> Iterator[Found]:
    """Yield the rules of rosters that ask for no rest between two shifts (CN-03)."""
    for rule in checked.section("rosters") if is_cn(checked) else ():
        if rule.rest is None:
            yield Found(rule.origin.span, {"name": rule.name})


def low_wages(checked: Checked) -> Iterator[Found]:
    """Yield the constants that pay a month under the minimum wage of the city (CN-08)."""
    least = value_of(checked, MINIMUM_WAGE) if is_cn(checked) else None
    for name, span, pay in _wages(checked) if least is not None else ():
        if least is not None and pay.number < least.number:
            told = {"name": name, "pay": shown(pay), "least": shown(least)}
            yield Found(span, told)


def _wages(checked: Checked) -> Iterator[tuple[str, Span | None, Scalar]]:
    for policy in checked.section("basic_pays"):
        pay = value_of(checked, policy.amount.value) if policy.amount is not None else None
        if pay is not None and pay.unit is Unit.MONEY:
            yield policy.name, policy.origin.span, pay
    for ladder in ladders(checked):
        for level in ladder.levels:
            pay = post_pay(checked, level)
            if pay is not None and pay.unit is Unit.MONEY:
                yield level.name, level.origin.span, pay


def much_taken_back(checked: Checked) -> Iterator[Found]:
    """Yield the corrections that may take back more of a wage than the law leaves (CN-09)."""
    for (most,) in each_of(checked, "cn_deduction_share"):
        policies: tuple[CorrectionPolicy, ...] = checked.section("corrections")
        for policy in policies:
            cap = value_of(checked, policy.cap.value)
            if policy.recover is Recovery.NEVER or cap is None:
                continue
            if cap.number <= most.number and policy.has_floor:
                continue
            floor = policy.floor.value if policy.has_floor else worded("word-no-floor")
            told = {"name": policy.name, "cap": shown(cap), "floor": floor}
            limit = {"most": shown(most.scalar), "source": most.source}
            yield Found(policy.origin.span, {**told, **limit})
        yield from _commissions(checked, most)


def _commissions(checked: Checked, most: LegalValue) -> Iterator[Found]:
    """Yield the commissions of which returned sales may take more than the law leaves."""
    commissions: tuple[CommissionPolicy, ...] = checked.section("commissions")
    for policy in commissions:
        if policy.recover_at_most.number > most.number:
            floor = shown(policy.floor) if policy.floor else worded("word-no-floor")
            told = {"name": policy.name, "cap": shown(policy.recover_at_most), "floor": floor}
            limit = {"most": shown(most.scalar), "source": most.source}
            yield Found(policy.origin.span, {**told, **limit})


LINTS: Final = (
    Lint(code="cn-01", finds=long_overtime),
    Lint(code="cn-03", finds=rest_unasked),
    Lint(code="cn-08", finds=low_wages),
    Lint(code="cn-09", finds=much_taken_back),
)
