"""The lines of ``Master.csv``: their columns, and what stands in one.

Read from ``cdr/cdr_csv.c`` of Asterisk (``build_csv_record``). Sixteen columns are always there;
``cdr.conf`` adds ``uniqueid`` (``loguniqueid``), ``userfield`` (``loguserfield``), and the three
``peeraccount``, ``linkedid``, ``sequence`` (``newcdrcolumns``, since 1.8), each on its own. A line
is one record; quotes within a text are doubled, instants have no zone.
"""

from __future__ import annotations

import csv
import json
import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from ccops.adapters import Row, line_batches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.adapters import ReadOptions, Source, SourceNames

_ALWAYS: Final = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp",
    "lastdata", "start", "answer", "end", "duration", "billsec", "disposition", "amaflags",
)  # fmt: skip
_NEW: Final = ("peeraccount", "linkedid", "sequence")
#: What is kept of a line; texts that nothing is read from are not.
_KEPT: Final = frozenset(
    {
        "src", "dst", "dcontext", "channel", "dstchannel", "lastapp", "start", "end", "duration",
        "billsec", "disposition", "uniqueid", "linkedid", "sequence",
    }
)  # fmt: skip
#: ``uniqueid`` and ``linkedid``: the second a channel came up in, and a number, after the name
#: of the system where it has one. One column more than always is ``userfield`` unless it is this.
CALL_ID: Final = re.compile(r"(?:.*-)?(\d{9,11})\.\d+", re.ASCII)
_DIGEST_BYTES: Final = 8


def cdr_rows(source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
    """Yield the lines of a file by the names of their columns, and ``row``, a digest of the line.

    What is no such line is a row that is refused. A line stands for itself: a text that was
    broken off does not take the next line with it.
    """
    base = names.base(source.name)
    for batch in line_batches(source, encoding=options.encoding, at_end=options.at_end):
        for number, line in enumerate(batch.lines, start=batch.first):
            if number in batch.unreadable:
                yield Row(place=base + number, text="", refused="row-encoding")
            elif line.strip():
                yield _row(line, base + number)


def _row(line: str, place: int) -> Row:
    try:
        cells = next(csv.reader([line], strict=True))
    except csv.Error:
        return Row(place=place, text=line, refused="row-unreadable")
    columns = _columns(cells)
    if len(columns) != len(cells):
        return Row(place=place, text=line, refused="row-fields")
    told = {name: cell for name, cell in zip(columns, cells, strict=True) if name in _KEPT}
    told["row"] = blake2b(line.encode(), digest_size=_DIGEST_BYTES).hexdigest()
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
