"""Record kinds and records: named flat rows, held as columns."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import compress
from typing import Final, overload

import attrs

from ccops.frozen import frozen
from ccops.messages import Label
from ccops.rules import Name
from ccops.values import Bounds, Carrier, Cell, Missing, PeriodDays, Type, Unit, carrier_of

#: So many days are looked for one by one, which is quicker than to compare each with two.
_FEW_DAYS: Final = 400
_NEVER_BELOW_ZERO: Final = frozenset({Unit.DURATION, Unit.COUNT})


def _usual_bounds(column: RecordColumn) -> Bounds:
    return Bounds(Fraction(0)) if column.type.unit in _NEVER_BELOW_ZERO else Bounds()


@frozen(kw_only=True)
class RecordColumn:
    """One column: its type, its least step (points, ratios), and whether a cell may be missing.

    Cells are integers for durations (milliseconds) and counts, ordinals for dates, text for
    words, ``bool`` for flags; a cell that is not known holds a ``Missing``, never 0. Durations
    and counts are never below zero unless ``bounds`` says otherwise. A flag that ``tells`` of
    another column says whether that is there, and is missing where the source has no place for it.
    """

    name: str
    type: Type
    step: Fraction | None = None
    optional: bool = False
    label: Label = attrs.field(factory=Label)
    bounds: Bounds = attrs.field(default=attrs.Factory(_usual_bounds, takes_self=True))
    tells: str = ""

    @property
    def carrier(self) -> Carrier:
        """How the cells lie."""
        return carrier_of(self.type, step=self.step, currency="")

    def as_name(self) -> Name:
        """Return what the column stands for in a formula."""
        return Name(
            name=self.name,
            type=self.type,
            carrier=self.carrier,
            bounds=self.bounds,
            optional=self.optional,
        )


@frozen(kw_only=True)
class RecordKind:
    """A named flat row schema.

    ``subject`` is the column that holds the employee, ``day`` the one that holds the local day
    on which the record counts, ``reference`` the one that says where the row was read
    (``file:line``), ``groups`` maps the group names an indicator may be asked by to columns; a
    group without a column (an empty text) is the whole, keyed by the empty text.
    """

    name: str
    columns: tuple[RecordColumn, ...]
    day: str
    reference: str
    subject: str | None = None
    groups: Mapping[str, str] = attrs.field(factory=dict[str, str])
    label: Label = attrs.field(factory=Label)

    def column(self, name: str) -> RecordColumn:
        """Return a column. Raises ``KeyError`` for one the kind has not."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> Mapping[str, RecordColumn]:
        return {each.name: each for each in self.columns}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(each.name for each in self.columns)

    @cached_property
    def scope(self) -> Mapping[str, Name]:
        """What the columns stand for in a formula."""
        return {each.name: each.as_name() for each in self.columns}


@frozen(kw_only=True, eq=False)
class Records:
    """Rows of one kind as columns of equal length; rows are views made on demand.

    Raises ``ValueError`` where a column of the kind is absent or the lengths differ.
    """

    kind: RecordKind
    columns: Mapping[str, Sequence[Cell | Missing]]

    def __attrs_post_init__(self) -> None:
        absent = [name for name in self.kind.names if name not in self.columns]
        if absent:
            raise ValueError(f"records of {self.kind.name} lack {', '.join(absent)}")
        if len({len(self.columns[name]) for name in self.kind.names}) > 1:
            raise ValueError(f"the columns of {self.kind.name} differ in length")

    @classmethod
    def of_rows(cls, kind: RecordKind, rows: Iterable[Sequence[Cell | Missing]]) -> Records:
        """Return records of rows whose cells stand in the order of the kind's columns."""
        listed = list(rows)
        by_column: list[list[Cell | Missing]] = (
            [list(each) for each in zip(*listed, strict=True)]
            if listed
            else [[] for _ in kind.names]
        )
        return cls(kind=kind, columns=dict(zip(kind.names, by_column, strict=True)))

    def __len__(self) -> int:
        return len(self.columns[self.kind.names[0]])

    def rows(self) -> Iterator[tuple[Cell | Missing, ...]]:
        """Yield the rows as plain tuples in the order of the kind's columns."""
        return zip(*(self.columns[name] for name in self.kind.names), strict=True)

    def row(self, number: int) -> dict[str, Cell | Missing]:
        """Return one row by name."""
        return {name: self.columns[name][number] for name in self.kind.names}

    def without_missing(self, names: Iterable[str]) -> frozenset[str]:
        """Return which of some columns hold no missing cell at all."""
        return frozenset(
            name for name in names if _is_whole(self.columns[name], self.kind.column(name))
        )

    def within(self, days: PeriodDays) -> Records:
        """Return the records whose day belongs to a period; one without a day belongs to none."""
        first, last = days.first.toordinal(), days.last.toordinal()
        cells = self.columns[self.kind.day]
        if last - first < _FEW_DAYS:
            return self.where(list(map(frozenset(range(first, last + 1)).__contains__, cells)))
        return self.where([isinstance(day, int) and first <= day <= last for day in cells])

    def where(self, kept: Sequence[bool]) -> Records:
        """Return some of the records: ``kept`` says of each whether it is among them."""
        if all(kept):
            return self
        rows = list(compress(range(len(kept)), kept))
        columns = {name: _Kept(self.columns[name], kept, rows) for name in self.kind.names}
        return Records(kind=self.kind, columns=columns)


class _Kept(Sequence[Cell | Missing]):
    """Some rows of a column, without a copy: most columns of a period are never read."""

    __slots__ = ("_cells", "_kept", "_rows")

    def __init__(
        self, cells: Sequence[Cell | Missing], kept: Sequence[bool], rows: Sequence[int]
    ) -> None:
        self._cells = cells
        self._kept = kept
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Cell | Missing]:
        return compress(self._cells, self._kept)

    @overload
    def __getitem__(self, place: int) -> Cell | Missing: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Cell | Missing]: ...
    def __getitem__(self, place: int | slice) -> Cell | Missing | Sequence[Cell | Missing]:
        if isinstance(place, slice):
            return [self._cells[row] for row in self._rows[place]]
        return self._cells[self._rows[place]]


def _is_whole(cells: Sequence[Cell | Missing], column: RecordColumn) -> bool:
    if isinstance(cells, array):
        return True
    if column.type.unit is Unit.WORD or column.carrier.is_exact:
        return Missing not in frozenset(map(type, cells))
    try:  # adding up is the quickest look at whole numbers: a missing value refuses it
        sum(cells)  # type: ignore[arg-type] # what it is for
    except TypeError:
        return False
    return True
