"""A real week as typed tables in Parquet: what a map can say of it comes to its truth."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

import pytest

from ccops.adapters import PARQUET_MAP, Source
from ccops.testing.bank_week import BankWeek
from tests.adapters.mapped.test_map_conformance import TestOneRowAContact as OneRow
from tests.adapters.mapped.test_map_conformance import TestRowsOfAContact as SeveralRows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

duckdb = pytest.importorskip("duckdb", reason="tables in Parquet need the extra duckdb")

_INSTANT: Final = "to_timestamp(CAST({0} AS BIGINT) / 1000)"
_WHOLE: Final = "CAST({0} AS BIGINT)"
_TYPES: Final = {
    **dict.fromkeys(("started", "entered", "offered", "answered", "ended"), _INSTANT),
    **dict.fromkeys(("wait", "talk", "ring"), _WHOLE),
    "no": "CAST({0} AS TINYINT)",
}


def _typed(given: Mapping[str, object]) -> dict[str, object]:
    """Return a map of a table whose instants are timestamps with a zone."""
    columns = given["columns"]
    assert isinstance(columns, dict)
    instants = {
        name: {**rule, "unit": "zoned"}
        for name, rule in columns.items()
        if isinstance(rule, dict) and rule.get("unit") == "epoch_ms"
    }
    return {**given, "columns": {**columns, **instants}}


def _table(lines: Sequence[str]) -> Source:
    """Write lines of CSV as a table of typed columns, with nulls where a line has nothing."""
    folder = Path(tempfile.mkdtemp())
    (folder / "week.csv").write_text("\n".join(lines), "utf-8")
    columns = next(csv.reader(lines[:1]))
    asked = ", ".join(
        _TYPES.get(name, "{0}").format(f'"{name}"') + f' AS "{name}"' for name in columns
    )
    text = f"read_csv('{folder / 'week.csv'}', header=true, all_varchar=true)"
    path = folder / "week.parquet"
    query = f"SELECT {asked} FROM {text}"  # noqa: S608 - a test's own
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return Source(name="week.parquet", path=path)


class TestBankWeekInSeveralRows(BankWeek):
    """The week as a table of legs: a map can say all of it."""

    adapter = PARQUET_MAP
    header = SeveralRows.header
    column_map: ClassVar = _typed(SeveralRows.column_map or {})
    lines = SeveralRows.lines

    def source(self, lines: Sequence[str]) -> Source:
        return _table(lines)


class TestBankWeekInOneRowEach(BankWeek):
    """The week as a table that knows no menu: a call begins with its queue."""

    adapter = PARQUET_MAP
    header = OneRow.header
    cannot = frozenset({"contact_start"})
    column_map: ClassVar = _typed(OneRow.column_map or {})
    lines = OneRow.lines

    def source(self, lines: Sequence[str]) -> Source:
        return _table(lines)
