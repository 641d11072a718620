"""A form that adds up a month becomes figures of the plan, exact and within 0 and 100."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.plan import RowFigure, Surroundings, Tracer
from ccops.values import Bounds, Missing, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.facts import FactDeclaration
    from ccops.scorecards import ScorecardRule
    from tests.scorecards.conftest import FactBuilder, FormReader, Month, Planner, Runner

AROUND = Surroundings(eligibility={}, currency="CNY")
WORK_FORM = """
work_form:
  label: {zh: 工作评估, en: Work evaluation}
  for: employees
  gives: work_evaluation
  items:
    talk_hold: {label: 通话时长, weight: 60%, reads: talk_hold_mean,
                linear: {zero_at: 300 s, full_at: 150 s}}
    discipline: {label: 纪律, weight: 40%, reads: discipline_points, direct: yes}
  missing: block
  round: none
  source: S1-07
"""
SERVICE_LEVEL = """
goals:
  label: 目标
  for: employees
  gives: goal
  items:
    service: {weight: 25%, reads: service_level, linear: {zero_at: 85%, full_at: 90%}}
    rest: {weight: 75%, reads: conduct, direct: yes}
  missing: block
  round: none
"""
VIOLATIONS = """
conduct_form:
  label: 综合表现
  for: employees
  gives: conduct
  start: 100
  floor: 0
  sections: {attendance: {label: 考勤, at_most: 30}}
  items:
    late: {label: 迟到, section: attendance, deduct: 1, reads: late_times}
    absent: {label: 旷工, section: attendance, deduct: 10, reads: absences}
    refused: {label: 拒绝安排, deduct: 5, at_most: 3, reads: refusals}
    forged: {label: 作假, fatal: yes, reads: forgeries}
  missing: block
  round: {to: 0.1, mode: half_up}
