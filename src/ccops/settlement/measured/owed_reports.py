"""Reports that were owed, as records: what follows from the report calendar and what came in."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ccops.kpi import Records
from ccops.organization import OWED_REPORT, REPORT_SUBMISSION, OwedReport, ReportState
from ccops.values import Missing, PeriodDays

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from ccops.settlement.lists.month_lists import MonthLists
    from ccops.settlement.lists.organizing import OrganizationMonth
    from ccops.settlement.measured.rules import MonthRules

#: The states in which it is known whether a report came in time.
_IS_ON_TIME = {ReportState.ON_TIME: True, ReportState.LATE: False, ReportState.MISSING: False}


def with_owed_reports(month: MonthLists, records: Mapping[str, Records]) -> Mapping[str, Records]:
    """Return records with the reports that were owed, where an indicator asks for them.

    They follow from the reports handed in: where none were handed in as a table, nothing is
    known. A report counts on the day it was due, also where the days it is about ended in the
    period before; a report of a shift on the day of the shift.
    """
    is_asked = any(each.over == OWED_REPORT.name for each in month.rules.indicators)
    if not is_asked or REPORT_SUBMISSION.name not in records:
        return records
    # all that was handed in counts: late is late, however late it came
    organized = month.organizing(records, on=dt.date.max)
    rows = _rows(organized, _days(month.rules))
    return {**records, OWED_REPORT.name: Records.of_rows(OWED_REPORT, rows)}


def _days(rules: MonthRules) -> PeriodDays:
    """Return every day of the period in any calendar."""
    listed = [days for _, days in rules.period.calendars]
    return PeriodDays(min(x.first for x in listed), max(x.last for x in listed))


def _rows(month: OrganizationMonth, days: PeriodDays) -> Iterator[tuple[Any, ...]]:
    for owed, day, owing in month.reporting.owed_in(days):
        to = owed.to[0] if owed.external else Missing.NO_RECORDS
        for who in owing:
            yield (
                owed.report,
                owed.period,
                who,
                day.toordinal(),
                owed.state.value,
                _IS_ON_TIME.get(owed.state, Missing.NOT_MEASURED),
                to,
                _reference(owed, who),
            )


def _reference(owed: OwedReport, who: str) -> str:
    return "/".join((owed.report, owed.period, who, *(owed.to if owed.external else ())))
