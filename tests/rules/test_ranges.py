from __future__ import annotations

import pytest

from ccops.messages import Span, Text
from ccops.rules.ranges import parse_range
from ccops.values import Unit

PLACE = Span("facts.yaml", 3, 9)


@pytest.mark.parametrize(
    ("text", "unit", "bounds"),
    [
        ("[0..100]", Unit.POINTS, "[0..100]"),
        ("[-5..5]", Unit.POINTS, "[-5..5]"),
        ("[0.5..1.5]", Unit.POINTS, "[1/2..3/2]"),
        ("[ 0 .. 100 ]", Unit.POINTS, "[0..100]"),
        ("[0..]", Unit.COUNT, "[0..]"),
        ("[..5]", Unit.COUNT, "[..5]"),
        ("[..]", Unit.COUNT, "[..]"),
        ("[7..7]", Unit.COUNT, "[7..7]"),
        ("[0%..100%]", Unit.RATIO, "[0..1]"),
        ("[0.5%..1.5%]", Unit.RATIO, "[1/200..3/200]"),
        ("[0..1]", Unit.RATIO, "[0..1]"),
        ("[CNY 0.50..CNY 500]", Unit.MONEY, "[1/2..500]"),
        ("[1.5 h..8 h]", Unit.DURATION, "[5400000..28800000]"),
        ("[0 d..31 d]", Unit.QUANTITY, "[0..31]"),
        ("[0..31]", Unit.QUANTITY, "[0..31]"),
        ("[CNY 0/h..]", Unit.RATE, "[0..]"),
    ],
)
def test_both_ends_of_a_range_are_read(text: str, unit: Unit, bounds: str) -> None:
    found, problems = parse_range(Text(text), unit=unit)

    assert not problems
    assert str(found) == bounds


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("", Unit.POINTS),
        ("0..100", Unit.POINTS),
        ("[0..100)", Unit.POINTS),
        ("[0-100]", Unit.POINTS),
        ("[0...100]", Unit.POINTS),
        ("[100..0]", Unit.POINTS),
        ("[a..b]", Unit.POINTS),
        ("[0..100]", Unit.MONEY),
        ("[0..100]", Unit.DURATION),
        ("[0 s..100]", Unit.DURATION),
        ("[CNY 0..30%]", Unit.MONEY),
        ("[0.5..1]", Unit.COUNT),
        ("[yes..no]", Unit.FLAG),
        ("[agent..lead]", Unit.WORD),
        ("[2026-01-01..2026-12-31]", Unit.DATE),
    ],
)
def test_what_is_no_range_of_the_unit_is_refused(text: str, unit: Unit) -> None:
    found, problems = parse_range(Text(text, PLACE), unit=unit)

    assert str(found) == "[..]"
    assert [(each.code, each.span) for each in problems] == [("range-wrong", PLACE)]
