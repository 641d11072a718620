"""Those who make most of what a group gathered are the first of all in order, without ordering."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from ccops.plan.counted_members import CountedMembers
from ccops.plan.definitions import Gathering
from ccops.values import Carrier, Cell, Missing, NotApplicable, Type, Unit, fraction_of

_FIXED: Final = Carrier(100)
_EXACT: Final = Carrier(None)
_PAIRS = st.tuples(st.integers(-50, 50), st.integers(1, 12))
_SIGN: Final = {Gathering.COUNT: 0, Gathering.LEAST: 1}


def _members(cells: list[Cell], carrier: Carrier, gathering: Gathering) -> CountedMembers:
    return CountedMembers(
        rows=range(10, 10 + len(cells)),
        cells=cells,
        type=Type(Unit.POINTS),
        carrier=carrier,
        gathering=gathering,
    )


@given(
    cells=st.one_of(
        st.tuples(st.just(_FIXED), st.lists(st.integers(-9, 9))),
        st.tuples(st.just(_EXACT), st.lists(_PAIRS)),
    ),
    gathering=st.sampled_from(Gathering),
    count=st.integers(0, 12),
)
def test_the_first_are_the_first_of_all_in_order(
    cells: tuple[Carrier, list[Cell]], gathering: Gathering, count: int
) -> None:
    carrier, values = cells
    members = _members(values, carrier, gathering)
    sign = _SIGN.get(gathering, -1)

    def key(pair: tuple[int, Cell]) -> tuple[Fraction, int]:
        return sign * fraction_of(pair[1], carrier), pair[0]

    ordered = sorted(enumerate(values, 10), key=key)

    assert [(row, each.cell) for row, each in members.first(count)] == ordered[:count]
    assert [(row, each.cell) for row, each in members] == ordered
    assert len(members) == len(values)


def test_a_value_is_told_with_its_type() -> None:
    (row, told), *_ = _members([(1, 3), (1, 2)], _EXACT, Gathering.MEAN).first(1)

    assert row == 11
    assert not isinstance(told.cell, Missing | NotApplicable)
    assert fraction_of(told.cell, told.carrier) == Fraction(1, 2)
    assert told.type == Type(Unit.POINTS)
