"""The roster: which shift somebody is due to work on a date."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING, Final

from ccops.facts import (
    RowColumn,
    day_column,
    read_row,
    reference_span,
    row_error,
    row_reference,
    text_column,
    word_column,
)
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, nearest
from ccops.worktime.shifts import Shift, ShiftTimes, shift_times

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: A roster is made as planned and kept, with every swap, as final.
ROSTER_KINDS: Final = frozenset({"planned", "final"})


@frozen(kw_only=True)
class RosterShift:
    """One shift of one person, with its times as instants."""

    employee_id: str
    times: ShiftTimes
    team: str | None
    reference: str

    @property
    def work_date(self) -> dt.date:
        """The local day on which the shift starts; the whole shift belongs to it (2.11)."""
        return self.times.work_date


def roster_from_rows(
    rows: Iterable[Mapping[str, object]],
    shifts: Mapping[str, Shift],
    *,
    zone: dt.tzinfo,
) -> tuple[tuple[RosterShift, ...], tuple[Diagnostic, ...]]:
    """Return the shifts of rows with the columns of the file ``roster``, and what is wrong.

    A date with any final row has its final rows; a date with planned rows only has those.
    Shifts come by employee and start.
    """
    findings: list[Diagnostic] = []
    planned: dict[tuple[str, dt.date, str], RosterShift] = {}
    final: dict[tuple[str, dt.date, str], RosterShift] = {}
    known: dict[tuple[str, dt.date], ShiftTimes] = {}
    for number, row in enumerate(rows, 1):
        values = read_row(row, _COLUMNS, table="roster", findings=findings)
        if values is None:
            continue
        times = _times(row, values, shifts=shifts, zone=zone, known=known, findings=findings)
        if times is None:
            continue
        kept = final if values["kind"] == "final" else planned
        entry = _entry(values, times, row_reference(row, "roster", number))
        key = (entry.employee_id, times.work_date, times.shift.name)
        if key in kept:
            findings.append(row_error("roster-twice", row, **_shown(entry)))
        kept[key] = entry
    entries = sorted(_in_force(planned, final, findings), key=_by_start)
    findings += _overlaps(entries)
    return tuple(entries), tuple(findings)


_COLUMNS: Final[Mapping[str, RowColumn]] = {
    "employee_id": text_column(required=True),
    "work_date": day_column(required=True),
    "shift": text_column(required=True),
    "team": text_column(),
    "kind": word_column(ROSTER_KINDS, required=True),
}


def _times(
    row: Mapping[str, object],
    values: Mapping[str, object],
    *,
    shifts: Mapping[str, Shift],
    zone: dt.tzinfo,
    known: dict[tuple[str, dt.date], ShiftTimes],
    findings: list[Diagnostic],
) -> ShiftTimes | None:
    """Return the times of a row's shift; each shift of a date is computed once."""
    name, date = str(values["shift"]), values["work_date"]
    if name not in shifts:
        near = nearest(name, shifts) or "-"
        findings.append(row_error("unknown-shift", row, shift=name, nearest=near))
        return None
    if not isinstance(date, dt.date):
        return None
    if (name, date) not in known:
        known[name, date] = shift_times(shifts[name], date, zone)
    return known[name, date]


def _entry(values: Mapping[str, object], times: ShiftTimes, reference: str) -> RosterShift:
    team = values.get("team")
    return RosterShift(
        employee_id=str(values["employee_id"]),
        times=times,
        team=team if isinstance(team, str) else None,
        reference=reference,
    )


def _in_force(
    planned: Mapping[tuple[str, dt.date, str], RosterShift],
    final: Mapping[tuple[str, dt.date, str], RosterShift],
    findings: list[Diagnostic],
) -> list[RosterShift]:
    settled = {date for _, date, _ in final}
    rest = [entry for (_, date, _), entry in planned.items() if date not in settled]
    if rest:
        arguments = {"days": len({entry.work_date for entry in rest})}
        findings.append(
            Diagnostic(code="roster-planned", severity=Severity.WARNING, args=arguments)
        )
    return [*final.values(), *rest]


def _overlaps(entries: list[RosterShift]) -> list[Diagnostic]:
    """Return a finding for each shift that starts before the one before it has ended."""
    return [
        Diagnostic(code="roster-overlap", span=reference_span(after.reference), args=_shown(after))
        for before, after in itertools.pairwise(entries)
        if before.employee_id == after.employee_id and after.times.first < before.times.last
    ]


def _by_start(entry: RosterShift) -> tuple[str, int, str]:
    return entry.employee_id, entry.times.first, entry.times.shift.name


def _shown(entry: RosterShift) -> dict[str, object]:
    shift = entry.times.shift.name
    return {"employee": entry.employee_id, "day": entry.work_date, "shift": shift}
