"""What a revision changes: who, by how much, why, and what still goes on from the old one."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops import source
from ccops.errors import SettlementError, UnknownNameError
from ccops.settlement import CauseKind, Ruling, RulingKind
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_fact, a_figure, a_plan, a_settlement
from ccops.values import NOT_APPLICABLE, Missing, Money, Rounding, RoundingMode, Unit
from tests import loaded
from tests.laws import tried
from tests.quiet import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.center import Center
    from ccops.settlement import Difference, Settlement

PEOPLE = tuple(f"E{number:03}" for number in range(1, 11))
HIRED = {"employment_type": "full_time", "role": "agent", "team": "A", "hired_on": "2024-03-01"}
SAME: dict[str, object] = {
    **USUAL,
    "rostered_shifts": 15,
    "shifts_on_roster": 15,
    "nights_worked": 4,
    "talk_hold_mean": "180 s",
    "order_accuracy": "98.5%",
    "discipline": "90.0",
    "basic_pay_due": "CNY 5000",
}
CENTER = loaded.center()


def october(
    changed: Mapping[str, Mapping[str, object]] | None = None,
    *,
    center: Center = CENTER,
    roles: Mapping[str, str] | None = None,
    supersedes: str = "",
) -> Settlement:
    """Ten agents from the best to the last, some facts otherwise; nobody where there are none."""
    changed = changed or {}
    people = [
        {"employee_id": each, **HIRED, "role": (roles or {}).get(each, "agent")}
        for each in PEOPLE
        if changed.get(each) != {}
    ]
    month = center.month("2026-10", employees=people, decisions={"award_themes": []})
    facts = {
        each: _there({**SAME, "call_evaluation": 99 - place, **changed.get(each, {})})
        for place, each in enumerate(PEOPLE)
        if changed.get(each) != {}
    }
    revision = 2 if supersedes else 1
    return month.settle(month.facts(facts), revision=revision, supersedes=supersedes)


def _there(facts: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in facts.items() if value is not None}


@pytest.fixture(scope="module")
def before() -> Settlement:
    return october()


def told(found: Difference) -> list[tuple[str, str, str, bool]]:
    return [(each.employee, each.name, str(each.difference), each.is_own) for each in found.lines]


def roots(found: Difference, employee: str, name: str) -> list[tuple[str, str, str]]:
    return [
        (each.kind.value, each.employee, each.name) for each in found.of(employee, name).causes
    ]


def test_the_same_month_twice_differs_in_nothing(before: Settlement) -> None:
    found = october().diff(before)

    assert (found.lines, found.employees, found.rules, found.left) == ((), (), (), ())
    assert found.total == Money("CNY", "0.00")
    assert found.text("en").splitlines()[-1] == "no pay line is another"


def test_a_rescored_evaluation_moves_the_person_and_whom_he_passes(before: Settlement) -> None:
    """The best place goes to somebody else: one is put right, one is only passed (2.18)."""
    found = october({"E003": {"call_evaluation": 100}}).diff(before)

    assert told(found) == [
        ("E001", "monthly_bonus", "CNY -200.00", False),
        ("E003", "monthly_bonus", "CNY 200.00", True),
    ]
    cause = [("fact", "E003", "call_evaluation")]
    assert roots(found, "E001", "monthly_bonus") == cause
    assert roots(found, "E003", "monthly_bonus") == cause
    assert found.total == Money("CNY", "0.00")


def test_genesys_6_days_a_late_rescore_reaches_the_money_and_the_old_score_stays(
    before: Settlement,
) -> None:
    """There a rescore after six days counted for nothing, and the first score was gone."""
    first = before.to_json()
    rescored = october({"E003": {"call_evaluation": 100}}, supersedes=before.digest)

    found = rescored.diff(before)

    assert before.to_json() == first
    assert str(before.value("E003", "call_evaluation")) == "97"
    assert str(rescored.value("E003", "call_evaluation")) == "100"
    assert (rescored.manifest.revision, rescored.manifest.supersedes) == (2, before.digest)
    line = found.of("E003", "monthly_bonus")
    assert str(line.difference) == "CNY 200.00"
    (cause,) = line.causes
    assert (cause.name, str(cause.before), str(cause.after)) == ("call_evaluation", "97", "100")


def test_a_late_found_night_pays_one_person_and_nobody_else(before: Settlement) -> None:
    found = october({"E004": {"nights_worked": 5}}).diff(before)

    assert told(found) == [("E004", "night_allowance", "CNY 10.00", True)]
    (change,) = found.lines
    assert (change.before, change.after) == (Money("CNY", "40.00"), Money("CNY", "50.00"))


def test_who_falls_out_of_the_pool_moves_the_places_of_the_rest(before: Settlement) -> None:
    """One person less: 10 % of nine people gives no place any more."""
    found = october({"E010": {}}).diff(before)

    change = found.of("E001", "monthly_bonus")
    assert change.difference == Money("CNY", "-200.00")
    assert not change.is_own
    assert roots(found, "E001", "monthly_bonus") == [("person", "E010", "")]
    gone = found.of("E010", "night_allowance")
    assert (gone.before, gone.after) == (Money("CNY", "40.00"), NOT_APPLICABLE)
    assert gone.difference == Money("CNY", "-40.00")
    assert "E010 is employed in the period in one of the two only" in found.text("en")


def test_another_role_is_the_cause_where_somebody_leaves_a_population(before: Settlement) -> None:
    found = october(roles={"E010": "qa_trainer"}).diff(before)

    assert ("fact", "E010", "role") in roots(found, "E010", "monthly_bonus")
    assert ("fact", "E010", "role") in roots(found, "E001", "monthly_bonus")


def test_another_reading_is_told_as_a_rule(before: Settlement) -> None:
    after = october(center=CENTER.with_choices(bonus_reading="slices"))
    found = after.diff(before)

    assert ("choice bonus_reading", "printed", "slices") in found.rules
    assert found.lines
    for each in found.lines:
        assert {cause.kind for cause in each.causes} == {CauseKind.RULE}
        assert each.is_own


def test_a_missing_amount_has_no_difference(before: Settlement) -> None:
    found = october({"E004": {"nights_worked": None}}).diff(before)

    change = found.of("E004", "night_allowance")
    assert change.after is Missing.NOT_MEASURED
    assert change.difference is None
    assert change in found.lines
    assert "night allowance (night_allowance): CN¥40.00 → " in found.text("en")


def test_it_is_data_and_words_in_three_languages(before: Settlement) -> None:
    found = october({"E003": {"call_evaluation": 100}}).diff(before)

    data = json.loads(json.dumps(found.to_dict()))
    assert data["schema"] == "ccops.difference/1"
    assert data["lines"][0]["difference"] == "-200.00"
    assert data["lines"][0]["causes"][0] == {
        "kind": "fact",
        "employee": "E003",
        "name": "call_evaluation",
        "before": "97",
        "after": "100",
    }
    assert "原因：E003 的通话评估 (call_evaluation)：97 → 100" in found.text("zh_CN")
    assert "合計" in found.text("zh_TW")
    with pytest.raises(UnknownNameError):
        found.text("fr")


@pytest.mark.parametrize("what", ["period", "pack", "currency"])
def test_two_settlements_that_do_not_compare_are_refused(before: Settlement, what: str) -> None:
    rules = before.rules
    others: dict[str, dict[str, Any]] = {
        "period": {"period": attrs.evolve(rules.period, label="2026-11")},
        "pack": {"identity": attrs.evolve(rules.identity, id="another")},
        "currency": {"currency": "USD"},
    }
    another = attrs.evolve(before, rules=attrs.evolve(rules, **others[what]))

    with pytest.raises(SettlementError) as found:
        before.diff(another)
    (told,) = found.value.diagnostics
    assert (told.code, told.args["what"]) == ("difference-apart", what)


# -- what earlier periods leave -------------------------------------------------------------------

FACTS = (
    a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    a_fact("seen", Unit.COUNT, range="[0..9]"),
)
CENTS = Rounding(scale=100, mode=RoundingMode.HALF_UP)
MEAN = a_figure("mean", "mean_last(score, 2, at_least=1)", rounding=CENTS)
PLAN = a_plan(MEAN, facts=FACTS)


def month(label: str, score: int, *, after: Settlement | None = None, seen: int = 1) -> Settlement:
    facts = {"A": {"score": score, "seen": seen}}
    closing = None if after is None else after.closing
    return a_settlement(PLAN, facts, period=label, closing=closing)


def test_later_periods_that_go_on_from_the_old_revision_are_named() -> None:
    july, again = month("2026-07", 80), month("2026-07", 90)
    august = month("2026-08", 85, after=july)
    september = month("2026-09", 85, after=august)
    settled_again = month("2026-08", 85, after=again)

    found = again.diff(july, later=[september, settled_again, august])

    assert found.left == ("score 2026-07",)
    assert found.stale == ("2026-08", "2026-09")
    assert "2026-08, 2026-09" in found.text("en")
    assert again.diff(july, later=[settled_again]).stale == ()


def test_a_change_that_no_later_period_reads_leaves_none_behind() -> None:
    july, again = month("2026-07", 80), month("2026-07", 80, seen=2)

    assert again.diff(july, later=[month("2026-08", 85, after=july)]).stale == ()


def carried(found: Difference) -> list[tuple[str, str, str, str]]:
    return [
        (each.change.employee, each.change.name, str(each.change.before), str(each.change.after))
        for each in found.carried
    ]


def test_whose_score_and_place_are_carried_on_otherwise_is_told_with_the_cause(
    before: Settlement,
) -> None:
    """E003 is put right and passes two: their places are others, whatever is paid for them."""
    found = october({"E003": {"call_evaluation": 100}}).diff(before)

    places = [each for each in carried(found) if each[1] == "month_rank"]
    assert places == [
        ("E001", "month_rank", "1", "2"),
        ("E002", "month_rank", "2", "3"),
        ("E003", "month_rank", "3", "1"),
    ]
    passed = next(each.change for each in found.carried if each.change.employee == "E002")
    assert not passed.is_own
    assert [(each.employee, each.name) for each in passed.causes] == [("E003", "call_evaluation")]
    assert {each["employee"] for each in found.to_dict()["carried"]} == {"E001", "E002", "E003"}
    assert "E002 monthly rank (month_rank): 2 → 3" in found.text("en")


def test_what_an_account_holds_otherwise_is_told_back_to_what_was_worked() -> None:
    center, people = CENTER, [{"employee_id": "E1", **HIRED}]
    month = center.month(
        "2025-01", employees=people, decisions={"standard_days": "1", "award_themes": []}
    )
    month = month.starting_from(month.opening([]))

    def worked(*days: str) -> Settlement:
        rows = [
            {"employee_id": "E1", "work_date": each, "shift": "R", "kind": "final"}
            for each in days
        ]
        return month.settle(month.measure(source("roster", rows)))

    found = worked("2025-01-02", "2025-01-03", "2025-01-04").diff(
        worked("2025-01-02", "2025-01-03")
    )

    (lots,) = (each.change for each in found.carried if each.change.name == "comp_time")
    before, after = lots.before, lots.after
    assert isinstance(before, dt.timedelta)
    assert isinstance(after, dt.timedelta)
    assert (before, after) == tuple(
        each.value("E1", "comp_hours_open") for each in (found.before, found.after)
    )
    assert after > before
    assert [(each.kind, each.name) for each in lots.causes] == [(CauseKind.FACT, "hours_counted")]


def test_what_an_earlier_period_left_otherwise_has_it_as_its_cause() -> None:
    mean = a_figure("mean", "mean_last(score, 3, at_least=1)", rounding=CENTS)
    plan, scored = a_plan(mean, facts=FACTS), {"A": {"score": 85, "seen": 1}}

    def august(july: int) -> Settlement:
        facts = {"A": {"score": july, "seen": 1}}
        before = a_settlement(plan, facts, period="2026-07")
        return a_settlement(plan, scored, period="2026-08", closing=before.closing)

    old, new = august(80), august(90)

    (found,) = new.diff(old).carried
    assert (found.period, found.change.name) == ("2026-07", "score")
    (cause,) = found.change.causes
    assert cause.kind is CauseKind.HISTORY
    assert "score 2026-07: 80.00 → 90.00" in new.diff(old).text("en")


def test_another_closing_before_is_the_cause_of_what_a_window_reads() -> None:
    july, again = month("2026-07", 80), month("2026-07", 90)
    old, new = (month("2026-08", 85, after=each) for each in (july, again))

    (cause,) = new.diff(old).of("A", "mean").causes
    assert (cause.kind, cause.employee, cause.name) == (CauseKind.HISTORY, "A", "score")


def test_a_ruling_is_told_as_one() -> None:
    plan = a_plan(a_figure("double", "seen * 2"), facts=FACTS)
    facts: dict[str, Any] = {"A": {"score": 1}}
    ruling = Ruling(employee_id="A", fact="seen", kind=RulingKind.ZERO, by="Li", because="none")
    old = a_settlement(plan, facts)
    new = a_settlement(plan, facts, rulings=[ruling])

    (cause,) = new.diff(old).of("A", "double").causes
    assert (cause.kind, cause.name) == (CauseKind.RULING, "seen")


def test_who_is_no_employee_of_either_has_no_line() -> None:
    old = a_settlement(PLAN, {"A": {"score": 1, "seen": 1}}, employees=[an_employee("A")])

    assert old.diff(old).of("stranger", "mean").causes == ()


# -- laws -----------------------------------------------------------------------------------------

scores = st.lists(st.integers(60, 100), min_size=10, max_size=10)


@tried(25)
@given(then=scores, now=scores, nights=st.integers(0, 9))
def test_differences_add_up_and_every_one_has_a_cause(
    then: list[int], now: list[int], nights: int
) -> None:
    old, new = (
        october(
            {
                each: {"call_evaluation": score, "nights_worked": nights if each == "E002" else 4}
                for each, score in zip(PEOPLE, listed, strict=True)
            }
        )
        for listed in (then, now)
    )
    found = new.diff(old)

    paid = [sum(line.amount for line in each.lines()) for each in (old, new)]
    assert found.total.amount == paid[1] - paid[0]
    assert {f"{each.change.name} {each.period}" for each in found.carried} == set(found.left)
    assert all(each.change.causes for each in found.carried)
    back = old.diff(new)
    assert back.total == -found.total
    assert [each.employee for each in back.lines] == [each.employee for each in found.lines]
    moved = {each for each, one, other in zip(PEOPLE, then, now, strict=True) if one != other}
    for each in found.lines:
        assert each.causes
        assert {cause.employee for cause in each.causes} <= moved
        assert each.is_own == any(cause.employee == each.employee for cause in each.causes)
