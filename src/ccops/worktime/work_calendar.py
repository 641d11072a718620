"""The work calendar: which days are workdays, rest days and statutory holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import (
    RowColumn,
    day_column,
    read_row,
    row_error,
    row_reference,
    word_column,
)
from ccops.kpi import RecordColumn, RecordKind, Records
from ccops.messages import Diagnostic, Label, Severity
from ccops.values import Type, Unit

if TYPE_CHECKING:
    from ccops.values import PeriodDays

#: A bridge day is rest or work moved to make a longer holiday; only statutory days are holidays.
DAY_KINDS: Final = frozenset({"workday", "rest", "bridge_off", "bridge_work", "statutory"})
_WORKED: Final = frozenset({"workday", "bridge_work"})
_SATURDAY: Final = 5
_COLUMNS: Final[Mapping[str, RowColumn]] = {
    "date": day_column(required=True),
    "kind": word_column(DAY_KINDS, required=True),
}

#: One day of the work calendar that was handed in. A day that has none is a workday from Monday
#: to Friday.
CALENDAR_DAY: Final = RecordKind(
    name="calendar_day",
    label=Label(zh="工作日历", en="day of the work calendar"),
    day="date",
    reference="source_ref",
    groups={"day": "date"},
    columns=(
        RecordColumn(name="date", type=Type(Unit.DATE), label=Label(zh="日期", en="day")),
        RecordColumn(
            name="kind",
            type=Type(Unit.WORD, DAY_KINDS),
            label=Label(zh="日期类别", en="kind of the day"),
        ),
        RecordColumn(
            name="source_ref", type=Type(Unit.WORD), label=Label(zh="出处", en="where it was read")
        ),
    ),
)


@attrs.frozen(kw_only=True)
class WorkCalendar:
    """Kinds of days; a day that is not listed is a workday from Monday to Friday."""

    kinds: Mapping[dt.date, str] = attrs.field(factory=dict[dt.date, str])

    def kind_of(self, day: dt.date) -> str:
        """Return the kind of a day."""
        usual = "workday" if day.weekday() < _SATURDAY else "rest"
        return self.kinds.get(day, usual)

    def is_workday(self, day: dt.date) -> bool:
        """Say whether a day is a legal workday."""
        return self.kind_of(day) in _WORKED

    def workdays(self, days: PeriodDays) -> int:
        """Return how many legal workdays a period has."""
        every = (days.first + dt.timedelta(days=each) for each in range(days.days))
        return sum(map(self.is_workday, every))


def calendar_from_rows(
    rows: Iterable[Mapping[str, object]] | None,
) -> tuple[WorkCalendar, tuple[Diagnostic, ...]]:
    """Return the work calendar of rows with the columns of the file ``calendar``.

    Without any it is Monday to Friday, and a warning says so.
    """
    if rows is None:
        return WorkCalendar(), (Diagnostic(code="calendar-assumed", severity=Severity.WARNING),)
    findings: list[Diagnostic] = []
    kinds: dict[dt.date, str] = {}
    for row in rows:
        values = read_row(row, _COLUMNS, table="calendar", findings=findings)
        day = values["date"] if values else None
        if values is None or not isinstance(day, dt.date):
            continue
        if day in kinds:
            findings.append(row_error("calendar-twice", row, day=day))
        kinds[day] = str(values["kind"])
    return WorkCalendar(kinds=kinds), tuple(findings)


def calendar_records(rows: Iterable[Mapping[str, object]], calendar: WorkCalendar) -> Records:
    """Return the days of a calendar that was handed in as records, with where each was read."""
    places = {
        str(row.get("date")): row_reference(row, "calendar", number)
        for number, row in enumerate(rows, 1)
    }
    days = sorted(calendar.kinds.items())
    listed = [(day.toordinal(), kind, places.get(str(day), "calendar")) for day, kind in days]
    return Records.of_rows(CALENDAR_DAY, listed)
