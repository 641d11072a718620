"""A month settled again on the command line, and what that changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Ran, Run

PACK = Path(__file__).parents[1] / "packs" / "quarterly-star"
OPENING = """\
subject_id,name,period,amount,unit
E001,monthly_score,2026-01,84.99,points
E001,monthly_score,2026-02,84.99,points
E001,protected_month,2026-01,no,flag
E001,protected_month,2026-02,no,flag
E001,star_pay_due,2025-12,300,CNY
"""


def settle(run: Run, root: Path, period: str, score: str, out: str, *more: object) -> Ran:
    folder = root / f"input-{score}"
    folder.mkdir(exist_ok=True)
    (folder / "employees.csv").write_text(
        "employee_id,employment_type,role,team,hired_on\nE001,full_time,agent,A,2020-01-01\n"
    )
    (folder / "facts.csv").write_text(
        f"employee_id,monthly_score,conduct,protected_month\nE001,{score},80,no\n"
    )
    return run(
        "settle", "--pack", PACK, "--period", period, "--input", folder, "-o", root / out, *more
    )  # fmt: skip


@pytest.fixture(scope="module")
def root(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """March settled, April after it, and March settled again with another score."""
    root = tmp_path_factory.mktemp("months")
    (root / "opening.csv").write_text(OPENING)
    opening = ("--opening", root / "opening.csv")
    march = settle(run, root, "2026-03", "60.00", "march", *opening)
    april = settle(
        run, root, "2026-04", "85.00", "april", "--closing", root / "march" / "closing.json"
    )
    again = settle(
        run, root, "2026-03", "85.03", "again", *opening, "--supersedes", root / "march", "--json"
    )
    assert (march.code, april.code, again.code) == (0, 0, 0), march.err + april.err + again.err
    assert again.json["revision"] == 2
    return root


def test_a_correction_names_what_it_takes_the_place_of(root: Path) -> None:
    manifest = json.loads((root / "again" / "settlement.json").read_bytes())["manifest"]

    assert manifest["revision"] == 2
    assert manifest["supersedes"].startswith("sha256:")


def test_it_says_who_gets_what_else_and_what_goes_on_from_the_old_one(
    run: Run, root: Path
) -> None:
    ran = run(
        "diff", root / "march", root / "again", "--pack", PACK, "--later", root / "april",
        "--locale", "en",
    )  # fmt: skip

    assert ran.code == 1, ran.err
    assert "Period 2026-03: revision 2 against revision 1" in ran.out
    assert "monthly_score" in ran.out
    assert "still settled from the old revision: 2026-04" in ran.out


def test_as_data_it_has_a_schema_of_its_own(run: Run, root: Path) -> None:
    ran = run("diff", root / "march", root / "again", "--pack", PACK, "--json")

    assert ran.json["schema"] == "ccops.difference/1"
    assert ran.json["stale"] == []


def test_nothing_differs_from_itself(run: Run, root: Path) -> None:
    ran = run("diff", root / "march", root / "march", "--pack", PACK, locale="zh_CN")

    assert ran.code == 0
    assert "没有任何工资项变化" in ran.out


def test_two_periods_are_not_held_against_each_other(run: Run, root: Path) -> None:
    ran = run("diff", root / "march", root / "april", "--pack", PACK)

    assert ran.code == 1
    assert "difference-apart" in ran.err


def test_a_correction_is_of_the_same_period(run: Run, root: Path) -> None:
    ran = settle(run, root, "2026-04", "85.00", "wrong", "--supersedes", root / "march")

    assert ran.code == 1
    assert "supersedes-other" in ran.err
    assert not (root / "wrong").exists()


def test_a_correction_is_never_written_over_what_it_corrects(run: Run, root: Path) -> None:
    ran = settle(run, root, "2026-03", "85.00", "march", "--supersedes", root / "march")

    assert ran.code == 2
    assert "another folder" in ran.err


def test_what_changes_is_written_as_a_report(run: Run, root: Path, tmp_path: Path) -> None:
    sides = ("diff", root / "march", root / "again", "--pack", PACK, "--locale", "en")

    by_suffix = run(*sides, "-o", tmp_path / "corrections.html")
    named = run(*sides, "-o", tmp_path / "corrections.md", "--format", "md")

    assert by_suffix.code == named.code == 1
    assert "<!doctype html>" in (tmp_path / "corrections.html").read_text("utf-8")
    assert (tmp_path / "corrections.md").read_text("utf-8").startswith("# Corrections of 2026-03")


def test_the_period_before_is_for_the_approval_sheet_alone(
    run: Run, root: Path, tmp_path: Path
) -> None:
    asked = ("report", root / "april", "--pack", PACK, "--last", root / "march", "--locale", "en")

    sheet = run(*asked, "--kind", "approval", "--format", "md", "-o", tmp_path / "sheet.md")
    refused = run(*asked, "--kind", "statement", "-o", tmp_path / "statement.html")

    assert sheet.code == 0, sheet.err
    assert (tmp_path / "sheet.md").read_text("utf-8").startswith("# Approval sheet 2026-04")
    assert refused.code == 2
    assert "--last is for an approval sheet" in refused.err
