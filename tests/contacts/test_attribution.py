from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.contacts import (
    CREDITED_SEGMENT,
    HANDLE_SEGMENT,
    WHOLE_CREDIT,
    Attribution,
    credit_segments,
    credits_of,
)
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
