"""A month of the bundled telecom pack from plain facts, and ways to read files back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from ccops.center import Center
from ccops.testing.builders import an_employee_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ccops.settlement import Settlement

EVERYTHING: Final = {
    "call_evaluation": "90",
    "talk_hold_mean": "150 s",
    "order_accuracy": "99%",
    "discipline": "90",
    "rostered_shifts": 22,
    "missed_shifts": 0,
    "absence": 0,
    "notice_unpermitted": 0,
    "notice_sick": 0,
    "nights_worked": 5,
    "basic_pay_due": "CNY 3480",
}
#: Staff numbers with zeros in front; 0018 is lent by somebody, in an own file.
PEOPLE: Final = (
    an_employee_row("0007", name="王芳", cost_center="客服一部"),
    an_employee_row("0018", name="李强", employment_type="dispatched", employer="甲/乙人力"),
    an_employee_row("0042", name="=SUM(A1)", role="center_manager"),
)
Settle = "Callable[..., Settlement]"


@pytest.fixture(scope="session")
def center() -> Center:
    return Center.open("telecom-7x24")


@pytest.fixture(scope="session")
def settle(center: Center) -> Callable[..., Settlement]:
    """Settle the people of a month; a fact of ``None`` is not handed in."""

    def settle_month(
        people: tuple[Mapping[str, str], ...] = PEOPLE, **facts: Mapping[str, Any]
    ) -> Settlement:
        month = center.month("2026-10", employees=people)
        given = {}
        for row in people:
            who = row["employee_id"]
            own = {**EVERYTHING, **facts.get(f"of_{who}", {})}
            given[who] = {name: value for name, value in own.items() if value is not None}
        return month.settle(month.facts(given))

    return settle_month


@pytest.fixture(scope="session")
def settlement(settle: Callable[..., Settlement]) -> Settlement:
    return settle()
