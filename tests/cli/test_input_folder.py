"""``ccops settle`` with a folder of files: each of them, however written, and what is wrong."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest
import xlsxwriter

from ccops.cli.app import cli
from ccops.cli.settle_summary import summary_lines
from ccops.errors import DataError, SettlementError

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Diagnostic, Locale
    from tests.cli.conftest import Run

FILES: Final = {
    "employees": "employee_id,employment_type,role,team,hired_on,ended_on,end_reason\n"
    "001065,full_time,agent,A,2024-03-01,,\n001066,full_time,agent,A,2024-03-01,,\n",
    "assignments": "employee_id,what,value,from\n001065,team,B,2026-10-20\n",
    "agents": "employee_id,alias,system\n001065,PJSIP/1065,asterisk\n",
    "roster": "employee_id,work_date,shift,kind\n001065,2026-10-12,R,final\n"
    "001065,2026-10-13,R,final\n001066,2026-10-12,W,final\n",
    "punches": "employee_id,at,direction\n001065,2026-10-12 08:25,in\n"
    "001065,2026-10-12 20:31,out\n001066,2026-10-12 20:20,in\n001066,2026-10-13 08:31,out\n",
    "leave": "employee_id,kind,from,to,hours,approved_at\n"
    "001065,annual,2026-10-13,2026-10-13,,2026-10-10\n",
    "swaps": "date,from_employee,to_employee,initiator,kind\n"
    "2026-10-12,001065,001066,001065,voluntary\n",
    "requests": "employee_id,kind,for_date,hours,requested_at,decided_at,decision\n"
    "001065,comp_leave,2026-10-14,11,2026-10-08,2026-10-09,approved\n",
    "calendar": "date,kind\n2026-10-01,statutory\n",
    "evaluations": "evaluation_id,employee_id,form,item,occurrences,evaluator,at,source,channel,"
    "status\nQ1,001065,call_form,L1,0,Q9,2026-10-12,internal,phone,valid\n",
    "ratings": "employee_id,at,invited,score\n001065,2026-10-12 10:00,yes,5\n",
    "dials": "dial_id,campaign,employee_id,customer,at,result,success\n"
    "D1,loans,001065,13900001234,2026-10-12 10:00,connected,yes\n",
    "exams": "exam_id,employee_id,at,score,max\nX1,001065,2026-10-13,80,100\n",
    "activity": "employee_id,date,kind,handled,errors\n001065,2026-10-12,work_order,10,0\n",
    "events": "event_id,employee_id,at,kind,written,topic,valid,verified_by\n"
    "V1,001065,2026-10-12,praise,yes,attitude,yes,001066\n",
    "opening": "subject_id,name,period,amount,unit\n001065,star_pay_due,2026-09,CNY 300,money\n",
    "facts": "employee_id,basic_pay_due,discipline\n001065,CNY 3480,80\n001066,CNY 3480,80\n",
}
PERIOD: Final = "standard_days: 19\naward_themes: []\n"
PACK: Final = ["--pack", "telecom-7x24", "--period", "2026-10"]


def hand_in(folder: Path, period: str = PERIOD, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in {**FILES, **files}.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    (folder / "period.yaml").write_text(period, "utf-8")
    return folder


def settle(folder: Path, *more: str) -> object:
    arguments = ["settle", *PACK, "--input", str(folder), "-o", str(folder / "out"), *more]
    return cli.main(arguments, standalone_mode=False)


def told(folder: Path) -> list[Diagnostic]:
    """Return the errors for which a folder is not settled; nothing is written then."""
    with pytest.raises((DataError, SettlementError)) as caught:
        settle(folder)
    assert not (folder / "out").exists()
    return [each for each in caught.value.diagnostics if each.severity.value == "error"]


# -- what is right ------------------------------------------------------------------------------


def test_every_file_of_a_center_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert settle(hand_in(tmp_path / "in")) == 0

    assert "员工人数：2" in capsys.readouterr().out
    assert (tmp_path / "in" / "out" / "settlement.json").exists()


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en", ("period: 2026-10", "final: ", "groups: ")),
        ("zh_CN", ("结算期：2026-10", "是否最终：", "组：")),
        ("zh_TW", ("結算期：2026-10", "是否最終：", "組：")),
    ],
)
def test_what_a_month_came_to_is_told_in_the_language_of_the_run(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    locale: str,
    told: tuple[str, ...],
) -> None:
    monkeypatch.setenv("CCOPS_LOCALE", locale)

    assert settle(hand_in(tmp_path / "in")) == 0

    lines = capsys.readouterr().out.splitlines()
    assert [each for each in told if not any(x.startswith(each) for x in lines)] == [], lines
    keys = {"period", "employees", "final_for", "corrects", "provisional", "digest"}
    assert locale == "en" or not {each.partition(":")[0] for each in lines} & keys


@pytest.mark.parametrize(
    ("locale", "groups", "read"),
    [
        ("en", "groups: center 1, team 3", "rows read: taken 2, twice 1"),
        ("zh_CN", "组：中心 1、班组 3", "读入行数：采用 2、重复 1"),
        ("zh_TW", "組：中心 1、班組 3", "讀入列數：採用 2、重複 1"),
    ],
)
def test_groups_and_rows_are_counted_in_words(locale: Locale, groups: str, read: str) -> None:
    data = {"groups": {"center": 1, "team": 3}, "read": {"accepted": 2, "duplicate": 1}}

    assert list(summary_lines(data, {}, locale)) == [groups, read]


def test_a_matrix_with_chinese_headers_in_gb18030_says_the_same(tmp_path: Path) -> None:
    plain = hand_in(tmp_path / "plain", leave=FILES["leave"].replace(",approved_at", ""
                    ).replace(",,2026-10-10", ","))  # fmt: skip
    other = hand_in(tmp_path / "other")
    matrix = "工号,姓名,班组,2026-10-12,2026-10-13\n001065,张三,A,早,年\n001066,李四,A,夜,休\n"
    people = FILES["employees"].replace("employee_id,employment_type,role,team,hired_on",
                                        "工号,用工形式,岗位,班组,入职日期")  # fmt: skip
    (other / "roster.csv").write_bytes(matrix.encode("gb18030"))
    (other / "employees.csv").write_bytes(people.encode("gb18030"))
    (other / "leave.csv").unlink()
    (other / "inputs.yaml").write_text(
        "encoding: gb18030\nfiles:\n  roster:\n    shape: matrix\n    kind: final\n"
        "    letters: {早: R, 夜: W, 年: [R, annual], 休: rest}\n",
        "utf-8",
    )

    settle(plain)
    settle(other)

    one, two = ((each / "out" / "facts.json").read_text() for each in (plain, other))
    assert _columns(one) == _columns(two)


def _columns(text: str) -> object:
    import json

    return json.loads(text)["columns"]


def test_an_excel_sheet_keeps_its_staff_numbers(tmp_path: Path) -> None:
    plain, other = hand_in(tmp_path / "plain"), hand_in(tmp_path / "other")
    (other / "roster.csv").unlink()
    with xlsxwriter.Workbook(other / "roster.xlsx") as book:
        page = book.add_worksheet()
        for number, line in enumerate(FILES["roster"].splitlines()):
            page.write_row(number, 0, line.split(","))

    settle(plain)
    settle(other)

    one, two = ((each / "out" / "facts.json").read_text() for each in (plain, other))
    assert _columns(one) == _columns(two)


def test_facts_and_leave_are_read_by_the_labels_of_the_pack(tmp_path: Path) -> None:
    plain, other = hand_in(tmp_path / "plain"), hand_in(tmp_path / "other")
    facts = FILES["facts"].replace("employee_id,basic_pay_due", "工号,应发基本工资")
    (other / "facts.csv").write_text(facts, "utf-8")
    (other / "leave.csv").write_text(FILES["leave"].replace("annual", "年休假"), "utf-8")

    assert settle(plain) == settle(other) == 0

    one, two = ((each / "out" / "facts.json").read_text() for each in (plain, other))
    assert _columns(one) == _columns(two)


# -- what is wrong ------------------------------------------------------------------------------

WRONG: Final = {
    "wrong-id": ("roster", "009999,2026-10-14,R,final", "unknown-employee-id"),
    "lost-zeros": ("punches", "1065,2026-10-14 08:25,in", "id-leading-zeros"),
    "lost-zeros-of-a-swap": (
        "swaps", "2026-10-13,1065,001066,001066,voluntary", "id-leading-zeros",
    ),
    "impossible-date": ("roster", "001065,2026-02-30,R,final", "value-malformed"),
    "impossible-time": ("punches", "001065,2026-10-14 25:00,in", "value-malformed"),
    "leave-backwards": ("leave", "001066,sick,2026-10-15,2026-10-14,,", "leave-days"),
    "employed-backwards": (
        "employees", "001067,full_time,agent,A,2024-03-01,2023-01-01,resignation", "days-reversed",
    ),
    "overlapping-shifts": ("roster", "001065,2026-10-12,C,final", "roster-overlap"),
    "shift-outside-employment": ("roster", "001066,2024-02-29,R,final", "fact-outside-employment"),
    "unknown-shift": ("roster", "001065,2026-10-15,Q,final", "unknown-shift"),
    "unknown-leave": ("leave", "001065,hollidays,2026-10-15,2026-10-15,,", "unknown-leave-kind"),
    "duplicate-shift": ("roster", "001065,2026-10-12,R,final", "roster-twice"),
    "duplicate-employee": ("employees", "001065,full_time,agent,A,2024-03-01,,", "employee-twice"),
    "duplicate-request": (
        "requests", "001065,comp_leave,2026-10-14,11,2026-10-08,2026-10-09,approved",
        "request-twice",
    ),
    "duplicate-swap": ("swaps", "2026-10-12,001065,001066,001066,voluntary", "swap-twice"),
    "duplicate-exam": ("exams", "X1,001065,2026-10-13,90,100", "exam-twice"),
    "success-of-nobody": (
        "dials", "D2,loans,001065,13900001234,2026-10-12 10:05,busy,yes", "dial-no-success",
    ),
    "duplicate-attempt": (
        "dials", "D1,loans,001065,13900001234,2026-10-12 10:05,busy,", "dial-twice",
    ),
    "duplicate-activity": ("activity", "001065,2026-10-12,work_order,10,0", "activity-row-twice"),
    "duplicate-event": (
        "events", "V1,001065,2026-10-12,praise,yes,attitude,yes,001066", "event-twice",
    ),
    "duplicate-item": (
        "evaluations", "Q1,001065,call_form,L1,1,Q9,2026-10-12,internal,phone,valid",
        "evaluation-item-twice",
    ),
    "more-than-the-maximum": ("exams", "X2,001065,2026-10-13,100.5,100", "exam-over-most"),
    "more-errors-than-handled": (
        "activity", "001065,2026-10-13,work_order,1,2", "activity-errors",
    ),
    "unread-opening": ("opening", "001066,star_pay_due,2026-09,8,h", "opening-value"),
    "conflicting-facts": ("facts", "001065,CNY 3480,90", "fact-twice"),
    "conflicting-days": ("calendar", "2026-10-01,workday", "calendar-twice"),
    "conflicting-moves": ("assignments", "001065,team,C,2026-10-20", "assignment-twice"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "line", "code"), WRONG.values(), ids=WRONG)
def test_a_wrong_row_is_told_with_its_file_and_line(
    tmp_path: Path, file: str, line: str, code: str
) -> None:
    text = f"{FILES[file]}{line}\n"

    (found,) = told(hand_in(tmp_path / "in", **{file: text}))

    assert (found.code, str(found.span)) == (code, f"{file}.csv:{text.count(chr(10))}:1")


def test_a_fact_that_was_measured_otherwise_is_told_at_its_row(tmp_path: Path) -> None:
    text = FILES["facts"].replace("discipline", "nights_worked").replace(",80", ",7")

    found = told(hand_in(tmp_path / "in", facts=text))

    assert [(each.code, str(each.span)) for each in found] == [
        ("fact-twice", "facts.csv:2:1"),
        ("fact-twice", "facts.csv:3:1"),
    ]


def test_a_fact_out_of_its_range_is_told_at_its_row(tmp_path: Path) -> None:
    text = FILES["facts"].replace("001066,CNY 3480,80", "001066,CNY 3480,101")

    (found,) = told(hand_in(tmp_path / "in", facts=text))

    assert (found.code, str(found.span)) == ("fact-out-of-range", "facts.csv:3:1")


def test_every_wrong_row_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    folder = hand_in(
        tmp_path / "in",
        roster=FILES["roster"] + "001065,2026-13-01,R,final\n009999,2026-10-14,R,final\n",
        punches=FILES["punches"] + "1066,2026-10-14 08:25,in\n",
    )

    found = {str(each.span) for each in told(folder)}

    assert found == {"roster.csv:5:1", "roster.csv:6:1", "punches.csv:6:1"}


def test_a_decision_out_of_range_is_told_where_it_is_written(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "in", "standard_days: 19\naward_themes:\n"
                     "- {id: accuracy_theme, winners: 2, amount: CNY 301}\n")  # fmt: skip

    (found,) = told(folder)

    assert (found.code, str(found.span)) == (
        "decision-out-of-range", f"{folder / 'period.yaml'}:3:3",
    )  # fmt: skip


def test_a_decision_that_is_not_taken_stops_the_run_by_name(tmp_path: Path) -> None:
    (found,) = told(hand_in(tmp_path / "in", "standard_days: 19\n"))

    assert (found.code, found.args["name"]) == ("decision-missing", "award_themes")


def test_a_last_value_that_nobody_knows_is_not_made_up(tmp_path: Path) -> None:
    ruling = (
        "rulings:\n- {employee_id: '001065', fact: discipline, ruling: last_known, by: Li,"
        " because: form was lost}\n"
    )
    facts = FILES["facts"].replace("001065,CNY 3480,80", "001065,CNY 3480,")

    (found,) = told(hand_in(tmp_path / "in", PERIOD + ruling, facts=facts))

    assert (found.code, found.args["employee"]) == ("ruling-no-history", "001065")


# -- what is doubtful ---------------------------------------------------------------------------

DOUBTFUL: Final = {
    "row-twice": ("leave", "001065,annual,2026-10-13,2026-10-13,,2026-10-10\n", "leave.csv:3:1"),
    "punch-missing": ("punches", "001065,2026-10-15 08:25,in\n", "punches.csv:6:1"),
    "leave-overlap": ("leave", "001065,sick,2026-10-13,2026-10-13,,\n", "leave.csv:3:1"),
    "roster-many-shifts": ("roster", "001066,2026-10-12,C,final\n", "roster.csv:4:1"),
}


@pytest.mark.parametrize("code", DOUBTFUL)
def test_a_doubtful_row_is_a_warning_at_its_line_and_a_finding_where_it_is_strict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    file, line, place = DOUBTFUL[code]
    folder = hand_in(tmp_path / "in", **{file: FILES[file] + line})

    assert settle(folder, "--strict") == 1

    warned = [each for each in capsys.readouterr().err.splitlines() if f"[{code}]" in each]
    assert [each.split(": ")[0] for each in warned] == [place]


def test_an_unknown_column_is_told_and_not_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CCOPS_LOCALE", "en")
    text = FILES["roster"].replace("kind\n", "kind,colour\n").replace("final\n", "final,red\n")

    assert settle(hand_in(tmp_path / "in", roster=text)) == 0

    assert "roster.csv:1:1: warning: roster: nobody asks for the column colour" in (
        capsys.readouterr().err
    )


# -- progress -----------------------------------------------------------------------------------


def test_a_terminal_is_shown_how_far_it_is(tmp_path: Path) -> None:
    folder = hand_in(tmp_path / "in")
    main, watching = pty.openpty()
    command = [sys.executable, "-c", "from ccops.cli import main; main()", "settle", *PACK]
    environment = {**os.environ, "CCOPS_LOCALE": "en", "TERM": "xterm", "COLUMNS": "80"}
    with os.fdopen(main, "rb", buffering=0) as shown:
        done = subprocess.run(
            [*command, "--input", str(folder), "-o", str(folder / "out")],
            stdout=subprocess.PIPE, stderr=watching, env=environment, check=False,
        )  # fmt: skip
        os.close(watching)
        seen = b""
        while True:
            try:
                piece = shown.read(65_536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            seen += piece

    assert done.returncode == 0
    assert b"settling" in seen
    assert b"settling" not in done.stdout


def test_a_file_is_shown_no_bar(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(hand_in(tmp_path / "in"))

    assert "settling" not in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--locale", "zh_CN"], ["--pack", "no-such-pack"]])
def test_findings_speak_the_language_asked_for(run: Run, tmp_path: Path, words: list[str]) -> None:
    folder = hand_in(
        tmp_path, leave="employee_id,kind,from,to\n001065,sik,2026-10-13,2026-10-13\n"
    )

    ran = run("settle", *PACK, "--input", folder, "--dry-run", *words)

    assert ran.code == 1
    assert ("错误: 没有假别 sik" in ran.err) is ("--locale" in words)
    assert ("error: " in ran.err) is ("--locale" not in words)


def test_an_error_of_the_program_speaks_the_language_asked_for(run: Run, tmp_path: Path) -> None:
    ran = run(
        "settle", "--pack", "none-such", "--period", "2026-10",
        "--input", tmp_path, "--dry-run", "--locale", "zh_CN",
    )  # fmt: skip

    assert ran.err.startswith("错误: ")
