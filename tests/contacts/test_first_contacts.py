"""Who came in again: matters and contacts, three-valued, held against a plain reading."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.contacts import (
    CONTACT,
    CONTACT_TOPIC,
    HANDLE_SEGMENT,
    Again,
    Counting,
    FirstContactRule,
    RepeatRules,
    SameMatter,
    with_repeats,
)
from ccops.contacts.windows import window_ms
from ccops.kpi import RecordKind, Records
from ccops.messages import Label
from ccops.values import Missing, Scalar, parse_scalar
from tests import loaded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

HOUR, DAY = 3_600_000, 86_400_000
START = 1_790_812_800_000  # 1 October 2026, 00:00 UTC
UNKNOWN = Missing.NOT_MEASURED


def scalar(text: str) -> Scalar:
    found = parse_scalar(text)
    assert found is not None
    return found


def a_rule(**told: Any) -> FirstContactRule:
    usual = {
        "name": "week", "same": SameMatter.CUSTOMER, "within": scalar("7 d"),
        "counting": Counting.ISSUES, "again": Again.ANSWERED,
    }  # fmt: skip
    return FirstContactRule(label=Label(), **{**usual, **told})


def a_row(kind: RecordKind, **told: Any) -> tuple[Any, ...]:
    return tuple(told.get(each.name, UNKNOWN if each.optional else 0) for each in kind.columns)


def a_contact(name: str, days: float, customer: str | Missing, **told: Any) -> tuple[Any, ...]:
    at_ms = START + int(days * DAY)
    usual = {
        "contact_id": name, "root_id": name, "channel": "voice", "direction": "inbound",
        "customer_ref": customer, "visits": 1, "segments": 1, "disconnect_by": "customer",
        "started_ms": at_ms, "started_day": dt.date(2026, 10, 1).toordinal() + int(days // 1),
        "started_half_hour": at_ms // 1000, "started_hour": 0, "source_ref": f"{name}:1",
    }  # fmt: skip
    return a_row(CONTACT, **{**usual, **told})


def seen(
    contacts: Iterable[tuple[Any, ...]],
    rule: FirstContactRule | None = None,
    **others: Records,
) -> dict[str, Any]:
    """Return whether each matter was repeated, by the id of its first contact."""
    given_ = {"contact": Records.of_rows(CONTACT, contacts), **others}
    issues = with_repeats(given_, RepeatRules(first_contacts=(rule or a_rule(),)))["issue"]
    columns: Mapping[str, Any] = issues.columns
    return dict(zip(columns["contact_id"], columns["repeated"], strict=True))


#: Contacts of nobody else, so that the records reach a month back and ahead.
REACH = (a_contact("first", -30, "nobody"), a_contact("last", 60, "nobody either"))


def within_reach(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in found.items() if name not in ("first", "last")}


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param((0, 7), {"0": True}, id="the-limit-is-within"),
        pytest.param((0, 7 + 1 / DAY), {"0": False, "1": False}, id="a-millisecond-more-is-not"),
        pytest.param((0, 5, 10), {"0": True}, id="each-within-the-window-of-the-one-before"),
        pytest.param((0, 5, 20), {"0": True, "2": False}, id="later-is-a-matter-of-its-own"),
        pytest.param((3,), {"0": False}, id="alone"),
    ],
)
def test_a_matter_is_counted_once_at_its_first_contact(
    days: Sequence[float], expected: Mapping[str, bool]
) -> None:
    contacts = [a_contact(str(number), each, "a") for number, each in enumerate(days)]

    assert within_reach(seen((*REACH, *contacts))) == expected


def test_by_contacts_each_one_is_asked() -> None:
    contacts = [a_contact(str(number), each, "a") for number, each in enumerate((0, 5, 10))]

    found = seen((*REACH, *contacts), a_rule(counting=Counting.CONTACTS))

    assert within_reach(found) == {"0": True, "1": True, "2": False}


def test_gc_76_four_hundred_matters_of_which_72_came_again() -> None:
    contacts = [a_contact(f"c{n}", n % 20, f"customer {n}") for n in range(400)]
    again = [a_contact(f"r{n}", n % 20 + 6, f"customer {n}") for n in range(72)]

    found = within_reach(seen((*REACH, *contacts, *again)))

    assert Counter(found.values()) == {False: 328, True: 72}


def test_the_last_days_are_not_due_and_the_first_have_no_history() -> None:
    contacts = (
        a_contact("early", 0, "a"),
        a_contact("middle", 10, "b"),
        a_contact("late", 25, "c"),
        a_contact("again", 26, "c"),
        a_contact("last", 31, "d"),
    )

    found = seen(contacts)

    assert found == {
        "early": Missing.NO_HISTORY,
        "middle": False,
        "late": True,
        "last": Missing.NOT_DUE,
    }


def test_who_is_not_known_is_in_no_matter() -> None:
    contacts = (a_contact("x", 0, UNKNOWN), a_contact("y", 1, UNKNOWN), a_contact("z", 2, "a"))

    assert within_reach(seen((*REACH, *contacts))) == {"z": False}


@pytest.mark.parametrize(("again", "expected"), [(Again.ANSWERED, False), (Again.ANY, True)])
def test_a_later_call_that_nobody_answered(again: Again, *, expected: bool) -> None:
    contacts = (a_contact("x", 0, "a"), a_contact("y", 1, "a", segments=0, visits=1))

    assert within_reach(seen((*REACH, *contacts), a_rule(again=again))) == {"x": expected}


def test_a_call_nobody_answered_begins_no_matter() -> None:
    contacts = (a_contact("x", 0, "a", segments=0), a_contact("y", 1, "a"))

    assert within_reach(seen((*REACH, *contacts))) == {"y": False}


def test_what_was_handed_on_and_what_the_center_dialed_is_no_repeat() -> None:
    contacts = (
        a_contact("x", 0, "a"),
        a_contact("x2", 0.1, UNKNOWN, root_id="x"),
        a_contact("out", 1, "a", direction="outbound"),
    )

    assert within_reach(seen((*REACH, *contacts))) == {"x": False}


def topics(**told: str) -> Records:
    rows = [
        a_row(CONTACT_TOPIC, contact_id=contact, topic=topic, day=739_000, source_ref="t:1")
        for contact, topic in told.items()
    ]
    return Records.of_rows(CONTACT_TOPIC, rows)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param({"x": "bill", "y": "bill"}, {"x": True}, id="the-same"),
        pytest.param({"x": "bill", "y": "move"}, {"x": False, "y": False}, id="another"),
        pytest.param({"x": "bill"}, {"x": UNKNOWN, "y": UNKNOWN}, id="of-the-second-not-known"),
        pytest.param({}, {"x": UNKNOWN, "y": UNKNOWN}, id="of-neither-known"),
    ],
)
def test_a_topic_that_is_not_known_decides_nothing(
    told: Mapping[str, str], expected: Mapping[str, Any]
) -> None:
    contacts = (a_contact("x", 0, "a"), a_contact("y", 1, "a"))
    rule = a_rule(same=SameMatter.CUSTOMER_AND_TOPIC)

    found = seen((*REACH, *contacts), rule, contact_topic=topics(**told))

    assert within_reach(found) == expected


def test_a_matter_is_the_first_agents() -> None:
    def segment(contact: str, agent: str, at_ms: int) -> tuple[Any, ...]:
        told = {"contact_id": contact, "agent": agent, "queue": "Q", "connected_ms": at_ms}
        return a_row(HANDLE_SEGMENT, **told)

    segments = Records.of_rows(
        HANDLE_SEGMENT, [segment("x", "Bo", START + HOUR), segment("x", "Al", START + 60_000)]
    )
    records = {
        "contact": Records.of_rows(CONTACT, (*REACH, a_contact("x", 0, "a"))),
        "handle_segment": segments,
    }

    issues = with_repeats(records, RepeatRules(first_contacts=(a_rule(),)))["issue"]

    by_contact = dict(zip(issues.columns["contact_id"], issues.columns["agent"], strict=True))
    assert by_contact["x"] == "Al"
    assert by_contact["first"] is Missing.NO_RECORDS


def test_nothing_follows_from_nothing() -> None:
    empty = {"contact": Records.of_rows(CONTACT, ())}

    assert len(with_repeats(empty, RepeatRules(first_contacts=(a_rule(),)))["issue"]) == 0
    assert with_repeats(empty, RepeatRules()) is empty
    assert with_repeats({}, RepeatRules(first_contacts=(a_rule(),))) == {}


def _plainly(
    own: Sequence[tuple[int, str | None]], at: int, *, sign: int, window: int, edge: int
) -> Any:
    """Say whether another is within the window of one, by looking at every pair."""
    instant, topic = own[at]
    near = [
        other
        for row, (when, other) in enumerate(own)
        if (row - at) * sign > 0 and abs(when - instant) <= window
    ]
    if any(topic is not None and other == topic for other in near):
        return True
    if any(topic is None or other is None for other in near):
        return UNKNOWN
    if (edge - instant) * sign < window:
        return Missing.NOT_DUE if sign > 0 else Missing.NO_HISTORY
    return False


@given(
    calls=st.lists(
        st.tuples(
            st.integers(0, 40 * 24), st.sampled_from("ab"), st.sampled_from((None, "x", "y"))
        ),
        min_size=1, max_size=25,
    ),
    hours=st.integers(1, 240),
    counting=st.sampled_from(Counting),
)  # fmt: skip
def test_every_matter_is_as_a_look_at_every_pair_has_it(
    calls: list[tuple[int, str, str | None]], hours: int, counting: Counting
) -> None:
    listed = sorted(
        (hour * HOUR, f"{n:02}", who, topic) for n, (hour, who, topic) in enumerate(calls)
    )
    contacts = [a_contact(name, at / DAY, who) for at, name, who, _ in listed]
    told = topics(**{name: topic for _, name, _, topic in listed if topic is not None})
    rule = a_rule(
        same=SameMatter.CUSTOMER_AND_TOPIC, within=scalar(f"{hours} h"), counting=counting
    )

    found = seen(contacts, rule, contact_topic=told)

    expected: dict[str, Any] = {}
    first, last = listed[0][0], listed[-1][0]
    for who in "ab":
        names = [name for _, name, whose, _ in listed if whose == who]
        own = [(at, topic) for at, _, whose, topic in listed if whose == who]
        for at, name in enumerate(names):
            window = hours * HOUR
            after = _plainly(own, at, sign=1, window=window, edge=last)
            before: Any = False
            if counting is Counting.ISSUES:
                before = _plainly(own, at, sign=-1, window=window, edge=first)
            if before is not True:
                expected[name] = before if isinstance(before, Missing) else after
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("7 d", 7 * DAY), ("48 h", 48 * HOUR), ("30 min", HOUR // 2)]
)
def test_a_window_is_days_or_a_duration(text: str, expected: int) -> None:
    assert window_ms(scalar(text)) == expected


@pytest.mark.parametrize("text", ["0 d", "7", "30%", "5000 d", "CNY 7"])
def test_anything_else_is_no_window(text: str) -> None:
    with pytest.raises(ValueError, match="Scalar"):
        window_ms(scalar(text))


def test_where_no_customer_is_known_there_are_no_matters_to_count() -> None:
    contacts = [a_contact(str(number), number, UNKNOWN) for number in range(3)]
    given_ = {"contact": Records.of_rows(CONTACT, contacts)}

    assert "issue" not in with_repeats(given_, RepeatRules(first_contacts=(a_rule(),)))
    assert seen([*contacts, a_contact("known", 1, "a")]).keys() == {"known"}


def test_where_nobody_says_which_way_contacts_went_there_are_no_matters_to_count() -> None:
    contacts = Records.of_rows(CONTACT, [a_contact("1", 1, "a")])
    way = {**contacts.columns, "direction": ["unknown"]}
    given_ = {"contact": Records(kind=CONTACT, columns=way)}

    assert "issue" not in with_repeats(given_, RepeatRules(first_contacts=(a_rule(),)))


def test_without_any_contact_there_are_matters_and_none_of_them() -> None:
    assert seen([]) == {}


def test_a_center_sees_matters_in_what_it_read() -> None:
    """``Center.kpi`` needs nothing but the contacts."""
    center = loaded.center("base")
    contacts = (*REACH, a_contact("x", 3, "a"), a_contact("y", 5, "a"), a_contact("z", 9, "b"))
    records = {"contact": Records.of_rows(CONTACT, contacts)}

    measured = {
        name: each.value(name, dt.date(2026, 10, 4).toordinal())
        for each in center.kpi(records, by=("day",))
        for name in each.indicators
    }

    assert measured["first_contact_resolution"] == (0, 1)
    assert measured["issues"] == 1
