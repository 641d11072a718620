"""Patrols, meetings, test calls, trainings and exit interviews as a center hands them in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.casework.file_rows import FileRow, FileShape, Read, Row, read_file
from ccops.casework.floor_kinds import (
    EXIT_INTERVIEW,
    MEETING,
    PATROL,
    TEST_CALL,
    TRAINING,
    TRAINING_RESULTS,
)
from ccops.facts import (
    count_column,
    day_column,
    flag_column,
    hours_column,
    instant_column,
    row_error,
    text_column,
    word_column,
)
from ccops.kpi.row_records import number_column

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.kpi import Records
    from ccops.messages import Diagnostic
    from ccops.values import Cell, Missing

_PATROLS: Final = FileShape(
    table="patrols",
    kind=PATROL,
    columns={
        "patrol_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "at": instant_column(required=True),
        "area": text_column(),
        "topic": text_column(),
        "settled": flag_column(),
    },
    once=("patrol_id", "at"),
    also=("topic", "area"),
    twice="patrol-twice",
    instants=("at",),
    words=("area", "topic"),
    told_by={"settled": "settled"},
)
_MEETINGS: Final = FileShape(
    table="meetings",
    kind=MEETING,
    columns={
        "meeting_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "at": instant_column(required=True),
        "kind": text_column(required=True),
        "team": text_column(),
        "invited": count_column(),
        "present": count_column(),
        "minutes_at": instant_column(),
    },
    once=("meeting_id",),
    twice="meeting-twice",
    instants=("at", "minutes_at"),
    words=("kind",),
    told_by={"minutes": "minutes_at"},
)
_TESTS: Final = FileShape(
    table="test_calls",
    kind=TEST_CALL,
    columns={
        "test_id": text_column(required=True),
        "caller": text_column(required=True),
        "employee_id": text_column(),
        "at": instant_column(required=True),
        "answered": flag_column(required=True),
        "score": number_column(TEST_CALL, "score", required=False),
        "max": number_column(TEST_CALL, "max", required=False),
    },
    once=("test_id",),
    twice="test-call-twice",
    instants=("at",),
    words=("caller",),
)
_TRAININGS: Final = FileShape(
    table="trainings",
    kind=TRAINING,
    columns={
        "training_id": text_column(required=True),
        "employee_id": text_column(required=True),
        "course": text_column(required=True),
        "kind": text_column(required=True),
        "from": day_column(required=True),
        "ended_on": day_column(),
        "result": word_column(TRAINING_RESULTS, required=True),
        "hours": hours_column(),
    },
    once=("training_id", "employee_id"),
    twice="training-twice",
    day="from",
    words=("course", "kind"),
)
_INTERVIEWS: Final = FileShape(
    table="exit_interviews",
    kind=EXIT_INTERVIEW,
    columns={
        "employee_id": text_column(required=True),
        "date": day_column(required=True),
        "reason": text_column(required=True),
    },
    once=("employee_id", "date"),
    twice="exit-interview-twice",
    day="date",
    words=("reason",),
)


def patrol_records(rows: Iterable[Row], *, zone: dt.tzinfo) -> Read:
    """Return what was seen on patrols, of rows with the columns of the file ``patrols``."""
    seen: set[str] = set()

    def made(row: FileRow) -> Mapping[str, object]:
        patrol = str(row.get("patrol_id"))
        is_first = patrol not in seen
        seen.add(patrol)
        is_settled = None if row.get("topic") is None else row.get("settled") is True
        return {"first": is_first, "settled": is_settled}

    return read_file(rows, _PATROLS, made, zone=zone, check=None)


def meeting_records(rows: Iterable[Row], *, zone: dt.tzinfo) -> Read:
    """Return the meetings of rows with the columns of the file ``meetings``.

    ``employee_id`` is who held it. More people than were invited are an error
    (``meeting-present``).
    """
    return read_file(rows, _MEETINGS, _meeting, zone=zone, check=_wrong_meeting)


def _meeting(row: FileRow) -> Mapping[str, object]:
    return {
        "minutes": "minutes_at" in row.at,
        "minutes_time": row.since("at", "minutes_at"),
    }


def _wrong_meeting(row: FileRow) -> Iterator[Diagnostic]:
    invited, present = row.get("invited"), row.get("present")
    if invited is not None and present is not None and present > invited:
        yield row_error("meeting-present", row.row, id=row.get("meeting_id"))


def called_test_records(rows: Iterable[Row], *, zone: dt.tzinfo) -> Read:
    """Return the test calls of rows with the columns of the file ``test_calls``.

    A score goes with the most there was to reach, and is not above it (``test-call-score``).
    Those of one caller are counted in order of time within each calendar month.
    """
    made, found = read_file(rows, _TESTS, _test_call, zone=zone, check=_wrong_test)
    return _numbered_by_month(made), found


def _test_call(row: FileRow) -> Mapping[str, object]:
    return {"nth": row.at["at"]}  # in order of time; numbered once all are read


def _wrong_test(row: FileRow) -> Iterator[Diagnostic]:
    score, most = row.get("score"), row.get("max")
    is_whole = (score is None) == (most is None)
    if not is_whole or (score is not None and _number(score) > _number(most)):
        yield row_error("test-call-score", row.row, id=row.get("test_id"))


def _number(cell: Any) -> Decimal:  # noqa: ANN401 - an exact number as it was handed in
    return Decimal(cell)


def _numbered_by_month(made: Records) -> Records:
    """Return test calls with the number each has among those of its caller's month."""
    callers, days, instants = (made.columns[name] for name in ("caller", "day", "nth"))
    order = sorted(range(len(made)), key=lambda row: (_whole(instants[row]), row))
    counted: Counter[tuple[str, int, int]] = Counter()
    numbers: list[Cell | Missing] = [0] * len(made)
    for row in order:
        day = dt.date.fromordinal(_whole(days[row]))
        key = (str(callers[row]), day.year, day.month)
        counted[key] += 1
        numbers[row] = counted[key]
    return attrs.evolve(made, columns={**made.columns, "nth": numbers})


def _whole(cell: Cell | Missing) -> int:
    return cell if isinstance(cell, int) else 0


def training_records(rows: Iterable[Row], *, zone: dt.tzinfo) -> Read:
    """Return the trainings of rows with the columns of the file ``trainings``.

    Whoever passed, failed or dropped out has an end, and whoever goes on has none
    (``training-end``); no training ends before it begins (``casework-backwards``).
    """
    return read_file(rows, _TRAININGS, _training, zone=zone, check=_wrong_training)


def _training(row: FileRow) -> Mapping[str, object]:
    return {"began": row.day, "day": row.get("ended_on") or row.day}


def _wrong_training(row: FileRow) -> Iterator[Diagnostic]:
    training, ended = row.get("training_id"), row.get("ended_on")
    if (row.get("result") == "ongoing") == (ended is not None):
        yield row_error("training-end", row.row, id=training, result=row.get("result"))
    if ended is not None and ended < row.day:
        told = {"id": training, "column": "ended_on", "first": "from"}
        yield row_error("casework-backwards", row.row, **told)


def exit_interview_records(rows: Iterable[Row], *, zone: dt.tzinfo) -> Read:
    """Return the reasons of leaving of rows with the columns of the file ``exit_interviews``."""
    return read_file(rows, _INTERVIEWS, _nothing_more, zone=zone, check=None)


def _nothing_more(row: FileRow) -> Mapping[str, object]:  # noqa: ARG001 - as every file
    return {}
