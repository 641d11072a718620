"""What people type for constants, and how packs write it."""

from __future__ import annotations

import pytest

from ccops.values import Unit, respelled_amount, respelled_constant


@pytest.mark.parametrize(
    "typed",
    ["500", "500元", "500 圆", "¥500", "￥５００", "RMB 500", "CNY500", "500 cny", "$ 500"],
)
def test_an_amount_however_typed_is_offered_in_the_currency_of_the_pack(typed: str) -> None:
    assert respelled_amount(typed, "CNY") == "CNY 500"


@pytest.mark.parametrize("typed", ["", "五百", "500 or 300", "5,00", "CNY", "EURO 5"])
def test_what_looks_like_no_amount_is_offered_as_nothing(typed: str) -> None:
    assert respelled_amount(typed, "CNY") == ""


@pytest.mark.parametrize("typed", ["1,500元", "CNY 1,500", "￥１，５００"])
def test_commas_between_thousands_are_left_out(typed: str) -> None:
    assert respelled_amount(typed, "CNY") == "CNY 1500"


@pytest.mark.parametrize(
    ("typed", "unit", "written"),
    [
        ("150秒", Unit.DURATION, "150 s"),
        ("3 分钟", Unit.DURATION, "3 min"),
        ("8小时", Unit.DURATION, "8 h"),
        ("3天", Unit.QUANTITY, "3 d"),
        ("３０％", Unit.RATIO, "30%"),
        ("90分", Unit.POINTS, "90"),
        ("2次", Unit.COUNT, "2"),
        ("500元", Unit.MONEY, "CNY 500"),
        ("90分", Unit.COUNT, ""),
        ("3 tage", Unit.QUANTITY, ""),
        ("三天", Unit.QUANTITY, ""),
        ("5 元/小时", Unit.RATE, ""),
    ],
)
def test_a_constant_however_typed_is_offered_in_the_form_of_its_unit(
    typed: str, unit: Unit, written: str
) -> None:
    assert respelled_constant(typed, unit, "CNY") == written
