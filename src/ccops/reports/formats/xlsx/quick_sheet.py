"""Sheets of many cells: texts, numbers and formulas are kept small and written in one go.

XlsxWriter keeps an object a cell and goes through a list of attributes to write it. Here a cell
is a plain tuple of numbers and texts, which the garbage collector does not look at, and a row is
written at once. Everything else, and what is unusual about a cell, is left to XlsxWriter; a test
holds both side by side.
"""

from __future__ import annotations

from functools import cache
from math import isfinite
from typing import Any, Final

from ccops.reports.formats.xlsx.columns import letters

#: What kind a kept cell is of.
_TEXT, _NUMBER, _FORMULA = range(3)
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
_FIELDS: Final = ("comments", "dim_rowmin", "hyperlinks", "row_info", "table", "str_table")


class QuickCells:
    """The cells of a sheet of XlsxWriter, which stands behind this class.

    No row and no column has a look of its own, so that a cell without one has none.
    """

    def __init__(self) -> None:
        super().__init__()
        self._looks: dict[Any, int] = {None: 0}

    def write_string(self, row: int, column: int, text: str, look: Any = None) -> int:
        """Write a text."""
        this: Any = self
        if len(text) > _SHORT or row in this.hyperlinks:
            return int(this._write_string(row, column, text, look))
        if not self._has(row, column):
            return -1
        shared = this.str_table
        index = shared.string_table.get(text)
        if index is None:
            index = shared._get_shared_string_index(text)
        else:
            shared.count += 1
        this.table[row][column] = (_TEXT, self._look(look), index)
        return 0

    def write_number(self, row: int, column: int, number: float, look: Any = None) -> int:
        """Write a number."""
        this: Any = self
        if not isfinite(number):
            return int(this._write_number(row, column, number, look))
        if not self._has(row, column):
            return -1
        this.table[row][column] = (_NUMBER, self._look(look), number)
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
        if not self._has(row, column):
            return -1
        this.table[row][column] = (_FORMULA, self._look(look), formula.removeprefix("="), value)
        return 0

    def _has(self, row: int, column: int) -> bool:
        """Say whether there is such a cell; the sheet gets as large as what is on it."""
        this: Any = self
        if this.dim_rowmax is not None and (
            this.dim_rowmin <= row <= this.dim_rowmax
            and this.dim_colmin is not None
            and this.dim_colmin <= column <= this.dim_colmax
        ):
            return True
        return not this._check_dimensions(row, column)

    def _look(self, look: Any) -> int:
        found = self._looks.get(look)
        if found is None:
            found = self._looks[look] = len(self._looks)
        return found

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
                if type(cell) is tuple:
                    found.append(self._charted(cell))
                else:
                    found.extend(behind._get_range_data(each, at, each, at))
        return found

    def _charted(self, cell: tuple[Any, ...]) -> Any:
        this: Any = self
        if cell[0] == _TEXT:
            return this.str_table._get_shared_string(cell[2])
        return f"{cell[2]:.16g}" if cell[0] == _NUMBER else cell[3]

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
        styles: list[str | None] = [None] * len(self._looks)
        places = [letters(column) for column in range(this.dim_colmax + 1)]
        for row in range(this.dim_rowmin, this.dim_rowmax + 1):
            cells, span = this.table.get(row), this.row_spans.get(row // _TOGETHER)
            if cells:
                this._write_row(row, span, this.row_info.get(row))
                self._write_cells(row, cells, places, styles)
                this.fh.write("</row>")
            elif row in this.row_info:
                this._write_empty_row(row, span, this.row_info[row])

    def _write_cells(
        self, row: int, cells: dict[int, Any], places: list[str], styles: list[str | None]
    ) -> None:
        this: Any = self
        looks, number, found = list(self._looks), str(row + 1), list[str]()
        for column in sorted(cells):
            cell = cells[column]
            if type(cell) is not tuple:
                this.fh.write("".join(found))
                found.clear()
                this._write_cell(row, column, cell)
                continue
            style = styles[cell[1]]
            if style is None:
                style = styles[cell[1]] = _style(looks[cell[1]])
            found.append(f'<c r="{places[column]}{number}"{style}{_inside(cell)}</c>')
        this.fh.write("".join(found))


def _style(look: Any) -> str:
    """Return the attribute of a look; XlsxWriter numbers looks in the order they are met."""
    return "" if look is None else f' s="{look._get_xf_index()}"'


def _inside(cell: tuple[Any, ...]) -> str:
    """Return the rest of a cell, from its kind on."""
    kind = cell[0]
    if kind == _TEXT:
        return f' t="s"><v>{cell[2]}</v>'
    if kind == _NUMBER:
        return f"><v>{cell[2]:.16G}</v>"
    _, _, formula, value = cell
    if not isinstance(value, str):
        return f"><f>{_escaped(formula)}</f><v>{value}</v>"
    told = f' t="{"e" if value in _ERRORS else "str"}"' if value else ""
    return f"{told}><f>{_escaped(formula)}</f><v>{_escaped(value)}</v>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@cache
def sheet_class() -> Any:
    """Return the class of sheets; that of XlsxWriter where it is not as it is known here."""
    from xlsxwriter.worksheet import Worksheet

    made: Any = Worksheet()
    if not all(hasattr(made, name) for name in (*_METHODS, *_FIELDS)):
        return Worksheet

    class QuickSheet(QuickCells, Worksheet):  # type: ignore[misc, unused-ignore]  # it may have no types
        pass

    return QuickSheet
