"""Columns of earlier periods read back from JSON, without a plan that says how they lie."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Any

from ccops.facts import Column, mapped, packed
from ccops.values import EXACT, NUMERIC, WHOLE, Carrier, Cell, Missing, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def column_from_parts(data: Mapping[str, Any], size: int) -> Column:
    """Return a column written by ``column_parts``, as fine as what is written in it.

    Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else.
    """
    unit = Unit(data["unit"])
    values = [tuple(each) if isinstance(each, list) else each for each in data["cells"]]
    gaps: dict[int, Missing] = {}
    for reason, rows in data["missing"].items():
        gaps.update(dict.fromkeys(range(size) if rows == "all" else rows, Missing(reason)))
    there = [value for row, value in enumerate(values) if row not in gaps]
    filled = any(0 <= row < size and values[row : row + 1] != [None] for row in gaps)
    if len(values) != size or None in there or filled or not set(gaps) <= set(range(size)):
        raise ValueError("cells")
    type_ = Type(unit)
    carrier = _carrier(unit, there)
    cells: list[Any] = mapped(lambda value: _cell(value, unit, carrier), values)
    for row, reason in gaps.items():
        cells[row] = reason
    return packed(type_, carrier, cells)


def _carrier(unit: Unit, values: Sequence[Any]) -> Carrier:
    """Return the finest scale that is written; pairs have none."""
    if unit not in NUMERIC:
        return WHOLE
    if any(isinstance(each, tuple) for each in values):
        return EXACT
    digits = {len(each.partition(".")[2]) for each in set(values) if isinstance(each, str)}
    return Carrier(lcm(1, *(10**each for each in digits)))


def _cell(value: object, unit: Unit, carrier: Carrier) -> Cell | None:
    if value is None:
        return None
    match unit:
        case Unit.FLAG if isinstance(value, bool):
            return value
        case Unit.WORD if isinstance(value, str):
            return value
        case Unit.DATE if isinstance(value, str):
            return dt.date.fromisoformat(value).toordinal()
        case _ if unit in NUMERIC:
            return _number(value, carrier)
        case _:
            raise ValueError(f"{value!r} is no {unit.value}")


def _number(value: object, carrier: Carrier) -> Cell:
    match value:
        case bool() | float():
            raise ValueError(f"{value!r} is no exact number")
        case (int() as above, int() as below):
            number = Fraction(above, below)
        case int() | str():
            number = Fraction(value)
        case _:
            raise ValueError(f"{value!r} is no number")
    if carrier.scale is None:
        return number.numerator, number.denominator
    return int(number * carrier.scale)
