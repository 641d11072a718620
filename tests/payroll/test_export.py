"""Files for payroll: what stands in them, who may have them, and what is refused."""

from __future__ import annotations

import io
import json
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import attrs
import openpyxl
import pytest

from ccops.errors import DataError, MissingExtraError, SettlementError, UnknownNameError
from ccops.hooks import hookimpl
from ccops.payroll import (
    FRAPPE_ADDITIONAL_SALARY,
    ODOO_PAYSLIP_INPUT,
    ControlRows,
    PayrollShape,
    RowsOf,
    ShapeColumn,
    TakenFrom,
)
from ccops.testing.builders import an_employee_row
from tests.payroll.conftest import PACK, PEOPLE
from tests.payroll.reading import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from ccops.center import Center
    from ccops.payroll import PayrollExport
    from ccops.settlement import Settlement

WIDE: Final = {
    "shape": "wide",
    "columns": {
        "employee_id": "工号",
        "name": "姓名",
        "cost_center": "成本中心",
        "pay_period": "期间",
        "basic_pay": "基本工资",
        "B01": "月度奖金",
        "lead_bonus": "组长奖金",
        "night_allowance": "夜班津贴",
        "nights_worked": "夜班次数",
        "total": "应发合计",
    },
    "constants": {"账套": "01"},
}


def export(
    center: Center, settlement: Settlement, given: Any = None, **more: Any
) -> PayrollExport:
    approved = {"approved": settlement.digest} if "release" not in more else {}
    return center.export(settlement, given, employees=PEOPLE, **approved, **more)


def read(made: PayrollExport, suffix: str = ".csv", at: int = 0) -> list[list[str]]:
    return rows_of(made.to_bytes(made.tables[at], suffix), suffix, made.encoding)


# -- who may have them --------------------------------------------------------------------------


def test_a_settlement_that_nobody_approved_is_not_handed_on(
    center: Center, settlement: Settlement
) -> None:
    with pytest.raises(SettlementError) as found:
        center.export(settlement)

    assert [each.code for each in found.value.diagnostics] == ["export-not-approved"]


def test_what_was_approved_has_to_be_this_settlement(
    center: Center, settlement: Settlement
) -> None:
    with pytest.raises(SettlementError) as found:
        center.export(settlement, approved="sha256:another")

    assert [each.code for each in found.value.diagnostics] == ["export-other-approved"]


def test_a_settlement_that_waits_for_an_input_is_a_draft_at_most(
    center: Center, settle: Callable[..., Settlement]
) -> None:
    waiting = settle(of_0007={"nights_worked": None})

    with pytest.raises(SettlementError) as found:
        export(center, waiting)
    draft = export(center, waiting, WIDE, release="draft", locale="en")

    assert [each.code for each in found.value.diagnostics] == ["export-provisional"]
    assert "night_allowance" in found.value.diagnostics[0].args["names"]
    by_id = {row[1]: row for row in read(draft, ".xlsx")}
    assert by_id["0007"][0] == "DRAFT, not approved"
    assert by_id["0007"][-4:-1] == ["", "", "3580"]  # its allowance is missing, never 0
    assert [(each.code, each.args["employee"]) for each in draft.diagnostics] == [
        ("export-cell-missing", "0007")
    ]


def test_a_line_that_waits_for_others_says_so_in_a_draft(
    center: Center, settle: Callable[..., Settlement]
) -> None:
    people = (an_employee_row("E1"), an_employee_row("E2"))
    waiting = settle(people, of_E2={"discipline": None})

    made = center.export(waiting, release="draft", locale="zh_CN")

    marks = {row[0] for row in read(made)[1:] if row[1] == "E1" and row[2] == "B01"}
    assert marks == {"草稿，尚缺数据"}


@pytest.mark.parametrize("given", [None, WIDE])
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_draft_says_so_in_every_row(
    center: Center, settlement: Settlement, given: Any, suffix: str
) -> None:
    if suffix == ".csv" and given:
        given = {**given, "columns": {k: v for k, v in given["columns"].items() if k != "name"}}
    made = export(center, settlement, given, release="draft")

    rows = read(made, suffix)
    assert rows[0][0] == "状态"
    assert {row[0] for row in rows[1:]} == {"草稿，未批准"}
    assert made.to_dict()["release"] == "draft"


