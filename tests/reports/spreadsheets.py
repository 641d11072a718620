"""Reading workbooks back: by openpyxl, and recomputed by LibreOffice where it is installed."""

from __future__ import annotations

import io
import shutil
import subprocess
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import openpyxl
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: LibreOffice keeps the values that stand in a file unless it is told to work them out anew.
_ALWAYS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
#: The rows of the workings above the first employee; the second of them has the ids of figures.
ABOVE: Final = 6
IDS: Final = 5


@cache
def program() -> str:
    """Return LibreOffice's program; a test without it is skipped."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        pytest.skip("LibreOffice (soffice) is not installed: workbooks are not recomputed")
    return found


def recomputed(made: bytes, folder: Path) -> Workbook:
    """Return a workbook whose every formula LibreOffice has worked out anew."""
    return all_recomputed({"report": made}, folder)["report"]


def all_recomputed(made: Mapping[str, bytes], folder: Path) -> Mapping[str, Workbook]:
    """Return workbooks, by name, whose every formula LibreOffice has worked out anew."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    sources = [folder / f"{name}.xlsx" for name in made]
    for source, book in zip(sources, made.values(), strict=True):
        source.write_bytes(book)
    subprocess.run(
        [program(), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to",
         "xlsx", "--outdir", folder / "out", *sources],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    found = {
        name: folder / "out" / source.name for name, source in zip(made, sources, strict=True)
    }
    return {name: openpyxl.load_workbook(path, data_only=True) for name, path in found.items()}


def read(made: bytes, *, formulas: bool = False) -> Workbook:
    """Return a workbook with the values that stand in it, or with its formulas."""
    return openpyxl.load_workbook(io.BytesIO(made), data_only=not formulas)


def changed(made: bytes, cells: Mapping[tuple[str, str], float | str]) -> bytes:
    """Return a workbook in which somebody has typed something else; its other values are gone."""
    book = read(made, formulas=True)
    for (sheet, cell), value in cells.items():
        book[sheet][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def columns(sheet: Worksheet) -> dict[str, int]:
    """Return the column of each figure of the sheet of workings."""
    row = next(sheet.iter_rows(min_row=IDS, max_row=IDS))
    return {str(cell.value): cell.column for cell in row if cell.value is not None}


def figure(sheet: Worksheet, row: int, name: str) -> Any:
    """Return a figure of the employee in a row of the workings, counted from 0."""
    return sheet.cell(ABOVE + 1 + row, columns(sheet)[name]).value


def cents(value: Any) -> Decimal:
    """Return a number of a sheet, which is a float, to the cent."""
    return Decimal(repr(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def seen(book: Workbook, formulas: Workbook) -> Iterator[tuple[str, Any]]:
    """Yield the cells with formulas that people see, each with its value in ``book``."""
    for sheet in formulas.worksheets:
        hidden = {
            column
            for each in sheet.column_dimensions.values()
            if each.hidden
            for column in range(each.min, each.max + 1)
        }
        for row in sheet.iter_rows():
            for cell in row:
                text = cell.value
                if isinstance(text, str) and text.startswith("=") and cell.column not in hidden:
                    yield (
                        f"{sheet.title}!{cell.coordinate}",
                        book[sheet.title][cell.coordinate].value,
                    )


def is_same(one: Any, other: Any) -> bool:
    """Say whether two programs keep the same value: the last bit of a quotient may differ."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= 1e-9 * max(1, abs(one))
    return (one or "") == (other or "")
