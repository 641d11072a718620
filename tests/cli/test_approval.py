"""A stored settlement on its way to pay, by the verbs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ran, Run

PACK = "telecom-7x24"
MANAGER = ("--by", "Manager Li", "--role", "center_manager")


@pytest.fixture
def settled(demo: Path, tmp_path: Path) -> Path:
    """A copy of the demo's settlement, in which nothing is decided yet."""
    folder = tmp_path / "october"
    folder.mkdir()
    for each in (demo / "settlement").glob("*.json"):
        (folder / each.name).write_bytes(each.read_bytes())
    (tmp_path / "calendar.csv").write_text("date,kind\n2026-11-04,rest\n")
    return folder


def taken(run: Run, verb: str, folder: Path, on: str, *words: object, locale: str = "en") -> Ran:
    calendar = folder.parent / "calendar.csv"
    return run(
        verb, folder, "--pack", PACK, "--on", on, "--calendar", calendar, *words, locale=locale
    )


def test_a_settlement_goes_from_draft_to_approved(run: Run, settled: Path) -> None:
    lead = json.loads((settled / "settlement.json").read_bytes())["employees"][0]
    steps = [
        taken(run, "assess", settled, "2026-11-02", "--by", "QA Zhao", "--role", "qa_trainer"),
        taken(run, "publish", settled, "2026-11-02", *MANAGER, "--note", "by e-mail"),
        taken(run, "appeal", settled, "2026-11-03", "--by", lead, "--about", "a night is missing"),
        taken(
            run, "answer", settled, "2026-11-05", *MANAGER, "--appeal", 1,
            "--decision", "refused", "--because", "both nights are paid",
        ),
        taken(run, "approve", settled, "2026-11-09", *MANAGER, "--json"),
    ]  # fmt: skip

    assert [each.code for each in steps] == [0] * 5, [each.err for each in steps]
    assert "appeals until 2026-11-06" in steps[1].out  # the fourth is no workday
    assert steps[-1].json["stage"] == "approved"
    assert steps[-1].json["appeals"][0]["answer"]["decision"] == "refused"


def test_the_seal_that_is_told_is_what_a_statement_is_verified_by(run: Run, settled: Path) -> None:
    told = taken(run, "assess", settled, "2026-11-02", "--by", "QA Zhao", "--role", "qa_trainer")
    seal = told.out.split()[-1]
    page = settled.parent / "statement.html"
    who = json.loads((settled / "settlement.json").read_bytes())["employees"][0]
    written = run("report", settled, "--pack", PACK, "--kind", "statement", "--employee", who,
                  "--format", "html", "-o", page)  # fmt: skip

    assert written.code == 0, written.err
    assert seal in page.read_text(encoding="utf-8")
    assert json.loads((settled / "approval.json").read_bytes())["seal"] == seal
    right = run("verify", page, "--pack", PACK, "--seal", seal)
    assert (right.code, right.err) == (0, "")
    assert seal in right.out
    other = run("verify", page, "--pack", PACK, "--seal", "sha256:0", "--json")
    assert other.code == 1
    (found,) = other.json["statements"]
    assert (found["covered"], found["right"], found["seal"]) == (True, False, seal)


def test_what_stands_in_the_way_is_told(run: Run, settled: Path) -> None:
    ran = taken(run, "approve", settled, "2026-11-09", *MANAGER, locale="zh_CN")

    assert ran.code == 1
    assert "approval-order" in ran.err
    assert "草稿" in ran.err
    assert not (settled / "approval.json").exists()


def test_a_day_is_written_as_a_day(run: Run, settled: Path) -> None:
    assert taken(run, "assess", settled, "2 November", *MANAGER).code == 2
