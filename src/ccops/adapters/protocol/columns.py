"""Rows of a record kind, folded into columns batch by batch while a file is read."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from struct import pack
from typing import Final, overload

from ccops.kpi import RecordColumn, RecordKind, Records
from ccops.values import Cell, Missing, Unit

_LINE_BITS: Final = 40
_LINE_MASK: Final = (1 << _LINE_BITS) - 1
#: Ends the names of columns that hold instants: large numbers, no two alike.
_INSTANT: Final = "_ms"


class SourceNames:
    """The files of a read, numbered, so that a place in one is a whole number."""

    __slots__ = ("names",)

    def __init__(self) -> None:
        self.names: list[str] = []

    def base(self, name: str) -> int:
        """Return the place of line 0 of a file; line n is ``base + n``."""
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name) << _LINE_BITS

    def split(self, place: int) -> tuple[str, int]:
        """Return the file and the line of a place."""
        return self.names[place >> _LINE_BITS], place & _LINE_MASK

    def text(self, place: int) -> str:
        """Return a place as ``file:line``."""
        name, line = self.split(place)
        return f"{name}:{line}"

    def place(self, text: str) -> int:
        """Return the place that ``text`` wrote."""
        name, _, line = text.rpartition(":")
        return self.base(name) + int(line)


class SourceRefs(Sequence[str]):
    """A column of ``file:line``, held as whole numbers and written out on demand."""

    __slots__ = ("_names", "_places")

    def __init__(self, names: SourceNames, places: Sequence[int]) -> None:
        self._names = names
        self._places = places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> SourceRefs: ...
    def __getitem__(self, index: int | slice) -> str | SourceRefs:
        if isinstance(index, slice):
            return SourceRefs(self._names, self._places[index])
        return self._names.text(self._places[index])

    def __iter__(self) -> Iterator[str]:
        return map(self._names.text, self._places)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


class LaterColumn(Sequence[Cell | Missing]):
    """A column that is worked out when somebody looks into it: of most reads few are.

    ``make`` returns its cells, ``length`` of them, and is asked once.
    """

    __slots__ = ("_cells", "_length", "_make")

    def __init__(self, length: int, make: Callable[[], Sequence[Cell | Missing]]) -> None:
        self._length = length
        self._make: Callable[[], Sequence[Cell | Missing]] | None = make
        self._cells: Sequence[Cell | Missing] = ()

    @property
    def cells(self) -> Sequence[Cell | Missing]:
        """The cells, worked out now if they were not before."""
        make = self._make
        if make is not None:
            self._cells = make()  # before the next line, as another thread may look
            self._make = None
        return self._cells

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Cell | Missing: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Cell | Missing]: ...
    def __getitem__(self, index: int | slice) -> Cell | Missing | Sequence[Cell | Missing]:
        return self.cells[index]

    def __iter__(self) -> Iterator[Cell | Missing]:
        return iter(self.cells)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[object, ...]:
        return _as_they_are, (self.cells,)


def _as_they_are(cells: Sequence[Cell | Missing]) -> Sequence[Cell | Missing]:
    return cells


class RowFolder:
    """Takes rows of one kind, one by one or column by column, and folds them into columns.

    In a row the reference column holds a place of ``SourceNames``. ``add`` is the ``append`` of
    a list; call ``fold`` every few hundred rows, while they are in the cache and before the
    garbage collector takes notice of them.
    """

    __slots__ = ("_columns", "_names", "add", "kind", "rows")

    def __init__(self, kind: RecordKind, names: SourceNames) -> None:
        self.kind = kind
        self._names = names
        self._columns = [_empty(each, kind.reference) for each in kind.columns]
        self.rows: list[tuple[Cell | Missing, ...]] = []
        self.add = self.rows.append

    def extend(self, columns: Iterable[Sequence[Cell | Missing]]) -> None:
        """Add many rows, given as columns of equal length in the order of the kind's."""
        for column, cells in zip(self._columns, columns, strict=True):
            if isinstance(column, array):
                add_numbers(column, cells)  # type: ignore[arg-type]  # all are there
            else:
                column.extend(cells)

    def fold(self) -> None:
        """Move the waiting rows into the columns."""
        if self.rows:
            self.extend(zip(*self.rows, strict=True))
            self.rows.clear()

    def take(self) -> Records:
        """Return what was added since the last time as records."""
        self.fold()
        filled = self._columns
        self._columns = [_empty(each, self.kind.reference) for each in self.kind.columns]
        return Records(
            kind=self.kind,
            columns={
                each.name: self._shown(each, column)
                for each, column in zip(self.kind.columns, filled, strict=True)
            },
        )

    def _shown(
        self, column: RecordColumn, cells: array[int] | list[Cell | Missing]
    ) -> Sequence[Cell | Missing]:
        if column.name == self.kind.reference and isinstance(cells, array):
            return SourceRefs(self._names, cells)
        return cells


def add_numbers(column: array[int], cells: Sequence[int]) -> None:
    """Add whole numbers of 64 bits to a column of eight bytes each.

    To pack them first takes a third less time than an array does that is made of them.
    """
    column.frombytes(pack(f"{len(cells)}q", *cells))


def joined_records(kind: RecordKind, parts: Iterable[Records]) -> Records:
    """Return the records of several batches of one kind, in order."""
    columns: dict[str, list[Cell | Missing]] = {name: [] for name in kind.names}
    for part in parts:
        for name, cells in part.columns.items():
            columns[name].extend(cells)
    return Records(kind=kind, columns=columns)


def _empty(column: RecordColumn, reference: str) -> array[int] | list[Cell | Missing]:
    """Return an empty column: eight bytes a cell for instants and places, else shared cells."""
    instant = column.name.endswith(_INSTANT) and column.type.unit is Unit.COUNT
    return array("q") if (instant and not column.optional) or column.name == reference else []
