"""Payroll files and the parallel month on the command line."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.payroll.conftest import EVERYTHING, PACK, PEOPLE

if TYPE_CHECKING:
    from tests.cli.conftest import Ran, Run


@pytest.fixture(scope="module")
def root(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An input folder, its month settled into ``october``."""
    root = tmp_path_factory.mktemp("payroll")
    folder = root / "input"
    folder.mkdir()
    columns = dict.fromkeys(name for row in PEOPLE for name in row)
    with (folder / "employees.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(columns))
        table.writeheader()
        table.writerows(PEOPLE)
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ["employee_id", *EVERYTHING])
        table.writeheader()
        table.writerows({"employee_id": row["employee_id"], **EVERYTHING} for row in PEOPLE)
    (root / "payroll.yaml").write_text(
        "shape: wide\nencoding: gb18030\ncolumns: {employee_id: 工号, cost_center: 成本中心, "
        "A01: 基本工资, B01: 奖金, B02: 组长奖金, C01: 夜班}\n",
        "utf-8",
    )
    ran = settle(run, root, "-o", root / "october")
    assert ran.code == 0, ran.err
    return root


def settle(run: Run, root: Path, *more: object, locale: str = "en") -> Ran:
    words = ("settle", "--pack", PACK, "--period", "2026-10", "--input", root / "input")
    return run(*words, *more, locale=locale)


def test_an_unapproved_settlement_is_refused(run: Run, root: Path) -> None:
    ran = run(
        "export", root / "october", "--pack", PACK, "--by", "Wang", "--on", "2026-11-21",
        "-o", root / "refused.csv", locale="zh_CN",
    )  # fmt: skip

    assert ran.code == 1
    assert "2026-10 的结算尚未批准 [export-not-approved]" in ran.err
    assert not (root / "refused.csv").exists()


