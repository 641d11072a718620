"""Where rows of a table come from: cells by the names of their columns, as texts.

What becomes of them is no business of this room's neighbor ``row_facts``: a table in CSV and one
in another form differ in nothing but how their cells are got at.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from ccops.adapters.protocol.sources import (
    Source,
    encoding_of,
    is_readable,
    opened,
    place_span,
)
from ccops.errors import ReadError
from ccops.messages import Diagnostic, nearest

if TYPE_CHECKING:
    from ccops.adapters.mapped.column_map import ColumnMap

#: A row's cells by the names of their columns.
Cells = Mapping[str, str]


@attrs.frozen(kw_only=True)
class CellRow:
    """One row of a table: its number (its line, where it has lines) and its cells.

    ``text`` is the row as it was written, for its shape in messages and to know it again.
    ``refused`` is why it cannot be read at all, ``is_blank`` says that there is nothing in it.
    """

    number: int
    text: str
    cells: Cells = attrs.field(factory=dict)
    refused: str = ""
    is_blank: bool = False


#: Yields the rows of a source under a map. Raises ``ReadError`` where a column is not there.
CellSource = Callable[[Source, "ColumnMap"], Iterator[CellRow]]


def csv_cells(source: Source, mapping: ColumnMap) -> Iterator[CellRow]:
    """Yield the rows of a table in CSV; the first line names the columns."""
    encoding = encoding_of(source, mapping.encoding)
    with (
        opened(source) as stream,
        io.TextIOWrapper(stream, encoding, "surrogateescape", newline="") as text,
    ):
        rows = csv.reader(text, delimiter=mapping.delimiter)
        header = [name.strip() for name in next(rows, [])]
        if not header:
            return
        check_columns(header, mapping, source)
        _check_texts(mapping, source)
        line = rows.line_num + 1
        for row in rows:
            yield _row(row, line, header, mapping.delimiter)
            line = rows.line_num + 1


def check_columns(header: Sequence[str], mapping: ColumnMap, source: Source) -> None:
    """Raise ``ReadError`` where a column that a map reads is not there, or is there twice."""
    found = [
        Diagnostic(
            code="map-column-absent",
            span=place_span(source.name, 1),
            args={"column": each, "nearest": nearest(each, header)},
        )
        for each in sorted(mapping.columns - set(header))
    ]
    found += [
        Diagnostic(code="map-column-twice", span=place_span(source.name, 1), args={"column": each})
        for each in sorted(mapping.columns)
        if header.count(each) > 1
    ]
    if found:
        raise ReadError(tuple(found))


def _check_texts(mapping: ColumnMap, source: Source) -> None:
    """Raise ``ReadError`` where a map asks for timestamps of a table that has but texts."""
    found = [
        Diagnostic(
            code="map-column-type",
            span=place_span(source.name, 1),
            args={"column": each.column, "type": "text", "allowed": "%Y-%m-%d %H:%M:%S"},
        )
        for each in mapping.instants.values()
        if each.clock is not None
    ]
    if found:
        raise ReadError(tuple(found))


def _row(row: list[str], line: int, header: Sequence[str], delimiter: str) -> CellRow:
    text = delimiter.join(row)
    if not any(row):
        return CellRow(number=line, text=text, is_blank=True)
    if len(row) != len(header):
        return CellRow(number=line, text=text, refused="row-fields")
    if not is_readable(text):
        return CellRow(number=line, text=text, refused="row-encoding")
    return CellRow(number=line, text=text, cells=dict(zip(header, row, strict=True)))
