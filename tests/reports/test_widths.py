"""How wide columns are on paper: sentences take the room, what is short keeps its own."""

from __future__ import annotations

from ccops.reports import Column, Table
from ccops.reports.document.tables import text_cell
from ccops.reports.formats.widths import stands_whole, widths_of

#: What a cell has to its left and right, in characters.
ROOM = 2


def _table(*rows: tuple[str, ...]) -> Table:
    columns = tuple(Column(id=str(at), title="x") for at in range(len(rows[0])))
    return Table(
        id="t", caption="t", columns=columns, rows=tuple(tuple(map(text_cell, r)) for r in rows)
    )


def test_names_beside_each_other_are_as_wide_as_they_are() -> None:
    assert widths_of(_table(("a name", "another name"))) == [6 + ROOM, 12 + ROOM]


def test_a_column_of_sentences_has_most_of_a_line() -> None:
    name, told, behind = widths_of(_table(("n" * 30, "t" * 300, "b" * 40)))

    assert told > name + behind
    assert name + told + behind <= 104


def test_an_amount_beside_sentences_keeps_its_width() -> None:
    step, amount, how = widths_of(_table(("s" * 30, "CNY 60,000.00", "h" * 300)))

    assert amount == len("CNY 60,000.00") + ROOM
    assert how > step > amount


def test_rows_stand_whole_unless_one_is_as_long_as_a_page() -> None:
    assert stands_whole(_table(("a", "b" * 800)))
    assert not stands_whole(_table(("a", "b" * 1000)))