def test_a_draft_is_written_as_the_map_says(run: Run, root: Path) -> None:
    ran = run(
        "export", root / "october", "--pack", PACK, "--map", root / "payroll.yaml",
        "--input", root / "input", "--draft", "-o", root / "draft.csv", "--locale", "zh_CN",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert "A01 基本工资：3 人，¥10,440.00" in ran.out
    text = (root / "draft.csv").read_bytes().decode("gb18030")
    assert text.splitlines()[:2] == [
        "状态,工号,成本中心,基本工资,奖金,组长奖金,夜班",
        "草稿，未批准,0007,客服一部,3480.00,100.00,,50.00",
    ]


def test_files_are_split_and_told_as_data(run: Run, root: Path) -> None:
    ran = run(
        "export", root / "october", "--pack", PACK, "--split-by", "employer", "--draft",
        "--input", root / "input", "-o", root / "split" / "pay.xlsx", "--json",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert ran.json["schema"] == "ccops.export/1"
    assert [Path(each).name for each in ran.json["files"]] == ["pay.xlsx", "pay-甲_乙人力.xlsx"]


def test_a_parallel_month_writes_nothing_and_says_what_differs(run: Run, root: Path) -> None:
    paid = root / "paid.csv"
    paid.write_text(
        "工号,A01,月度奖金,C01\n0007,3480,300,50\n0018,3480,100,50\n0042,3480,,50\n", "utf-8"
    )

    ran = settle(run, root, "--dry-run", "--compare-with", paid)
    data = settle(run, root, "--dry-run", "--compare-with", paid, "--json")

    assert (ran.code, data.code) == (1, 1)
    assert "Nothing was written." in ran.out
    assert "0007 B01 monthly bonus: paid CN¥300.00, settled CN¥100.00 (-CN¥200.00)" in ran.out
    assert data.json["parallel"]["differences"][0]["employee"] == "0007"
    assert data.json["files"] == []


def test_a_sheet_that_pays_the_same_is_no_finding(run: Run, root: Path) -> None:
    paid = root / "same.csv"
    paid.write_text(
        "employee_id,A01,B01,C01\n0007,3480,100,50\n0018,3480,100,50\n0042,3480,,50\n", "utf-8"
    )

    ran = settle(run, root, "--dry-run", "--compare-with", paid, locale="zh_TW")

    assert ran.code == 0, ran.err
    assert "發放與結算完全一致" in ran.out


def test_a_lost_zero_names_both_numbers_at_the_line(run: Run, root: Path) -> None:
    paid = root / "lost.csv"
    paid.write_text("employee_id,A01\n0018,3480\n7,3480\n", "utf-8")

    ran = settle(run, root, "--dry-run", "--compare-with", paid)

    assert ran.code == 1
    assert "lost.csv:3:1: error: paid: there is no employee 7, but there is 0007" in ran.err


@pytest.mark.parametrize("words", [(), ("--dry-run", "-o", "there")])
def test_a_month_is_written_somewhere_or_dry(run: Run, root: Path, words: Any) -> None:
    assert settle(run, root, *words).code == 2


def test_an_approved_settlement_is_handed_on(run: Run, root: Path) -> None:
    folder = root / "approved"
    shutil.copytree(root / "october", folder)
    manager = ("--by", "Manager Li", "--role", "center_manager")
    for verb, day, who in (
        ("assess", "2026-11-02", ("--by", "QA Zhao", "--role", "qa_trainer")),
        ("publish", "2026-11-02", manager),
        ("approve", "2026-11-20", manager),
    ):
        done = run(verb, folder, "--pack", PACK, "--on", day, *who)
        assert done.code == 0, done.err

    payroll = ("--by", "Payroll Wang", "--pack", PACK, "-o", root / "approved.csv")
    ran = run("export", folder, *payroll, "--on", "2026-11-21")
    once = (root / "approved.csv").read_bytes()
    again = run("export", folder, *payroll, "--on", "2026-11-22", locale="zh_CN")

    assert ran.code == 0, ran.err
    assert again.code == 0, again.err
    rows = once.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("0007,A01,3480.00,CNY")
    assert (root / "approved.csv").read_bytes() == once
    assert "before" not in ran.out
    assert "此前已交付 1 次，最近一次为 2026-11-21，由 Payroll Wang 交付" in again.out
    steps = json.loads((folder / "approval.json").read_bytes())["steps"]
    assert [(each["stage"], each["on"]) for each in steps[-2:]] == [
        ("exported", "2026-11-21"),
        ("exported", "2026-11-22"),
    ]


@pytest.mark.parametrize(
    "words", [(), ("--by", "Wang"), ("--draft", "--on", "2026-11-21"), ("--draft", "--by", "Wang")]
)
def test_somebody_hands_it_on_or_it_is_a_draft(run: Run, root: Path, words: Any) -> None:
    ran = run(
        "export", root / "october", "--pack", PACK, *words, "-o", root / "no.csv", locale="zh_CN"
    )

    assert ran.code == 2
    assert "请写明由谁、在哪一天交付" in ran.err


def test_a_draft_decides_nothing(run: Run, root: Path) -> None:
    folder = root / "undecided"
    shutil.copytree(root / "october", folder)

    ran = run("export", folder, "--pack", PACK, "--draft", "-o", root / "undecided.csv")

    assert ran.code == 0, ran.err
    assert not (folder / "approval.json").exists()


def test_usage_is_told_in_the_words_of_the_terminal(run: Run, root: Path) -> None:
    (root / "empty").mkdir()
    words = ("settle", "--pack", PACK, "--period", "2026-10", "--dry-run", "--input")

    nobody = run(*words, root / "empty", locale="zh_CN")
    period = run("settle", "--pack", PACK, "--period", "10", locale="zh_TW")

    assert (nobody.code, period.code) == (2, 2)
    assert "没有员工表（employees）" in nobody.err
    assert "請寫作 YYYY-MM，而不是 '10'" in period.err
