from __future__ import annotations

import datetime as dt
import sys
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from ccops.adapters.inputs.folder import Inputs, read_inputs
from ccops.adapters.inputs.rows import InputNames
from ccops.errors import MissingExtraError
from ccops.facts import LabelledIds
from ccops.messages import LOCALES, Diagnostic, Label, Locale, Severity, Span, has_errors
from ccops.values import Calendar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

EMPLOYEES = "employee_id,employment_type,role,team,hired_on\n007,full_time,agent,A,2024-03-01\n"
NAMES = InputNames(
    shifts=frozenset({"R", "C", "W"}),
    leave_kinds=frozenset({"annual", "sick"}),
    days=Calendar(id="attendance", cutoff_day=25).days("2026-10"),
    currency="CNY",
)


def hand_in(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def sheet(path: Path, rows: Sequence[Sequence[object]], name: str = "10月") -> None:
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)


def codes(found: Sequence[Diagnostic]) -> list[str]:
    return [each.code for each in found]


def clean(result: tuple[Inputs, tuple[Diagnostic, ...]]) -> Inputs:
    inputs, found = result
    assert [str(each) for each in found] == []
    return inputs


def test_a_folder_gives_the_tables_that_are_there(tmp_path: Path) -> None:
    hand_in(tmp_path, employees=EMPLOYEES, facts="employee_id,conduct\n007,88.5\n")

    inputs = clean(read_inputs(tmp_path, decisions={"standard_days": "22"}))

    assert inputs.has("facts")
    assert not inputs.has("roster")
    assert inputs.rows("roster") == ()
    assert inputs.rows("facts") == ({"employee_id": "007", "conduct": "88.5"},)
    assert inputs.decisions == {"standard_days": "22"}


