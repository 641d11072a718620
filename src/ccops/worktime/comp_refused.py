"""Time off that was no comp time: its records count as absenteeism (S1-27, domain 2.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccops.kpi import Records
from ccops.worktime.kinds import LEAVE_DAY, WORKED_SHIFT
from ccops.worktime.leave_kinds import ABSENTEEISM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.worktime.leave_kinds import LeaveKindRule


def as_absenteeism(
    records: Mapping[str, Records], rows: frozenset[int], kinds: Mapping[str, LeaveKindRule]
) -> Mapping[str, Records]:
    """Return the records that change where some leave days are absenteeism.

    Their shifts are on protected leave no more, unless other leave protects them.
    """
    leave = records.get(LEAVE_DAY.name)
    if leave is None or not rows or ABSENTEEISM not in kinds:
        return {}
    changed = _changed_leave(leave, rows, kinds[ABSENTEEISM])
    shifts = records.get(WORKED_SHIFT.name)
    found = {LEAVE_DAY.name: changed}
    if shifts is not None:
        found[WORKED_SHIFT.name] = _changed_shifts(shifts, changed, rows)
    return found


def _changed_leave(leave: Records, rows: frozenset[int], kind: LeaveKindRule) -> Records:
    effects: Mapping[str, Any] = {
        "kind": kind.name,
        "counts_as_absence": kind.counts_as_absence,
        "bars_full_attendance": kind.bars_full_attendance,
        "protected": kind.protected,
        "hours_account": kind.hours_account.value,
        "paid": kind.paid.value,
    }
    return _with(leave, {name: dict.fromkeys(rows, value) for name, value in effects.items()})


def _changed_shifts(shifts: Records, leave: Records, rows: frozenset[int]) -> Records:
    columns = leave.columns
    keys = list(zip(*(columns[name] for name in _SHIFT), strict=True))
    touched = {keys[row] for row in rows}
    protected = {key for key, flag in zip(keys, columns["protected"], strict=True) if flag}
    listed = zip(*(shifts.columns[name] for name in _SHIFT), strict=True)
    bare = [row for row, key in enumerate(listed) if key in touched and key not in protected]
    return _with(shifts, {"protected": dict.fromkeys(bare, False)})


_SHIFT = ("employee_id", "work_date", "shift")


def _with(records: Records, cells: Mapping[str, Mapping[int, Any]]) -> Records:
    columns = dict(records.columns)
    for name, changed in cells.items():
        column = list(columns[name])
        for row, cell in changed.items():
            column[row] = cell
        columns[name] = column
    return Records(kind=records.kind, columns=columns)
