"""Teams and the center on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

PACK = "telecom-7x24"
ADAPTER = "asterisk-queue-log"


@pytest.mark.parametrize(
    ("locale", "words"),
    [("en", "people were in it"), ("zh_CN", "本期所属"), ("zh_TW", "本期所屬")],
)
def test_the_center_is_explained_down_to_its_people(
    run: Any, demo: Path, locale: str, words: str
) -> None:
    ran = run(
        "explain", demo / "settlement", "--center", "attrition", "--pack", PACK,
        "--locale", locale,
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert words in ran.out
    assert "S2-13" in ran.out
    assert "explain-" not in ran.out
    assert len(ran.out.splitlines()) < 30


def test_a_team_is_explained_down_to_the_rows_of_the_roster(run: Any, demo: Path) -> None:
    ran = run(
        "explain", demo / "settlement", "--team", "A", "attendance_rate", "--pack", PACK,
        "--records", demo / "input", "--adapter", ADAPTER,
    )  # fmt: skip

    assert ran.code == 0, ran.err
    assert "roster.csv:" in ran.out


def test_the_explanation_of_a_group_is_data_too(run: Any, demo: Path) -> None:
    ran = run(
        "explain", demo / "settlement", "--team", "A", "agents_led", "--pack", PACK, "--json"
    )

    assert ran.json["team"] == "A"
    assert ran.json["trace"]["gathered"]["counted"] == ran.json["trace"]["value"]


@pytest.mark.parametrize(
    "words",
    [
        ("agents_led",),
        ("--team", "A", "001001", "agents_led"),
        ("--team", "A", "--center", "agents_led"),
        ("001001", "002002", "agents_led"),
    ],
)
def test_whose_figure_is_asked_for_is_said_once(
    run: Any, demo: Path, words: tuple[str, ...]
) -> None:
    ran = run("explain", demo / "settlement", *words, "--pack", PACK)

    assert ran.code == 2
    assert "--team" in ran.err


def test_a_team_nobody_is_in_is_told_by_name(run: Any, demo: Path) -> None:
    ran = run("explain", demo / "settlement", "--team", "Q", "agents_led", "--pack", PACK)

    assert ran.code != 0
    assert "team" in ran.err
    assert "Q" in ran.err
