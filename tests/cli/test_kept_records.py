"""Records kept once, and measured, settled and explained as the logs they were read from."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import ccops
from tests.cli.people import highest_paid

if TYPE_CHECKING:
    from tests.cli.conftest import Run

pytest.importorskip("duckdb", reason="records in Parquet need the extra duckdb")

PACK: Final = "telecom-7x24"
LOG: Final = Path(__file__).parents[2] / "examples" / "data" / "queue_log"
ADAPTER: Final = ("--adapter", "asterisk-queue-log")


@pytest.fixture(scope="module")
def records(run: Run, demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records of the calls of the demo."""
    folder = tmp_path_factory.mktemp("records") / "kept"
    ran = run(
        "read", *ADAPTER, "--pack", PACK, "--aliases", demo / "input" / "agents.csv",
        demo / "input" / "calls" / "queue_log", "-o", folder,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture(scope="module")
def without_calls(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The input folder of the demo without its calls."""
    folder = tmp_path_factory.mktemp("inputs") / "input"
    shutil.copytree(demo / "input", folder, ignore=shutil.ignore_patterns("calls"))
    return folder


def settle(run: Run, folder: Path, output: Path, *words: str | Path) -> dict[str, bytes]:
    ran = run(
        "settle", "--pack", PACK, "--period", "2026-10", "--input", folder, *words,
        "-o", output,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    return {each.name: each.read_bytes() for each in output.iterdir()}


def test_a_month_settles_to_the_same_bytes(
    run: Run, demo: Path, records: Path, without_calls: Path, tmp_path: Path
) -> None:
    direct = settle(run, demo / "input", tmp_path / "direct", *ADAPTER)

    by_option = settle(run, without_calls, tmp_path / "option", "--records", records)
    shutil.copytree(records, without_calls / "calls")
    in_folder = settle(run, without_calls, tmp_path / "folder")
    shutil.rmtree(without_calls / "calls")

    assert by_option == direct
    assert in_folder == direct


def test_indicators_are_the_same(run: Run, demo: Path, records: Path) -> None:
    asked = ("kpi", "--pack", PACK, "--by", "queue,day", "--json")
    aliases = ("--aliases", demo / "input" / "agents.csv")

    direct = run(*asked, *ADAPTER, *aliases, demo / "input" / "calls" / "queue_log")
    found = run(*asked, "--records", records)

    assert direct.code == found.code == 0, found.err
    assert found.json == direct.json
    assert run(*asked, *aliases, "--records", records).out == direct.out


def test_an_explanation_ends_at_the_lines_of_the_log(run: Run, demo: Path, records: Path) -> None:
    employee, _ = highest_paid(demo)
    asked = ("explain", demo / "settlement", employee, "monthly_bonus", "--pack", PACK)

    direct = run(*asked, "--records", demo / "input", *ADAPTER)
    found = run(*asked, "--records", records, locale="zh_CN")

    assert direct.code == found.code == 0, found.err
    places = [each.strip() for each in direct.out.splitlines() if "queue_log:" in each]
    assert places
    assert set(places) <= {
        each.strip().removeprefix(f"{demo / 'input'}/") for each in found.out.splitlines()
    }
    assert "请用 --records 指定输入文件夹" in found.out


def test_reading_tells_what_was_read(run: Run, tmp_path: Path) -> None:
    asked = ("read", *ADAPTER, "--zone", "Asia/Shanghai", "--agent-pattern", "PJSIP/*", LOG)

    told = run(*asked, "-o", tmp_path / "r", locale="zh_CN")
    data = run(*asked, "-o", tmp_path / "r", "--format", "jsonl", "--json").json

    assert told.code == 0, told.err
    assert "queue_visit：64 条记录，3 天" in told.out
    assert f"记录已写入 {tmp_path / 'r'}" in told.out
    assert (data["schema"], data["form"]) == ("ccops.read/1", "jsonl")
    assert data["records"]["queue_visit"] == 64
    assert data["days"] == ["2026-10-12", "2026-10-13", "2026-10-14"]
    assert data["read"]["rows_in"] == data["read"]["accepted"] + data["read"]["duplicate"]
    assert (tmp_path / "r" / "queue_visit.jsonl").is_file()


def test_customers_are_kept_under_a_key(run: Run, tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"secret")

    run(
        "read", *ADAPTER, "--pack", PACK, "--customer-key", tmp_path / "key", LOG,
        "--format", "jsonl", "-o", tmp_path / "r",
    )  # fmt: skip

    lines = (tmp_path / "r" / "contact.jsonl").read_text().splitlines()
    kept = [json.loads(each)["customer_ref"] for each in lines]
    assert all(len(each) == 24 for each in kept if each is not None)
    assert any(kept)


def test_states_answer_as_the_records_do(run: Run, records: Path, tmp_path: Path) -> None:
    asked = ("--pack", PACK, "--by", "queue,day", "--json")
    states = ("states", tmp_path / "s", *asked)

    direct = run("kpi", *asked, "--records", records).json
    first = run(*states, "--records", records)
    again = run(*states, "--records", records).json
    alone = run(*states).json

    assert first.code == 0, first.err
    for found in (first.json, again, alone):
        assert found["rows"] == direct["rows"]
        assert found["indicators"] == direct["indicators"]
    assert len(first.json["measured"]["queue_visit"]) == 36
    assert not any(again["measured"].values())
    assert (alone["measured"], alone["dropped"]) == ({}, {})


def test_only_days_with_late_calls_are_measured_again(run: Run, tmp_path: Path) -> None:
    late = tmp_path / "late"
    late.write_text(
        "1791937800|9.1|sales|NONE|ENTERQUEUE||x|1\n1791937830|9.1|sales|NONE|ABANDON|1|1|30\n"
    )
    read = ("read", *ADAPTER, "--pack", PACK, "-o", tmp_path / "r", "--format", "jsonl")
    asked = ("--pack", PACK, "--by", "queue", "--json")
    states = ("states", tmp_path / "s", *asked, "--records", tmp_path / "r")

    run(*read, LOG)
    before = run(*states).json
    run(*read, LOG, late)
    after = run(*states).json
    whole = run("kpi", *asked, *ADAPTER, LOG, late).json

    assert after["measured"]["queue_visit"] == ["2026-10-14"]
    assert after["measured"]["offer"] == []
    assert after["rows"] == whole["rows"] != before["rows"]


def test_states_of_some_days_are_told(run: Run, tmp_path: Path) -> None:
    run("read", *ADAPTER, "--pack", PACK, LOG, "-o", tmp_path / "r")
    asked = ("states", tmp_path / "s", "--pack", PACK)
    days = ("--from", "2026-10-12", "--until", "2026-10-13")

    made = run(*asked, "--records", tmp_path / "r", locale="zh_CN")
    some = run(*asked, *days)

    assert made.code == some.code == 0, made.err + some.err
    assert f"已计量日期：3；已无记录的日期：0；保存于 {tmp_path / 's'}" in made.err
    assert "（offered）：64" in made.out
    assert f"answered from the states in {tmp_path / 's'}" in some.err
    assert "(offered): 48" in some.out


def test_service_levels_within_other_thresholds_are_asked_of_states(
    run: Run, tmp_path: Path
) -> None:
    run("read", *ADAPTER, "--pack", PACK, LOG, "-o", tmp_path / "r")
    states = ("states", tmp_path / "s", "--pack", PACK, "--by", "queue")
    within = ("--within", "15s", "--within", "25 s")

    made = run(*states, *within, "--records", tmp_path / "r", "--json")
    shown = run(*states, *within, "--locale", "zh_CN")
    parts, nothing = (run(*states, "--within", each, locale="en") for each in ("20.4s", "soon"))

    assert made.code == shown.code == 0, made.err + shown.err
    levels = {
        (each["contract"]["threshold_s"], each["group"]["queue"]): (each["of"], each["over"])
        for each in made.json["results"]
    }
    assert levels == {
        ("15", "refund"): (7, 11),
        ("15", "service"): (30, 48),
        ("25", "refund"): (10, 11),
        ("25", "service"): (34, 48),
    }
    assert made.json["volumes"] == []
    assert len(made.json["measured"]["queue_visit"]) == 3
    (refund,) = (each for each in shown.out.splitlines() if "25s" in each and "refund" in each)
    assert refund.split()[:3] == ["telecom_15s_within_25s", "queue=refund", "90.91%"]
    assert "25 秒内接起 ÷（接起 + 放弃）" in shown.out
    assert (parts.code, nothing.code) == (1, 1)
    assert "[threshold-parts]" in parts.err
    assert "ccops kpi --contracts --within 20.4s" in parts.err
    assert "[threshold-unread]" in nothing.err


def test_states_by_other_groups_are_refused(run: Run, tmp_path: Path) -> None:
    run("read", *ADAPTER, "--pack", PACK, LOG, "-o", tmp_path / "r")
    asked = ("states", tmp_path / "s", "--pack", PACK)
    run(*asked, "--records", tmp_path / "r", "--by", "queue")

    ran = run(*asked, "--by", "agent", locale="zh_CN")

    assert ran.code == 1
    assert "[states-otherwise]" in ran.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("states", "s", "--pack", PACK, "--from", "2026-10-02", "--until", "2026-10-01"),
            "--until is before --from",
        ),
        (("read", *ADAPTER, LOG, "-o", "r"), "--zone ZONE or --pack PACK"),
        (("kpi", "--pack", PACK), "--records DIR"),
        (("kpi", "--pack", PACK, LOG), "--adapter NAME"),
        (("kpi", "--pack", PACK, LOG, "--records", "."), "--records DIR"),
    ],
)
def test_what_is_left_out_is_asked_for(run: Run, words: tuple[str, ...], told: str) -> None:
    ran = run(*words)

    assert ran.code == 2
    assert told in ran.err


def test_calls_that_are_there_twice_are_refused(run: Run, demo: Path, records: Path) -> None:
    ran = run(
        "settle", "--pack", PACK, "--period", "2026-10", "--input", demo / "input",
        "--records", records, "--dry-run",
    )  # fmt: skip

    assert ran.code == 2
    assert "the calls are there twice" in ran.err


def test_records_read_otherwise_are_refused(run: Run, without_calls: Path, tmp_path: Path) -> None:
    for name, zone in (("elsewhere", "Europe/Berlin"), ("unnamed", "Asia/Shanghai")):
        run("read", *ADAPTER, "--zone", zone, LOG, "-o", tmp_path / name, "--format", "jsonl")

    asked = ("settle", "--pack", PACK, "--period", "2026-10", "--input", without_calls)
    found = [
        run(*asked, "--records", tmp_path / name, "--dry-run") for name in ("elsewhere", "unnamed")
    ]

    assert [each.code for each in found] == [1, 1]
    assert "[records-other-zone]" in found[0].err
    assert "[records-other-agents]" in found[1].err


def test_a_month_measures_a_folder_of_records(run: Run, tmp_path: Path) -> None:
    run("read", *ADAPTER, "--pack", PACK, LOG, "-o", tmp_path / "r")
    center = ccops.Center.open(PACK, plugins="installed")
    month = center.month(
        "2026-10", employees=[], decisions={"standard_days": 22, "award_themes": []}
    )

    read = month.records(center.read([LOG], adapter="asterisk-queue-log"))
    kept = month.records(tmp_path / "r")

    assert {name: list(each.rows()) for name, each in kept.items()} == {
        name: list(each.rows()) for name, each in read.items()
    }


@pytest.mark.parametrize("engine", ["sqlite3", "duckdb"])
def test_every_engine_shows_the_same_indicators(run: Run, records: Path, engine: str) -> None:
    asked = ("kpi", "--pack", PACK, "--records", records, "--by", "queue,day", "--json")

    found = run(*asked, "--engine", engine)

    assert found.code == 0, found.err
    assert json.loads(found.out) == json.loads(run(*asked).out)


def test_facts_are_those_of_the_rows_where_a_folder_is_measured_as_it_lies(
    records: Path, demo: Path
) -> None:
    center = ccops.Center.open(PACK, plugins="installed")
    with (demo / "input" / "employees.csv").open(encoding="utf-8", newline="") as stream:
        people = list(csv.DictReader(stream))
    month = center.month(
        "2026-10", employees=people, decisions={"standard_days": 22, "award_themes": []}
    )

    found = month.measure(records, engine="duckdb")

    wanted = month.measure(records)
    assert month.settle(found).to_dict() == month.settle(wanted).to_dict()


def test_what_says_how_files_are_read_is_not_passed_over_for_records(
    run: Run, tmp_path: Path
) -> None:
    kept, column_map = tmp_path / "kept", tmp_path / "map.yaml"
    column_map.write_text("record: [visit]\ncolumns: {queue: skill}\n")
    ran = run("read", *ADAPTER, "--pack", PACK, LOG, "-o", kept)
    assert ran.code == 0, ran.err

    by_pattern = run("kpi", "--pack", PACK, "--records", kept, "--agent-pattern", "Phone/*")
    by_map = run("kpi", "--pack", PACK, "--records", kept, "--map", column_map)
    limited = run("kpi", "--pack", PACK, "--records", kept, "--quarantine-limit", "5%")

    assert (by_pattern.code, by_map.code, limited.code) == (1, 2, 2)
    assert "--quarantine-limit does not go with --records" in limited.err
    assert "records-other-agents" in by_pattern.err
    assert "--map does not go with --records" in by_map.err


@pytest.mark.parametrize("key", [b"", b"k" * 65])
def test_a_customer_key_of_no_use_is_refused(run: Run, tmp_path: Path, key: bytes) -> None:
    secret = tmp_path / "secret.key"
    secret.write_bytes(key)

    ran = run(
        "read", *ADAPTER, "--pack", PACK, "--customer-key", secret, LOG, "-o", tmp_path / "kept"
    )

    assert ran.code == 2
    assert f"a key has 1 to 64 bytes; this file has {len(key)}" in ran.err
    assert not (tmp_path / "kept").exists()
