"""``ccops settle`` month after month: from an opening, then from the closing before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Ran, Run

PACK = Path(__file__).parents[1] / "packs" / "quarterly-star"
OPENING = """\
subject_id,name,period,amount,unit,note
E001,monthly_score,2026-01,84.99,points,
E001,monthly_score,2026-02,85.00,points,
E001,protected_month,2026-01,no,flag,
E001,protected_month,2026-02,no,flag,
E001,star_pay_due,2025-12,300,CNY,from the old sheet
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an input folder of one agent, who has 85 points."""
    found = tmp_path_factory.mktemp("input")
    (found / "employees.csv").write_text(
        "employee_id,employment_type,role,team,hired_on\nE001,full_time,agent,A,2020-01-01\n"
    )
    (found / "facts.csv").write_text(
        "employee_id,monthly_score,conduct,protected_month\nE001,85.00,80,no\n"
    )
    return found


def settle(run: Run, folder: Path, period: str, out: Path, *more: object) -> Ran:
    return run(
        "settle", "--pack", PACK, "--period", period, "--input", folder, "-o", out, *more
    )  # fmt: skip


def figure(out: Path, name: str) -> object:
    listed = json.loads((out / "settlement.json").read_bytes())["figures"]
    return next(each["cells"] for each in listed if each["name"] == name)


def test_a_center_starts_from_an_opening_and_goes_on_from_its_closing(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "opening.csv").write_text(OPENING)
    march, april = tmp_path / "march", tmp_path / "april"

    first = settle(run, folder, "2026-03", march, "--opening", tmp_path / "opening.csv")
    second = settle(run, folder, "2026-04", april, "--closing", march / "closing.json")

    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert figure(march, "star_score") == ["85.00"]
    assert figure(march, "star_pay") == ["300.00"]  # the last third of what the old sheet owed
    assert figure(april, "star_pay_due_opening") == figure(march, "star_pay_due")
    told = run("explain", april, "E001", "star_pay", "--pack", PACK, locale="en")
    assert told.code == 0, told.err
    assert "2026-03 star_granted" in told.out


def test_an_opening_may_lie_in_the_input_folder(run: Run, folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "input"
    own.mkdir()
    for each in folder.iterdir():
        (own / each.name).write_bytes(each.read_bytes())
    (own / "opening.csv").write_text(OPENING)

    ran = settle(run, own, "2026-03", tmp_path / "out")

    assert ran.code == 0, ran.err
    assert figure(tmp_path / "out", "star_score") == ["85.00"]


def test_without_either_a_month_says_what_it_does_not_know(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    ran = settle(run, folder, "2026-03", tmp_path / "out", "--strict")

    assert ran.code == 1
    assert "closing-absent" in ran.err


@pytest.mark.parametrize(
    ("option", "content", "code"),
    [
        ("--closing", "{}", "closing-unreadable"),
        ("--opening", "subject_id,name,amount,unit\nE001,star_pay_deu,1,CNY\n", "opening-unknown"),
    ],
)
def test_a_file_that_is_none_is_a_finding(
    run: Run, folder: Path, tmp_path: Path, option: str, content: str, code: str
) -> None:
    file = tmp_path / ("before.json" if option == "--closing" else "opening.csv")
    file.write_text(content)

    ran = settle(run, folder, "2026-03", tmp_path / "out", option, file)

    assert ran.code == 1
    assert code in ran.err


def test_an_opening_is_no_closing_and_both_are_one_too_many(
    run: Run, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "opening.csv").write_text(OPENING)
    march = tmp_path / "march"
    settle(run, folder, "2026-03", march, "--opening", tmp_path / "opening.csv")

    as_closing = settle(
        run, folder, "2026-03", tmp_path / "out", "--closing", march / "before.json"
    )
    both = settle(
        run, folder, "2026-03", tmp_path / "out",
        "--closing", march / "closing.json", "--opening", march / "before.json",
    )  # fmt: skip
    again = settle(run, folder, "2026-03", tmp_path / "out", "--opening", march / "before.json")

    assert (as_closing.code, both.code, again.code) == (1, 2, 0)
    assert "closing-is-opening" in as_closing.err
    stored = (tmp_path / "out" / "settlement.json").read_bytes()
    assert stored == (march / "settlement.json").read_bytes()
