"""The work calendar: which days are workdays, rest days and statutory holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import RowColumn, day_column, read_row, row_error, word_column
from ccops.messages import Diagnostic, Severity
from ccops.worktime.kinds import DAY_KINDS

if TYPE_CHECKING:
    from ccops.values import PeriodDays

_WORKED: Final = frozenset({"workday", "bridge_work"})
_SATURDAY: Final = 5
_COLUMNS: Final[Mapping[str, RowColumn]] = {
    "date": day_column(required=True),
    "kind": word_column(DAY_KINDS, required=True),
}


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
