"""A real week as queue_log, against figures of two other programs.

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
from ccops_asterisk import QueueLogAdapter

from ccops.adapters import Intake, ReadOptions

if TYPE_CHECKING:
    from collections.abc import Iterable

SAMPLES = Path(
    os.environ.get("CCOPS_SAMPLE_DATA") or Path(__file__).parents[4] / "shared" / "data"
)
FOLDER = SAMPLES / "technion"
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
    options = ReadOptions(zone="Asia/Jerusalem", agent_pattern="Agent/*")
    return QueueLogAdapter().read([FOLDER / "week1.queue_log"], options)


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


def test_every_row_is_taken(intake: Intake) -> None:
    report = intake.report

    assert (report.rows_in, report.accepted) == (23_624, 23_624)
    assert not report.counts
