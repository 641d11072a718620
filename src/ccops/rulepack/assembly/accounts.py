"""Accounts fed by records: the facts they give, and what of their pack they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.messages import nearest
from ccops.plan import EVERYBODY, AccountStep, own_population
from ccops.plan.steps import PopulationStep
from ccops.rulepack.assembly.findings import problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.facts import FactDeclaration
    from ccops.kpi.record_accounts import RecordAccount
    from ccops.messages import Diagnostic, Span
    from ccops.plan import Plan
    from ccops.rulepack.assembly.constants import Constants
    from ccops.rulepack.assembly.measures import Measures
    from ccops.rulepack.ruleset import RuleSet


def with_facts(measures: Measures, declared: Sequence[FactDeclaration]) -> Measures:
    """Return what is measured with the facts that policies declare; a name twice is a finding."""
    if not declared:
        return measures
    facts, problems = dict(measures.facts), list(measures.diagnostics)
    for fact in declared:
        if fact.name in facts:
            told = {"name": fact.name, "other": "fact"}
            problems.append(problem("name-twice", fact.origin.span, **told))
        facts[fact.name] = fact
    return attrs.evolve(measures, facts=facts, diagnostics=tuple(problems))


def account_findings(
    accounts: Sequence[RecordAccount], plan: Plan, constants: Constants, rules: RuleSet
) -> Iterator[Diagnostic]:
    """Yield what accounts name that is not there, or is not known when they are run."""
    found = {each.rule.name for each in plan.of_kind(PopulationStep)}
    calendars, populations = rules.by_name("calendars"), rules.by_name("populations")
    taken = {each.key.name for each in plan.of_kind(AccountStep)}
    for account in accounts:
        span = _span(account)
        for kind in account.kinds:
            if kind.name in taken:
                yield problem("name-twice", span, name=kind.name, other="account")
            taken.add(kind.name)
        name = account.population
        if name != EVERYBODY and name not in populations:
            near = nearest(name, populations) or "-"
            yield problem("unknown-population", span, name=name, near=near)
        elif name in found and own_population(plan, name) is None:
            yield problem("account-population", span, name=account.name, population=name)
        if account.calendar and account.calendar not in calendars:
            near = nearest(account.calendar, calendars) or "-"
            yield problem("unknown-calendar", span, name=account.calendar, near=near)
        for each in account.reads:
            known = {*constants.names, *constants.absent, *constants.undecided, *constants.ended}
            if each not in known:
                near = nearest(each, known) or "-"
                yield problem("unknown-name", span, name=each, near=near)


def _span(account: RecordAccount) -> Span | None:
    return next((each.origin.span for each in account.facts), None)
