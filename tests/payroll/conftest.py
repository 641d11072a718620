"""A month of four pay lines from plain facts."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ccops.center import Center
from ccops.testing.builders import an_employee_row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ccops.settlement import Settlement

PACK: Final = Path(__file__).parents[1] / "packs" / "four-lines"
EVERYTHING: Final = {
    "call_evaluation": "90",
    "discipline": "90",
    "talk_hold_mean": "150 s",
    "absence": 0,
    "nights_worked": 5,
    "basic_pay_due": "CNY 3480",
}
#: Staff numbers with zeros in front; 0018 is lent by somebody, in an own file.
PEOPLE: Final = (
    an_employee_row("0007", name="王芳", cost_center="客服一部"),
    an_employee_row("0018", name="李强", employment_type="dispatched", employer="甲/乙人力"),
    an_employee_row("0042", name="=SUM(A1)", role="center_manager"),
)


@functools.cache
def open_center() -> Center:
    """Return the center of the pack; laws ask for it, whose arguments are printed."""
    return Center.open(PACK)


def settle_month(
    people: tuple[Mapping[str, str], ...] = PEOPLE, **facts: Mapping[str, Any]
) -> Settlement:
    """Settle the people of a month; a fact of ``None`` is not handed in."""
    month = open_center().month("2026-10", employees=people)
    given = {}
    for row in people:
        who = row["employee_id"]
        own = {**EVERYTHING, **facts.get(f"of_{who}", {})}
        given[who] = {name: value for name, value in own.items() if value is not None}
    return month.settle(month.facts(given))


@pytest.fixture(scope="session")
def center() -> Center:
    return open_center()


@pytest.fixture(scope="session")
def settle() -> Callable[..., Settlement]:
    return settle_month


@pytest.fixture(scope="session")
def settlement() -> Settlement:
    return settle_month()
