"""``ccops demo`` of the packs beside the one it takes without ``--pack``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_the_demo_of_an_insurance_hotline_settles_every_post(run: Run, tmp_path: Path) -> None:
    ran = run("demo", "--pack", "insurance-hotline", "-o", tmp_path, "--locale", "en", "--json")

    assert ran.code == 0, ran.err
    told = json.loads(ran.out)
    assert told["final"] is True
    assert told["pack"] == "insurance-hotline"
    assert {each.name for each in tmp_path.glob("*.html")} == {
        "statements-en.html", "floor-en.html", "kpi-en.html", "learning-en.html",
    }  # fmt: skip
    page = (tmp_path / "statements-en.html").read_text("utf-8")
    for line in (
        "bonus of team leads",
        "bonus of shift supervisors",
        "monthly score of a qa trainer",
        "points of the item × min(most that counts, monitoring done)",
    ):
        assert line in page.casefold()
    assert "item_points" not in page