def test_there_is_no_other_release(center: Center, settlement: Settlement) -> None:
    with pytest.raises(UnknownNameError):
        center.export(settlement, release="drafts")


# -- shapes -------------------------------------------------------------------------------------


def test_long_is_a_row_a_line_with_the_columns_of_payroll_lines(
    center: Center, settlement: Settlement
) -> None:
    rows = read(export(center, settlement))

    lines = settlement.lines()
    assert rows[0] == [
        "employee_id", "pay_code", "amount", "currency", "quantity", "unit", "rate",
        "pay_period", "attendance_from", "attendance_to", "kind", "corrects_period",
        "pack_digest", "line_id",
    ]  # fmt: skip
    assert [row[-1] for row in rows[1 : len(lines) + 1]] == [each.line_id for each in lines]
    assert rows[3] == [
        "0007", "C01", "50.00", "CNY", "5", "count", "10.00", "2026-10", "2026-09-26",
        "2026-10-25", "regular", "", settlement.manifest.pack_digest, lines[2].line_id,
    ]  # fmt: skip


def test_control_rows_give_headcount_and_total_of_each_pay_code(
    center: Center, settlement: Settlement
) -> None:
    made = export(center, settlement)

    control = [row for row in read(made) if row[10] == "control"]
    assert [row[:6] for row in control] == [
        ["", "A01", "10440.00", "CNY", "3", "employees"],
        ["", "B01", "200.00", "CNY", "2", "employees"],
        ["", "B02", "0.00", "CNY", "0", "employees"],
        ["", "C01", "150.00", "CNY", "3", "employees"],
    ]
    assert [(each.headcount, each.total) for each in made.tables[0].totals] == [
        (int(row[4]), Decimal(row[2])) for row in control
    ]


def test_a_month_of_nobody_has_a_file_with_its_header(
    center: Center, settle: Callable[..., Settlement]
) -> None:
    made = center.export(settle(()), release="draft", split_by="employer")

    (head, *control) = read(made)
    assert head[1] == "employee_id"
    assert {row[3] for row in control} == {"0.00"}


def test_wide_is_a_row_an_employee_with_the_headers_of_the_map(
    center: Center, settlement: Settlement
) -> None:
    rows = read(export(center, settlement, WIDE), ".xlsx")

    assert rows[0] == [*WIDE["columns"].values(), "账套"]  # type: ignore[attr-defined]
    assert rows[1] == [
        "0007", "王芳", "客服一部", "2026-10", "3480", "100", "", "50", "5", "3630", "01",
    ]  # fmt: skip
    assert rows[3][:3] == ["0042", "=SUM(A1)", ""]
    assert rows[-2][:6] == ["人数", "", "", "", "3", "2"]
    assert rows[-1][:6] == ["合计", "", "", "", "10440", "200"]


def test_workbooks_hold_texts_as_texts_and_amounts_as_numbers(
    center: Center, settlement: Settlement
) -> None:
    made = export(center, settlement, WIDE)

    sheet = openpyxl.load_workbook(io.BytesIO(made.to_bytes(made.tables[0], ".xlsx"))).active
    assert sheet is not None
    staff_number, name, amount = sheet["A2"], sheet["B4"], sheet["E2"]
    assert (staff_number.value, staff_number.data_type) == ("0007", "s")
    assert (name.value, name.data_type) == ("=SUM(A1)", "s")  # never a formula
    assert (amount.value, amount.data_type, amount.number_format) == (3480, "n", "0.00")


def test_the_same_settlement_makes_the_same_bytes(center: Center, settlement: Settlement) -> None:
    one, other = (export(center, settlement, WIDE) for _ in range(2))

    for suffix in (".xlsx",):
        assert one.to_bytes(one.tables[0], suffix) == other.to_bytes(other.tables[0], suffix)


def test_pay_that_has_a_name_in_the_payroll_system_goes_by_it(
    center: Center, settlement: Settlement
) -> None:
    given = {
        "shape": "frappe-additional-salary",
        "constants": {"company": "某公司"},
        "codes": {"A01": "Basic", "B01": "Monthly Bonus", "B02": "Lead Bonus", "C01": "Night"},
    }

    rows = read(export(center, settlement, given))

    assert rows[0] == [each.header for each in FRAPPE_ADDITIONAL_SALARY.columns]
    assert rows[1][1:8] == [
        "0007", "某公司", "Basic", "CNY", "3480.00", "2026-10-25", "1",
    ]  # fmt: skip
    assert len(rows) == len(settlement.lines()) + 1  # no control rows below


