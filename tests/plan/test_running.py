"""Running plans: ranks, tables over places, totals, reasons, pins, what is provisional."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from ccops.messages import Label, Origin, Text
from ccops.plan import (
    EVERYBODY,
    ConditionRule,
    Definition,
    EligibilityRule,
    Gathering,
    IfNone,
    MembersFigure,
    Plan,
    RankFigure,
    TableFigure,
    TotalFigure,
    Unranked,
)
from ccops.rules import ColumnRule
from ccops.rules.places import PlacesRounding
from ccops.rules.ranks import Barred, Ties, Unknown
from ccops.rules.tables import HitPolicy
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_fact, a_figure, a_month, a_plan, a_population, a_settlement
from ccops.values import NOT_APPLICABLE, Missing, Money, Rounding, RoundingMode, Unit

if TYPE_CHECKING:
    from ccops.settlement import Settlement

CENTS = Rounding(scale=100, mode=RoundingMode.HALF_UP)
FACTS = (
    a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    a_fact("exact", Unit.RATIO, range="[0..1]"),
    a_fact("conduct", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    a_fact("absent", Unit.FLAG),
    a_fact("late", Unit.FLAG),
    a_fact("channel", Unit.WORD, words=("phone", "mail")),
    a_fact("shifts", Unit.COUNT, range="[0..40]"),
)
EXCLUSIONS = EligibilityRule(
    name="exclusions",
    population=Text(EVERYBODY),
    codes=tuple(
        ConditionRule(
            name=name, label=Label(en=name), if_=Text(name), origin=Origin(source="S1-11")
        )
        for name in ("absent", "late")
    ),
    origin=Origin(),
)


def a_rank(*order: str, of: str = EVERYBODY, **more: Any) -> RankFigure:
    rank = RankFigure(
        name="place",
        population=Text(of),
        order=tuple(map(Text, order or ("score desc",))),
        ties=Ties.SHARE_BEST,
        unknown=Unknown.OUTSIDE,
        barred=Barred.KEEP_PLACE,
        places=PlacesRounding.EXACT,
    )
    return attrs.evolve(rank, **more)


def a_bonus(
    rows: tuple[tuple[str, ...], ...],
    *,
    columns: tuple[ColumnRule, ...],
    of: str = EVERYBODY,
    **more: Any,
) -> TableFigure:
    table = TableFigure(
        name="bonus",
        population=Text(of),
        columns=columns,
        hit=HitPolicy.FIRST,
        rows=tuple(tuple(map(Text, row)) for row in rows),
        otherwise=Text("CNY 0"),
        unranked=Unranked(pays=Text("CNY 0"), code="not_ranked"),
    )
    return attrs.evolve(table, **more)


BY_SHARE = ColumnRule(name="share", reads=Text("place"), places_of=Text("place"))
BY_PLACE = ColumnRule(name="place", reads=Text("place"))
BY_SCORE = ColumnRule(name="score", reads=Text("score"), step=Fraction(1, 100))


def plan_of(*figures: Definition, **more: Any) -> Plan:
    plan = a_plan(*figures, **{"facts": FACTS, "eligibility": (EXCLUSIONS,), **more})
    assert plan.diagnostics == ()
    return plan


def scored(**scores: str) -> dict[str, dict[str, object]]:
    """Return facts of people with these scores; ``-`` is no score."""
    clean: dict[str, object] = {"absent": False, "late": False, "conduct": "50"}
    return {
        name: clean if score == "-" else {**clean, "score": score}
        for name, score in scores.items()
    }


def column(settlement: Settlement, figure: str) -> list[object]:
    return [settlement.value(each, figure) for each in settlement.employees]


def amounts(settlement: Settlement, figure: str = "bonus") -> list[str]:
    found = column(settlement, figure)
    return [f"{each.amount:f}" if isinstance(each, Money) else str(each) for each in found]


# -- ranks --------------------------------------------------------------------------------------


def test_a_rank_gives_place_size_and_tied() -> None:
    settlement = a_settlement(plan_of(a_rank()), scored(A="80", B="90", C="90", D="10"))

    assert column(settlement, "place") == [3, 1, 1, 4]
    assert column(settlement, "place_size") == [4, 4, 4, 4]
    assert column(settlement, "place_tied") == [1, 2, 2, 1]


def test_a_rank_over_exact_keys_never_rounds() -> None:
    facts = {"A": {"exact": "1/3"}, "B": {"exact": "33333333/100000000"}, "C": {"exact": "2/6"}}

    settlement = a_settlement(plan_of(a_rank("exact desc")), facts)

    assert column(settlement, "place") == [1, 3, 1]


def test_a_rank_asks_its_keys_one_after_the_other() -> None:
    people = scored(A="80", B="80", C="90")
    people["B"]["conduct"] = "51"

    settlement = a_settlement(plan_of(a_rank("score desc", "conduct asc")), people)

    assert column(settlement, "place") == [2, 3, 1]


def test_a_rank_in_a_scope_ranks_its_groups_apart() -> None:
    people = scored(A="80", B="70", C="90")
    for name, channel in {"A": "phone", "B": "mail", "C": "phone"}.items():
        people[name]["channel"] = channel

    settlement = a_settlement(plan_of(a_rank(scope=Text("channel"))), people)

    assert column(settlement, "place") == [2, 1, 1]
    assert column(settlement, "place_size") == [2, 1, 2]


def test_a_rank_has_no_line_outside_its_population() -> None:
    busy = a_population("busy", "shifts > 0")
    people = scored(A="80", B="90")
    people["A"]["shifts"], people["B"]["shifts"] = 1, 0

    settlement = a_settlement(plan_of(a_rank(of="busy"), populations=(busy,)), people)

    assert settlement.value("A", "place") == 1
    assert settlement.value("B", "place") is NOT_APPLICABLE
    assert settlement.value("B", "place_size") is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("barred", "places", "sizes"),
    [
        (Barred.KEEP_PLACE, [2, 1, 3], [3, 3, 3]),
        (Barred.LEAVE, [1, Missing.NO_RECORDS, 2], [2, 2, 2]),
    ],
)
def test_the_barred_keep_their_place_or_leave_it(
    barred: Barred, places: list[object], sizes: list[object]
) -> None:
    people = scored(A="80", B="90", C="70")
    people["B"]["absent"] = True

    settlement = a_settlement(
        plan_of(a_rank(barred=barred, barred_by=EXCLUSIONS.reasons())), people
    )

    assert column(settlement, "place") == places
    assert column(settlement, "place_size") == sizes


def test_a_rank_of_a_figure_over_two_ranks_is_fine() -> None:
    by_conduct = attrs.evolve(a_rank("conduct desc"), name="manners")
    both = a_figure("both", "place + manners")
    final = attrs.evolve(a_rank("both asc"), name="final")
    people = scored(A="80", B="90", C="70")
    people["A"]["conduct"], people["B"]["conduct"] = "99", "1"

    settlement = a_settlement(plan_of(a_rank(), by_conduct, both, final), people)

    assert column(settlement, "final") == [1, 2, 3]


# -- an unknown key -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unknown", "places", "size", "final"),
    [
        (Unknown.OUTSIDE, [2, 1, Missing.NO_RECORDS], 2, True),
        (Unknown.LAST, [2, 1, 3], 3, True),
        (Unknown.BLOCK_ALL, [2, 1, Missing.NOT_MEASURED], 2, False),
    ],
)
def test_a_missing_key_is_outside_last_or_blocks(
    unknown: Unknown, places: list[object], size: int, final: bool
) -> None:
    settlement = a_settlement(plan_of(a_rank(unknown=unknown)), scored(A="80", B="90", C="-"))

    assert column(settlement, "place") == places
    assert settlement.value("A", "place_size") == size
    assert settlement.is_final is final


@pytest.mark.parametrize(
    ("unknown", "paid"),
    [
        (Unknown.OUTSIDE, "0.00"),
        (Unknown.LAST, "0.00"),
        (Unknown.BLOCK_ALL, "Missing.NOT_MEASURED"),
    ],
)
def test_without_a_score_the_unranked_and_the_last_are_paid_nothing(
    unknown: Unknown, paid: str
) -> None:
    bonus = a_bonus(((">= 1", "-", "CNY 100"),), columns=(BY_SCORE, BY_PLACE))
    after = a_figure("after", "bonus", unit=Unit.MONEY)

    settlement = a_settlement(
        plan_of(a_rank(unknown=unknown), bonus, after), scored(A="80", B="90", C="-")
    )

    assert amounts(settlement, "after") == ["100.00", "100.00", paid]
    told = [each.code for each in settlement.reasons("C", "after")]
    assert told == ([] if unknown is Unknown.BLOCK_ALL else ["not_ranked"])


def test_a_block_travels_to_everything_that_reads_the_rank() -> None:
    bonus = a_bonus((("1", "CNY 500"),), columns=(BY_PLACE,))
    twice = a_figure("twice", "bonus * 2", unit=Unit.MONEY)
    total = TotalFigure(name="total", population=Text(EVERYBODY), adds=(Text("twice"),))
    pooled = MembersFigure(
        name="pooled",
        population=Text(EVERYBODY),
        gathering=Gathering.SUM,
        figure=Text("twice"),
        of=Text(EVERYBODY),
        over="team",
        if_none=IfNone.ZERO,
    )
    other = a_figure("other", "conduct", unit=Unit.POINTS, rounding=CENTS)
    plan = plan_of(a_rank(unknown=Unknown.BLOCK_ALL), bonus, twice, total, pooled, other)

    settlement = a_settlement(plan, scored(A="80", B="90", C="-"))

    marked = {key.name: blocked for key, blocked in settlement.provisional.items()}
    assert set(marked) == {"place", "bonus", "twice", "total", "pooled"}
    assert {(each.rank, each.employees) for each in marked.values()} == {("place", ("C",))}
    assert amounts(settlement, "twice") == ["0.00", "1000.00", "Missing.NOT_MEASURED"]


def test_a_block_in_the_rank_of_some_leaves_the_lines_of_others_final() -> None:
    phone = a_population("phone", "channel == 'phone'")
    rank = a_rank(of="phone", unknown=Unknown.BLOCK_ALL)
    pay = a_figure("own", "score", unit=Unit.POINTS, rounding=CENTS)
    people = scored(A="80", B="-", C="90")
    for name, channel in {"A": "phone", "B": "phone", "C": "mail"}.items():
        people[name]["channel"] = channel

    settlement = a_settlement(plan_of(rank, pay, populations=(phone,)), people)

    assert {key.name for key in settlement.provisional} == {"place"}
    assert not settlement.is_provisional("place", settlement.row_of("C"))
    assert settlement.is_provisional("place", settlement.row_of("A"))


def test_who_may_belong_to_a_ranked_population_blocks_it() -> None:
    busy = a_population("busy", "shifts > 3")
    people = scored(A="80", B="90")
    people["A"]["shifts"] = 4

    settlement = a_settlement(
        plan_of(a_rank(of="busy", unknown=Unknown.BLOCK_ALL), populations=(busy,)), people
    )

    (blocked,) = settlement.provisional.values()
    assert blocked.employees == ("B",)
    assert settlement.value("A", "place") == 1


def test_who_may_belong_to_the_population_around_blocks_too() -> None:
    busy = a_population("busy", "shifts > 3")
    good = a_population("good", "conduct >= 10", within="busy")
    people = scored(A="80", B="90")
    people["A"]["shifts"] = 4

    settlement = a_settlement(
        plan_of(a_rank(of="good", unknown=Unknown.BLOCK_ALL), populations=(busy, good)), people
    )

    assert [each.employees for each in settlement.provisional.values()] == [("B",)]


# -- tables -------------------------------------------------------------------------------------


def test_a_share_holds_up_to_and_with_its_place() -> None:
    """GC-09: 2 of 20 are 10 %."""
    people = scored(**{f"P{number:02}": str(100 - number) for number in range(20)})
    bonus = a_bonus((("<= 10%", "CNY 500"),), columns=(BY_SHARE,))

    settlement = a_settlement(plan_of(a_rank(), bonus), people)

    assert amounts(settlement) == ["500.00"] * 2 + ["0.00"] * 18


@pytest.mark.parametrize(
    ("rounding", "at_least", "paid"),
    [
        (PlacesRounding.EXACT, 0, 2),
        (PlacesRounding.CEIL, 0, 3),
        (PlacesRounding.HALF_UP, 0, 3),
        (PlacesRounding.EXACT, 4, 4),
    ],
)
def test_a_part_of_a_place_counts_as_the_rank_says(
    rounding: PlacesRounding, at_least: int, paid: int
) -> None:
    """GC-13: 10 % of 25 are 2.5 places."""
    people = scored(**{f"P{number:02}": str(100 - number) for number in range(25)})
    bonus = a_bonus((("<= 10%", "CNY 500"),), columns=(BY_SHARE,))

    settlement = a_settlement(
        plan_of(a_rank(places=rounding, places_at_least=at_least), bonus), people
    )

    assert amounts(settlement).count("500.00") == paid


def test_a_place_column_reads_places_as_they_are() -> None:
    """GC-25: leads on places 1, 2, 3 with more than 60 points."""
    rows = (("> 60", "1", "CNY 500"), ("> 60", "2", "CNY 300"), ("> 60", "3", "CNY 100"))
    bonus = a_bonus(rows, columns=(BY_SCORE, BY_PLACE))
    people = scored(A="75", B="75", C="60", D="60.01")
    people["B"]["conduct"], people["A"]["conduct"] = "72", "70"

    settlement = a_settlement(plan_of(a_rank("score desc", "conduct desc"), bonus), people)

    assert amounts(settlement) == ["300.00", "500.00", "0.00", "100.00"]


def test_somebody_without_a_place_gets_what_the_unranked_get() -> None:
    busy = a_population("busy", "shifts > 0")
    bonus = a_bonus(
        (("1", "CNY 500"),),
        columns=(BY_PLACE,),
        unranked=Unranked(pays=Text("CNY 7"), code="not_ranked"),
    )
    after = a_figure("after", "bonus", unit=Unit.MONEY)
    people = scored(A="80", B="90")
    people["A"]["shifts"], people["B"]["shifts"] = 1, 0

    settlement = a_settlement(
        plan_of(a_rank(of="busy"), bonus, after, populations=(busy,)), people
    )

    assert amounts(settlement) == ["500.00", "7.00"]
    assert [each.code for each in settlement.reasons("B", "after")] == ["not_ranked"]
    assert settlement.reasons("A", "after") == ()


def test_a_table_over_a_rank_of_some_must_say_what_the_others_get() -> None:
    busy = a_population("busy", "shifts > 0")
    bonus = a_bonus((("1", "CNY 500"),), columns=(BY_PLACE,), unranked=None)

    plan = a_plan(a_rank(of="busy"), bonus, facts=FACTS, populations=(busy,))

    assert [each.code for each in plan.diagnostics] == ["unranked-missing"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"otherwise": None}, "table-gap"),
        ({"better": (("share", Text("higher")),)}, "not-monotone"),
        ({"better": (("place", Text("higher")),)}, "better-wrong"),
        ({"better": (("share", Text("more")),)}, "better-wrong"),
        ({"unranked": Unranked(pays=Text("5 points"), code="x")}, "table-output-not-understood"),
    ],
)
def test_a_wrong_table_is_told(changes: dict[str, Any], code: str) -> None:
    bonus = a_bonus((("<= 10%", "CNY 500"),), columns=(BY_SHARE,), **changes)

    plan = a_plan(a_rank(), bonus, facts=FACTS)

    assert [each.code for each in plan.diagnostics] == [code]


def test_a_column_of_a_table_reads_a_name_not_a_formula() -> None:
    double = ColumnRule(name="double", reads=Text("score * 2"))
    plan = a_plan(a_bonus(((">= 5", "CNY 5"),), columns=(double,), unranked=None), facts=FACTS)

    assert [each.code for each in plan.diagnostics] == ["table-column-no-name"]


def test_a_table_without_a_rank_passes_a_missing_input_on() -> None:
    bonus = a_bonus(((">= 60", "CNY 100"),), columns=(BY_SCORE,), unranked=None)

    settlement = a_settlement(plan_of(bonus), scored(A="60", B="59.99", C="-"))

    assert amounts(settlement) == ["100.00", "0.00", "Missing.NOT_MEASURED"]


# -- totals, reasons, pins ----------------------------------------------------------------------


def test_a_line_somebody_does_not_have_adds_nothing_to_a_total() -> None:
    phone = a_population("phone", "channel == 'phone'")
    first = a_figure("first", "ten", unit=Unit.MONEY)
    second = a_figure("second", "ten + ten", of="phone", unit=Unit.MONEY)
    total = TotalFigure(
        name="total", population=Text(EVERYBODY), adds=(Text("first"), Text("second"))
    )
    plan = plan_of(first, second, total, populations=(phone,), parameters={"ten": "CNY 10"})

    settlement = a_settlement(plan, {"A": {"channel": "phone"}, "B": {"channel": "mail"}})

    assert amounts(settlement, "total") == ["30.00", "10.00"]


def test_a_missing_line_makes_its_total_missing() -> None:
    bonus = a_bonus(((">= 60", "CNY 100"),), columns=(BY_SCORE,), unranked=None)
    total = TotalFigure(name="total", population=Text(EVERYBODY), adds=(Text("bonus"),))

    settlement = a_settlement(plan_of(bonus, total), scored(A="60", B="-"))

    assert amounts(settlement, "total") == ["100.00", "Missing.NOT_MEASURED"]


def test_reason_codes_come_in_written_order() -> None:
    flags = EXCLUSIONS.reasons()
    bonus = attrs.evolve(
        a_figure("bonus", "no_pay if exclusions_absent or exclusions_late else ten"),
        reasons=flags,
        unit=Unit.MONEY,
    )
    people = scored(A="1", B="1", C="1")
    people["B"].update(late=True, absent=True)
    people["C"]["late"] = True

    settlement = a_settlement(plan_of(bonus, parameters={"ten": "CNY 10"}), people)

    assert amounts(settlement) == ["10.00", "0.00", "0.00"]
    assert [each.code for each in settlement.reasons("B", "bonus")] == ["absent", "late"]
    assert [each.code for each in settlement.reasons("C", "bonus")] == ["late"]
    assert settlement.reasons("A", "bonus") == ()


def test_pins_set_figures_and_what_follows_reads_them() -> None:
    double = a_figure("double", "2 * score", unit=Unit.POINTS, rounding=CENTS)
    third = a_figure("third", "double + 1", unit=Unit.POINTS, rounding=CENTS)
    month = a_month(plan_of(double, third), [an_employee("A"), an_employee("B")])

    settlement = month.settle(
        month.facts(scored(A="10", B="10")), pins={"double": {"A": "5", "stranger": "9"}}
    )

    assert list(map(str, column(settlement, "third"))) == ["6.00", "21.00"]


def test_nobody_employed_is_an_empty_month() -> None:
    bonus = a_bonus((("<= 10%", "CNY 500"),), columns=(BY_SHARE,))

    settlement = a_settlement(plan_of(a_rank(), bonus), {})

    assert settlement.employees == ()
    assert settlement.lines() == ()
    assert settlement.is_final


def test_changing_an_input_changes_everything_that_follows() -> None:
    """Regression: hrms#3255 and erpnext#31521 paid by a stale or zero formula value."""
    double = a_figure("double", "2 * score", unit=Unit.POINTS, rounding=CENTS)
    third = a_figure("third", "double + score", unit=Unit.POINTS, rounding=CENTS)
    plan = plan_of(third, double)

    before = a_settlement(plan, scored(A="10", B="20"))
    after = a_settlement(plan, scored(A="11", B="20"))

    assert list(map(str, column(before, "third"))) == ["30.00", "60.00"]
    assert list(map(str, column(after, "third"))) == ["33.00", "60.00"]
    assert list(map(str, column(before, "third"))) == ["30.00", "60.00"]


def test_five_and_five_of_three_is_a_mean_of_what_was_scored() -> None:
    """Regression: hrms#2023, where 5 and 5 with one not yet scored gave 3.33."""
    mean = MembersFigure(
        name="mean",
        population=Text(EVERYBODY),
        gathering=Gathering.MEAN,
        figure=Text("score"),
        of=Text("agents"),
        over="team",
        if_none=IfNone.MISSING,
        rounding=CENTS,
    )
    agents = a_population("agents", "role == 'agent'")

    settlement = a_settlement(
        plan_of(mean, populations=(agents,)),
        {**scored(A="5", B="5", C="-"), "Z": {}},
        employees=[an_employee("Z", role="lead")],
    )

    assert str(settlement.value("Z", "mean")) == "5.00"
