"""``payroll.yaml``: everything that is wrong with it, at once, each at its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from ccops.errors import DataError
from ccops.payroll import read_payroll_map

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.settlement import Settlement

_WHOLE: Final = "{employee_id: a, A01: b, B01: c, B02: d, C01: e}"
#: A map that is wrong, the code, the place in its file, and an argument of the finding.
BROKEN: Final = {
    "key": ("shap: wide\n", "export-key", "1:1", ("nearest", "shape")),
    "encoding": ("encoding: gbk\n", "export-value", "1:11", ("value", "gbk")),
    "control": ("control: below\n", "export-value", "1:10", ("wanted", "rows | file | none")),
    "shape of a value": ("columns: [a]\n", "export-value", "1:10", ("key", "columns")),
    "empty header": ("columns:\n  amount:\n", "export-value", "2:3", ("key", "columns.amount")),
    "shape": ("shape: wid\n", "export-shape", "1:8", ("nearest", "wide")),
    "no columns": ("shape: wide\n", "export-columns-absent", "1:8", ("shape", "wide")),
    "fixed columns": (
        "shape: odoo-payslip-input\ncolumns: {employee_id: a}\n",
        "export-columns-fixed", "2:11", ("shape", "odoo-payslip-input"),
    ),
    "figure": (
        f"shape: wide\ncolumns: {_WHOLE[:-1]}, nigts_worked: f}}\n",
        "export-column-unknown", "2:59", ("nearest", "nights_worked"),
    ),
    "field of a line": (
        "columns: {employee_id: a, amout: b}\n",
        "export-column-unknown", "1:27", ("nearest", "amount"),
    ),
    # a header is told where the second one stands
    "header twice": (
        "columns: {employee_id: a, amount: b, rate: b}\n",
        "export-column-twice", "1:44", ("first", "amount"),
    ),
    "constant as a header": (
        "columns: {employee_id: a, amount: b}\nconstants: {b: x}\n",
        "export-column-twice", "2:13", ("header", "b"),
    ),
    "pay twice": (
        f"shape: wide\ncolumns: {_WHOLE[:-1]}, night_allowance: f}}\n",
        "export-code-twice", "2:59", ("headers", "e, f"),
    ),
    "pay dropped": (
        "shape: wide\ncolumns: {employee_id: a, A01: b, B01: c, B02: d}\n",
        "export-line-dropped", "", ("code", "C01"),
    ),
    "left out and there": (
        f"shape: wide\ncolumns: {_WHOLE}\nleave_out: [C01]\n",
        "export-left-out", "2:51", ("code", "C01"),
    ),
    "code left out": ("leave_out: [C1]\n", "export-code-unknown", "1:13", ("nearest", "C01")),
    "code named": (
        "codes: {A01: a, B01: b, B02: c, C01: d, D01: e}\n",
        "export-code-unknown", "1:41", ("key", "codes"),
    ),
    "code forgotten": (
        "codes: {A01: a, B01: b, B02: c}\n",
        "export-code-unnamed", "", ("code", "C01"),
    ),
    "no key": ("columns: {amount: a}\n", "export-no-key", "", ("key", "employee_id")),
    "no company": (
        "shape: frappe-additional-salary\n",
        "export-constant-absent", "1:8", ("name", "company"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_is_told_at_its_place(
    center: Center, settlement: Settlement, tmp_path: Path, case: str
) -> None:
    text, code, place, (name, value) = BROKEN[case]
    file = tmp_path / "payroll.yaml"
    file.write_text(text, "utf-8")

    with pytest.raises(DataError) as found:
        center.export(settlement, file, release="draft")

    (finding,) = found.value.diagnostics
    assert finding.code == code
    assert str(finding.span or "").removeprefix(f"{file}:") == place
    assert finding.args[name] == value


def test_everything_is_told_at_once() -> None:
    with pytest.raises(DataError) as found:
        read_payroll_map({"shap": "wide", "encoding": "gbk", "columns": {"a": "x", "b": "x"}})

    codes = [each.code for each in found.value.diagnostics]
    assert codes == ["export-key", "export-value", "export-column-twice"]
    assert {each.span for each in found.value.diagnostics} == {None}


def test_it_is_read_as_strictly_as_a_pack(tmp_path: Path) -> None:
    file = tmp_path / "payroll.yaml"
    file.write_text("shape: wide\nshape: long\n", "utf-8")

    with pytest.raises(DataError) as found:
        read_payroll_map(file)

    assert [each.code for each in found.value.diagnostics] == ["yaml-duplicate-key"]


def test_numbers_stay_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "payroll.yaml"
    file.write_text("constants: {账套: 007}\ncodes: {A01: 1.10}\n", "utf-8")

    found = read_payroll_map(file)

    assert [each.value for each in found.constants.values()] == ["007"]
    assert [each.value for each in found.codes.values()] == ["1.10"]
