"""Rotas of a month: whose turn it may be, what was handed in, and a fair one for the days."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ccops.errors import DataError, UnknownNameError
from ccops.facts import (
    assignments_by_employee,
    day_column,
    employed_spans,
    flag_column,
    read_row,
    row_error,
    state_at,
    text_column,
)
from ccops.messages import Diagnostic, has_errors, nearest
from ccops.projects import DutyTurn, Rota, RotaMember, check_rota, days_within, make_rota

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.projects import DutyRotaRule
    from ccops.settlement.whole.month import Month

    Rows = Iterable[Mapping[str, object]]

_COLUMNS = {
    "rota": text_column(required=True),
    "date": day_column(required=True),
    "employee_id": text_column(required=True),
    "logged": flag_column(),
}


def rota_of(month: Month, name: str, rows: Rows, leave: Rows, *, on: dt.date) -> Rota:
    """Return the rota of a month: the turns handed in for it, checked, or else a fair one.

    Rows have the columns of the file ``rotas``; those of days before the period say who has had
    a turn. ``leave`` are rows of the file ``leave``. Raises ``UnknownNameError`` for a rota of
    which the pack knows nothing, ``DataError`` with every wrong row.
    """
    known = {each.name: each for each in month.rules.duty_rotas}
    if name not in known:
        raise UnknownNameError("duty rota", name, nearest(name, known))
    rule, days = known[name], month.days
    turns = [turn for rota, turn in _turns(rows, known) if rota == name]
    before = [each for each in turns if each.day < days.first]
    inside = [each for each in turns if days.holds(each.day)]
    listed = days_within(days.first, days.last)
    members = tuple(_members(month, rule, _off_days(leave)))
    if not inside:
        return make_rota(rule, members, listed, before=before)
    return check_rota(rule, members, listed, inside, before=before, on=on)


def _turns(rows: Rows, known: Mapping[str, DutyRotaRule]) -> list[tuple[str, DutyTurn]]:
    findings: list[Diagnostic] = []
    found: list[tuple[str, DutyTurn]] = []
    for row in rows:
        values = read_row(row, _COLUMNS, table="rotas", findings=findings)
        if values is None:
            continue
        rota = str(values["rota"])
        if rota not in known:
            near = nearest(rota, known) or "-"
            findings.append(row_error("rota-unknown", row, name=rota, near=near))
            continue
        turn = DutyTurn(
            day=values["date"],  # type: ignore[arg-type]  # the column gives a day
            employee_id=str(values["employee_id"]),
            logged=values.get("logged"),  # type: ignore[arg-type]  # the column gives a flag
        )
        found.append((rota, turn))
    if has_errors(findings):
        raise DataError(tuple(findings))
    return found


def _off_days(leave: Rows) -> dict[str, frozenset[dt.date]]:
    """Return the days of leave of everybody; a part of a day is a day on which no duty is."""
    found: dict[str, set[dt.date]] = {}
    for row in leave:
        first, last = (_day_of(row.get(each)) for each in ("from", "to"))
        if first is not None and last is not None:
            off = found.setdefault(str(row.get("employee_id", "")), set())
            off.update(days_within(first, max(first, last)))
    return {who: frozenset(days) for who, days in found.items()}


def _day_of(cell: object) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    try:
        return dt.date.fromisoformat(str(cell or "")[:10])
    except ValueError:
        return None


def _members(
    month: Month, rule: DutyRotaRule, off: Mapping[str, frozenset[dt.date]]
) -> Iterator[RotaMember]:
    """Yield who is of one of the roles, by the days on which he is employed in it."""
    roles = {each.value for each in rule.roles}
    own = assignments_by_employee(month.assignments)
    for employee in month.employees:
        changes = own.get(employee.employee_id, ())
        spans = [
            each
            for each in employed_spans(employee, changes, month.days)
            if state_at(employee, changes, each.first).role in roles
        ]
        if spans:
            first = employee.as_of(spans[0].first).hired_on
            yield RotaMember(
                employee_id=employee.employee_id,
                first=max(first, spans[0].first) if first > month.days.first else spans[0].first,
                last=spans[-1].last,
                off=off.get(employee.employee_id, frozenset()),
            )
