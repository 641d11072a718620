"""Attempts to reach customers, what these are asked, and registrations, as adapters tell it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from ccops.adapters import Contact, ContactWriter, Dial, ReadOptions, Survey
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Mapping

OPTIONS = ReadOptions(zone="Asia/Shanghai", pseudonym_key=b"a key of this test")
AT = 1_791_164_430_000  # 5 October 2026, 09:40:30 in Shanghai


def a_contact(**told: Any) -> Contact:
    usual = {"contact_id": "c1", "channel": "voice", "direction": "outbound", "started_ms": AT}
    return Contact(**{**usual, **told})


def written(*contacts: Contact, dials: bool = True, surveys: bool = True) -> Mapping[str, Any]:
    writer = ContactWriter(OPTIONS)
    writer.names.base("calls.csv")
    if dials:
        writer.take_dials()
    if surveys:
        writer.take_surveys()
    for each in contacts:
        writer.contact(each)
    return writer.take()


def test_an_attempt_is_of_its_contact_and_its_customer() -> None:
    dial = Dial(
        campaign="loans", dialed_ms=AT, result="connected", agent="Bo", success=True, place=2
    )
    records = written(a_contact(customer="13900001234", dials=(dial,), place=2))

    row = records["dial"].row(0)
    assert (row["dial_id"], row["campaign"], row["agent"]) == ("c1", "loans", "Bo")
    assert (row["result"], row["success"], row["dialed_hour"]) == ("connected", True, 9)
    assert row["customer_ref"] == records["contact"].row(0)["customer_ref"]
    assert "1390000" not in str(row)


def test_an_attempt_that_nobody_had_names_no_agent() -> None:
    dial = Dial(campaign="loans", dialed_ms=AT, result="no_answer", dial_id="7", place=2)

    row = written(a_contact(dials=(dial,), place=2))["dial"].row(0)

    assert (row["dial_id"], row["agent"]) == ("7", Missing.NO_RECORDS)
    assert (row["success"], row["customer_ref"]) == (Missing.NOT_MEASURED, Missing.NOT_MEASURED)


def test_a_survey_is_a_rating_of_the_agent() -> None:
    asked = Survey(agent="Bo", asked_ms=AT, score=Decimal("4.5"), resolved=False, place=2)
    silent = Survey(agent="Bo", asked_ms=AT, place=2)

    ratings = written(a_contact(surveys=(asked, silent), place=2))["rating"]

    assert list(ratings.columns["invited"]) == [True, True]
    assert list(ratings.columns["score"]) == [450, Missing.NO_RECORDS]
    assert list(ratings.columns["resolved"]) == [False, Missing.NO_RECORDS]
    assert ratings.row(0)["employee_id"] == "Bo"


def test_a_source_that_tells_neither_has_none_of_them() -> None:
    records = written(a_contact(place=2), dials=False, surveys=False)

    assert not {"dial", "rating"} & records.keys()


def test_a_source_that_says_so_has_none_of_what_did_not_happen() -> None:
    records = written(a_contact(place=2))

    assert (len(records["dial"]), len(records["rating"])) == (0, 0)


def test_one_that_does_not_say_so_has_those_it_tells() -> None:
    dial = Dial(campaign="loans", dialed_ms=AT, result="busy", place=2)
    records = written(a_contact(dials=(dial,), place=2), dials=False, surveys=False)

    assert len(records["dial"]) == 1
    assert "rating" not in records


def test_what_did_not_connect_is_no_success() -> None:
    with pytest.raises(ValueError, match="no success"):
        Dial(campaign="loans", dialed_ms=AT, result="busy", success=True)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param({}, Missing.NOT_MEASURED, id="a-source-without-registrations"),
        pytest.param({"record_ref": "R1"}, True, id="a-record-is-named"),
        pytest.param({"record_ref": Missing.NO_RECORDS}, False, id="the-place-for-it-is-empty"),
        pytest.param({"registered": True}, True, id="the-source-says-so"),
        pytest.param({"registered": False}, False, id="the-source-says-not"),
        pytest.param(
            {"registered": True, "record_ref": Missing.NO_RECORDS}, True, id="saying-so-goes-first"
        ),
        pytest.param({"registered": False, "record_ref": "R1"}, False, id="saying-not-goes-first"),
    ],
)
def test_a_contact_is_registered_unregistered_or_nobody_knows(
    told: Mapping[str, Any], expected: bool | Missing
) -> None:
    row = written(a_contact(**told, place=2))["contact"].row(0)

    assert row["registered"] is expected
