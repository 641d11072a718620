"""Budgets decided for a period: held against the sum over everybody, and no employee's to read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ccops.plan.undecided import without_names
from ccops.values import Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.kpi.record_accounts import RecordAccount
    from ccops.plan import Kept, Parted
    from ccops.rulepack.assembly.constants import Decisions
    from ccops.rulepack.ruleset import RuleSet


def unread_budgets(
    rules: RuleSet,
    apart: Parted,
    accounts: tuple[RecordAccount, ...],
    about: tuple[Decisions, Kept],
) -> frozenset[str]:
    """Return the decided budgets that no figure or account of an employee reads.

    A statement can be worked out again without them. One that is read decides what somebody is
    paid, so his statement has to carry it. A check asks for none. They are found once for the
    same figures.
    """
    decisions, kept = about
    if decisions.is_check:
        return frozenset()
    written = (*apart.figures, None, *apart.populations.values(), None, *accounts)
    named = (rules.section("statements"), rules.section("per_period"))
    return kept.made(partial(_unread, rules, apart, accounts), unread_budgets, *named, *written)


def _unread(rules: RuleSet, apart: Parted, accounts: Iterable[RecordAccount]) -> frozenset[str]:
    fed = {name for each in accounts for name in each.reads}
    figures, populations = apart.figures, apart.populations
    named = _decided_budgets(rules).difference(fed)
    return frozenset(x for x in named if not without_names(figures, populations, {x}).left_out)


def budget_placeholders(rules: RuleSet) -> dict[str, str]:
    """Return an amount for each decided budget, where a month is opened without knowing it."""
    nothing = str(Money(rules.pack.currency.value, 0))
    return dict.fromkeys(sorted(_decided_budgets(rules)), nothing)


def _decided_budgets(rules: RuleSet) -> frozenset[str]:
    named = {each.budget.value for each in rules.section("statements") if each.budget is not None}
    return frozenset(named.intersection(rules.by_name("per_period")))
