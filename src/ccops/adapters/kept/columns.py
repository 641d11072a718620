"""Rows of a table folded back into the columns of records, in the order they were read in."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters.kept.shape import cell_of
from ccops.adapters.protocol.columns import SourceNames, SourceRefs
from ccops.kpi import RecordColumn, RecordKind, Records
from ccops.values import Cell, Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Column = list[Any] | array[int]

#: Texts that come again are held once, up to so many of a column.
_SHARED: Final = 10_000
_INSTANT: Final = "_ms"


class RecordColumns:
    """Takes the cells of tables of one kind, and makes records of them."""

    def __init__(self, kind: RecordKind) -> None:
        self._kind = kind
        self._columns: dict[str, Column] = {each.name: _empty(each) for each in kind.columns}
        self._texts: dict[str, dict[str, str]] = {
            each.name: {} for each in kind.columns if each.type.unit is Unit.WORD
        }
        self._rows = array("q")

    def add(
        self, cells: Mapping[str, Sequence[Any]], reasons: Mapping[str, Sequence[Any]]
    ) -> None:
        """Add rows as columns by name; ``reasons`` are why cells of a column are missing."""
        for column in self._kind.columns:
            found = cells[column.name]
            if column.name in self._texts:
                found = self._shared(column.name, found)
            if column.optional:
                found = _with_missing(found, reasons.get(column.name))
            _extend(self._columns[column.name], found)

    def number(self, rows: Iterable[int]) -> None:
        """Say which row each of the rows added was when they were first read."""
        self._rows.extend(rows)

    def records(self) -> Records:
        """Return what was added, in the order of the row numbers where there are some."""
        columns: dict[str, Any] = self._columns
        rows = self._rows
        if any(map(int.__gt__, rows, rows[1:])):
            order = sorted(range(len(rows)), key=rows.__getitem__)
            columns = {name: _ordered(column, order) for name, column in columns.items()}
        reference = self._kind.reference
        shown: dict[str, Sequence[Cell | Missing]] = {**columns}
        shown[reference] = _references(columns[reference])
        return Records(kind=self._kind, columns=shown)

    def _shared(self, name: str, cells: Sequence[Any]) -> Sequence[Any]:
        known = self._texts[name]
        if len(known) > _SHARED or name == self._kind.reference:
            return cells
        return list(map(known.setdefault, cells, cells))


def _empty(column: RecordColumn) -> Column:
    is_instant = column.name.endswith(_INSTANT) and column.type.unit is Unit.COUNT
    return array("q") if is_instant and not column.optional else []


def _extend(column: Column, cells: Sequence[Any]) -> None:
    column.extend(array("q", cells) if isinstance(column, array) else cells)


def _with_missing(cells: Sequence[Any], reasons: Sequence[Any] | None) -> list[Cell | Missing]:
    if reasons is None:
        usual = Missing.NOT_MEASURED
        return [usual if cell is None else cell for cell in cells]
    return list(map(cell_of, cells, reasons))


def _ordered(column: Column, order: Sequence[int]) -> Column:
    cells = map(column.__getitem__, order)
    return array("q", cells) if isinstance(column, array) else list(cells)


def _references(texts: Sequence[str]) -> Sequence[str]:
    """Return places as whole numbers where all are ``file:line``, else the texts as they are."""
    names = SourceNames()
    bases: dict[str, int] = {}
    places = array("q")
    for text in texts:
        name, _, line = text.rpartition(":")
        if not line.isdecimal() or (line[0] == "0" and line != "0"):
            return texts
        base = bases.get(name)
        if base is None:
            base = bases[name] = names.base(name)
        places.append(base + int(line))
    return SourceRefs(names, places)
