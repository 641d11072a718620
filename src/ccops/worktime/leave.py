"""Leave: what was taken in a period."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.facts import (
    LabelledIds,
    RowColumn,
    hours_column,
    moment_column,
    read_row,
    row_error,
    row_reference,
    text_column,
)
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, nearest
from ccops.values import Missing
from ccops.values.local_clock import recorded_instant
from ccops.worktime.clock import first_instant, local_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.worktime.leave_kinds import LeaveKindRule

_ONE_DAY: Final = dt.timedelta(days=1)


@frozen(kw_only=True)
class Leave:
    """One leave record; ``first`` and ``last`` are instants, ``last`` the first one after it.

    ``hours_ms`` is the part of one shift that was taken, where the record says it.
    ``whole_days``: written in days, so it takes every shift that starts on one of them.
    ``requested_on`` is missing where it was never asked for (``no_records``), or where nobody
    keeps the days of asking (``not_measured``). ``approved_by`` is the instant by which it was
    approved; ``None`` where that is not kept.
    """

    employee_id: str
    kind: str
    first: int
    last: int
    first_day: dt.date
    last_day: dt.date
    whole_days: bool
    hours_ms: int | None
    approved: bool
    requested_on: dt.date | Missing
    reference: str
    approved_by: int | None = None

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last_day - self.first_day).days + 1

    def is_approved_before(self, start: int) -> bool:
        """Say whether it was approved before a shift began, as far as that is kept."""
        is_late = self.approved_by is not None and self.approved_by >= max(self.first, start)
        return self.approved and not is_late


def leave_from_rows(
    rows: Iterable[Mapping[str, object]],
    kinds: Mapping[str, LeaveKindRule],
    *,
    zone: dt.tzinfo,
) -> tuple[tuple[Leave, ...], tuple[Diagnostic, ...]]:
    """Return the leave of rows with the columns of the file ``leave``, and what is wrong.

    A kind may be written by its label. ``from`` and ``to`` are both days (both belong to the
    leave) or both times of day. Where no row has the key ``approved_at``, approvals are not kept
    and every leave counts as approved; otherwise one without it is not approved. Likewise, where
    no row has ``requested_at``, nobody knows on which day a leave was asked for.
    """
    listed = tuple(rows)
    findings: list[Diagnostic] = []
    tracked = any("approved_at" in row for row in listed)
    if listed and not tracked:
        findings.append(Diagnostic(code="approval-untracked", severity=Severity.INFO))
    dated = any("requested_at" in row for row in listed)
    called = LabelledIds.of({name: each.label for name, each in kinds.items()})
    found: list[Leave] = []
    for number, row in enumerate(listed, 1):
        values = read_row(row, _COLUMNS, table="leave", findings=findings)
        if values is None:
            continue
        meant = called.meant(str(values["kind"]))
        if len(meant) != 1:
            findings.append(_unclear_kind(row, str(values["kind"]), called))
            continue
        values["kind"] = meant[0]
        values["approved"] = not tracked or "approved_at" in values
        values["unasked"] = Missing.NO_RECORDS if dated else Missing.NOT_MEASURED
        leave = _leave(values, zone=zone, reference=row_reference(row, "leave", number))
        if leave is None:
            arguments = {"first": values["from"], "last": values["to"]}
            findings.append(
                row_error("leave-days", row, employee=values["employee_id"], **arguments)
            )
        else:
            found.append(leave)
    return tuple(found), tuple(findings)


def _unclear_kind(row: Mapping[str, object], kind: str, called: LabelledIds) -> Diagnostic:
    """Return the finding about a word that is no kind, or the label of several."""
    if meant := called.meant(kind):
        return row_error("label-of-several", row, table="leave", label=kind, ids=", ".join(meant))
    near = nearest(kind, {*called.ids, *called.by_label}) or "-"
    return row_error("unknown-leave-kind", row, kind=kind, nearest=near)


_COLUMNS: Final[Mapping[str, RowColumn]] = {
    "employee_id": text_column(required=True),
    "kind": text_column(required=True),
    "from": moment_column(required=True),
    "to": moment_column(required=True),
    "hours": hours_column(),
    "requested_at": moment_column(),
    "approved_at": moment_column(),
    "approver": text_column(),
}


def _leave(values: Mapping[str, object], *, zone: dt.tzinfo, reference: str) -> Leave | None:
    span = _span(values["from"], values["to"], zone)
    if span is None:
        return None
    first, last = span
    hours, unasked = values.get("hours"), values["unasked"]
    return Leave(
        employee_id=str(values["employee_id"]),
        kind=str(values["kind"]),
        first=first,
        last=last,
        first_day=local_day(first, zone),
        last_day=local_day(last - 1, zone),
        whole_days=not isinstance(values["from"], dt.datetime),
        hours_ms=hours if isinstance(hours, int) else None,
        approved=bool(values["approved"]),
        requested_on=local_day_of(values.get("requested_at"), zone) or Missing(unasked),
        reference=reference,
        approved_by=known_by(values.get("approved_at"), zone),
    )


def known_by(moment: object, zone: dt.tzinfo) -> int | None:
    """Return the instant by which something was done; of a day it is only known at its end."""
    if isinstance(moment, dt.datetime):
        return recorded_instant(moment, zone)
    return first_instant(moment + _ONE_DAY, zone) if isinstance(moment, dt.date) else None


def _span(first: object, last: object, zone: dt.tzinfo) -> tuple[int, int] | None:
    """Return the instants of a leave, or ``None`` where they are mixed, reversed or unclear."""
    if isinstance(first, dt.datetime) and isinstance(last, dt.datetime):
        begins, ends = recorded_instant(first, zone), recorded_instant(last, zone)
        usable = begins is not None and ends is not None and begins < ends
        return (begins, ends) if usable and begins is not None and ends is not None else None
    if isinstance(first, dt.datetime) or isinstance(last, dt.datetime):
        return None
    if isinstance(first, dt.date) and isinstance(last, dt.date) and first <= last:
        return first_instant(first, zone), first_instant(last + _ONE_DAY, zone)
    return None


def local_day_of(moment: object, zone: dt.tzinfo) -> dt.date | None:
    """Return the local day of a moment: a day, or a time of day on the center's clock."""
    if isinstance(moment, dt.datetime):
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    return moment if isinstance(moment, dt.date) else None
