"""Mainland China, hours: long shifts, standard days, meals, handover (CN-02, 04, 16, 17)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.rulepack.lints.jurisdiction import (
    PAID_BRIEFING,
    STANDARD_DAYS,
    each_of,
    is_cn,
    value_of,
)
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rulepack.lints.shown import digits, hours, shown
from ccops.rules.ranges import parse_range
from ccops.values import Unit
from ccops.worktime import compile_shifts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from ccops.messages import Span
    from ccops.rulepack.lints.lint import Checked
    from ccops.values import LegalValue
    from ccops.worktime import Shift, ShiftRule

_DAY_MINUTES: Final = 24 * 60
_MINUTE_MS: Final = 60_000


def long_shifts(checked: Checked) -> Iterator[Found]:
    """Yield the shifts over the legal hours of a day without an approval in force (CN-02)."""
    day = _last_day(checked)
    for (limit,) in each_of(checked, "cn_day_hours"):
        for rule, shift in each_shift(checked):
            if shift.counted_ms > limit.number and not is_approved(checked, rule):
                told = {"shift": rule.name, "day": day, "source": limit.source}
                over = hours(shift.counted_ms - limit.number)
                counted = {"counted": _hours_of(shift), "limit": shown(limit.scalar), "over": over}
                yield Found(rule.origin.span, {**told, **counted})


def standard_days(checked: Checked) -> Iterator[Found]:
    """Yield standard days above the legal workdays: in the mean, or of any month (CN-04)."""
    for mean, most, day in each_of(
        checked, "cn_month_workdays", "cn_month_workdays_most", "cn_day_hours"
    ):
        for span, low, high in _standard_days(checked):
            days, limit = low, mean.number
            if (low is None or low <= limit) and high is not None:
                days, limit = high, most.number
            if days is not None and days > limit:
                over = hours((days - limit) * day.number)
                told = {"name": STANDARD_DAYS, "days": digits(days), "over": over}
                yield Found(span, {**told, **_limits(mean, most)})


def unpaid_handover(checked: Checked) -> Iterator[Found]:
    """Yield the shifts that begin when another ends, where no time between is paid (CN-16)."""
    paid = value_of(checked, PAID_BRIEFING)
    if not is_cn(checked) or (paid is not None and paid.number > 0):
        return
    listed = each_shift(checked)
    minutes = "-" if paid is None else digits(paid.number / _MINUTE_MS)
    for after, following in listed:
        for before, ending in listed:
            if before is not after and ending.ends % _DAY_MINUTES == following.starts:
                told = {"before": before.name, "after": after.name, "minutes": minutes}
                yield Found(after.origin.span, {**told, "time": after.starts.value})
                break


def no_meal(checked: Checked) -> Iterator[Found]:
    """Yield the long shifts in which every minute counts (CN-17)."""
    for (limit,) in each_of(checked, "cn_hours_without_meal"):
        for rule, shift in each_shift(checked):
            has_break = bool(shift.meals or shift.unpaid_ms)
            if not has_break and shift.counted_ms > limit.number:
                counted = {"counted": _hours_of(shift), "limit": shown(limit.scalar)}
                told = {"shift": rule.name, "source": limit.source}
                yield Found(rule.origin.span, {**told, **counted})


def each_shift(checked: Checked) -> tuple[tuple[ShiftRule, Shift], ...]:
    """Return the shifts that are well written, as written and as they come to."""
    return checked.memo.together(_compiled, checked.section("shifts"))


def is_approved(checked: Checked, rule: ShiftRule) -> bool:
    """Say whether comprehensive hours are approved for a shift to the end of the period."""
    systems = checked.by_name("hours_systems")
    system = systems.get(rule.hours_system.value) if rule.hours_system else None
    return system is not None and system.is_approved(_last_day(checked))


def _compiled(rules: tuple[ShiftRule, ...]) -> tuple[tuple[ShiftRule, Shift], ...]:
    made = compile_shifts(rules)[0]
    return tuple((each, made[each.name]) for each in rules if each.name in made)


def _hours_of(shift: Shift) -> str:
    return hours(Fraction(shift.counted_ms))


def _standard_days(
    checked: Checked,
) -> Iterator[tuple[Span | None, Fraction | None, Fraction | None]]:
    """Yield where standard days are declared, and the fewest and most they may be."""
    decision = checked.by_name("per_period").get(STANDARD_DAYS)
    if decision is not None and decision.range is not None and decision.unit is not None:
        bounds = parse_range(decision.range, unit=decision.unit)[0]
        yield decision.origin.span, bounds.low, bounds.high
    rule = checked.by_name("parameters").get(STANDARD_DAYS)
    scalar = value_of(checked, STANDARD_DAYS)
    if rule is not None and scalar is not None and scalar.unit in (Unit.QUANTITY, Unit.COUNT):
        yield rule.origin.span, scalar.number, scalar.number


def _limits(mean: LegalValue, most: LegalValue) -> Mapping[str, str]:
    return {"mean": shown(mean.scalar), "most": shown(most.scalar), "source": mean.source}


def _last_day(checked: Checked) -> dt.date:
    return checked.last_day


LINTS: Final = (
    Lint(code="cn-02", finds=long_shifts),
    Lint(code="cn-04", finds=standard_days),
    Lint(code="cn-16", finds=unpaid_handover),
    Lint(code="cn-17", finds=no_meal),
)
