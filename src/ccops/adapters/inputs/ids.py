"""Staff numbers across files: each must be one of the employees', zeros included."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

import attrs

from ccops.adapters.inputs.rows import InputTable
from ccops.messages import Diagnostic, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.adapters.inputs.columns import InputFile


def check_ids(
    tables: Mapping[str, InputTable], files: Mapping[str, InputFile], *, drops_strangers: bool
) -> tuple[dict[str, InputTable], tuple[Diagnostic, ...]]:
    """Return the tables and a finding for each staff number that is no employee's.

    A number that is an employee's but for leading zeros is an error that names both. A
    stranger is an error, or, where the center says so, a warning, and his rows are left out.
    Nothing is checked where no employees are handed in.
    """
    if "employees" not in tables:
        return dict(tables), ()
    known = {each for each in tables["employees"].cells.get("employee_id", ()) if each}
    findings: list[Diagnostic] = []
    kept: dict[str, InputTable] = {}
    for name, table in tables.items():
        strangers = _strangers(table, files[name], known)
        bare = {each.lstrip("0"): each for each in sorted(known, reverse=True) if strangers}
        for employee, references in strangers.items():
            meant = bare.get(employee.lstrip("0"))
            found = _finding(name, employee, references, meant)
            findings.append(_forgiven(found) if drops_strangers else found)
        kept[name] = (
            _without(table, files[name], strangers) if drops_strangers and strangers else table
        )
    return kept, tuple(findings)


def _strangers(table: InputTable, file: InputFile, known: set[str]) -> dict[str, list[str]]:
    """Return the staff numbers of a table that nobody has, and where they stand."""
    found: dict[str, list[str]] = {}
    if known.issuperset(
        each for column in _staff_columns(table, file) for each in set(column) if each
    ):
        return found
    for row, reference in zip(table.rows, table.references, strict=True):
        for employee in _employees(file, row):
            if employee not in known:
                found.setdefault(employee, []).append(reference)
    return found


def _staff_columns(table: InputTable, file: InputFile) -> Iterator[Sequence[str | None]]:
    """Yield every column that holds staff numbers, or may."""
    columns = file.columns
    for name, cells in table.cells.items():
        if name == "subject_id" or (name in columns and columns[name].is_employee):
            yield cells


def _employees(file: InputFile, row: Mapping[str, str]) -> Iterator[str]:
    for column, spec in file.columns.items():
        if spec.is_employee and column in row:
            yield row[column]
    if "subject_id" in row and row.get("subject_kind", "employee") == "employee":
        yield row["subject_id"]


def _finding(name: str, employee: str, references: list[str], meant: str | None) -> Diagnostic:
    file, _, line = references[0].rpartition(":")
    arguments: dict[str, object] = {"table": name, "employee": employee, "rows": len(references)}
    if meant is not None:
        arguments["meant"] = meant
    code = "unknown-employee-id" if meant is None else "id-leading-zeros"
    return Diagnostic(code=code, span=Span(file, int(line), 1), args=arguments)


def _forgiven(found: Diagnostic) -> Diagnostic:
    """Return the finding about a stranger as a warning: the center wants his rows left out."""
    if found.code != "unknown-employee-id":
        return found
    return attrs.evolve(found, code="unknown-employee-dropped", severity=Severity.WARNING)


def _without(table: InputTable, file: InputFile, strangers: Mapping[str, object]) -> InputTable:
    kept = [not strangers.keys() & set(_employees(file, row)) for row in table.rows]
    return InputTable(
        name=table.name,
        cells={name: list(compress(cells, kept)) for name, cells in table.cells.items()},
        references=tuple(compress(table.references, kept)),
    )
