"""Small packs with a project and a client contract, and months of the bundled pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests import loaded
from tests.rulepack.conftest import Shelf, catalog, shelf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.center import CenterMonth
    from ccops.settlement import Settlement

__all__ = ["Shelf", "catalog", "shelf"]

OUTSOURCED = "outsourced"

#: What a month of the bank hotline came to, in which nothing was missed.
GOOD_BANK: Mapping[str, object] = {
    "answered": 20001,
    "offered": 21000,
    "bank_service_level": "85%",
    "speed_of_answer": "25 s",
    "ratings_given": 100,
    "satisfaction_rate": "96%",
    "other_cost": "20000",
    "revenue_planned": "60000",
    "cost_planned": "25000",
    "progress_done": "50%",
    "progress_planned": "50%",
}


def an_employee(name: str, role: str = "agent", **more: str) -> dict[str, str]:
    return {
        "employee_id": name,
        "employment_type": "full_time",
        "role": role,
        "team": "A",
        "hired_on": "2020-01-01",
        **more,
    }


def a_month(period: str = "2026-10", *people: Mapping[str, str], **more: Any) -> CenterMonth:
    listed = people or (an_employee("E1"),)
    return loaded.center(OUTSOURCED).month(period, employees=listed, **more)


def settled(
    given: Mapping[str, Mapping[str, object]] | None = None,
    *people: Mapping[str, str],
    projects: Mapping[str, Mapping[str, object]] | None = None,
    **more: Any,
) -> Settlement:
    month = a_month("2026-10", *people, **more)
    month = month.starting_from(month.opening([]))
    usual = {"basic_pay_due": "3000", "local_minimum_wage": "2000"}
    facts = {
        each: {**usual, **(given or {}).get(each, {})}
        for each in month.month.facts().employees.ids
    }
    return month.settle(month.facts(facts, groups={"project": dict(projects or {})}))
