"""Legal values: the dated, sourced parameters legal warnings compare with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.rulepack.pack_rules import Jurisdiction
from ccops.values import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from ccops.rulepack.lints.lint import Checked

#: The parameters of the pack ``base`` that legal warnings read.
LEGAL_VALUES: Final = (
    "cn_day_hours",
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


@attrs.frozen
class LegalValue:
    """A value of the law in the period, and where it comes from."""

    scalar: Scalar
    source: str

    @property
    def number(self) -> Fraction:
        """The value."""
        return self.scalar.number


def is_cn(checked: Checked) -> bool:
    """Say whether a pack is for mainland China."""
    return checked.head.jurisdiction is Jurisdiction.CN


def value_of(checked: Checked, name: str) -> Scalar | None:
    """Return what a parameter comes to in the period; ``None`` where there is none."""
    found = checked.constant(name)
    return found.constant if found is not None else None


def legal(checked: Checked, name: str) -> LegalValue | None:
    """Return a value of the law with its source and the day since which it holds."""
    rule = checked.by_name("parameters").get(name)
    scalar = value_of(checked, name)
    if rule is None or scalar is None:
        return None
    last = checked.last_day
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
