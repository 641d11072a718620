"""Laws of the monthly bonus of the bundled telecom pack, under every reading that keeps them."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.testing.builders import an_employee
from ccops.values import Money
from tests import loaded
from tests.laws import tried
from tests.quiet import QUIET

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.settlement import MonthRules

FAIR: Final = ("printed", "slices", "shared_top")
#: What each row pays at most how many of a hundred, row by row from the top.
CAPS: Final[Mapping[str, tuple[tuple[int, int], ...]]] = {
    "printed": ((500, 10), (400, 10), (300, 35), (200, 45), (100, 100)),
    "slices": ((500, 10), (400, 20), (300, 55), (200, 100), (100, 100)),
    "shared_top": ((500, 10), (400, 10), (300, 45), (200, 90), (100, 100)),
}
PRESENT: Final = {**QUIET, "rostered_shifts": 20, "basic_pay_due": 0}
#: Total and overall conduct of somebody, in hundredths of a point.
Marks = tuple[int, int]
MARKS = st.tuples(
    st.one_of(st.sampled_from([5_999, 6_000, 7_499, 7_500, 8_499, 8_500]), st.integers(0, 10_000)),
    st.sampled_from([5_000, 8_000, 8_050]),
)
POOLS = st.lists(MARKS, min_size=1, max_size=24)


@cache
def _rules(reading: str) -> MonthRules:
    center = loaded.center().with_choices(bonus_reading=reading)
    return center.month("2026-10", employees=[], decisions={"award_themes": []}).month.rules


def bonuses(reading: str, marks: Mapping[str, Marks]) -> dict[str, int]:
    """Return what each of some agents is paid, in whole yuan, for these totals and conducts."""
    from ccops.settlement import Month

    month = Month(rules=_rules(reading), employees=tuple(map(an_employee, marks)))
    facts = month.facts(dict.fromkeys(marks, PRESENT))
    totals: dict[str, object] = {who: _points(each[0]) for who, each in marks.items()}
    conducts: dict[str, object] = {who: _points(each[1]) for who, each in marks.items()}
    settlement = month.settle(facts, pins={"monthly_score": totals, "conduct": conducts})
    found = {who: settlement.value(who, "monthly_bonus") for who in marks}
    return {who: int(each.amount) for who, each in found.items() if isinstance(each, Money)}


def _points(hundredths: int) -> str:
    return f"{Decimal(hundredths).scaleb(-2):f}"


def named(marks: Sequence[Marks]) -> dict[str, Marks]:
    return {f"E{number:03}": each for number, each in enumerate(marks)}


@pytest.mark.parametrize(
    ("reading", "total"),
    [("printed", 20_000), ("shared_top", 25_500), ("slices", 28_500), ("literal", 5_000)],
)
def test_a_hundred_agents_above_85_cost_what_the_reading_says(reading: str, total: int) -> None:
    """GC-99: the four totals a center must know before it takes a reading."""
    marks = named([(8_600 + number, 5_000) for number in range(100)])

    assert sum(bonuses(reading, marks).values()) == total


#: The totals of GC-06 by rank, in hundredths of a point.
TWENTY: Final = (
    9_200, 8_600, 8_550, 8_499, 8_200, 7_999, 7_800, 7_700, 7_600, 7_500,
    7_499, 7_400, 7_200, 7_000, 6_999, 6_800, 6_500, 6_000, 5_999, 5_500,
)  # fmt: skip


@pytest.mark.parametrize(
    ("reading", "amounts", "total"),
    [
        ("printed", [500] * 2 + [300] * 5 + [200] * 2 + [100] * 9 + [0] * 2, 3_800),
        ("literal", [500] * 2 + [0] * 3 + [300] * 2 + [0] * 7 + [100] * 4 + [0] * 2, 2_000),
        ("shared_top", [500] * 2 + [300] * 7 + [200] * 5 + [100] * 4 + [0] * 2, 4_500),
        ("slices", [500] * 2 + [400] * 2 + [300] * 6 + [200] * 4 + [100] * 4 + [0] * 2, 4_800),
    ],
    ids=["GC-06", "GC-07", "GC-08", "GC-08b"],
)
def test_twenty_agents_are_paid_what_the_reading_says(
    reading: str, amounts: list[int], total: int
) -> None:
    found = bonuses(reading, named([(each, 5_000) for each in TWENTY]))

    assert list(found.values()) == amounts
    assert sum(amounts) == total


@pytest.mark.parametrize("reading", FAIR)
@tried(50)
@given(pool=POOLS)
def test_a_better_place_with_more_points_is_never_paid_less(
    reading: str, pool: list[Marks]
) -> None:
    marks = named(pool)

    found = bonuses(reading, marks)

    best_first = sorted(marks, key=marks.__getitem__, reverse=True)
    amounts = [found[who] for who in best_first]
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize("reading", FAIR)
@tried(50)
@given(pool=POOLS, raised=st.integers(0, 2_000), data=st.data())
def test_somebody_who_scores_more_is_never_paid_less(
    reading: str, pool: list[Marks], raised: int, data: st.DataObject
) -> None:
    marks = named(pool)
    who = data.draw(st.sampled_from(sorted(marks)))
    more = {**marks, who: (min(10_000, marks[who][0] + raised), marks[who][1])}

    assert bonuses(reading, more)[who] >= bonuses(reading, marks)[who]


@tried(60)
@given(reading=st.sampled_from(FAIR), pool=POOLS, data=st.data())
def test_the_order_of_the_employees_changes_nothing(
    reading: str, pool: list[Marks], data: st.DataObject
) -> None:
    marks = named(pool)
    order = data.draw(st.permutations(list(marks)))

    assert bonuses(reading, {who: marks[who] for who in order}) == bonuses(reading, marks)


@tried(60)
@given(reading=st.sampled_from(FAIR), pool=POOLS, data=st.data())
def test_who_is_called_what_changes_nothing(
    reading: str, pool: list[Marks], data: st.DataObject
) -> None:
    marks = named(pool)
    names = dict(zip(marks, data.draw(st.permutations(list(marks))), strict=True))

    renamed = bonuses(reading, {names[who]: each for who, each in marks.items()})

    assert renamed == {names[who]: each for who, each in bonuses(reading, marks).items()}


@pytest.mark.parametrize("reading", FAIR)
@tried(50)
@given(pool=POOLS, conduct=st.sampled_from([0, 5_000]), below=st.integers(1, 3_000))
def test_one_more_with_a_lower_score_lowers_nobodys_pay(
    reading: str, pool: list[Marks], conduct: int, below: int
) -> None:
    marks = named(pool)
    least = min(total for total, _ in pool)
    more = {**marks, "last": (max(0, least - below), conduct)}

    before, after = bonuses(reading, marks), bonuses(reading, more)

    if least:  # with 0 points nobody scores less
        assert all(after[who] >= before[who] for who in marks)


@pytest.mark.parametrize("reading", FAIR)
@tried(50)
@given(totals=st.sets(st.integers(0, 10_000), min_size=1, max_size=24))
def test_without_ties_the_caps_bound_what_is_paid(reading: str, totals: set[int]) -> None:
    marks = named([(total, 5_000) for total in sorted(totals)])
    size, most, before = len(marks), 0, 0
    for amount, share in CAPS[reading]:
        places = size * share // 100
        most, before = most + amount * max(0, places - before), max(places, before)

    assert sum(bonuses(reading, marks).values()) <= most


def test_the_literal_reading_pays_less_for_better_work() -> None:
    """GC-07: 86 points on place 3 of 20 get nothing, 60 points get 100."""
    scores = [9_000, 8_900, 8_600, *range(6_500, 6_400, -10), *range(6_100, 6_030, -10)]
    marks = named([(each, 5_000) for each in scores])

    found = bonuses("literal", marks)

    assert len(marks) == 20
    assert (found["E002"], found["E019"]) == (0, 100)
