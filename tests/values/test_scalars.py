from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.values import Scalar, Unit, parse_scalar

Value = Fraction | bool | str | dt.date


@pytest.mark.parametrize(
    ("text", "unit", "value", "currency"),
    [
        ("12", Unit.NUMBER, Fraction(12), ""),
        ("-12.50", Unit.NUMBER, Fraction("-12.5"), ""),
        ("+3", Unit.NUMBER, Fraction(3), ""),
        ("0.1", Unit.NUMBER, Fraction(1, 10), ""),
        ("007", Unit.NUMBER, Fraction(7), ""),
        ("30%", Unit.RATIO, Fraction(3, 10), ""),
        ("0.5 %", Unit.RATIO, Fraction(1, 200), ""),
        ("1/3", Unit.RATIO, Fraction(1, 3), ""),
        ("3 d", Unit.QUANTITY, Fraction(3), ""),
        ("0.5d", Unit.QUANTITY, Fraction(1, 2), ""),
        ("150 s", Unit.DURATION, Fraction(150_000), ""),
        ("11 h", Unit.DURATION, Fraction(39_600_000), ""),
        ("30 min", Unit.DURATION, Fraction(1_800_000), ""),
        ("5ms", Unit.DURATION, Fraction(5), ""),
        ("0.0005 s", None, None, ""),
        ("CNY 500", Unit.MONEY, Fraction(500), "CNY"),
        ("CNY -0.50", Unit.MONEY, Fraction("-0.5"), "CNY"),
        ("KWD 0.001", Unit.MONEY, Fraction("0.001"), "KWD"),
        ("CNY 0.001", None, None, ""),
        ("JPY 0.5", None, None, ""),
        ("CNY 30/h", Unit.RATE, Fraction(30, 3_600_000), "CNY"),
        ("CNY 1 / s", Unit.RATE, Fraction(1, 1_000), "CNY"),
        ("yes", Unit.FLAG, True, ""),
        ("no", Unit.FLAG, False, ""),
        ("2026-10-01", Unit.DATE, dt.date(2026, 10, 1), ""),
        ("  30% ", Unit.RATIO, Fraction(3, 10), ""),
    ],
)
def test_the_writing_says_the_unit(
    text: str, unit: Unit | None, value: Value | None, currency: str
) -> None:
    found = parse_scalar(text)

    if unit is None or value is None:
        assert found is None
    else:
        assert found == Scalar(unit, value, currency)


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("12", Unit.POINTS, Fraction(12)),
        ("12", Unit.COUNT, Fraction(12)),
        ("0.25", Unit.RATIO, Fraction(1, 4)),
        ("0.5", Unit.QUANTITY, Fraction(1, 2)),
        ("12", Unit.NUMBER, Fraction(12)),
        ("30%", Unit.RATIO, Fraction(3, 10)),
        (" agent ", Unit.WORD, "agent"),
        ("yes", Unit.WORD, "yes"),
    ],
)
def test_a_wanted_unit_takes_bare_numbers_and_words(text: str, unit: Unit, value: Value) -> None:
    assert parse_scalar(text, unit=unit) == Scalar(unit, value)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("150", Unit.DURATION),
        ("500", Unit.MONEY),
        ("500", Unit.RATE),
        ("12", Unit.DATE),
        ("12.5", Unit.COUNT),
        ("30%", Unit.POINTS),
        ("30%", Unit.NUMBER),
        ("3 d", Unit.DURATION),
        ("3 d", Unit.COUNT),
        ("72 h", Unit.QUANTITY),
        ("CNY 5", Unit.POINTS),
        ("much", Unit.POINTS),
        ("yes", Unit.COUNT),
    ],
)
def test_another_unit_is_refused(text: str, unit: Unit) -> None:
    assert parse_scalar(text, unit=unit) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1e5",
        "1_000",
        "1,000",
        ".5",
        "5.",
        "--5",
        "1/0",
        "-1/3",
        "1.5/2",
        "NaN",
        "inf",
        "0x10",
        "True",
        "Yes",
        "5 天",
        "５００",
        "٣",
        "CNY５",
        "cny 5",
        "CNY  5",
        "5 CNY",
        "¥5",
        "30 %%",
        "30\n%",
        "2026-02-30",
        "2026-13-01",
        "2026-W40-4",
        "２０２６-10-01",
        "5 hours",
        "5 m",
        "8:30",
        "CNY 1/day",
        "1\x002",
        "\ud800",
        "9" * 101,
    ],
)
def test_anything_else_is_no_constant(text: str) -> None:
    assert parse_scalar(text) is None


def test_a_long_number_is_exact() -> None:
    text = "0." + "1" * 98

    found = parse_scalar(text)

    assert found is not None
    assert found.number == Fraction(text)


@given(st.text(max_size=120), st.none() | st.sampled_from(Unit))
def test_no_text_breaks_the_reader(text: str, unit: Unit | None) -> None:
    found = parse_scalar(text, unit=unit)

    assert found is None or unit is None or found.unit is unit


@pytest.mark.parametrize(
    "scalar",
    [
        Scalar(Unit.FLAG, True),
        Scalar(Unit.WORD, "agent"),
        Scalar(Unit.DATE, dt.date(2026, 10, 1)),
    ],
)
def test_only_numbers_are_numbers(scalar: Scalar) -> None:
    with pytest.raises(TypeError, match="is no number"):
        _ = scalar.number
