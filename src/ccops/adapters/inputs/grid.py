"""Files of rows and cells: CSV in a stated encoding, JSON, Excel sheets, with line numbers."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
from array import array
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters.inputs.json_rows import JsonRowsError, json_rows
from ccops.errors import MissingExtraError
from ccops.messages import Diagnostic, Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ccops.adapters.inputs.settings import FileSettings

#: A cell: text, or a day or time as Excel keeps it. An empty cell is an empty text.
GridCell = str | dt.date
#: A row with its line.
_Line = tuple[int, tuple[GridCell, ...]]
#: How spreadsheets are told to keep the zeros of ``="007"``.
_KEPT_TEXT: Final = re.compile(r'="(.*)"')
#: Digits an Excel number is exact to; it is read back as it was typed.
_EXCEL_DIGITS: Final = ".15g"
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
#: How many rows are turned into columns at a time.
_AT_A_TIME: Final = 2_000


@attrs.frozen(kw_only=True, eq=False)
class Grid:
    """One file: its header, and column by column its rows that are not empty.

    ``numbers`` are the lines of the rows, from 1. A row has as many cells as the header; of one
    that has more, with anything in them, ``surplus`` says how many.
    """

    file: str
    header_line: int
    header: tuple[GridCell, ...]
    numbers: Sequence[int]
    columns: tuple[Sequence[GridCell], ...]
    surplus: Mapping[int, int]

    @property
    def lines(self) -> Iterator[tuple[int, tuple[GridCell, ...]]]:
        """The rows, each with its line."""
        return zip(self.numbers, zip(*self.columns, strict=True), strict=True)

    def span(self, line: int) -> Span:
        """Return the place of a line."""
        return Span(self.file, line, 1)


def read_grid(path: Path, settings: FileSettings) -> tuple[Grid | None, tuple[Diagnostic, ...]]:
    """Return the rows of a file, or ``None`` and why it cannot be read.

    Raises ``MissingExtraError`` for an Excel file where the extra ``xlsx`` is not installed.
    """
    try:
        lines = ((number, cells) for number, cells in _lines(path, settings) if any(cells))
        wanted = (each for each in lines if settings.header_row in (0, each[0]))
        header = next(wanted, None)
        grid = _grid(path.name, header, lines) if header is not None else None
    except _UnreadableError as problem:
        span = Span(path.name, problem.line, 1)
        return None, (Diagnostic(code=problem.code, span=span, args=problem.arguments),)
    if grid is None:
        return None, (Diagnostic(code="input-empty", span=Span(path.name, 1, 1)),)
    return grid, ()


def _grid(file: str, header: _Line, lines: Iterator[_Line]) -> Grid:
    """Return the rows under a header, some at a time turned into columns."""
    line, names = header
    numbers = array("q")
    columns: tuple[list[GridCell], ...] = tuple([] for _ in names)
    surplus: dict[int, int] = {}
    while some := list(islice(lines, _AT_A_TIME)):
        rows = [cells for _, cells in some]
        for at, cells in enumerate(rows):
            if len(cells) != len(names):
                rows[at] = (*cells[: len(names)], *[""] * (len(names) - len(cells)))
                if any(cells[len(names) :]):
                    surplus[len(numbers) + at] = len(cells)
        numbers.extend([number for number, _ in some])
        for column, cells in zip(columns, zip(*rows, strict=True), strict=True):
            column.extend(cells)
    return Grid(
        file=file,
        header_line=line,
        header=names,
        numbers=numbers,
        columns=columns,
        surplus=surplus,
    )


def _lines(path: Path, settings: FileSettings) -> Iterator[_Line]:
    match path.suffix.lower():
        case ".xlsx" | ".xlsm":
            return _sheet_lines(path, settings.sheet)
        case ".json":
            return _json_lines(path)
        case _:
            return _csv_lines(path, settings)


class _UnreadableError(Exception):
    """A file cannot be read: the code of the finding, the line, and its arguments."""

    def __init__(self, code: str, line: int, **arguments: object) -> None:
        super().__init__(code, line)
        self.code = code
        self.line = line
        self.arguments = arguments


class _Texts(dict[str, str]):
    """What the cells of a file come to, by what is written: each text is kept once."""

    def __missing__(self, written: str) -> str:
        text = _cleaned(written)
        if text != written:
            text = self.setdefault(text, text)
        self[written] = text
        return text


def _csv_lines(path: Path, settings: FileSettings) -> Iterator[_Line]:
    texts = _Texts()
    reader = csv.reader(
        io.StringIO(_decoded(path, settings.encoding), newline=""),
        delimiter=settings.delimiter,
        strict=True,
    )
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise _UnreadableError("input-unreadable", line, because=problem) from problem
        yield line, tuple(map(texts.__getitem__, cells))
        line = reader.line_num + 1


def _json_lines(path: Path) -> Iterator[_Line]:
    """Yield the columns of all rows as a header, and then the rows."""
    try:
        rows = json_rows(_decoded(path, "utf-8"))
    except JsonRowsError as problem:
        raise _UnreadableError("input-unreadable", problem.line, because=problem.because) from None
    header = tuple(dict.fromkeys(key for _, row in rows for key in row))
    yield 1, header
    for line, row in rows:
        yield line, tuple(row.get(key, "").strip() for key in header)


def _decoded(path: Path, encoding: str) -> str:
    """Return the text of a file; a mark at its start says UTF-8 whatever is stated."""
    raw = path.read_bytes()
    used = "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else encoding
    try:
        return raw.decode(used)
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise _UnreadableError("input-encoding", line, encoding=used) from problem


def _cleaned(text: str) -> str:
    stripped = text.strip()
    if not stripped.startswith("="):
        return stripped
    kept = _KEPT_TEXT.fullmatch(stripped)
    return kept[1] if kept else stripped


def _sheet_lines(path: Path, sheet: str) -> Iterator[_Line]:
    try:
        import python_calamine
    except ImportError as missing:
        raise MissingExtraError("xlsx") from missing
    try:
        workbook = python_calamine.load_workbook(path)
        name = sheet or workbook.sheet_names[0]
        rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except python_calamine.WorksheetNotFound as problem:
        raise _UnreadableError("input-sheet", 1, sheet=sheet) from problem
    except (python_calamine.CalamineError, IndexError) as problem:
        raise _UnreadableError("input-unreadable", 1, because=problem) from problem
    for number, row in enumerate(rows, 1):
        yield number, tuple(map(_sheet_cell, row))


def _sheet_cell(value: object) -> GridCell:
    """Return an Excel cell as it was typed: numbers as decimals, days and times as such."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return format(Decimal(format(value, _EXCEL_DIGITS)), "f")
    if isinstance(value, dt.datetime):
        whole = dt.timedelta(microseconds=value.microsecond + 500) // _MILLISECOND
        return value.replace(microsecond=0) + whole * _MILLISECOND
    if isinstance(value, dt.date):
        return value
    if isinstance(value, dt.time):
        return value.isoformat(timespec="auto")
    return _cleaned(str(value))
