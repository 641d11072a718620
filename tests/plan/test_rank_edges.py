"""Ranks at their edges: nobody, one person, all equal, and shares that give no place."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.facts import AssignmentKind
from ccops.messages import Text
from ccops.plan import (
    EVERYBODY,
    Gathering,
    IfNone,
    MembersFigure,
    Plan,
    RankFigure,
    Reason,
    TableFigure,
    Unranked,
)
from ccops.rules import ColumnRule
from ccops.rules.places import PlacesRounding, places
from ccops.rules.ranks import Barred, Ties, Unknown
from ccops.rules.tables import HitPolicy
from ccops.testing.builders import an_assignment, an_employee
from ccops.testing.plans import a_fact, a_figure, a_plan, a_population, a_settlement
from ccops.values import NOT_APPLICABLE, Missing, Rounding, RoundingMode, Unit
from tests.laws import tried

if TYPE_CHECKING:
    from ccops.facts import Assignment, Employee
    from ccops.settlement import Settlement

FACTS = (
    a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    a_fact("away", Unit.FLAG),
    a_fact("line", Unit.WORD, words=("phone", "mail")),
)
CENTS = Rounding(scale=100, mode=RoundingMode.HALF_UP)
FEW = a_population("few", "score >= 90")


def a_rank(**more: Any) -> RankFigure:
    rank = RankFigure(
        name="place",
        population=Text(EVERYBODY),
        order=(Text("score desc"),),
        ties=Ties.SHARE_BEST,
        unknown=Unknown.OUTSIDE,
        barred=Barred.KEEP_PLACE,
        places=PlacesRounding.EXACT,
    )
    return attrs.evolve(rank, **more)


def a_prize(of: str = EVERYBODY) -> TableFigure:
    """Return CNY 500 for the best tenth and CNY 100 for the best half."""
    rows = (("<= 10%", "CNY 500"), ("<= 50%", "CNY 100"))
    return TableFigure(
        name="prize",
        population=Text(of),
        columns=(ColumnRule(name="share", reads=Text("place"), places_of=Text("place")),),
        hit=HitPolicy.FIRST,
        rows=tuple(tuple(map(Text, row)) for row in rows),
        otherwise=Text("CNY 0"),
        unranked=Unranked(pays=Text("CNY 0"), code="not_ranked"),
    )


def plan_of(*figures: Any) -> Plan:
    plan = a_plan(*figures, facts=FACTS, populations=(FEW,))
    assert [each for each in plan.diagnostics if each.severity.value == "error"] == []
    return plan


def scored(*scores: object, **more: object) -> dict[str, dict[str, object]]:
    clean: dict[str, object] = {"away": False, "line": "phone", **more}
    return {
        f"E{at:02}": clean if score is None else {**clean, "score": str(score)}
        for at, score in enumerate(scores)
    }


def column(settlement: Settlement, name: str) -> list[str]:
    found = [settlement.value(each, name) for each in settlement.employees]
    return [str(getattr(each, "amount", each)) for each in found]


# -- nobody, one, all equal ---------------------------------------------------------------------


@pytest.mark.parametrize("unknown", Unknown)
@pytest.mark.parametrize("ties", Ties)
def test_a_rank_of_nobody_ranks_nobody(unknown: Unknown, ties: Ties) -> None:
    rank = a_rank(population=Text("few"), unknown=unknown, ties=ties)

    settled = a_settlement(plan_of(rank, a_prize()), scored(10, 20))

    assert settled.value("E00", "place") is NOT_APPLICABLE
    assert column(settled, "prize") == ["0.00", "0.00"]
    assert settled.is_final


def test_a_settlement_of_nobody_has_no_places() -> None:
    settled = a_settlement(plan_of(a_rank(), a_prize()), {})

    assert settled.employees == ()


@pytest.mark.parametrize(
    ("rounding", "at_least", "paid"),
    [
        (PlacesRounding.EXACT, 0, "0.00"),  # a tenth and a half of one person are no whole place
        (PlacesRounding.HALF_UP, 0, "100.00"),  # half a place counts as one
        (PlacesRounding.CEIL, 0, "500.00"),
        (PlacesRounding.EXACT, 1, "500.00"),
    ],
)
def test_one_person_is_first_of_one(rounding: PlacesRounding, at_least: int, paid: str) -> None:
    rank = a_rank(places=rounding, places_at_least=at_least)

    settled = a_settlement(plan_of(rank, a_prize()), scored(70))

    assert column(settled, "place") == ["1"]
    assert column(settled, "prize") == [paid]


@pytest.mark.parametrize(
    ("ties", "place"), [(Ties.SHARE_BEST, "1"), (Ties.SHARE_WORST, "4"), (Ties.DENSE, "1")]
)
def test_where_all_are_equal_all_share_one_place(ties: Ties, place: str) -> None:
    settled = a_settlement(plan_of(a_rank(ties=ties)), scored(70, 70, 70, 70))

    assert column(settled, "place") == [place] * 4
    assert column(settled, "place_tied") == ["4"] * 4


def test_a_share_that_gives_no_place_pays_nobody_and_says_so() -> None:
    """GC-14: of nine people nobody is within a tenth."""
    settled = a_settlement(plan_of(a_rank(), a_prize()), scored(*range(90, 81, -1)))

    assert column(settled, "prize") == ["100.00"] * 4 + ["0.00"] * 5
    assert "places-none" in {each.code for each in settled.diagnostics} or any(
        "place" in each.code for each in settled.diagnostics
    )


# -- unknown, barred, scopes together -----------------------------------------------------------


@pytest.mark.parametrize(
    ("unknown", "expected", "final"),
    [
        (Unknown.OUTSIDE, ["1", str(Missing.NO_RECORDS), "2"], True),
        (Unknown.LAST, ["1", "3", "2"], True),
        (Unknown.BLOCK_ALL, ["1", str(Missing.NOT_MEASURED), "2"], False),
    ],
)
def test_who_has_no_key_in_each_group_apart(
    unknown: Unknown, expected: list[str], final: bool
) -> None:
    people = {**scored(90, None, 80), "M1": {"away": False, "line": "mail", "score": "1"}}
    rank = a_rank(unknown=unknown, scope=Text("line"))

    settled = a_settlement(plan_of(rank), people)

    assert column(settled, "place") == [*expected, "1"]
    assert settled.is_final is final


@pytest.mark.parametrize("unknown", [Unknown.OUTSIDE, Unknown.LAST])
def test_who_has_no_group_is_not_the_first_of_a_group_of_one(unknown: Unknown) -> None:
    """Nobody knows among whom the member would be the last."""
    people = {**scored(90, 80), "M1": {"away": False, "score": "95"}}
    rank = a_rank(unknown=unknown, scope=Text("line"), places_at_least=1)

    settled = a_settlement(plan_of(rank, a_prize()), people)

    assert column(settled, "place") == ["1", "2", str(Missing.NO_RECORDS)]
    assert column(settled, "place_size")[:2] == ["2", "2"]
    assert column(settled, "prize") == ["500.00", "0.00", "0.00"]


@pytest.mark.parametrize(
    ("barred", "expected"),
    [
        (Barred.KEEP_PLACE, ["1", "2", "2"]),
        (Barred.LEAVE, [str(Missing.NO_RECORDS), "1", "1"]),
    ],
)
def test_a_barred_first_among_equals_keeps_or_leaves_his_place(
    barred: Barred, expected: list[str]
) -> None:
    people = scored(90, 80, 80)
    people["E00"]["away"] = True
    reason = Reason(code="away", flag="barred_away")
    rank = a_rank(barred=barred, barred_by=(reason,))

    settled = a_settlement(plan_of(rank, a_figure("barred_away", "away")), people)

    assert column(settled, "place") == expected


def test_a_barred_member_without_a_key_blocks_only_where_he_keeps_his_place() -> None:
    people = scored(90, None)
    people["E01"]["away"] = True
    flag = a_figure("barred_away", "away")
    reason = Reason(code="away", flag="barred_away")

    for barred in Barred:
        rank = a_rank(barred=barred, barred_by=(reason,), unknown=Unknown.BLOCK_ALL)
        settled = a_settlement(plan_of(rank, flag), people)
        assert settled.is_final is (barred is Barred.LEAVE), barred


@pytest.mark.parametrize(
    ("unknown", "expected", "final"),
    [
        (Unknown.OUTSIDE, [str(Missing.NO_RECORDS), "1"], True),
        (Unknown.LAST, ["2", "1"], True),
        (Unknown.BLOCK_ALL, [str(Missing.NOT_MEASURED), "1"], False),
    ],
)
def test_whether_somebody_is_barred_is_unknown_as_a_key_can_be(
    unknown: Unknown, expected: list[str], final: bool
) -> None:
    """A missing flag had counted as not barred, and the place went to him."""
    people = scored(90, 80)
    del people["E00"]["away"]
    reason = Reason(code="away", flag="barred_away")
    rank = a_rank(barred=Barred.LEAVE, barred_by=(reason,), unknown=unknown)

    settled = a_settlement(plan_of(rank, a_figure("barred_away", "away")), people)

    assert column(settled, "place") == expected
    assert settled.is_final is final


# -- laws ---------------------------------------------------------------------------------------

PEOPLE = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(60, 66)),
        st.booleans(),
        st.sampled_from(["phone", "mail"]),
    ),
    min_size=1,
    max_size=8,
)
RANKS = st.builds(
    a_rank,
    ties=st.sampled_from(Ties),
    unknown=st.sampled_from(Unknown),
    barred=st.sampled_from(Barred),
    places=st.sampled_from(PlacesRounding),
    places_at_least=st.integers(0, 2),
    scope=st.sampled_from([None, Text("line")]),
    barred_by=st.just((Reason(code="away", flag="barred_away"),)),
)
FLAG = a_figure("barred_away", "away")


def settled_for(rank: RankFigure, names: list[str], people: list[Any]) -> Settlement:
    given: dict[str, dict[str, object]] = {}
    for name, (score, away, line) in zip(names, people, strict=True):
        own: dict[str, object] = {"away": away, "line": line}
        given[name] = own if score is None else {**own, "score": str(score)}
    return a_settlement(plan_of(FLAG, rank, a_prize()), given)


@tried(40)
@given(people=PEOPLE, rank=RANKS, data=st.data())
def test_nobody_is_paid_by_his_id(
    people: list[Any], rank: RankFigure, data: st.DataObject
) -> None:
    names = [f"E{at}" for at in range(len(people))]
    others = data.draw(st.permutations(names))

    one, other = settled_for(rank, names, people), settled_for(rank, others, people)

    for name, changed in zip(names, others, strict=True):
        for figure in ("place", "place_size", "place_tied", "prize"):
            assert one.value(name, figure) == other.value(changed, figure)


@tried(40)
@given(people=PEOPLE, rank=RANKS)
def test_who_is_paid_is_within_the_places_of_a_share(people: list[Any], rank: RankFigure) -> None:
    names = [f"E{at}" for at in range(len(people))]
    settled = settled_for(rank, names, people)

    for name, (score, _, _) in zip(names, people, strict=True):
        place, size = settled.value(name, "place"), settled.value(name, "place_size")
        prize = settled.value(name, "prize")
        if isinstance(place, Missing) or (rank.unknown is Unknown.LAST and score is None):
            assert isinstance(prize, Missing) or getattr(prize, "amount", None) == 0
            continue
        assert isinstance(place, int)
        assert isinstance(size, int)
        within = [
            places(share, size, rounding=rank.places, at_least=rank.places_at_least)
            for share in (Fraction(1, 10), Fraction(1, 2))
        ]
        expected = 500 if place <= within[0] else 100 if place <= within[1] else 0
        assert getattr(prize, "amount", None) == expected


CENTER = st.lists(
    st.tuples(
        st.sampled_from(["agent", "lead"]),
        st.sampled_from(["A", "B"]),
        st.lists(st.sampled_from(["north", "south"]), max_size=2, unique=True),
        st.one_of(st.none(), st.integers(0, 4)),
        st.one_of(st.none(), st.booleans()),
    ),
    min_size=1,
    max_size=7,
)
GATHERINGS = st.builds(
    MembersFigure,
    name=st.just("found"),
    population=st.sampled_from([Text("agents"), Text("leads"), Text(EVERYBODY)]),
    gathering=st.sampled_from(Gathering),
    figure=st.just(Text("score")),
    of=st.sampled_from([Text("agents"), Text(EVERYBODY)]),
    over=st.sampled_from(["team", "project"]),
    share=st.sampled_from([Fraction(0), Fraction(1, 2)]),
    where=st.sampled_from([None, Text("away"), Text("not away")]),
    if_none=st.sampled_from(IfNone),
    rounding=st.just(CENTS),
)


@tried(60)
@given(center=CENTER, figure=GATHERINGS)
def test_the_members_told_are_those_worked_with(center: list[Any], figure: MembersFigure) -> None:
    people: list[Employee] = []
    dated: list[Assignment] = []
    given: dict[str, dict[str, object]] = {}
    for at, (role, team, projects, score, away) in enumerate(center):
        name = f"E{at}"
        people.append(an_employee(name, role=role, team=team))
        dated.extend(an_assignment(name, AssignmentKind.PROJECT, each) for each in projects)
        facts = {"score": None if score is None else str(score), "away": away}
        given[name] = {key: value for key, value in facts.items() if value is not None}
    groups = (a_population("agents", "role == 'agent'"), a_population("leads", "role == 'lead'"))
    plan = a_plan(figure, facts=FACTS, populations=groups)
    assert plan.diagnostics == ()

    settled = a_settlement(plan, given, employees=people, assignments=dated)

    for name in given:
        value = settled.value(name, "found")
        if value is NOT_APPLICABLE:
            continue
        listed = settled.explain(name, "found").to_dict()["trace"]["members"]
        assert name not in {each["employee"] for each in listed}
        numbers = [Fraction(each["value"]) for each in listed]
        assert _as_number(value) == _expected(numbers, figure)


def _as_number(value: object) -> Fraction | Missing:
    return value if isinstance(value, Missing) else Fraction(str(value))


def _expected(numbers: list[Fraction], figure: MembersFigure) -> Fraction | Missing:
    if figure.gathering is Gathering.COUNT:
        return Fraction(len(numbers))
    if not numbers:
        return Missing.NO_RECORDS if figure.if_none is IfNone.MISSING else Fraction(0)
    total = sum(numbers, start=Fraction(0))
    match figure.gathering:
        case Gathering.MEAN:
            return CENTS.apply(total / len(numbers))
        case Gathering.SUM:
            return total
        case Gathering.LEAST:
            return min(numbers)
        case _:
            return max(numbers)


def test_where_nobody_is_ranked_the_size_is_0_and_nothing_is_divided_by_it() -> None:
    """A size was taken for never 0: the formula raised, and the next month refused the closing."""
    share = a_figure("share", "place / place_size", unit=Unit.RATIO)
    before = a_figure("before", "previous(place_size)", unit=Unit.COUNT)
    plan = plan_of(a_rank(), share, before)

    september = a_settlement(plan, scored(None), period="2026-09")
    october = a_settlement(plan, scored(80), period="2026-10", closing=september.closing)

    assert september.value("E00", "place_size") == 0
    assert isinstance(september.value("E00", "share"), Missing)
    assert october.value("E00", "before") == 0


TWO_WORDS = (
    *FACTS,
    a_fact("shift", Unit.WORD, words=("day", "night"), optional=True),
)


def test_people_may_be_ranked_apart_by_several_words() -> None:
    plan = a_plan(a_rank(scope=(Text("line"), Text("shift"))), facts=TWO_WORDS)

    settlement = a_settlement(
        plan,
        {
            "E1": {"score": "90", "line": "phone", "shift": "day"},
            "E2": {"score": "80", "line": "phone", "shift": "night"},
            "E3": {"score": "70", "line": "phone", "shift": "night"},
            "E4": {"score": "60", "line": "mail", "shift": "night"},
            "E5": {"score": "50", "line": "mail"},
        },
    )

    assert [settlement.value(f"E{each}", "place") for each in range(1, 5)] == [1, 1, 2, 1]
    assert settlement.value("E3", "place_size") == 2
    assert isinstance(settlement.value("E5", "place"), Missing)


def test_each_word_of_a_scope_must_be_one() -> None:
    plan = a_plan(a_rank(scope=(Text("line"), Text("score"))), facts=TWO_WORDS)

    assert [each.code for each in plan.diagnostics] == ["rank-scope-no-group"]
