"""The files ``agents`` and ``queue_owners``: whose a name is, and whose a queue, from when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ccops.contacts import AgentAlias, QueueOwner
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def aliases_from_rows(
    rows: Iterable[Mapping[str, str]],
) -> tuple[tuple[AgentAlias, ...], tuple[Diagnostic, ...]]:
    """Return the aliases of rows with the columns of the file ``agents``, and what is wrong."""
    found: list[AgentAlias] = []
    problems: list[Diagnostic] = []
    for row in rows:
        try:
            first, last = _day(row.get("from")), _day(row.get("until"))
        except ValueError:
            told = {"alias": row.get("alias", ""), "employee": row.get("employee_id", "")}
            problems.append(Diagnostic(code="alias-span", args=told))
            continue
        alias, employee = row.get("alias", ""), row.get("employee_id", "")
        found.append(
            AgentAlias(
                employee_id=employee,
                alias=alias,
                system=row.get("system", ""),
                valid_from=first,
                valid_until=last,
            )
        )
    return tuple(found), tuple(problems)


def owners_from_rows(
    rows: Iterable[Mapping[str, str]],
) -> tuple[tuple[QueueOwner, ...], tuple[Diagnostic, ...]]:
    """Return the owners of rows with the columns of ``queue_owners``, and what is wrong."""
    found: list[QueueOwner] = []
    problems: list[Diagnostic] = []
    for row in rows:
        queue, employee = row.get("queue", ""), row.get("employee_id", "")
        try:
            first, last = _day(row.get("from")), _day(row.get("until"))
        except ValueError:
            told = {"queue": queue, "employee": employee}
            problems.append(Diagnostic(code="owner-span", args=told))
            continue
        found.append(
            QueueOwner(queue=queue, employee_id=employee, valid_from=first, valid_until=last)
        )
    return tuple(found), tuple(problems)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
