from __future__ import annotations

import decimal
from decimal import Decimal
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.values import Money, minor_scale
from tests.copies import pickled

MINORS = st.integers(-(10**60), 10**60)


@pytest.mark.parametrize(
    ("currency", "scale", "shown"),
    [("CNY", 100, "12.30"), ("JPY", 1, "1230"), ("KWD", 1_000, "1.230"), ("USD", 100, "12.30")],
)
def test_each_currency_has_its_minor_unit(currency: str, scale: int, shown: str) -> None:
    money = Money.from_minor(currency, 1230)

    assert minor_scale(currency) == scale
    assert str(money) == f"{currency} {shown}"
    assert money.minor == 1230


@pytest.mark.parametrize(
    "amount", [300, "300.0", "300.00", Decimal("3E+2")], ids=["int", "text", "fen", "decimal"]
)
def test_an_amount_is_written_to_the_minor_unit(amount: Decimal | int | str) -> None:
    money = Money("CNY", amount)

    assert str(money.amount) == "300.00"
    assert money == Money.from_minor("CNY", 30_000)
    assert hash(money) == hash(Money("CNY", "300"))


def test_there_is_one_zero() -> None:
    assert str(Money("CNY", Decimal("-0.00")).amount) == "0.00"


@pytest.mark.parametrize("amount", [0.1, 300.0, float("nan")])
def test_money_is_never_a_float(amount: float) -> None:
    with pytest.raises(TypeError, match="never a float"):
        Money("CNY", cast("int", amount))


@pytest.mark.parametrize(
    ("currency", "amount"), [("CNY", "0.001"), ("JPY", "0.5"), ("KWD", "0.0001")]
)
def test_nothing_is_finer_than_the_minor_unit(currency: str, amount: str) -> None:
    with pytest.raises(ValueError, match="finer than the minor unit"):
        Money(currency, Decimal(amount))


@pytest.mark.parametrize("amount", ["much", "", "NaN", "Infinity", "-Infinity", "sNaN"])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        Money("CNY", amount)


@pytest.mark.parametrize("currency", ["", "cny", "RMB", "RMB¥", "CN", "CNYX", "ＣＮＹ", "XXX"])
def test_a_currency_is_a_code_of_the_standard(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(currency, Decimal(1))


def test_money_of_another_currency_does_not_add_up() -> None:
    yuan, yen = Money("CNY", Decimal(1)), Money("JPY", Decimal(1))

    for operation in (yuan.__add__, yuan.__sub__, yuan.__lt__):
        with pytest.raises(ValueError, match="no conversion"):
            operation(yen)


@given(MINORS, MINORS)
def test_sums_are_exact_however_large(one: int, other: int) -> None:
    left, right = Money.from_minor("CNY", one), Money.from_minor("CNY", other)

    assert (left + right).minor == one + other
    assert (left - right).minor == one - other
    assert (-left).minor == -one
    assert (left < right) is (one < other)


def test_the_decimal_context_of_the_host_rounds_nothing() -> None:
    with decimal.localcontext() as context:
        context.prec = 3
        total = Money("CNY", "12345.67") + Money("CNY", "0.01")

    assert total == Money("CNY", "12345.68")
    assert str(-total) == "CNY -12345.68"


@given(MINORS)
def test_money_survives_pickling(minor: int) -> None:
    money = Money.from_minor("KWD", minor)

    assert pickled(money) == money
