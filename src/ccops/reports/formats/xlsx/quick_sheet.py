"""Sheets of many cells: texts, numbers and formulas are kept small and written in one go.

XlsxWriter keeps an object a cell and goes through a list of attributes to write it. Here a cell
is the text that stands in the file, which the garbage collector does not look at, and a row is
written at once; rows as high as each other share what is kept of them. Everything else, and what
is unusual about a cell, is left to XlsxWriter; a test holds both side by side.

The first sign of a cell's text is the number of its look, whose attribute is known when the file
is written.
"""

from __future__ import annotations

import html
import io
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from ccops.reports.formats.xlsx.columns import letters

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A longer text may have more than Excel takes, which is counted in halves of characters.
_SHORT: Final = 16_383
_ERRORS: Final = frozenset({
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!",
})  # fmt: skip
#: So many rows have their columns noted together.
_TOGETHER: Final = 16
#: What is used of a sheet of XlsxWriter beside what it is documented to have.
_METHODS: Final = (
    "_check_dimensions",
    "_get_range_data",
    "_write_cell",
    "_write_empty_row",
    "_write_formula",
    "_write_number",
    "_write_row",
    "_write_rows",
    "_write_string",
)
_FIELDS: Final = (
    "comments",
    "default_row_height",
    "dim_colmin",
    "dim_rowmin",
    "hyperlinks",
    "row_info",
    "row_sizes",
    "str_table",
    "table",
)
#: What a text's cell is, before and behind the number of the text.
_TEXT: Final = ' t="s"><v>'
_END: Final = "</v></c>"
#: What only a number that is no whole one has in it.
_OF_FLOATS: Final = frozenset(".einfa")


