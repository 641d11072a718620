from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from ccops.messages import (
    format_date,
    format_money,
    format_number,
    format_percent,
)


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "shown"),
    [
        ("1396.50", "CNY", "zh_CN", "¥1,396.50"),
        ("1396.50", "CNY", "en", "CN¥1,396.50"),
        ("-0.01", "CNY", "zh_CN", "-¥0.01"),
        ("1500", "JPY", "en", "¥1,500"),
        ("1.005", "KWD", "en", "KWD\u00a01.005"),
        ("0.123456789012345678901234567890", "CNY", "zh_CN", "¥0.123456789012345678901234567890"),
    ],
)
def test_an_amount_keeps_all_its_digits(
    amount: str, currency: str, locale: str, shown: str
) -> None:
    found = format_money(Decimal(amount), currency, locale=locale)

    assert found.replace("KWD1", "KWD\u00a01") == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (Decimal("85.50"), "85.50"),
        (Decimal("1234567.8901"), "1,234,567.8901"),
        (Decimal("1E+3"), "1,000"),
        (12, "12"),
        (-1_000, "-1,000"),
        (Fraction(1, 3), "1/3"),
        (Decimal(1).scaleb(-40), "0." + "0" * 39 + "1"),
        (10**30, "1" + ",000" * 10),
    ],
)
def test_a_number_keeps_all_its_digits(number: Decimal | int | Fraction, shown: str) -> None:
    assert format_number(number, locale="en") == shown


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        (Fraction(3, 10), "30%"),
        (Decimal("0.8302"), "83.02%"),
        (Fraction(1, 3), "33.3333…%"),
        (Fraction(-1, 3), "-33.3333…%"),
        (1, "100%"),
        (10, "1,000%"),
        (Fraction(1, 10**8), "0…%"),
    ],
)
def test_a_ratio_is_shown_in_percent_and_never_rounded_up(
    ratio: Decimal | Fraction | int, shown: str
) -> None:
    assert format_percent(ratio, locale="en") == shown


@pytest.mark.parametrize(
    ("locale", "shown"),
    [("zh_CN", "2026年10月25日"), ("zh_TW", "2026年10月25日"), ("en", "October 25, 2026")],
)
def test_a_date_is_written_out(locale: str, shown: str) -> None:
    assert format_date(dt.date(2026, 10, 25), locale=locale) == shown


def test_numbers_that_are_equal_are_written_as_each_was_given() -> None:
    """What was written before is kept by how it reads: 1.0 is not 1.00."""
    written = ["1.00", "1.0", "1", "1.00"]
    assert [format_number(Decimal(each), locale="en") for each in written] == written
    assert format_number(1, locale="en") == "1"
    amounts = [format_money(Decimal(each), "CNY", locale="zh_CN") for each in written]
    assert amounts == [f"¥{each}" for each in written]
