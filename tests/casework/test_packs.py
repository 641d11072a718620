"""Casework through the packs: attrition of GC-79, an input folder, lists as people read them."""

from __future__ import annotations

import csv
import datetime as dt
import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from click.testing import CliRunner

from ccops.cli.app import cli
from ccops.errors import DataError
from ccops.messages import LOCALES
from ccops.reports import Paragraph
from ccops.settlement import source
from ccops.testing.builders import an_employee_row
from tests import loaded

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.learning import AgeingList, Learning

ON: Final = dt.date(2026, 10, 9)
ORDER: Final = {"employee_id": "E1", "kind": "complaint", "urgency": "normal"}
DECIDED: Final[dict[str, dict[str, Any]]] = {
    "insurance-hotline": {"handled_share": "20%", "forecast_calls": 20000, "planned_agents": 3},
    "outsourced": {},
}
FACTS: Final = {"basic_pay_due": "3000", "local_minimum_wage": "2000"}


def test_attrition_of_a_month_and_of_a_year() -> None:
    """GC-79: 6 leavers, from 98 to 102 people: 6.00 %, 72 %, 52.41 %."""
    stayed = [an_employee_row(f"S{n}") for n in range(92)]
    joined = [an_employee_row(f"N{n}", hired_on="2026-10-12") for n in range(10)]
    gone = {"ended_on": "2026-10-20", "end_reason": "resignation"}
    left = [an_employee_row(f"L{n}", **gone) for n in range(6)]
    people = [*stayed, *left, *joined]
    month = loaded.center("outsourced").month("2026-10", employees=people)

    facts = month.facts({each["employee_id"]: FACTS for each in people})
    center = month.settle(facts).of("center")

    (whole,) = center.employees
    names = ("headcount_before", "headcount_after", "attrition", "attrition_year_simple")
    found = [str(center.value(whole, name)) for name in (*names, "attrition_year_compound")]
    assert found == ["98", "102", "0.06", "0.72", "0.5241"]


# -- lists ----------------------------------------------------------------------------------------


def lists(pack: str, *given: tuple[str, list[dict[str, Any]]], on: dt.date = ON) -> Learning:
    people = [an_employee_row("E1"), an_employee_row("NEW", hired_on="2026-10-01")]
    month = loaded.center(pack).month("2026-10", employees=people, decisions=DECIDED[pack])
    return month.learning(*(source(kind, rows) for kind, rows in given), on=on)


def ageing(found: Learning, name: str) -> AgeingList:
    return next(each for each in found.ageing if each.name == name)


def test_every_open_order_is_in_exactly_one_bucket() -> None:
    ages = ("2026-10-09 23:00", "2026-10-09 12:00", "2026-10-08 12:00", "2026-10-01 12:00")
    orders = [{"order_id": f"O{n}", **ORDER, "opened_at": at} for n, at in enumerate(ages)]

    found = lists("insurance-hotline", ("work_orders", orders), ("work_order_steps", []))
    slips = ageing(found, "open_slips")

    assert slips.buckets == {"≤ 2 h": 1, "≤ 24 h": 1, "≤ 3 d": 1, "> 3 d": 1}
    assert [each.subject for each in slips.entries] == ["O3", "O2", "O1", "O0"]
    assert slips.untold == 0


def test_an_order_of_which_nobody_tells_the_steps_is_not_called_open() -> None:
    orders = [{"order_id": "O1", **ORDER, "opened_at": "2026-10-01 12:00"}]

    found = lists("insurance-hotline", ("work_orders", orders))

    slips = ageing(found, "open_slips")
    assert slips.entries == ()
    assert set(slips.buckets.values()) == {0}
    assert slips.untold == 1
    assert found.to_dict()["totals"]["open_slips"]["untold"] == 1


@pytest.mark.parametrize("locale", LOCALES)
def test_what_nobody_tells_of_is_counted_apart_in_the_report(locale: str) -> None:
    orders = [{"order_id": "O1", **ORDER, "opened_at": "2026-10-01 12:00"}]
    found = lists("insurance-hotline", ("work_orders", orders))

    document = loaded.center("insurance-hotline").report("learning", found, locale=locale).document

    (section,) = [each for each in document.sections if each.id == "open_slips"]
    texts = [each.text for each in section.parts if isinstance(each, Paragraph)]
    assert [text for text in texts if "1" in text] == texts != []


def test_a_list_without_records_has_empty_buckets_and_no_rows() -> None:
    slips = ageing(lists("insurance-hotline"), "open_slips")

    assert slips.entries == ()
    assert set(slips.buckets.values()) == {0}


