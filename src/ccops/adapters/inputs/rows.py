"""Grids made into rows of a file's columns, with every header and cell that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final, cast

import attrs

from ccops.adapters.inputs.cells import cell_check, cell_text
from ccops.adapters.inputs.columns import CellKind, InputColumn, InputFile
from ccops.adapters.inputs.headers import header_aliases
from ccops.adapters.inputs.schema import MATRIX_FILES
from ccops.adapters.inputs.settings import FileSettings
from ccops.facts import LabelledIds, RowColumn
from ccops.messages import Diagnostic, Severity, nearest, turning_sign
from ccops.values import PeriodDays

if TYPE_CHECKING:
    from ccops.adapters.inputs.grid import Grid, GridCell

_FACT: Final = InputColumn(kind=CellKind.TEXT)


@attrs.frozen(kw_only=True)
class InputNames:
    """What a pack and a period say that files are read with.

    ``facts`` of ``None`` takes every column of the facts file; ``days`` give the days of a
    matrix whose header has bare day numbers; ``currency`` is what a bare amount is in. Kinds of
    leave and facts may be written by their labels.
    """

    shifts: frozenset[str] = frozenset()
    leave_kinds: frozenset[str] = frozenset()
    leave_labels: LabelledIds = attrs.field(factory=LabelledIds)
    facts: frozenset[str] | None = None
    fact_labels: LabelledIds = attrs.field(factory=LabelledIds)
    days: PeriodDays | None = None
    currency: str = ""


@attrs.frozen(kw_only=True)
class InputTable:
    """One file column by column: texts, ``None`` for an empty cell, and where each row was read.

    Only ``approved_at`` of leave is kept where it is empty: a center that keeps approvals and
    has none for a leave did not approve it.
    """

    name: str
    cells: Mapping[str, Sequence[str | None]]
    references: tuple[str, ...]

    @classmethod
    def of_rows(
        cls, name: str, rows: Sequence[Mapping[str, str]], references: tuple[str, ...]
    ) -> InputTable:
        """Return a table of rows by column."""
        columns = dict.fromkeys(column for row in rows for column in row)
        cells = {column: [row.get(column) for row in rows] for column in columns}
        return cls(name=name, cells=cells, references=references)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.cells)

    @property
    def rows(self) -> tuple[Mapping[str, str], ...]:
        """The rows by column, empty cells left out."""
        if not self.cells:
            return ({},) * len(self.references)
        names = self.columns
        return tuple(
            {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
            for row in zip(*self.cells.values(), strict=True)
        )

    @property
    def sourced(self) -> tuple[Mapping[str, str], ...]:
        """The rows with their ``source_ref`` (``evaluations.csv:12``)."""
        pairs = zip(self.rows, self.references, strict=True)
        return tuple({**row, "source_ref": reference} for row, reference in pairs)


def table_of_grid(
    file: InputFile, grid: Grid, settings: FileSettings, names: InputNames
) -> tuple[InputTable, tuple[Diagnostic, ...]]:
    """Return the columns of a grid whose header names them, and what is wrong with it."""
    findings: list[Diagnostic] = []
    placed = _placed_columns(file, grid, settings, names, findings)
    width = len(grid.header)
    problems = [
        _Problem(row, 0, "row-too-long", {"cells": cells, "headers": width})
        for row, cells in grid.surplus.items()
    ]
    kept: dict[str, Sequence[str | None]] = {}
    for reader in _cell_readers(placed, settings, names):
        kept[reader.name] = reader.read(grid.columns[reader.index], problems)
    findings += [
        _at(grid, grid.numbers[each.row], each.code, {"table": file.name, **each.arguments})
        for each in sorted(problems, key=attrgetter("row", "place"))
    ]
    references = tuple([f"{grid.file}:{line}" for line in grid.numbers])
    return InputTable(name=file.name, cells=kept, references=references), tuple(findings)


def column_of_header(file: InputFile, header: GridCell, settings: FileSettings) -> str:
    """Return the column a header means: its alias of the center's or the library's, or itself."""
    text = str(header)
    stated = settings.aliases.get(text) or file.headers.get(text)
    return stated or header_aliases(file.name).get(text, text)


def _placed_columns(
    file: InputFile,
    grid: Grid,
    settings: FileSettings,
    names: InputNames,
    findings: list[Diagnostic],
) -> dict[int, tuple[str, InputColumn]]:
    """Return which column each cell of a row belongs to; the rest is not kept."""
    placed: dict[int, tuple[str, InputColumn]] = {}
    seen: set[str] = set()
    for index, header in enumerate(grid.header):
        if not header or str(header) in settings.ignore:
            continue
        name = column_of_header(file, header, settings)
        if file.name == "facts" and name not in file.columns:
            meant = _facts_called(str(header), name, settings, names)
            if len(meant) > 1:
                told = {"table": file.name, "label": header, "ids": ", ".join(meant)}
                findings.append(_at(grid, grid.header_line, "label-of-several", told))
                continue
            name = meant[0]
        column = _column(file, name, names)
        if column is None:
            findings.append(_unknown_header(file, grid, str(header), names))
        elif name in seen:
            arguments = {"table": file.name, "column": name, "header": header}
            findings.append(_at(grid, grid.header_line, "column-twice", arguments))
        else:
            placed[index] = (name, column)
        seen.add(name)
    findings += _absent(file, grid, seen)
    return placed


def _facts_called(
    header: str, name: str, settings: FileSettings, names: InputNames
) -> tuple[str, ...]:
    """Return the facts a header can mean: by alias or id, by label, or the header as it stands.

    A header that other files have for a column counts only where a fact has that id.
    """
    labels = names.fact_labels
    if header in settings.aliases or header in labels.ids:
        return (name,)
    own = (name,) if name in labels.ids else ()
    return tuple(dict.fromkeys((*own, *labels.meant(header)))) or (name,)


def _absent(file: InputFile, grid: Grid, seen: set[str]) -> Iterator[Diagnostic]:
    """Yield the columns that must be there and are not.

    Where a file that may be a matrix has none of them but the staff number, it says that once.
    """
    wanted = [name for name, column in file.columns.items() if column.required]
    absent = [name for name in wanted if name not in seen]
    if file.name in MATRIX_FILES and {*wanted} - {*absent} <= {"employee_id"}:
        told = {"table": file.name, "columns": ", ".join(wanted)}
        yield _at(grid, grid.header_line, "list-or-matrix", told)
        return
    for name in absent:
        yield _at(grid, grid.header_line, "column-absent", {"table": file.name, "column": name})


def _column(file: InputFile, name: str, names: InputNames) -> InputColumn | None:
    known = file.columns.get(name)
    if known is not None or not file.is_open:
        return known
    is_wanted = file.name != "facts" or names.facts is None or name in names.facts
    return _FACT if is_wanted else None


def _unknown_header(file: InputFile, grid: Grid, header: str, names: InputNames) -> Diagnostic:
    known: Collection[str] = (*file.columns, *(names.facts or ()))
    return Diagnostic(
        code="unknown-column",
        severity=Severity.WARNING,
        span=grid.span(grid.header_line),
        args={"table": file.name, "column": header, "nearest": nearest(header, known) or "-"},
    )


def _cell_readers(
    placed: Mapping[int, tuple[str, InputColumn]], settings: FileSettings, names: InputNames
) -> tuple[_CellReader, ...]:
    return tuple(
        _CellReader(index, name, column, cell_check(column, names.currency), settings)
        for index, (name, column) in placed.items()
    )


@attrs.frozen
class _Problem:
    """What is wrong in a row, and at which place in it, as the row's findings are in order."""

    row: int
    place: int
    code: str
    arguments: Mapping[str, object]


