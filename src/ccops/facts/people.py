"""People as a host hands them in: objects, rows of its own tables, or some of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from ccops.errors import DataError
from ccops.facts.subjects import Assignment, Employee, employees_from_rows
from ccops.messages import has_errors

if TYPE_CHECKING:
    from ccops.messages import Diagnostic

T = TypeVar("T")


def people_of(
    employees: Iterable[Mapping[str, object] | Employee],
    assignments: Iterable[Mapping[str, object] | Assignment],
    currency: str,
) -> tuple[tuple[Employee, ...], tuple[Assignment, ...], tuple[Diagnostic, ...]]:
    """Return employees and dated changes, read from rows where they are rows, and warnings.

    Raises ``DataError`` with every wrong row, and ``TypeError`` for what is neither.
    """
    ready, rows = _parted(employees, Employee)
    dated, changes = _parted(assignments, Assignment)
    made, more, problems = employees_from_rows(rows, changes, currency=currency)
    if has_errors(problems):
        raise DataError(problems)
    return (*ready, *made), (*dated, *more), problems


def _parted(
    given: Iterable[object], kind: type[T]
) -> tuple[tuple[T, ...], list[Mapping[str, object]]]:
    """Return the objects of a kind and the rows. Raises ``TypeError`` for anything else."""
    ready: list[T] = []
    rows: list[Mapping[str, object]] = []
    for each in given:
        if isinstance(each, kind):
            ready.append(each)
        elif isinstance(each, Mapping):
            rows.append(each)
        else:
            raise TypeError(f"a row or {kind.__name__} is wanted, not {each!r}")
    return tuple(ready), rows
