"""The rows of a channel event log: lines of ``cel_custom``, or rows of the table ``cel``.

Read from ``cel/cel_custom.c``, ``configs/samples/cel_custom.conf.sample`` (the mapping
``Master.csv``, and the ``fields`` of the advanced one) and ``cel/cel_pgsql.c`` of Asterisk, whose
columns bear the names that are used here. A file of another mapping is read by a first line that
names its columns.
"""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Final

from ccops.adapters import Row, line_batches
from ccops_asterisk.tables import DatabaseTable, as_table, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters import ReadOptions, Source, SourceNames

TABLE: Final = "cel"
_HEAD: Final = ("eventtype",)
_LITERAL: Final = ("",)
#: What the mapping of the sample writes after the name of the event, and its literal if kept.
_MASTER: Final = (
    "eventtime", "cid_name", "cid_num", "cid_ani", "cid_rdnis", "cid_dnid", "exten", "context",
    "channame", "appname", "appdata", "amaflags", "accountcode", "uniqueid", "linkedid", "peer",
    "userfield", "userdeftype", "extra",
)  # fmt: skip
#: What the advanced mapping of the sample writes after the two names of the event.
_ADVANCED: Final = (
    "eventtime", "userdeftype", "cid_name", "cid_num", "exten", "context", "channame", "appname",
    "appdata", "amaflags", "accountcode", "uniqueid", "userfield", "cid_ani", "cid_rdnis",
    "cid_dnid", "peer", "linkedid", "peeraccount", "extra", "tenantid",
)  # fmt: skip
_LAYOUTS: Final[Mapping[int, tuple[str, ...]]] = {
    len(each): each
    for each in (
        (*_HEAD, *_MASTER),
        (*_HEAD, *_LITERAL, *_MASTER),
        (*_HEAD, "eventenum", *_ADVANCED),
        (*_HEAD, "eventenum", *_LITERAL, *_ADVANCED),
    )
}
#: Other names of the same columns, in files with a head and in tables.
_ALIASES: Final[Mapping[str, str]] = {
    "eventname": "eventtype",
    "usereventname": "userdeftype",
    "cidname": "cid_name",
    "cidnum": "cid_num",
    "cidani": "cid_ani",
    "cidrdnis": "cid_rdnis",
    "ciddnid": "cid_dnid",
    "acctcode": "accountcode",
    "peeracct": "peeraccount",
    "bridgepeer": "peer",
    "eventextra": "extra",
}
_NEEDED: Final = frozenset({"eventtype", "eventtime", "channame", "uniqueid", "linkedid"})
#: What is kept of a row; what nothing is read from is not.
_KEPT: Final = frozenset(
    {*_NEEDED, "eventenum", "userdeftype", "cid_num", "exten", "context", "peer", "extra"}
)


def cel_rows(
    source: Source, names: SourceNames, options: ReadOptions, delimiter: str
) -> Iterator[Row]:
    """Yield the events of a source by the names of their columns.

    What is no such row is refused. A line stands for itself: a text that was broken off does not
    take the next line with it.
    """
    base = names.base(source.name)
    with as_table(source, TABLE) as table:
        if table is None:
            yield from _lines(source, base, options, delimiter)
        else:
            yield from _table(table, base)


def row_with(row: Row, more: Mapping[str, str]) -> Row:
    """Return a row that says more; one that is refused stays as it is."""
    if row.refused or not more:
        return row
    return _told({**row.data, **more}, row.place)


def _table(table: DatabaseTable, base: int) -> Iterator[Row]:
    for written, rows in table.named_pages():
        columns = ("", *map(_known_as, written[1:]))
        for cells in rows:
            yield _row(columns, [text_of(each) for each in cells], base + int(cells[0]))


def _lines(source: Source, base: int, options: ReadOptions, delimiter: str) -> Iterator[Row]:
    head: tuple[str, ...] = ()
    for batch in line_batches(source, encoding=options.encoding, at_end=options.at_end):
        for number, line in enumerate(batch.lines, start=batch.first):
            place = base + number
            if number in batch.unreadable:
                yield Row(place=place, text="", refused="row-encoding")
                continue
            cells = _cells(line, delimiter)
            named = tuple(map(_known_as, cells)) if number == 1 else ()
            if {*named} >= _NEEDED:
                head = named
            elif line.strip():
                yield _line(line, cells, head, place)


def _line(line: str, cells: Sequence[str], head: tuple[str, ...], place: int) -> Row:
    if not cells:
        return Row(place=place, text=line, refused="row-unreadable")
    columns = head or _LAYOUTS.get(len(cells), ())
    if len(columns) != len(cells):
        return Row(place=place, text=line, refused="row-fields")
    return _row(columns, cells, place)


def _cells(line: str, delimiter: str) -> Sequence[str]:
    """Return what stands in a line; nothing where quotes do not match."""
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True), ())
    except csv.Error:
        return ()


def _row(columns: Sequence[str], cells: Sequence[str], place: int) -> Row:
    told = {name: cell for name, cell in zip(columns, cells, strict=True) if name in _KEPT}
    return _told(told, place)


def _told(told: Mapping[str, str], place: int) -> Row:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    event = told.get("eventenum") or told.get("eventtype") or ""
    return Row(place=place, text=text, data=told, type=event if event.isidentifier() else "row")


def _known_as(name: str) -> str:
    plain = name.strip().lower()
    return _ALIASES.get(plain, plain)
