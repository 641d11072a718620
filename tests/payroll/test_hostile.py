"""Hostile maps, names and sizes: a finding or a safe file, never a row that is lost."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import attrs
import openpyxl
import pytest

from ccops.errors import DataError
from ccops.payroll import file_checks
from tests.payroll.reading import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ccops.center import Center
    from ccops.payroll.export import PayrollExport
    from ccops.settlement import Settlement

WIDE = {"shape": "wide"}


def person(name: str) -> dict[str, str]:
    return {
        "employee_id": "001",
        "name": name,
        "employment_type": "full_time",
        "role": "agent",
        "team": "A",
        "hired_on": "2024-03-01",
    }


def named(center: Center, settle: Callable[..., Settlement], name: str) -> PayrollExport:
    """Return the export of somebody with such a name."""
    given = {"columns": {"employee_id": "工号", "name": "姓名", "amount": "金额"}}
    people = (person(name),)
    settled = settle((person("王"),))
    return center.export(settled, given, employees=people, release="draft")


def refused(make: Callable[[], object]) -> list[str]:
    with pytest.raises(DataError) as found:
        make()
    return sorted({each.code for each in found.value.diagnostics})


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")']
)
def test_a_name_that_computes_is_refused_in_csv_and_a_text_in_a_workbook(
    center: Center, settle: Callable[..., Settlement], name: str, tmp_path: Path
) -> None:
    made = named(center, settle, name)

    assert refused(lambda: made.write(tmp_path / "pay.csv")) == ["export-formula"]
    assert list(tmp_path.iterdir()) == []
    book = openpyxl.load_workbook(io.BytesIO(made.to_bytes(made.tables[0], ".xlsx")))
    found = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.column == 3]
    assert all(cell.data_type != "f" for cell in found)


def test_a_header_that_computes_is_refused_in_csv(
    center: Center, settlement: Settlement, tmp_path: Path
) -> None:
    given = {"columns": {"employee_id": "工号", "amount": "=1+1"}}
    made = center.export(settlement, given, release="draft")

    assert refused(lambda: made.write(tmp_path / "pay.csv")) == ["export-formula"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_half_a_character_is_refused_in_every_file(
    center: Center, settle: Callable[..., Settlement], suffix: str, tmp_path: Path
) -> None:
    made = named(center, settle, "王\ud840")

    assert refused(lambda: made.write(tmp_path / f"pay{suffix}")) == ["export-character"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["王\x01小明", "王\n小明", '王"小",明', "﻿王", "王\u202e小明"])
def test_odd_characters_come_back_as_they_were(
    center: Center, settle: Callable[..., Settlement], name: str
) -> None:
    made = named(center, settle, name)

    rows = rows_of(made.to_bytes(made.tables[0]), ".csv")

    assert name in rows[1]


def test_two_columns_of_one_header_are_refused(center: Center, settlement: Settlement) -> None:
    given = {"columns": {"employee_id": "工号", "amount": "金额", "rate": "金额"}}

    assert refused(lambda: center.export(settlement, given, release="draft")) == [
        "export-column-twice"
    ]


def test_a_line_nobody_knows_is_refused(center: Center, settlement: Settlement) -> None:
    given = {**WIDE, "columns": {"employee_id": "工号", "no_such_line": "金额"}}

    assert "export-column-unknown" in refused(
        lambda: center.export(settlement, given, release="draft")
    )


def test_a_text_longer_than_a_cell_is_refused_in_a_workbook_alone(
    center: Center, settle: Callable[..., Settlement]
) -> None:
    made = named(center, settle, "王" * (file_checks.CELL_CHARACTERS + 1))

    assert refused(lambda: made.to_bytes(made.tables[0], ".xlsx")) == ["export-long-text"]
    assert rows_of(made.to_bytes(made.tables[0]), ".csv")
    fits = named(center, settle, "王" * file_checks.CELL_CHARACTERS)
    book = openpyxl.load_workbook(io.BytesIO(fits.to_bytes(fits.tables[0], ".xlsx")))
    widths = [each.width for each in book.worksheets[0].column_dimensions.values()]
    assert max(widths) <= 41


@pytest.mark.parametrize(
    ("limit", "code"),
    [("SHEET_ROWS", "export-too-many-rows"), ("SHEET_COLUMNS", "export-too-many-columns")],
)
def test_more_than_a_sheet_holds_is_refused_not_cut(
    center: Center,
    settlement: Settlement,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    code: str,
) -> None:
    made = center.export(settlement, release="draft")
    table = made.tables[0]
    has = {
        "SHEET_ROWS": 1 + len(table.rows) + len(table.control),
        "SHEET_COLUMNS": len(table.headers),
    }[limit]
    monkeypatch.setattr(file_checks, limit, has)
    assert made.to_bytes(table, ".xlsx")
    monkeypatch.setattr(file_checks, limit, has - 1)

    assert refused(lambda: made.to_bytes(table, ".xlsx")) == [code]
    assert rows_of(made.to_bytes(table), ".csv")


def test_a_column_is_as_wide_as_its_chinese(center: Center, settlement: Settlement) -> None:
    given: dict[str, Any] = {"columns": {"employee_id": "工号", "amount": "本月应发金额合计"}}
    made = center.export(settlement, given, release="draft")

    book = openpyxl.load_workbook(io.BytesIO(made.to_bytes(made.tables[0], ".xlsx")))

    sheet = book.worksheets[0]
    header = next(cell for cell in sheet[1] if cell.value == "本月应发金额合计")
    width = sheet.column_dimensions[header.column_letter].width
    assert width == pytest.approx(17, abs=1)  # eight characters of two, and some room


def test_more_employers_than_a_name_of_a_file_tells_apart(
    center: Center, settle: Callable[..., Settlement], tmp_path: Path
) -> None:
    people = tuple(
        {**person("王"), "employee_id": f"00{at}", "employer": employer}
        for at, employer in enumerate(("甲/乙", "甲:乙"))
    )
    settled = settle(people)
    made = center.export(settled, {"split_by": "employer"}, employees=people, release="draft")

    assert refused(lambda: made.write(tmp_path / "pay.csv")) == ["export-file-twice"]
    assert attrs.asdict(made, recurse=False)["tables"]
    assert list(tmp_path.iterdir()) == []
