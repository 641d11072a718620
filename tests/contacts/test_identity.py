from __future__ import annotations

import datetime as dt

import pytest

from ccops.contacts import AgentAlias, AgentBook
from ccops.errors import DataError
from ccops.messages import has_message

MAY = dt.date(2026, 5, 1).toordinal()
JUNE = dt.date(2026, 6, 1).toordinal()


def until(employee: str, last: str) -> AgentAlias:
    day = dt.date.fromisoformat(last)
    return AgentAlias(employee_id=employee, alias="PJSIP/7", valid_until=day)


def since(employee: str, first: str) -> AgentAlias:
    day = dt.date.fromisoformat(first)
    return AgentAlias(employee_id=employee, alias="PJSIP/7", valid_from=day)


def test_a_name_belongs_to_whoever_had_it_on_the_day() -> None:
    book = AgentBook([until("E1", "2026-05-31"), since("E2", "2026-06-01")])

    assert book.resolve("PJSIP/7", MAY) == ("E1", False)
    assert book.resolve("PJSIP/7", JUNE) == ("E2", False)


def test_a_name_nobody_has_stays_and_is_unmapped() -> None:
    book = AgentBook([since("E2", "2026-06-01")])

    assert book.resolve("PJSIP/7", MAY) == ("PJSIP/7", True)
    assert book.resolve("PJSIP/8", JUNE) == ("PJSIP/8", True)
    assert book.unmapped == {"PJSIP/7", "PJSIP/8"}


def test_without_aliases_names_are_ids() -> None:
    assert AgentBook().resolve("Agent/1101", MAY) == ("Agent/1101", False)


@pytest.mark.parametrize(
    ("pattern", "written", "agent"),
    [
        ("Agent/*", "Agent/1101", "1101"),
        ("Local/*@from-queue/n", "Local/1141@from-queue/n", "1141"),
        ("Agent/*", "SIP/1101", "SIP/1101"),
        ("Agent/*", "Agent/", "Agent/"),
    ],
)
def test_a_pattern_says_where_the_id_stands(pattern: str, written: str, agent: str) -> None:
    assert AgentBook(pattern=pattern).resolve(written, MAY) == (agent, False)


def test_an_alias_may_be_the_bare_id_of_the_pattern() -> None:
    book = AgentBook([AgentAlias(employee_id="E9", alias="1101")], pattern="Agent/*")

    assert book.resolve("Agent/1101", MAY) == ("E9", False)


@pytest.mark.parametrize(
    ("aliases", "code"),
    [
        ([until("E1", "2026-06-15"), since("E2", "2026-06-01")], "alias-overlap"),
        (
            [
                AgentAlias(
                    employee_id="E1",
                    alias="PJSIP/7",
                    valid_from=dt.date(2026, 6, 1),
                    valid_until=dt.date(2026, 5, 1),
                )
            ],
            "alias-span",
        ),
    ],
    ids=["overlap", "reversed"],
)
def test_names_that_contradict_are_refused(aliases: list[AgentAlias], code: str) -> None:
    with pytest.raises(DataError) as refused:
        AgentBook(aliases)

    assert [each.code for each in refused.value.diagnostics] == [code]
    assert has_message(code)


def test_a_person_is_one_under_interface_member_and_login_names() -> None:
    names = ("PJSIP/1127", "Agent/1127", "Local/1127@agents", "mei.lin", "Mei Lin")
    book = AgentBook([AgentAlias(employee_id="E1", alias=each) for each in names])

    assert {book.resolve(each, MAY) for each in names} == {("E1", False)}
    assert book.unmapped == set()
    assert book.resolve("mei.lim", MAY) == ("mei.lim", True)
    assert book.unmapped == {"mei.lim"}
