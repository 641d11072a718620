"""What the trade rooms find wrong with those of their rules that add nothing to the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.contacts import check_approaches, check_first_contacts
from ccops.learning import (
    LIST_SECTIONS,
    check_coaching_effects,
    check_development_plans,
    check_due_lists,
    check_long_calls,
    check_process_aims,
    check_studies,
    check_top_lists,
)
from ccops.organization import (
    PublicationNames,
    check_approvals,
    check_duties,
    check_publications,
    check_roles,
    check_structure,
)
from ccops.scorecards import check_calibrations, check_disputes, check_sampling_plans
from ccops.worktime import (
    check_hours_systems,
    check_leave_kinds,
    check_rosters,
    compile_shifts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ccops.messages import Diagnostic
    from ccops.rulepack.lints import Checked


def posts(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with posts and duties; of broken lines no more is guessed."""
    roles, duties = checked.section("roles"), checked.section("duties")
    lines = check_roles(roles)
    yield from lines
    yield from check_duties(duties, checked.by_name("roles"))
    if not lines:
        yield from check_structure(roles, duties)


def shifts(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with shifts, systems of hours, rosters and leave."""
    listed = checked.section("shifts")
    yield from compile_shifts(listed)[1]
    yield from check_hours_systems(checked.section("hours_systems"), listed)
    yield from check_rosters(checked.section("rosters"), (each.name for each in listed))
    yield from check_leave_kinds(checked.section("leave_kinds"))


def approvals(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with who approves what."""
    yield from check_approvals(checked.section("approvals"), checked.by_name("roles"))


def publications(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with what is made public: it names figures of the plan."""
    listed = checked.section("publications")
    if not listed:
        return
    units = ((each.name, each.unit) for each in checked.section("per_period"))
    names = PublicationNames(
        plan=checked.plan,
        calendars=tuple(checked.by_name("calendars")),
        decisions={name: unit for name, unit in units if unit is not None},
    )
    yield from check_publications(listed, names)


def contacts(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with rules of who comes in, or is called, again."""
    yield from check_first_contacts(checked.section("first_contacts"))
    yield from check_approaches(checked.section("approaches"))


def learning(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with the lists about learning: they name roles, indicators, targets."""
    if not any(map(checked.section, LIST_SECTIONS)):
        return
    roles = checked.by_name("roles")
    indicators = {each.name: each for each in checked.indicators}
    targets = {**checked.by_name("targets"), **checked.by_name("contracts")}
    yield from check_due_lists(checked.section("due_lists"), roles)
    yield from check_process_aims(checked.section("process_aims"), targets)
    yield from check_top_lists(checked.section("top_lists"), indicators)
    yield from check_long_calls(checked.section("long_calls"), indicators)
    yield from check_studies(checked.section("studies"))
    yield from check_coaching_effects(checked.section("coaching_effects"), indicators)
    yield from check_development_plans(checked.section("development_plans"), roles)


def quality(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with samples, calibrations and disputes: they name roles and forms."""
    roles = checked.by_name("roles")
    forms = {each.name for each in checked.section("scorecards") if not each.is_monthly}
    yield from check_sampling_plans(checked.section("sampling_plans"), roles)
    yield from check_calibrations(checked.section("calibrations"), forms)
    yield from check_disputes(checked.section("evaluation_disputes"), roles)


#: What is asked of the trade rooms, by what it is called where its findings are kept.
TRADE_CHECKS: Final[Mapping[str, Callable[[Checked], Iterator[Diagnostic]]]] = {
    "posts": posts,
    "shifts": shifts,
    "approvals": approvals,
    "publications": publications,
    "contacts": contacts,
    "learning": learning,
    "quality": quality,
}
