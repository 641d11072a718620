"""Facts handed in as rows: one row an employee, one column a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.facts.rows import row_error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.messages import Diagnostic

_WHO = ("employee_id", "source_ref")


def given_facts(
    rows: Iterable[Mapping[str, object]],
) -> tuple[dict[str, dict[str, object]], tuple[Diagnostic, ...]]:
    """Return the facts of rows by employee and name, and what is wrong with the rows.

    An empty cell gives nothing. A row without an employee, and a cell given twice with
    different values, are findings.
    """
    found: dict[str, dict[str, object]] = {}
    problems: list[Diagnostic] = []
    for row in rows:
        employee = str(row.get("employee_id") or "")
        if not employee:
            problems.append(row_error("fact-nobody", row))
            continue
        own = found.setdefault(employee, {})
        for name, value in row.items():
            if name in _WHO or value in (None, ""):
                continue
            if own.setdefault(name, value) != value:
                told = {"employee": employee, "fact": name, "before": own[name], "after": value}
                problems.append(row_error("fact-twice", row, **told))
    return found, tuple(problems)
