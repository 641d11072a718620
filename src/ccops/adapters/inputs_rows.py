"""Grids made into rows of a file's columns, with every header and cell that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters.inputs_cells import cell_check, cell_text
from ccops.adapters.inputs_schema import CellKind, InputColumn, InputFile
from ccops.adapters.inputs_words import header_aliases
from ccops.messages import Diagnostic, Severity, nearest
from ccops.values import PeriodDays

if TYPE_CHECKING:
    from ccops.adapters.inputs_grid import Grid, GridCell
    from ccops.adapters.inputs_settings import FileSettings
    from ccops.facts import RowColumn

#: How many different cells of a column are remembered.
_REMEMBERED: Final = 10_000
_FACT: Final = InputColumn(kind=CellKind.TEXT)


@attrs.frozen(kw_only=True)
class InputNames:
    """What a pack and a period say that files are read with.

    ``facts`` of ``None`` takes every column of the facts file; ``days`` give the days of a
    matrix whose header has bare day numbers; ``currency`` is what a bare amount is in.
    """

    shifts: frozenset[str] = frozenset()
    leave_kinds: frozenset[str] = frozenset()
    facts: frozenset[str] | None = None
    days: PeriodDays | None = None
    currency: str = ""


@attrs.frozen(kw_only=True)
class InputTable:
    """The rows of one file: texts by column, empty cells left out, and where each was read.

    Only ``approved_at`` of leave is kept where it is empty: a center that keeps approvals and
    has none for a leave did not approve it.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    references: tuple[str, ...]

    @property
    def sourced(self) -> tuple[Mapping[str, str], ...]:
        """The rows with their ``source_ref`` (``evaluations.csv:12``)."""
        pairs = zip(self.rows, self.references, strict=True)
        return tuple({**row, "source_ref": reference} for row, reference in pairs)


def table_of_grid(
    file: InputFile, grid: Grid, settings: FileSettings, names: InputNames
) -> tuple[InputTable, tuple[Diagnostic, ...]]:
    """Return the rows of a grid whose header names the columns, and what is wrong with it."""
    findings: list[Diagnostic] = []
    placed = _placed_columns(file, grid, settings, names, findings)
    readers = _cell_readers(placed, settings, names)
    rows: list[Mapping[str, str]] = []
    width = len(grid.header)
    for line, cells in grid.lines:
        problems: list[tuple[str, dict[str, object]]] = []
        if len(cells) > width and any(cells[width:]):
            surplus = {"table": file.name, "cells": len(cells), "headers": width}
            problems.append(("row-too-long", surplus))
        rows.append(_row(file.name, cells, readers, problems))
        findings += [_at(grid, line, code, arguments) for code, arguments in problems]
    references = tuple(f"{grid.file}:{line}" for line, _ in grid.lines)
    columns = tuple(name for name, _ in placed.values())
    table = InputTable(name=file.name, columns=columns, rows=tuple(rows), references=references)
    return table, tuple(findings)


def column_of_header(file: InputFile, header: GridCell, settings: FileSettings) -> str:
    """Return the column a header means: its alias of the center's or the library's, or itself."""
    text = str(header)
    stated = settings.aliases.get(text)
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
        column = _column(file, name, names)
        if column is None:
            findings.append(_unknown_header(file, grid, str(header), names))
        elif name in seen:
            arguments = {"table": file.name, "column": name, "header": header}
            findings.append(_at(grid, grid.header_line, "column-twice", arguments))
        else:
            placed[index] = (name, column)
        seen.add(name)
    findings += [
        _at(grid, grid.header_line, "column-absent", {"table": file.name, "column": name})
        for name, column in file.columns.items()
        if column.required and name not in seen
    ]
    return placed


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


class _CellReader:
    """Reads the cells of one column; what a cell comes to is remembered, as most come again."""

    __slots__ = ("_check", "_column", "_known", "_settings", "index", "name", "wanted")

    def __init__(
        self,
        index: int,
        name: str,
        column: InputColumn,
        check: RowColumn,
        settings: FileSettings,
    ) -> None:
        self.index = index
        self.name = name
        self.wanted = check.wanted
        self._column = column
        self._check = check
        self._settings = settings
        self._known: dict[GridCell, str | None] = {}

    @property
    def is_required(self) -> bool:
        return self._column.required

    @property
    def keeps_empty(self) -> bool:
        return self._column.keeps_empty

    def read(self, cell: GridCell) -> str | None:
        """Return the text of a cell, or ``None`` where it is not what the column holds."""
        if self._column.kind is CellKind.TEXT and isinstance(cell, str):
            return cell
        if cell in self._known:
            return self._known[cell]
        text: str | None = self.shown(cell)
        try:
            self._check.read(text)
        except ValueError:
            text = None
        if len(self._known) < _REMEMBERED:
            self._known[cell] = text
        return text

    def shown(self, cell: GridCell) -> str:
        """Return a cell as it would be kept."""
        return cell_text(self.name, self._column, cell, self._settings)


def _row(
    table: str,
    cells: tuple[GridCell, ...],
    readers: tuple[_CellReader, ...],
    problems: list[tuple[str, dict[str, object]]],
) -> Mapping[str, str]:
    """Return one row by column; what is wrong is appended as code and arguments."""
    row: dict[str, str] = {}
    width = len(cells)
    for reader in readers:
        cell = cells[reader.index] if reader.index < width else ""
        if not cell:
            if reader.is_required:
                problems.append(("value-absent", {"table": table, "column": reader.name}))
            if reader.keeps_empty:
                row[reader.name] = ""
            continue
        text = reader.read(cell)
        if text is None:
            shown = {"column": reader.name, "value": reader.shown(cell), "wanted": reader.wanted}
            problems.append(("value-malformed", {"table": table, **shown}))
        else:
            row[reader.name] = text
    return row


def _at(grid: Grid, line: int, code: str, arguments: Mapping[str, object]) -> Diagnostic:
    return Diagnostic(code=code, span=grid.span(line), args=arguments)
