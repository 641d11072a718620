"""Columns: values of one type, one for every row, packed where they fit, gaps with reasons."""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from operator import itemgetter
from typing import Any, Final, cast

import attrs

from ccops.frozen import frozen
from ccops.values import NUMERIC, Carrier, Cell, Missing, Type, Unit, fraction_of

#: What takes the cells of some rows out of any column of as many.
Picker = Callable[[Sequence[Any]], Sequence[Any]]
_NOTHING_MISSING: Final[Mapping[int, Missing]] = {}
#: Reasons by the byte that stands for them in a column's gaps; 0 is a cell that is there.
REASONS: Final[tuple[Missing, ...]] = tuple(Missing)
_CODE_OF_ID: Final[Mapping[int, int]] = {id(each): at for at, each in enumerate(REASONS, 1)}
_CODES: Final[Mapping[object, int]] = {each: at for at, each in enumerate(REASONS, 1)}

#: How many cells are looked at to see whether values repeat, and how many must.
_LOOKED_AT: Final = 400
_REPEATED: Final = 12


@frozen(eq=False)
class Gaps(Mapping[int, Missing]):
    """The missing rows of a column and why: one byte a row, however many are missing."""

    codes: bytes
    count: int

    @classmethod
    def of_codes(cls, codes: bytes) -> Mapping[int, Missing]:
        """Return the gaps of a column by one code a row; an empty mapping where there are none."""
        there = codes.count(0)
        return cls(codes, len(codes) - there) if there < len(codes) else _NOTHING_MISSING

    def __getitem__(self, row: int) -> Missing:
        code = self.codes[row] if 0 <= row < len(self.codes) else 0
        if not code:
            raise KeyError(row)
        return REASONS[code - 1]

    def __iter__(self) -> Iterator[int]:
        return (row for row, code in enumerate(self.codes) if code)

    def __len__(self) -> int:
        return self.count


@frozen(kw_only=True, eq=False)
class Column:
    """Cells of one type. ``cells`` holds a filler where ``missing`` has a reason.

    ``same`` says that every cell is known to be the same, or missing for the same reason.
    """

    type: Type
    carrier: Carrier
    cells: Sequence[Cell]
    missing: Mapping[int, Missing] = _NOTHING_MISSING
    same: bool = False

    def __len__(self) -> int:
        return len(self.cells)

    def at(self, row: int) -> Cell | Missing:
        """Return one cell, or why it is missing."""
        if not self.missing:
            return self.cells[row]
        reason = self.missing.get(row)
        return self.cells[row] if reason is None else reason

    def sequence(self) -> Sequence[Cell | Missing]:
        """Return all cells with the missing ones in place."""
        if not self.missing:
            return self.cells
        if self.same:
            return [self.at(0)] * len(self.cells)
        pairs = zip(self.cells, self.codes, strict=True)
        return [REASONS[code - 1] if code else cell for cell, code in pairs]

    @property
    def codes(self) -> bytes:
        """One byte a row: 0 where the cell is there, else the number of its reason, from 1."""
        if isinstance(self.missing, Gaps):
            return self.missing.codes
        codes = bytearray(len(self.cells))
        for row, reason in self.missing.items():
            codes[row] = _CODES[reason]
        return bytes(codes)

    def taken(self, pick: Picker, size: int) -> Column:
        """Return the column of some rows, in their order; ``pick`` takes so many of them."""
        if self.same and size:
            return repeated(self.type, self.carrier, self.at(0), size)
        cells = cast("Sequence[Cell]", pick(self.cells))
        if cells is self.cells:
            return self
        if isinstance(self.cells, array):
            cells = array("q", cast("Sequence[int]", cells))
        missing = Gaps.of_codes(bytes(pick(self.codes))) if self.missing else _NOTHING_MISSING
        return Column(type=self.type, carrier=self.carrier, cells=cells, missing=missing)


def picker(rows: Sequence[int]) -> Picker:
    """Return what takes the cells of some rows, in their order; of all rows it copies nothing.

    To be kept where the same rows are taken of many columns.
    """
    if isinstance(rows, range):
        return lambda cells: cells if len(rows) == len(cells) else cells[rows.start : rows.stop]
    if len(rows) < 2:  # noqa: PLR2004 - an itemgetter wants two to give a tuple
        return lambda cells: tuple(cells[row] for row in rows)
    return itemgetter(*rows)


def gathered(cells: Sequence[Cell | Missing], rows: Sequence[int]) -> Sequence[Cell | Missing]:
    """Return the cells of some rows, in their order; a range over all rows copies nothing."""
    return picker(rows)(cells)


def packed(type_: Type, carrier: Carrier, cells: Sequence[Cell | Missing]) -> Column:
    """Return a column of cells; whole numbers of 64 bits are packed, others stay a list."""
    if _is_one(cells):
        return repeated(type_, carrier, cells[0], len(cells))
    if not _is_whole(type_, carrier):
        return _with_gaps(type_, carrier, cells)
    if isinstance(cells, array) and cells.typecode == "q":
        return Column(type=type_, carrier=carrier, cells=cells)
    try:
        whole = array("q", cast("Sequence[int]", cells))
    except (TypeError, OverflowError):
        return _with_gaps(type_, carrier, cells)
    return Column(type=type_, carrier=carrier, cells=whole)