@attrs.frozen
class _CellReader:
    """Reads the cells of one column; what is written often is read once."""

    index: int
    name: str
    column: InputColumn
    check: RowColumn
    settings: FileSettings

    def read(self, cells: Sequence[GridCell], problems: list[_Problem]) -> Sequence[str | None]:
        """Return the texts of cells, ``None`` where one is empty or not what the column holds."""
        texts = {cell: self._text(cell) for cell in set(cells)}
        is_wanted = self.column.required
        wrong = {cell for cell, text in texts.items() if (text is None if cell else is_wanted)}
        if wrong:
            problems += [
                self._problem(row, cell) for row, cell in enumerate(cells) if cell in wrong
            ]
        if all(text is cell for cell, text in texts.items()):
            return cast("Sequence[str]", cells)
        return list(map(texts.__getitem__, cells))

    def _text(self, cell: GridCell) -> str | None:
        if not cell:
            return "" if self.column.keeps_empty else None
        if isinstance(cell, str) and turning_sign(cell):
            return None
        if self.column.kind is CellKind.TEXT and isinstance(cell, str):
            return cell
        text = self._shown(cell)
        try:
            self.check.read(text)
        except ValueError:
            return None
        return text

    def _problem(self, row: int, cell: GridCell) -> _Problem:
        place = self.index + 1
        if not cell:
            return _Problem(row, place, "value-absent", {"column": self.name})
        sign = turning_sign(cell) if isinstance(cell, str) else ""
        if sign:
            return _Problem(row, place, "text-turned", {"column": self.name, "sign": sign})
        shown = {"column": self.name, "value": self._shown(cell), "wanted": self.check.wanted}
        return _Problem(row, place, "value-malformed", shown)

    def _shown(self, cell: GridCell) -> str:
        """Return a cell as it would be kept."""
        return cell_text(self.name, self.column, cell, self.settings)


def _at(grid: Grid, line: int, code: str, arguments: Mapping[str, object]) -> Diagnostic:
    return Diagnostic(code=code, span=grid.span(line), args=arguments)
