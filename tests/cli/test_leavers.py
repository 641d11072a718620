"""``ccops settle --final-for`` and ``--after``: a leaver of the demo's month is settled early."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

from tests.cli.people import after_before

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.cli.conftest import Ran, Run

PACK = "telecom-7x24"
MONTH = ("--pack", PACK, "--period", "2026-10", "--adapter", "asterisk-queue-log")


def settle(run: Run, demo: Path, *more: object) -> Ran:
    words = (*MONTH, *after_before(demo), "--json")
    return run("settle", *words, "--input", demo / "input", *more)


@pytest.fixture(scope="module")
def leaver(demo: Path) -> str:
    """Somebody who leaves in the attendance period."""
    with (demo / "input" / "employees.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return next(
            each["employee_id"]
            for each in rows
            if "2026-10-01" <= each["ended_on"] <= "2026-10-25"
            and each["end_reason"] == "resignation"
        )


@pytest.fixture(scope="module")
def early(run: Run, demo: Path, leaver: str) -> Path:
    """The leaver, settled alone."""
    folder = demo / "leaver"
    ran = settle(run, demo, "--final-for", leaver, "-o", folder)
    assert ran.code == 0, ran.err
    assert ran.json["final_for"] == [leaver]
    assert ran.json["employees"] == 1
    return folder


def lines(run: Run, folder: Path, *, of: str, into: Path) -> dict[str, tuple[str, str]]:
    """Return somebody's exported lines: amount and id by pay code."""
    ran = run("export", folder, "--pack", PACK, "--draft", "-o", into, "--locale", "en")
    assert ran.code == 0, ran.err
    with into.open(encoding="utf-8-sig", newline="") as file:
        rows: Iterable[dict[str, str]] = list(csv.DictReader(file))
    return {
        each["pay_code"]: (each["amount"], each["line_id"])
        for each in rows
        if each["employee_id"] == of
    }


def test_what_was_handed_on_early_is_not_handed_on_again(
    run: Run, demo: Path, early: Path, leaver: str, tmp_path: Path
) -> None:
    ran = settle(run, demo, "--after", early, "-o", tmp_path / "october")
    assert ran.code == 0, ran.err
    first, later, whole = (
        lines(run, folder, of=leaver, into=tmp_path / f"{name}.csv")
        for name, folder in (
            ("early", early),
            ("later", tmp_path / "october"),
            ("whole", demo / "settlement"),
        )
    )

    assert "A01" in first
    assert "B01" in later
    assert "B01" not in first
    assert {**first, **later} == whole
    assert not first.keys() & later.keys()
    assert not (early / "closing.json").exists()


def test_only_a_leaver_is_settled_early(run: Run, demo: Path, leaver: str, tmp_path: Path) -> None:
    with (demo / "input" / "employees.csv").open(encoding="utf-8-sig", newline="") as file:
        staying = next(
            each["employee_id"] for each in csv.DictReader(file) if not each["ended_on"]
        )

    ran = settle(run, demo, "--final-for", staying, "-o", tmp_path / "x")
    unknown = settle(run, demo, "--final-for", f"{leaver}x", "-o", tmp_path / "x")

    assert (ran.code, unknown.code) == (1, 1)
    assert "[final-not-leaver]" in ran.err
    assert f"did you mean '{leaver}'" in unknown.err
    assert not (tmp_path / "x").exists()


def test_one_or_the_other_and_never_over_the_early_one(
    run: Run, demo: Path, early: Path, leaver: str, tmp_path: Path
) -> None:
    both = settle(run, demo, "--final-for", leaver, "--after", early, "-o", tmp_path / "x")
    over = settle(run, demo, "--after", early, "-o", early)

    assert (both.code, over.code) == (2, 2)
    assert "not both at once" in both.err
    assert "another folder" in over.err


def test_a_line_somebody_has_not_is_told_in_the_language_asked_for(
    run: Run, demo: Path, leaver: str
) -> None:
    words = ("explain", demo / "settlement", leaver, "lead_bonus", "--pack", PACK)

    ran = run(*words, "--locale", "zh_CN")
    english = run(*words)

    assert (ran.code, english.code) == (1, 1)
    assert ran.err.startswith(f"错误: {leaver} 在 2026-10 没有")
    assert "月度奖金 (monthly_bonus)" in ran.err
    assert english.err.startswith(f"error: {leaver} has no ")
    assert english.err.rstrip().endswith("did you mean monthly_bonus?")
