"""Rows of the outbound log become attempts, and calls that went out.

Columns and words are those of the vendor's ``extras/MySQL_AST_CREATE_tables.sql``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from ccops_vicidial import VicidialAdapter

from ccops.adapters import AtEnd, Intake, ReadOptions, Source
from ccops.values import Missing

_TEN = 1_791_381_600  # 7 October 2026, 10:00 in New York
#: The columns of the table as VICIDIAL creates it, with those of a sale.
_DIAL = {
    "uniqueid": f"{_TEN}.26",
    "lead_id": "77",
    "list_id": "101",
    "campaign_id": "LOANS",
    "call_date": "2026-10-07 10:00:00",
    "start_epoch": str(_TEN),
    "end_epoch": str(_TEN + 95),
    "length_in_sec": "95",
    "status": "SALE",
    "phone_code": "1",
    "phone_number": "2125550123",
    "user": "1101",
    "comments": "AUTO",
    "processed": "N",
    "user_group": "DAY",
    "term_reason": "CALLER",
    "alt_dial": "MAIN",
    "called_count": "1",
}
_ROUND = {
    "agent_log_id": "9001",
    "user": "1101",
    "lead_id": "77",
    "pause_epoch": str(_TEN - 60),
    "pause_sec": "0",
    "wait_epoch": str(_TEN - 60),
    "wait_sec": "65",
    "talk_epoch": str(_TEN + 5),
    "talk_sec": "90",
    "dispo_epoch": str(_TEN + 95),
    "dispo_sec": "10",
    "dead_sec": "0",
    "sub_status": "",
    "uniqueid": f"{_TEN}.26",
}


def dial(**told: Any) -> str:
    return ",".join(str(cell) for cell in (_DIAL | told).values())


def read(*dials: str, rounds: tuple[str, ...] = (), **options: Any) -> Intake:
    sources = [Source(name="outbound.csv", lines=(",".join(_DIAL), *dials))]
    if rounds:
        sources.append(Source(name="agent.csv", lines=(",".join(_ROUND), *rounds)))
    given: dict[str, Any] = {
        "zone": "America/New_York",
        "pseudonym_key": b"k",
        "quarantine_limit": Fraction(1),
    }
    return VicidialAdapter().read(sources, ReadOptions(**given, **options))


def only(intake: Intake, kind: str) -> dict[str, Any]:
    assert len(intake[kind]) == 1
    return dict(intake[kind].row(0))


def test_a_sale_is_a_success_of_its_agent_and_campaign() -> None:
    intake = read(dial())

    row = only(intake, "dial")
    assert (row["campaign"], row["agent"], row["result"]) == ("LOANS", "1101", "connected")
    assert (row["success"], row["dialed_ms"], row["dialed_hour"]) == (True, _TEN * 1000, 10)
    assert row["dial_id"] == f"{_TEN}.26/77"
    assert "2125550123" not in str(row)
    contact = only(intake, "contact")
    assert (contact["direction"], contact["disconnect_by"]) == ("outbound", "customer")
    assert row["customer_ref"] == contact["customer_ref"]
    assert intake.report.rows_by_type == {"vicidial_log": 1}


def test_the_round_of_the_agent_is_the_conversation() -> None:
    intake = read(dial(), rounds=(",".join(_ROUND.values()),))

    segment = only(intake, "handle_segment")
    assert (segment["agent"], segment["talk_hold"], segment["acw"]) == ("1101", 90_000, 10_000)
    assert segment["queue"] is Missing.NO_RECORDS
    assert only(intake, "contact")["segments"] == 1
    assert len(intake["dial"]) == 1


@pytest.mark.parametrize(
    ("status", "user", "result", "success"),
    [
        ("NI", "1101", "connected", False),
        ("CALLBK", "1101", "connected", False),
        ("XFER", "1101", "connected", Missing.NOT_MEASURED),
        ("OWN", "1101", "connected", Missing.NOT_MEASURED),
        ("N", "1101", "no_answer", Missing.NOT_MEASURED),
        ("NA", "VDAD", "no_answer", Missing.NOT_MEASURED),
        ("B", "1101", "busy", Missing.NOT_MEASURED),
        ("AA", "VDAD", "machine", Missing.NOT_MEASURED),
        ("ADC", "VDAD", "invalid", Missing.NOT_MEASURED),
        ("DROP", "VDAD", "dropped", Missing.NOT_MEASURED),
        ("PDROP", "", "dropped", Missing.NOT_MEASURED),
        ("LRERR", "VDAD", "failed", Missing.NOT_MEASURED),
        ("INCALL", "1101", "open", Missing.NOT_MEASURED),
        ("PU", "VDAD", "unknown", Missing.NOT_MEASURED),
    ],
)
def test_a_status_says_what_it_came_to(
    status: str, user: str, result: str, *, success: bool | Missing
) -> None:
    row = only(read(dial(status=status, user=user)), "dial")

    assert (row["result"], row["success"]) == (result, success)
    assert row["agent"] == (user if user == "1101" else Missing.NO_RECORDS)


def test_without_an_end_it_is_going_on_and_a_later_row_counts() -> None:
    going_on = dial(end_epoch="NULL", status="OWN")
    (row,) = [only(read(going_on), "dial")]
    intake = read(going_on, dial())

    assert row["result"] == "open"
    assert only(intake, "dial")["result"] == "connected"
    assert intake.report.counts == {"row-superseded": 1}


def test_the_same_row_again_is_a_duplicate_also_in_a_later_read() -> None:
    first = read(dial(), at_end=AtEnd.CARRY)
    later = read(dial(), resume=first.state)

    assert first.state is not None
    assert len(later["dial"]) == 1
    assert (later.report.duplicate, later.report.accepted) == (1, 0)
    assert read(dial(), dial()).report.duplicate == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"start_epoch": "ten"}, "time-unreadable"),
        ({"start_epoch": "0"}, "time-missing"),
        ({"campaign_id": ""}, "field-missing"),
        ({"uniqueid": ""}, "field-missing"),
    ],
)
def test_a_row_that_cannot_be_read_is_put_aside(told: dict[str, str], code: str) -> None:
    report = read(dial(**told)).report

    assert (report.quarantined, report.counts) == (1, {code: 1})


def test_no_number_is_held() -> None:
    held = read(dial(), at_end=AtEnd.CARRY)
    later = read(resume=held.state)

    assert held.state is not None
    assert "2125550123" not in str(held.state)
    assert list(later["dial"].columns["customer_ref"]) == [
        only(read(dial()), "dial")["customer_ref"]
    ]


@pytest.mark.parametrize("number", ["", "NULL", "\\N"])
def test_a_number_that_is_not_there_is_nobodys(number: str) -> None:
    row = only(read(dial(phone_number=number)), "dial")

    assert row["customer_ref"] is Missing.NOT_MEASURED


def test_where_nothing_was_dialed_no_attempts_are_told() -> None:
    round_only = Source(name="agent.csv", lines=(",".join(_ROUND), ",".join(_ROUND.values())))
    intake = VicidialAdapter().read([round_only], ReadOptions(zone="America/New_York"))

    assert "dial" not in intake.records
