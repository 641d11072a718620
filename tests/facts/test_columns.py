from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.facts import Column, gathered, packed, picker, repeated
from ccops.values import EXACT, WHOLE, Carrier, Cell, Missing, Type, Unit, reduced
from tests.copies import pickled

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNT, POINTS, RATIO = Type(Unit.COUNT), Type(Unit.POINTS), Type(Unit.RATIO)
FLAG, WORD, DATE = Type(Unit.FLAG), Type(Unit.WORD), Type(Unit.DATE)
LARGEST: Final = 2**63 - 1

MISSING = st.sampled_from(Missing)
WHOLES = st.lists(st.integers(-(2**63), LARGEST) | MISSING)
LARGE = st.lists(st.integers(-(2**80), 2**80) | MISSING)
PAIRS = st.lists(
    st.tuples(st.integers(-99, 99), st.integers(1, 99)).map(lambda pair: reduced(*pair)) | MISSING
)
COLUMNS: Final[st.SearchStrategy[tuple[Type, Carrier, Sequence[Cell | Missing]]]] = st.one_of(
    WHOLES.map(lambda cells: (COUNT, WHOLE, cells)),
    LARGE.map(lambda cells: (POINTS, Carrier(100), cells)),
    PAIRS.map(lambda cells: (RATIO, EXACT, cells)),
    st.lists(st.booleans() | MISSING).map(lambda cells: (FLAG, WHOLE, cells)),
    st.lists(st.text(max_size=3) | MISSING).map(lambda cells: (WORD, WHOLE, cells)),
    st.lists(st.integers(1, 800_000) | MISSING).map(lambda cells: (DATE, WHOLE, cells)),
)


def taken(column: Column, rows: Sequence[int]) -> Column:
    return column.taken(picker(rows), len(rows))


@given(COLUMNS, st.integers(1, 5))
def test_a_repeated_cell_is_the_column_of_so_many(
    made: tuple[Type, Carrier, Sequence[Cell | Missing]], size: int
) -> None:
    type_, carrier, cells = made
    for cell in cells:
        column = repeated(type_, carrier, cell, size)
        by_hand = packed(type_, carrier, [cell] * size)

        assert column.same
        assert by_hand.same
        assert list(column.sequence()) == list(by_hand.sequence()) == [cell] * size
        assert type(column.cells) is type(by_hand.cells)
        assert dict(column.missing) == dict(by_hand.missing)


@given(COLUMNS)
def test_only_a_column_of_one_cell_says_that_all_are_the_same(
    made: tuple[Type, Carrier, Sequence[Cell | Missing]],
) -> None:
    type_, carrier, cells = made

    assert packed(type_, carrier, cells).same == (len(set(cells)) == 1)


@given(COLUMNS)
def test_a_column_gives_back_what_was_put_in(
    made: tuple[Type, Carrier, Sequence[Cell | Missing]],
) -> None:
    type_, carrier, cells = made

    column = packed(type_, carrier, cells)

    assert list(column.sequence()) == list(cells)
    assert [column.at(row) for row in range(len(column))] == list(cells)
    assert len(column) == len(column.cells) == len(cells)
    assert dict(column.missing) == {
        row: cell for row, cell in enumerate(cells) if isinstance(cell, Missing)
    }


@given(COLUMNS, st.data())
def test_rows_are_gathered_in_their_order(
    made: tuple[Type, Carrier, Sequence[Cell | Missing]], data: st.DataObject
) -> None:
    type_, carrier, cells = made
    rows = data.draw(st.lists(st.integers(0, len(cells) - 1)) if cells else st.just([]))
    column = packed(type_, carrier, cells)

    assert list(gathered(column.sequence(), rows)) == [cells[row] for row in rows]
    assert list(taken(column, rows).sequence()) == [cells[row] for row in rows]


def test_a_range_over_all_rows_copies_nothing() -> None:
    column = packed(COUNT, WHOLE, [3, 4, 5])

    assert gathered(column.cells, range(3)) is column.cells
    assert taken(column, range(3)) is column
    assert list(gathered(column.cells, range(1, 3))) == [4, 5]
    assert list(gathered((1, 2, 3), range(2))) == [1, 2]


@pytest.mark.parametrize(
    ("type_", "carrier", "cells", "is_packed"),
    [
        (COUNT, WHOLE, [1, 2], True),
        (COUNT, WHOLE, [1, Missing.NO_RECORDS], True),
        (POINTS, Carrier(100), [LARGEST, -LARGEST - 1], True),
        (POINTS, Carrier(100), [LARGEST + 1], False),
        (POINTS, Carrier(100), [LARGEST + 1, Missing.NO_RECORDS], False),
        (COUNT, WHOLE, [Missing.NO_RECORDS], True),
        (RATIO, EXACT, [(1, 2)], False),
        (FLAG, WHOLE, [True], False),
        (WORD, WHOLE, ["agent"], False),
        (DATE, WHOLE, [739_000], True),
        (COUNT, WHOLE, [], True),
    ],
)
def test_whole_numbers_of_64_bits_are_packed(
    type_: Type, carrier: Carrier, cells: list[Cell | Missing], is_packed: bool
) -> None:
    column = packed(type_, carrier, cells)

    assert isinstance(column.cells, array) is is_packed
    assert list(column.sequence()) == cells


def test_a_number_past_64_bits_is_not_cut_off() -> None:
    column = packed(POINTS, Carrier(100), [LARGEST + 1, 5])

    assert column.at(0) == LARGEST + 1


def test_a_missing_cell_says_why() -> None:
    column = packed(COUNT, WHOLE, [7, Missing.TOO_FEW_SAMPLES, 0])

    assert column.at(1) is Missing.TOO_FEW_SAMPLES
    assert column.at(2) == 0
    assert 1 in column.missing
    assert 2 not in column.missing
    with pytest.raises(KeyError):
        _ = column.missing[2]


def test_a_column_made_by_hand_gathers_its_gaps() -> None:
    column = Column(type=COUNT, carrier=WHOLE, cells=[0, 1, 2], missing={0: Missing.NOT_EMPLOYED})

    assert list(taken(column, [2, 0]).sequence()) == [2, Missing.NOT_EMPLOYED]
    assert not taken(column, [2, 1]).missing


def test_columns_survive_pickling() -> None:
    column = packed(RATIO, EXACT, [(1, 3), Missing.ZERO_BASE])

    found = pickled(column)

    assert list(found.sequence()) == [(1, 3), Missing.ZERO_BASE]
    assert found.at(0) == (1, 3)
