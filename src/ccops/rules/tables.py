"""Decision tables: rows of cells, what each row gives, and which row is taken."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Diagnostic, Span, Text, nearest
from ccops.rules.cells import CellTest, parse_cell
from ccops.rules.columns import OutputColumn, TableColumn
from ccops.values import Scalar, Unit, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class HitPolicy(enum.Enum):
    """Which of the rows that hold gives the result.

    ``UNIQUE``: never two hold. ``FIRST``: the topmost. ``ANY``: all that hold give the same.
    """

    UNIQUE = "unique"
    FIRST = "first"
    ANY = "any"


@attrs.frozen(kw_only=True)
class TableRow:
    """One row: a test for each column, a constant for each output, and where it stands."""

    tests: tuple[CellTest, ...]
    outputs: tuple[Scalar, ...]
    span: Span | None = None


@attrs.frozen(kw_only=True)
class Table:
    """A decision table. ``otherwise`` is what no row gives, ``None`` where rows must cover all."""

    columns: tuple[TableColumn, ...]
    outputs: tuple[OutputColumn, ...]
    rows: tuple[TableRow, ...]
    hit: HitPolicy
    otherwise: tuple[Scalar, ...] | None = None
    span: Span | None = None

    def asks_missing(self, column: int) -> bool:
        """Say whether a cell of a column speaks of missing values."""
        return any(row.tests[column].asks_missing for row in self.rows)

    def gives(self, row: int) -> tuple[Scalar, ...] | None:
        """Return what a row gives; the row after the last is ``otherwise``."""
        return self.rows[row].outputs if row < len(self.rows) else self.otherwise


@attrs.frozen(kw_only=True)
class TableText:
    """A table as it is written: the cells of each row, outputs last."""

    rows: tuple[tuple[Text, ...], ...]
    hit: HitPolicy
    otherwise: tuple[Text, ...] | None = None
    span: Span | None = None


def read_table(
    text: TableText, *, columns: Sequence[TableColumn], outputs: Sequence[OutputColumn]
) -> tuple[Table | None, tuple[Diagnostic, ...]]:
    """Return the table of a text, or every finding about its cells.

    Whether rows overlap or leave gaps is asked of the table afterwards (``check_table``).
    """
    reader = _Reader(tuple(columns), tuple(outputs))
    rows = tuple(reader.row(number, cells, text) for number, cells in enumerate(text.rows, 1))
    otherwise = None if text.otherwise is None else reader.constants(text.otherwise, text.span)
    if not rows:
        reader.problems.append(Diagnostic(code="table-no-rows", span=text.span))
    if reader.problems:
        return None, tuple(reader.problems)
    table = Table(
        columns=reader.columns,
        outputs=reader.outputs,
        rows=rows,
        hit=text.hit,
        otherwise=otherwise,
        span=text.span,
    )
    problems = tuple(_unasked(table))
    return (None if problems else table), problems


class _Reader:
    """Reads the rows of one table; collects findings and goes on."""

    def __init__(
        self, columns: tuple[TableColumn, ...], outputs: tuple[OutputColumn, ...]
    ) -> None:
        self.columns = columns
        self.outputs = outputs
        self.problems: list[Diagnostic] = []

    def row(self, number: int, cells: tuple[Text, ...], text: TableText) -> TableRow:
        span = next((cell.span for cell in cells), text.span)
        wanted = len(self.columns) + len(self.outputs)
        if len(cells) != wanted:
            args: dict[str, object] = {"row": number, "wanted": wanted, "found": len(cells)}
            self.problems.append(Diagnostic(code="table-row-width", span=span, args=args))
            return TableRow(tests=(), outputs=(), span=span)
        tests = self.tests(cells[: len(self.columns)])
        given = self.constants(cells[len(self.columns) :], span)
        return TableRow(tests=tests, outputs=given, span=span)

    def tests(self, cells: tuple[Text, ...]) -> tuple[CellTest, ...]:
        found: list[CellTest] = []
        for cell, column in zip(cells, self.columns, strict=True):
            test, problems = parse_cell(cell, column)
            self.problems.extend(problems)
            if test is not None:
                found.append(test)
        return tuple(found)

    def constants(self, cells: tuple[Text, ...], span: Span | None) -> tuple[Scalar, ...]:
        if len(cells) != len(self.outputs):
            args: dict[str, object] = {"wanted": len(self.outputs), "found": len(cells)}
            self.problems.append(Diagnostic(code="table-otherwise-width", span=span, args=args))
            return ()
        found: list[Scalar] = []
        for cell, output in zip(cells, self.outputs, strict=True):
            scalar = _constant(cell, output)
            if isinstance(scalar, Diagnostic):
                self.problems.append(scalar)
            else:
                found.append(scalar)
        return tuple(found)


def _constant(cell: Text, output: OutputColumn) -> Scalar | Diagnostic:
    written = cell.value.strip()
    if output.type.unit is Unit.WORD:
        return _word(cell, written.strip("'\""), output)
    scalar = parse_scalar(written, unit=output.type.unit)
    if scalar is not None and scalar.currency in ("", output.currency):
        return scalar
    found = parse_scalar(written)
    wanted = f"{output.type.unit.value} {output.currency}".strip()
    got = f"{found.unit.value} {found.currency}".strip() if found else "-"
    args = {"cell": written[:60], "column": output.name, "wanted": wanted, "found": got}
    code = "table-output-unit" if found else "table-output-not-understood"
    return Diagnostic(code=code, span=cell.span, args=args)


def _word(cell: Text, word: str, output: OutputColumn) -> Scalar | Diagnostic:
    known = output.type.words
    if known is None or word in known:
        return Scalar(Unit.WORD, word)
    near = nearest(word, known) or ", ".join(sorted(known))
    args = {"cell": word[:60], "column": output.name, "word": word[:60], "near": near}
    return Diagnostic(code="cell-unknown-word", span=cell.span, args=args)


def _unasked(table: Table) -> Iterable[Diagnostic]:
    """Yield the columns that may be missing while no cell says what happens then."""
    for index, column in enumerate(table.columns):
        if column.may_miss and not table.asks_missing(index):
            args = {"column": column.name}
            yield Diagnostic(code="table-missing-unhandled", span=table.span, args=args)
