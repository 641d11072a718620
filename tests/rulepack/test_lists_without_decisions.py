"""Lists of a month whose decisions are not taken yet: promotions, structure, conduct."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.center import Center
from ccops.errors import SettlementError
from ccops.rulepack import MonthUse
from tests import loaded

if TYPE_CHECKING:
    from ccops.center import CenterMonth
    from ccops.settlement import Settlement
    from tests.rulepack.conftest import Shelf

INSURANCE = "insurance-hotline"
DECISIONS = {"handled_share": "20%", "forecast_calls": "20000", "planned_agents": "3"}
AGENT = {"employee_id": "E1", "role": "agent", "team": "A", "level": "trainee"}
LEAD = {"employee_id": "L1", "role": "team_lead", "team": "A"}
USUAL = {"employment_type": "full_time", "hired_on": "2020-01-01"}


def month(
    decisions: dict[str, str] | None = None, use: MonthUse | None = MonthUse.LISTS
) -> CenterMonth:
    people = [{**USUAL, **AGENT}, {**USUAL, **LEAD}]
    center = loaded.center(INSURANCE)
    return center.month("2026-06", employees=people, decisions=decisions or {}, use=use)


def settled(made: CenterMonth) -> Settlement:
    return made.settle(made.facts({"E1": {"shifts_present": "20", "post_pay_base": "CNY 1000"}}))


def test_a_settlement_is_refused_by_the_name_of_each_decision() -> None:
    with pytest.raises(SettlementError) as caught:
        month(use=None)

    told = {each.args["name"] for each in caught.value.diagnostics}
    assert told == set(DECISIONS)


def test_promotions_are_the_same_without_decisions_they_do_not_need() -> None:
    without, whole = month(), month(DECISIONS)

    found, expected = settled(without), settled(whole)

    assert without.careers(found) == whole.careers(expected)
    assert not found.has_name("share_done")
    assert found.value("E1", "post_pay") == expected.value("E1", "post_pay")


def test_a_month_with_open_decisions_is_not_stored_and_not_gone_on_from() -> None:
    found = settled(month())

    for asked in (found.to_json, found.to_dict, lambda: found.closing):
        with pytest.raises(SettlementError, match="decision-missing"):
            asked()


def test_a_list_that_rests_on_a_decision_asks_for_it_by_name(shelf: Shelf) -> None:
    center = Center.open(shelf.pack(LADDER), plugins=())
    people = [{**USUAL, **AGENT, "level": "junior"}]
    ready = center.month("2026-06", employees=people, use=MonthUse.LISTS)

    with pytest.raises(SettlementError) as caught:
        ready.careers(ready.settle(ready.facts({"E1": {"score": "90"}})))

    (found,) = caught.value.diagnostics
    assert (found.code, found.args["name"]) == ("decision-missing", "limit")


LADDER = """\
per_period:
  limit: {unit: points, range: '[0..100]'}
ladders:
  grade:
    label: {zh: 等级, en: grade}
    for: agents
    levels:
      junior: {label: {zh: 初级, en: junior}}
      senior:
        label: {zh: 高级, en: senior}
        entry: {exam: {label: {zh: 考试, en: exam}, is: score >= limit}}
    source: M-01
"""
