"""The lines of ``Master.csv``, or the rows of a table ``cdr``: their columns, what stands in one.

Read from ``cdr/cdr_csv.c`` of Asterisk (``build_csv_record``). Sixteen columns are always there;
``cdr.conf`` adds ``uniqueid`` (``loguniqueid``), ``userfield`` (``loguserfield``), and the three
``peeraccount``, ``linkedid``, ``sequence`` (``newcdrcolumns``, since 1.8), each on its own. A line
is one record; quotes within a text are doubled, instants have no zone. A table has its columns by
name, in any order (``cdr_adaptive_odbc.c``, ``cdr_pgsql.c``): ``calldate`` is ``start`` there, and
``end`` need not be.
"""

from __future__ import annotations

import csv
import json
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from ccops.adapters import Row, line_batches
from ccops_asterisk.tables import as_table, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters import ReadOptions, Source, SourceNames
    from ccops_asterisk.tables import DatabaseTable

_TABLE: Final = "cdr"
_ALWAYS: Final = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp",
    "lastdata", "start", "answer", "end", "duration", "billsec", "disposition", "amaflags",
)  # fmt: skip
_NEW: Final = ("peeraccount", "linkedid", "sequence")
#: What is kept of a line; texts that nothing is read from are not.
_KEPT: Final = frozenset(
    {
        "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "start", "answer", "end",
        "duration", "billsec", "disposition", "uniqueid", "linkedid", "sequence",
    }
)  # fmt: skip
#: What a row of a table has to have, and the names it has there for others.
_NEEDED: Final = _KEPT - {"answer", "end", "dstchannel", "uniqueid", "linkedid", "sequence"}
_TABLE_NAMES: Final = {"calldate": "start"}
#: ``uniqueid`` and ``linkedid``: the second a channel came up in, and a number, after the name
#: of the system where it has one. One column more than always is ``userfield`` unless it is this.
CALL_ID: Final = re.compile(r"(?:.*-)?(\d{9,11})\.\d+", re.ASCII)
_DIGEST_BYTES: Final = 8


def cdr_rows(source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
    """Yield the lines of a file by the names of their columns, and ``row``, a digest of the line.

    What is no such line is a row that is refused. A line stands for itself: a text that was
    broken off does not take the next line with it. Rows of a table say its ``zone`` too, if any.
    """
    base = names.base(source.name)
    with as_table(source, _TABLE) as table:
        if table is not None:
            yield from _table_rows(table, base)
            return
    for batch in line_batches(source, encoding=options.encoding, at_end=options.at_end):
        for number, line in enumerate(batch.lines, start=batch.first):
            if number in batch.unreadable:
                yield Row(place=base + number, text="", refused="row-encoding")
            elif line.strip():
                yield _row(line, base + number)


def _table_rows(table: DatabaseTable, base: int) -> Iterator[Row]:
    zone = {"zone": table.zone} if table.zone else {}
    own = table.key.lower()  # two rows of one record differ by it
    for names, rows in table.named_pages():
        columns = [_TABLE_NAMES.get(each.lower(), each.lower()) for each in names[1:]]
        for key, *cells in rows:
            told = dict(zip(columns, map(text_of, cells), strict=True))
            place = base + int(key)
            if told.keys() >= _NEEDED:
                text = "\x1f".join(cell for name, cell in told.items() if name != own)
                yield _told({**told, **zone}, text, place)
            else:
                yield Row(place=place, text="", refused="row-fields")


def _row(line: str, place: int) -> Row:
    try:
        cells = next(csv.reader([line], strict=True))
    except csv.Error:
        return Row(place=place, text=line, refused="row-unreadable")
    columns = _columns(cells)
    if len(columns) != len(cells):
        return Row(place=place, text=line, refused="row-fields")
    return _told(dict(zip(columns, cells, strict=True)), line, place)


def _told(cells: Mapping[str, str], written: str, place: int) -> Row:
    """Return what is kept of a record, which is known by the digest of what was written."""
    told = {name: cell for name, cell in cells.items() if name in _KEPT or name == "zone"}
    digest = blake2b(written.encode("utf-8", "surrogateescape"), digest_size=_DIGEST_BYTES)
    told["row"] = digest.hexdigest()
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return Row(place=place, text=text, data=told, type=told["disposition"] or "row")


def _columns(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of a line by how many there are; none where no setting yields so many."""
    more = len(cells) - len(_ALWAYS)
    new = _NEW if more >= len(_NEW) else ()
    match more - len(new):
        case 0:
            return (*_ALWAYS, *new)
        case 1:
            is_id = CALL_ID.fullmatch(cells[len(_ALWAYS)])
            return (*_ALWAYS, "uniqueid" if is_id else "userfield", *new)
        case 2:
            return (*_ALWAYS, "uniqueid", "userfield", *new)
        case _:
            return ()
