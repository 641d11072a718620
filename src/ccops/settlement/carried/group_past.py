"""What earlier periods left about teams and the center, as windows of theirs read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts import Facts, GroupKind, History
from ccops.settlement.carried.past import history_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.settlement.carried.closing import Closing
    from ccops.settlement.measured.rules import MonthRules


def group_histories(
    closing: Closing | None, facts: Facts, rules: MonthRules
) -> Mapping[GroupKind, History]:
    """Return the history of each kind of group, on the rows of its sheet.

    A team that the closing does not name has no past: each of its earlier periods is
    ``no_history``. Raises ``DataError`` as ``history_of`` does.
    """
    kinds = (each.kind for each in rules.groups)
    return {kind: group_history(closing, facts, rules, kind) for kind in kinds}


def group_history(
    closing: Closing | None, facts: Facts, rules: MonthRules, kind: GroupKind
) -> History:
    """Return the history of one kind of group. Raises ``DataError`` as ``history_of`` does."""
    own = closing.of(kind) if closing is not None else None
    return history_of(own, group_facts(facts, kind), rules.of(kind))


def group_facts(facts: Facts, kind: GroupKind) -> Facts:
    """Return the facts of a kind of group: its own sheet, and nothing of people."""
    return Facts(
        period=facts.period,
        declarations=facts.declarations,
        employees=facts.sheets[kind],
        currency=facts.currency,
    )
