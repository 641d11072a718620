"""What the trade rooms find wrong with their own rules, without a plan or a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.organization import check_duties, check_roles, check_structure
from ccops.worktime import check_hours_systems, check_leave_kinds, compile_shifts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Diagnostic
    from ccops.rulepack.ruleset import RuleSet


def check_trade(rules: RuleSet) -> Iterator[Diagnostic]:
    """Yield what is wrong with roles, duties, shifts, hours systems and kinds of leave."""
    roles, duties = rules.section("roles"), rules.section("duties")
    lines = check_roles(roles)
    yield from lines
    yield from check_duties(duties, rules.by_name("roles"))
    if not lines:  # of broken lines more would only be guessed
        yield from check_structure(roles, duties)
    shifts = rules.section("shifts")
    yield from compile_shifts(shifts)[1]
    yield from check_hours_systems(rules.section("hours_systems"), shifts)
    yield from check_leave_kinds(rules.section("leave_kinds"))
