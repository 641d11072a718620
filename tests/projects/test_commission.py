"""Commission: tiers, a cap, and an account from which returned sales are taken back."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import LOCALES
from ccops.values import Money
from tests.laws import tried
from tests.projects.conftest import a_month, an_employee, settled

if TYPE_CHECKING:
    from ccops.settlement import Settlement

SELLER = an_employee("S1", "telesales_agent")
MONTHS = ("2026-08", "2026-09", "2026-10")
cents = st.integers(0, 60_000_000).map(lambda x: str(Decimal(x) / 100))


def sold(amount: str, returned: str, *before: str) -> dict[str, dict[str, object]]:
    """Return the facts of a seller; ``before`` came back of sales of one and two months ago."""
    last, earlier = (*before, "0", "0")[:2]
    usual = {"basic_pay_due": "3000", "local_minimum_wage": "2000"}
    came_back = {"returned_of_month": returned, "returned_of_last_month": last}
    return {"S1": {**usual, "sales_amount": amount, **came_back, "returned_of_earlier": earlier}}


def value(found: Settlement, name: str) -> Decimal:
    amount = found.value("S1", f"sales_commission{name}")
    assert isinstance(amount, Money)
    return amount.amount


@given(st.lists(st.tuples(cents, cents), min_size=3, max_size=3))
@tried(12)
def test_what_is_taken_back_is_what_came_back_and_never_more_than_may_be(
    months: list[tuple[str, str]],
) -> None:
    closing: Any = None
    posted = taken = Decimal(0)
    for label, (amount, returned) in zip(MONTHS, months, strict=True):
        month = a_month(label, SELLER, closing=closing)
        month = month if closing else month.starting_from(month.opening([]))
        found = month.settle(month.facts(sold(amount, returned)))
        earned, recovered = value(found, ""), -value(found, "_recovered")
        posted += value(found, "_back")
        taken += recovered
        assert 0 <= recovered <= earned / 5 + Decimal("0.01")
        assert recovered == 0 or earned - recovered >= 100
        assert earned <= 8000
        assert posted - taken == value(found, "_debt") >= 0
        closing = found.closing


def commission(amount: Decimal) -> Decimal:
    """Return what an amount sold earns by the tiers of the pack, under its cap."""
    parts = [(0, 50_000, "0.01"), (50_000, 150_000, "0.015"), (150_000, None, "0.02")]
    found = Decimal(0)
    for low, high, share in parts:
        within = amount if high is None else min(amount, Decimal(high))
        found += max(within - low, Decimal(0)) * Decimal(share)
    return min(found, Decimal(8000)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@given(amount=cents, back=st.tuples(cents, cents, cents))
@tried(12)
def test_all_returns_of_a_months_sales_take_what_these_had_earned(
    amount: str, back: tuple[str, str, str]
) -> None:
    closing: Any = None
    taken, left = Decimal(0), Decimal(amount)
    returns = ((amount, back[0]), ("0", "0", back[1]), ("0", "0", "0", back[2]))
    for label, facts, returned in zip(MONTHS, returns, back, strict=True):
        month = a_month(label, SELLER, closing=closing)
        month = month if closing else month.starting_from(month.opening([]))
        found = month.settle(month.facts(sold(*facts)))
        taken += value(found, "_back")
        left = max(left - Decimal(returned), Decimal(0))
        assert taken == commission(Decimal(amount)) - commission(left)
        closing = found.closing


def test_a_sale_beyond_the_cap_had_earned_nothing_and_takes_nothing_back() -> None:
    found = settled(sold("600000", "100000"), SELLER)

    assert value(found, "") == 8000
    assert value(found, "_back") == 0


def test_a_return_of_a_month_nobody_knows_takes_nothing_and_warns() -> None:
    found = settled(sold("60000", "0", "10000"), SELLER)

    assert value(found, "_back") == 0
    assert found.value("S1", "sales_commission_unknown") is True
    assert "figure-warns" in {each.code for each in found.diagnostics}


@given(cents, cents)
@tried(10)
def test_who_sells_more_earns_no_less(one: str, other: str) -> None:
    few, many = sorted((Decimal(one), Decimal(other)))
    earned = [value(settled(sold(str(each), "0"), SELLER), "") for each in (few, many)]

    assert earned[0] <= earned[1]


def test_payroll_gets_what_was_earned_and_what_was_taken_back_as_two_lines() -> None:
    found = settled(sold("60000", "50000"), SELLER)
    lines = {each.pay_code: each.amount for each in found.lines()}

    assert (lines["S01"], lines["S02"]) == (Decimal("650.00"), Decimal("-130.00"))


def test_labor_law_is_asked_where_more_is_taken_than_it_leaves() -> None:
    poor = sold("60000", "50000")
    poor["S1"]["basic_pay_due"] = "0"
    poor["S1"]["local_minimum_wage"] = "2500"

    assert "cn-09-month" in {each.code for each in settled(poor, SELLER).diagnostics}
    assert "cn-09-month" not in {
        each.code for each in settled(sold("60000", "0"), SELLER).diagnostics
    }


def test_what_is_left_says_of_which_months_sales_it_is() -> None:
    month = a_month("2026-10", SELLER)
    month = month.starting_from(month.opening([]))
    found = month.settle(month.facts(sold("1000", "0")))
    labels = {
        part: found.rules.plan.label_of(f"sales_commission_{part}")
        for part in ("net", "net_1", "net_2", "kept", "kept_1", "kept_2")
    }

    for locale in LOCALES:
        assert len({each.in_locale(locale) for each in labels.values()}) == len(labels)
    assert labels["kept_1"].en.endswith("earned without what came back, of sales of last month")
    assert labels["kept_2"].zh.endswith("退单后应得提成（上上月成交）")
    assert labels["net_2"].in_locale("zh_TW").endswith("扣除退單後的基數（上上月成交）")
