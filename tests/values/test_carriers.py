from __future__ import annotations

import datetime as dt
import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.values import (
    EXACT,
    WHOLE,
    Carrier,
    Cell,
    Money,
    Type,
    Unit,
    carrier_of,
    decimal_digits,
    decimal_of,
    decode,
    encode,
    fraction_of,
    reduced,
)

MONEY, DURATION, POINTS = Type(Unit.MONEY), Type(Unit.DURATION), Type(Unit.POINTS)
COUNT, RATIO, RATE = Type(Unit.COUNT), Type(Unit.RATIO), Type(Unit.RATE)
FLAG, DATE = Type(Unit.FLAG), Type(Unit.DATE)
ROLE = Type(Unit.WORD, frozenset({"agent", "team_lead"}))
HUNDREDTHS = Carrier(100)


@pytest.mark.parametrize(
    ("type_", "step", "currency", "carrier"),
    [
        (MONEY, None, "CNY", HUNDREDTHS),
        (MONEY, None, "JPY", WHOLE),
        (MONEY, Fraction(1), "CNY", HUNDREDTHS),
        (DURATION, None, "", WHOLE),
        (COUNT, None, "", WHOLE),
        (FLAG, None, "", WHOLE),
        (ROLE, None, "", WHOLE),
        (DATE, None, "", WHOLE),
        (POINTS, Fraction(1, 100), "", HUNDREDTHS),
        (POINTS, Fraction(1), "", WHOLE),
        (POINTS, None, "", EXACT),
        (RATIO, None, "", EXACT),
        (RATE, None, "", EXACT),
        (Type(Unit.QUANTITY), Fraction(1, 2), "", Carrier(2)),
    ],
)
def test_how_a_value_of_a_type_lies(
    type_: Type, step: Fraction | None, currency: str, carrier: Carrier
) -> None:
    assert carrier_of(type_, step=step, currency=currency) == carrier


@pytest.mark.parametrize("step", ["0", "-0.01", "0.3", "2"])
def test_a_step_is_a_whole_part_of_one(step: str) -> None:
    with pytest.raises(ValueError, match="whole part of one"):
        carrier_of(POINTS, step=Fraction(step))


def test_only_exact_columns_hold_pairs() -> None:
    assert EXACT.is_exact
    assert not WHOLE.is_exact


@pytest.mark.parametrize(
    ("value", "type_", "carrier", "cell"),
    [
        ("88.5", POINTS, HUNDREDTHS, 8_850),
        (Decimal("88.50"), POINTS, HUNDREDTHS, 8_850),
        (88, POINTS, HUNDREDTHS, 8_800),
        (Fraction(1, 4), POINTS, HUNDREDTHS, 25),
        ("1/3", RATIO, EXACT, (1, 3)),
        ("30%", RATIO, EXACT, (3, 10)),
        ("0.30", RATIO, EXACT, (3, 10)),
        (Money("CNY", "300"), MONEY, HUNDREDTHS, 30_000),
        ("CNY 300", MONEY, HUNDREDTHS, 30_000),
        ("300.50", MONEY, HUNDREDTHS, 30_050),
        (dt.timedelta(seconds=1.5), DURATION, WHOLE, 1_500),
        ("1.5 s", DURATION, WHOLE, 1_500),
        ("12", COUNT, WHOLE, 12),
        (True, FLAG, WHOLE, True),
        ("no", FLAG, WHOLE, False),
        ("agent", ROLE, WHOLE, "agent"),
        ("anything", Type(Unit.WORD), WHOLE, "anything"),
        (dt.date(2026, 10, 1), DATE, WHOLE, dt.date(2026, 10, 1).toordinal()),
        ("2026-10-01", DATE, WHOLE, dt.date(2026, 10, 1).toordinal()),
        ("CNY 30/h", RATE, EXACT, (1, 120_000)),
    ],
)
def test_what_is_handed_in_becomes_a_cell(
    value: object, type_: Type, carrier: Carrier, cell: Cell
) -> None:
    assert encode(value, type_, carrier) == cell


@pytest.mark.parametrize(
    ("value", "type_", "carrier", "match"),
    [
        (88.5, POINTS, HUNDREDTHS, "no exact number"),
        (float("nan"), POINTS, HUNDREDTHS, "no exact number"),
        (True, POINTS, HUNDREDTHS, "no exact number"),
        (None, POINTS, HUNDREDTHS, "is no number"),
        (b"88", POINTS, HUNDREDTHS, "is no number"),
        (Money("CNY", "1"), POINTS, HUNDREDTHS, "money is no points"),
        (dt.timedelta(seconds=1), COUNT, WHOLE, "a timedelta is no count"),
        (1_500, DURATION, WHOLE, "a timedelta or a text with a unit"),
        (Decimal("1.5"), DURATION, WHOLE, "a timedelta or a text with a unit"),
        (Fraction(3, 2), DURATION, WHOLE, "a timedelta or a text with a unit"),
        (1, FLAG, WHOLE, "yes or no"),
        ("true", FLAG, WHOLE, "yes or no"),
        (7, ROLE, WHOLE, "a word is text"),
        (dt.datetime(2026, 10, 1, tzinfo=dt.UTC), DATE, WHOLE, "not an instant"),
        (20261001, DATE, WHOLE, "a date is wanted"),
    ],
)
def test_a_wrong_kind_is_refused(value: object, type_: Type, carrier: Carrier, match: str) -> None:
    with pytest.raises(TypeError, match=match):
        encode(value, type_, carrier)