def test_inputs_of_payslips_have_the_label_of_the_line(
    center: Center, settlement: Settlement
) -> None:
    made = export(center, settlement, shape="odoo-payslip-input", locale="en")

    rows = read(made)
    assert rows[0] == [each.header for each in ODOO_PAYSLIP_INPUT.columns]
    assert rows[1][:6] == ["0007", "2026-09-26", "2026-10-25", "basic pay", "A01", "3480.00"]


class Ours:
    @hookimpl
    def ccops_payroll_maps(self) -> Sequence[PayrollShape]:
        return (
            PayrollShape(
                name="ours",
                description="what our bank reads",
                rows=RowsOf.EMPLOYEES,
                control=ControlRows.NONE,
                columns=(
                    ShapeColumn("no", TakenFrom.EMPLOYEE, "employee_id"),
                    ShapeColumn("who", TakenFrom.EMPLOYEE, "name"),
                    ShapeColumn("pay", TakenFrom.TOTAL),
                    ShapeColumn("A", TakenFrom.CODE, "A01"),
                    ShapeColumn("score", TakenFrom.FIGURE, "monthly_score"),
                    ShapeColumn("kind", TakenFrom.TEXT, "salary"),
                ),
            ),
        )


def test_a_plugin_brings_a_shape(settlement: Settlement) -> None:
    from ccops.center import Center

    center = Center.open(PACK, plugins=[Ours()])
    given = {"shape": "ours", "leave_out": ["B01", "B02", "C01"]}

    rows = read(export(center, settlement, given), ".xlsx")

    assert rows[0] == ["no", "who", "pay", "A", "score", "kind"]
    assert rows[1][:4] == ["0007", "王芳", "3480", "3480"]
    assert len(rows) == 4


# -- files --------------------------------------------------------------------------------------


def test_each_employer_gets_a_file_of_his_own(
    center: Center, settlement: Settlement, tmp_path: Path
) -> None:
    made = export(center, settlement, split_by="employer")

    places = made.write(tmp_path / "out" / "2026-10.csv")

    assert [each.name for each in places] == ["2026-10.csv", "2026-10-甲_乙人力.csv"]
    ids = [{row[0] for row in rows_of(each.read_bytes(), ".csv")[1:]} for each in places]
    assert ids == [{"0007", "0042", ""}, {"0018", ""}]
    assert [each.employer for each in made.tables] == ["", "甲/乙人力"]
    total = sum(one.total for each in made.tables for one in each.totals)
    assert total == sum(each.amount for each in settlement.lines())


def test_control_totals_go_into_a_file_beside_where_asked(
    center: Center, settlement: Settlement, tmp_path: Path
) -> None:
    made = export(center, settlement, {"control": "file"})

    places = made.write(tmp_path / "pay.csv")

    assert [each.name for each in places] == ["pay.csv", "pay.control.csv"]
    assert rows_of(places[1].read_bytes(), ".csv")[1] == [
        "A01",
        "基本工资",
        "3",
        "10440.00",
        "CNY",
    ]


def test_what_was_made_is_told_as_data(center: Center, settlement: Settlement) -> None:
    data = json.loads(json.dumps(export(center, settlement).to_dict()))

    assert data["schema"] == "ccops.export/1"
    assert data["settlement"] == settlement.digest
    assert data["tables"][0]["employees"] == 3
    assert data["tables"][0]["totals"][0]["total"] == "10440.00"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_file_is_in_the_encoding_asked_for(
    center: Center, settle: Callable[..., Settlement], encoding: str
) -> None:
    people = (an_employee_row("001", name="㐂𠮷"),)  # of the extensions: two and four bytes
    given = {"columns": {"employee_id": "工号", "name": "姓名", "amount": "金额"}}

    made = center.export(
        settle(people), given, employees=people, release="draft", encoding=encoding
    )
    data = made.to_bytes(made.tables[0])

    assert data.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")
    assert rows_of(data, ".csv", encoding)[1][1:3] == ["001", "㐂𠮷"]


