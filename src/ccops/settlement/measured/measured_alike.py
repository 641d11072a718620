"""Whether two readings of a pack measure a month alike, so that it is measured once for both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.plan.steps import PopulationStep
from ccops.settlement.measured.rules import MonthRules

if TYPE_CHECKING:
    from ccops.plan import Plan

#: What settles a month or names it, and has no say in what its records come to; of the plans
#: measuring reads what ``_asked_of`` says.
_NOT_MEASURED: Final = frozenset(
    {"identity", "plan", "groups", "choices", "readings", "diagnostics"}
)


def measured_alike(one: MonthRules, other: MonthRules) -> bool:
    """Say whether the same records come to the same facts under two rules of one month.

    In doubt they do not: any difference counts but one of which it is known that measuring does
    not ask. People, records and the closing before are those of one month.
    """
    names = (each.name for each in attrs.fields(MonthRules) if each.name not in _NOT_MEASURED)
    return all(getattr(one, name) == getattr(other, name) for name in names) and _asked_of(
        one
    ) == _asked_of(other)


def _asked_of(rules: MonthRules) -> tuple[Any, ...]:
    """Return what measuring asks of the plans of people and groups."""
    groups = [(each.kind, each.plan.facts, each.plan.reads) for each in rules.groups]
    return rules.plan.constants, _populations(rules.plan), groups


def _populations(plan: Plan) -> list[tuple[Any, ...]]:
    """Return the populations: accounts that are fed by records are kept for some of them."""
    return [(each.rule, each.outer) for each in plan.of_kind(PopulationStep)]
