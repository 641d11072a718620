"""Which people have another figure the second time: whole columns are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.values import NOT_APPLICABLE, Carrier, Cell, Missing, NotApplicable, fraction_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.plan import FigureColumn
    from ccops.settlement.settled.settlement import Settlement

_Known = Cell | Missing | NotApplicable


def employees_with_other(before: Settlement, after: Settlement, name: str) -> tuple[str, ...]:
    """Name the employees, sorted, whose figure is another, or there in one of the two only."""
    columns = (before.results.columns_of(name), after.results.columns_of(name))
    carriers = {each.step.carrier for side in columns for each in side}
    as_they_lie = len(carriers) == 1  # else a version of the rule counts in finer steps
    then = _cells(before, columns[0], as_they_lie=as_they_lie)
    now = _cells(after, columns[1], as_they_lie=as_they_lie)
    if then == now:
        return ()
    none = NOT_APPLICABLE
    everybody = sorted({*then, *now})
    return tuple(each for each in everybody if then.get(each, none) != now.get(each, none))


def _cells(
    settlement: Settlement, columns: Sequence[FigureColumn], *, as_they_lie: bool
) -> Mapping[str, _Known]:
    ids = settlement.results.facts.employees.ids
    found: dict[str, _Known] = {}
    for each in columns:
        cells: Sequence[_Known] = each.column.sequence()
        if not as_they_lie:
            cells = [_exact(cell, each.step.carrier) for cell in cells]
        found.update(zip(map(ids.__getitem__, each.members.rows), cells, strict=True))
    return found


def _exact(cell: _Known, carrier: Carrier) -> _Known:
    if isinstance(cell, Missing | NotApplicable | str):
        return cell
    number = fraction_of(cell, carrier)
    return number.numerator, number.denominator
