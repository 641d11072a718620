"""Columns: values of one type, one for every row, packed where they fit, gaps with reasons."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from operator import itemgetter
from types import MappingProxyType
from typing import Final, cast

import attrs

from ccops.values import NUMERIC, Carrier, Cell, Missing, Type, Unit

_NOTHING_MISSING: Final[Mapping[int, Missing]] = MappingProxyType({})


@attrs.frozen(kw_only=True, eq=False)
class Column:
    """Cells of one type. ``cells`` holds a filler where ``missing`` has a reason."""

    type: Type
    carrier: Carrier
    cells: Sequence[Cell]
    missing: Mapping[int, Missing] = _NOTHING_MISSING

    def __len__(self) -> int:
        return len(self.cells)

    def at(self, row: int) -> Cell | Missing:
        """Return one cell, or why it is missing."""
        reason = self.missing.get(row)
        return self.cells[row] if reason is None else reason

    def sequence(self) -> Sequence[Cell | Missing]:
        """Return all cells with the missing ones in place."""
        if not self.missing:
            return self.cells
        found: list[Cell | Missing] = list(self.cells)
        for row, reason in self.missing.items():
            found[row] = reason
        return found

    def gathered(self, rows: Sequence[int]) -> Sequence[Cell | Missing]:
        """Return the cells of some rows, in their order."""
        return gathered(self.sequence(), rows)


def gathered(cells: Sequence[Cell | Missing], rows: Sequence[int]) -> Sequence[Cell | Missing]:
    """Return the cells of some rows, in their order; a range over all rows copies nothing."""
    if isinstance(rows, range):
        return cells if len(rows) == len(cells) else cells[rows.start : rows.stop]
    if not rows:
        return ()
    if len(rows) == 1:
        return (cells[rows[0]],)
    found: tuple[Cell | Missing, ...] = itemgetter(*rows)(cells)
    return found


def packed(type_: Type, carrier: Carrier, cells: Sequence[Cell | Missing]) -> Column:
    """Return a column of cells; whole numbers of 64 bits are packed, others stay a list."""
    if not (type_.unit in NUMERIC and not carrier.is_exact) and type_.unit is not Unit.DATE:
        return _listed(type_, carrier, cells)
    try:
        whole = array("q", cast("Sequence[int]", cells))
    except (TypeError, OverflowError):
        return _listed(type_, carrier, cells)
    return Column(type=type_, carrier=carrier, cells=whole)


def _listed(type_: Type, carrier: Carrier, cells: Sequence[Cell | Missing]) -> Column:
    """Return a column of cells some of which may be missing, or fit no array."""
    missing = {row: cell for row, cell in enumerate(cells) if isinstance(cell, Missing)}
    filler: Cell = "" if type_.unit is Unit.WORD else (0, 1) if carrier.is_exact else 0
    filled: list[Cell] = [filler if isinstance(cell, Missing) else cell for cell in cells]
    if type_.unit in NUMERIC and not carrier.is_exact:
        try:
            packed_cells = array("q", cast("Sequence[int]", filled))
        except OverflowError:
            return Column(type=type_, carrier=carrier, cells=filled, missing=missing)
        return Column(type=type_, carrier=carrier, cells=packed_cells, missing=missing)
    return Column(type=type_, carrier=carrier, cells=filled, missing=missing)
