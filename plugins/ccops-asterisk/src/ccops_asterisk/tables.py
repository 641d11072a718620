"""Rows of a database table as a source, over a connection that the host opened.

Any connection of DB-API 2.0 (PEP 249) will do, and no driver is needed here: rows are asked for
page by page, in the order of a whole number that grows, so that no driver has to hold more than a
page, whatever kind of cursor it opens.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters import Source
from ccops.errors import ReadError
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from pathlib import Path

#: How many rows are asked for at once.
PAGE: Final = 4_096
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_$]*(?:\.[A-Za-z_][A-Za-z0-9_$]*){0,2}", re.ASCII)
_SQLITE_HEAD: Final = b"SQLite format 3\0"
#: The number every row of SQLite has.
_SQLITE_KEY: Final = "rowid"
Page = list[tuple[Any, ...]]


def _checked_name(_: object, attribute: attrs.Attribute[str], value: str) -> None:
    if not _NAME.fullmatch(value):
        raise ValueError(f"{attribute.name} is a plain name as SQL takes it, not {value!r}")


@attrs.frozen(kw_only=True)
class DatabaseTable(Source):
    """A table that Asterisk writes rows into: ``queue_log``, ``cel``.

    ``connection`` is one of DB-API 2.0; it is read from, and neither committed nor closed.
    ``key`` names a column of whole numbers that grow from row to row (``id``); the place of a row
    is its name and that number. Rows up to ``after`` are left out. ``zone`` is that of the clock
    whose local times the table holds, ``UTC`` where Asterisk writes GMT; the center's where none
    is given.
    """

    connection: Any = attrs.field(repr=False, eq=False)
    table: str = attrs.field(validator=_checked_name)
    key: str = attrs.field(default="id", validator=_checked_name)
    after: int | None = None
    zone: str = ""
    name: str = attrs.field(default=attrs.Factory(lambda self: self.table, takes_self=True))

    def pages(
        self, columns: Sequence[str], *, after: int | None = None, size: int = PAGE
    ) -> Iterator[Page]:
        """Yield rows in the order of the key, which is the first cell of each.

        ``columns`` are those of the table that follow it. Whatever the driver raises passes.
        """
        wanted = ", ".join((self.key, *columns))
        for _, rows in self._pages(wanted, after=after, size=size):
            yield rows

    def named_pages(self, *, size: int = PAGE) -> Iterator[tuple[tuple[str, ...], Page]]:
        """Yield the names of all columns with rows; the key is the first cell of each."""
        yield from self._pages(f"{self.key}, {self.table}.*", after=None, size=size)

    def _pages(
        self, wanted: str, *, after: int | None, size: int
    ) -> Iterator[tuple[tuple[str, ...], Page]]:
        known = [each for each in (self.after, after) if each is not None]
        last = max(known) if known else None
        while True:
            since = "" if last is None else f" WHERE {self.key} > {last:d}"
            asked = f"SELECT {wanted} FROM {self.table}{since} ORDER BY {self.key} LIMIT {size:d}"  # noqa: S608 - checked names and whole numbers
            with contextlib.closing(self.connection.cursor()) as cursor:
                cursor.execute(asked)
                rows = [_plain(row) for row in cursor.fetchall()]
                names = tuple(str(each[0]) for each in cursor.description)
            if not rows:
                return
            yield names, rows
            last = int(rows[-1][0])


def _plain(row: Any) -> tuple[Any, ...]:  # noqa: ANN401 - a row as a driver makes it
    """Return the cells of a row; some cursors make mappings."""
    return tuple(row.values()) if isinstance(row, Mapping) else tuple(row)


def text_of(cell: object) -> str:
    """Return what stands in a cell as the text that was written; nothing where it is null."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return format(cell, "f")
    if isinstance(cell, bytes | bytearray):
        return bytes(cell).decode("utf-8", "surrogateescape")
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    return str(cell)


# ---- a database in a file ---------------------------------------------------------------------


def is_sqlite(source: Source) -> bool:
    """Say whether a source is a file of SQLite."""
    if source.path is None or source.path.suffix == ".gz":
        return False
    try:
        with source.path.open("rb") as stream:
            return stream.read(len(_SQLITE_HEAD)) == _SQLITE_HEAD
    except OSError:
        return False  # whoever reads it says so


@contextlib.contextmanager
def as_table(source: Source, table: str) -> Iterator[DatabaseTable | None]:
    """Yield the table that a source is, a file of SQLite with such a table included.

    Yields nothing for a source of lines. Raises ``ReadError`` where the file cannot be read.
    """
    if isinstance(source, DatabaseTable):
        yield source
    elif source.path is not None and is_sqlite(source):
        yield from _in_file(source.path, source.name, table)
    else:
        yield None


def _in_file(path: Path, name: str, table: str) -> Iterator[DatabaseTable]:
    address = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(address, uri=True)) as connection:
            yield DatabaseTable(connection=connection, table=table, key=_SQLITE_KEY, name=name)
    except sqlite3.Error as problem:
        told = {"file": name, "problem": str(problem)}
        raise ReadError((Diagnostic(code="file-unreadable", args=told),)) from problem
