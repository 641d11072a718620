"""``ccops operations`` as somebody at a terminal sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Ran, Run

ASKED = ("--pack", "telecom-7x24", "--adapter", "asterisk-queue-log")


def report(run: Run, demo: Path, *words: str | Path) -> Ran:
    return run("operations", *ASKED, "--input", demo / "input", *words)


def test_a_day_has_the_values_that_kpi_shows_for_it(run: Run, demo: Path) -> None:
    log = demo / "input" / "calls" / "queue_log"
    shown = run("kpi", *ASKED, log, "--by", "day", "--json")
    by_day = {row["group"]["day"]: row["values"] for row in shown.json["rows"]}

    ran = report(run, demo, "--span", "day", "--on", "2026-10-15", "--json")

    assert ran.code == 0, ran.err
    found = ran.json["indicators"]
    for name in ("offered", "service_level", "connection_rate", "speed_of_answer"):
        assert found[name]["now"] == by_day["2026-10-15"][name], name
        assert found[name]["before"] == by_day["2026-10-14"][name], name
    assert sum(ran.json["outcomes"].values()) == found["offered"]["now"]


def test_a_month_is_held_against_the_targets_of_its_settlement(run: Run, demo: Path) -> None:
    page = demo / "monthly.html"
    words = ("--period", "2026-10", "--settlement", demo / "settlement")

    ran = report(run, demo, *words, "--locale", "zh_CN", "--format", "html", "-o", page)
    data = report(run, demo, *words, "--json").json

    assert ran.code == 0, ran.err
    text = page.read_text("utf-8")
    assert "2026-10 运营月报" in text
    assert "最需关注" in text
    assert set(data["targets"]) >= {"survey_transfer", "satisfaction", "floor_talk_met"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--span", "week", "--on", "2026-10-15"), "--span month"),
        (("--period", "2026-09"), "the settlement is of 2026-10, the report of 2026-09"),
    ],
)
def test_a_settlement_of_something_else_is_refused(
    run: Run, demo: Path, words: tuple[str, ...], told: str
) -> None:
    ran = report(run, demo, *words, "--settlement", demo / "settlement")

    assert ran.code == 2
    assert told in ran.err


def test_the_quality_of_a_month_is_shown_with_the_values_of_its_indicators(
    run: Run, demo: Path
) -> None:
    shown = report(run, demo, "--period", "2026-10", "--json").json["indicators"]
    words = ("quality", *ASKED, "--input", demo / "input", "--period", "2026-10")

    ran, page = run(*words, "--json"), run(*words, "--locale", "zh_CN")

    assert ran.code == 0, ran.err
    assert ran.json["indicators"]["call_evaluation"] == shown["call_evaluation"]
    assert all(each["lost"][0] >= 0 for each in ran.json["items"])
    assert "2026-10 质量报告" in page.out


def test_the_demo_tells_of_quality_what_the_verb_tells(run: Run, demo: Path) -> None:
    """The demo takes what it read and measured before; the verb reads and measures by itself."""
    words = ("quality", *ASKED, "--input", demo / "input", "--period", "2026-10")

    ran = run(*words, "--locale", "zh_CN", "--format", "html", "-o", demo / "own.html")

    assert ran.code == 0, ran.err
    assert (demo / "own.html").read_bytes() == (demo / "quality-zh_CN.html").read_bytes()
