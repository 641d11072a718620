"""A folder of input files: CSV, Excel and JSON, read into rows, with everything that is wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import repeat
from typing import TYPE_CHECKING, Final

import attrs

from ccops.adapters.inputs.grid import read_grid
from ccops.adapters.inputs.ids import check_ids
from ccops.adapters.inputs.kinds import file_of_kind
from ccops.adapters.inputs.matrix import tables_of_matrix
from ccops.adapters.inputs.rows import InputNames, InputTable, table_of_grid
from ccops.adapters.inputs.schema import INPUT_FILES
from ccops.adapters.inputs.settings import FileSettings, InputSettings, settings_from_mapping
from ccops.facts import GivenFacts, fact_table, given_facts
from ccops.messages import Diagnostic, Severity, Span, nearest

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.adapters.inputs.columns import InputFile
    from ccops.kpi import RecordKind

_ENDINGS: Final = (".csv", ".xlsx")
#: Facts come from another program as often as from a sheet.
_FURTHER_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {"facts": (".json",)}


@attrs.frozen(kw_only=True)
class Inputs:
    """What a center handed in for a period: a table for each file that was there.

    ``decisions`` is ``period.yaml`` as it was given; ``since`` the day from which on the files
    tell of everything, where ``inputs.yaml`` says so.
    """

    tables: Mapping[str, InputTable] = attrs.field(factory=dict[str, InputTable])
    decisions: Mapping[str, object] = attrs.field(factory=dict[str, object])
    since: dt.date | None = None

    def has(self, file: str) -> bool:
        """Say whether a file was handed in."""
        return file in self.tables

    def rows(self, file: str) -> tuple[Mapping[str, str], ...]:
        """Return the rows of a file, none where it was not handed in."""
        return self.tables[file].rows if file in self.tables else ()

    def sourced(self, file: str) -> tuple[Mapping[str, str], ...]:
        """Return the rows of a file, each with its ``source_ref`` (``leave.csv:12``)."""
        return self.tables[file].sourced if file in self.tables else ()

    def facts(self) -> tuple[GivenFacts, tuple[Diagnostic, ...]]:
        """Return the facts of the file ``facts``, and what is wrong with its rows.

        Where each row is about an employee of its own, they are kept column by column.
        """
        handed_in = self.tables.get("facts")
        table = fact_table(handed_in.cells) if handed_in is not None else None
        if table is None:
            return given_facts(self.sourced("facts"))
        return GivenFacts(employees=table, groups={}), ()


def read_inputs(
    folder: Path,
    *,
    mapping: Mapping[str, object] | None = None,
    decisions: Mapping[str, object] | None = None,
    names: InputNames | None = None,
    kinds: Iterable[RecordKind] = (),
) -> tuple[Inputs, tuple[Diagnostic, ...]]:
    """Return what a folder of input files holds, and everything that is wrong with it.

    ``mapping`` is ``inputs.yaml``, ``decisions`` is ``period.yaml``, both already read;
    ``names`` is what the pack and the period say. Each of ``kinds``, which plugins bring, is a
    file of its own name. An error among the findings means that rows
    or cells were left out: the caller stops. Raises ``MissingExtraError`` for an Excel file
    where the extra ``xlsx`` is not installed.
    """
    files = {**INPUT_FILES, **{each.name: file_of_kind(each) for each in kinds}}
    settings, found = settings_from_mapping(mapping or {}, files)
    findings: list[Diagnostic] = [*found, *_strange_files(folder, settings)]
    tables: dict[str, InputTable] = {}
    for file in files.values():
        path = _path_of(folder, file.name, settings.of(file.name), findings)
        if path is None:
            continue
        for table in _tables(path, file, settings.of(file.name), names, findings):
            tables[table.name] = _joined(tables.get(table.name), table)
    findings += _twice(tables)
    tables, more = check_ids(tables, files, drops_strangers=settings.drops_unknown_ids)
    inputs = Inputs(tables=tables, decisions=decisions or {}, since=settings.since)
    return inputs, (*findings, *more)


def read_input_file(
    path: Path, file: str, *, mapping: Mapping[str, object] | None = None
) -> tuple[tuple[Mapping[str, str], ...], tuple[Diagnostic, ...]]:
    """Return the rows of one file by itself, with the columns of an input file (``agents``).

    ``mapping`` is ``inputs.yaml``, for how the file is written.
    """
    tables, findings = _read_alone(path, file, mapping)
    return tuple(row for table in tables for row in table.rows), findings


def read_sourced_file(
    path: Path, file: str, *, mapping: Mapping[str, object] | None = None
) -> tuple[tuple[Mapping[str, str], ...], tuple[Diagnostic, ...]]:
    """Return the rows of one file as :func:`read_input_file`, each with its ``source_ref``."""
    tables, findings = _read_alone(path, file, mapping)
    return tuple(row for table in tables for row in table.sourced), findings


def _read_alone(
    path: Path, file: str, mapping: Mapping[str, object] | None
) -> tuple[tuple[InputTable, ...], tuple[Diagnostic, ...]]:
    settings, found = settings_from_mapping(mapping or {})
    findings: list[Diagnostic] = [*found]
    tables = tuple(_tables(path, INPUT_FILES[file], settings.of(file), None, findings))
    return tables, tuple(findings)


def _path_of(
    folder: Path, name: str, settings: FileSettings, findings: list[Diagnostic]
) -> Path | None:
    """Return the file to read: the one named in the settings, or the one of its own name."""
    if settings.file:
        path = folder / settings.file
        if path.is_file():
            return path
        arguments = {"table": name, "file": settings.file}
        findings.append(Diagnostic(code="input-absent", args=arguments))
        return None
    endings = (*_ENDINGS, *_FURTHER_ENDINGS.get(name, ()))
    there = [folder / f"{name}{ending}" for ending in endings]
    there = [path for path in there if path.is_file()]
    if len(there) > 1:
        arguments = {"table": name, "files": ", ".join(path.name for path in there)}
        findings.append(Diagnostic(code="input-twice", args=arguments))
        return None
    return there[0] if there else None


def _tables(
    path: Path,
    file: InputFile,
    settings: FileSettings,
    names: InputNames | None,
    findings: list[Diagnostic],
) -> Iterable[InputTable]:
    grid, found = read_grid(path, settings)
    findings += found
    if grid is None:
        return ()
    if settings.is_matrix:
        tables, more = tables_of_matrix(file, grid, settings, names or InputNames())
        findings += more
        return tables
    table, more = table_of_grid(file, grid, settings, names or InputNames())
    findings += more
    return (table,)


def _joined(before: InputTable | None, after: InputTable) -> InputTable:
    """Return two tables as one: the leave of a roster matrix comes before the leave file."""
    if before is None:
        return after
    absent = [[None] * len(each.references) for each in (before, after)]
    return InputTable(
        name=after.name,
        cells={
            name: [*before.cells.get(name, absent[0]), *after.cells.get(name, absent[1])]
            for name in dict.fromkeys((*before.columns, *after.columns))
        },
        references=(*before.references, *after.references),
    )


def _twice(tables: Mapping[str, InputTable]) -> Iterable[Diagnostic]:
    """Yield a warning for each file in which rows stand twice, word for word, at the first."""
    for name, table in tables.items():
        size = len(table.references)
        if any(len(set(cells)) == size for cells in table.cells.values()):
            continue  # a column that never says the same
        seen: set[tuple[str | None, ...]] = set()
        again: list[str] = []
        rows = zip(*table.cells.values(), strict=True) if table.cells else repeat((), size)
        for row, reference in zip(rows, table.references, strict=True):
            if row in seen:
                again.append(reference)
            seen.add(row)
        if again:
            file, _, line = again[0].rpartition(":")
            yield Diagnostic(
                code="row-twice",
                severity=Severity.WARNING,
                span=Span(file, int(line), 1),
                args={"table": name, "rows": len(again)},
            )


def _strange_files(folder: Path, settings: InputSettings) -> Iterable[Diagnostic]:
    """Yield a warning for each table in the folder that is none of the input files."""
    named = {each.file for each in settings.files.values() if each.file}
    for path in sorted(folder.iterdir()):
        is_table = path.is_file() and path.suffix.lower() in _ENDINGS
        if is_table and path.name not in named and path.stem not in settings.files:
            near = nearest(path.stem, settings.files) or "-"
            arguments = {"file": path.name, "nearest": near}
            yield Diagnostic(
                code="input-unknown",
                severity=Severity.WARNING,
                span=Span(path.name, 1, 1),
                args=arguments,
            )
