"""Attempts of a file, and contacts over the end of a month, become facts with their evidence."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

import ccops
from ccops.adapters import Contact, ContactWriter, Conversation, ReadOptions
from ccops.testing.builders import an_employee_row
from ccops.values import Missing
from tests import loaded

if TYPE_CHECKING:
    from ccops.center import CenterMonth
    from ccops.kpi import Records

DIALS = (
    ("d0", "2026-09-01 10:00", "E1", "a", "no_answer", ""),
    ("d1", "2026-10-05 10:00", "E1", "a", "connected", "no"),
    ("d2", "2026-10-08 10:00", "E2", "a", "connected", "yes"),
    ("d3", "2026-10-08 11:00", "E2", "b", "connected", "no"),
    ("d4", "2026-10-08 12:00", "E2", "c", "invalid", ""),
)
COLUMNS = ("dial_id", "at", "employee_id", "customer", "result", "success")
DAY = 86_400_000
#: 1 October 2026, 10:00 in Shanghai.
FIRST = 1_790_820_000_000


@pytest.fixture(scope="module")
def october() -> CenterMonth:
    people = [an_employee_row("E1"), an_employee_row("E2")]
    return loaded.center().month("2026-10", employees=people, decisions={"award_themes": []})


@pytest.fixture(scope="module")
def dials(october: CenterMonth) -> dict[str, Records]:
    rows = [
        {
            **dict(zip(COLUMNS, each, strict=True)),
            "campaign": "loans",
            "source_ref": f"dials.csv:{n}",
        }
        for n, each in enumerate(DIALS, 2)
    ]
    return october.records(ccops.source("dials", rows))


def test_each_agent_has_what_was_dialed(october: CenterMonth, dials: dict[str, Records]) -> None:
    facts = october.month.measure(dials)

    assert facts.value("E1", "dialed") == 1
    assert facts.value("E2", "dialed") == 3
    assert facts.value("E2", "outbound_connection_rate") == Fraction(2, 3)
    assert facts.value("E2", "outbound_connection_rate_valid") == 1
    assert facts.value("E2", "success_per_connect") == Fraction(1, 2)
    assert facts.value("E2", "success_per_dial") == Fraction(1, 3)
    assert facts.value("E1", "double_approaches") == 0
    assert facts.value("E2", "double_approaches") == 1
    assert facts.value("E2", "double_approach_rate") == Fraction(1, 2)


def test_a_double_approach_names_the_attempt_and_who_was_there_before(
    october: CenterMonth, dials: dict[str, Records]
) -> None:
    found = october.evidence("E2", "double_approaches", dials)

    (row,) = [found.row(at) for at in range(len(found))]
    assert (row["dial_id"], row["before_agent"], row["since"]) == ("d2", "E1", 3 * DAY)
    assert row["source_ref"] == "dials.csv:4"


def contacts(*told: tuple[str, float, str, str]) -> dict[str, Any]:
    writer = ContactWriter(ReadOptions(zone="Asia/Shanghai", pseudonym_key=b"key"))
    place = writer.names.base("calls.csv")
    for line, (name, days, customer, agent) in enumerate(told, 1):
        at_ms = FIRST + int(days * DAY)
        talk = Conversation(agent=agent, connected_ms=at_ms, ended_ms=at_ms + 60_000, place=place)
        writer.contact(
            Contact(
                contact_id=name, channel="voice", direction="inbound", started_ms=at_ms,
                ended_ms=at_ms + 60_000, customer=customer, conversations=(talk,),
                place=place + line,
            )
        )  # fmt: skip
    return writer.take()


#: One of September, one that came again over the end of the month, one that did not.
CALLS = (
    ("c0", -20.0, "z", "E2"),
    ("c1", 28.0, "a", "E1"),
    ("c2", 33.0, "a", "E2"),
    ("c3", 10.0, "b", "E1"),
)


def test_a_repeat_of_the_next_month_counts_for_this_one(october: CenterMonth) -> None:
    read = contacts(*CALLS, ("c9", 45.0, "y", "E2"))
    facts = october.month.measure(read)

    assert facts.value("E1", "issues") == 2
    assert facts.value("E1", "first_contact_resolution") == Fraction(1, 2)
    assert facts.value("E2", "issues") == 0
    assert isinstance(facts.value("E2", "first_contact_resolution"), Missing)
    (repeated,) = (each["contact_id"] for each in _rows(october, "issues_repeated", read))
    assert repeated == "c1"


def test_the_end_of_the_month_is_not_known_at_its_end(october: CenterMonth) -> None:
    facts = october.month.measure(contacts(*(each for each in CALLS if each[1] <= 28.0)))

    assert facts.value("E1", "issues") == 2
    assert facts.value("E1", "issues_undecided") == 1
    assert isinstance(facts.value("E1", "first_contact_resolution"), Missing)
    assert facts.value("E1", "first_contact_resolution_so_far") == 1


def _rows(month: CenterMonth, fact: str, read: dict[str, Records]) -> list[dict[str, Any]]:
    found = month.evidence("E1", fact, read)
    return [found.row(at) for at in range(len(found))]
