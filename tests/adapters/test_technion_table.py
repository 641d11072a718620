"""A real week as a table of calls, against figures of two other programs.

The records are not the project's to hand on: the tests are skipped where they are absent.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from ccops.adapters import CSV_MAP, Intake, ReadOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLES = Path(
    os.environ.get("CCOPS_SAMPLE_DATA") or Path(__file__).parents[3] / "shared" / "data"
)
FOLDER = SAMPLES / "technion"
MAP = Path(__file__).parents[1] / "data" / "bank_week_map.yaml"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason=f"the sample week of a bank is not at {FOLDER}; CCOPS_SAMPLE_DATA says where it is",
)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "week1.truth.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def intake() -> Intake:
    written = MAP.read_text("utf-8")
    column_map = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    options = ReadOptions(zone="Asia/Jerusalem", column_map=column_map)
    return CSV_MAP.read([FOLDER / "week1.tsv"], options)


@pytest.fixture(scope="module")
def visits(intake: Intake) -> list[Row]:
    records = intake["queue_visit"]
    return [dict(zip(records.kind.names, row, strict=True)) for row in records.rows()]


def level(rows: Iterable[Row], *, short: int = -1) -> dict[str, float]:
    """Return the figures of definition B in seconds; abandons within ``short`` are left out."""
    answered = [row["wait"] // 1_000 for row in rows if row["outcome"] == "answered"]
    left = [row["wait"] // 1_000 for row in rows if row["outcome"] == "abandoned"]
    left = [wait for wait in left if wait > short]
    talk = sum(row["talk_hold"] // 1_000 for row in rows if row["outcome"] == "answered")
    within, gone = sum(wait <= 20 for wait in answered), sum(wait <= 20 for wait in left)
    offered = len(answered) + len(left)
    figures = {
        "offered": offered,
        "answered": len(answered),
        "abandoned": len(left),
        "within": within,
        "aban_within": gone,
        "SL_answered": within / len(answered),
        "SL_offered": within / offered,
        "SL_excl_short_ab": within / (offered - gone),
        "SL_aban_ok": (within + gone) / offered,
        "abandon_rate": len(left) / offered,
        "ASA": sum(answered) / len(answered),
        "AHT": talk / len(answered),
        "mean_wait_aband": sum(left) / len(left),
        "max_wait": max(answered),
    }
    return {name: round(figure, 6) for name, figure in figures.items()}


def test_totals(visits: list[Row], truth: dict[str, Any]) -> None:
    assert truth["B_answered_is_named_server"] == level(visits)


def test_without_short_abandons(visits: list[Row], truth: dict[str, Any]) -> None:
    found = level(visits, short=5)

    assert truth["B_short5"]["offered"] == found["offered"]
    assert truth["B_short5"] == found


@pytest.mark.parametrize("queue", ["PS", "NW", "NE", "PE", "TT", "IN"])
def test_each_queue(visits: list[Row], truth: dict[str, Any], queue: str) -> None:
    assert truth[f"type_{queue}"] == level([row for row in visits if row["queue"] == queue])


def test_each_hour_in_which_calls_began(visits: list[Row], truth: dict[str, Any]) -> None:
    names = ("offered", "answered", "abandoned", "within20", "talk", "wait")
    hours: dict[str, dict[str, int]] = {}
    for row in visits:
        figures = hours.setdefault(str(row["contact_hour"]), dict.fromkeys(names, 0))
        answered = row["outcome"] == "answered"
        figures["offered"] += 1
        figures["answered" if answered else "abandoned"] += 1
        if answered:
            figures["within20"] += row["wait"] <= 20_000
            figures["talk"] += row["talk_hold"] // 1_000
            figures["wait"] += row["wait"] // 1_000

    assert truth["hour_of_day_B"] == hours


def test_each_agent(intake: Intake, truth: dict[str, Any]) -> None:
    columns = intake["handle_segment"].columns
    talks: defaultdict[str, list[int]] = defaultdict(list)
    for agent, talk in zip(columns["agent"], columns["talk_hold"], strict=True):
        assert isinstance(talk, int)
        talks[str(agent)].append(talk // 1_000)

    assert truth["per_agent_B"] == {
        agent: {"n": len(each), "talk": sum(each), "aht": round(sum(each) / len(each), 3)}
        for agent, each in talks.items()
    }


def test_each_day(visits: list[Row], truth: dict[str, Any]) -> None:
    days: defaultdict[str, int] = defaultdict(int)
    for row in visits:
        days[f"{dt.date.fromordinal(row['contact_day']):%y%m%d}"] += 1

    assert truth["per_day_offered_B"] == days


def test_every_row_is_accounted_for(intake: Intake) -> None:
    report = intake.report

    assert (report.rows_in, report.accepted, report.ignored, report.quarantined) == (
        9_007,
        8_160,
        847,
        0,
    )
    assert report.counts == {
        "answered-without-agent": 125,
        "duration-negative": 8,
        "row-excluded": 663,
        "row-skipped": 59,
    }


def test_calls_over_midnight_end_on_the_next_day(visits: list[Row]) -> None:
    over = [row for row in visits if row["end_day"] != row["arrival_day"]]

    assert [row["end_day"] - row["arrival_day"] for row in over] == [1, 1, 1]
    assert all(row["ended_ms"] > row["entered_ms"] for row in over)


def test_references_lead_to_the_row(visits: list[Row]) -> None:
    lines = (FOLDER / "week1.tsv").read_text("ascii").splitlines()
    for row in visits:
        fields = lines[int(row["source_ref"].rpartition(":")[2]) - 1].split("\t")
        assert row["contact_id"] == "-".join((fields[0], fields[1], fields[5]))
