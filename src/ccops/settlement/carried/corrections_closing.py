"""What a closing remembers of corrections: which were posted, and what of them was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts import Corrected
from ccops.pay import Posted
from ccops.values import Missing
from ccops.values.periods import period_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.facts import Correction
    from ccops.pay import CorrectionPolicy
    from ccops.settlement.settled.settlement import Settlement

#: The accounts of a correction policy with the facts that are posted to each, and their sign.
_SIDES = (
    ("due", (Posted.OWN_MORE, Posted.OTHERS_MORE), 1),
    ("owed", (Posted.OWN_LESS, Posted.OTHERS_LESS), -1),
)


def corrections_closed(settlement: Settlement) -> tuple[Corrected, ...]:
    """Return the corrected periods that may still be corrected again, in their order.

    Those of the closing before, and those posted in this period.
    """
    known = (
        {each.period: each for each in settlement.before.corrections} if settlement.before else {}
    )
    policy = next(iter(settlement.rules.corrections), None)
    if policy is None:
        return tuple(known[period] for period in sorted(known))
    for each in settlement.results.facts.corrections:
        earlier = known.get(each.period)
        revisions = earlier.revisions if earlier else (each.before,)
        known[each.period] = Corrected(
            period=each.period,
            revisions=(*revisions, each.after),
            kept=_kept(each, policy, settlement),
        )
    oldest = period_number(settlement.period) - policy.limit_months
    return tuple(known[period] for period in sorted(known) if period_number(period) > oldest)


def _kept(
    correction: Correction, policy: CorrectionPolicy, settlement: Settlement
) -> Mapping[str, int]:
    """Return what stays with each employee although the rules say otherwise, if anything does.

    That is what an earlier correction left, and what no account took up of this one.
    """
    found = dict(correction.kept)
    for part, facts, sign in _SIDES:
        names = tuple(map(policy.fact_of, facts))
        employees = {who for name in names for who in correction.amounts.get(name, ())}
        taken = _taken_up(f"{policy.name}_{part}", correction.origin, employees, settlement)
        for who in employees:
            amount = sum(correction.amount(name, who) for name in names)
            found[who] = found.get(who, 0) + sign * (amount - taken.get(who, 0))
    return {who: amount for who, amount in sorted(found.items()) if amount}


def _taken_up(
    account: str, origin: str, employees: set[str], settlement: Settlement
) -> Mapping[str, int]:
    """Return what an account took up of a correction, by employee."""
    column = next(iter(settlement.results.columns_of(account)), None)
    if column is None or column.accounts is None:
        return {}
    found: dict[str, int] = {}
    for who in employees:
        position = column.members.positions[settlement.row_of(who)]
        moves = column.accounts[position] if position >= 0 else ()
        if not isinstance(moves, Missing):
            new = (each.lot for each in moves if each.is_new and each.lot.origin == origin)
            found[who] = sum(lot.amount for lot in new)
    return found
