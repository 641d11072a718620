"""Mainland China, holidays: pay for work on statutory days under the law's (CN-06)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import worded
from ccops.pay import HolidayPayPolicy, HolidayPayUnit
from ccops.rulepack.lints.jurisdiction import each_of, value_of
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rulepack.lints.shown import digits, hours
from ccops.rules.ranges import parse_range
from ccops.worktime import compile_shifts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.lints.lint import Checked
    from ccops.values import LegalValue
    from ccops.worktime import Shift


@frozen(kw_only=True)
class _Paid:
    """What an hour on a statutory day is paid, as a share of the wage of an hour by the law."""

    share: Fraction
    because: str


def holiday_pay_under_law(checked: Checked) -> Iterator[Found]:
    """Yield the holiday pay that comes to less than the law's beside the monthly wage (CN-06)."""
    for least, days, day in each_of(
        checked, "cn_holiday_multiple", "cn_month_pay_days", "cn_day_hours"
    ):
        for policy in checked.section("holiday_pays"):
            paid = _paid(checked, policy, days, day)
            if paid is None or paid.share >= least.number:
                continue
            told = {
                "name": policy.name,
                "paid": _percent(paid.share),
                "least": _percent(least.number),
                "missing": _percent(least.number - paid.share),
                "because": paid.because,
                "source": least.source,
            }
            yield Found(policy.origin.span, told)


def _paid(
    checked: Checked, policy: HolidayPayPolicy, days: LegalValue, day: LegalValue
) -> _Paid | None:
    """Return what an hour is paid at the least; ``None`` where a value is not known."""
    multiple = value_of(checked, policy.multiple.value)
    divisor = _most(checked, policy.divisor.value)
    day_hours = value_of(checked, policy.day_hours.value)
    if multiple is None or divisor is None or day_hours is None:
        return None
    times = multiple.number - policy.mode.already_paid
    share = times * days.number / divisor
    because = worded("word-holiday-mode" if policy.mode.already_paid else "word-holiday-rate")
    if policy.unit is HolidayPayUnit.COUNTED_HOURS:
        return _Paid(share=share * day.number / day_hours.number, because=because)
    shift = _longest(checked)
    if shift is None or shift.counted_ms <= day.number:
        return _Paid(share=share, because=because)
    counted = Fraction(shift.counted_ms)
    by_day = f"{worded('word-holiday-day')} ({shift.name}: {hours(counted)} h)"
    return _Paid(share=share * day.number / counted, because=by_day)


def _most(checked: Checked, name: str) -> Fraction | None:
    """Return the most a divisor may be: a parameter's value, or the end of a decision's range."""
    decision = checked.by_name("per_period").get(name)
    if decision is not None:
        if decision.range is None or decision.unit is None:
            return None
        return parse_range(decision.range, unit=decision.unit)[0].high
    found = value_of(checked, name)
    return None if found is None else found.number


def _longest(checked: Checked) -> Shift | None:
    shifts = compile_shifts(checked.section("shifts"))[0].values()
    return max(shifts, key=lambda each: each.counted_ms, default=None)


def _percent(share: Fraction) -> str:
    return f"{digits(share * 100)}%"


LINTS: Final = (Lint(code="cn-06", finds=holiday_pay_under_law),)
