"""Lots of accounts as canonical JSON, an array for each thing a lot says, and back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ccops.facts import Lot, PastLots, mapped, packed
from ccops.settlement.plain_data.json_text import Arrays, json_object, json_text
from ccops.settlement.plain_data.past_columns import column_from_parts
from ccops.values import Missing
from ccops.values.periods import period_label, period_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def lots_text(past: PastLots, arrays: Arrays) -> str:
    """Return the lots of an account as canonical JSON text, as arrays are to stand in it."""
    listed = [(row, lot) for row in sorted(past.lots) for lot in past.lots[row]]

    def amounts(cells: Sequence[int]) -> str:
        return json_object(arrays.column(packed(past.type, past.carrier, cells)))

    unknown: dict[str, list[int]] = {}
    for row, reason in sorted(past.unknown.items()):
        unknown.setdefault(reason.value, []).append(row)
    return json_object(
        {
            "name": json_text(past.name),
            "rows": arrays.numbers([row for row, _ in listed]),
            "posted": arrays.words(mapped(period_label, [lot.posted for _, lot in listed])),
            "origin": arrays.words([lot.origin for _, lot in listed]),
            "amount": amounts([lot.amount for _, lot in listed]),
            "left": amounts([lot.left for _, lot in listed]),
            "unknown": json_text(unknown),
            **_days(listed),
        }
    )


def _days(listed: Sequence[tuple[int, Lot]]) -> dict[str, str]:
    """Return the days that lots say, an array for each kind of day that any lot has."""
    found = {}
    for name in ("dated", "until"):
        ordinals = [getattr(lot, name) for _, lot in listed]
        if any(each is not None for each in ordinals):
            days = [each and dt.date.fromordinal(each).isoformat() for each in ordinals]
            found[name] = json_text(days)
    return found


def _ordinals(data: Mapping[str, Any], name: str, size: int) -> list[int | None]:
    days = list(data.get(name, [None] * size))
    return [each and dt.date.fromisoformat(each).toordinal() for each in days]


def lots_from_parts(data: Mapping[str, Any], size: int) -> PastLots:
    """Return the lots of an account from plain data.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else.
    """
    rows, posted, origin = list(data["rows"]), list(data["posted"]), list(data["origin"])
    amount = column_from_parts(data["amount"], len(rows))
    left = column_from_parts(data["left"], len(rows))
    if any(not 0 <= row < size for row in rows) or rows != sorted(rows):
        raise ValueError(f"rows of {data['name']!r}")
    if amount.missing or left.missing or amount.type != left.type or amount.carrier.is_exact:
        raise ValueError(f"amounts of {data['name']!r}")
    found: dict[int, list[Lot]] = {}
    scale, finer = amount.carrier.scale or 1, left.carrier.scale or 1
    if scale != finer:
        raise ValueError(f"amounts of {data['name']!r}")
    periods: list[int] = mapped(period_number, posted)
    dated, until = (_ordinals(data, name, len(rows)) for name in ("dated", "until"))
    listed: Iterable[tuple[int, int, Any, Any, str, int | None, int | None]] = zip(
        rows, periods, amount.cells, left.cells, map(str, origin), dated, until, strict=True
    )
    for row, period, whole, rest, where, day, last in listed:
        lot = Lot(period, whole, rest, where, day, last)
        if not 0 < lot.left <= lot.amount:
            raise ValueError(f"what is left of {data['name']!r}")
        found.setdefault(row, []).append(lot)
    said = [(row, Missing(why)) for why, listed in data["unknown"].items() for row in listed]
    unknown = dict(said)
    if len(unknown) < len(said) or any(row in found or not 0 <= row < size for row in unknown):
        raise ValueError(f"rows of {data['name']!r}")
    return PastLots(
        name=str(data["name"]),
        type=amount.type,
        carrier=amount.carrier,
        lots=found,
        unknown=unknown,
    )