"""


@pytest.fixture(scope="module")
def work_form(form: FormReader) -> ScorecardRule:
    return form(WORK_FORM)


@pytest.fixture(scope="module")
def work_facts(fact: FactBuilder) -> Mapping[str, FactDeclaration]:
    talk = fact("talk_hold_mean", Unit.DURATION)
    return {**talk, **fact("discipline_points", Unit.POINTS, high="100")}


@pytest.fixture(scope="module")
def conduct_facts(fact: FactBuilder) -> Mapping[str, FactDeclaration]:
    names = ("late_times", "absences", "refusals", "forgeries")
    return {each: found for name in names for each, found in fact(name, Unit.COUNT).items()}


def test_a_form_adds_one_figure_an_item_and_the_total(work_form: ScorecardRule) -> None:
    figures = work_form.figures(AROUND)

    names = [each.name for each in figures]
    labels = [each.label.zh for each in figures]
    assert names == ["work_evaluation_talk_hold", "work_evaluation_discipline", "work_evaluation"]
    assert labels == ["通话时长", "纪律", "工作评估"]
    assert {each.policy for each in figures} == {"work_form"}
    assert work_form.lines() == ()


@pytest.mark.parametrize(
    ("talk", "points"),
    [("300 s", 0), ("301 s", 0), ("225 s", 30), ("150 s", 60), ("90 s", 60), ("250 s", 20)],
)
def test_less_is_better_where_zero_stands_above_full(
    work_form: ScorecardRule,
    work_facts: Mapping[str, FactDeclaration],
    month: Month,
    talk: str,
    points: int,
) -> None:
    found = month(work_form, work_facts, {"talk_hold_mean": talk, "discipline_points": "50"})

    assert found["work_evaluation_talk_hold"] == points
    assert found["work_evaluation"] == points + 20


@pytest.mark.parametrize(
    ("level", "points"), [("92%", 25), ("87.5%", "12.5"), ("85%", 0), ("84.9%", 0)]
)
def test_gc_52_points_in_proportion_between_the_two_ends(
    form: FormReader, fact: FactBuilder, month: Month, level: str, points: str | int
) -> None:
    facts = {**fact("service_level", Unit.RATIO), **fact("conduct", Unit.POINTS, high="100")}

    found = month(form(SERVICE_LEVEL), facts, {"service_level": level, "conduct": "0"})

    assert found["goal_service"] == found["goal"] == Fraction(points)


def test_points_stay_exact(
    work_form: ScorecardRule, work_facts: Mapping[str, FactDeclaration], month: Month
) -> None:
    given = {"talk_hold_mean": "200001 ms", "discipline_points": Fraction(1, 3)}

    found = month(work_form, work_facts, given)

    expected = 60 * Fraction(99_999, 150_000) + Fraction(4, 10) / 3
    assert found["work_evaluation"] == expected


def test_a_missing_item_blocks_the_total(
    work_form: ScorecardRule, work_facts: Mapping[str, FactDeclaration], month: Month
) -> None:
    found = month(work_form, work_facts, {"discipline_points": "100"})

    assert found["work_evaluation_discipline"] == 40
    assert found["work_evaluation_talk_hold"] is Missing.NOT_MEASURED
    assert found["work_evaluation"] is Missing.NOT_MEASURED


@pytest.mark.parametrize(
    ("seen", "score"),
    [
        ({}, 100),
        ({"late_times": 3}, 97),
        ({"late_times": 3, "absences": 3}, 70),
        ({"refusals": 2}, 90),
        ({"refusals": 7}, 85),
        ({"absences": 9, "refusals": 7}, 55),
        ({"forgeries": 1}, 0),
        ({"forgeries": 2, "late_times": 1}, 0),
    ],
    ids=["none", "late", "capped", "refused", "counts-at-most", "both", "fatal", "fatal-and-late"],
)
def test_deductions_by_count_are_capped_and_a_fatal_one_leaves_nothing(
    form: FormReader,
    conduct_facts: Mapping[str, FactDeclaration],
    month: Month,
    seen: Mapping[str, int],
    score: int,
) -> None:
    counts = {**dict.fromkeys(conduct_facts, 0), **seen}

    assert month(form(VIOLATIONS), conduct_facts, counts)["conduct"] == score


def test_sections_are_figures_of_their_own(
    form: FormReader, conduct_facts: Mapping[str, FactDeclaration], month: Month
) -> None:
    counts = {**dict.fromkeys(conduct_facts, 0), "late_times": 5, "absences": 1}

    found = month(form(VIOLATIONS), conduct_facts, counts)

    assert found["conduct_late"] == 5
    assert found["conduct_attendance"] == 15


def test_deductions_may_be_taken_from_weighted_items(
    form: FormReader, fact: FactBuilder, month: Month
) -> None:
    text = """
    total:
      label: 总分
      for: employees
      gives: total
      floor: 0
      items:
        exam: {weight: 100%, reads: exam_points, direct: yes}
        late: {deduct: 2, reads: late_times}
      missing: block
      round: {to: 1, mode: down}
    """
    facts = {**fact("exam_points", Unit.POINTS, high="100"), **fact("late_times", Unit.COUNT)}
    rule = form(text)

    assert month(rule, facts, {"exam_points": "88.5", "late_times": 3})["total"] == 82
    assert month(rule, facts, {"exam_points": "3", "late_times": 3})["total"] == 0


@pytest.mark.parametrize("unit", [Unit.COUNT, Unit.RATIO, Unit.POINTS])
def test_ends_may_be_bare_numbers(
    form: FormReader, fact: FactBuilder, month: Month, unit: Unit
) -> None:
    told = ", unit: points" if unit is Unit.POINTS else ""
    text = f"""
    sales:
      label: 业绩
      for: employees
      gives: sales
      items: {{it: {{weight: 100%, reads: result, linear: {{zero_at: 0, full_at: 4{told}}}}}}}
      missing: block
      round: none
    """

    found = month(form(text), fact("result", unit), {"result": 3})

    assert found["sales"] == 75


def test_a_direct_item_must_be_proven_to_stay_within_its_points(
    work_form: ScorecardRule,
    work_facts: Mapping[str, FactDeclaration],
    fact: FactBuilder,
    plan_of: Planner,
) -> None:
    facts = {**work_facts, **fact("discipline_points", Unit.POINTS, high=None)}

    (problem,) = plan_of(work_form, facts).diagnostics

    assert problem.code == "range-not-proven"
    assert problem.args["declared"] == "[0..40]"
    assert problem.span is not None
    assert problem.span.line == 9


def test_other_figures_may_rely_on_the_range_of_the_total(
    work_form: ScorecardRule, work_facts: Mapping[str, FactDeclaration], plan_of: Planner
) -> None:
    plan = plan_of(work_form, work_facts, "work_evaluation")

    (step,) = plan.steps_of("more")
    assert step.bounds == Bounds(Fraction(0), Fraction(100))


def test_a_name_that_an_item_shares_with_a_constant_of_another_formula_is_no_reading(
    work_form: ScorecardRule,
    work_facts: Mapping[str, FactDeclaration],
    fact: FactBuilder,
    plan_of: Planner,
) -> None:
    facts = {**work_facts, **fact("zero_at", Unit.COUNT), **fact("item_weight", Unit.COUNT)}

    plan = plan_of(work_form, facts, "zero_at")

    assert plan.diagnostics == ()
    assert plan.reads == {"talk_hold_mean", "discipline_points", "zero_at", *_own_names(work_form)}


def _own_names(form: ScorecardRule) -> set[str]:
    return {each.name for each in form.figures(AROUND) if each.name != "work_evaluation"}


def test_constants_are_for_the_formula_that_has_them(work_form: ScorecardRule) -> None:
    talk = work_form.figures(AROUND)[0]

    assert isinstance(talk, RowFigure)
    assert set(talk.constants) == {"item_points", "zero_at", "full_at", "between"}


def test_an_explanation_names_the_constants_with_their_units(
    work_form: ScorecardRule, work_facts: Mapping[str, FactDeclaration], run: Runner
) -> None:
    given = {"talk_hold_mean": "225 s", "discipline_points": "50"}
    results = run(work_form, work_facts, given)

    trace = Tracer(results, {}).figure("work_evaluation_talk_hold", 0)

    assert trace is not None
    found = {name: scalar for name, scalar, _, _ in trace.parameters}
    assert found["zero_at"] == Scalar(Unit.DURATION, Fraction(300_000))
    assert found["item_points"] == Scalar(Unit.POINTS, Fraction(60))


# -- laws -----------------------------------------------------------------------------------------


def _weighted(weights: list[str]) -> str:
    items = ", ".join(
        f"i{number}: {{weight: {weight}, reads: points_{number}, direct: yes}}"
        for number, weight in enumerate(weights)
    )
    return f"""
    appraisal:
      label: 考核
      for: employees
      gives: appraisal
      items: {{{items}}}
      missing: block
      round: none
    """


@pytest.mark.parametrize(
    ("weights", "scores", "expected"),
    [
        (["20/35", "15/35"], ["5", "5"], "5"),
        (["1/3", "1/3", "1/3"], ["5", "5", "5"], "5"),
        (["50%", "50%"], ["4", "5"], "4.5"),
    ],
    ids=["two-unlike", "three-thirds", "halves"],
)
def test_hrms_2023_equal_item_scores_give_that_score(
    form: FormReader,
    fact: FactBuilder,
    month: Month,
    weights: list[str],
    scores: list[str],
    expected: str,
) -> None:
    names = [f"points_{number}" for number in range(len(weights))]
    facts = {each: f for n in names for each, f in fact(n, Unit.POINTS, high="100").items()}

    found = month(form(_weighted(weights)), facts, dict(zip(names, scores, strict=True)))

    assert found["appraisal"] == Fraction(expected)


@given(
    parts=st.lists(st.integers(1, 50), min_size=1, max_size=5),
    score=st.fractions(0, 100, max_denominator=1000),
)
def test_the_same_score_in_every_item_is_the_total(
    form: FormReader, fact: FactBuilder, month: Month, parts: list[int], score: Fraction
) -> None:
    weights = [f"{part}/{sum(parts)}" for part in parts]
    names = [f"points_{number}" for number in range(len(weights))]
    facts = {each: f for n in names for each, f in fact(n, Unit.POINTS, high="100").items()}

    found = month(form(_weighted(weights)), facts, dict.fromkeys(names, score))

    assert found["appraisal"] == score


@given(
    talk=st.integers(0, 400_000),
    quicker=st.integers(0, 400_000),
    points=st.fractions(0, 100, max_denominator=1000),
    more=st.fractions(0, 100, max_denominator=1000),
)
def test_better_results_never_give_less_and_the_total_keeps_its_range(
    work_form: ScorecardRule,
    work_facts: Mapping[str, FactDeclaration],
    month: Month,
    *,
    talk: int,
    quicker: int,
    points: Fraction,
    more: Fraction,
) -> None:
    worse = {"talk_hold_mean": f"{talk} ms", "discipline_points": points}
    better = {
        "talk_hold_mean": f"{max(0, talk - quicker)} ms",
        "discipline_points": min(Fraction(100), points + more),
    }

    low = month(work_form, work_facts, worse)["work_evaluation"]
    high = month(work_form, work_facts, better)["work_evaluation"]

    assert not isinstance(low, Missing)
    assert not isinstance(high, Missing)
    assert 0 <= low <= high <= 100
