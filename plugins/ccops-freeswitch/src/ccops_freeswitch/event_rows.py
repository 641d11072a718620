"""Cuts a capture of the event socket into events: JSON documents, or blocks of headers.

The plain form is that of ``switch_event_serialize`` in FreeSWITCH: a line ``Header: value`` a
header, values percent-encoded, a blank line after the last.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import attrs

from ccops.adapters import Row, json_rows, line_batches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.adapters import ReadOptions, Source, SourceNames

_HEADER: Final = re.compile(r"([A-Za-z][\w.-]*): ?(.*)", re.ASCII | re.DOTALL)
_ACTION: Final = re.compile(r"[a-z][a-z-]*", re.ASCII)
#: The headers the socket puts before an event; a block of nothing else is no event.
_FRAME: Final = frozenset({"Content-Length", "Content-Type"})


def event_rows(source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
    """Yield the events of a source; their type is what the module did (``CC-Action``)."""
    cut = _blocks if _is_plain(source, options) else json_rows
    for row in cut(source, names, options):
        action = row.data.get("CC-Action")
        if isinstance(action, str) and _ACTION.fullmatch(action):
            yield attrs.evolve(row, type=action)
        else:
            yield row


def _lines(source: Source, options: ReadOptions) -> Iterator[tuple[int, str, bool]]:
    """Yield number and text of each line, and whether it is in the encoding."""
    for batch in line_batches(source, encoding=options.encoding, at_end=options.at_end):
        for number, line in enumerate(batch.lines, start=batch.first):
            yield number, line, number not in batch.unreadable


def _is_plain(source: Source, options: ReadOptions) -> bool:
    """Say whether a header comes before any document."""
    for _, line, _ in _lines(source, options):
        if line.startswith(("{", "[")):
            return False
        if _HEADER.fullmatch(line):
            return True
    return False


def _blocks(source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
    base = names.base(source.name)
    block: list[str] = []
    begun, readable = 0, True
    for number, line, is_readable in _lines(source, options):
        if line.strip():
            begun = begun if block else number
            block.append(line)
            readable = readable and is_readable
            continue
        yield from _event(block, base + begun, readable=readable)
        block, readable = [], True
    yield from _event(block, base + begun, readable=readable)


def _event(block: list[str], place: int, *, readable: bool) -> Iterator[Row]:
    """Yield the event of a block; none for what only frames one."""
    if not readable:
        yield Row(place=place, text="", refused="row-encoding")
        return
    found = [_HEADER.fullmatch(line) for line in block]
    headers = {each[1]: unquote(each[2].strip()) for each in found if each is not None}
    if len(headers) < len(block):
        yield Row(place=place, text="\n".join(block), refused="row-unreadable")
    elif headers.keys() - _FRAME:
        text = json.dumps(headers, ensure_ascii=False, separators=(",", ":"))
        yield Row(place=place, text=text, data=headers)
