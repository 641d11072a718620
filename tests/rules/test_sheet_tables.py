"""Decision tables of a spreadsheet: edges, words, places, and the parameters that cells name."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ccops.messages import Text
from ccops.rules.columns import OutputColumn, TableColumn
from ccops.rules.places import PlacesRounding, Share
from ccops.rules.sheet_printing import SheetName
from ccops.rules.sheet_tables import NoSheetError, SheetInput, SheetTable
from ccops.rules.table_reading import read_table
from ccops.rules.tables import Collect, HitPolicy, Table, TableText
from ccops.values import Bounds, Scalar, Type, Unit

SCORE = TableColumn(
    name="score", type=Type(Unit.POINTS), bounds=Bounds(Fraction(0), Fraction(100)),
    step=Fraction(1, 100),
)  # fmt: skip
PLACE = TableColumn(
    name="place", type=Type(Unit.COUNT), share=Share(rounding=PlacesRounding.EXACT, at_least=2)
)
ROLE = TableColumn(name="role", type=Type(Unit.WORD))
NAMES = {"least": Scalar(Unit.POINTS, Fraction(85))}
GIVEN = {
    "score": SheetInput(above="S", below="100"),
    "place": SheetInput(above="P", size="N"),
    "role": SheetInput(above="R"),
}
LEAST = SheetName(code="ROUND(least*100,0)", below=100, ends=(0, 20_000))


def _table(
    *rows: tuple[str, ...],
    columns: tuple[TableColumn, ...] = (SCORE,),
    hit: HitPolicy = HitPolicy.FIRST,
    collect: Collect | None = None,
    otherwise: tuple[str, ...] | None = ("0",),
) -> SheetTable:
    text = TableText(
        rows=tuple(tuple(map(Text, row)) for row in rows),
        hit=hit,
        collect=collect,
        priorities=(),
        otherwise=tuple(map(Text, otherwise)) if otherwise else None,
        span=None,
    )
    given = OutputColumn(name="points", type=Type(Unit.POINTS))
    table, problems = read_table(text, columns=columns, outputs=(given,), names=NAMES)
    assert isinstance(table, Table), problems
    return SheetTable(
        table=table,
        inputs=[GIVEN[each.name] for each in columns],
        outputs=[f"O{number}" for number in range(len(rows))],
        otherwise="E" if otherwise else "",
        named={"least": LEAST},
    )


@pytest.mark.parametrize(
    ("cell", "test"),
    [
        (">= 85", "S>=8500"),
        ("[80..85)", "AND(S>=8000,S<8500)"),
        ("(80..85]", "AND(S>8000,S<=8500)"),
        ("100", "S=10000"),
        ("60, 70", "OR(S=6000,S=7000)"),
        (">= least", "S*100>=ROUND(least*100,0)*100"),
        ("(least..90]", "AND(S*100>ROUND(least*100,0)*100,S<=9000)"),
    ],
)
def test_a_cell_is_a_comparison_of_whole_numbers(cell: str, test: str) -> None:
    assert _table((cell, "1")).formula() == f"IF(ISNUMBER(S),IF({test},O0,E),NA())"


def test_rows_are_asked_in_their_order() -> None:
    found = _table((">= 85", "2"), (">= 60", "1")).formula()

    assert "IF(S>=8500,O0,IF(S>=6000,O1,E))" in found


def test_a_share_of_a_rank_counts_places_without_dividing() -> None:
    found = _table(("-", "<= 10%", "1"), columns=(SCORE, PLACE)).formula()

    assert "IF(OR(P<=2,P*10<=N),O0,E)" in found


def test_words_are_compared_as_they_are_written() -> None:
    table = _table(("not('lead')", "1"), columns=(ROLE,))

    assert 'IF(NOT(EXACT(R,"lead")),O0,E)' in table.formula()


def test_rows_that_add_up_are_added() -> None:
    rows = ((">= 60", "1"), (">= 85", "2"))

    found = _table(*rows, hit=HitPolicy.COLLECT, collect=Collect.SUM).formula()

    assert "IF(OR(S>=6000,S>=8500),IF(S>=6000,O0,0)+IF(S>=8500,O1,0),E)" in found


def test_the_least_of_what_rows_give_has_no_formula() -> None:
    with pytest.raises(NoSheetError):
        _table((">= 60", "1"), hit=HitPolicy.COLLECT, collect=Collect.MIN).formula()


def test_a_list_that_names_a_parameter_has_no_formula() -> None:
    with pytest.raises(NoSheetError):
        _table(("60, least", "1")).formula()
