"""A passed trial moves nobody by itself: who has to enter the new level is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.career import CareerRules
from ccops.facts import Assignment, AssignmentKind
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_month, a_plan
from tests.career.test_trials import FACTS, a_ladder

if TYPE_CHECKING:
    from ccops.messages import Diagnostic
    from ccops.settlement import Closing


def a_level(value: str, day: str) -> Assignment:
    first = dt.date.fromisoformat(day)
    return Assignment(employee_id="E1", what=AssignmentKind.LEVEL, value=value, first=first)


def told(*assignments: Assignment, exam: int = 80) -> list[Diagnostic]:
    """Return what is told in February of a trial that January's review proposed."""
    ladder = a_ladder()
    plan = a_plan(facts=FACTS, policies=(ladder,))
    before: Closing | None = None
    found: tuple[Diagnostic, ...] = ()
    for period, own in (("2026-01", 90), ("2026-02", exam)):
        employee = attrs.evolve(an_employee("E1"), level="junior")
        month = a_month(plan, [employee], period=period, closing=before)
        rules = attrs.evolve(month.rules, careers=CareerRules(ladders=(ladder,)))
        month = attrs.evolve(month, rules=rules, assignments=assignments)
        settlement = month.settle(month.facts({"E1": {"exam": own, "open_posts": 1}}))
        before, found = settlement.closing, settlement.diagnostics
    return [each for each in found if each.code == "trial-passed"]


def test_who_passed_a_trial_is_to_be_entered_from_the_day_after() -> None:
    (found,) = told()

    assert (found.args["employee"], found.args["level"]) == ("E1", "senior")
    assert (found.args["day"], found.args["from"]) == ("2026-02-28", "2026-03-01")
    assert "senior试岗" in found.text("zh_CN")


@pytest.mark.parametrize(
    ("value", "day", "count"),
    [("senior", "2026-03-01", 0), ("senior", "2026-04-01", 1), ("junior", "2026-03-01", 1)],
)
def test_only_the_new_level_from_that_day_on_is_enough(value: str, day: str, count: int) -> None:
    assert len(told(a_level(value, day))) == count


def test_nobody_is_entered_after_a_failed_trial() -> None:
    assert told(exam=74) == []
