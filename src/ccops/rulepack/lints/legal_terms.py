"""Mainland China, contracts: probation, part-time, how the rules were adopted (CN-11, 19, 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.career import ways_up
from ccops.organization import EmploymentKind
from ccops.rulepack.lints.careers import ladders, post_pay
from ccops.rulepack.lints.jurisdiction import (
    LEGAL_VALUES,
    MINIMUM_WAGE,
    each_of,
    is_cn,
)
from ccops.rulepack.lints.lint import Found, Lint
from ccops.rulepack.lints.shown import shown
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.career import LadderRule, LevelRule
    from ccops.organization import EmploymentRule
    from ccops.rulepack.lints.lint import Checked
    from ccops.values import LegalValue


def values_missing(checked: Checked) -> Iterator[Found]:
    """Yield one finding where the values of the law are not all declared."""
    declared = checked.by_name("parameters")
    missing = [name for name in LEGAL_VALUES if name not in declared]
    if is_cn(checked) and missing:
        yield Found(checked.head.origin.span, {"names": ", ".join(missing)})


def minimum_wage_undeclared(checked: Checked) -> Iterator[Found]:
    """Yield one finding where wages are paid and the city's minimum wage is not declared."""
    declared = {*checked.by_name("parameters"), *checked.by_name("facts")}
    if is_cn(checked) and checked.own_lines and MINIMUM_WAGE not in declared:
        yield Found(checked.head.origin.span)


def not_adopted(checked: Checked) -> Iterator[Found]:
    """Yield one finding where a pack does not say how its rules were adopted (CN-19)."""
    if is_cn(checked) and checked.head.adopted is None:
        yield Found(checked.head.origin.span)


def probation_pay(checked: Checked) -> Iterator[Found]:
    """Yield pay on probation under its floor, of contracts and of levels (CN-11)."""
    for (floor,) in each_of(checked, "cn_probation_pay"):
        told = {"floor": shown(floor.scalar), "source": floor.source}
        for rule in checked.section("employments"):
            pay = rule.probation_pay
            if pay is not None and pay.number < floor.number:
                share = {"name": rule.name, "share": shown(pay)}
                yield Found(rule.origin.span, {**told, **share})
        for ladder in ladders(checked):
            for level in ladder.levels:
                paid = _probation_share(checked, ladder, level)
                if paid is not None and paid.number < floor.number:
                    share = {"name": level.name, "share": shown(paid)}
                    yield Found(level.origin.span, {**told, **share})


def _probation_share(checked: Checked, ladder: LadderRule, level: LevelRule) -> Scalar | None:
    """Return what the level of probation pays as a share of the level it leads up to."""
    pay = post_pay(checked, level) if level.probation else None
    targets = [each for each in ladder.levels if each.name in ways_up(ladder)[level.name]]
    if pay is None or not targets:
        return None
    usual = post_pay(checked, targets[0])
    if usual is None or usual.unit is not pay.unit or not usual.number:
        return pay if pay.unit is Unit.RATIO else None
    return Scalar(Unit.RATIO, pay.number / usual.number)


def probation_term(checked: Checked) -> Iterator[Found]:
    """Yield the contracts with more probation than their term allows (CN-11)."""
    steps = ("short", "middle", "long")
    terms = [f"cn_term_{each}" for each in steps]
    months = [f"cn_probation_{each}" for each in steps]
    for found in each_of(checked, *terms, *months):
        table = tuple(zip(found[:3], found[3:], strict=True))
        for rule in checked.section("employments"):
            most = _most_probation(rule, table)
            if rule.probation_months is not None and rule.probation_months > most:
                told = {"name": rule.name, "months": rule.probation_months, "most": most}
                yield Found(rule.origin.span, {**told, "source": found[-1].source})


def _most_probation(rule: EmploymentRule, table: tuple[tuple[LegalValue, LegalValue], ...]) -> int:
    """Return the months of probation a term allows; a contract without an end as the longest."""
    allowed = [0]
    for term, months in table:
        if rule.term_months is None or rule.term_months >= term.number:
            allowed.append(int(months.number))
    return allowed[-1]


def part_time_hours(checked: Checked) -> Iterator[Found]:
    """Yield the part-time contracts over the hours of a day or week (CN-20)."""
    for day, week in each_of(checked, "cn_part_time_day", "cn_part_time_week"):
        for rule in _part_time(checked):
            pairs = ((rule.hours_a_day, day), (rule.hours_a_week, week))
            if any(given is not None and given.number > most.number for given, most in pairs):
                given_day, given_week = (
                    "-" if given is None else shown(given) for given, _ in pairs
                )
                told = {"name": rule.name, "day": given_day, "week": given_week}
                limits = {"most_day": shown(day.scalar), "most_week": shown(week.scalar)}
                yield Found(rule.origin.span, {**told, **limits, "source": day.source})


def part_time_pay(checked: Checked) -> Iterator[Found]:
    """Yield the part-time contracts that pay too seldom (CN-20)."""
    for (most,) in each_of(checked, "cn_part_time_pay_days"):
        for rule in _part_time(checked):
            if rule.pay_days is not None and rule.pay_days > most.number:
                told = {"name": rule.name, "days": rule.pay_days, "most": shown(most.scalar)}
                yield Found(rule.origin.span, {**told, "source": most.source})


def _part_time(checked: Checked) -> tuple[EmploymentRule, ...]:
    listed = checked.section("employments")
    return tuple(each for each in listed if each.type is EmploymentKind.PART_TIME)


LINTS: Final = (
    Lint(code="legal-values-missing", finds=values_missing),
    Lint(code="minimum-wage-undeclared", finds=minimum_wage_undeclared),
    Lint(code="cn-11", finds=probation_pay),
    Lint(code="cn-11-term", finds=probation_term),
    Lint(code="cn-19", finds=not_adopted),
    Lint(code="cn-20", finds=part_time_hours),
    Lint(code="cn-20-pay", finds=part_time_pay),
)
