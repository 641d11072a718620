"""Records held in memory, made ready for an engine that reads tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ccops.frozen import frozen
from ccops.kpi.engines.sessions import WHY, Held, HeldColumn
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.kpi.records import Records


@frozen
class LoadedColumn:
    """A column of a table to be: its name, what it holds, and its cells; NULL is ``None``."""

    name: str
    held: Held
    cells: Sequence[Any]


def loaded_columns(records: Records, names: Iterable[str]) -> tuple[LoadedColumn, ...]:
    """Return columns of records as a table holds them."""
    return tuple(
        each for name in names for each in _loaded(records, HeldColumn(records.kind.column(name)))
    )


def _loaded(records: Records, held: HeldColumn) -> list[LoadedColumn]:
    cells = records.columns[held.column.name]
    kept = Held.by(held.column)
    if held.column.name in records.without_missing([held.column.name]):
        return _parts(held, kept, list(cells))
    there = [None if isinstance(cell, Missing) else cell for cell in cells]
    reasons = {cell for cell in cells if isinstance(cell, Missing)}
    found = _parts(held, kept, there)
    if reasons != {Missing.NOT_MEASURED}:
        why = [cell.value if isinstance(cell, Missing) else None for cell in cells]
        found.append(LoadedColumn(held.column.name + WHY, Held.TEXT, why))
    return found


def _parts(held: HeldColumn, kept: Held, cells: list[Any]) -> list[LoadedColumn]:
    if len(held.names) == 1:
        return [LoadedColumn(held.column.name, kept, cells)]
    return [
        LoadedColumn(name, kept, [None if pair is None else pair[place] for pair in cells])
        for place, name in enumerate(held.names)
    ]
