"""Attempts as a center hands them in: rows of the file ``dials`` become records."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ccops.contacts import DIAL, dial_records
from ccops.messages import has_message
from ccops.values import Missing

ROW: dict[str, object] = {
    "dial_id": "d1",
    "campaign": "loans",
    "employee_id": "E1",
    "customer": "13900001234",
    "at": "2026-10-05 09:40:30",
    "result": "connected",
    "success": "yes",
}


def made(*rows: dict[str, object], zone: str = "Asia/Shanghai") -> tuple[list[Any], list[str]]:
    found, problems = dial_records(
        [{**ROW, **row, "source_ref": f"dials.csv:{n}"} for n, row in enumerate(rows, 2)],
        zone=ZoneInfo(zone),
    )
    assert found.kind is DIAL
    assert all(has_message(each.code) for each in problems)
    return [found.row(at) for at in range(len(found))], [each.code for each in problems]


def test_a_row_is_an_attempt_on_the_local_clock() -> None:
    (row,), problems = made({})

    assert problems == []
    assert (row["dial_id"], row["campaign"], row["agent"]) == ("d1", "loans", "E1")
    assert (row["result"], row["success"]) == ("connected", True)
    assert row["dialed_ms"] == 1_791_164_430_000
    assert (row["dialed_hour"], row["dialed_half_hour"]) == (9, 1_791_163_800)
    assert row["source_ref"] == "dials.csv:2"


def test_a_number_is_never_kept_and_one_customer_stays_one() -> None:
    rows, _ = made(
        {"dial_id": "d1"},
        {"dial_id": "d2", "customer": "13900009999"},
        {"dial_id": "d3"},
        {"dial_id": "d4", "customer": ""},
    )

    refs = [row["customer_ref"] for row in rows]
    assert refs[0] == refs[2] != refs[1]
    assert refs[3] is Missing.NOT_MEASURED
    assert not any("1390000" in str(row) for row in rows)


def test_what_is_not_told_is_not_known() -> None:
    (row,), _ = made({"employee_id": "", "success": "", "result": "no_answer"})

    assert (row["agent"], row["success"]) == (Missing.NO_RECORDS, Missing.NOT_MEASURED)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"result": "busy"}, "dial-no-success"),
        ({"at": "2025-11-02 01:30"}, "dial-unclear"),
        ({"at": "2025-11-02"}, "value-malformed"),
        ({"result": "sold"}, "value-malformed"),
        ({"campaign": ""}, "value-absent"),
    ],
)
def test_what_is_wrong_is_told(row: dict[str, object], code: str) -> None:
    rows, problems = made(row, zone="America/New_York")

    assert (rows, problems) == ([], [code])


def test_a_time_that_comes_twice_says_its_offset() -> None:
    rows, problems = made({"at": "2025-11-02 01:30-05:00"}, zone="America/New_York")

    assert problems == []
    assert rows[0]["dialed_ms"] == 1_762_065_000_000


def test_an_attempt_stands_once() -> None:
    _, problems = made({}, {})

    assert problems == ["dial-twice"]
