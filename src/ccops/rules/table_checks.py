"""The findings of a table as diagnostics: what is an error, what a manager is only told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.messages import Diagnostic, Severity
from ccops.rules.gaps import TableFindings, analyze_table
from ccops.rules.grid import MOST_WORK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rules.tables import Table


def check_table(table: Table, *, most_work: int = MOST_WORK) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a table: errors, or a warning that it could not be checked."""
    return findings_of(table, analyze_table(table, most_work=most_work))


def findings_of(table: Table, found: TableFindings) -> tuple[Diagnostic, ...]:
    """Return what an analysis found as diagnostics."""
    return (*_errors(table, found), *_told(table, found))


def _errors(table: Table, found: TableFindings) -> Iterator[Diagnostic]:
    for row in found.out_of_range:
        yield _finding(table, "table-row-out-of-range", row, row=row + 1)
    for shadow in found.shadows:
        at, by = shadow.row, _numbers(shadow.by)
        yield _finding(table, "table-row-shadowed", at, row=at + 1, by=by)
    for each in found.overlaps:
        upper, lower = each.upper + 1, each.lower + 1
        told = {"upper": upper, "lower": lower, "values": each.values}
        yield _finding(table, "table-overlap", each.lower, **told)
    for gap in found.gaps:
        # the row beside it puts the gaps into the order in which a manual is read
        beside = 1 + (len(table.rows) if gap.row is None else gap.row)
        yield _finding(table, "table-gap", None, row=beside, values=gap.values, where=gap.where)
    for seam in found.seams:
        upper, lower = seam.upper + 1, seam.lower + 1
        told = {"upper": upper, "lower": lower, "column": seam.column, "where": seam.where}
        yield _finding(table, "table-seam", seam.lower, **told)


def _told(table: Table, found: TableFindings) -> Iterator[Diagnostic]:
    for left in found.remainders:
        told = {"row": left.row + 1, "by": _numbers(left.by), "where": left.where}
        finding = _finding(table, "table-row-narrowed", left.row, **told)
        yield attrs.evolve(finding, severity=Severity.INFO)
    if not found.is_complete:
        yield Diagnostic(code="table-not-checked", severity=Severity.WARNING, span=table.span)


def _numbers(rows: tuple[int, ...]) -> str:
    return ", ".join(str(row + 1) for row in rows)


def _finding(table: Table, code: str, at: int | None, **args: object) -> Diagnostic:
    span = table.span if at is None else table.rows[at].span or table.span
    return Diagnostic(code=code, span=span, args=args)
