"""Tables of attempts to reach customers, and of ratings, by column map."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

import pytest

from ccops.adapters import CSV_MAP, Intake, ReadOptions, Source
from ccops.errors import ReadError
from ccops.messages import has_message
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Mapping

AT = 1_791_164_430_000  # 5 October 2026, 09:40:30 in Shanghai

DIALS: dict[str, object] = {
    "record": ["dial"],
    "columns": {
        "contact_id": "id",
        "campaign": "list",
        "started_at": "at as %Y-%m-%d %H:%M:%S",
        "result": {"from": "what", "values": {"OK": "connected", "NA": "no_answer"}},
        "success": {"from": "sold", "values": {"Y": "yes", "N": "no"}},
        "agent": {"from": "who", "null": ["-"]},
        "customer": "number",
    },
}
DIAL_HEAD = "id,list,at,what,sold,who,number"
RATINGS: dict[str, object] = {
    "record": ["rating"],
    "columns": {
        "contact_id": "id",
        "entered_at": "at as %Y-%m-%d %H:%M:%S",
        "agent": "who",
        "invited": {"from": "asked", "values": {"1": "yes", "0": "no"}},
        "score": "grade",
        "resolved": {"from": "done", "values": {"1": "yes", "0": "no"}},
    },
}
RATING_HEAD = "id,at,who,asked,grade,done"


def read(given: Mapping[str, object], head: str, *rows: str) -> Intake:
    options = ReadOptions(
        zone="Asia/Shanghai", pseudonym_key=b"k", column_map=given, quarantine_limit=Fraction(1)
    )
    return CSV_MAP.read([Source(name="table.csv", lines=(head, *rows))], options)


def test_a_table_of_attempts() -> None:
    intake = read(
        DIALS,
        DIAL_HEAD,
        "1,loans,2026-10-05 09:40:30,OK,Y,Bo,13900001234",
        "2,loans,2026-10-05 09:50:00,NA,,-,13900001234",
    )

    dials = intake["dial"]
    assert list(dials.columns["result"]) == ["connected", "no_answer"]
    assert list(dials.columns["success"]) == [True, Missing.NOT_MEASURED]
    assert list(dials.columns["agent"]) == ["Bo", Missing.NO_RECORDS]
    assert list(dials.columns["dialed_ms"]) == [AT, AT + 570_000]
    assert len(set(dials.columns["customer_ref"])) == 1
    assert intake.report.rows_by_type == {"connected": 1, "no_answer": 1}


def test_a_table_of_ratings() -> None:
    intake = read(
        RATINGS,
        RATING_HEAD,
        "1,2026-10-05 09:40:30,Bo,1,4.5,1",
        "2,2026-10-05 09:50:00,Bo,0,,",
    )

    ratings = intake["rating"]
    assert list(ratings.columns["score"]) == [450, Missing.NO_RECORDS]
    assert list(ratings.columns["rated"]) == [True, False]
    assert list(ratings.columns["invited"]) == [True, False]
    assert list(ratings.columns["resolved"]) == [True, Missing.NO_RECORDS]


def test_a_table_that_tells_of_no_answers_says_nothing_of_who_rated() -> None:
    columns = cast("Mapping[str, object]", RATINGS["columns"])
    kept = {name: each for name, each in columns.items() if name not in ("score", "resolved")}
    mapping = {**RATINGS, "columns": kept}
    intake = read(mapping, RATING_HEAD, "1,2026-10-05 09:40:30,Bo,1,4.5,1")

    (row,) = (intake["rating"].row(0),)
    assert {row[name] for name in ("score", "rated", "resolved")} == {Missing.NOT_MEASURED}


@pytest.mark.parametrize(
    ("given", "head", "row", "code"),
    [
        (DIALS, DIAL_HEAD, "1,loans,2026-10-05 09:40:30,NA,Y,Bo,1", "dial-success"),
        (DIALS, DIAL_HEAD, "1,,2026-10-05 09:40:30,NA,N,Bo,1", "field-missing"),
        (DIALS, DIAL_HEAD, "1,loans,2026-10-05 09:40:30,XX,N,Bo,1", "value-unlisted"),
        (RATINGS, RATING_HEAD, "1,2026-10-05 09:40:30,,1,5,1", "field-missing"),
        (RATINGS, RATING_HEAD, "1,2026-10-05 09:40:30,Bo,,5,1", "field-missing"),
        (RATINGS, RATING_HEAD, "1,2026-10-05 09:40:30,Bo,1,good,1", "number-unreadable"),
        (RATINGS, RATING_HEAD, "1,2026-10-05 09:40:30,Bo,1,4.555,1", "number-unreadable"),
    ],
)
def test_a_row_that_cannot_be_taken_is_put_aside(
    given: Mapping[str, object], head: str, row: str, code: str
) -> None:
    report = read(given, head, row).report

    assert report.counts == {code: 1}
    assert report.quarantined == 1
    assert has_message(code)


def test_a_map_says_what_an_attempt_needs() -> None:
    columns = {"contact_id": "id"}
    with pytest.raises(ReadError) as found:
        read({"record": ["dial"], "columns": columns}, DIAL_HEAD)

    told = {each.args["field"] for each in found.value.diagnostics}
    assert told == {"campaign", "result", "started_at"}
