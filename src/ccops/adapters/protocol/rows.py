"""Rows of a file as an adapter takes them: documents of JSON, lines of CSV.

Numbers with a point stay the text they are, so that none of them is rounded.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters.protocol.sources import Source, is_readable, line_batches

if TYPE_CHECKING:
    from ccops.adapters.protocol.columns import SourceNames
    from ccops.adapters.protocol.options import ReadOptions

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]')
_OPENING: Final = frozenset("{[")
_AROUND: Final = " \t,"
_ENCODED: Final = "row-encoding"
_BROKEN: Final = "row-unreadable"


@attrs.frozen(kw_only=True)
class Row:
    """One row: its place, its text, and what stands in it by name.

    ``refused`` is why it cannot be read at all. ``text`` is what ``read_again`` makes the same
    row of.
    """

    place: int
    text: str
    data: Mapping[str, Any] = attrs.field(factory=dict)
    type: str = "row"
    refused: str = ""


def read_again(text: str, place: int) -> Row:
    """Return the row that a text was kept of."""
    return Row(place=place, text=text, data=_document(text))


# ---- JSON -------------------------------------------------------------------------------------


def json_rows(
    source: Source, names: SourceNames, options: ReadOptions, *, inside: Sequence[str] = ()
) -> Iterator[Row]:
    """Yield the documents of a file: one a line, one after the other, spread over lines, listed.

    A document that holds a list under one of the names ``inside`` stands for what is listed.
    What is no document is a row that is refused.
    """
    base = names.base(source.name)
    cutter = _Documents()
    for batch in line_batches(source, encoding=options.encoding, at_end=options.at_end):
        for number, line in enumerate(batch.lines, start=batch.first):
            if number in batch.unreadable:
                yield Row(place=base + number, text="", refused=_ENCODED)
                continue
            for begun, text in cutter.feed(line, number):
                yield from _rows_of(text, base + begun, inside)
    for begun, text in cutter.rest():
        yield Row(place=base + begun, text=text, refused=_BROKEN)


class _Documents:
    """Cuts lines into documents. A line that begins with ``{`` at its edge begins one."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._begun = self._depth = 0

    def feed(self, line: str, number: int) -> Iterator[tuple[int, str]]:
        """Yield the documents that end with a line, and what was broken off before it."""
        if self._lines and line.startswith("{"):
            yield from self.rest()
        if not self._lines:
            line = line.strip(_AROUND + "\r")
            if line in ("", "[", "]"):
                return
            self._begun = number
            if _is_whole(line):
                yield number, line
                return
        yield from self._cut(line, number)

    def _cut(self, line: str, number: int) -> Iterator[tuple[int, str]]:
        start = 0
        for token in _TOKEN.finditer(line):
            letter = token.group()
            if letter in _OPENING:
                self._depth += 1
            elif letter in ("}", "]"):
                self._depth -= 1
            if self._depth == 0 and letter in ("}", "]"):
                yield self._begun, "\n".join((*self._lines, line[start : token.end()]))
                self._lines, self._begun, start = [], number, token.end()
            elif self._depth < 0:
                break
        left = line[start:].strip(_AROUND + "\r]") if not self._lines else line[start:]
        if self._depth < 0:
            self._depth = 0
            left = left if left.strip(_AROUND + "\r]") else ""
        if left:
            self._lines.append(left)

    def rest(self) -> Iterator[tuple[int, str]]:
        """Yield what was begun and never ended."""
        if self._lines:
            yield self._begun, "\n".join(self._lines)
        self._lines, self._depth = [], 0


def _is_whole(line: str) -> bool:
    if line[0] not in _OPENING or line[-1] not in "}]":
        return False
    try:
        _document(line)
    except ValueError:
        return False
    return True


def _rows_of(text: str, place: int, inside: Sequence[str]) -> Iterator[Row]:
    try:
        found = _document(text)
    except ValueError:
        yield Row(place=place, text=text, refused=_BROKEN)
        return
    listed = found if isinstance(found, list) else _listed(found, inside)
    if listed is None:
        yield Row(place=place, text=text, data=found)
        return
    for each in listed:
        if isinstance(each, dict):
            yield Row(place=place, text=_written(each), data=each)
        else:
            yield Row(place=place, text=str(each), refused=_BROKEN)


def _listed(found: Mapping[str, Any], inside: Sequence[str]) -> list[Any] | None:
    lists = [found[name] for name in inside if isinstance(found.get(name), list)]
    return lists[0] if lists else None


def _document(text: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a document. Raises ``ValueError`` for what is none."""
    try:
        found = json.loads(text, parse_float=str, parse_constant=_refused_constant)
    except RecursionError as problem:
        raise ValueError("too deep") from problem
    if not isinstance(found, dict | list):
        raise ValueError(text)  # noqa: TRY004 - a document of another shape
    return found


def _refused_constant(text: str) -> Any:  # noqa: ANN401 - never returns
    raise ValueError(text)


def _written(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


# ---- CSV --------------------------------------------------------------------------------------


def csv_rows(
    source: Source,
    names: SourceNames,
    options: ReadOptions,
    *,
    header: Sequence[str] = (),
    delimiter: str = ",",
) -> Iterator[Row]:
    """Yield the lines of a table as what stands under each name of its ``header``.

    Without a ``header`` the first line is it. A line with more or fewer cells is a row that is
    refused, a blank one is passed over.
    """
    base = names.base(source.name)
    lines = csv.reader(_lines(source, options), delimiter=delimiter)
    columns = tuple(header)
    while True:
        place = base + lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield Row(place=place, text="", refused=_BROKEN)
            continue
        if not columns:
            columns = tuple(name.strip() for name in cells)
        elif any(cells):
            yield _row_of(cells, columns, place)


def _lines(source: Source, options: ReadOptions) -> Iterator[str]:
    for batch in line_batches(source, encoding=options.encoding, at_end=options.at_end):
        for line in batch.lines:
            yield f"{line}\n"


def _row_of(cells: Sequence[str], columns: Sequence[str], place: int) -> Row:
    written = ",".join(cells)
    if not is_readable(written):
        return Row(place=place, text="", refused=_ENCODED)
    if len(cells) != len(columns):
        return Row(place=place, text=written, refused="row-fields")
    data = dict(zip(columns, cells, strict=True))
    return Row(place=place, text=_written(data), data=data)
