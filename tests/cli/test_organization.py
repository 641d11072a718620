"""``ccops organization`` and ``ccops reports-due`` as somebody at a terminal sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

EMPLOYEES = """\
工号,姓名,用工形式,职务,班组,入职日期,离职日期
M1,赵敏,full_time,center_manager,office,2020-01-01,
S1,孙洁,full_time,seat_supervisor,floor,2020-01-01,
L1,周围,full_time,team_lead,one,2020-01-01,
L2,吴双,full_time,team_lead,two,2020-01-01,2026-10-20
A1,郑和,full_time,agent,one,2020-01-01,
A2,王朝,full_time,agent,two,2020-01-01,
"""
ASSIGNMENTS = """\
工号,变更项,变更值,生效日期
A1,上级,L2,2026-10-05
S1,兼任,maintenance_supervisor,2026-10-01
"""
HANDED_IN = """\
报告,统计期间,工号,提交时间
day_report,2026-10-01,L1,2026-10-02 09:59
day_report,2026-10-02,L1,2026-10-03 10:01
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "employees.csv").write_text(EMPLOYEES, "utf-8")
    (tmp_path / "assignments.csv").write_text(ASSIGNMENTS, "utf-8")
    (tmp_path / "report_submissions.csv").write_text(HANDED_IN, "utf-8")
    return tmp_path


def lists(run: Run, verb: str, *words: str | Path) -> dict[str, dict[str, dict[str, object]]]:
    ran = run(verb, "--pack", "outsourced", *words, "--json")
    assert ran.code == 0, ran.err
    return {
        name: {str(row["subject"]): row for row in rows}
        for name, rows in ran.json["lists"].items()
    }


def test_who_answers_to_whom_on_a_day(run: Run, folder: Path) -> None:
    before = lists(run, "organization", "--input", folder, "--on", "2026-10-20")
    after = lists(run, "organization", "--input", folder, "--on", "2026-10-21")

    assert (before["lines"]["A1"]["superior"], before["lines"]["A2"]["superior"]) == ("L2", "L2")
    assert (after["lines"]["A1"]["state"], after["lines"]["A2"]["state"]) == ("gone", "no_lead")
    assert after["findings"]["person-without-lead/A2"]["first"] == "2026-10-21"
    assert after["posts"]["maintenance_supervisor"]["holders"] == ["S1"]


def test_the_page_names_people_and_posts_in_the_language_asked_for(run: Run, folder: Path) -> None:
    words = ("--pack", "outsourced", "--input", folder, "--period", "2026-10")

    english = run("organization", *words, "--locale", "en")
    chinese = run("organization", *words, "--locale", "zh_CN")

    assert "| L1 (周围) | team lead |" in english.out
    assert "[person-without-lead]" in english.err
    assert "| L1 (周围) | 业务组长 |" in chinese.out
    assert "## 谁向谁汇报" in chinese.out


def test_one_language_holds_for_findings_and_page_that_of_the_pack(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    ran = run("organization", "--pack", "outsourced", "--input", folder, "--period", "2026-10",
              locale="")  # fmt: skip

    assert "## 谁向谁汇报" in ran.out
    assert "警告: " in ran.err
    assert "warning: " not in ran.err


@pytest.mark.parametrize(
    ("locale", "words"),
    [("zh_CN", "没有业务组长"), ("zh_TW", "沒有業務組長"), ("en", "has no team lead")],
)
def test_a_finding_names_what_the_pack_has_a_label_for_by_it(
    run: Run, folder: Path, locale: str, words: str
) -> None:
    ran = run("organization", "--pack", "outsourced", "--input", folder, "--period", "2026-10",
              "--locale", locale)  # fmt: skip

    assert words in ran.err
    assert "team_lead" not in ran.err


def test_reports_in_time_late_and_missing(run: Run, folder: Path) -> None:
    found = lists(run, "reports-due", "--input", folder, "--on", "2026-10-07")["day_report"]

    states = [found[f"2026-10-0{day}/L1"]["state"] for day in (1, 2, 5, 6, 7)]

    assert states == ["on_time", "late", "missing", "due", "later"]
    assert "2026-10-03/L1" not in found, "a Saturday, and no roster says that he works"


def test_a_page_is_written_to_a_file(run: Run, folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "made" / "reports.html"

    ran = run(
        "reports-due",
        *("--pack", "outsourced", "--input", folder, "--on", "2026-10-05"),
        *("--format", "html", "-o", page),
    )

    assert ran.code == 0
    assert "seat supervisor" in page.read_text("utf-8")


def test_nothing_is_due_before_the_lists_are_kept(run: Run, folder: Path) -> None:
    asked = ("--input", folder, "--on", "2026-10-31", "--since", "2026-10-29")

    owed = lists(run, "reports-due", *asked)["day_report"]
    duty = lists(run, "organization", *asked)["reports_the_day"]["L1"]
    due = lists(run, "learning", *asked)["on_job_training"]

    assert min(owed) >= "2026-10-29"
    assert duty["not_shown"] == ["2026-10-29"]
    assert {each["due"] for each in due.values()} == {"2027-01-29"}


@pytest.mark.parametrize("verb", ["organization", "reports-due", "learning"])
def test_what_is_not_understood_is_told(run: Run, folder: Path, verb: str) -> None:
    words = ("--pack", "outsourced", "--input", folder)

    assert run(verb, *words).code == 2, "neither a period nor a day"
    assert run(verb, *words, "--on", "soon").code == 2
    assert run(verb, *words, "--on", "2026-10-05", "--format", "papyrus").code == 2


def test_the_folder_says_from_when_its_files_tell_of_everything(run: Run, folder: Path) -> None:
    (folder / "inputs.yaml").write_text("since: 2026-10-29\n", "utf-8")
    asked = ("--input", folder, "--on", "2026-10-31")

    by_folder = lists(run, "learning", *asked)["on_job_training"]
    asked_for = lists(run, "learning", *asked, "--since", "2026-10-30")["on_job_training"]

    assert {each["due"] for each in by_folder.values()} == {"2027-01-29"}
    assert {each["due"] for each in asked_for.values()} == {"2027-01-30"}

    (folder / "inputs.yaml").write_text("since: soon\n", "utf-8")
    assert "[inputs-value]" in run("learning", "--pack", "outsourced", *asked).err
