"""Workbooks: a sheet of 2,000 rows that adds up, and statements of 500 people with workings."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import pytest

from bench.figures import measured, shortest, tell_value
from bench.people import month
from ccops.reports import (
    STATEMENT,
    Cell,
    Column,
    ColumnKind,
    Document,
    RowsAbove,
    Section,
    Table,
)
from ccops.reports.formats.xlsx import XLSX
from ccops.values import Money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pytest_benchmark.fixture import BenchmarkFixture

#: Processor time, whatever else the machine does.
pytestmark = pytest.mark.benchmark(timer=time.process_time)
_ROWS: Final = 2_000
_PEOPLE: Final = 500
_KINDS: Final = (
    *(ColumnKind.TEXT,) * 3,
    *(ColumnKind.MONEY,) * 6,
    ColumnKind.PERCENT,
    ColumnKind.DURATION,
    ColumnKind.DATE,
)


def _cell(kind: ColumnKind, row: int) -> Cell:
    match kind:
        case ColumnKind.MONEY:
            amount = Decimal(row * 37).scaleb(-2)
            return Cell(text=f"{amount:,.2f}", value=Money("CNY", amount))
        case ColumnKind.PERCENT:
            return Cell(text=f"{row % 100}.00%", value=Decimal(row % 100).scaleb(-2))
        case ColumnKind.DURATION:
            return Cell(text="0:01:00", value=dt.timedelta(seconds=row))
        case ColumnKind.DATE:
            day = dt.date(2026, 10, 1)
            return Cell(text=day.isoformat(), value=day)
        case _:
            return Cell(text=f"E{row:05}", value=f"E{row:05}")


def _total(cells: Sequence[Cell]) -> Cell:
    amounts = [each.value.amount for each in cells if isinstance(each.value, Money)]
    if not amounts:
        return Cell(text="")
    total = sum(amounts, Decimal(0))
    return Cell(text=f"{total:,.2f}", value=Money("CNY", total), follows=RowsAbove())


def _sheet() -> Document:
    columns = tuple(Column(id=f"c{n}", title=f"column {n}", kind=x) for n, x in enumerate(_KINDS))
    rows = tuple(tuple(_cell(kind, row) for kind in _KINDS) for row in range(_ROWS))
    foot = tuple(map(_total, zip(*rows, strict=True)))
    table = Table(id="t", caption="table", columns=columns, rows=rows, foot=(foot,))
    section = Section(id="one", title="one", parts=(table,))
    return Document(kind="bench", title="approval", locale="en", sections=(section,))


def test_a_sheet_of_two_thousand_rows(benchmark: BenchmarkFixture) -> None:
    document = _sheet()
    made = measured(benchmark, lambda: XLSX.render(document), rounds=5, warm_up=1)
    what = f"XLSX of {_ROWS:,} rows × {len(_KINDS)}, {len(made) / 1e3:.0f} KB"
    tell_value(benchmark, what, shortest(benchmark), unit="s", bar=2)


def test_statements_with_their_workings(benchmark: BenchmarkFixture) -> None:
    made, facts = month(_PEOPLE)
    settled = made.settle(facts)
    started = time.process_time()
    document = STATEMENT.build(settled, locale="zh_CN", names={})
    built = time.process_time() - started
    assert document.workings is not None
    cells = len(document.workings.columns) * _PEOPLE
    book = measured(benchmark, lambda: XLSX.render(document), rounds=2)
    what = f"XLSX of {_PEOPLE} statements, workings of {cells:,} cells, {len(book) / 1e6:.1f} MB"
    tell_value(benchmark, what, shortest(benchmark), unit="s", bar=2)
    tell_value(benchmark, "    building the document before", built, unit="s")
