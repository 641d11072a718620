"""What of an insurance hotline no worked case can show: its forms, and what must be decided."""

from __future__ import annotations

import pytest

from ccops.errors import SettlementError
from tests import loaded

PACK = "insurance-hotline"
DECISIONS = {"handled_share": "15%", "forecast_calls": "20000", "planned_agents": "60"}
LEAD = {
    "employee_id": "L", "role": "team_lead", "team": "A", "employment_type": "full_time",
    "hired_on": "2020-01-01",
}  # fmt: skip


@pytest.mark.parametrize("absent", sorted(DECISIONS))
def test_a_month_waits_for_what_the_director_decides(absent: str) -> None:
    decided = {name: value for name, value in DECISIONS.items() if name != absent}

    with pytest.raises(SettlementError) as caught:
        loaded.center(PACK).month("2026-10", employees=[LEAD], decisions=decided)

    assert absent in str(caught.value)


def test_forms_are_of_five_posts_and_none_of_the_director() -> None:
    forms = [
        each.population.value
        for each in loaded.pack(PACK).rules.section("scorecards")
        if each.gives is not None and each.gives.value == "monthly_score"
    ]

    assert sorted(forms) == [
        "agents_at_work", "info_coordinators", "qa_trainers", "shift_supervisors", "team_leads",
    ]  # fmt: skip


def test_occupancy_is_in_no_form_of_a_person() -> None:
    forms = loaded.pack(PACK).rules.section("scorecards")

    readers = {
        form.population.value
        for form in forms
        for item in form.items
        if item.reads is not None and item.reads.value.startswith("occupancy")
    }

    assert readers == {"center"}
