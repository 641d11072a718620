"""Days as folders name them: ``2026-10-12``, or ``undated`` where a record says none."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.kpi.records import Records

if TYPE_CHECKING:
    from ccops.values import PeriodDays

UNDATED: Final = "undated"


def day_name(day: object) -> str:
    """Return what a day (an ordinal, or none) is called."""
    return dt.date.fromordinal(day).isoformat() if isinstance(day, int) else UNDATED


def is_within(name: str, days: PeriodDays | None) -> bool:
    """Say whether a day belongs to some days; without these every one does."""
    if days is None:
        return True
    return name != UNDATED and days.first <= dt.date.fromisoformat(name) <= days.last


def split_by_day(records: Records) -> dict[str, Records]:
    """Return the records of each day, in their order, by the name of the day."""
    rows: dict[object, list[int]] = {}
    for row, day in enumerate(records.columns[records.kind.day]):
        rows.setdefault(day if isinstance(day, int) else None, []).append(row)
    parts = {day_name(day): _picked(records, found) for day, found in rows.items()}
    return dict(sorted(parts.items()))


def _picked(records: Records, rows: list[int]) -> Records:
    columns = {
        name: list(map(records.columns[name].__getitem__, rows)) for name in records.kind.names
    }
    return Records(kind=records.kind, columns=columns)
