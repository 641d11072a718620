"""``ccops report`` in the forms of spreadsheets and terminals."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import openpyxl
import pytest
from click import Context

from ccops.cli.app import cli
from ccops.cli.report import VERBS
from ccops.reports import REPORTS
from ccops.settlement import Settlement

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

PACK = "telecom-7x24"
ADAPTER = ("--adapter", "asterisk-queue-log")


def _somebody(demo: Path, run: Run) -> str:
    ran = run("report", demo / "settlement", "--pack", PACK, "--format", "csv", "--table", "lines")
    return next(row[0] for row in list(csv.reader(ran.out.splitlines()))[1:])


def test_a_workbook_is_written_where_it_is_asked_for(run: Run, demo: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "statement.xlsx"

    ran = run(
        "report", demo / "settlement", "--pack", PACK, "--format", "xlsx", "--locale", "zh_CN",
        "--employee", _somebody(demo, run), "--input", demo / "input", "-o", target,
    )  # fmt: skip

    assert (ran.code, ran.out.strip()) == (0, str(target)), ran.err
    assert "计算过程" in openpyxl.load_workbook(target).sheetnames


def test_a_workbook_is_not_printed(run: Run, demo: Path) -> None:
    ran = run("report", demo / "settlement", "--pack", PACK, "--format", "xlsx")

    assert ran.code == 2
    assert "-o" in ran.err


@pytest.mark.parametrize("form", ["text", "md"])
def test_text_is_shown_without_a_file(run: Run, demo: Path, form: str) -> None:
    employee = _somebody(demo, run)

    ran = run(
        "report", demo / "settlement", "--pack", PACK, "--format", form, "--locale", "en",
        "--employee", employee,
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert "Pay statement 2026-10" in ran.out
    assert "\x1b" not in ran.out


def test_every_table_of_a_report_is_a_file(run: Run, demo: Path, tmp_path: Path) -> None:
    ran = run(
        "report", demo / "settlement", "--pack", PACK, "--kind", "floor", "--format", "csv",
        "-o", tmp_path / "floor",
    )  # fmt: skip

    assert ran.code == 0, ran.err
    files = sorted(tmp_path.joinpath("floor").iterdir())
    assert sorted(map(str, files)) == sorted(ran.out.split())
    assert all(each.read_bytes().startswith(b"\xef\xbb\xbf") for each in files)


def test_of_several_tables_one_has_to_be_chosen(run: Run, demo: Path) -> None:
    words = ("report", demo / "settlement", "--pack", PACK, "--kind", "floor", "--format", "csv")

    without, wrong = run(*words), run(*words, "--table", "nothing")
    chosen = run(*words, "--table", "people-table")

    assert (without.code, wrong.code, chosen.code) == (2, 2, 0)
    assert "people-table" in without.err
    assert "people-table" in wrong.err
    assert len(chosen.out.splitlines()) > 1


# -- the suffix of the file -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [(".html", b"<!doctype"), (".md", b"# "), (".json", b"{"), (".xlsx", b"PK")],
)
def test_the_suffix_says_the_format_where_no_option_does(
    run: Run, demo: Path, tmp_path: Path, suffix: str, begins: bytes
) -> None:
    target = tmp_path / f"board{suffix}"

    ran = run("report", demo / "settlement", "--pack", PACK, "--kind", "board", "-o", target)

    assert ran.code == 0, ran.err
    assert target.read_bytes().startswith(begins)


def test_a_format_that_contradicts_the_suffix_is_refused(
    run: Run, demo: Path, tmp_path: Path
) -> None:
    target = tmp_path / "board.html"

    ran = run(
        "report", demo / "settlement", "--pack", PACK, "--kind", "board", "--format", "md",
        "-o", target,
    )  # fmt: skip

    assert ran.code == 2
    assert ".md" in ran.err
    assert not target.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("report", "SETTLEMENT", "--kind", "board"),
        ("operations", "--period", "2026-10", "--input", "INPUT", *ADAPTER),
        ("quality", "--period", "2026-10", "--input", "INPUT", *ADAPTER),
        ("diff", "SETTLEMENT", "SETTLEMENT"),
        ("export", "SETTLEMENT", "--draft"),
        ("sample", "--period", "2026-10", "--input", "INPUT"),
    ],
)
def test_a_suffix_nobody_writes_is_refused_and_what_there_is_listed(
    run: Run, demo: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    places = {"SETTLEMENT": str(demo / "settlement"), "INPUT": str(demo / "input")}
    target = tmp_path / "page.foo"

    ran = run(*(places.get(each, each) for each in words), "--pack", PACK, "-o", target)

    assert ran.code == 2, ran.err
    assert ".foo" in ran.err
    assert ".csv" in ran.err
    assert not target.exists()


def test_the_month_before_is_the_month_before(run: Run, demo: Path) -> None:
    settlement = demo / "settlement"

    ran = run(
        "report", settlement, "--pack", PACK, "--kind", "approval", "--last", settlement,
        "--locale", "en",
    )  # fmt: skip

    assert ran.code == 2
    assert "2026-09" in ran.err


@pytest.mark.parametrize(
    ("kind", "verb"),
    [("corrections", "diff"), ("operations", "operations"), ("reports-due", "reports-due")],
)
def test_a_page_of_something_else_is_written_by_the_verb_that_makes_it(
    run: Run, demo: Path, kind: str, verb: str
) -> None:
    ran = run("report", demo / "settlement", "--pack", PACK, "--kind", kind, "--locale", "en")

    assert ran.code == 2
    assert f"ccops {verb}" in ran.err


def test_every_page_of_something_else_has_a_verb() -> None:
    other = {each.name for each in REPORTS if each.about is not Settlement}

    assert set(VERBS) == other
    assert set(VERBS.values()) <= set(cli.list_commands(Context(cli)))