def test_who_takes_calls_without_the_exams_is_told() -> None:
    talked = {"exams": [{"exam_id": "X", "employee_id": "NEW", "at": "2026-10-02", "score": "90",
                         "max": "100", "kind": "onboarding", "topic": "system"}]}  # fmt: skip
    found = lists("outsourced", *talked.items())

    (gate,) = found.gates
    (entry,) = gate.entries
    assert (entry.subject, entry.state.value) == ("NEW", "waiting")
    assert entry.open_parts == ("attitude", "communication")
    assert gate.findings == ()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("pack", ["insurance-hotline", "outsourced"])
def test_the_report_says_orders_and_complaints_in_words(pack: str, locale: str) -> None:
    complaint = {"complaint_id": "C1", "employee_id": "E1", "at": "2026-10-08 09:00",
                 "cause": "attitude", "channel": "letter", "closed_at": ""}  # fmt: skip
    item = {"item_id": "K1", "module": "m", "title": "资费", "from": "2026-10-09"}
    entry = {"entry_id": "L1", "employee_id": "E1", "at": "2026-10-08 09:00", "kind": "open_item",
             "settled_at": ""}  # fmt: skip
    found = lists(
        pack,
        ("work_orders", [{"order_id": "O1", **ORDER, "opened_at": "2026-10-08 09:00"}]),
        ("work_order_steps", []),
        ("complaints", [complaint]),
        ("kb_items", [item]),
        ("shift_log", [entry, {**entry, "entry_id": "L2", "kind": "accident"}]),
        ("exit_interviews", [{"employee_id": "E1", "date": "2026-10-08", "reason": "pay"}]),
    )

    text = str(loaded.center(pack).report("learning", found, locale=locale).render("md"))

    assert "report-" not in text
    assert all(each in text for each in ("O1", "C1", "资费", "L1", "≤ 3 d"))


# -- an input folder ------------------------------------------------------------------------------

EMPLOYEES: Final = (
    ("employee_id", "employment_type", "role", "team", "hired_on"),
    ("E1", "full_time", "agent", "A", "2024-01-01"),
)
FILES: Final = {
    "work_orders": (
        ("工单编号", "工号", "类别", "紧急程度", "开单时间", "客户"),
        ("O1", "E1", "complaint", "urgent", "2026-10-08 09:00", "13900001234"),
    ),
    "work_order_steps": (
        ("工单编号", "时间", "步骤", "凭证"),
        ("O1", "2026-10-08 10:00", "答复", ""),
    ),
    "complaints": (
        ("投诉编号", "工号", "时间", "等级", "成立", "核实人", "核实时间"),
        ("C1", "E1", "2026-10-08 09:00", "一般", "是", "QA", "2026-10-08 10:00"),
    ),
    "trainings": (
        ("培训编号", "工号", "课程", "类别", "开始日期", "结束日期", "结果"),
        ("T1", "E1", "product", "on_job", "2026-10-01", "2026-10-05", "通过"),
    ),
}


def handed_in(folder: Path, wrong: dict[str, tuple[str, ...]] | None = None) -> list[str]:
    folder.mkdir(exist_ok=True)
    for name, rows in {"employees": EMPLOYEES, **FILES}.items():
        listed = [*rows, *([wrong[name]] if wrong and name in wrong else [])]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(listed)
    asked = ["--pack", "outsourced", "--period", "2026-10", "--input", str(folder)]
    return ["learning", *asked, "--on", "2026-10-09", "--json"]


def test_files_with_chinese_headers_are_read_and_no_customer_is_kept(tmp_path: Path) -> None:
    shown = CliRunner().invoke(cli, handed_in(tmp_path / "in"))

    data = json.loads(shown.stdout)
    assert [each["subject"] for each in data["lists"]["open_orders"]] == ["O1"]
    assert data["totals"]["open_orders"]["≤ 3 d"] == 1
    assert "13900001234" not in shown.output


@pytest.mark.parametrize(
    ("file", "row", "code"),
    [
        ("work_orders", ("O1", "E1", "x", "y", "2026-10-08 09:00", ""), "order-twice"),
        ("work_orders", ("O2", "E9", "x", "y", "2026-10-08 09:00", ""), "unknown-employee-id"),
        ("work_order_steps", ("O1", "2026-10-08 10:00", "签收", ""), "value-malformed"),
        ("complaints", ("C2", "E1", "2026-10-08 09:00", "一般", "是", "", ""),
         "complaint-half-verified"),
        ("trainings", ("T2", "E1", "p", "on_job", "2026-10-01", "", "通过"), "training-end"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_told_with_its_file_and_line(
    tmp_path: Path, file: str, row: tuple[str, ...], code: str
) -> None:
    shown = CliRunner().invoke(cli, handed_in(tmp_path / "in", {file: row}))

    assert shown.exit_code == 1
    assert isinstance(shown.exception, DataError)
    told = {each.code: each.span for each in shown.exception.diagnostics}
    span = told[code]
    assert span is not None
    assert (span.file, span.line) == (f"{file}.csv", 3)
