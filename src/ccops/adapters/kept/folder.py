"""A folder of records, read back: the same records in the same order as when they were read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.adapters.kept.columns import RecordColumns
from ccops.adapters.kept.notes import (
    KindNote,
    RecordNotes,
    agents_digest,
    read_notes,
)
from ccops.adapters.kept.shape import ROW, schema_of, why_name
from ccops.adapters.protocol.intake import Intake
from ccops.errors import ReadError
from ccops.kpi import RecordKind, Table
from ccops.kpi.days import day_name
from ccops.kpi.engines.parquet_files import parquet_files
from ccops.kpi.table_form import TableForm
from ccops.kpi.whole_folder import damaged, whole_file
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ccops.adapters.protocol.options import ReadOptions
    from ccops.kpi import Records

_LINES: Final = 20_000
#: The cells of some rows, column by column.
Block = dict[str, Sequence[Any]]


@attrs.frozen(kw_only=True, eq=False)
class RecordFolder:
    """Records that ``write_records`` wrote: ``notes`` say what there is, ``kinds`` what it means.

    A file is held against its digest when it is read.
    """

    path: Path
    notes: RecordNotes
    kinds: Mapping[str, RecordKind]

    @classmethod
    def open(cls, path: Path, kinds: Mapping[str, RecordKind]) -> RecordFolder:
        """Open a folder; ``kinds`` are those that may lie in it, by name.

        Raises ``ReadError`` where it is no whole folder of records, and for kinds that are not
        known or have other columns now.
        """
        notes = read_notes(path)
        found = [
            Diagnostic(code="records-other-kind", args={"folder": path, "kind": name})
            for name, note in notes.kinds.items()
            if name not in kinds or schema_of(kinds[name]) != note.schema
        ]
        if found:
            raise ReadError(tuple(found))
        return cls(path=path, notes=notes, kinds={name: kinds[name] for name in notes.kinds})

    def check_zone(self, zone: str) -> None:
        """Raise ``ReadError`` where the days of the records are not those of a zone."""
        if self.notes.zone != zone:
            told = {"folder": self.path, "zone": self.notes.zone, "wanted": zone}
            raise ReadError((Diagnostic(code="records-other-zone", args=told),))

    def check_agents(self, options: ReadOptions) -> None:
        """Raise ``ReadError`` where the records know agents by other names than a read would."""
        if self.notes.agents != agents_digest(options):
            raise ReadError((Diagnostic(code="records-other-agents", args={"folder": self.path}),))

    def intake(self) -> Intake:
        """Return everything: what the read that wrote the folder returned, or the same of it."""
        records = {name: self.records(name) for name in self.notes.kinds}
        return Intake(records=records, report=self.notes.report)

    def tables(self) -> Intake:
        """Return everything as tables that DuckDB reads where they lie; lines of JSON are read.

        Raises ``ReadError`` for a file that is not as it was written.
        """
        if self.notes.form is TableForm.JSONL:
            return self.intake()
        tables = {name: self._table(name, note) for name, note in self.notes.kinds.items()}
        return Intake(records=tables, report=self.notes.report)

    def _table(self, kind: str, note: KindNote) -> Records:
        """Return the table of a kind; one without a day has no file to lie in."""
        files = [self._whole(f"{kind}/{day}.parquet") for day in note.days]
        return Table.parquet(self.kinds[kind], files) if files else self.records(kind)

    def records(self, kind: str, days: Collection[str] | None = None) -> Records:
        """Return the records of a kind, of all days or of some (``2026-10-12``, ``undated``).

        Raises ``KeyError`` for a kind or day that is not there, ``ReadError`` for a file that is
        not as it was written.
        """
        note = self.notes.kinds[kind]
        columns = RecordColumns(self.kinds[kind])
        wanted = [note.days[each] for each in days] if days is not None else note.days.values()
        for block in self._blocks(kind, note, days):
            reasons = {name: block[why_name(name)] for name in note.reasons}
            columns.add(block, reasons)
            columns.number(block[ROW])
        records = columns.records()
        if len(records) != sum(each.rows for each in wanted):
            raise damaged(self.path)
        return records

    def _blocks(self, kind: str, note: KindNote, days: Collection[str] | None) -> Iterator[Block]:
        if self.notes.form is TableForm.JSONL:
            lines = self._whole(f"{kind}.jsonl")
            return _line_blocks(lines, self.kinds[kind], note, days)
        wanted = note.days if days is None else days
        files = [self._whole(f"{kind}/{day}.parquet") for day in wanted]
        return _table_blocks(files, self.kinds[kind], note)

    def _whole(self, place: str) -> Path:
        return whole_file(self.path, place, self.notes.files.get(place))


def _table_blocks(files: Sequence[Path], kind: RecordKind, note: KindNote) -> Iterator[Block]:
    names = [*kind.names, *map(why_name, note.reasons), ROW]
    with parquet_files() as tables:
        for file in files:
            for rows in tables.rows(file, names):
                yield dict(zip(names, zip(*rows, strict=True), strict=True))


def _line_blocks(
    file: Path, kind: RecordKind, note: KindNote, days: Collection[str] | None
) -> Iterator[Block]:
    names = [*kind.names, *map(why_name, note.reasons)]
    wanted = None if days is None else frozenset(days)
    row = 0
    with file.open(encoding="utf-8", newline="\n") as stream:
        while lines := list(islice(stream, _LINES)):
            found = list(map(json.loads, lines))
            if wanted is not None:
                found = [each for each in found if day_name(each[kind.day]) in wanted]
            block: Block = {name: [each.get(name) for each in found] for name in names}
            block[ROW] = range(row, row + len(found))
            row += len(found)
            yield block
