"""Shares of a rank that come to no place among so few people."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.rules.dead_shares import dead_shares
from ccops.rules.expressions import (
    Arithmetic,
    Comparison,
    Constant,
    Logic,
    Negation,
    Node,
    Reference,
)
from ccops.values import WHOLE, Type, Unit

COUNT, RATIO, FLAG = Type(Unit.COUNT), Type(Unit.RATIO), Type(Unit.FLAG)
PLACE = Reference(type=COUNT, name="r", carrier=WHOLE)
SIZE = Reference(type=COUNT, name="r_size", carrier=WHOLE)


def number(value: Fraction | int) -> Constant:
    return Constant(type=RATIO, value=Fraction(value))


def done(operator: str, left: Node, right: Node) -> Arithmetic:
    return Arithmetic(type=RATIO, operator=operator, left=left, right=right)


def compared(left: Node, operator: str, right: Node) -> Comparison:
    return Comparison(type=FLAG, operator=operator, left=left, right=right)


def both(*parts: Node) -> Logic:
    return Logic(type=FLAG, operator="and", parts=parts)


SHARE = done("/", PLACE, SIZE)
FROM_BELOW = done("/", done("+", done("-", SIZE, PLACE), number(1)), SIZE)


def dead(node: Node, ranked: int) -> list[Comparison]:
    return list(dead_shares(node, "r", "r_size", ranked))


@given(
    share=st.fractions(0, 1, max_denominator=40),
    ranked=st.integers(1, 60),
    operator=st.sampled_from(["<", "<=", ">", ">="]),
    ratio=st.sampled_from([SHARE, FROM_BELOW]),
)
def test_a_share_is_dead_just_where_no_place_of_the_rank_has_it(
    share: Fraction, ranked: int, operator: str, ratio: Node
) -> None:
    found = dead(compared(ratio, operator, number(share)), ranked)

    shares = {Fraction(place, ranked) for place in range(1, ranked + 1)}
    holds = {
        "<": any(each < share for each in shares),
        "<=": any(each <= share for each in shares),
        ">": any(each > share for each in shares),
        ">=": any(each >= share for each in shares),
    }
    assert bool(found) is not holds[operator]


@pytest.mark.parametrize(("ranked", "count"), [(9, 1), (10, 0), (1, 1), (200, 0)])
def test_a_tenth_begins_at_ten_people(ranked: int, count: int) -> None:
    tenth = compared(SHARE, "<=", number(Fraction(1, 10)))

    assert len(dead(both(tenth, compared(PLACE, ">", number(0))), ranked)) == count
    assert len(dead(Negation(type=FLAG, operand=tenth), ranked)) == count


def test_where_the_formula_says_from_how_many_on_nothing_is_told_of_fewer() -> None:
    twentieth = compared(FROM_BELOW, "<=", number(Fraction(1, 20)))
    from_ten = both(compared(SIZE, ">=", number(10)), twentieth)

    assert dead(from_ten, 9) == []
    assert dead(from_ten, 15) == [twentieth]
    assert dead(from_ten, 20) == []


@pytest.mark.parametrize(
    "test",
    [
        compared(PLACE, "<=", number(0)),
        compared(SHARE, "<=", Reference(type=RATIO, name="other", carrier=WHOLE)),
        compared(done("/", PLACE, done("-", SIZE, SIZE)), "<=", number(0)),
        compared(SHARE, "<=", Constant(type=RATIO, value="word")),
    ],
)
def test_what_is_no_share_or_cannot_be_worked_out_is_let_be(test: Node) -> None:
    assert dead(test, 3) == []
