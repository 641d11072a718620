"""What people type for constants, and how packs write it."""

from __future__ import annotations

import pytest

from ccops.values import respelled_amount


@pytest.mark.parametrize(
    "typed",
    ["500", "500元", "500 圆", "¥500", "￥５００", "RMB 500", "CNY500", "500 cny", "$ 500"],
)
def test_an_amount_however_typed_is_offered_in_the_currency_of_the_pack(typed: str) -> None:
    assert respelled_amount(typed, "CNY") == "CNY 500"


@pytest.mark.parametrize("typed", ["", "五百", "500 or 300", "5,00", "CNY", "EURO 5"])
def test_what_looks_like_no_amount_is_offered_as_nothing(typed: str) -> None:
    assert respelled_amount(typed, "CNY") == ""
