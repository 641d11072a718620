"""``ccops demo`` of the packs beside the one it takes without ``--pack``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ran, Run

PACK = "insurance-hotline"
DIRECTOR = ("--by", "Director Sun", "--role", "center_director")
MANAGER = ("--by", "Manager Li", "--role", "center_manager")


@pytest.fixture(scope="module")
def insured(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[Ran, Path]:
    """The demo of an insurance hotline, and the folder it was written to."""
    folder = tmp_path_factory.mktemp("insured")
    return run("demo", "--pack", PACK, "-o", folder, "--locale", "en", "--json"), folder


def test_the_demo_of_an_insurance_hotline_settles_every_post(insured: tuple[Ran, Path]) -> None:
    ran, folder = insured

    assert ran.code == 0, ran.err
    assert ran.json["final"] is True
    assert ran.json["pack"] == PACK
    assert {each.name for each in folder.glob("*.html")} >= {
        "statements-en.html", "bonus-notices-en.html", "approval-en.html",
        "appraisals-en.html", "floor-en.html", "kpi-en.html", "learning-en.html",
    }  # fmt: skip
    page = (folder / "statements-en.html").read_text("utf-8")
    for line in (
        "bonus of team leads",
        "bonus of shift supervisors",
        "monthly score of a qa trainer",
        "points of the item × min(most that counts, monitoring done)",
    ):
        assert line in page.casefold()
    assert "item_points" not in page


def test_the_director_assesses_and_the_manager_approves(
    run: Run, insured: tuple[Ran, Path]
) -> None:
    month = insured[1] / "settlement"
    calendar = insured[1] / "input" / "calendar.csv"
    steps = [
        ("assess", "2026-11-02", MANAGER),
        ("assess", "2026-11-02", DIRECTOR),
        ("publish", "2026-11-03", DIRECTOR),
        ("approve", "2026-11-10", DIRECTOR),
        ("approve", "2026-11-10", MANAGER),
    ]

    codes = [
        run(verb, month, "--pack", PACK, "--on", on, "--calendar", calendar, *who).code
        for verb, on, who in steps
    ]

    assert codes == [1, 0, 0, 1, 0]
