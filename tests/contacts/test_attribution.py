from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.contacts import (
    CREDITED_SEGMENT,
    HANDLE_SEGMENT,
    WHOLE_CREDIT,
    Attribution,
    QueueOwner,
    credit_anew,
    credit_segments,
    credit_table,
    credited_records,
    credits_of,
    with_credit,
)
from ccops.errors import DataError
from ccops.kpi import Records
from ccops.values import Missing

MINUTE = 60_000


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (Attribution.FIRST_AGENT, (1_000_000, 0, 0)),
        (Attribution.LAST_AGENT, (0, 0, 1_000_000)),
        (Attribution.EACH_SEGMENT, (333_334, 333_333, 333_333)),
        (Attribution.TALK_SHARE, (166_667, 333_333, 500_000)),
    ],
    ids=lambda value: getattr(value, "value", ""),
)
def test_credit_of_a_contact_of_three_agents(
    policy: Attribution, expected: tuple[int, ...]
) -> None:
    assert expected == credits_of([MINUTE, 2 * MINUTE, 3 * MINUTE], policy)


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=30), st.sampled_from(Attribution))
def test_credit_sums_to_one_contact(times: list[int], policy: Attribution) -> None:
    found = credits_of(times, policy)

    assert not isinstance(found, Missing)
    assert sum(found) == WHOLE_CREDIT
    assert len(found) == len(times)
    assert min(found) >= 0


@given(st.lists(st.integers(1, 10**8), min_size=1, max_size=30))
def test_who_talks_longer_has_no_less_credit(times: list[int]) -> None:
    found = credits_of(times, Attribution.TALK_SHARE)

    assert not isinstance(found, Missing)
    for time, credit in zip(times, found, strict=True):
        for other, less in zip(times, found, strict=True):
            assert other >= time or credit >= less


def test_talk_share_is_missing_where_a_time_is_not_known() -> None:
    times: list[int | Missing] = [MINUTE, Missing.NOT_MEASURED]

    assert credits_of(times, Attribution.TALK_SHARE) is Missing.NOT_MEASURED
    assert credits_of(times, Attribution.FIRST_AGENT) == (WHOLE_CREDIT, 0)


def test_talk_share_of_nothing_is_missing() -> None:
    assert credits_of([0, 0], Attribution.TALK_SHARE) is Missing.ZERO_BASE


def a_segment(contact: str, agent: str, connected: int, talk: int) -> tuple[object, ...]:
    cells = {
        "contact_id": contact,
        "agent": agent,
        "connected_ms": connected,
        "talk_hold": talk,
        "source_ref": f"log:{connected}",
    }
    return tuple(cells.get(name, 0) for name in HANDLE_SEGMENT.names)


def test_segments_are_credited_contact_by_contact_in_time_order() -> None:
    rows = [
        a_segment("a", "second", 200, MINUTE),
        a_segment("b", "alone", 150, MINUTE),
        a_segment("a", "first", 100, MINUTE),
    ]
    records = Records.of_rows(HANDLE_SEGMENT, rows)  # type: ignore[arg-type]  # cells of a test

    credited = credit_segments(records, Attribution.FIRST_AGENT)

    assert credited.kind.names == CREDITED_SEGMENT.names
    pairs = zip(credited.columns["agent"], credited.columns["credit"], strict=True)
    assert dict(pairs) == {"first": WHOLE_CREDIT, "second": 0, "alone": WHOLE_CREDIT}


MAY = dt.date(2026, 5, 31)
OWNERS = (
    QueueOwner(queue="sales", employee_id="L1", valid_until=MAY),
    QueueOwner(queue="sales", employee_id="L2", valid_from=MAY + dt.timedelta(days=1)),
)


def segments(*rows: dict[str, Any]) -> Records:
    plain = {"queue": "sales", "talk_hold": MINUTE, "arrival_day": MAY.toordinal()}
    made = [tuple({**plain, **row}.get(name, 0) for name in HANDLE_SEGMENT.names) for row in rows]
    return Records.of_rows(HANDLE_SEGMENT, made)


def credit_of(credited: Records) -> dict[Any, int]:
    found: Counter[Any] = Counter()
    columns = credited.columns
    for agent, credit in zip(columns["agent"], columns["credit"], strict=True):
        found[agent] += int(str(credit))
    return {agent: credit for agent, credit in found.items() if credit}