def repeated(type_: Type, carrier: Carrier, cell: Cell | Missing, size: int) -> Column:
    """Return a column of so many times the same cell, at least one of them."""
    code = _CODES[cell] if isinstance(cell, Missing) else 0
    filler: Cell = _filler(type_, carrier) if isinstance(cell, Missing) else cell
    cells: Sequence[Cell] = [filler] * size
    if _is_whole(type_, carrier):
        with contextlib.suppress(OverflowError):  # past 64 bits they stay a list
            cells = array("q", [cast("int", filler)]) * size
    missing = Gaps.of_codes(bytes([code]) * size)
    return Column(type=type_, carrier=carrier, cells=cells, missing=missing, same=True)


def _is_one(cells: Sequence[Cell | Missing]) -> bool:
    """Say whether every cell is the same; few looks tell where they are not."""
    if not cells or cells[0] != cells[-1] or cells[0] != cells[len(cells) // 2]:
        return False
    if isinstance(cells, array):
        return cells.tobytes() == cells[:1].tobytes() * len(cells)
    return cells.count(cells[0]) == len(cells)


def recast(column: Column, type_: Type, carrier: Carrier) -> Column:
    """Return the values of a column as they lie under another type and carrier of its unit.

    Raises ``ValueError`` for a value that is finer than the carrier.
    """
    if column.carrier == carrier:
        return attrs.evolve(column, type=type_)
    cells: list[Any] = mapped(_recaster(column.carrier, carrier), column.cells)
    for row, reason in column.missing.items():
        cells[row] = reason
    return packed(type_, carrier, cells)


def _recaster(before: Carrier, after: Carrier) -> Callable[[Any], Cell]:
    def cast_one(cell: Cell) -> Cell:
        number = fraction_of(cell, before)
        if after.scale is None:
            return number.numerator, number.denominator
        scaled = number * after.scale
        if scaled.denominator != 1:
            raise ValueError(f"{number} is finer than 1/{after.scale}")
        return scaled.numerator

    return cast_one


def mapped(
    function: Callable[..., Any],
    cells: Sequence[Any],
    *,
    before: Sequence[Any] = (),
    after: Sequence[Any] = (),
) -> list[Any]:
    """Return what a function gives for each cell, run once a value where values repeat.

    ``before`` and ``after`` are arguments beside the cell that are the same for every one.
    """
    looked_at = min(_LOOKED_AT, len(cells))
    if len(set(islice(cells, looked_at))) + _REPEATED > looked_at:
        return list(map(function, *map(repeat, before), cells, *map(repeat, after)))
    found = _EachOnce(lambda cell: function(*before, cell, *after))
    return list(map(found.__getitem__, cells))


class _EachOnce(dict[Any, Any]):
    """What a function gives, by its argument; worked out when first asked for."""

    def __init__(self, function: Callable[[Any], Any]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, cell: Any) -> Any:  # noqa: ANN401 - of any type
        """Work out what nobody asked for so far."""
        self[cell] = found = self._function(cell)
        return found


def is_complete(cells: Sequence[object]) -> bool:
    """Say whether no cell is missing; quick for columns of any length."""
    if isinstance(cells, array | bytes) or not cells:
        return True
    types = list(map(type, cells))
    is_one = types.count(types[0]) == len(types)  # quicker than to gather the types
    return types[0] is not Missing if is_one else Missing not in types


def _is_whole(type_: Type, carrier: Carrier) -> bool:
    return (type_.unit in NUMERIC and not carrier.is_exact) or type_.unit is Unit.DATE


def _with_gaps(type_: Type, carrier: Carrier, cells: Sequence[Cell | Missing]) -> Column:
    """Return a column of cells some of which may be missing, or fit no array."""
    missing = _NOTHING_MISSING
    filled = cells
    if not is_complete(cells):
        codes = bytes(map(_CODE_OF_ID.get, map(id, cells), repeat(0)))
        filler = _filler(type_, carrier)
        filled = (
            [filler if code else cell for cell, code in zip(cells, codes, strict=True)]
            if 0 in codes
            else [filler] * len(codes)
        )
        missing = Gaps.of_codes(codes)
    there = cast("Sequence[Cell]", filled if isinstance(filled, list) else list(filled))
    if _is_whole(type_, carrier):
        with contextlib.suppress(OverflowError):  # past 64 bits they stay a list
            there = array("q", cast("Sequence[int]", there))
    return Column(type=type_, carrier=carrier, cells=there, missing=missing)


def _filler(type_: Type, carrier: Carrier) -> Cell:
    """Return what stands where a cell is missing."""
    return "" if type_.unit is Unit.WORD else (0, 1) if carrier.is_exact else 0