@pytest.mark.parametrize(
    ("value", "type_", "carrier", "match"),
    [
        ("88.555", POINTS, HUNDREDTHS, "finer than 1/100"),
        (dt.timedelta(microseconds=1), DURATION, WHOLE, "finer than"),
        (Decimal("NaN"), POINTS, HUNDREDTHS, "is no number"),
        (Decimal("Infinity"), POINTS, HUNDREDTHS, "is no number"),
        ("much", POINTS, HUNDREDTHS, "is no points"),
        ("150", DURATION, WHOLE, "is no duration"),
        ("3 d", DURATION, WHOLE, "is no duration"),
        ("30%", MONEY, HUNDREDTHS, "is no money"),
        ("3 d", MONEY, HUNDREDTHS, "is no money"),
        ("CNY 30/h", MONEY, HUNDREDTHS, "is no money"),
        ("yes", MONEY, HUNDREDTHS, "is no money"),
        ("USD 5", MONEY, HUNDREDTHS, "no conversion"),
        (Money("USD", "5"), MONEY, HUNDREDTHS, "no conversion"),
        ("manager", ROLE, WHOLE, "none of agent, team_lead"),
        ("2026-02-30", DATE, WHOLE, "is no date"),
        ("20261001", DATE, WHOLE, "is no date"),
    ],
)
def test_a_wrong_value_is_refused(
    value: object, type_: Type, carrier: Carrier, match: str
) -> None:
    with pytest.raises(ValueError, match=match):
        encode(value, type_, carrier, currency="CNY")


@pytest.mark.parametrize(
    ("cell", "type_", "carrier", "value"),
    [
        (8_850, POINTS, HUNDREDTHS, Decimal("88.50")),
        ((1, 3), RATIO, EXACT, Fraction(1, 3)),
        ((3, 8), RATIO, EXACT, Decimal("0.375")),
        (30_000, MONEY, HUNDREDTHS, Money("CNY", "300")),
        (300, MONEY, WHOLE, Money("CNY", "300")),
        (3_000, MONEY, Carrier(10), Money("CNY", "300")),
        ((300, 1), MONEY, EXACT, Money("CNY", "300")),
        ((1, 3), MONEY, EXACT, Fraction(1, 3)),
        (5, MONEY, Carrier(1_000), Decimal("0.005")),
        (1_500, DURATION, WHOLE, dt.timedelta(seconds=1.5)),
        ((1, 3), DURATION, EXACT, Fraction(1, 3)),
        (12, COUNT, WHOLE, 12),
        (5, COUNT, Carrier(2), Decimal("2.5")),
        (True, FLAG, WHOLE, True),
        ("agent", ROLE, WHOLE, "agent"),
        (dt.date(2026, 10, 1).toordinal(), DATE, WHOLE, dt.date(2026, 10, 1)),
        (-5, POINTS, WHOLE, Decimal(-5)),
    ],
)
def test_a_cell_comes_out_as_a_public_value(
    cell: Cell, type_: Type, carrier: Carrier, value: object
) -> None:
    found = decode(cell, type_, carrier, currency="CNY")

    assert found == value
    assert type(found) is type(value)
    assert str(found) == str(value)


@given(st.integers(-(10**40), 10**40), st.sampled_from([1, 10, 100, 1_000]))
def test_a_fixed_value_comes_back_as_it_went_in(units: int, scale: int) -> None:
    carrier = Carrier(scale)
    value = decode(units, POINTS, carrier)

    assert encode(value, POINTS, carrier) == units
    assert encode(str(value), POINTS, carrier) == units


@given(st.fractions())
def test_an_exact_value_comes_back_as_it_went_in(number: Fraction) -> None:
    cell = encode(number, RATIO, EXACT)

    assert fraction_of(cell, EXACT) == number
    assert encode(decode(cell, RATIO, EXACT), RATIO, EXACT) == cell


@given(st.integers(-(10**40), 10**40))
def test_money_comes_back_as_it_went_in(minor: int) -> None:
    value = decode(minor, MONEY, HUNDREDTHS, currency="CNY")

    assert encode(value, MONEY, HUNDREDTHS, currency="CNY") == minor


@given(st.fractions())
def test_a_pair_is_in_lowest_terms_over_a_positive_number(number: Fraction) -> None:
    for factor in (1, -1, 6, -6):
        pair = reduced(number.numerator * factor, number.denominator * factor)

        assert pair == (number.numerator, number.denominator)


def test_the_decimal_context_of_the_host_rounds_nothing() -> None:
    number = Fraction(10**40 + 1, 100)

    with decimal.localcontext() as context:
        context.prec = 3
        found = decimal_of(number, 2)

    assert str(found) == "1" + "0" * 38 + ".01"


@pytest.mark.parametrize(("number", "digits"), [("1/8", 3), ("1/3", None), ("7", 0), ("1/50", 2)])
def test_how_many_decimals_a_number_needs(number: str, digits: int | None) -> None:
    assert decimal_digits(Fraction(number)) == digits


def test_a_word_is_no_number() -> None:
    with pytest.raises(TypeError, match="no number"):
        fraction_of("agent", WHOLE)
