"""Writes the records of a read to a folder, batch by batch; the folder is whole or not there."""

from __future__ import annotations

from collections import defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING

from ccops.adapters.kept.notes import (
    NOTES_FILE,
    DayNote,
    KindNote,
    RecordNotes,
    agents_digest,
)
from ccops.adapters.kept.shape import line_text, lines_of, schema_of, table_columns
from ccops.adapters.protocol.report import ReadReport, joined_reports
from ccops.kpi.days import day_name
from ccops.kpi.engines.parquet_files import ParquetFiles, duckdb_or_refuse, parquet_files
from ccops.kpi.table_form import TableForm
from ccops.kpi.whole_folder import digests_of, replaced

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ccops.adapters.protocol.intake import Intake
    from ccops.adapters.protocol.options import ReadOptions
    from ccops.kpi import RecordKind, Records


def write_records(
    batches: Iterable[Intake],
    folder: Path,
    *,
    adapter: str,
    options: ReadOptions,
    form: TableForm = TableForm.PARQUET,
) -> RecordNotes:
    """Write the batches of one read as a folder of records, and return its notes.

    What is written takes the place of records that stood there only when everything is: the
    folder never holds half a read. The same batches make the same bytes. Raises ``ReadError``
    for a folder that holds anything else than records, and what reading raises.
    """
    if form is TableForm.PARQUET:
        duckdb_or_refuse()
    with replaced(folder, notes=NOTES_FILE) as place:
        writer = _Writer(place, form)
        reports = [writer.take(batch) for batch in batches]
        kinds, files = writer.finish()
        notes = RecordNotes(
            adapter=adapter,
            zone=options.zone,
            agents=agents_digest(options),
            form=form,
            kinds=kinds,
            files=files,
            report=joined_reports(reports),
        )
        (place / NOTES_FILE).write_bytes(notes.to_json())
    return notes


class _Writer:
    """The kinds of one read, each in its own lines."""

    def __init__(self, place: Path, form: TableForm) -> None:
        self._place = place
        self._form = form
        self._kinds: dict[str, _KindWriter] = {}

    def take(self, intake: Intake) -> ReadReport:
        """Write the records of a batch and return its report."""
        for name, records in intake.records.items():
            if name not in self._kinds:
                self._kinds[name] = _KindWriter(records.kind, self._place, self._form)
            self._kinds[name].take(records)
        return intake.report

    def finish(self) -> tuple[dict[str, KindNote], dict[str, str]]:
        """Return what was written of each kind, and the digest of each file."""
        if self._form is TableForm.PARQUET:
            with parquet_files() as tables:
                for writer in self._kinds.values():
                    writer.make_tables(tables)
        kinds = {name: self._kinds[name].note() for name in sorted(self._kinds)}
        return kinds, digests_of(self._place)


class _KindWriter:
    """Records of one kind: lines in one file, or lines by day that become tables at the end."""

    def __init__(self, kind: RecordKind, place: Path, form: TableForm) -> None:
        self._kind = kind
        self._schema = schema_of(kind)
        self._place = place
        self._form = form
        self._rows = 0
        self._reasons: frozenset[str] = frozenset()
        self._days: dict[int | None, _Day] = {}
        if form is TableForm.PARQUET:
            (place / kind.name).mkdir()
        else:
            self._file.touch()

    @property
    def _file(self) -> Path:
        return self._place / f"{self._kind.name}.jsonl"

    def take(self, records: Records) -> None:
        """Write some records after those written before."""
        lines, reasons = lines_of(records)
        self._reasons |= reasons
        bodies: dict[int | None, list[str]] = defaultdict(list)
        texts: dict[int | None, list[str]] = defaultdict(list)
        is_table = self._form is TableForm.PARQUET
        for row, (day, body, reference) in enumerate(lines, self._rows):
            bodies[day].append(body)
            texts[day if is_table else None].append(
                line_text(body, reference, row if is_table else None)
            )
        self._rows += len(records)
        for day, said in bodies.items():
            self._days.setdefault(day, _Day()).add(said)
        for day, written in texts.items():
            _append(self._lines(day) if is_table else self._file, written)

    def make_tables(self, tables: ParquetFiles) -> None:
        """Make tables of the lines of each day."""
        columns = table_columns(self._kind, self._reasons)
        for day in self._days:
            tables.write(self._lines(day), columns, self._table(day))
            self._lines(day).unlink()

    def note(self) -> KindNote:
        """Return what was written."""
        return KindNote(
            schema=self._schema,
            days=dict(sorted((day_name(day), each.note()) for day, each in self._days.items())),
            reasons=tuple(sorted(self._reasons)),
        )

    def _lines(self, day: int | None) -> Path:
        return self._place / self._kind.name / f"{day_name(day)}.lines"

    def _table(self, day: int | None) -> Path:
        return self._place / self._kind.name / f"{day_name(day)}.parquet"


class _Day:
    """The records of a day: how many, and the digest of what they say."""

    __slots__ = ("_hash", "_rows")

    def __init__(self) -> None:
        self._rows = 0
        self._hash = sha256()

    def add(self, bodies: Sequence[str]) -> None:
        """Count records."""
        self._rows += len(bodies)
        self._hash.update("".join(bodies).encode())

    def note(self) -> DayNote:
        """Return what the day comes to."""
        return DayNote(rows=self._rows, digest=f"sha256:{self._hash.hexdigest()}")


def _append(file: Path, lines: Iterable[str]) -> None:
    with file.open("a", encoding="utf-8", newline="\n") as stream:
        stream.writelines(lines)
