"""Sessions: one table opened where it lies, and what SQL it is asked in."""

from __future__ import annotations

import enum
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, Protocol

from ccops.frozen import frozen
from ccops.kpi.records import RecordColumn
from ccops.values import NUMERIC, Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.rules import SqlDialect
    from ccops.values import Cell

#: What the column is called that holds why a cell is missing.
WHY: Final = "__why"


class Held(enum.Enum):
    """What a column of a table holds, by the name of its type in SQL."""

    WHOLE = "BIGINT"
    TEXT = "VARCHAR"
    FLAG = "BOOLEAN"

    @classmethod
    def by(cls, column: RecordColumn) -> Held:
        """Return what holds the cells of a column."""
        unit = column.type.unit
        if unit in NUMERIC or unit is Unit.DATE:
            return cls.WHOLE
        return cls.FLAG if unit is Unit.FLAG else cls.TEXT


@frozen(kw_only=True)
class Figures:
    """What rows hold in one column: how many there are, how many cells, from where to where."""

    rows: int
    cells: int
    ends: tuple[int, int] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether no cell is missing."""
        return self.cells == self.rows


class Session(Protocol):
    """A table that queries may be put to."""

    @property
    def source(self) -> str:
        """What stands after ``FROM``."""

    @property
    def dialect(self) -> SqlDialect:
        """How formulas are printed for it."""

    @property
    def columns(self) -> Sequence[str]:
        """The columns of the table."""

    def other(self, column: str, held: Held) -> str:
        """Return what a column holds instead; empty where it holds what it should."""

    def kept(self, columns: Sequence[tuple[str, Held]]) -> Mapping[str, Figures] | None:
        """Return the figures of columns, where what holds the rows keeps them; or ``None``."""

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query. Raises ``OverflowError`` where 64 bits do not hold one."""


@frozen
class HeldColumn:
    """A column of a kind as it lies in a table, with ``why`` where the table says that."""

    column: RecordColumn
    why: str = ""

    @classmethod
    def of(cls, column: RecordColumn, names: Sequence[str]) -> HeldColumn:
        """Return a column as it lies in a table with columns of some names."""
        why = column.name + WHY
        return cls(column, why if why in names else "")

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the table that hold its cells."""
        name = self.column.name
        if not self.column.carrier.is_exact or Held.by(self.column) is not Held.WHOLE:
            return (name,)
        return (f"{name}_numerator", f"{name}_denominator")

    @property
    def read(self) -> tuple[str, ...]:
        """The columns that say what a cell is."""
        return (*self.names, self.why) if self.why else self.names

    def cells(self, rows: Sequence[tuple[Any, ...]], place: int) -> list[Cell | Missing]:
        """Return the cells of rows in which the values of ``read`` stand from a place on."""
        if len(self.names) > 1:
            part = slice(place, place + len(self.read))
            return [self.cell(row[part]) for row in rows]
        cells: list[Any] = list(map(itemgetter(place), rows))
        is_whole = None not in cells
        if self.column.type.unit is Unit.FLAG:
            cells = [cell if cell is None else bool(cell) for cell in cells]
        if is_whole:
            return cells
        whys = map(itemgetter(place + 1), rows) if self.why else (None,) * len(cells)
        return [
            cell if cell is not None else Missing(why) if why else _NOT_MEASURED
            for cell, why in zip(cells, whys, strict=True)
        ]

    def cell(self, parts: Sequence[Any]) -> Cell | Missing:
        """Return the cell of the values of ``read``."""
        if parts[0] is None:
            return Missing(parts[-1] or Missing.NOT_MEASURED) if self.why else _NOT_MEASURED
        if len(self.names) > 1:
            return (parts[0], parts[1])
        if self.column.type.unit is Unit.FLAG:
            return bool(parts[0])
        cell: Cell = parts[0]
        return cell


_NOT_MEASURED: Final = Missing.NOT_MEASURED


def quoted(name: str) -> str:
    """Return a name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'
