"""Activities of teams, documents and reviews as records: rows in, and what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.facts import (
    count_column,
    day_column,
    moment_column,
    reference_span,
    text_column,
    word_column,
)
from ccops.kpi.row_records import records_of_rows, rows_once
from ccops.learning.register_kinds import (
    DOCUMENT,
    DOCUMENT_REVIEW,
    REVIEW_OUTCOMES,
    TEAM_ACTIVITY,
)
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import Records

_ACTIVITY_COLUMNS: Final = {
    "activity_id": text_column(required=True),
    "team": text_column(required=True),
    "at": moment_column(required=True),
    "kind": text_column(required=True),
    "participants": count_column(),
}
_DOCUMENT_COLUMNS: Final = {
    "document_id": text_column(required=True),
    "kind": text_column(required=True),
    "title": text_column(required=True),
    "owner": text_column(),
    "serves": text_column(),
    "from": day_column(required=True),
    "until": day_column(),
}
_REVIEW_COLUMNS: Final = {
    "document_id": text_column(required=True),
    "at": moment_column(required=True),
    "reviewer": text_column(),
    "outcome": word_column(REVIEW_OUTCOMES, required=True),
}


def team_activity_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the activities of teams of rows with the columns of the file ``team_activities``."""
    kept, twice = rows_once(rows, "activity-twice", ("activity_id", "team"))
    made, found = records_of_rows(TEAM_ACTIVITY, kept, _ACTIVITY_COLUMNS, zone=zone)
    return made, (*twice, *found)


def document_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the documents of rows with the columns of the file ``documents``."""
    kept, twice = rows_once(rows, "document-twice", ("document_id",))
    made, found = records_of_rows(DOCUMENT, kept, _DOCUMENT_COLUMNS, zone=zone)
    return made, (*twice, *found, *_backwards(made))


def document_review_records(
    rows: Iterable[Mapping[str, object]], *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the reviews of rows with the columns of the file ``document_reviews``."""
    return records_of_rows(DOCUMENT_REVIEW, rows, _REVIEW_COLUMNS, zone=zone)


def _backwards(documents: Records) -> Iterator[Diagnostic]:
    names = ("document_id", "day", "until", DOCUMENT.reference)
    for document, first, last, place in zip(
        *(documents.columns[name] for name in names), strict=True
    ):
        if isinstance(first, int) and isinstance(last, int) and last < first:
            span = reference_span(str(place))
            yield Diagnostic(code="document-backwards", span=span, args={"document": document})
