from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import attrs
import pytest
import xlsxwriter

from ccops.adapters.inputs.folder import Inputs, read_inputs
from ccops.adapters.inputs.rows import InputNames
from ccops.facts import LabelledIds
from ccops.messages import Diagnostic, Label, Span
from ccops.values import Calendar

if TYPE_CHECKING:
    from pathlib import Path
from typing import Any

NAMES = InputNames(
    shifts=frozenset({"R", "C", "W"}),
    leave_kinds=frozenset({"annual", "sick"}),
    days=Calendar(id="attendance", cutoff_day=25).days("2026-10"),
)
LETTERS = {"日": "R", "夜": "W", "休": "rest", "年": "annual", "日年": ["R", "annual"]}


def read(
    folder: Path, text: str, *, file: str = "roster", **settings: object
) -> tuple[Inputs, tuple[Diagnostic, ...]]:
    (folder / f"{file}.csv").write_text(text, "utf-8")
    own = {"shape": "matrix", "kind": "final", "letters": LETTERS, **settings}
    return read_inputs(folder, mapping={"files": {file: own}}, names=NAMES)


def shifts(inputs: Inputs) -> list[tuple[str, str, str]]:
    return [(row["employee_id"], row["work_date"], row["shift"]) for row in inputs.rows("roster")]


def test_a_matrix_of_people_and_days_is_a_roster(tmp_path: Path) -> None:
    text = "工号,姓名,班组,26,30,1日,25号\n007,王芳,甲,日,夜,休,C\n008,李强,乙,,日,日,\n"

    inputs, found = read(tmp_path, text)

    assert found == ()
    assert shifts(inputs) == [
        ("007", "2026-09-26", "R"),
        ("007", "2026-09-30", "W"),
        ("007", "2026-10-25", "C"),
        ("008", "2026-09-30", "R"),
        ("008", "2026-10-01", "R"),
    ]
    assert {row["kind"] for row in inputs.rows("roster")} == {"final"}
    assert inputs.sourced("roster")[0]["source_ref"] == "roster.csv:2"
    assert inputs.rows("roster")[0]["team"] == "甲"


def test_letters_of_leave_are_leave_and_a_pair_is_leave_from_that_shift(tmp_path: Path) -> None:
    inputs, found = read(tmp_path, "工号,2026-10-05,2026-10-06\n007,年,日年\n")

    assert found == ()
    assert shifts(inputs) == [("007", "2026-10-06", "R")]
    assert [(row["kind"], row["from"], row["to"]) for row in inputs.rows("leave")] == [
        ("annual", "2026-10-05", "2026-10-05"),
        ("annual", "2026-10-06", "2026-10-06"),
    ]


def test_leave_may_be_a_matrix_too(tmp_path: Path) -> None:
    inputs, found = read(tmp_path, "工号,10-05\n007,sick\n", file="leave", date_format="%m-%d")

    assert found == ()
    assert inputs.rows("leave")[0]["from"] == "2026-10-05"


def test_the_leave_of_a_roster_joins_the_leave_file(tmp_path: Path) -> None:
    leave = "employee_id,kind,from,to\n008,sick,2026-10-05,2026-10-05\n"
    (tmp_path / "leave.csv").write_text(leave, "utf-8")

    inputs, _ = read(tmp_path, "工号,2026-10-05\n007,年\n")

    assert [row["source_ref"] for row in inputs.sourced("leave")] == [
        "roster.csv:2",
        "leave.csv:2",
    ]


def test_an_excel_matrix_has_days_for_headers(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "roster.xlsx", {"default_date_format": "m月d日"}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["工号", dt.date(2026, 10, 5), dt.date(2026, 10, 6)])
        page.write_row(1, 0, ["007", "R", "W"])
    own = {"shape": "matrix", "kind": "planned"}

    inputs, found = read_inputs(tmp_path, mapping={"files": {"roster": own}}, names=NAMES)

    assert found == ()
    assert shifts(inputs) == [("007", "2026-10-05", "R"), ("007", "2026-10-06", "W")]