HANDED_ON = (
    {"contact_id": "a", "agent": "x", "connected_ms": 1},
    {"contact_id": "a", "agent": "y", "connected_ms": 2, "queue": "billing"},
)


@pytest.mark.parametrize(
    ("day", "owner"), [(MAY, "L1"), (MAY + dt.timedelta(days=1), "L2")], ids=["may", "june"]
)
def test_the_owner_of_the_first_queue_on_the_day_has_the_contact(day: dt.date, owner: str) -> None:
    rows = [{**row, "arrival_day": day.toordinal()} for row in HANDED_ON]

    credited = credit_segments(segments(*rows), Attribution.QUEUE_OWNER, owners=OWNERS)

    assert credit_of(credited) == {owner: WHOLE_CREDIT}
    assert list(credited.columns["handled_by"]) == ["x", "y"]


def test_a_queue_without_an_owner_credits_nobody_and_loses_nothing() -> None:
    credited = credit_segments(segments(*HANDED_ON), Attribution.QUEUE_OWNER)

    assert credit_of(credited) == {Missing.NOT_MEASURED: WHOLE_CREDIT}


def test_a_contact_through_no_queue_is_that_of_its_first_agent() -> None:
    rows = [{**row, "queue": Missing.NO_RECORDS} for row in HANDED_ON]

    credited = credit_segments(segments(*rows), Attribution.QUEUE_OWNER, owners=OWNERS)

    assert credit_of(credited) == {"x": WHOLE_CREDIT}


@st.composite
def many_segments(draw: st.DrawFn) -> Records:
    times = st.sampled_from([0, 1, MINUTE, 3 * MINUTE, Missing.NOT_MEASURED])
    row = st.fixed_dictionaries(
        {
            "contact_id": st.sampled_from("abc"),
            "agent": st.sampled_from("xyz"),
            "queue": st.sampled_from(["sales", "billing", Missing.NO_RECORDS]),
            "talk_hold": times,
        }
    )
    rows = draw(st.lists(row, max_size=12))
    return segments(*({**each, "connected_ms": place} for place, each in enumerate(rows)))


@given(many_segments(), st.sampled_from(Attribution), st.sampled_from(Attribution))
def test_credit_given_anew_is_that_given_at_first(
    rows: Records, policy: Attribution, before: Attribution
) -> None:
    anew = credit_anew(credit_segments(rows, before, owners=OWNERS), policy)

    assert list(anew.rows()) == list(credit_segments(rows, policy, owners=OWNERS).rows())


@given(many_segments())
def test_under_every_policy_credit_adds_up_to_the_contacts(rows: Records) -> None:
    credited = credit_segments(rows, Attribution.FIRST_AGENT, owners=OWNERS)

    table = credit_table(credited)

    for policy in Attribution:
        agents = sum(each.get(policy, 0) for each in table.agents.values())
        whole = agents + table.nobody[policy] + table.unknown[policy]
        assert whole == table.contacts * WHOLE_CREDIT
    assert set(table.to_dict()["nobody"]) == {each.value for each in Attribution}


def test_records_without_credit_are_credited_without_owners() -> None:
    rows = segments(*HANDED_ON)

    made = credited_records({HANDLE_SEGMENT.name: rows})

    assert len(credited_records({})) == 0
    assert list(made.columns["queue_owner"]) == [Missing.NOT_MEASURED] * 2
    known = with_credit(Attribution.LAST_AGENT, {HANDLE_SEGMENT.name: rows}, owners=OWNERS)
    assert credited_records(known) is known[CREDITED_SEGMENT.name]


@pytest.mark.parametrize(
    ("owners", "code"),
    [
        (
            [
                QueueOwner(queue="sales", employee_id="L1"),
                QueueOwner(queue="sales", employee_id="L2", valid_from=MAY),
            ],
            "owner-overlap",
        ),
        (
            [
                QueueOwner(
                    queue="sales",
                    employee_id="L1",
                    valid_from=MAY,
                    valid_until=MAY - dt.timedelta(days=1),
                )
            ],
            "owner-span",
        ),
    ],
)
def test_owners_that_contradict_are_refused(owners: list[QueueOwner], code: str) -> None:
    with pytest.raises(DataError) as refused:
        credit_segments(segments(*HANDED_ON), Attribution.QUEUE_OWNER, owners=owners)

    assert [each.code for each in refused.value.diagnostics] == [code]
