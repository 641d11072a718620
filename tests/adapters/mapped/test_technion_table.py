"""A real week as a table of calls, against figures of two other programs.

The records are not the project's to hand on: the tests are skipped where they are absent.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
import yaml

from ccops.adapters import CSV_MAP, PARQUET_MAP, Intake, ReadOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SAMPLES = Path(
    os.environ.get("CCOPS_SAMPLE_DATA") or Path(__file__).parents[4] / "shared" / "data"
)
FOLDER = SAMPLES / "technion"
MAP = Path(__file__).parents[2] / "data" / "bank_week_map.yaml"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason=f"the sample week of a bank is not at {FOLDER}; CCOPS_SAMPLE_DATA says where it is",
)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "week1.truth.json").read_text("utf-8")))


#: The columns of the table that are no texts, typed.
TYPED: Final = {
    "date": "CAST(strptime(date, '%y%m%d') AS DATE)",
    **{
        name: f"CAST({name} AS TIME)"
        for name in ("vru_entry", "vru_exit", "q_start", "q_exit", "ser_start", "ser_exit")
    },
    **{name: f"CAST({name} AS INTEGER)" for name in ("call_id", "priority")},
    **{name: f"CAST({name} AS SMALLINT)" for name in ("vru_time", "q_time")},
    "ser_time": "CAST(ser_time AS BIGINT)",
}


def the_map() -> dict[str, Any]:
    written = MAP.read_text("utf-8")
    return dict(yaml.load(written, Loader=yaml.BaseLoader))  # noqa: S506 - makes texts only


def as_text(_: Path) -> Intake:
    options = ReadOptions(zone="Asia/Jerusalem", column_map=the_map())
    return CSV_MAP.read([FOLDER / "week1.tsv"], options)


def as_parquet(folder: Path) -> Intake:
    """The same table with a date, times of day and whole numbers in columns of their types."""
    duckdb = pytest.importorskip("duckdb", reason="tables in Parquet need the extra duckdb")
    typed = ", ".join(f"{sql} AS {name}" for name, sql in TYPED.items())
    table = f"read_csv('{FOLDER / 'week1.tsv'}', delim='\t', header=true, all_varchar=true)"
    path = folder / "week1.parquet"
    asked = f"SELECT * REPLACE ({typed}) FROM {table}"  # noqa: S608 - a test's own
    duckdb.connect().execute(f"COPY ({asked}) TO '{path}' (FORMAT parquet)")
    given = json.loads(json.dumps(the_map()).replace("%y%m%d", "%Y-%m-%d"))
    given["null_time"] = "'00:00:00' if duration 0"
    options = ReadOptions(zone="Asia/Jerusalem", column_map=given)
    return PARQUET_MAP.read([path], options)


@pytest.fixture(scope="module", params=[as_text, as_parquet], ids=["csv-map", "parquet-map"])
def intake(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Intake:
    read: Callable[[Path], Intake] = request.param
    return read(tmp_path_factory.mktemp("week"))


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
    head, *lines = (FOLDER / "week1.tsv").read_text("ascii").splitlines()
    assert head.startswith("vru+line")
    for row in visits:
        file, _, number = row["source_ref"].rpartition(":")
        is_text = file.endswith(".tsv")  # whose first line is its head
        fields = lines[int(number) - (2 if is_text else 1)].split("\t")
        day = dt.datetime.strptime(fields[5], "%y%m%d")  # noqa: DTZ007 - a day
        written = fields[5] if is_text else f"{day:%Y-%m-%d}"
        assert row["contact_id"] == "-".join((fields[0], fields[1], written))
