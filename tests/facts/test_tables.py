"""Facts of a table, column by column, are those of its rows, and so is what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import DataError
from ccops.facts import Column, FactTable, fact_table, given_facts
from tests.facts.test_sheets import the_facts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.facts import Facts
    from ccops.messages import Diagnostic

_IDS = ("E017", "E018", "E999")
_TEXTS = st.sampled_from([None, "0", "88.5", "120", "1/2", "yes", "CNY 300", "-1", "x"])
_FACTS = ("conduct", "calls", "refunds", "praised", "attendance", "no_such_fact")


@st.composite
def _tables(draw: st.DrawFn) -> dict[str, list[str | None]]:
    ids = draw(st.lists(st.sampled_from(_IDS), unique=True, min_size=1))
    names = draw(st.lists(st.sampled_from(_FACTS), unique=True))
    size = len(ids)
    cells = {name: draw(st.lists(_TEXTS, min_size=size, max_size=size)) for name in names}
    return {"employee_id": list(ids), **cells}


def _rows(table: Mapping[str, Sequence[str | None]]) -> list[dict[str, object]]:
    rows = (dict(zip(table, row, strict=True)) for row in zip(*table.values(), strict=True))
    return [{name: cell for name, cell in row.items() if cell is not None} for row in rows]


def _joined(
    facts: Facts, cells: Mapping[str, Mapping[str, object]]
) -> tuple[dict[str, Column], tuple[Diagnostic, ...]]:
    try:
        return dict(facts.joined(cells).employees.columns), ()
    except DataError as error:
        return {}, error.diagnostics


@given(_tables(), st.booleans())
def test_a_table_gives_what_its_rows_give(
    table: dict[str, list[str | None]], has_cells: bool
) -> None:
    facts = the_facts()
    if has_cells:
        facts = facts.joined({"E017": {"conduct": "0"}})
    rows, problems = given_facts(_rows(table))
    columns = fact_table(table)

    assert columns is not None
    assert not problems
    assert {each: dict(values) for each, values in columns.items()} == rows.employees
    found, wrong = _joined(facts, columns)
    wanted, as_wrong = _joined(facts, rows.employees)
    assert wrong == as_wrong
    assert found.keys() == wanted.keys()
    for name, column in found.items():
        assert list(column.sequence()) == list(wanted[name].sequence())


def test_findings_are_told_row_by_row() -> None:
    table = FactTable(
        ("E999", "E018", "E017"),
        {
            "conduct": ("1", "x", "y"),
            "no_such_fact": ("1", None, "1"),
            "calls": ("1", "-1", None),
        },
    )

    with pytest.raises(DataError) as caught:
        the_facts().joined(table)

    told = [
        (each.code, each.args.get("employee", each.args.get("name")))
        for each in caught.value.diagnostics
    ]
    assert told == [
        ("unknown-employee", "E999"),
        ("fact-wrong", "E018"),
        ("fact-out-of-range", "E018"),
        ("fact-wrong", "E017"),
        ("unknown-fact", "no_such_fact"),
    ]


@pytest.mark.parametrize(
    "columns",
    [
        {"employee_id": ["E017", "E017"], "calls": ["1", None]},
        {"employee_id": ["E017", None], "calls": ["1", "2"]},
        {"employee_id": ["E017", "E018"], "subject_kind": [None, "team"], "calls": ["1", "2"]},
        {"employee_id": ["E017"], "subject_id": ["E017"], "calls": ["1"]},
        {"calls": ["1"]},
    ],
)
def test_a_table_is_of_employees_that_have_a_row_each(
    columns: dict[str, list[str | None]],
) -> None:
    assert fact_table(columns) is None


def test_a_table_reads_as_a_mapping_of_what_was_given() -> None:
    table = fact_table({"employee_id": ["E018", "E017"], "calls": [None, "7"]})

    assert table is not None
    assert dict(table) == {"E018": {}, "E017": {"calls": "7"}}
    with pytest.raises(KeyError):
        table["E999"]
