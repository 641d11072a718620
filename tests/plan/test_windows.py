"""Windows: what they take of earlier periods, and when they are missing."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import Text
from ccops.plan import Cadence, Definition, Gathering, MembersFigure, Plan, RankFigure
from ccops.rules.places import PlacesRounding
from ccops.rules.ranks import Barred, Ties, Unknown
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_fact, a_figure, a_plan, a_population, a_settlement
from ccops.values import NOT_APPLICABLE, Missing, Rounding, RoundingMode, Unit
from ccops.values.periods import shifted_label
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.settlement import Closing, Settlement

CENTS = Rounding(scale=100, mode=RoundingMode.HALF_UP)
FACTS = (
    a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    a_fact("exact", Unit.RATIO, range="[0..1]"),
    a_fact("nights", Unit.COUNT, range="[0..31]"),
    a_fact("pay", Unit.MONEY, range="[CNY 0..CNY 9000]"),
    a_fact("clean", Unit.FLAG),
    a_fact("away", Unit.FLAG),
    a_fact("channel", Unit.WORD, words=("phone", "mail")),
    a_fact("graded_on", Unit.DATE),
)


def plan_of(*figures: Definition, **more: Any) -> Plan:
    plan = a_plan(*figures, **{"facts": FACTS, **more})
    assert plan.diagnostics == ()
    return plan


def codes_of(*figures: Definition, **more: Any) -> list[str]:
    plan = a_plan(*figures, **{"facts": FACTS, **more})
    return [each.code for each in plan.diagnostics]


def months(
    plan: Plan, *given: Mapping[str, Mapping[str, object]], first: str = "2026-01"
) -> list[Settlement]:
    """Return the settlements of one month after the other, each with the closing before it."""
    found: list[Settlement] = []
    closing: Closing | None = None
    for ago, facts in enumerate(given):
        settlement = a_settlement(plan, facts, period=shifted_label(first, ago), closing=closing)
        found.append(settlement)
        closing = settlement.closing
    return found


def of_one(formula: str, values: Sequence[Mapping[str, object]], **more: Any) -> list[object]:
    """Return what a formula comes to month by month for one person."""
    plan = plan_of(a_figure("found", formula, **more))
    settled = months(plan, *({"A": each} for each in values))
    return [each.value("A", "found") for each in settled]


def scores(*values: str) -> list[dict[str, object]]:
    return [{"score": each} if each else {} for each in values]


def flags(name: str, text: str) -> list[dict[str, object]]:
    """Return one fact a month: ``y``, ``n``, or ``-`` where it is absent."""
    return [{} if each == "-" else {name: each == "y"} for each in text]


GONE, UNMEASURED = Missing.NO_HISTORY, Missing.NOT_MEASURED


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("previous(score)", [GONE, "80.00", "90.00", "70.00"]),
        ("mean_last(score, 3)", [GONE, GONE, "80.00", "83.33"]),
        ("mean_last(score, 1)", ["80.00", "90.00", "70.00", "90.00"]),
        ("sum_last(score, 2)", [GONE, "170.00", "160.00", "160.00"]),
        ("min_last(score, 3)", [GONE, GONE, "70.00", "70.00"]),
        ("mean_last(score, 3, at_least=2)", [GONE, "85.00", "80.00", "83.33"]),
    ],
)
def test_a_window_takes_this_period_and_those_before(formula: str, expected: list[object]) -> None:
    found = of_one(formula, scores("80", "90", "70", "90"), rounding=CENTS)

    assert [each if isinstance(each, Missing) else str(each) for each in found] == expected


def test_a_period_without_a_value_makes_the_window_missing_never_the_last_known() -> None:
    found = of_one("mean_last(score, 2)", scores("80", "", "70", "60"), rounding=CENTS)

    assert [str(each) if not isinstance(each, Missing) else each for each in found] == [
        GONE, UNMEASURED, UNMEASURED, "65.00",
    ]  # fmt: skip


def test_the_mean_is_exact_until_the_rule_that_reads_it_rounds() -> None:
    values: list[Mapping[str, object]] = [{"exact": "1/3"}, {"exact": "1/7"}]

    assert of_one("mean_last(exact, 2)", values)[1] == Fraction(5, 21)
    assert of_one("sum_last(exact, 2)", values)[1] == Fraction(10, 21)
    assert of_one("min_last(exact, 2)", values)[1] == Fraction(1, 7)


@pytest.mark.parametrize(
    ("months_given", "expected"),
    [
        ("yynyy", [GONE, GONE, 0, 1, 2]),
        ("nyyyy", [0, 1, 2, 3, 4]),
        ("ny-yy", [0, 1, UNMEASURED, UNMEASURED, UNMEASURED]),
        ("ny-ny", [0, 1, UNMEASURED, 0, 1]),
    ],
    ids=["unknown-beginning", "from-the-start", "a-gap", "over-a-gap"],
)
def test_a_streak_counts_the_periods_running(months_given: str, expected: list[object]) -> None:
    assert of_one("streak(clean)", flags("clean", months_given)) == expected


@pytest.mark.parametrize(
    ("months_given", "expected"),
    [
        ("yyyn", [GONE, 2, 3, 0]),
        ("yy-yyy", [GONE, 2, UNMEASURED, UNMEASURED, 2, 3]),
        ("ny-y", [0, 1, UNMEASURED, UNMEASURED]),
    ],
)
def test_a_streak_of_which_enough_is_known_counts_what_is_known(
    months_given: str, expected: list[object]
) -> None:
    assert of_one("streak(clean, at_least=2)", flags("clean", months_given)) == expected


def test_a_streak_runs_across_periods_that_are_left_out() -> None:
    clean, away = "nyynyn", "nnyynn"
    values = [
        {"clean": good == "y", "away": out == "y"} for good, out in zip(clean, away, strict=True)
    ]

    assert of_one("streak(clean, skip=away)", values) == [0, 1, 1, 1, 2, 0]


def test_a_mean_is_over_the_periods_that_are_not_left_out() -> None:
    """GC-96: a month of maternity leave without a total between 86 and 84."""
    values: list[Mapping[str, object]] = [
        {"score": "86", "away": False},
        {"away": True},
        {"score": "84", "away": False},
    ]

    found = of_one("mean_last(score, 3, skip=away)", values, rounding=CENTS)

    assert str(found[2]) == "85.00"


def test_at_least_counts_what_is_left() -> None:
    values: list[Mapping[str, object]] = [
        {"score": "86", "away": False},
        {"score": "10", "away": True},
        {"score": "84", "away": False},
    ]

    two = of_one("mean_last(score, 3, at_least=2, skip=away)", values, rounding=CENTS)
    three = of_one("mean_last(score, 3, at_least=3, skip=away)", values, rounding=CENTS)

    assert str(two[2]) == "85.00"
    assert three[2] is Missing.TOO_FEW_SAMPLES


@pytest.mark.parametrize(
    "formula", ["mean_last(score, 3, at_least=1, skip={})", "streak(clean, at_least=1, skip={})"]
)
def test_skipping_what_does_not_hold_asks_history_for_the_flag_itself(formula: str) -> None:
    values = [
        {"score": str(60 + 10 * month), "clean": month != 3, "away": month in (1, 2)}
        for month in range(5)
    ]
    kept = [{**each, "away": not each["away"]} for each in values]

    plain = of_one(formula.format("away"), values, rounding=CENTS)
    other = of_one(formula.format("not away"), kept, rounding=CENTS)

    plan = plan_of(a_figure("found", formula.format("not away"), rounding=CENTS))
    assert other == plain
    assert all("not" not in each.name.split("(")[0] for each in plan.history_needs)
    assert "not away" not in {each.name for each in plan.history_needs}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("mean_last(score, 1, skip=away)", Missing.NO_RECORDS),
        ("min_last(score, 1, skip=away)", Missing.NO_RECORDS),
        ("count_last(clean, 1, skip=away)", 0),
    ],
)
def test_a_window_whose_every_period_is_left_out(formula: str, expected: object) -> None:
    values = [{"score": "80", "clean": True, "away": True}]

    assert of_one(formula, values, rounding=CENTS if "score" in formula else None) == [expected]


def test_a_period_of_which_it_is_unknown_whether_it_counts_is_missing() -> None:
    values: list[Mapping[str, object]] = [{"score": "80"}]

    found = of_one("mean_last(score, 1, skip=away)", values, rounding=CENTS)

    assert found == [UNMEASURED]


def test_a_count_takes_a_condition() -> None:
    found = of_one("count_last(score >= 60, 3)", scores("60", "59.99", "70", "80"))

    assert found == [GONE, GONE, 2, 2]


def test_a_window_takes_an_expression() -> None:
    values: list[Mapping[str, object]] = [{"nights": 2}, {"nights": 3}]

    assert of_one("sum_last(2 * nights, 2)", values)[1] == 10


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("clean", True),
        ("channel", "mail"),
        ("graded_on", dt.date(2026, 1, 31)),
        ("nights", 4),
        ("pay", "CNY 12.50"),
    ],
)
def test_the_value_of_the_period_before_is_of_any_kind(name: str, value: object) -> None:
    found = of_one(f"previous({name})", [{name: value}, {}])

    assert found[0] is GONE
    assert found[1] == value or str(found[1]) == "CNY 12.50"


def test_a_number_of_periods_may_be_a_parameter() -> None:
    figure = a_figure("found", "sum_last(nights, periods)")
    plan = plan_of(figure, parameters={"periods": "2"})

    settled = months(plan, {"A": {"nights": 1}}, {"A": {"nights": 2}}, {"A": {"nights": 4}})

    assert settled[2].value("A", "found") == 6


def test_somebody_hired_later_was_not_employed() -> None:
    plan = plan_of(a_figure("found", "mean_last(score, 2)", rounding=CENTS))
    first = a_settlement(plan, {"A": {"score": "80"}}, period="2026-01")
    hired = an_employee("B", hired_on=dt.date(2026, 2, 10))

    second = a_settlement(
        plan,
        {"A": {"score": "90"}, "B": {"score": "70"}},
        employees=[hired],
        period="2026-02",
        closing=first.closing,
    )

    assert second.value("B", "found") is Missing.NOT_EMPLOYED
    assert str(second.value("A", "found")) == "85.00"


def test_somebody_the_closing_does_not_know_has_no_history() -> None:
    plan = plan_of(a_figure("found", "previous(score)", rounding=CENTS))
    first = a_settlement(plan, {"A": {"score": "80"}}, period="2026-01")

    second = a_settlement(plan, {"A": {}, "B": {}}, period="2026-02", closing=first.closing)

    assert second.value("B", "found") is GONE


def test_a_window_may_be_known_or_replaced() -> None:
    formula = "previous(nights) if known(previous(nights)) else 7"

    assert of_one(formula, [{"nights": 1}, {"nights": 2}]) == [7, 1]
    assert of_one("coalesce(previous(nights), 7)", [{"nights": 1}, {"nights": 2}]) == [7, 1]


def test_a_window_written_twice_is_one_figure() -> None:
    plan = plan_of(
        a_figure("a", "mean_last(nights,2) + 1"), a_figure("b", "mean_last( nights, 2 ) * 2")
    )

    assert [key.name for key in plan.figures] == ["mean_last(nights, 2)", "a", "b"]


def test_numbers_in_a_condition_stay_as_they_are_written() -> None:
    figure = a_figure("found", "count_last(exact > 0.1000000000000000001, 1)")

    found = a_settlement(plan_of(figure), {"A": {"exact": "1/10"}})

    assert found.value("A", "found") == 0
    assert found.value("A", "exact > 0.1000000000000000001") is False


def test_a_figure_may_read_its_own_past() -> None:
    """A count that starts anew after it has paid: three clean months, then again from one."""
    run = a_figure(
        "run", "coalesce(previous(left), 0) + 1 if clean else 0", unit=Unit.COUNT, range="[0..]"
    )
    paid = a_figure("paid", "run >= 3")
    left = a_figure("left", "0 if paid else run", unit=Unit.COUNT, range="[0..]")
    plan = plan_of(run, paid, left)

    settled = months(plan, *({"A": each} for each in flags("clean", "yyyyyyn")))

    assert [each.value("A", "run") for each in settled] == [1, 2, 3, 1, 2, 3, 0]
    assert [each.value("A", "paid") for each in settled].count(True) == 2


def test_a_figure_that_reads_its_past_and_says_no_unit_is_a_cycle() -> None:
    assert codes_of(a_figure("run", "coalesce(previous(run), 0) + 1")) == ["cycle"]
    assert codes_of(a_figure("run", "sum_last(run, 2)", unit=Unit.COUNT)) == ["cycle"]


def test_a_figure_taken_at_its_word_must_keep_it() -> None:
    figure = a_figure("half", "(coalesce(previous(half), 0) + 1) / 2", unit=Unit.COUNT)

    assert "rounding-missing" in codes_of(figure) or "unit-declared" in codes_of(figure)


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("mean_last(score, 0)", "window-length"),
        ("mean_last(score, 61)", "window-length"),
        ("mean_last(score, 1.5)", "window-length"),
        ("mean_last(score, -1)", "window-length"),
        ("mean_last(score, nights)", "window-length"),
        ("mean_last(score, rate)", "window-length"),
        ("mean_last(score, nowhere)", "unknown-name"),
        ("mean_last(score)", "wrong-arguments"),
        ("previous(score, 2)", "wrong-arguments"),
        ("mean_last(score, 3, last=2)", "window-option"),
        ("previous(score, skip=away)", "window-option"),
        ("mean_last(score, 3, at_least=4)", "window-at-least"),
        ("mean_last(score, 3, at_least=0)", "window-length"),
        ("mean_last(mean_last(score, 2), 3)", "window-nested"),
        ("mean_last(score, 3, skip=streak(away))", "window-nested"),
        ("mean_last(5, 3)", "window-of-constant"),
        ("previous(rate)", "window-of-constant"),
        ("count_last(yes, 3)", "window-of-constant"),
        ("mean_last(channel, 3)", "not-a-number"),
        ("mean_last(graded_on, 3)", "not-a-number"),
        ("streak(score)", "not-a-flag"),
        ("count_last(score, 3)", "not-a-flag"),
        ("mean_last(score, 3, skip=score)", "not-a-flag"),
        ("mean_last(scroe, 3)", "unknown-name"),
        ("mean_last(score, 3, skip=awry)", "unknown-name"),
        ("mean_last(score + channel, 3)", "unit-clash"),
        ("mean_lst(score, 3)", "unknown-function"),
        ("min(score, 3, at_least=2)", "wrong-arguments"),
    ],
)
def test_a_wrong_window_has_its_own_finding_once(formula: str, code: str) -> None:
    figure = a_figure("found", formula, rounding=CENTS)

    assert codes_of(figure, parameters={"rate": "CNY 10"}) == [code]


def test_a_window_of_a_figure_that_is_refused_is_not_told_again() -> None:
    broken = a_figure("broken", "score + channel", rounding=CENTS)

    assert codes_of(broken, a_figure("found", "mean_last(broken, 3)", rounding=CENTS)) == [
        "unit-clash"
    ]


def test_a_window_holds_for_those_its_names_are_defined_for() -> None:
    agents = a_population("agents", "role == 'agent'")
    busy = a_population("busy", "nights > 0", within="agents")
    score = a_figure("total", "score", of="agents", rounding=CENTS)
    one = a_figure("one", "mean_last(total, 2)", of="busy", rounding=CENTS)
    two = a_figure("two", "mean_last(total, 2)", of="agents", rounding=CENTS)
    plan = plan_of(score, one, two, populations=(agents, busy))

    assert {key.population for key in plan.figures if "mean_last" in key.name} == {"agents"}
    settled = months(
        plan,
        {"A": {"score": "80", "nights": 0}},
        {"A": {"score": "90", "nights": 1}},
    )
    assert str(settled[1].value("A", "one")) == "85.00"


def test_a_population_may_ask_for_earlier_periods() -> None:
    steady = a_population("steady", "known(mean_last(score, 2))")
    plan = plan_of(a_figure("found", "nights", of="steady"), populations=(steady,))

    settled = months(
        plan, {"A": {"score": "80", "nights": 1}}, {"A": {"score": "90", "nights": 1}}
    )

    assert settled[0].value("A", "found") is NOT_APPLICABLE
    assert settled[1].value("A", "found") == 1


def a_rank(*order: str) -> RankFigure:
    return RankFigure(
        name="place",
        population=Text("employees"),
        order=tuple(map(Text, order)),
        ties=Ties.SHARE_BEST,
        unknown=Unknown.OUTSIDE,
        barred=Barred.KEEP_PLACE,
        places=PlacesRounding.EXACT,
    )


def test_a_rank_may_be_by_a_window() -> None:
    plan = plan_of(a_rank("mean_last(score, 2) desc", "previous(nights) asc"))
    before = {"A": {"score": "80", "nights": 3}, "B": {"score": "90", "nights": 1}}
    now = {"A": {"score": "90", "nights": 0}, "B": {"score": "80", "nights": 0}}

    first, second = months(plan, before, now)

    assert [first.value(each, "place") for each in "AB"] == [Missing.NO_RECORDS] * 2
    assert [second.value(each, "place") for each in "AB"] == [2, 1]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("mean_last(score, 2) down", "rank-key-wrong"),
        ("mean_last(score, 2) + 1", "rank-key-wrong"),
        ("score + 1 desc", "rank-key-wrong"),
        ("mean_last(score, 99) desc", "window-length"),
        ("previous(channel) desc", "rank-key-no-order"),
        ("previous(score)", "rank-key-direction"),
        ("", "rank-key-wrong"),
    ],
)
def test_a_wrong_rank_key_is_told(key: str, code: str) -> None:
    assert codes_of(a_rank(key)) == [code]


def test_the_place_of_the_period_before_can_be_read() -> None:
    gain = a_figure("gain", "previous(place) - place", unit=Unit.COUNT)
    size = a_figure("size", "previous(place_size)")
    plan = plan_of(a_rank("score desc"), gain, size)

    _, second = months(
        plan,
        {"A": {"score": "80"}, "B": {"score": "90"}, "C": {"score": "70"}},
        {"A": {"score": "95"}, "B": {"score": "90"}, "C": {"score": "70"}},
    )

    assert [second.value(each, "gain") for each in "ABC"] == [1, -1, 0]
    assert second.value("A", "size") == 3


def test_members_may_be_chosen_by_their_past() -> None:
    figure = MembersFigure(
        name="found",
        population=Text("employees"),
        gathering=Gathering.COUNT,
        figure=Text("score"),
        of=Text("employees"),
        over="team",
        where=Text("known(previous(score))"),
    )
    plan = plan_of(figure)

    settled = months(
        plan,
        {"A": {"score": "1"}, "B": {"score": "1"}},
        {"A": {"score": "1"}, "B": {"score": "1"}},
    )

    assert [each.value("A", "found") for each in settled] == [0, 1]


# -- renamed figures ----------------------------------------------------------------------------


def test_a_renamed_figure_reads_what_its_old_name_left() -> None:
    old = plan_of(
        a_figure("total", "score", rounding=CENTS),
        a_figure("mean", "mean_last(total, 3, at_least=1)", rounding=CENTS),
        a_figure("run", "streak(total >= 60)"),
        a_figure("some", "count_last(total >= 60, 2, at_least=1)"),
    )
    new = plan_of(
        a_figure("points", "score", rounding=CENTS, was="total"),
        a_figure("mean", "mean_last(points, 3)", rounding=CENTS),
        a_figure("run", "streak(points >= 60)"),
        a_figure("some", "count_last(points >= 60, 2)"),
    )
    first, second = months(old, {"A": {"score": "50"}}, {"A": {"score": "90"}})
    third = a_settlement(new, {"A": {"score": "70"}}, period="2026-03", closing=second.closing)

    assert first.value("A", "run") == 0
    assert str(third.value("A", "mean")) == "70.00"
    assert third.value("A", "run") == 2
    assert third.value("A", "some") == 2
    names = {each.name for each in third.closing.values}
    assert not any("total" in name for name in names)


def test_a_renamed_rank_reads_the_places_its_old_name_left() -> None:
    before = {"A": {"score": "80"}, "B": {"score": "90"}}
    first = a_settlement(
        plan_of(a_rank("score desc"), a_figure("last", "previous(place_size)")),
        before,
        period="2026-01",
    )
    renamed = attrs.evolve(a_rank("score desc"), name="rank", was="place")
    plan = plan_of(renamed, a_figure("last", "previous(rank_size)"))

    second = a_settlement(plan, before, period="2026-02", closing=first.closing)

    assert second.value("A", "last") == 2


# -- every third period -------------------------------------------------------------------------

QUARTER = Cadence(every=3, anchor="2026-01")


def quarterly(name: str, formula: str, **more: Any) -> Definition:
    figure = a_figure(name, formula, **more)
    return attrs.evolve(figure, cadence=QUARTER)


@pytest.mark.parametrize(
    ("label", "due"),
    [
        ("2026-01", False),
        ("2026-03", True),
        ("2026-06", True),
        ("2025-12", True),
        ("2025-11", False),
        ("2027-03", True),
    ],
)
def test_a_cadence_is_due_in_the_last_period_of_each_group(label: str, due: bool) -> None:
    assert QUARTER.is_due(label) is due


def test_a_figure_of_every_third_period_has_no_line_in_the_others() -> None:
    plan = plan_of(
        quarterly("star", "mean_last(score, 3)", rounding=CENTS),
        a_figure("seen", "coalesce(star, 0)", rounding=CENTS),
        a_figure("before", "previous(star)", rounding=CENTS),
    )

    settled = months(plan, *({"A": {"score": each}} for each in ("80", "85", "90", "70")))

    assert [each.value("A", "star") for each in settled[:2]] == [NOT_APPLICABLE] * 2
    assert [str(each.value("A", "seen")) for each in settled] == ["0.00", "0.00", "85.00", "0.00"]
    assert settled[2].value("A", "before") is Missing.NOT_DUE
    assert str(settled[3].value("A", "before")) == "85.00"
    assert "star" not in {each.name for each in settled[0].closing.values}


def test_who_reads_a_figure_of_some_periods_must_reckon_with_its_absence() -> None:
    star = quarterly("star", "score", rounding=CENTS)
    plan = plan_of(star, a_figure("seen", "star", rounding=CENTS))

    assert a_settlement(plan, {"A": {"score": "1"}}).value("A", "seen") is Missing.NOT_DUE
    assert plan.steps_of("seen")[0].optional


# -- explained ----------------------------------------------------------------------------------


def test_an_explanation_lists_the_periods_and_their_values() -> None:
    figure = a_figure("found", "mean_last(score, 3, at_least=1, skip=away)", rounding=CENTS)
    settled = months(
        plan_of(figure),
        {"A": {"score": "80", "away": True}},
        {"A": {"away": False}},
        {"A": {"score": "90", "away": False}},
    )

    told = str(settled[2].explain("A", "found", locale="en"))

    assert "2026-03: 90.00" in told
    assert "2026-02: missing: not measured" in told
    assert "2026-01: left out (80.00)" in told
    data = settled[2].explain("A", "found").to_dict()["trace"]["inputs"][0]
    assert data["kind"] == "window"
    assert [each["skipped"] for each in data["periods"]] == [False, False, True]


def test_an_explanation_shows_no_value_where_nobody_knows_whether_it_is_left_out() -> None:
    """A value that the window did not take for want of the flag is not told as taken."""
    figure = a_figure("found", "mean_last(score, 3, at_least=1, skip=away)", rounding=CENTS)
    settled = months(
        plan_of(figure), {"A": {"score": "80"}}, {"A": {"score": "90", "away": False}}
    )

    told = str(settled[1].explain("A", "found", locale="en"))

    assert str(settled[1].value("A", "found")) == "90.00"
    assert "2026-02: 90.00" in told
    assert "2026-01: missing: not measured" in told


def test_an_explanation_of_a_streak_says_what_it_was_before() -> None:
    settled = months(
        plan_of(a_figure("found", "streak(clean)")),
        *({"A": each} for each in flags("clean", "nyy")),
    )

    told = str(settled[2].explain("A", "found", locale="en"))

    assert "2026-03: yes" in told
    assert "until 2026-02: 1" in told


# -- laws ---------------------------------------------------------------------------------------

VALUES = st.lists(st.one_of(st.none(), st.integers(0, 10_000)), min_size=1, max_size=7)


@tried(40)
@given(values=VALUES, length=st.integers(1, 4), data=st.data())
def test_windows_are_what_the_words_say(
    values: list[int | None], length: int, data: st.DataObject
) -> None:
    at_least = data.draw(st.one_of(st.none(), st.integers(1, length)))
    skips = data.draw(st.lists(st.booleans(), min_size=len(values), max_size=len(values)))
    option = "" if at_least is None else f", at_least={at_least}"
    calls = {
        name: f"{name}(score, {length}{option}, skip=away)"
        for name in ("mean_last", "sum_last", "min_last")
    }
    plan = plan_of(
        *(a_figure(f"found_{name}", call, rounding=CENTS) for name, call in calls.items())
    )
    given_facts: list[dict[str, dict[str, object]]] = []
    for value, skip in zip(values, skips, strict=True):
        own: dict[str, object] = {"away": skip}
        if value is not None:
            own["score"] = f"{value / 100:.2f}" if value % 100 else str(value // 100)
        given_facts.append({"A": own})

    last = months(plan, *given_facts)[-1]

    taken = list(zip(values, skips, strict=True))[-length:]
    left = [value for value, skip in taken if not skip]
    short = length - len(taken)  # periods before the first are not known
    there = [value for value in left if value is not None]
    wanted = len(left) + short if at_least is None else at_least
    for name in calls:
        found = last.value("A", f"found_{name}")
        if len(there) < wanted or (not there and name != "sum_last"):
            assert isinstance(found, Missing)
        else:
            total = Fraction(sum(there), 100)
            mean = total / len(there) if there else Fraction(0)
            least = Fraction(min(there), 100) if there else Fraction(0)
            expected = {"mean_last": CENTS.apply(mean), "sum_last": total, "min_last": least}
            assert Fraction(str(found)) == expected[name]
