"""Currencies: the table agrees with what the library that names them knows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel import Locale

from ccops.values import CURRENCIES, Money, minor_scale


def test_every_code_is_three_letters_that_people_have_a_name_for() -> None:
    named = Locale.parse("en").currencies

    assert [code for code in sorted(CURRENCIES) if code not in named or len(code) != 3] == []


@pytest.mark.parametrize(("code", "scale"), [("CNY", 100), ("JPY", 1), ("KWD", 1000), ("BIF", 1)])
def test_minor_units_are_those_of_the_standard(code: str, scale: int) -> None:
    assert minor_scale(code) == scale
    assert Money.from_minor(code, 1).amount == Decimal(1) / scale


@pytest.mark.parametrize("code", ["RMB", "XXX", "cny", "", "XAU"])
def test_money_of_no_currency_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(code, "1")
