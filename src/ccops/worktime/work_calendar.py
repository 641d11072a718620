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
from ccops.frozen import frozen
from ccops.kpi import RecordKind, Records
from ccops.kpi.record_columns import DATE, REFERENCE, column, listed
from ccops.messages import Diagnostic, Label, Severity
from ccops.values import Missing
from ccops.worktime.kinds import DAY_KINDS, STATUTORY

if TYPE_CHECKING:
    from ccops.values import PeriodDays

_WORKED: Final = frozenset({"workday", "bridge_work"})
_SATURDAY: Final = 5
_ONE_DAY: Final = dt.timedelta(days=1)
_COLUMNS: Final[Mapping[str, RowColumn]] = {
    "date": day_column(required=True),
    "kind": word_column(DAY_KINDS, required=True),
}

#: One day of the work calendar in force: the one that was handed in, else the pack's own. A day
#: that has none is a workday from Monday to Friday.
CALENDAR_DAY: Final = RecordKind(
    name="calendar_day",
    label=Label(zh="工作日历", en="day of the work calendar"),
    day="date",
    reference="source_ref",
    groups={"day": "date"},
    columns=(
        column("date", DATE, "日期", "day"),
        column("kind", listed(DAY_KINDS), "日期类别", "kind of the day"),
        REFERENCE,
    ),
)


@frozen(kw_only=True)
class WorkCalendar:
    """Kinds of days; a day that is not listed is a workday from Monday to Friday.

    ``years`` are those whose statutory days are told, every one where it is ``None``. In another
    year the week goes on, but which of its days are statutory is not known.
    """

    kinds: Mapping[dt.date, str] = attrs.field(factory=dict[dt.date, str])
    years: frozenset[int] | None = None

    def kind_of(self, day: dt.date) -> str:
        """Return the kind of a day, as the week has it where nothing is told of it."""
        usual = "workday" if day.weekday() < _SATURDAY else "rest"
        return self.kinds.get(day, usual)

    def known_kind_of(self, day: dt.date) -> str | Missing:
        """Return the kind of a day; missing in a year whose statutory days nobody has told."""
        return self.kind_of(day) if self.knows(day.year) else Missing.NOT_MEASURED

    def knows(self, year: int) -> bool:
        """Say whether the statutory days of a year are told."""
        return self.years is None or year in self.years

    def is_workday(self, day: dt.date) -> bool:
        """Say whether a day is a legal workday."""
        return self.kind_of(day) in _WORKED

    def workdays(self, days: PeriodDays) -> int:
        """Return how many legal workdays a period has."""
        return sum(map(self.is_workday, each_day(days)))


def years_touched(days: PeriodDays) -> tuple[int, ...]:
    """Return the years in which the shifts of a period fall; one may end on the day after it."""
    return tuple(range(days.first.year, (days.last + _ONE_DAY).year + 1))


def calendar_from_rows(
    rows: Iterable[Mapping[str, object]] | None,
    own: WorkCalendar | None = None,
    *,
    days: PeriodDays | None = None,
) -> tuple[WorkCalendar, tuple[Diagnostic, ...]]:
    """Return the work calendar of rows with the columns of the file ``calendar``.

    Without any it is the center's ``own``; years in which that does not know the statutory
    ``days`` are told. Without either it is Monday to Friday, and a warning says so. Rows take
    the place of the whole calendar; where the two differ in a statutory day, that is told.
    """
    if rows is None:
        if own is None:
            assumed = Diagnostic(code="calendar-assumed", severity=Severity.WARNING)
            return WorkCalendar(years=frozenset()), (assumed,)
        return own, tuple(_unknown_years(own, days))
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
    made = WorkCalendar(kinds=kinds)
    return made, (*findings, *_differences(made, own, days))


def _unknown_years(own: WorkCalendar, days: PeriodDays | None) -> Iterable[Diagnostic]:
    for year in years_touched(days) if days else ():
        if not own.knows(year):
            told = {"year": year}
            yield Diagnostic(code="calendar-year-unknown", severity=Severity.WARNING, args=told)


def _differences(
    made: WorkCalendar, own: WorkCalendar | None, days: PeriodDays | None
) -> Iterable[Diagnostic]:
    """Yield the days of a period that are statutory in one of two calendars only."""
    for day in each_day(days) if own and days else ():
        kinds = {made.kind_of(day), own.known_kind_of(day) if own else ""}
        if len(kinds) > 1 and STATUTORY in kinds and Missing.NOT_MEASURED not in kinds:
            told = {"day": day, "given": made.kind_of(day), "own": own.kind_of(day) if own else ""}
            yield Diagnostic(code="calendar-differs", severity=Severity.WARNING, args=told)


def each_day(days: PeriodDays) -> Iterable[dt.date]:
    """Return the days of a stretch in order."""
    return (days.first + each * _ONE_DAY for each in range(days.days))


def calendar_records(rows: Iterable[Mapping[str, object]], calendar: WorkCalendar) -> Records:
    """Return the days of a calendar as records, with where each was read that was handed in."""
    places = {
        str(row.get("date")): row_reference(row, "calendar", number)
        for number, row in enumerate(rows, 1)
    }
    days = sorted(calendar.kinds.items())
    listed = [(day.toordinal(), kind, places.get(str(day), "calendar")) for day, kind in days]
    return Records.of_rows(CALENDAR_DAY, listed)


def calendar_handed_in(records: Mapping[str, Records]) -> WorkCalendar:
    """Return the calendar of the records of its days; Monday to Friday where there are none."""
    days = records.get(CALENDAR_DAY.name)
    if days is None:
        return WorkCalendar()
    kinds: Mapping[dt.date, str] = {
        dt.date.fromordinal(day): str(kind)
        for day, kind in zip(days.columns["date"], days.columns["kind"], strict=True)
        if isinstance(day, int)
    }
    return WorkCalendar(kinds=kinds)
