"""No double approach: one customer of one campaign, talked to once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.contacts import (
    DIAL,
    ApproachCounts,
    ApproachRule,
    ApproachScope,
    RepeatRules,
    with_repeats,
)
from ccops.kpi import Records
from ccops.messages import Label
from ccops.values import Missing, Scalar, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HOUR, DAY = 3_600_000, 86_400_000
START = 1_790_812_800_000  # 1 October 2026, 00:00 UTC


def scalar(text: str) -> Scalar:
    found = parse_scalar(text)
    assert found is not None
    return found


def a_rule(**told: Any) -> ApproachRule:
    usual = {
        "name": "once", "same": ApproachScope.CAMPAIGN, "counts": ApproachCounts.CONNECTED,
        "within": scalar("30 d"),
    }  # fmt: skip
    return ApproachRule(label=Label(), **{**usual, **told})


def a_dial(name: str, days: float, customer: str | Missing = "a", **told: Any) -> tuple[Any, ...]:
    usual = {
        "dial_id": name, "campaign": "loans", "agent": "Bo", "agent_unmapped": False,
        "customer_ref": customer, "result": "connected", "dialed_ms": START + int(days * DAY),
        "source_ref": f"{name}:1", "success": False, "dialed_day": 0, "dialed_half_hour": 0,
        "dialed_hour": 0,
    }  # fmt: skip
    row = {**usual, **told}
    return tuple(row[each.name] for each in DIAL.columns)


#: An attempt so long before that the records reach back a window.
REACH = a_dial("first", -60, "nobody", result="no_answer")


def approaches(dials: Iterable[tuple[Any, ...]], rule: ApproachRule | None = None) -> Records:
    records = {"dial": Records.of_rows(DIAL, dials)}
    return with_repeats(records, RepeatRules(approaches=(rule or a_rule(),)))["approach"]


def again(dials: Iterable[tuple[Any, ...]], rule: ApproachRule | None = None) -> dict[str, Any]:
    columns: Mapping[str, Any] = approaches(dials, rule).columns
    return dict(zip(columns["dial_id"], columns["again"], strict=True))


def test_where_no_customer_is_known_nobody_can_tell_of_approaches() -> None:
    dials = [a_dial(str(number), number, Missing.NOT_MEASURED) for number in range(3)]
    records = {"dial": Records.of_rows(DIAL, dials)}

    assert "approach" not in with_repeats(records, RepeatRules(approaches=(a_rule(),)))
    assert again([*dials, a_dial("known", 1)]).keys() == {"known"}
    assert again([]) == {}


def test_whom_an_agent_talked_to_before_is_approached_again() -> None:
    dials = (REACH, a_dial("x", 0), a_dial("y", 3, agent="Al"))

    found = approaches(dials)

    assert found.row(0)["again"] is False
    double = found.row(1)
    assert (double["again"], double["since"], double["before_agent"]) == (True, 3 * DAY, "Bo")
    assert (double["agent"], double["campaign"]) == ("Al", "loans")


@pytest.mark.parametrize(
    ("days", "expected"), [(30, True), (30 + 1 / DAY, False)], ids=["the-limit", "a-ms-more"]
)
def test_the_limit_is_within(days: float, *, expected: bool) -> None:
    assert again((REACH, a_dial("x", 0), a_dial("y", days)))["y"] is expected


def test_another_campaign_is_another_matter_unless_the_center_is_asked() -> None:
    dials = (REACH, a_dial("x", 0), a_dial("y", 3, campaign="cards"))

    assert again(dials) == {"x": False, "y": False}
    assert again(dials, a_rule(same=ApproachScope.CENTER)) == {"x": False, "y": True}


def test_an_attempt_that_did_not_connect_is_an_approach_where_the_rule_says_so() -> None:
    dials = (
        REACH,
        a_dial("x", 0, result="no_answer"),
        a_dial("y", 3),
        a_dial("z", 4, result="open"),
    )

    assert again(dials) == {"y": False}
    assert again(dials, a_rule(counts=ApproachCounts.DIALED)) == {
        "first": Missing.NO_HISTORY, "x": False, "y": True,
    }  # fmt: skip


def test_of_the_first_days_nobody_knows() -> None:
    assert again((a_dial("x", 0), a_dial("y", 3))) == {"x": Missing.NO_HISTORY, "y": True}


def test_without_a_window_it_is_as_far_as_the_records_reach() -> None:
    dials = (a_dial("x", 0), a_dial("y", 300), a_dial("z", 301, "b"))

    assert again(dials, a_rule(within=None)) == {"x": False, "y": True, "z": False}


def test_a_customer_who_is_not_known_is_in_no_approach() -> None:
    dials = (REACH, a_dial("x", 0, Missing.NOT_MEASURED), a_dial("y", 1, Missing.NOT_MEASURED))

    assert again(dials) == {}


def test_nothing_follows_from_nothing() -> None:
    assert again(()) == {}
    assert with_repeats({}, RepeatRules(approaches=(a_rule(),))) == {}


@given(
    calls=st.lists(st.tuples(st.integers(0, 2000), st.sampled_from("ab")), max_size=20),
    hours=st.integers(1, 400),
)
def test_every_approach_is_as_a_look_at_every_pair_has_it(
    calls: list[tuple[int, str]], hours: int
) -> None:
    listed = sorted((hour, f"{n:02}", who) for n, (hour, who) in enumerate(calls))
    dials = [a_dial(name, hour / 24, who) for hour, name, who in listed]

    found = again(dials, a_rule(within=scalar(f"{hours} h")))

    expected: dict[str, Any] = {}
    for row, (hour, name, who) in enumerate(listed):
        if any(whose == who and hour - at <= hours for at, _, whose in listed[:row]):
            expected[name] = True
        else:
            reaches = hour - listed[0][0] >= hours
            expected[name] = False if reaches else Missing.NO_HISTORY
    assert found == expected