class QuickCells:
    """The cells of a sheet of XlsxWriter, which stands behind this class.

    No row and no column has a look of its own, so that a cell without one has none.
    """

    def __init__(self) -> None:
        super().__init__()
        self._marks: dict[Any, str] = {}
        #: What XlsxWriter keeps of a row, by its height and that of rows without one.
        self._heights: dict[tuple[float, int], tuple[Any, Any]] = {}

    def write_string(self, row: int, column: int, text: str, look: Any = None) -> int:
        """Write a text."""
        this: Any = self
        if len(text) > _SHORT or row in this.hyperlinks:
            return int(this._write_string(row, column, text, look))
        cells = self._cells(row, column)
        if cells is None:
            return -1
        shared = this.str_table
        index = shared.string_table.get(text)
        if index is None:
            index = shared._get_shared_string_index(text)
        else:
            shared.count += 1
        cells[column] = f"{self._marks.get(look) or self._mark(look)}{_TEXT}{index}{_END}"
        return 0

    def write_number(self, row: int, column: int, number: float, look: Any = None) -> int:
        """Write a number."""
        this: Any = self
        if not isfinite(number):
            return int(this._write_number(row, column, number, look))
        cells = self._cells(row, column)
        if cells is None:
            return -1
        cells[column] = f"{self._marks.get(look) or self._mark(look)}><v>{number:.16G}{_END}"
        return 0

    def write_formula(
        self, row: int, column: int, formula: str, look: Any = None, value: float | str = 0
    ) -> int:
        """Write a formula as it is, with the value it has now.

        XlsxWriter looks for some thirty functions of newer programs in each; ours name none.
        """
        this: Any = self
        if isinstance(value, bool):
            return int(this._write_formula(row, column, formula, look, value))
        cells = self._cells(row, column)
        if cells is None:
            return -1
        told, shown = "", value
        if isinstance(value, str):
            told = f' t="{"e" if value in _ERRORS else "str"}"' if value else ""
            shown = _escaped(value)
        mark, code = self._marks.get(look) or self._mark(look), _escaped(formula.removeprefix("="))
        cells[column] = f"{mark}{told}><f>{code}</f><v>{shown}{_END}"
        return 0

    def set_row(
        self, row: int, height: float | None = None, look: Any = None, options: Any = None
    ) -> int:
        """Say how high a row is; what else there is to say of one is left to XlsxWriter."""
        this: Any = self
        behind: Any = super()
        if height is None or look is not None or options:
            return int(behind.set_row(row, height, look, options))
        key = (height, this.default_row_height)
        known = self._heights.get(key)
        if known is None:
            failed = int(behind.set_row(row, height))
            if not failed:
                self._heights[key] = this.row_info[row], this.row_sizes[row]
            return failed
        if this._check_dimensions(row, this.dim_colmin or 0):
            return -1
        this.row_info[row], this.row_sizes[row] = known
        return 0

    def _cells(self, row: int, column: int) -> dict[int, Any] | None:
        """Return the cells of a row, if it may have one there; the sheet gets that large."""
        this: Any = self
        cells: dict[int, Any] | None = this.table.get(row)
        if cells and this.dim_colmin <= column <= this.dim_colmax:
            return cells
        if this._check_dimensions(row, column):
            return None
        found: dict[int, Any] = this.table[row]
        return found

    def _mark(self, look: Any) -> str:
        """Return the sign of a look."""
        return self._marks.setdefault(look, chr(len(self._marks)))

    def _get_range_data(self, row: int, column: int, last_row: int, last: int) -> list[Any]:
        """Return what a chart shows of cells, where it is opened without being worked out."""
        this: Any = self
        behind: Any = super()
        found: list[Any] = []
        for each in range(row, last_row + 1):
            if each not in this.table:
                found.append(None)
                continue
            for at in range(column, last + 1):
                cell = this.table[each].get(at)
                if type(cell) is str:
                    found.append(self._charted(cell[1:]))
                else:
                    found.extend(behind._get_range_data(each, at, each, at))
        return found

    def _charted(self, cell: str) -> Any:
        """Return what a cell holds: a text, a number as charts have it, or a formula's value."""
        this: Any = self
        head, _, value = cell.removesuffix(_END).rpartition("<v>")
        if cell.startswith(_TEXT):
            return this.str_table._get_shared_string(int(value))
        if head == ">":
            return value.lower()
        if head.startswith(" t=") or not value:
            return html.unescape(value)
        return float(value) if set(value) & _OF_FLOATS else int(value)

    # -- as a file --------------------------------------------------------------------------

    def _calculate_spans(self) -> None:
        """Note from where to where columns go in every sixteen rows; nobody's comments count."""
        this: Any = self
        columns: dict[int, set[int]] = {}
        for row, cells in this.table.items():
            if cells:
                columns.setdefault(row // _TOGETHER, set()).update(cells)
        this.row_spans = {at: f"{min(own) + 1}:{max(own) + 1}" for at, own in columns.items()}

    def _write_rows(self) -> None:
        this: Any = self
        self._calculate_spans()
        styles = _Styles(self._marks)
        places = [letters(column) for column in range(this.dim_colmax + 1)]
        heads: dict[tuple[str | None, int], str] = {}
        for row in range(this.dim_rowmin, this.dim_rowmax + 1):
            cells, span = this.table.get(row), this.row_spans.get(row // _TOGETHER)
            info = this.row_info.get(row)
            if cells:
                kind = (span, id(info))
                if kind not in heads:
                    heads[kind] = self._head(row, span, info)
                this.fh.write(_row(row) + heads[kind])
                self._write_cells(row, cells, places, styles)
            elif info is not None:
                this._write_empty_row(row, span, info)

    def _head(self, row: int, span: str | None, info: Any) -> str:
        """Return how XlsxWriter begins a row, but for the number of the row."""
        this: Any = self
        file, this.fh = this.fh, io.StringIO()
        this._write_row(row, span, info)
        told: str = this.fh.getvalue()
        this.fh = file
        return told.removeprefix(_row(row))

    def _write_cells(
        self, row: int, cells: dict[int, Any], places: list[str], styles: dict[str, str]
    ) -> None:
        this: Any = self
        number, found = str(row + 1), list[str]()
        for column in sorted(cells):
            cell = cells[column]
            if type(cell) is str:
                found.append(f'<c r="{places[column]}{number}"{styles[cell[0]]}{cell[1:]}')
                continue
            this.fh.write("".join(found))
            found.clear()
            this._write_cell(row, column, cell)
        found.append("</row>")
        this.fh.write("".join(found))


class _Styles(dict[str, str]):
    """The attributes of looks by their signs; XlsxWriter numbers looks as they are met."""

    def __init__(self, marks: Mapping[Any, str]) -> None:
        super().__init__()
        self._looks = {mark: look for look, mark in marks.items()}

    def __missing__(self, mark: str) -> str:
        look = self._looks[mark]
        style = self[mark] = "" if look is None else f' s="{look._get_xf_index()}"'
        return style


def _row(row: int) -> str:
    """Return how a row begins."""
    return f'<row r="{row + 1}"'


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def sheet_class() -> Any:
    """Return the class of sheets; that of XlsxWriter where it is not as it is known here."""
    from xlsxwriter.worksheet import Worksheet

    made: Any = Worksheet()
    if not all(hasattr(made, name) for name in (*_METHODS, *_FIELDS)):
        return Worksheet
    made.fh = io.StringIO()
    made._write_row(0, None)
    if not made.fh.getvalue().startswith(_row(0)):
        return Worksheet

    class QuickSheet(QuickCells, Worksheet):  # type: ignore[misc, unused-ignore]  # it may have no types
        pass

    return QuickSheet
