"""Where rows come from: files, compressed files or lines in memory, read block by block."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import attrs

from ccops.adapters.protocol.options import AtEnd
from ccops.errors import ReadError
from ccops.messages import Diagnostic, Span

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK: Final = 1 << 22
_UNPACK: Final = 1 << 17
_BOM: Final = "\ufeff"


@attrs.frozen(kw_only=True)
class Source:
    """A named file, or named lines in memory; the name stands in every ``file:line``."""

    name: str
    path: Path | None = None
    lines: tuple[str, ...] = ()


#: What may be handed in as a source.
Readable = str | os.PathLike[str] | Source


@attrs.frozen(kw_only=True)
class LineBatch:
    """Consecutive lines of a source: the number of the first, their texts, the undecodable.

    ``unreadable`` are numbers of lines that are not in the encoding asked for; their texts hold
    stand-ins for the bytes.
    """

    first: int
    lines: Sequence[str]
    unreadable: frozenset[int] = frozenset()


class _Unpacked(io.RawIOBase):
    """The bytes of a packed file; what is cut short or damaged is a ``ReadError``."""

    def __init__(self, name: str, packed: gzip.GzipFile) -> None:
        self._named = name
        self._packed = packed

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        try:
            return self._packed.readinto(buffer)
        except (EOFError, OSError, zlib.error) as problem:
            told = Diagnostic(code="file-packing", args={"file": self._named})
            raise ReadError((told,)) from problem

    def close(self) -> None:
        self._packed.close()
        super().close()


def as_source(given: Readable) -> Source:
    """Return a source for what was handed in; a path names itself."""
    if isinstance(given, Source):
        return given
    path = Path(given)
    return Source(name=path.as_posix(), path=path)


def opened(source: Source) -> BinaryIO:
    """Return the bytes of a source; ``.gz`` is unpacked.

    Raises ``ReadError`` where there is no such file, and while it is read where it is packed and
    cut short or damaged.
    """
    if source.path is None:
        return io.BytesIO("\n".join((*source.lines, "")).encode("utf-8", "surrogateescape"))
    try:
        if source.path.suffix == ".gz":
            return io.BufferedReader(_Unpacked(source.name, gzip.open(source.path, "rb")), _UNPACK)
        return source.path.open("rb")
    except OSError as problem:
        told = {"file": source.name, "problem": problem.strerror or "unreadable"}
        raise ReadError((Diagnostic(code="file-unreadable", args=told),)) from problem


def encoding_of(source: Source, encoding: str) -> str:
    """Return the encoding in which to read a source; lines in memory are text already."""
    return encoding if source.path is not None else "utf-8"


def line_batches(
    source: Source, *, encoding: str, at_end: AtEnd, block: int = _BLOCK
) -> Iterator[LineBatch]:
    """Yield the lines of a source in blocks, each block once.

    Where contacts are carried on, a last line without an end is still being written and is
    left for the next read.
    """
    number, rest = 1, b""
    with opened(source) as stream:
        while data := stream.read(block):
            whole, newline, tail = data.rpartition(b"\n")
            if not newline:
                rest += tail
                continue
            batch = _decoded(rest + whole, number, encoding_of(source, encoding))
            yield batch
            number, rest = number + len(batch.lines), tail
    if rest and at_end is AtEnd.CLOSE:
        yield _decoded(rest, number, encoding_of(source, encoding))


def _decoded(data: bytes, first: int, encoding: str) -> LineBatch:
    try:
        return LineBatch(first=first, lines=_lines(data.decode(encoding), first))
    except UnicodeDecodeError:
        lines = _lines(data.decode(encoding, "surrogateescape"), first)
    wrong = frozenset(
        number for number, line in enumerate(lines, start=first) if not is_readable(line)
    )
    return LineBatch(first=first, lines=lines, unreadable=wrong)


def _lines(text: str, first: int) -> list[str]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").removesuffix("\r")
    if first == 1:
        text = text.removeprefix(_BOM)
    return text.split("\n")


def is_readable(text: str) -> bool:
    """Say whether a text holds no stand-in for bytes that were not in its encoding."""
    return text.isascii() or not any("\udc80" <= letter <= "\udcff" for letter in text)


def place_span(name: str, line: int) -> Span:
    """Return a line of a source as a place for diagnostics."""
    return Span(name, line, 1)
