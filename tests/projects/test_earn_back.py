"""Earn-back: over many months a penalty is given back once, and never more than was taken."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from ccops.projects import LineKind
from ccops.values import Money
from tests.laws import tried
from tests.projects.conftest import GOOD_BANK, a_month

if TYPE_CHECKING:
    from ccops.projects import Invoice

MONTHS = ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10")
#: From how much on a month counts, and how many in a row are asked for.
GOOD, RUN = 85, 3


def invoices(levels: list[int]) -> list[Invoice]:
    """Return the bank's invoices of months with these service levels, one after the other."""
    found: list[Invoice] = []
    closing: Any = None
    for label, level in zip(MONTHS, levels, strict=False):
        month = a_month(label, closing=closing)
        month = month if closing else month.starting_from(month.opening([]))
        facts = {**GOOD_BANK, "bank_service_level": f"{level}%"}
        people = {"E1": {"basic_pay_due": "3000", "local_minimum_wage": "2000"}}
        made = month.settle(month.facts(people, groups={"project": {"bank": facts}}))
        closing = made.closing
        found += [each for each in made.invoices() if each.contract == "bank_contract"]
    return found


def amount(invoice: Invoice, *kinds: LineKind) -> Decimal:
    listed = [each.amount for each in invoice.lines if each.kind in kinds]
    return sum((each.amount for each in listed if isinstance(each, Money)), Decimal(0))


@given(st.lists(st.sampled_from([60, 79, 82, 85, 95]), min_size=6, max_size=6))
@tried(12)
def test_a_penalty_is_given_back_after_just_so_many_good_months(levels: list[int]) -> None:
    found = invoices(levels)
    taken = [-amount(each, LineKind.PENALTY, LineKind.RELIEF) for each in found]

    for number, each in enumerate(found):
        run = levels[max(number - RUN + 1, 0) : number + 1]
        before = number - RUN
        is_due = before >= 0 and min(run) >= GOOD and levels[before] < GOOD
        assert amount(each, LineKind.EARN_BACK) == (taken[before] if is_due else 0)
    assert sum(amount(each, LineKind.EARN_BACK) for each in found) <= sum(taken)
