"""Requests for comp time (the file ``requests``): they permit leave, or refuse it (S1-27)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import (
    RowColumn,
    day_column,
    hours_column,
    moment_column,
    read_row,
    row_error,
    row_reference,
    text_column,
    word_column,
)
from ccops.frozen import frozen
from ccops.kpi import Records
from ccops.worktime.clock import first_instant
from ccops.worktime.kinds import COMP_OFFSET
from ccops.worktime.leave import Leave, known_by, local_day_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.messages import Diagnostic

#: What somebody can ask for; comp time alone is read here.
REQUEST_KINDS: Final = frozenset(
    {"comp_leave", "comp_offset", "overtime", "punch_correction", "appeal"}
)
#: How a request is decided.
DECISIONS: Final = frozenset({"approved", "refused"})
_COMP: Final = frozenset({"comp_leave", "comp_offset"})
_ONE_DAY: Final = dt.timedelta(days=1)
_COLUMNS: Final[Mapping[str, RowColumn]] = {
    "employee_id": text_column(required=True),
    "kind": word_column(REQUEST_KINDS, required=True),
    "for_date": day_column(required=True),
    "hours": hours_column(),
    "requested_at": moment_column(required=True),
    "decided_at": moment_column(),
    "decision": word_column(DECISIONS),
}


@frozen(kw_only=True)
class Permission:
    """One request for comp time: for which day and how many hours, and how it was decided.

    ``kind`` is ``comp_leave`` for time off, ``comp_offset`` for hours set against hours short.
    """

    kind: str
    employee_id: str
    day: dt.date
    hours_ms: int | None
    asked_on: dt.date
    approved: bool
    decided_by: int | None
    reference: str


def permissions_from_rows(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[tuple[Permission, ...], tuple[Diagnostic, ...]]:
    """Return the requests for comp time among rows of ``requests``, and what is wrong.

    Two for the same day are an error; one that is approved says when it was decided.
    """
    findings: list[Diagnostic] = []
    found: dict[tuple[str, str, dt.date], Permission] = {}
    for number, row in enumerate(rows, 1):
        values = read_row(row, _COLUMNS, table="requests", findings=findings)
        if values is None or values["kind"] not in _COMP:
            continue
        reference = row_reference(row, "requests", number)
        each = _permission(values, zone=zone, reference=reference)
        shown = {"employee": each.employee_id, "day": each.day}
        if each.approved and each.decided_by is None:
            findings.append(row_error("request-undated", row, **shown))
        elif each.kind == COMP_OFFSET.name and each.hours_ms is None:
            findings.append(row_error("value-absent", row, table="requests", column="hours"))
        elif (each.kind, each.employee_id, each.day) in found:
            findings.append(row_error("request-twice", row, **shown))
        found[each.kind, each.employee_id, each.day] = each
    return tuple(found.values()), tuple(findings)


def _permission(values: Mapping[str, object], *, zone: dt.tzinfo, reference: str) -> Permission:
    hours, day = values.get("hours"), values["for_date"]
    asked = local_day_of(values["requested_at"], zone)
    if not isinstance(day, dt.date) or asked is None:
        raise TypeError(day)
    return Permission(
        kind=str(values["kind"]),
        employee_id=str(values["employee_id"]),
        day=day,
        hours_ms=hours if isinstance(hours, int) else None,
        asked_on=asked,
        approved=values.get("decision") == "approved",
        decided_by=known_by(values.get("decided_at"), zone),
        reference=reference,
    )


def permitted(
    leave: Sequence[Leave], permissions: Iterable[Permission], *, kind: str, zone: dt.tzinfo
) -> tuple[Leave, ...]:
    """Return leave with what requests say of comp time; ``kind`` is the leave it is taken by.

    Leave on the day of a request was asked for and decided as the request says. A request that
    was approved is leave by itself; another one took nothing.
    """
    found = list(leave)
    for each in (one for one in permissions if one.kind != COMP_OFFSET.name):
        hit = [at for at, one in enumerate(found) if _is_about(each, one, kind)]
        for at in hit:
            found[at] = attrs.evolve(
                found[at],
                approved=each.approved,
                approved_by=each.decided_by,
                requested_on=each.asked_on,
            )
        if not hit and each.approved:
            found.append(_leave_of(each, kind=kind, zone=zone))
    return tuple(found)


def offset_records(permissions: Iterable[Permission]) -> Records:
    """Return the requests to set comp time against hours short as records."""
    return Records.of_rows(
        COMP_OFFSET,
        [
            (each.employee_id, each.day.toordinal(), each.hours_ms, each.approved, each.reference)
            for each in permissions
            if each.kind == COMP_OFFSET.name and each.hours_ms is not None
        ],
    )


def _is_about(permission: Permission, leave: Leave, kind: str) -> bool:
    own = leave.employee_id == permission.employee_id and leave.kind == kind
    return own and leave.first_day <= permission.day <= leave.last_day


def _leave_of(permission: Permission, *, kind: str, zone: dt.tzinfo) -> Leave:
    day = permission.day
    return Leave(
        employee_id=permission.employee_id,
        kind=kind,
        first=first_instant(day, zone),
        last=first_instant(day + _ONE_DAY, zone),
        first_day=day,
        last_day=day,
        whole_days=True,
        hours_ms=permission.hours_ms,
        approved=True,
        requested_on=permission.asked_on,
        reference=permission.reference,
        approved_by=permission.decided_by,
    )
