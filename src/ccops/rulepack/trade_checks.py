"""What the trade rooms find wrong with those of their rules that add nothing to the plan."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from ccops.career import check_discipline
from ccops.casework import check_tenure_marks, check_time_limits
from ccops.contacts import check_approaches, check_first_contacts
from ccops.learning import (
    LIST_SECTIONS,
    check_ageing_lists,
    check_coaching_effects,
    check_development_plans,
    check_due_lists,
    check_gates,
    check_long_calls,
    check_process_aims,
    check_record_lists,
    check_studies,
    check_top_lists,
)
from ccops.organization import (
    PublicationNames,
    check_approval_lines,
    check_approvals,
    check_archives,
    check_departments,
    check_duties,
    check_post_pairs,
    check_publications,
    check_report_duties,
    check_rights,
    check_risks,
    check_roles,
    check_structure,
    check_structures,
)
from ccops.projects import check_duty_rotas, check_projects
from ccops.scorecards import (
    check_action_trackers,
    check_calibrations,
    check_disputes,
    check_sampling_plans,
)
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


#: The sections whose rules may keep a right of staff.
_KEEPING: Final = (
    "parameters",
    "facts",
    "leave_kinds",
    "indicators",
    "due_lists",
    "figures",
    "accounts",
    "basic_pays",
    "allowances",
    "bonuses",
    "star_pays",
    "awards",
    "commissions",
    "ladders",
    "hours_accounts",
    "holiday_pays",
)


def posts(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with posts and duties; of broken lines no more is guessed."""
    roles, duties = checked.section("roles"), checked.section("duties")
    lines = check_roles(roles)
    yield from lines
    yield from check_duties(duties, checked.by_name("roles"), checked.by_name("report_duties"))
    yield from check_departments(roles, checked.by_name("departments"))
    yield from check_post_pairs(checked.section("post_pairs"), checked.by_name("roles"))
    if not lines:
        yield from check_structure(roles, duties, checked.section("spans"))
    yield from other_structures(checked)


def other_structures(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with structures beside the pack's own: their posts and duties."""
    structures = checked.section("structures")
    yield from check_structures(structures, checked.by_name("report_duties"))
    for each in structures:
        yield from check_departments(each.roles, checked.by_name("departments"))


def report_duties(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with the reports that are owed, with archives and classes of risks."""
    roles = checked.by_name("roles")
    yield from check_report_duties(
        checked.section("report_duties"),
        roles=roles,
        calendars=checked.by_name("calendars"),
        archives=checked.by_name("archives"),
    )
    yield from check_archives(checked.section("archives"), roles)
    yield from check_risks(checked.section("risks"), roles)


def shifts(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with shifts, systems of hours, rosters and leave."""
    listed = checked.section("shifts")
    yield from compile_shifts(listed)[1]
    yield from check_hours_systems(checked.section("hours_systems"), listed)
    yield from check_rosters(checked.section("rosters"), (each.name for each in listed))
    yield from check_leave_kinds(checked.section("leave_kinds"))


def approvals(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with who approves what."""
    roles = checked.section("roles")
    yield from check_approvals(checked.section("approvals"), checked.by_name("roles"))
    if not check_roles(roles):
        yield from check_approval_lines(checked.section("approvals"), roles)


def publications(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with what is made public: it names figures of the plan."""
    listed = checked.section("publications")
    if not listed:
        return
    units = ((each.name, each.unit) for each in checked.section("per_period"))
    names = PublicationNames(
        plan=checked.named,
        calendars=tuple(checked.by_name("calendars")),
        decisions={name: unit for name, unit in units if unit is not None},
    )
    yield from check_publications(listed, names)


def projects(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with what is done for clients."""
    yield from check_projects(checked.section("projects"))
    yield from check_duty_rotas(checked.section("duty_rotas"), checked.by_name("roles"))


def contacts(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with rules of who comes in, or is called, again."""
    yield from check_first_contacts(checked.section("first_contacts"))
    yield from check_approaches(checked.section("approaches"))


def casework(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with time limits of orders, and with marks of tenure."""
    yield from check_time_limits(checked.section("time_limits"))
    marks = checked.section("tenure_marks")
    yield from check_tenure_marks(marks, checked.by_name("roles")) if marks else ()


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
    kinds = checked.record_kinds
    yield from check_ageing_lists(checked.section("ageing_lists"), kinds)
    yield from check_record_lists(checked.section("record_lists"), kinds)
    yield from check_gates(checked.section("gates"), roles, kinds)


def discipline(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with conducts and with what follows from violations."""
    ladders, conducts = checked.section("discipline_ladders"), checked.section("conducts")
    yield from check_discipline(ladders, conducts, checked.by_name("roles"))
    rights = checked.section("rights")
    if rights:
        named = chain.from_iterable(map(checked.names, _KEEPING))
        yield from check_rights(rights, frozenset(named))


def quality(checked: Checked) -> Iterator[Diagnostic]:
    """Yield what is wrong with samples, calibrations and disputes: they name roles and forms."""
    roles = checked.by_name("roles")
    forms = {each.name for each in checked.section("scorecards") if not each.is_monthly}
    units = {name: each.unit for name, each in checked.by_name("parameters").items()}
    yield from check_sampling_plans(checked.section("sampling_plans"), roles, units)
    yield from check_calibrations(checked.section("calibrations"), forms)
    yield from check_disputes(checked.section("evaluation_disputes"), roles)
    yield from check_action_trackers(checked.section("action_trackers"))


#: What is asked of the trade rooms, by what it is called where its findings are kept.
TRADE_CHECKS: Final[Mapping[str, Callable[[Checked], Iterator[Diagnostic]]]] = {
    "posts": posts,
    "report_duties": report_duties,
    "shifts": shifts,
    "approvals": approvals,
    "publications": publications,
    "contacts": contacts,
    "projects": projects,
    "casework": casework,
    "learning": learning,
    "discipline": discipline,
    "quality": quality,
}