def test_a_row_says_where_it_was_read(tmp_path: Path) -> None:
    text = (
        "evaluation_id,employee_id,form,item,occurrences,evaluator,at,source,channel,status\n"
        '\nQ1,007,call,"tone\nof voice",1,E001,2026-10-05,internal,phone,valid\n'
        "Q2,007,call,greeting,0,E001,2026-10-05 10:00,internal,phone,valid\n"
    )
    hand_in(tmp_path, evaluations=text)

    inputs = clean(read_inputs(tmp_path))

    references = [row["source_ref"] for row in inputs.sourced("evaluations")]
    assert references == ["evaluations.csv:3", "evaluations.csv:5"]
    assert "source_ref" not in inputs.rows("evaluations")[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_name_that_turns_the_text_around_it_is_refused_where_it_stands(
    tmp_path: Path, locale: Locale
) -> None:
    head, row = EMPLOYEES.splitlines()
    hand_in(tmp_path, employees=f"{head},name\n{row},王\u202e大海\n")

    _, (finding,) = read_inputs(tmp_path)

    assert (finding.code, finding.span) == ("text-turned", Span("employees.csv", 2, 1))
    told = finding.render(locale)
    assert "U+202E" in told
    assert "\u202e" not in told


def test_empty_cells_are_left_out(tmp_path: Path) -> None:
    text = EMPLOYEES.replace("team", "level,team").replace(",A,", ",,A,")

    row = clean(read_inputs(hand_in(tmp_path, employees=text))).rows("employees")[0]

    assert row["team"] == "A"
    assert "level" not in row


def test_an_empty_approval_is_kept(tmp_path: Path) -> None:
    text = "employee_id,kind,from,to,approved_at\n007,sick,2026-10-05,2026-10-05,\n"

    row = clean(read_inputs(hand_in(tmp_path, leave=text))).rows("leave")[0]

    assert row["approved_at"] == ""


def test_every_malformed_row_is_told_with_file_and_line(tmp_path: Path) -> None:
    text = (
        "employee_id,work_date,shift,kind\n"
        "007,2026-10-05,R,final\n"
        "007,05.10.2026,R,final\n"
        ",2026-10-06,R,perhaps\n"
        "007,2026-10-07,R,final,extra\n"
    )

    _, found = read_inputs(hand_in(tmp_path, roster=text))

    assert [(each.code, each.span) for each in found] == [
        ("value-malformed", Span("roster.csv", 3, 1)),
        ("value-absent", Span("roster.csv", 4, 1)),
        ("value-malformed", Span("roster.csv", 4, 1)),
        ("row-too-long", Span("roster.csv", 5, 1)),
    ]
    assert has_errors(found)


def test_trailing_empty_cells_are_no_surplus_and_short_rows_no_error(tmp_path: Path) -> None:
    header = "employee_id,work_date,shift,kind,team\n"
    text = f"{header}007,2026-10-05,R,final\n007,2026-10-06,R,final,A,,\n"

    inputs = clean(read_inputs(hand_in(tmp_path, roster=text)))

    assert [row.get("team") for row in inputs.rows("roster")] == [None, "A"]


def test_an_unknown_column_is_a_warning_and_never_kept(tmp_path: Path) -> None:
    text = EMPLOYEES.replace("hired_on", "hired_on,id_card").replace(
        "2024-03-01", "2024-03-01,310101"
    )

    inputs, (found,) = read_inputs(hand_in(tmp_path, employees=text))

    assert (found.code, found.severity) == ("unknown-column", Severity.WARNING)
    assert "310101" not in str(inputs)


def test_a_column_that_must_be_there_is_told_once(tmp_path: Path) -> None:
    text = "employee_id,shift,kind\n007,R,final\n007,W,final\n"

    _, found = read_inputs(hand_in(tmp_path, roster=text))

    assert [(each.code, each.args["column"]) for each in found] == [("column-absent", "work_date")]


FACTS = LabelledIds.of(
    {
        "basic_pay_due": Label(zh="应发基本工资", zh_TW="應發基本工資", en="basic pay due"),
        "exam_result": Label(zh="得分"),
        "late_due": Label(zh="应发"),
        "early_due": Label(zh="应发"),
        "written": Label(zh="late_due"),
    }
)


@pytest.mark.parametrize(
    ("header", "fact"),
    [
        ("basic_pay_due", "basic_pay_due"),
        ("应发基本工资", "basic_pay_due"),
        ("應發基本工資", "basic_pay_due"),
        ("basic pay due", "basic_pay_due"),
        ("得分", "exam_result"),  # other files have a column score under this header
        ("late_due", "late_due"),  # an id means itself, whatever is called so
        ("host_fact", "host_fact"),
    ],
)
def test_a_fact_may_be_headed_by_its_label(tmp_path: Path, header: str, fact: str) -> None:
    hand_in(tmp_path, facts=f"工号,{header}\n007,1\n")

    inputs = clean(read_inputs(tmp_path, names=InputNames(fact_labels=FACTS)))

    assert inputs.rows("facts") == ({"employee_id": "007", fact: "1"},)


def test_an_alias_comes_before_a_label(tmp_path: Path) -> None:
    hand_in(tmp_path, facts="工号,应发\n007,1\n")
    own = {"aliases": {"应发": "late_due"}}

    inputs = clean(read_inputs(tmp_path, mapping=own, names=InputNames(fact_labels=FACTS)))

    assert inputs.rows("facts") == ({"employee_id": "007", "late_due": "1"},)


def test_a_label_of_several_facts_names_them(tmp_path: Path) -> None:
    hand_in(tmp_path, facts="工号,应发\n007,1\n")

    _, (found,) = read_inputs(tmp_path, names=InputNames(fact_labels=FACTS))

    assert (found.code, found.severity) == ("label-of-several", Severity.ERROR)
    assert found.args["ids"] == "late_due, early_due"


def test_a_fact_under_id_and_label_stands_there_twice(tmp_path: Path) -> None:
    hand_in(tmp_path, facts="工号,应发基本工资,basic_pay_due\n007,1,2\n")

    _, found = read_inputs(tmp_path, names=InputNames(fact_labels=FACTS))

    assert codes(found) == ["column-twice"]


@pytest.mark.parametrize("header", ["employee_id\n", "工号,姓名,1,2\n", "x\n"])
def test_a_header_of_neither_list_nor_matrix_is_told_once(tmp_path: Path, header: str) -> None:
    _, found = read_inputs(hand_in(tmp_path, roster=header))

    (told,) = [each for each in found if each.severity is Severity.ERROR]
    assert (told.code, told.span) == ("list-or-matrix", Span("roster.csv", 1, 1))
    assert "employee_id, work_date, shift, kind" in told.hint("zh_CN")
    assert "shape: matrix" in told.hint("en")


def test_a_column_that_is_there_twice_is_an_error(tmp_path: Path) -> None:
    text = EMPLOYEES.replace("team", "班组,team").replace(",A,", ",A,B,")

    _, found = read_inputs(hand_in(tmp_path, employees=text))

    assert codes(found) == ["column-twice"]


def test_columns_of_the_center_may_be_ignored(tmp_path: Path) -> None:
    text = EMPLOYEES.replace("hired_on", "hired_on,身份证").replace("03-01", "03-01,310101")

    mapping = {"files": {"employees": {"ignore": ["身份证"]}}}

    assert clean(read_inputs(hand_in(tmp_path, employees=text), mapping=mapping)).has("employees")


def test_facts_that_no_pack_asks_for_are_a_warning(tmp_path: Path) -> None:
    hand_in(tmp_path, facts="employee_id,conduct,hobby\n007,88.5,chess\n")
    names = InputNames(facts=frozenset({"conduct", "call_quality"}))

    inputs, found = read_inputs(tmp_path, names=names)

    assert codes(found) == ["unknown-column"]
    assert inputs.rows("facts") == ({"employee_id": "007", "conduct": "88.5"},)


# ---- ids ---------------------------------------------------------------------------------------


def test_an_id_that_lost_its_zeros_is_an_error_that_names_both(tmp_path: Path) -> None:
    roster = "employee_id,work_date,shift,kind\n7,2026-10-05,R,final\n7,2026-10-06,R,final\n"

    _, (found,) = read_inputs(hand_in(tmp_path, employees=EMPLOYEES, roster=roster))

    assert (found.code, found.span) == ("id-leading-zeros", Span("roster.csv", 2, 1))
    assert (found.args["employee"], found.args["meant"], found.args["rows"]) == ("7", "007", "2")


def test_a_stranger_is_an_error(tmp_path: Path) -> None:
    swaps = "date,from_employee,to_employee,initiator,kind\n2026-10-05,007,E9,007,voluntary\n"

    _, found = read_inputs(hand_in(tmp_path, employees=EMPLOYEES, swaps=swaps))

    assert [(each.code, each.args["employee"]) for each in found] == [
        ("unknown-employee-id", "E9")
    ]


def test_a_center_may_have_strangers_left_out(tmp_path: Path) -> None:
    punches = "employee_id,at\nE9,2026-10-05 08:30\n007,2026-10-05 08:31\n"
    hand_in(tmp_path, employees=EMPLOYEES, punches=punches)

    inputs, (found,) = read_inputs(tmp_path, mapping={"unknown_ids": "ignore"})

    assert (found.code, found.severity) == ("unknown-employee-dropped", Severity.WARNING)
    assert [row["source_ref"] for row in inputs.sourced("punches")] == ["punches.csv:3"]


def test_ids_of_teams_and_projects_are_no_staff_numbers(tmp_path: Path) -> None:
    facts = "subject_kind,subject_id,service_level\nteam,A,0.9\nemployee,7,0.8\n"

    _, found = read_inputs(hand_in(tmp_path, employees=EMPLOYEES, facts=facts))

    assert codes(found) == ["id-leading-zeros"]


def test_ids_kept_as_formulas_keep_their_zeros(tmp_path: Path) -> None:
    facts = 'employee_id,conduct\n"=""007""",88.5\n'

    inputs = clean(read_inputs(hand_in(tmp_path, employees=EMPLOYEES, facts=facts)))

    assert inputs.rows("facts")[0]["employee_id"] == "007"


# ---- writing -----------------------------------------------------------------------------------

CHINESE = "工号,姓名,用工形式,职务,班组,入职日期\n007,王芳,全职,agent,甲组,2024/3/1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headers_and_words_are_known(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "employees.csv").write_text(CHINESE, encoding)
    mapping = {"encoding": encoding, "date_format": "%Y/%m/%d"}

    inputs = clean(read_inputs(tmp_path, mapping=mapping))

    assert inputs.rows("employees") == (
        {
            "employee_id": "007",
            "name": "王芳",
            "employment_type": "full_time",
            "role": "agent",
            "team": "甲组",
            "hired_on": "2024-03-01",
        },
    )


def test_a_mark_at_the_start_says_utf_8_whatever_is_stated(tmp_path: Path) -> None:
    (tmp_path / "employees.csv").write_text(CHINESE, "utf-8-sig")
    mapping = {"encoding": "gb18030", "date_format": "%Y/%m/%d"}

    assert clean(read_inputs(tmp_path, mapping=mapping)).has("employees")


def test_an_encoding_is_never_guessed(tmp_path: Path) -> None:
    (tmp_path / "employees.csv").write_text(EMPLOYEES.replace(",A,", ",甲组,"), "gb18030")

    inputs, (found,) = read_inputs(tmp_path)

    assert (found.code, found.span) == ("input-encoding", Span("employees.csv", 2, 1))
    assert not inputs.has("employees")


def test_the_same_header_means_different_things_in_different_files(tmp_path: Path) -> None:
    hand_in(
        tmp_path,
        roster="工号,日期,班次,类型\n007,2026-10-05,R,实际\n",
        activity="工号,日期,类别,处理量,差错数\n007,2026-10-05,refund,3,0\n",
    )

    inputs = clean(read_inputs(tmp_path))

    assert inputs.rows("roster")[0]["work_date"] == "2026-10-05"
    assert inputs.rows("roster")[0]["kind"] == "final"
    assert inputs.rows("activity")[0]["date"] == "2026-10-05"


def test_dates_are_iso_or_as_stated_never_guessed(tmp_path: Path) -> None:
    hand_in(tmp_path, punches="employee_id,at\n007,5/10/2026 08:30\n")

    _, refused = read_inputs(tmp_path)
    stated = {"files": {"punches": {"datetime_format": "%d/%m/%Y %H:%M"}}}
    inputs = clean(read_inputs(tmp_path, mapping=stated))

    assert codes(refused) == ["value-malformed"]
    assert inputs.rows("punches")[0]["at"] == "2026-10-05 08:30:00"


@pytest.mark.parametrize(
    ("file", "text", "ok"),
    [
        ("ratings", "employee_id,at,invited,score\n007,2026/10/05,是,4.5\n", True),
        ("ratings", "employee_id,at,invited\n007,2026/10/05 08:30,否\n", True),
        ("ratings", "employee_id,at,invited\n007,5 Oct,否\n", False),
        ("ratings", "employee_id,at,invited,score\n007,2026/10/05,maybe,good\n", False),
        ("events", "event_id,employee_id,at,kind,amount\nV1,007,2026/10/05,praise,20.50\n", True),
        ("events", "event_id,employee_id,at,kind,amount\nV1,007,2026/10/05,praise,much\n", False),
    ],
)
def test_cells_are_what_their_column_holds(
    tmp_path: Path, file: str, text: str, *, ok: bool
) -> None:
    mapping = {"date_format": "%Y/%m/%d", "datetime_format": "%Y/%m/%d %H:%M"}

    _, found = read_inputs(hand_in(tmp_path, **{file: text}), mapping=mapping)

    assert has_errors(found) is not ok


def test_headers_of_the_center_have_aliases_and_files_other_names(tmp_path: Path) -> None:
    (tmp_path / "kaoqin.csv").write_text("人员;刷卡\n007;2026-10-05 08:30\n", "utf-8")
    own = {
        "file": "kaoqin.csv",
        "delimiter": ";",
        "aliases": {"人员": "employee_id", "刷卡": "at"},
    }

    inputs = clean(read_inputs(tmp_path, mapping={"files": {"punches": own}}))

    assert inputs.rows("punches") == ({"employee_id": "007", "at": "2026-10-05 08:30"},)


def test_a_header_may_stand_lower_down(tmp_path: Path) -> None:
    hand_in(tmp_path, punches="2026年10月考勤\n\nemployee_id,at\n007,2026-10-05 08:30\n")

    inputs = clean(read_inputs(tmp_path, mapping={"files": {"punches": {"header_row": "3"}}}))

    assert inputs.sourced("punches")[0]["source_ref"] == "punches.csv:4"


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        ({"encodings": "utf-8"}, "inputs-key"),
        ({"files": {"rooster": {}}}, "inputs-key"),
        ({"files": {"roster": {"lettres": {}}}}, "inputs-key"),
        ({"encoding": "latin-1"}, "inputs-value"),
        ({"files": {"facts": {"shape": "matrix"}}}, "inputs-value"),
        ({"files": {"facts": {"header_row": "first"}}}, "inputs-value"),
        ({"files": "all"}, "inputs-value"),
        ({"unknown_ids": "maybe"}, "inputs-value"),
        ({"files": {"roster": {"file": "none.csv"}}}, "input-absent"),
    ],
)
def test_a_wrong_setting_is_told(tmp_path: Path, mapping: dict[str, object], code: str) -> None:
    _, found = read_inputs(tmp_path, mapping=mapping)

    assert set(codes(found)) == {code}


