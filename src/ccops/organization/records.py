"""Exams, activities, events and ratings as records: rows in, and what is wrong with them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ccops.facts import (
    RowColumn,
    day_column,
    flag_column,
    moment_column,
    money_column,
    read_row,
    reference_span,
    row_error,
    row_reference,
    text_column,
)
from ccops.kpi import Records
from ccops.messages import Diagnostic, has_errors
from ccops.organization.kinds import ACTIVITY, EVENT, EXAM, FOUND_ERROR, RATING
from ccops.values import Cell, Missing, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ccops.kpi import RecordColumn, RecordKind

#: What a found error takes of an activity.
_OF_ERRORS: Final = ("employee_id", "found_on", "kind", "day", "errors", "source_ref")


def exam_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the exams of rows with the columns of the file ``exams``, and what is wrong."""
    columns = {
        "exam_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "at": moment_column(required=True),
        "score": _number_column(EXAM, "score"),
        "max": _number_column(EXAM, "max"),
    }
    kept, twice = _once(rows, "exam-twice", ("exam_id", "employee_id"))
    made, found = _records(EXAM, kept, columns, zone)
    return made, (*twice, *found, *_over_the_most(made))


def _over_the_most(exams: Records) -> Iterator[Diagnostic]:
    names = ("exam_id", "employee_id", "score", "max", EXAM.reference)
    for exam, employee, score, most, place in zip(
        *(exams.columns[name] for name in names), strict=True
    ):
        if isinstance(score, int) and isinstance(most, int) and score > most:
            told = {"exam": exam, "employee": employee}
            span = reference_span(str(place))
            yield Diagnostic(code="exam-over-most", span=span, args=told)


def activity_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the activities of rows with the columns of the file ``activity``, and what is wrong.

    An activity counts on the day on which it was done, whenever its errors were found.
    """
    columns = {
        "employee_id": text_column(required=True),
        "date": day_column(required=True),
        "kind": text_column(required=True),
        "handled": _number_column(ACTIVITY, "handled"),
        "errors": _number_column(ACTIVITY, "errors"),
        "found_on": day_column(),
    }
    made, found = _records(ACTIVITY, rows, columns, zone)
    if has_errors(found):
        return made, found
    return made, (*found, *_more_errors_than_handled(made))


def found_error_records(activities: Records) -> Records:
    """Return the activities with errors once more, by the day on which these were found."""
    columns = (activities.columns[name] for name in _OF_ERRORS)
    rows = (
        (employee, made if isinstance(found, Missing) else found, kind, made, errors, reference)
        for employee, found, kind, made, errors, reference in zip(*columns, strict=True)
        if errors
    )
    return Records.of_rows(FOUND_ERROR, rows)


def _more_errors_than_handled(activities: Records) -> Iterator[Diagnostic]:
    pairs = zip(activities.columns["handled"], activities.columns["errors"], strict=True)
    for row, (handled, errors) in enumerate(pairs):
        if isinstance(handled, int) and isinstance(errors, int) and errors > handled:
            span = reference_span(str(activities.columns[ACTIVITY.reference][row]))
            told = {"errors": errors, "handled": handled}
            yield Diagnostic(code="activity-errors", span=span, args=told)


def event_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo, currency: str = ""
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the events of rows with the columns of the file ``events``, and what is wrong.

    ``currency`` is what a bare ``amount`` is in.
    """
    columns = {
        "event_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "at": moment_column(required=True),
        "kind": text_column(required=True),
        "level": text_column(),
        "topic": text_column(),
        "written": flag_column(),
        "valid": flag_column(),
        "verified_by": text_column(),
        "amount": money_column(currency),
        "channel": text_column(),
        "note": text_column(),
    }
    kept, twice = _once(rows, "event-twice", ("event_id", "employee_id"))
    made, found = _records(EVENT, kept, columns, zone)
    return made, (*twice, *found)


def rating_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the ratings of rows with the columns of the file ``ratings``, and what is wrong."""
    columns = {
        "contact_id": text_column(),
        "employee_id": text_column(required=True),
        "at": moment_column(required=True),
        "invited": flag_column(required=True),
        "score": _number_column(RATING, "score", required=False),
    }
    return _records(RATING, rows, columns, zone)


def _once(
    rows: Iterable[Mapping[str, object]], code: str, names: tuple[str, str]
) -> tuple[tuple[Mapping[str, object], ...], tuple[Diagnostic, ...]]:
    """Return the rows, and an error for each whose id an employee has already."""
    listed = tuple(rows)
    seen: set[tuple[str, ...]] = set()
    found: list[Diagnostic] = []
    for row in listed:
        key = tuple(str(row.get(name) or "") for name in names)
        if key in seen and all(key):
            found.append(row_error(code, row, id=key[0], employee=key[1]))
        seen.add(key)
    return listed, tuple(found)


def _records(
    kind: RecordKind,
    rows: Iterable[Mapping[str, object]],
    columns: Mapping[str, RowColumn],
    zone: dt.tzinfo,
) -> tuple[Records, tuple[Diagnostic, ...]]:
    findings: list[Diagnostic] = []
    found: list[tuple[Cell | Missing, ...]] = []
    for number, row in enumerate(rows, 1):
        values = read_row(row, columns, table=kind.name, findings=findings)
        if values is None:
            continue
        values["day"] = _local_day(values.get("at", values.get("date")), zone)
        values[kind.reference] = row_reference(row, kind.name, number)
        found.append(tuple(_cell(values.get(each.name), each) for each in kind.columns))
    return Records.of_rows(kind, found), tuple(findings)


def _cell(value: object, column: RecordColumn) -> Cell | Missing:
    if value is None:
        return Missing.NO_RECORDS
    return encode(value, column.type, column.carrier)


def _number_column(kind: RecordKind, name: str, *, required: bool = True) -> RowColumn:
    """Return the reader of a column of numbers, none finer than the column keeps."""
    column = kind.column(name)
    wanted = f"number, step {column.step or 1}"
    return RowColumn(_number_reader(column), wanted, required=required)


def _number_reader(column: RecordColumn) -> Callable[[object], object]:
    def read(cell: object) -> object:
        if not isinstance(cell, str | int | Decimal) or isinstance(cell, bool):
            raise ValueError(cell)  # noqa: TRY004 - a wrong cell is a finding, whatever it is
        number = encode(cell, column.type, column.carrier)
        if isinstance(number, int) and number >= 0:
            return cell
        raise ValueError(cell)

    return read


def _local_day(moment: object, zone: dt.tzinfo) -> dt.date | None:
    if isinstance(moment, dt.datetime):
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    return moment if isinstance(moment, dt.date) else None
