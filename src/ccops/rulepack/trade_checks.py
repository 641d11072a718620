"""What the trade rooms find wrong with those of their rules that add nothing to the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.organization import (
    PublicationNames,
    check_approvals,
    check_duties,
    check_publications,
    check_roles,
    check_structure,
)
from ccops.worktime import (
    check_hours_systems,
    check_leave_kinds,
    check_rosters,
    compile_shifts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.messages import Diagnostic
    from ccops.rulepack.assembly.assembling import Assembly


def check_trade(assembly: Assembly) -> Iterator[Diagnostic]:
    """Yield what is wrong with posts and duties, approvals, publications, shifts and leave."""
    rules = assembly.rules
    roles, duties = rules.section("roles"), rules.section("duties")
    lines = check_roles(roles)
    yield from lines
    yield from check_duties(duties, rules.by_name("roles"))
    if not lines:  # of broken lines more would only be guessed
        yield from check_structure(roles, duties)
    shifts = rules.section("shifts")
    yield from compile_shifts(shifts)[1]
    yield from check_hours_systems(rules.section("hours_systems"), shifts)
    yield from check_rosters(rules.section("rosters"), (each.name for each in shifts))
    yield from check_leave_kinds(rules.section("leave_kinds"))
    yield from check_approvals(rules.section("approvals"), rules.by_name("roles"))
    names = PublicationNames(
        plan=assembly.plan,
        calendars=tuple(rules.by_name("calendars")),
        decisions={
            each.name: each.unit for each in rules.section("per_period") if each.unit is not None
        },
    )
    yield from check_publications(rules.section("publications"), names)
