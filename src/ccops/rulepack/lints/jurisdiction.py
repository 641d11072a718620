"""Legal values: the dated, sourced parameters legal warnings compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.rulepack.pack_rules import Jurisdiction
from ccops.values import LegalValue

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from ccops.plan import ParameterRule
    from ccops.rulepack.assembly.assembling import Assembly
    from ccops.rulepack.lints.lint import Checked
    from ccops.values import Scalar

#: The parameters of the pack ``base`` that legal warnings read.
LEGAL_VALUES: Final = (
    "cn_day_hours",
    "cn_overtime_day",
    "cn_overtime_month",
    "cn_days_in_row",
    "cn_deduction_share",
    "cn_month_workdays",
    "cn_month_workdays_most",
    "cn_hours_without_meal",
    "cn_holiday_multiple",
    "cn_month_pay_days",
    "cn_probation_pay",
    "cn_term_short",
    "cn_probation_short",
    "cn_term_middle",
    "cn_probation_middle",
    "cn_term_long",
    "cn_probation_long",
    "cn_part_time_day",
    "cn_part_time_week",
    "cn_part_time_pay_days",
)
#: The minimum wage of the city: every pack that pays declares it, none is shipped.
MINIMUM_WAGE: Final = "local_minimum_wage"
#: The paid time of meetings and handover around a shift.
PAID_BRIEFING: Final = "paid_briefing_minutes"
#: The parameter, or decision of each period, with the workdays hours are compared with.
STANDARD_DAYS: Final = "standard_days"
#: Names that checks read, whether a formula names them or not.
READ_BY_CHECKS: Final = frozenset((*LEGAL_VALUES, MINIMUM_WAGE, PAID_BRIEFING, STANDARD_DAYS))


def is_cn(checked: Checked) -> bool:
    """Say whether a pack is for mainland China."""
    return checked.head.jurisdiction is Jurisdiction.CN


def value_of(checked: Checked, name: str) -> Scalar | None:
    """Return what a parameter comes to in the period; ``None`` where there is none."""
    found = checked.constant(name)
    return found.constant if found is not None else None


def legal(checked: Checked, name: str) -> LegalValue | None:
    """Return a value of the law with its source and the day since which it holds."""
    rule, scalar = checked.by_name("parameters").get(name), value_of(checked, name)
    return None if rule is None or scalar is None else _sourced(rule, scalar, checked.last_day)


def law_of(assembly: Assembly) -> dict[str, LegalValue]:
    """Return the values of the law of a period, by name; none but for mainland China."""
    head, parameters = assembly.rules.pack, assembly.rules.by_name("parameters")
    if head.jurisdiction is not Jurisdiction.CN:
        return {}
    last = assembly.period.days(head.default_calendar.value).last
    found: dict[str, LegalValue] = {}
    for name in (*LEGAL_VALUES, MINIMUM_WAGE):
        known = assembly.constants.get(name)
        if name in parameters and known is not None and known.constant is not None:
            found[name] = _sourced(parameters[name], known.constant, last)
    return found


def _sourced(rule: ParameterRule, scalar: Scalar, last: dt.date) -> LegalValue:
    since = max((day for day, _ in rule.values if day <= last), default=None)
    return LegalValue(scalar, f"{rule.origin.source}, {since}" if since else rule.origin.source)


def each_of(checked: Checked, *names: str) -> Iterator[tuple[LegalValue, ...]]:
    """Yield the legal values of some names, all of them, where the pack is for mainland China.

    Yields nothing where it is not, or where one is not declared, which is told by itself.
    """
    if is_cn(checked):
        found = tuple(value for name in names if (value := legal(checked, name)) is not None)
        if len(found) == len(names):
            yield found