def test_a_table_that_is_no_input_file_is_told(tmp_path: Path) -> None:
    _, (found,) = read_inputs(hand_in(tmp_path, rosters="a,b\n1,2\n"))

    assert (found.code, found.args["nearest"]) == ("input-unknown", "roster")


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "input-empty"), ("\n,,\n", "input-empty"), ('a,"b\n', "input-unreadable")],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, text: str, code: str) -> None:
    _, found = read_inputs(hand_in(tmp_path, punches=text))

    assert codes(found) == [code]


# ---- excel -------------------------------------------------------------------------------------


def test_excel_gives_what_was_typed(tmp_path: Path) -> None:
    header = ["employee_id", "employment_type", "role", "team", "hired_on", "basic_pay"]
    row = ["007", "full_time", "agent", "A", dt.date(2024, 3, 1), 3480.1]
    sheet(tmp_path / "employees.xlsx", [header, row])

    inputs = clean(read_inputs(tmp_path, names=NAMES))

    assert inputs.rows("employees")[0]["hired_on"] == "2024-03-01"
    assert inputs.rows("employees")[0]["basic_pay"] == "3480.1"
    assert inputs.sourced("employees")[0]["source_ref"] == "employees.xlsx:2"


def test_excel_flags_times_and_moments(tmp_path: Path) -> None:
    header = ["employee_id", "at", "invited", "score"]
    sheet(tmp_path / "ratings.xlsx", [header, ["007", dt.date(2026, 10, 5), True, 0.1]])

    row = clean(read_inputs(tmp_path)).rows("ratings")[0]

    assert row == {"employee_id": "007", "at": "2026-10-05", "invited": "yes", "score": "0.1"}


