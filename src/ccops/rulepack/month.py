"""A pack made into the rules of one month, as the settlement takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.career import CareerRules
from ccops.casework import CASEWORK_SECTIONS, CaseworkRules
from ccops.contacts import RepeatRules
from ccops.facts import HistoryNeed, widest
from ccops.learning import LIST_SECTIONS, LearningRules
from ccops.messages import Label, Origin, Severity
from ccops.organization import ORGANIZATION_SECTIONS, Aims, OrganizationRules
from ccops.organization.publishing.adoption import Adoption
from ccops.rulepack.assembly.budgets import budget_placeholders
from ccops.rulepack.assembly.listed import decided_text
from ccops.rulepack.lints.jurisdiction import law_of
from ccops.rulepack.pack_rules import DECIDED, MonthUse, PackRule, part_of
from ccops.rulepack.stretches import Stretches
from ccops.settlement import MonthLaw, MonthRules, PackIdentity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.plan import GroupPlan, Plan
    from ccops.rulepack.assembly.assembling import Assembly
    from ccops.rulepack.pack import Pack
    from ccops.rulepack.ruleset import RuleSet

#: The sections a month takes as they are written.
_AS_WRITTEN: Final = (
    "publications",
    "approvals",
    "corrections",
    "leaver_settlements",
    "projects",
    "client_contracts",
    "commissions",
    "duty_rotas",
    "scorecards",
    "statements",
)
#: The sections whose rules lists name by their ids.
_LISTED: Final = ("words", "roles", "departments", "scorecards", "contracts", "targets")
#: The sections of what teams and the center are to reach.
_AIMS: Final = ("targets", "watches", "goals")
#: The sections of who comes in, or is called, again.
REPEATS: Final = ("first_contacts", "approaches")
#: The sections about careers and conduct.
CAREERS: Final = ("ladders", "last_places", "conducts", "discipline_ladders")
#: The sections whose lines pay for results.
_PERFORMANCE: Final = ("bonuses", "star_pays", "awards", "commissions")


def month_rules(
    pack: Pack,
    label: str,
    decisions: Mapping[str, Any],
    *,
    use: MonthUse = MonthUse.SETTLEMENT,
) -> MonthRules:
    """Return the rules of a month; for lists without what reads a decision nobody took.

    Raises ``SettlementError`` where a decision is missing or wrong, a constant has no value for
    the period, or a figure of the month depends on an open question.
    """
    pack.refuse_open_questions(label)
    made = pack.assembly(label, decisions, use=use)
    later = _later(pack, label)
    return MonthRules(
        identity=_identity(pack, decisions),
        period=made.period,
        plan=made.plan,
        indicators=made.indicators,
        facts=made.facts,
        choices=_choices(pack),
        parameters={**_parameters(made.rules), **made.parts},
        questions={name: choice.asks for name, choice in pack.choices.items()},
        readings=_readings(pack),
        calendars={rule.name: rule.label for rule in made.rules.section("calendars")},
        diagnostics=tuple(each for each in made.diagnostics if each.severity is Severity.WARNING),
        later_needs=_needs(each.plan for each in later),
        record_accounts=made.record_accounts,
        groups=tuple(_with_later_needs(each, later) for each in made.groups),
        learning=_learning(made),
        organization=_organization(made),
        shifts=made.rules.section("shifts"),
        law=_law(made),
        careers=_careers(made),
        undecided=tuple(sorted(made.undecided)),
        left_out=made.left_out,
        budgets=made.budgets,
        return_days=_return_days(made),
        labels={name: made.rules.labels(name) for name in _LISTED},
        **_of_the_head(pack),
        **_as_written(made.rules),
    )


def statement_rules(pack: Pack, label: str, decisions: Mapping[str, Any]) -> MonthRules:
    """Return the rules a statement is worked out by again: it does not say what was budgeted.

    Raises ``SettlementError`` as ``month_rules`` does.
    """
    return month_rules(pack, label, {**budget_placeholders(pack.rules), **decisions})


def _of_the_head(pack: Pack) -> dict[str, Any]:
    head = pack.rules.pack
    return {
        "zone": pack.zone,
        "currency": pack.currency,
        "locale": pack.locale,
        "default_calendar": head.default_calendar.value,
        "in_force_since": head.effective,
    }


def _sections(made: Assembly, names: Iterable[str]) -> dict[str, Any]:
    return {name: made.rules.section(name) for name in names}


def _identity(pack: Pack, decisions: Mapping[str, Any]) -> PackIdentity:
    return PackIdentity(
        id=pack.id,
        version=pack.version,
        digest=pack.digest,
        catalog_digest=pack.catalog.digest,
        jurisdiction=pack.rules.pack.jurisdiction.value,
        readings=dict(pack.readings),
        decisions={name: decided_text(value) for name, value in decisions.items()},
    )


def _careers(made: Assembly) -> CareerRules:
    return CareerRules(
        roles={each.name: each.label for each in made.rules.section("roles")},
        **{name: made.rules.section(name) for name in CAREERS},
    )


def _return_days(made: Assembly) -> dict[str, int]:
    """Return in how many days returned sales count, by the commission that says so."""
    values = {name: each.constant for name, each in made.constants.items()}
    said = [each for each in made.rules.section("commissions") if each.within is not None]
    limits = {each.name: values.get(each.within.value) for each in said}
    return {name: int(limit.number) for name, limit in limits.items() if limit is not None}


def _readings(pack: Pack) -> dict[str, Label]:
    """Return what people call the reading taken of each choice."""
    return {
        name: choice.called.get(pack.readings[name], Label())
        for name, choice in pack.choices.items()
    }


def _learning(made: Assembly) -> LearningRules:
    sections = {name: made.rules.section(name) for name in LIST_SECTIONS}
    values = {name: each.constant for name, each in made.constants.items() if each.constant}
    plans = tuple(each.with_shares(values) for each in sections.pop("sampling_plans"))
    return LearningRules(own_indicators=made.own_indicators, sampling_plans=plans, **sections)


def _organization(made: Assembly) -> OrganizationRules:
    kept_by = {each.value for right in made.rules.section("rights") for each in right.kept_by}
    rules = (each for listed in made.rules.sections.values() for each in listed)
    named = ((getattr(each, "name", ""), getattr(each, "label", None)) for each in rules)
    return OrganizationRules(
        adoption=_adoption(made.rules.pack),
        own_indicators=made.own_indicators,
        called={each.name: each.label for each in made.rules.section("words")},
        keeping={name: label for name, label in named if name in kept_by and label is not None},
        **{name: made.rules.section(name) for name in ORGANIZATION_SECTIONS},
    )


def _adoption(pack: PackRule) -> Adoption | None:
    if pack.adopted is None:
        return None
    return Adoption(
        effective=pack.effective,
        published_on=pack.adopted.published_on,
        acknowledged_by=pack.adopted.acknowledged_by,
    )


def _law(made: Assembly) -> MonthLaw | None:
    """Return what labor law asks of a month; ``None`` but for mainland China."""
    values = law_of(made)
    if not values:
        return None
    return MonthLaw(
        values=values,
        basic_pays=_lines_of(made.rules, "basic_pays"),
        performance_pays=_lines_of(made.rules, *_PERFORMANCE),
        leave_deductions=_lines_of(made.rules, "leave_deductions"),
    )


def _lines_of(rules: RuleSet, *sections: str) -> tuple[str, ...]:
    """Return the pay lines of the policies of some sections."""
    policies = (each for section in sections for each in rules.section(section))
    return tuple(line.figure for policy in policies for line in policy.lines())


def _as_written(rules: RuleSet) -> dict[str, Any]:
    """Return what a month takes of sections as they are, and which of them pays each line."""
    return {
        **{name: rules.section(name) for name in _AS_WRITTEN},
        "aims": Aims(**{name: rules.section(name) for name in _AIMS}),
        "repeats": RepeatRules(**{name: rules.section(name) for name in REPEATS}),
        "casework": CaseworkRules(**{name: rules.section(name) for name in CASEWORK_SECTIONS}),
        "line_sections": _sections_of_lines(rules),
    }


def _sections_of_lines(rules: RuleSet) -> dict[str, str]:
    """Return, by pay line, the section of the policy that pays it."""
    return {line.figure: policy.section for policy in rules.policies for line in policy.lines()}


def _later(pack: Pack, label: str) -> tuple[Assembly, ...]:
    """Return the pack as it is once its dates that lie ahead come.

    A window that becomes longer, or begins, finds what was known before it did.
    """
    ahead = (each for each in Stretches.of(pack).labels if each > label)
    return tuple(map(pack.check_assembly, ahead))


def _needs(plans: Iterable[Plan]) -> tuple[HistoryNeed, ...]:
    return widest(need for plan in plans for need in plan.history_needs)


def _with_later_needs(group: GroupPlan, later: Iterable[Assembly]) -> GroupPlan:
    plans = (each.plan for made in later for each in made.groups if each.kind is group.kind)
    return attrs.evolve(group, later_needs=_needs(plans))


def _choices(pack: Pack) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the choices each rule depends on, with the readings taken."""
    found: dict[str, dict[str, str]] = {}
    for (_, rule), used in pack.resolution.used.items():
        for name in used:
            found.setdefault(rule, {})[name] = pack.readings[name]
    for policy in pack.rules.policies:
        for other in _taken_over(policy, pack.rules):
            found.setdefault(policy.name, {}).update(found.get(other, {}))
    return {rule: tuple(sorted(names.items())) for rule, names in found.items()}


def _taken_over(rule: Any, rules: RuleSet) -> tuple[str, ...]:  # noqa: ANN401 - any policy
    """Return the rules whose readings hold for a policy too: the bonus it is like, its rank."""
    like = getattr(rule, "like", None)
    bonus = rules.by_name("bonuses").get(like.value) if like is not None else None
    if bonus is None:
        return ()
    read = (each.reads if each.places_of is None else each.places_of for each in bonus.columns)
    ranks = rules.by_name("ranks")
    return (bonus.name, *(each.value for each in read if each.value in ranks))


def _parameters(rules: RuleSet) -> dict[str, tuple[Label, Origin]]:
    """Return what the constants of a month are called, and where they stand."""
    named = (*rules.section("parameters"), *rules.section("per_period"))
    found = {rule.name: (rule.label, rule.origin) for rule in named}
    for rule in rules.section("per_period"):
        for item in rule.items:
            found[part_of(item.name, DECIDED)] = (item.label, item.origin)
            for part in rule.each:
                label = item.label.followed_by(part.label)
                found[part_of(item.name, part.name)] = (label, part.origin)
    return found
