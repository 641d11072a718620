"""Coaching sessions, study in pairs and personal plans as records: rows in, what is wrong."""

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
from ccops.learning.coaching_kinds import (
    COACHING_SESSION,
    DEVELOPMENT_PLAN,
    SESSION_STATES,
    SESSION_TIMES,
    STUDY_MODULE,
)
from ccops.learning.row_views import views
from ccops.messages import Diagnostic

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import Records

    Rows = Iterable[Mapping[str, object]]

_SESSION_COLUMNS: Final = {
    "session_id": text_column(required=True),
    "employee_id": text_column(required=True),
    "coach": text_column(required=True),
    "at": moment_column(required=True),
    "kind": text_column(required=True),
    "state": word_column(SESSION_STATES, required=True),
    "timing": word_column(SESSION_TIMES),
    "topic": text_column(),
    "minutes": count_column(),
}
_STUDY_COLUMNS: Final = {
    "pair": text_column(required=True),
    "employee_id": text_column(required=True),
    "module": text_column(required=True),
    "from": day_column(required=True),
    "planned_until": day_column(),
    "finished_on": day_column(),
}
_PLAN_COLUMNS: Final = {
    "employee_id": text_column(required=True),
    "field": text_column(required=True),
    "from": day_column(required=True),
    "until": day_column(),
}


def coaching_records(rows: Rows, *, zone: dt.tzinfo) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the sessions of rows with the columns of the file ``coaching``, and what is wrong."""
    kept, twice = rows_once(rows, "session-twice", ("session_id", "employee_id"))
    made, found = records_of_rows(COACHING_SESSION, kept, _SESSION_COLUMNS, zone=zone)
    return made, (*twice, *found, *_alone(made))


def study_records(rows: Rows, *, zone: dt.tzinfo) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the modules of rows with the columns of the file ``study``, and what is wrong."""
    kept, twice = rows_once(rows, "study-twice", ("module", "employee_id"))
    made, found = records_of_rows(STUDY_MODULE, kept, _STUDY_COLUMNS, zone=zone)
    return made, (*twice, *found)


def development_plan_records(
    rows: Rows, *, zone: dt.tzinfo
) -> tuple[Records, tuple[Diagnostic, ...]]:
    """Return the plans of rows with the columns of the file ``development_plans``."""
    return records_of_rows(DEVELOPMENT_PLAN, rows, _PLAN_COLUMNS, zone=zone)


def _alone(sessions: Records) -> Iterator[Diagnostic]:
    """Yield an error for each session of somebody with himself."""
    for row in views(sessions):
        if row["employee_id"] == row["coach"]:
            span = reference_span(str(row["source_ref"]))
            told = {"id": row["session_id"], "employee": row["coach"]}
            yield Diagnostic(code="session-alone", span=span, args=told)