def test_excel_numbers_that_were_ids_are_found_out(tmp_path: Path) -> None:
    hand_in(tmp_path, employees=EMPLOYEES)
    sheet(tmp_path / "facts.xlsx", [["employee_id", "conduct"], [7, 88.55]])

    _, (found,) = read_inputs(tmp_path)

    assert (found.code, found.args["meant"]) == ("id-leading-zeros", "007")


def test_excel_times_are_instants(tmp_path: Path) -> None:
    rows = [["employee_id", "at"], ["007", dt.datetime(2026, 10, 5, 8, 30)]]  # noqa: DTZ001 - as Excel has it
    with xlsxwriter.Workbook(
        tmp_path / "punches.xlsx", {"default_date_format": "yyyy-mm-dd hh:mm:ss"}
    ) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)

    inputs = clean(read_inputs(tmp_path))

    assert inputs.rows("punches")[0]["at"] == "2026-10-05 08:30:00"


def test_a_sheet_is_named_in_the_settings(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "facts.xlsx") as book:
        book.add_worksheet("notes").write_row(0, 0, ["nothing"])
        page = book.add_worksheet("十月")
        page.write_row(0, 0, ["employee_id", "conduct"])
        page.write_row(1, 0, ["007", "88"])

    named = {"files": {"facts": {"sheet": "十月"}}}
    wrong = {"files": {"facts": {"sheet": "九月"}}}

    assert clean(read_inputs(tmp_path, mapping=named)).rows("facts")[0]["conduct"] == "88"
    assert codes(read_inputs(tmp_path, mapping=wrong)[1]) == ["input-sheet"]


