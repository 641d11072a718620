"""Cells of a report on a sheet: typed, live where they follow, linked to their reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.reports.document.following import At, RowLess, RowsAbove, SumOf
from ccops.reports.document.model import Column, ColumnKind, Tone
from ccops.reports.formats.xlsx.book import Book, fit, height, plain, width
from ccops.reports.formats.xlsx.calculation import Calculation
from ccops.reports.formats.xlsx.columns import BLANK, letters
from ccops.reports.formats.xlsx.numbers import SheetNumber, sheet_number
from ccops.reports.formats.xlsx.sums import Sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.messages import DurationForm
    from ccops.reports.document.model import Cell, Table

_WIDEST: Final = 60
_NARROWEST: Final = 8
_LOOKED_AT: Final = 200
#: How many links a sheet of Excel may have.
_MOST_LINKS: Final = 65_000
_LONGEST_NOTE: Final = 40
_LEFT: Final = frozenset({ColumnKind.TEXT, ColumnKind.DATE})
_LOOKS: Final = {
    Tone.PLAIN: "value",
    Tone.MUTED: "muted",
    Tone.MISSING: "missing",
    Tone.PROVISIONAL: "provisional",
    Tone.TOTAL: "total",
}


@attrs.frozen(kw_only=True)
class Around:
    """What a cell of a table may follow from there: the rows above it, the columns of its row."""

    above: tuple[int, int] | None
    columns: Mapping[str, int]


@attrs.define(kw_only=True, eq=False)
class CellWriter:
    """Writes cells on one sheet; what links where, and where figures stand."""

    book: Book
    sheet: Any
    calculation: Calculation | None
    links: Mapping[str, str]
    linked: int = 0
    _sums: Sums | None = attrs.field(init=False)

    @_sums.default
    def _over_rows(self) -> Sums | None:
        return None if self.calculation is None else Sums(self.calculation)

    def text(self, row: int, column: int, text: str, look: str = "text") -> None:
        """Write a text; it is never a formula."""
        self.sheet.write_string(row, column, fit(text), self.book.format(look))

    def cell(
        self,
        at: tuple[int, int],
        cell: Cell,
        kind: ColumnKind,
        *,
        form: DurationForm | None = None,
        around: Around | None = None,
        look: str = "",
    ) -> None:
        """Write a cell; ``around`` is what it may follow from where it stands in a table.

        ``form`` is that of the durations of its column.
        """
        number = sheet_number(cell, kind, form)
        chosen = look or _LOOKS[cell.tone]
        if number is None:
            self._words(at, cell, chosen)
            return
        format_ = self.book.format(chosen, _format(cell, number))
        self._link(at, cell, format_)
        formula = self._formula(at, cell, around, number.decimals)
        if formula:
            self.sheet.write_formula(*at, f"={formula}", format_, number.value)
        else:
            self.sheet.write_number(*at, number.value, format_)

    def _link(self, at: tuple[int, int], cell: Cell, shown: Any) -> None:
        """Let a number lead to its reason; the number is written over the link's text."""
        link = self.links.get(cell.explain, "")
        if link and self.linked < _MOST_LINKS:
            self.linked += 1
            self.sheet.write_url(*at, link, shown, plain(cell.text))

    def _words(self, at: tuple[int, int], cell: Cell, look: str) -> None:
        link = self.links.get(cell.explain, "")
        text = f"{cell.text}\n({cell.note})" if cell.note else cell.text
        if link and self.linked < _MOST_LINKS:
            self.linked += 1
            self.sheet.write_url(*at, link, self.book.format("link"), plain(text))
        elif text:
            chosen = "text" if look == "value" else look
            self.sheet.write_string(*at, fit(text), self.book.format(chosen))
        elif look == "total":
            self.sheet.write_blank(*at, None, self.book.format(look))

    def _formula(
        self, at: tuple[int, int], cell: Cell, around: Around | None, decimals: int
    ) -> str:
        above = None if around is None else around.above
        match cell.follows:
            case At(subject=subject, figure=figure) if self.calculation is not None:
                return self.calculation.address(subject, figure)
            case RowsAbove() if above is not None:
                column = letters(at[1])
                added = f"SUM({column}{above[0] + 1}:{column}{above[1] + 1})"
                return f"ROUND({added},{decimals})"
            case SumOf() as follows if self._sums is not None:
                return self._sums.formula(follows, decimals)
            case RowLess(column=own, less=less) if around is not None:
                one, other = (f"{letters(around.columns[x])}{at[0] + 1}" for x in (own, less))
                return f'IFERROR(ROUND({one}-{other},{decimals}),"{BLANK}")'
            case _:
                return ""

    # -- tables -----------------------------------------------------------------------------

    def heads(self, row: int, columns: Sequence[Column], *, first: int = 0) -> None:
        """Write the heads of a table."""
        for column, each in enumerate(columns, first):
            self.text(row, column, each.title, "head" if each.kind in _LEFT else "head_right")

    def rows(self, row: int, table: Table, *, first: int = 0) -> int:
        """Write the rows of a table and its foot; return the row after them."""
        start, last = row, row + len(table.rows) - 1
        places = {each.id: at for at, each in enumerate(table.columns, first)}
        for cells in table.rows:
            self._row(row, cells, table.columns, first, Around(above=None, columns=places), "")
            row += 1
        for cells in table.foot:
            around = Around(above=(start, last), columns=places)
            self._row(row, cells, table.columns, first, around, "total")
            row += 1
        return row

    def _row(
        self,
        row: int,
        cells: Sequence[Cell],
        columns: Sequence[Column],
        first: int,
        around: Around,
        look: str,
    ) -> None:
        if any(each.note and sheet_number(each, ColumnKind.TEXT) is None for each in cells):
            self.sheet.set_row(row, height("\n", _WIDEST))
        for at, (cell, column) in enumerate(zip(cells, columns, strict=True), first):
            self.cell((row, at), cell, column.kind, form=column.form, around=around, look=look)


def _format(cell: Cell, number: SheetNumber) -> str:
    """Return how a number is shown; what is taken from another has its sign and its word by it."""
    if not isinstance(cell.follows, RowLess):
        return number.format + _noted(cell.note)
    plain = number.format.removeprefix('"+"')
    return f"+{plain}{_noted(cell.follows.over)};-{plain};{plain}"


def _noted(note: str) -> str:
    """Return what a number's format says behind it: a number keeps its note in the same cell."""
    short = note if len(note) <= _LONGEST_NOTE else f"{note[: _LONGEST_NOTE - 1]}…"
    return f'" ({short.replace(chr(34), "")})"' if note else ""


def widths_of(table: Table) -> list[int]:
    """Return how wide the columns of a table are: what stands in the first rows fits in."""
    found = []
    for at, column in enumerate(table.columns):
        cells = [row[at] for row in (*table.rows[:_LOOKED_AT], *table.foot)]
        wide = max([max(width(x.text), width(x.note) + 3) for x in cells] or [0])
        found.append(min(max(wide + 2, width(column.title) + 1, _NARROWEST), _WIDEST))
    return found
