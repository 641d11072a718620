"""What accounts fed by records came to, as canonical JSON, and back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ccops.facts import AccountRun, Lot, LotMove, LotUse
from ccops.settlement.plain_data.json_text import json_array, json_numbers, json_object, json_text
from ccops.values import Missing
from ccops.values.periods import period_label, period_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.facts import AccountKind


def run_text(run: AccountRun) -> str:
    """Return what an account came to as canonical JSON text: every lot with its uses."""
    unknown: dict[str, list[int]] = {}
    for row, reason in sorted(run.unknown.items()):
        unknown.setdefault(reason.value, []).append(row)
    return json_object(
        {
            "name": json_text(run.kind.name),
            "rows": json_numbers(sorted(run.moves)),
            "lots": json_array(
                json_text([row, *move_data(move)])
                for row in sorted(run.moves)
                for move in run.moves[row]
            ),
            "unknown": json_text(unknown),
        }
    )


def move_data(move: LotMove) -> list[Any]:
    """Return what became of a lot as plain JSON data, with its uses."""
    lot = move.lot
    uses = [[_day(each.day), each.amount, each.why, each.reference] for each in move.uses]
    head = [period_label(lot.posted), lot.origin, _day(lot.dated), _day(lot.until)]
    return [*head, lot.amount, lot.left, uses, move.ended, move.why, move.is_new, _day(move.last)]


def _day(ordinal: int | None) -> str | None:
    return None if ordinal is None else dt.date.fromordinal(ordinal).isoformat()


def run_from_data(data: Mapping[str, Any], kinds: Mapping[str, AccountKind]) -> AccountRun:
    """Return what an account came to from plain data.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else.
    """
    moves: dict[int, list[LotMove]] = {int(row): [] for row in data["rows"]}
    for row, *rest in data["lots"]:
        moves[row].append(move_from_data(rest))
    unknown = {row: Missing(why) for why, rows in data["unknown"].items() for row in rows}
    kept = {row: tuple(listed) for row, listed in moves.items()}
    return AccountRun(kind=kinds[data["name"]], moves=kept, unknown=unknown)


def move_from_data(data: list[Any]) -> LotMove:
    """Return what became of a lot. Raises ``TypeError`` or ``ValueError`` for other data."""
    period, origin, dated, until, amount, left, uses, ended, why, is_new, last = data
    lot = Lot(period_number(period), amount, left, origin, _ordinal(dated), _ordinal(until))
    used = tuple(LotUse(_ordinal(day) or 0, *rest) for day, *rest in uses)
    return LotMove(
        lot=lot,
        used=sum(each.amount for each in used),
        ended=ended,
        why=why,
        is_new=is_new,
        uses=used,
        last=_ordinal(last),
    )


def _ordinal(day: str | None) -> int | None:
    return None if day is None else dt.date.fromisoformat(day).toordinal()