def test_without_the_extra_an_excel_file_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet(tmp_path / "facts.xlsx", [["employee_id"], ["007"]])
    monkeypatch.setitem(sys.modules, "python_calamine", None)

    with pytest.raises(MissingExtraError, match="xlsx"):
        read_inputs(tmp_path)


def test_a_file_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "facts.xlsx").write_bytes(b"employee_id,conduct\n")

    assert codes(read_inputs(tmp_path)[1]) == ["input-unreadable"]


def test_csv_and_excel_of_one_table_are_not_chosen_between(tmp_path: Path) -> None:
    hand_in(tmp_path, facts="employee_id,conduct\n007,88\n")
    sheet(tmp_path / "facts.xlsx", [["employee_id"], ["007"]])

    inputs, found = read_inputs(tmp_path)

    assert codes(found) == ["input-twice"]
    assert not inputs.has("facts")


def test_every_finding_has_words_in_every_language(tmp_path: Path) -> None:
    hand_in(
        tmp_path,
        employees=EMPLOYEES.replace("hired_on", "hired_on,x").replace("full_time", "full"),
        roster="employee_id,work_date,shift,kind\n7,2026-10-05,R,final,1\nE9,,R,final\n",
        rosters="a\n",
        punches="",
    )

    _, found = read_inputs(tmp_path, mapping={"encodings": "utf-8", "unknown_ids": "maybe"})

    assert len(set(codes(found))) == 10
    for each in found:
        texts = {each.text("en"), each.text("zh_CN"), each.text("zh_TW")}
        assert len(texts) == 3
        assert not any("{" in text for text in (*texts, each.hint("en"), each.hint("zh_CN")))