def test_a_character_that_does_not_fit_names_employee_and_column(
    center: Center, settle: Callable[..., Settlement]
) -> None:
    people = (an_employee_row("001", name="王\udc80"),)
    given = {"columns": {"employee_id": "工号", "name": "name"}}
    settled = settle((an_employee_row("001"),))
    made = center.export(settled, given, employees=people, release="draft", encoding="gb18030")

    with pytest.raises(DataError) as found:
        made.to_bytes(made.tables[0])

    (finding, *_) = found.value.diagnostics
    assert finding.code == "export-character"
    assert finding.args["employee"] == "001"
    assert (finding.args["column"], finding.args["character"]) == ("name", "U+DC80")


def test_a_text_that_a_spreadsheet_would_compute_is_refused_in_csv(
    center: Center, settlement: Settlement, tmp_path: Path
) -> None:
    made = export(center, settlement, WIDE)

    with pytest.raises(DataError) as found:
        made.write(tmp_path / "pay.csv")

    assert [(each.code, each.args["employee"]) for each in found.value.diagnostics] == [
        ("export-formula", "0042")
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_number_longer_than_a_workbook_keeps_is_refused(
    center: Center, settlement: Settlement
) -> None:
    made = export(center, settlement)
    table = made.tables[0]
    long = (*table.rows[0][:2], Decimal("90071992547409.93"), *table.rows[0][3:])
    table = attrs.evolve(table, rows=(long, *table.rows[1:]))

    with pytest.raises(DataError) as found:
        made.to_bytes(table, ".xlsx")

    assert [each.code for each in found.value.diagnostics] == ["export-too-long"]
    assert rows_of(made.to_bytes(table), ".csv")[1][2] == "90071992547409.93"


def test_a_value_without_an_end_in_decimals_is_refused(
    center: Center, settle: Callable[..., Settlement]
) -> None:
    people = (an_employee_row("001"),)
    given = {"columns": {"employee_id": "工号", "talk_hold_mean": "通话小时"}}
    thirds = settle(people, of_001={"talk_hold_mean": "20 min"})

    with pytest.raises(DataError) as found:
        center.export(thirds, given, release="draft")

    assert {each.code for each in found.value.diagnostics} == {"export-not-decimal"}
    assert found.value.diagnostics[0].args["employee"] == "001"


def test_a_file_that_would_overwrite_anothers_is_refused(
    center: Center, settle: Callable[..., Settlement], tmp_path: Path
) -> None:
    people = tuple(
        an_employee_row(f"00{number}", employer=name)
        for number, name in enumerate(("甲/乙", "甲:乙"))
    )
    made = center.export(settle(people), employees=people, split_by="employer", release="draft")

    with pytest.raises(DataError) as found:
        made.write(tmp_path / "pay.csv")

    assert [each.code for each in found.value.diagnostics] == ["export-file-twice"]
    assert list(tmp_path.iterdir()) == []


def test_dispatched_staff_without_an_employer_are_in_nobodys_file(
    center: Center, settle: Callable[..., Settlement]
) -> None:
    people = (an_employee_row("001", employment_type="dispatched"),)

    with pytest.raises(DataError) as found:
        center.export(settle(people), employees=people, split_by="employer", release="draft")

    assert [(each.code, each.args["employee"]) for each in found.value.diagnostics] == [
        ("export-no-employer", "001")
    ]


def test_employees_are_wanted_where_the_file_carries_what_a_settlement_does_not_keep(
    center: Center, settlement: Settlement
) -> None:
    with pytest.raises(DataError) as found:
        center.export(settlement, WIDE, employees=PEOPLE[1:], release="draft")

    (finding,) = found.value.diagnostics
    assert finding.code == "export-employees"
    assert (finding.args["columns"], finding.args["employee"]) == ("cost_center, name", "0007")


def test_another_suffix_is_no_format(center: Center, settlement: Settlement) -> None:
    with pytest.raises(UnknownNameError):
        export(center, settlement).write("pay.xls")


def test_a_workbook_needs_its_extra(
    center: Center, settlement: Settlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    made = export(center, settlement)

    with pytest.raises(MissingExtraError):
        made.to_bytes(made.tables[0], ".xlsx")
