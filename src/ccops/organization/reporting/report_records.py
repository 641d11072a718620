"""Reports handed in and things archived as records: rows in, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.facts import (
    day_column,
    moment_column,
    read_row,
    reference_span,
    row_reference,
    text_column,
)
from ccops.kpi import Records
from ccops.kpi.row_records import records_of_rows, rows_once
from ccops.messages import Diagnostic
from ccops.organization.reporting.report_kinds import ARCHIVED, REPORT_SUBMISSION
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SUBMISSION: Final = {
    "report": text_column(required=True),
    "period": text_column(required=True),
    "employee_id": text_column(required=True),
    "at": moment_column(required=True),
    "to": text_column(),
}
_ARCHIVED: Final = {
    "archive": text_column(required=True),
    "item": text_column(required=True),
    "from": day_column(required=True),
    "backed_up_on": day_column(),
    "until": day_column(),
}
_ONE_REPORT: Final = ("report", "employee_id", "period", "at")


def report_submission_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the reports of rows with the columns of the file ``report_submissions``.

    A report may be handed in again, corrected: the first time counts. A row that stands twice,
    cell by cell, is wrong.
    """
    listed, twice = rows_once(rows, "report-twice", _ONE_REPORT, also=("to",))
    findings: list[Diagnostic] = [*twice]
    made: list[tuple[Cell | Missing, ...]] = []
    for number, row in enumerate(listed, 1):
        values = read_row(row, _SUBMISSION, table=REPORT_SUBMISSION.name, findings=findings)
        if values is not None:
            day, time = _on_the_clock(values["at"], zone)
            told = (str(values["report"]), str(values["period"]), str(values["employee_id"]))
            to = str(values["to"]) if values.get("to") else Missing.NOT_MEASURED
            place = row_reference(row, REPORT_SUBMISSION.name, number)
            made.append((*told, day.toordinal(), time, to, place))
    return Records.of_rows(REPORT_SUBMISSION, made), tuple(findings)


def archived_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the archived things of rows with the columns of the file ``archive_log``."""
    listed, twice = rows_once(rows, "archived-twice", ("item", "archive", "from"))
    made, found = records_of_rows(ARCHIVED, listed, _ARCHIVED, zone=zone)
    return made, (*twice, *found, *_backwards(made))


def _on_the_clock(moment: object, zone: dt.tzinfo) -> tuple[dt.date, int | Missing]:
    """Return the local day of a moment, and its time after midnight in ms where it has one."""
    if isinstance(moment, dt.datetime):
        local = moment.astimezone(zone) if moment.tzinfo is not None else moment
        since = dt.timedelta(
            hours=local.hour,
            minutes=local.minute,
            seconds=local.second,
            microseconds=local.microsecond,
        )
        return local.date(), since // dt.timedelta(milliseconds=1)
    assert isinstance(moment, dt.date)  # noqa: S101 - the column reads nothing else
    return moment, Missing.NOT_MEASURED


def _backwards(archived: Records) -> Iterator[Diagnostic]:
    for number in range(len(archived)):
        row = archived.row(number)
        first, last = row["day"], row["until"]
        if isinstance(first, int) and isinstance(last, int) and last < first:
            span = reference_span(str(row[ARCHIVED.reference]))
            yield Diagnostic(code="archived-backwards", span=span, args={"item": row["item"]})
