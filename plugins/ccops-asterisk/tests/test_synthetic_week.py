"""The synthetic week against figures that SQL computed over what was drawn."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from ccops_asterisk import QueueLogAdapter

from ccops.adapters import Intake, ReadOptions
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WEEK = Path(__file__).parents[3] / "tests" / "data" / "synthetic_week"
Row = dict[str, Any]


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return dict(json.loads((WEEK / "truth.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def intake() -> Intake:
    return QueueLogAdapter().read([WEEK / "queue_log"], ReadOptions(zone="America/New_York"))


@pytest.fixture(scope="module")
def visits(intake: Intake) -> list[Row]:
    records = intake["queue_visit"]
    return [dict(zip(records.kind.names, row, strict=True)) for row in records.rows()]


def figures(rows: Iterable[Row]) -> dict[str, int | None]:
    """Return the figures of some visits, in whole seconds, by plain counting."""
    listed = list(rows)
    answered = [row for row in listed if row["outcome"] == "answered"]
    waits = sorted(row["wait"] // 1_000 for row in answered)
    talks = [row["talk_hold"] // 1_000 for row in answered if isinstance(row["talk_hold"], int)]
    nearest = -(-95 * len(waits) // 100) - 1
    return {
        "offered": len(listed),
        "answered": len(answered),
        "abandoned": sum(row["outcome"] == "abandoned" for row in listed),
        "within_20": sum(wait <= 20 for wait in waits),
        "talk": sum(talks),
        "wait": sum(waits),
        "longest_wait": waits[-1] if waits else None,
        "p95_wait": waits[nearest] if waits else None,
        "transfers": sum(row["transferred"] for row in listed),
    }


def grouped(rows: Iterable[Row], key: Callable[[Row], Any]) -> dict[str, Any]:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if not isinstance(key(row), Missing):
            groups[str(key(row))].append(row)
    return {name: figures(members) for name, members in groups.items()}


def local_day(row: Row) -> dt.date:
    return dt.date.fromordinal(row["arrival_day"])


def test_totals(visits: list[Row], truth: dict[str, Any]) -> None:
    assert truth["totals"] == figures(visits)


@pytest.mark.parametrize(
    ("group", "key"),
    [
        ("queue", lambda row: row["queue"]),
        ("half_hour", lambda row: row["arrival_half_hour"]),
        ("day", local_day),
        ("agent", lambda row: row["agent"]),
    ],
    ids=["queue", "half-hour", "day", "agent"],
)
def test_groups(
    visits: list[Row], truth: dict[str, Any], group: str, key: Callable[[Row], Any]
) -> None:
    assert truth[group] == grouped(visits, key)


def test_every_visit_has_one_outcome(visits: list[Row], truth: dict[str, Any]) -> None:
    counted: defaultdict[str, int] = defaultdict(int)
    for row in visits:
        counted[row["outcome"]] += 1

    assert truth["outcomes"] == counted
    assert sum(truth["outcomes"].values()) == truth["totals"]["offered"]


def test_every_row_is_accounted_for(intake: Intake, truth: dict[str, Any]) -> None:
    report = intake.report

    assert truth["rows"] == {name: getattr(report, name) for name in truth["rows"]}


def test_the_half_hours_of_the_clock_change_are_told_apart(visits: list[Row]) -> None:
    twice = {
        row["arrival_half_hour"]
        for row in visits
        if local_day(row) == dt.date(2026, 11, 1) and row["arrival_hour"] == 1
    }

    assert twice == {1_793_509_200, 1_793_511_000, 1_793_512_800, 1_793_514_600}


def test_conversations_are_those_of_the_answered_visits(
    intake: Intake, truth: dict[str, Any]
) -> None:
    columns = intake["handle_segment"].columns
    talks = [each // 1_000 for each in columns["talk_hold"] if isinstance(each, int)]

    assert len(columns["agent"]) == truth["totals"]["answered"]
    assert sum(talks) == truth["totals"]["talk"]
    assert sum(each != "none" for each in columns["transfer"]) == truth["totals"]["transfers"]


def test_references_lead_to_the_lines_they_name(intake: Intake) -> None:
    lines = (WEEK / "queue_log").read_text("utf-8").split("\n")
    segments = intake["handle_segment"].columns
    for reference, agent in zip(segments["source_ref"], segments["agent"], strict=True):
        fields = lines[int(str(reference).rpartition(":")[2]) - 1].split("|")
        assert fields[3] == agent
        assert fields[4] in ("CONNECT", "COMPLETECALLER")


def test_the_committed_week_is_what_its_program_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(WEEK / "generate.py"), str(tmp_path)], check=True)

    for name in ("queue_log", "truth.json"):
        assert (tmp_path / name).read_bytes() == (WEEK / name).read_bytes()
