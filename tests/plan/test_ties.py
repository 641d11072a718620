"""Money split among people who share a place: equal parts, and what rounding leaves."""

from __future__ import annotations

from collections import Counter
from functools import cache

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Text
from ccops.plan import Plan, RankFigure, TableFigure, Unranked
from ccops.plan.tracing import Tracer
from ccops.rules import ColumnRule
from ccops.rules.places import PlacesRounding
from ccops.rules.ranks import Barred, Ties, TiesPay, Unknown
from ccops.rules.tables import HitPolicy
from ccops.testing.plans import a_fact, a_plan, a_settlement
from ccops.values import Missing, Money, Unit

EVERYBODY = Text("employees")
RANK = RankFigure(
    name="ranks",
    population=EVERYBODY,
    order=(Text("score desc"),),
    ties=Ties.SHARE_BEST,
    unknown=Unknown.OUTSIDE,
    barred=Barred.KEEP_PLACE,
    places=PlacesRounding.EXACT,
)
PRIZES = TableFigure(
    name="given",
    population=EVERYBODY,
    columns=(ColumnRule(name="place", reads=Text("ranks")),),
    hit=HitPolicy.UNIQUE,
    rows=(
        (Text("1"), Text("CNY 500")),
        (Text("2"), Text("CNY 300")),
        (Text("3"), Text("CNY 100")),
    ),
    otherwise=(Text("CNY 0"),),
    unranked=Unranked(pays=Text("CNY 7"), code="not_ranked"),
    ties_pay=TiesPay.SPLIT,
)
FACTS = (a_fact("score", Unit.COUNT, range="[0..100]", optional=True),)


@cache
def plan_of(rank: RankFigure) -> Plan:
    return a_plan(rank, PRIZES, facts=FACTS)


def paid(scores: list[int | None], rank: RankFigure = RANK) -> list[int]:
    """Return what everybody is paid, in fen."""
    plan = plan_of(rank)
    told = {
        f"E{number:02}": {} if each is None else {"score": each}
        for number, each in enumerate(scores)
    }
    settlement = a_settlement(plan, told)
    found = [settlement.value(who, "given") for who in told]
    return [int(each.amount * 100) for each in found if isinstance(each, Money)]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([80, 80, 70], [40_000, 40_000, 10_000]),  # GC-107
        ([90, 80, 80, 80], [50_000, 13_333, 13_333, 13_333]),  # GC-151
        ([80, 70, 60], [50_000, 30_000, 10_000]),
        ([80], [50_000]),
        ([80, None], [50_000, 700]),
        ([80, None, None], [50_000, 700, 700]),
    ],
    ids=["two-first", "three-second", "nobody-tied", "alone", "one-outside", "two-outside"],
)
def test_people_who_share_a_place_split_what_their_places_pay(
    scores: list[int | None], expected: list[int]
) -> None:
    assert paid(scores) == expected


@pytest.mark.parametrize("ties", [Ties.SHARE_BEST, Ties.SHARE_WORST])
@given(scores=st.lists(st.integers(0, 6), min_size=1, max_size=12))
def test_the_parts_and_their_rest_are_what_the_places_pay(ties: Ties, scores: list[int]) -> None:
    amounts = paid(list(scores), attrs.evolve(RANK, ties=ties))

    whole = sum([50_000, 30_000, 10_000][: len(scores)])
    rests = sum(each - 1 for each in Counter(scores).values())
    assert whole - rests <= sum(amounts) <= whole
    assert all(
        len({amounts[at] for at, each in enumerate(scores) if each == one}) == 1 for one in scores
    )


@given(scores=st.lists(st.integers(0, 6), min_size=1, max_size=12))
def test_a_better_place_is_paid_no_less_when_ties_split(scores: list[int]) -> None:
    amounts = paid(list(scores))

    best_first = sorted(range(len(scores)), key=lambda at: -scores[at])
    assert [amounts[at] for at in best_first] == sorted(amounts, reverse=True)


def test_those_put_last_for_want_of_a_score_share_no_prize() -> None:
    rank = attrs.evolve(RANK, unknown=Unknown.LAST)

    assert paid([80, None, None], rank) == [50_000, 700, 700]


def test_an_explanation_says_what_was_shared_and_what_is_left() -> None:
    plan = a_plan(RANK, PRIZES, facts=FACTS)
    settlement = a_settlement(
        plan, {f"E{at}": {"score": each} for at, each in enumerate([9, 8, 8, 8])}
    )

    trace = Tracer(settlement.results, {}).figure("given", 1)
    assert trace is not None
    assert trace.shared is not None
    assert trace.shared.places == (2, 3, 4)
    assert [each.cell for each in trace.shared.amounts] == [30_000, 10_000, 0]
    assert (trace.shared.each.cell, trace.shared.rest.cell) == (13_333, 1)
    alone = Tracer(settlement.results, {}).figure("given", 0)
    assert alone is not None
    assert alone.shared is None


def test_a_table_without_a_rank_has_nothing_to_split() -> None:
    table = attrs.evolve(PRIZES, columns=(ColumnRule(name="place", reads=Text("grade")),))
    facts = (a_fact("grade", Unit.COUNT, range="[0..9]"),)

    assert [each.code for each in a_plan(table, facts=facts).diagnostics] == ["ties-without-rank"]


def test_a_tie_with_an_input_missing_stays_missing() -> None:
    facts = (*FACTS, a_fact("grade", Unit.COUNT, range="[0..9]"))
    columns = (*PRIZES.columns, ColumnRule(name="grade", reads=Text("grade")))
    rows = tuple((row[0], Text("-"), row[1]) for row in PRIZES.rows)
    plan = a_plan(RANK, attrs.evolve(PRIZES, columns=columns, rows=rows), facts=facts)

    settlement = a_settlement(plan, {"E1": {"score": 5}, "E2": {"score": 5, "grade": 1}})

    assert settlement.value("E1", "given") is Missing.NOT_MEASURED
    assert settlement.value("E2", "given") == Money("CNY", "400")