@pytest.mark.parametrize(
    ("text", "settings", "code", "line"),
    [
        ("工号,5\n007,X\n", {}, "matrix-letter", 2),
        ("工号,5\n,日\n", {}, "value-absent", 2),
        ("工号,5,2026-10-05\n007,日,日\n", {}, "column-twice", 1),
        ("工号,35\n007,日\n", {}, "matrix-day", 1),
        ("姓名,5\n王芳,日\n", {}, "column-absent", 1),
        ("工号,5\n007,日\n", {"kind": ""}, "matrix-kind", 1),
        ("工号,5\n007,日\n", {"letters": {"日": "Q"}}, "matrix-word", 1),
        ("工号,5,合计\n007,日,22\n", {}, "unknown-column", 1),
    ],
)
def test_a_wrong_matrix_is_told(
    tmp_path: Path, text: str, settings: dict[str, Any], code: str, line: int
) -> None:
    _, found = read(tmp_path, text, **settings)

    first = found[0]
    assert (first.code, first.span) == (code, Span("roster.csv", line, 1))
    assert len({first.text("en"), first.text("zh_CN"), first.text("zh_TW")}) == 3


def test_a_matrix_without_days_is_told(tmp_path: Path) -> None:
    _, found = read(tmp_path, "工号,姓名\n007,王芳\n")

    assert [each.args["column"] for each in found] == ["YYYY-MM-DD"]


def test_a_shift_called_like_a_leave_kind_is_told(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("工号,5\n007,R\n", "utf-8")
    names = InputNames(shifts=frozenset({"R"}), leave_kinds=frozenset({"R"}), days=NAMES.days)
    own = {"shape": "matrix", "kind": "final"}

    _, found = read_inputs(tmp_path, mapping={"files": {"roster": own}}, names=names)

    assert [each.code for each in found] == ["matrix-ambiguous"]


LABELS = LabelledIds.of(
    {
        "annual": Label(zh="年休假", en="annual leave"),
        "sick": Label(zh="病假"),
        "injury": Label(zh="病假"),
        "lunar": Label(zh="R"),
    }
)


@pytest.mark.parametrize("letters", [{}, {"年休假": "annual leave", "日": "R"}])
def test_a_kind_of_leave_may_be_written_by_its_label(
    tmp_path: Path, letters: dict[str, str]
) -> None:
    (tmp_path / "roster.csv").write_text("工号,5,6\n007,年休假,R\n", "utf-8")
    names = attrs.evolve(NAMES, leave_labels=LABELS)
    own = {"shape": "matrix", "kind": "final", "letters": letters}

    inputs, found = read_inputs(tmp_path, mapping={"files": {"roster": own}}, names=names)

    assert found == ()
    assert [each["kind"] for each in inputs.rows("leave")] == ["annual"]
    assert shifts(inputs) == [("007", "2026-10-06", "R")]  # the shift, whatever is called so


@pytest.mark.parametrize(
    ("cell", "letters"), [("病假", {}), ("病", {"病": "病假"}), ("病", {"病": ["R", "病假"]})]
)
def test_a_label_of_several_kinds_of_leave_names_them(
    tmp_path: Path, cell: str, letters: dict[str, Any]
) -> None:
    (tmp_path / "roster.csv").write_text(f"工号,5\n007,{cell}\n", "utf-8")
    names = attrs.evolve(NAMES, leave_labels=LABELS)
    own = {"shape": "matrix", "kind": "final", "letters": letters}

    _, (found,) = read_inputs(tmp_path, mapping={"files": {"roster": own}}, names=names)

    assert (found.code, found.args["ids"]) == ("label-of-several", "sick, injury")


def test_without_a_period_only_whole_dates_are_days(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text("工号,5,2026/10/06\n007,R,W\n", "utf-8")
    own = {"shape": "matrix", "kind": "final", "date_format": "%Y/%m/%d"}
    names = InputNames(shifts=NAMES.shifts)

    inputs, found = read_inputs(tmp_path, mapping={"files": {"roster": own}}, names=names)

    assert [each.code for each in found] == ["matrix-day"]
    assert shifts(inputs) == [("007", "2026-10-06", "W")]
