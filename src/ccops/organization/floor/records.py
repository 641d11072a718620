"""Exams, activities, events and ratings as records: rows in, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.facts import (
    day_column,
    flag_column,
    moment_column,
    money_column,
    reference_span,
    text_column,
)
from ccops.kpi import Records
from ccops.kpi.row_records import number_column, records_of_rows, rows_once
from ccops.messages import Diagnostic, has_errors
from ccops.organization.floor.kinds import ACTIVITY, EVENT, EXAM, FOUND_ERROR, RATING
from ccops.values import Missing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

#: Whose work an activity is, of which kind and day.
_WORK: Final = ("kind", "employee_id", "date")
#: What else tells one from another of the same kind, person and day.
_DONE: Final = ("handled", "errors", "found_on")
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
        "score": number_column(EXAM, "score"),
        "max": number_column(EXAM, "max"),
        "kind": text_column(),
        "topic": text_column(),
    }
    kept, twice = rows_once(rows, "exam-twice", ("exam_id", "employee_id"))
    made, found = records_of_rows(EXAM, kept, columns, zone=zone)
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

    An activity counts on the day on which it was done, whenever its errors were found. A row that
    stands twice, cell by cell, is wrong: nothing tells whether the work was done twice.
    """
    columns = {
        "employee_id": text_column(required=True),
        "date": day_column(required=True),
        "kind": text_column(required=True),
        "handled": number_column(ACTIVITY, "handled"),
        "errors": number_column(ACTIVITY, "errors"),
        "found_on": day_column(),
    }
    kept, twice = rows_once(
        rows, "activity-row-twice", _WORK, also=("handled", "errors", "found_on")
    )
    made, found = records_of_rows(ACTIVITY, kept, columns, zone=zone)
    if has_errors(found):
        return made, (*twice, *found)
    return made, (*twice, *found, *_more_errors_than_handled(made))


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
    kept, twice = rows_once(rows, "event-twice", ("event_id", "employee_id"))
    made, found = records_of_rows(EVENT, kept, columns, zone=zone)
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
        "score": number_column(RATING, "score", required=False),
        "resolved": flag_column(),
        "segment": text_column(),
    }
    return records_of_rows(RATING, rows, columns, zone=zone)
