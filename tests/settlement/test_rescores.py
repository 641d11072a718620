"""A score that was overturned shows in the difference, with the old score and its reason.

Elsewhere the old score vanishes: Genesys's 6-day rescore.
"""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import ccops
from ccops.messages import LOCALES
from tests import loaded
from tests.quiet import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.settlement import Settlement

CENTER = loaded.center()
AGENTS = ("E1", "E2", "E3", "E4", "E5")
PEOPLE = (*AGENTS, "Q1", "M1")
ROLES = {"Q1": "qa_trainer", "M1": "center_manager"}
GIVEN = {
    **{name: each for name, each in USUAL.items() if "monitorings" not in name},
    "rostered_shifts": 15,
    "shifts_on_roster": 15,
    "nights_worked": 4,
    "talk_hold_mean": "180 s",
    "order_accuracy": "98.5%",
    "discipline": "90.0",
    "basic_pay_due": "CNY 5000",
}
OVERTURNED = {
    "evaluation_id": "V1",
    "raised": "dispute",
    "raised_by": "E1",
    "at": "2026-10-13",
    "outcome": "overturned",
    "decided_by": "M1",
    "decided_on": "2026-10-15",
    "because": "开头语有说",
}


def an_evaluation(evaluation: str, faults: int, **more: str) -> dict[str, object]:
    return {
        "evaluation_id": evaluation,
        "employee_id": "E1",
        "contact_id": "C1",
        "form": "call_form",
        "item": "L1",
        "occurrences": faults,
        "evaluator": "Q1",
        "at": "2026-10-12",
        "source": "internal",
        "channel": "phone",
        "status": "valid",
        **more,
    }


def october(
    evaluations: Sequence[Mapping[str, object]],
    reviews: Sequence[Mapping[str, object]] = (),
    *,
    revision: int = 1,
) -> Settlement:
    people = [
        {
            "employee_id": each,
            "employment_type": "full_time",
            "role": ROLES.get(each, "agent"),
            "team": "A",
            "hired_on": "2024-03-01",
        }
        for each in PEOPLE
    ]
    month = CENTER.month("2026-10", employees=people, decisions={"award_themes": []})
    facts = month.measure(
        ccops.source("evaluations", evaluations), ccops.source("evaluation_reviews", reviews)
    )
    return month.settle(facts.joined(dict.fromkeys(AGENTS, GIVEN)), revision=revision)


FIRST = [
    an_evaluation("V1", 4),
    *(an_evaluation(f"V-{each}", 2, employee_id=each) for each in AGENTS[1:]),
]
RESCORED = [
    *FIRST,
    an_evaluation("V2", 1, evaluator="M1", replaces="V1", at="2026-10-15"),
]


@pytest.fixture(scope="module")
def before() -> Settlement:
    return october(FIRST)


@pytest.fixture(scope="module")
def after() -> Settlement:
    return october(RESCORED, [OVERTURNED], revision=2)


def test_genesys_6_day_rescore_the_old_score_is_told_with_its_reason(
    before: Settlement, after: Settlement
) -> None:
    change = after.diff(before).of("E1", "call_evaluation")

    assert (change.before, change.after) == (Decimal(80), Decimal(95))
    (cause,) = change.causes
    (rescore,) = cause.rescores
    assert (rescore.evaluation, rescore.day) == ("V1", dt.date(2026, 10, 12))
    assert (rescore.before, rescore.after) == (Decimal("80.00"), Decimal("95.00"))
    assert (rescore.evaluator, rescore.decided_by) == ("Q1", "M1")
    assert rescore.because == "开头语有说"


@pytest.mark.parametrize("locale", LOCALES)
def test_it_is_told_in_words_and_as_data(
    before: Settlement, after: Settlement, locale: str
) -> None:
    found = after.diff(before)

    text = found.text(locale)
    (line,) = {each.strip() for each in text.splitlines() if "V1" in each}
    assert all(word in line for word in ("80.00", "95.00", "Q1", "M1", "开头语有说"))
    assert json.loads(json.dumps(found.to_dict()))["lines"]


def test_a_score_that_stands_is_no_cause(before: Settlement) -> None:
    again = october([an_evaluation("V1", 1), *FIRST[1:]], revision=2)

    (cause,) = again.diff(before).of("E1", "call_evaluation").causes

    assert cause.rescores == ()


def test_rescores_are_stored_with_the_facts(after: Settlement) -> None:
    month = CENTER.month("2026-10", employees=[], decisions={"award_themes": []})

    again = month.from_dict(after.to_dict())

    assert again.results.facts.rescores == after.results.facts.rescores
    assert again.digest == after.digest


def test_a_month_without_any_has_the_facts_it_had(before: Settlement) -> None:
    assert before.results.facts.rescores == ()
    assert "rescores" not in before.to_dict()["facts"]
