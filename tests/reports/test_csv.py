"""Reports as CSV: one table, plain values, and no text that a spreadsheet computes."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import SeveralTablesError, UnknownNameError
from ccops.reports import Cell, Column, Document, Section, Table
from ccops.reports.formats.csv_text import CSV, cell_value
from ccops.values import Missing, Money

if TYPE_CHECKING:
    from tests.reports.conftest import Settle, Statement


def _rows(made: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))


def _document(*tables: Table) -> Document:
    section = Section(id="one", title="one", parts=tables)
    return Document(kind="test", title="title", locale="en", sections=(section,))


def _table(name: str, *cells: Cell) -> Table:
    columns = (Column(id="a", title="a"),)
    return Table(id=name, caption=name, columns=columns, rows=tuple((each,) for each in cells))


def test_amounts_of_all_statements_are_one_table_and_those_of_nothing_another(
    settle: Settle, statement: Statement
) -> None:
    settlement = settle({"E1": {"basic_pay_due": "CNY 12345.67"}, "E2": {"absent_days": 9}})
    document = statement(settlement).document
    paid = ("basic_pay", "bonus", "night_allowance", "handed_on")

    head, *rows = _rows(attrs.evolve(CSV, table="lines").render(document))
    _, *of_nothing = _rows(attrs.evolve(CSV, table="nothing").render(document))

    assert head[0] == "Section"
    assert [row[0] for row in rows] == ["E1"] * 4 + ["E2"] * 3
    shown = [*(("E1", x) for x in paid), *(("E2", x) for x in paid if x != "bonus")]
    wanted = [f"{getattr(settlement.value(*each), 'amount', None)}" for each in shown]
    assert [row[-1] for row in rows] == wanted
    assert [row[-1] for row in of_nothing] == ["0.00"]


def test_a_file_begins_with_the_mark_that_spreadsheets_look_for() -> None:
    assert CSV.render(_document(_table("t", Cell(text="中文")))).startswith(b"\xef\xbb\xbf")


def test_of_several_tables_one_is_chosen() -> None:
    document = _document(_table("first", Cell(text="1")), _table("second", Cell(text="2")))

    assert _rows(attrs.evolve(CSV, table="second").render(document)) == [["a"], ["2"]]
    assert list(CSV.tables(document)) == ["first", "second"]
    with pytest.raises(SeveralTablesError, match="first, second") as error:
        CSV.render(document)
    assert error.value.tables == ("first", "second")
    with pytest.raises(UnknownNameError, match="second"):
        attrs.evolve(CSV, table="secnd").render(document)


def test_a_document_without_a_table_is_an_empty_file() -> None:
    assert _rows(CSV.render(_document())) == []


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        (Cell(text="¥1,234.50", value=Money("CNY", Decimal("1234.50"))), "1234.50"),
        (Cell(text="-5", value=-5), "-5"),
        (Cell(text="87.50%", value=Fraction(7, 8)), "0.875"),
        (Cell(text="33.33%", value=Fraction(1, 3)), "33.33%"),
        (Cell(text="not measured", value=Missing.NOT_MEASURED), "not measured"),
        (Cell(text="yes", value=True), "yes"),
        (Cell(text="007", value="007"), "007"),
        (Cell(text="=1+1", value="=1+1"), "'=1+1"),
        (Cell(text="-1+1", value="-1+1"), "'-1+1"),
    ],
)
def test_a_cell_is_its_plain_value_or_its_text(cell: Cell, written: str) -> None:
    assert cell_value(cell) == written


@given(st.text())
def test_no_text_begins_as_a_formula_does(text: str) -> None:
    table = _table("t", Cell(text=text, value=text, note=text))
    for row in _rows(CSV.render(_document(table))):
        assert not any(each.startswith(("=", "+", "-", "@", "\t", "\r")) for each in row)


def test_notes_stand_in_a_column_of_their_own() -> None:
    noted = Cell(text="86%", value=Fraction(86, 100), note="missed")

    made: Any = _rows(CSV.render(_document(_table("t", noted, Cell(text="x")))))

    assert made == [["a", "a: note"], ["0.86", "missed"], ["x", ""]]
