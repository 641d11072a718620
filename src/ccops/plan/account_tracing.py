"""Tracing accounts: each lot with where it came from and what happened to it in the period."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ccops.messages import Label
from ccops.plan.traces import TracedLot, TracedUse, TracedValue
from ccops.values import Missing
from ccops.values.periods import period_label

if TYPE_CHECKING:
    from ccops.facts import AccountKind, History, LotMove
    from ccops.plan.results import Results
    from ccops.plan.steps import AccountStep


def traced_account(step: AccountStep, results: Results, row: int) -> dict[str, Any]:
    """Return the fields of a trace that say what became of somebody's lots, oldest first.

    Or why it is not known what the account held when the period began.
    """
    found = results.figures[step.key]
    position = found.members.positions[row]
    moves = found.accounts[position] if found.accounts and position >= 0 else ()
    lots = () if isinstance(moves, Missing) else tuple(_traced(step, each) for each in moves)
    return {"lots": lots, "lots_unknown": _unknown_before(step.key.name, results.history, row)}


def _unknown_before(account: str, history: History, row: int) -> Missing | None:
    if account not in history.lots:
        return Missing.NO_HISTORY
    return history.unknown_lots.get(account, {}).get(row)


def _traced(step: AccountStep, move: LotMove) -> TracedLot:
    labels = {each.code: each.label for each in step.rule.stops}
    return traced_lot(step.kind, move, label=labels.get(move.why, Label()))


def traced_lot(kind: AccountKind, move: LotMove, *, label: Label | None = None) -> TracedLot:
    """Return one lot with what happened to it in the period."""

    def value(amount: int) -> TracedValue:
        return TracedValue(cell=amount, type=kind.type, carrier=kind.carrier)

    return TracedLot(
        period=period_label(move.lot.posted),
        origin=move.lot.origin,
        amount=value(move.lot.amount),
        before=value(0 if move.is_new else move.lot.left),
        used=value(move.used),
        ended=value(move.ended),
        left=value(move.left),
        why=move.why,
        label=label or Label(),
        last="" if move.last is None else _day(move.last),
        uses=tuple(
            TracedUse(
                day=_day(each.day),
                amount=value(each.amount),
                why=each.why,
                reference=each.reference,
            )
            for each in move.uses
        ),
    )


def _day(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()
