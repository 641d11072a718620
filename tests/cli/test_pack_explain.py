from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from ccops.errors import UnknownNameError
from ccops.messages import LOCALES
from ccops.rulepack.cards.card import CardIndex, RuleCard, explain_rule
from ccops.rulepack.cards.card_data import card_data
from ccops.rulepack.cards.card_text import card_text
from tests import loaded

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PACK = loaded.pack()
CARDS = CardIndex(PACK)


def card(name: str) -> RuleCard:
    (found,) = CARDS.of(name)
    return found


def test_a_bonus_tells_its_table_its_names_and_what_it_depends_on() -> None:
    found = card("monthly_bonus")
    text = card_text(found, "zh_CN")

    assert {each.name for each in found.gives} == {"monthly_bonus", "monthly_bonus_by_table"}
    assert [each.name for each in found.choices] == ["bonus_reading"]
    assert "手册依据：S1-09" in text
    assert "5  >= 60" in text
    assert "月度得分 (monthly_score)" in text
    assert {each.name for each in found.read_by} == {"correction", "handed_to_payroll", "star_pay"}


def test_a_figure_tells_the_parameters_it_reads_with_their_dates_and_sources() -> None:
    weights = {each.name: each for each in card("monthly_score").parameters}
    leads = {each.name: each for each in card("lead_score").parameters}

    assert weights["weight_call"].values[0].value == "30%"
    assert leads["lead_weight_work"].source == "S1-12"


def test_what_no_case_can_name_is_touched_by_the_cases_of_its_readers() -> None:
    scored = {each.name for each in card("monthly_score").cases}

    assert scored
    assert scored <= {each.name for each in card("weight_call").cases}
    assert card("ranked_agents").cases
    assert card("service_level").cases  # measured over all records
    assert card("call_form").cases  # scores evaluations
    assert card("paid_briefing_minutes").cases == ()


def test_what_is_assumed_says_why() -> None:
    found = card("least_attendance")

    assert found.is_assumed
    assert "one good day should not win 500" in card_text(found, "en")


def test_a_question_tells_its_readings_and_which_rules_ask_it() -> None:
    text = card_text(card("rank_pool"), "en")

    assert "scored_minus_probation" in text
    assert "month_rank" in text


def test_a_scorecard_adds_one_figure_for_each_item_and_its_score() -> None:
    names = {each.name for each in card("work_form").gives}

    assert names == {"work_evaluation", "work_evaluation_talk_hold", "work_evaluation_orders"}


@pytest.mark.parametrize(
    ("asked", "rule"),
    [
        ("monthly_bonus_by_table", "bonuses.monthly_bonus"),
        ("month_rank_size", "ranks.month_rank"),
        ("bonus_exclusions_absent_3_days", "eligibility.bonus_exclusions"),
        ("bonuses.monthly_bonus", "bonuses.monthly_bonus"),
        ("work_evaluation", "scorecards.work_form"),
    ],
)
def test_a_name_a_rule_adds_leads_to_the_rule(asked: str, rule: str) -> None:
    found = card(asked)

    assert f"{found.section}.{found.name}" == rule


def test_a_reason_code_of_two_groups_leads_to_both() -> None:
    found = CARDS.of("absent_3_days")

    assert {each.name for each in found} == {"bonus_exclusions", "lead_exclusions"}


def test_cases_that_expect_a_figure_or_its_reason_touch_it() -> None:
    assert "GC-20" in {each.name for each in card("monthly_bonus").cases}
    assert card("bonus_exclusions").cases


def test_every_rule_of_a_pack_can_be_explained_in_every_language() -> None:
    written = {section for section, rules in PACK.rules.sections.items() if rules}

    assert written - {section for section, _ in CARDS.rules} == {"words", "translations"}
    for section, name in CARDS.rules:
        for found in CARDS.of(f"{section}.{name}"):
            for locale in LOCALES:
                text = card_text(found, locale)
                assert "card-" not in text
                assert "{" not in text.partition("\n")[0]
            assert json.dumps(card_data(found), ensure_ascii=False)


def test_a_rule_of_the_parent_says_which_pack_it_is_from() -> None:
    assert {CARDS.of(f"leave_kinds.{name}")[0].pack for name in _leave()} == {"base"}


def _leave() -> list[str]:
    return [each.name for each in PACK.rules.section("leave_kinds")]


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as caught:
        explain_rule(PACK, "monthly_bonsu")

    assert caught.value.nearest == "monthly_bonus"


def test_the_verb_takes_another_reading(run: Run) -> None:
    ran = run("pack", "explain", "telecom-7x24", "monthly_bonus", "--choose",
              "bonus_reading=slices", "--json")  # fmt: skip

    assert ran.code == 0, ran.err
    assert ran.json["schema"] == "ccops.pack-explain/1"
    (rule,) = ran.json["rules"]
    assert rule["choices"][0]["taken"] == "slices"


def test_the_verb_answers_in_the_language_of_the_terminal(run: Run) -> None:
    ran = run("pack", "explain", "telecom-7x24", "weight_call", locale="zh_TW")

    assert "2022-10-01 起 30%" in ran.out


def test_the_verb_refuses_an_unknown_name(run: Run) -> None:
    ran = run("pack", "explain", "telecom-7x24", "weight_cal")

    assert ran.code == 1
    assert "weight_call" in ran.err
