"""Closing one person's hours account: the manual's cases, and laws of every account."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.facts import Lot, lots_left
from ccops.testing.hours import HOUR, MINUTE, a_lot, hours_terms
from ccops.values import Missing
from ccops.worktime.comp_lots import LotBook
from ccops.worktime.comp_requests import CompLeave
from ccops.worktime.hours_closing import ClosedHours, PersonHours, close_hours
from ccops.worktime.hours_words import CompOffset, NoticeDays, OnLapse, Refusal, Surplus

if TYPE_CHECKING:
    import random


def worked(hours: float, *comp: CompLeave, days: int = 22, **more: Any) -> PersonHours:
    return PersonHours(standard=days * 8 * HOUR, counted=int(hours * HOUR), comp=comp, **more)


def off(day: str, hours: float, **more: Any) -> CompLeave:
    said = {
        "asked_on": Missing.NOT_MEASURED,
        "approved": True,
        "approved_in_time": True,
        "reference": "leave:1",
    }
    return CompLeave(day=dt.date.fromisoformat(day), amount=int(hours * HOUR), **{**said, **more})


def hours_of(closed: ClosedHours) -> dict[str, int]:
    return {name: amount // HOUR for name, amount in {**closed.hours, **closed.comp}.items()}


# -- the manual's cases -------------------------------------------------------------------------


def test_gc_39_a_surplus_becomes_a_lot_of_the_same_hours() -> None:
    closed = close_hours(worked(184), (), (), hours_terms())

    (lot,) = lots_left(closed.lots)
    assert (lot.amount, lot.dated) == (8 * HOUR, dt.date(2025, 1, 25).toordinal())
    assert hours_of(closed)["granted"] == 8


def test_gc_40_a_shortage_is_offset_by_the_oldest_lot() -> None:
    closed = close_hours(worked(165, days=21), [a_lot("2025-01", 8)], (), hours_terms("2025-02"))

    found = hours_of(closed)
    assert (found["balance"], found["offset"], found["open"], found["debt"]) == (-3, 3, 5, 0)


def test_gc_40_on_request_the_lot_stays_and_the_shortage_is_owed() -> None:
    terms = hours_terms("2025-02", offset=CompOffset.ON_REQUEST)

    closed = close_hours(worked(165, days=21), [a_lot("2025-01", 8)], (), terms)

    found = hours_of(closed)
    assert (found["offset"], found["open"], found["debt"]) == (0, 8, 3)


def test_gc_41_a_debt_is_made_up_by_the_next_month() -> None:
    first = close_hours(worked(165, days=21), (), (), hours_terms("2025-02"))
    owed = lots_left(first.debts)

    short = close_hours(worked(170, days=21), (), owed, hours_terms("2025-03"))
    reached = close_hours(worked(171, days=21), (), owed, hours_terms("2025-03"))
    over = close_hours(worked(172, days=21), (), owed, hours_terms("2025-03"))

    assert hours_of(first)["debt"] == 3
    assert [hours_of(x)["debt"] for x in (short, reached, over)] == [1, 0, 0]
    assert [hours_of(x)["granted"] for x in (short, reached, over)] == [0, 0, 1]


def test_gc_42_leave_on_the_last_day_is_allowed_and_the_rest_lapses_the_next() -> None:
    lots = [a_lot("2025-01", 8, 5)]

    july = close_hours(worked(174, off("2025-07-25", 2)), lots, (), hours_terms("2025-07"))
    august = close_hours(worked(176), lots_left(july.lots), (), hours_terms("2025-08"))

    assert hours_of(july)["taken"] == 2
    assert hours_of(july)["lapsed"] == 0
    assert hours_of(august)["lapsed"] == 3
    assert lots_left(august.lots) == ()


@pytest.mark.parametrize(
    ("what", "lapsed", "paid", "kept"),
    [(OnLapse.REPORT, 3, 0, 0), (OnLapse.PAY, 3, 3, 0), (OnLapse.EXTEND, 0, 0, 3)],
)
def test_gc_42b_what_becomes_of_lapsed_hours(
    what: OnLapse, lapsed: int, paid: int, kept: int
) -> None:
    closed = close_hours(
        worked(176), [a_lot("2025-01", 3)], (), hours_terms("2025-08", on_lapse=what)
    )

    found = hours_of(closed)
    assert (found["lapsed"], found["lapse_paid"], found["open"]) == (lapsed, paid, kept)


def test_gc_42b_asking_leaves_it_undecided_until_somebody_rules() -> None:
    terms, lots = hours_terms("2025-08", on_lapse=OnLapse.ASK), [a_lot("2025-01", 3)]

    asked = close_hours(worked(176), lots, (), terms)
    ruled = close_hours(worked(176), lots, (), terms, ruling=OnLapse.EXTEND)

    assert asked.is_undecided
    assert not ruled.is_undecided
    assert hours_of(ruled)["extended"] == 3


def test_an_extended_lot_never_lapses() -> None:
    terms = hours_terms("2025-08", on_lapse=OnLapse.EXTEND)
    kept = lots_left(close_hours(worked(176), [a_lot("2025-01", 3)], (), terms).lots)

    later = close_hours(worked(176), kept, (), hours_terms("2030-01"))

    assert hours_of(later)["open"] == 3


def test_gc_44_the_oldest_lot_goes_first_and_too_little_is_nothing() -> None:
    lots = [a_lot("2025-01", 5), a_lot("2025-02", 6)]

    early = close_hours(worked(168, off("2025-07-20", 8)), lots, (), hours_terms("2025-07"))
    late = close_hours(worked(176, off("2025-07-26", 8)), lots, (), hours_terms("2025-08"))

    assert [each.left for each in early.lots] == [0, 3 * HOUR]
    assert [why for _, why in late.refused] == [Refusal.TOO_LITTLE]
    assert hours_of(late)["taken"] == 0


@pytest.mark.parametrize(
    ("kind", "asked", "why"),
    [
        (NoticeDays.CALENDAR_DAYS, "2025-03-07", None),
        (NoticeDays.CALENDAR_DAYS, "2025-03-08", Refusal.ASKED_LATE),
        (NoticeDays.CALENDAR_DAYS, "2025-03-11", Refusal.ASKED_LATE),
        (NoticeDays.WORKDAYS, "2025-03-05", None),
        (NoticeDays.WORKDAYS, "2025-03-06", Refusal.ASKED_LATE),
        (NoticeDays.WORKDAYS, "2025-03-07", Refusal.ASKED_LATE),
    ],
)
def test_gc_45_comp_time_is_asked_for_three_days_before(
    kind: NoticeDays, asked: str, why: Refusal | None
) -> None:
    leave = off("2025-03-10", 8, asked_on=dt.date.fromisoformat(asked))

    closed = close_hours(
        worked(168, leave), [a_lot("2025-02", 8)], (), hours_terms("2025-03", notice_days=kind)
    )

    assert [each for _, each in closed.refused] == ([] if why is None else [why])


@pytest.mark.parametrize(
    ("more", "hours", "why"),
    [
        ({"approved": False}, 2, Refusal.NOT_APPROVED),
        ({"approved_in_time": False}, 2, Refusal.APPROVED_LATE),
        ({"asked_on": Missing.NO_RECORDS}, 2, Refusal.NOT_ASKED),
        ({}, 0.75, Refusal.NOT_IN_STEPS),
        ({}, 8.5, Refusal.TOO_LITTLE),
    ],
)
def test_time_off_that_is_no_comp_time_says_why(
    more: dict[str, Any], hours: float, why: Refusal
) -> None:
    leave = off("2025-03-10", hours, **more)

    closed = close_hours(worked(168, leave), [a_lot("2025-02", 8)], (), hours_terms("2025-03"))

    assert closed.refused == ((leave, why),)
    assert closed.comp["taken"] == 0


def test_gc_94_open_lots_of_a_leaver_are_paid_out_and_debts_only_told() -> None:
    lots, owed = [a_lot("2024-12", 11)], [a_lot("2024-12", 2)]
    gone = {"ended_on": dt.date(2025, 1, 4)}

    closed = close_hours(worked(56, days=7, **gone), lots, (), hours_terms())
    short = close_hours(worked(50, days=7, **gone), (), owed, hours_terms())

    assert hours_of(closed)["payout"] == 11
    assert lots_left(closed.lots) == ()
    assert hours_of(short)["debt"] == 8
    assert lots_left(short.debts) == ()


def test_gc_131_a_surplus_that_is_paid_makes_no_lot() -> None:
    closed = close_hours(worked(184), (), (), hours_terms(surplus=Surplus.PAID))

    assert (hours_of(closed)["surplus"], hours_of(closed)["granted"]) == (8, 0)


def test_gc_153_a_lot_offsets_on_its_last_day() -> None:
    july = close_hours(worked(173), [a_lot("2025-01", 8)], (), hours_terms("2025-07"))
    august = close_hours(worked(176), lots_left(july.lots), (), hours_terms("2025-08"))

    assert hours_of(july)["offset"] == 3
    assert hours_of(august)["lapsed"] == 5


def test_long_leave_fills_up_to_the_standard_and_makes_no_lot() -> None:
    little = close_hours(worked(0, unrostered=80 * HOUR), (), (), hours_terms())
    much = close_hours(worked(170, unrostered=80 * HOUR), (), (), hours_terms())

    assert hours_of(little)["credit"] == 80
    assert (hours_of(much)["credit"], hours_of(much)["granted"]) == (6, 0)


def test_the_standard_never_falls_below_zero() -> None:
    closed = close_hours(worked(0, lowered=300 * HOUR), (), (), hours_terms())

    found = hours_of(closed)
    assert (found["standard"], found["lowered"], found["balance"]) == (0, 176, 0)


# -- laws ---------------------------------------------------------------------------------------

amounts = st.integers(0, 200).map(lambda halves: halves * 30 * MINUTE)
lots = st.lists(
    st.tuples(st.integers(6, 12), amounts.filter(bool)).map(
        lambda pair: Lot(2024 * 12 + pair[0], pair[1], pair[1], "opening")
    ),
    max_size=5,
)
requests = st.lists(
    st.builds(
        CompLeave,
        day=st.dates(dt.date(2024, 12, 26), dt.date(2025, 1, 25)),
        amount=st.integers(1, 60).map(lambda quarters: quarters * 15 * MINUTE),
        asked_on=st.one_of(
            st.just(Missing.NOT_MEASURED), st.dates(dt.date(2024, 12, 1), dt.date(2025, 1, 25))
        ),
        approved=st.booleans(),
        approved_in_time=st.booleans(),
        reference=st.sampled_from(["leave:1", "leave:2", "leave:3"]),
        row=st.integers(0, 9),
    ),
    max_size=6,
)
people = st.builds(
    PersonHours,
    standard=amounts,
    counted=amounts,
    credit=amounts,
    lowered=amounts,
    unrostered=amounts,
    comp=requests.map(tuple),
    ended_on=st.sampled_from([None, dt.date(2025, 1, 10)]),
)
whats = st.sampled_from([OnLapse.REPORT, OnLapse.PAY, OnLapse.EXTEND])
offsets = st.sampled_from(list(CompOffset))


@given(people, lots, lots, whats, offsets)
def test_what_was_there_and_granted_is_used_lapsed_paid_out_or_left(
    said: PersonHours, held: list[Lot], owed: list[Lot], what: OnLapse, offset: CompOffset
) -> None:
    closed = close_hours(said, held, owed, hours_terms(on_lapse=what, offset=offset))

    comp = closed.comp
    came = comp["before"] + comp["granted"]
    assert came == comp["used"] + comp["lapsed"] + comp["payout"] + comp["open"]
    assert comp["open"] == sum(each.left for each in lots_left(closed.lots))
    assert comp["before"] == sum(each.left for each in held)


@given(people, lots, lots, whats, offsets)
def test_no_lot_and_no_debt_is_ever_negative(
    said: PersonHours, held: list[Lot], owed: list[Lot], what: OnLapse, offset: CompOffset
) -> None:
    closed = close_hours(said, held, owed, hours_terms(on_lapse=what, offset=offset))

    assert all(each.left >= 0 for each in (*closed.lots, *closed.debts))
    assert all(amount >= 0 for name, amount in closed.comp.items())
    assert all(amount >= 0 for name, amount in closed.hours.items() if name != "balance")


@given(people, lots, lots, whats, offsets)
def test_the_balance_is_what_the_closing_says(
    said: PersonHours, held: list[Lot], owed: list[Lot], what: OnLapse, offset: CompOffset
) -> None:
    closed = close_hours(said, held, owed, hours_terms(on_lapse=what, offset=offset))

    hours, comp = closed.hours, closed.comp
    worth = hours["counted"] + hours["credit"] + comp["taken"]
    assert hours["balance"] == worth - hours["standard"] - hours["debt_before"]
    assert hours["debt"] == hours["short"] - comp["offset"]
    assert comp["granted"] == hours["surplus"]


@given(people, lots, lots, st.randoms(use_true_random=False))
def test_any_order_of_events_gives_the_same_account(
    said: PersonHours, held: list[Lot], owed: list[Lot], chance: random.Random
) -> None:
    mixed_comp, mixed_held, mixed_owed = list(said.comp), list(held), list(owed)
    for each in (mixed_comp, mixed_held, mixed_owed):
        chance.shuffle(each)
    other = PersonHours(
        standard=said.standard,
        counted=said.counted,
        credit=said.credit,
        lowered=said.lowered,
        unrostered=said.unrostered,
        comp=tuple(mixed_comp),
        ended_on=said.ended_on,
    )

    one = close_hours(said, held, owed, hours_terms())
    two = close_hours(other, mixed_held, mixed_owed, hours_terms())

    assert (one.hours, one.comp, one.lots, one.debts) == (two.hours, two.comp, two.lots, two.debts)


@given(lots, amounts)
def test_taking_never_takes_what_is_not_there(held: list[Lot], wanted: int) -> None:
    terms = hours_terms()
    book = LotBook(held, terms.last_day)
    there = book.usable(terms.days.last)

    assert book.take(terms.days.last, wanted, "leave") == min(wanted, there)
    assert book.usable(terms.days.last) == there - min(wanted, there)
