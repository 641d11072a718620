"""What somebody asked the columns of a table with, and which rows answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.plan import TableStep
from ccops.plan.results import NO_PLACE
from ccops.rulepack.proving.table_points import Asked, PlaceCell, asked_value
from ccops.values import WHOLE, Carrier, Missing, NotApplicable

if TYPE_CHECKING:
    from ccops.plan import FigureColumn, Reading, Results


def asked_of(results: Results, step: TableStep, row: int) -> tuple[Asked, ...]:
    """Return what an employee asks each column of a table with."""
    numbers = range(len(step.table.columns))
    return tuple(_asked(results, step, number, row) for number in numbers)


def _asked(results: Results, step: TableStep, number: int, row: int) -> Asked:
    column, reading = step.table.columns[number], step.readings[f"v{number}"]
    place = results.cell(reading, row)
    if column.share is not None:
        size = results.cell(step.readings[f"v{number}s"], row)
        return PlaceCell(place=_whole(place), size=_whole(size))
    if isinstance(place, NotApplicable):
        return Missing.NO_RECORDS
    return asked_value(place, _carrier(results, reading))


def _carrier(results: Results, reading: Reading) -> Carrier:
    """Return how the cells of what is read lie; places are whole numbers."""
    if reading.figure is None:
        return results.facts.employees.columns[reading.name].carrier
    is_part = reading.name != reading.figure.name
    return WHOLE if is_part else results.figures[reading.figure].step.carrier


def rows_taken(column: FigureColumn, row: int) -> tuple[int, ...]:
    """Return which rows of a table gave somebody's value, counted from 0."""
    position = column.members.positions[row]
    if column.hits is None or position < 0 or not isinstance(column.step, TableStep):
        return ()
    return column.step.taken(column.hits[position])


def _whole(cell: object) -> int:
    return cell if isinstance(cell, int) else NO_PLACE
