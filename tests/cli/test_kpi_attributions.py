"""``--attributions``: credit under every policy, and what each pays."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

PACK = Path(__file__).parents[2] / "examples" / "data" / "whose-calls"
ADAPTER = "asterisk-queue-log"
LOG = """\
1791767000|1|sales|NONE|ENTERQUEUE||0|1
1791767005|1|sales|Agent/A|CONNECT|5|1.1|0
1791767065|1|sales|Agent/A|BLINDTRANSFER|billing|ctx|5|60|1
1791767065|1|billing|NONE|ENTERQUEUE||0|1
1791767070|1|billing|Agent/B|CONNECT|5|1.1|0
1791767250|1|billing|Agent/B|COMPLETECALLER|5|180|1
"""
OWNERS = "队列,工号\nsales,L\n"
PEOPLE = "employee_id,employment_type,role,team,hired_on\n" + "".join(
    f"{each},full_time,agent,T,2026-01-01\n" for each in "ABL"
)


def test_the_credit_of_every_agent_is_shown_under_every_policy(run: Run, tmp_path: Path) -> None:
    log, owners = tmp_path / "queue_log", tmp_path / "owners.csv"
    log.write_text(LOG)
    owners.write_text(OWNERS)
    verb = ("kpi", "--pack", PACK, "--adapter", ADAPTER, log, "--attributions")
    told = ("--owners", owners, "--agent-pattern", "Agent/*")

    ran, shown = run(*verb, *told, "--json"), run(*verb, *told, locale="zh_CN")

    assert ran.code == 0, ran.err
    assert ran.json["contacts"] == 1
    assert ran.json["agents"]["A"] == {
        "first_agent": 1_000_000,
        "last_agent": 0,
        "each_segment": 500_000,
        "talk_share": 250_000,
        "queue_owner": 0,
    }
    assert ran.json["agents"]["L"]["queue_owner"] == 1_000_000
    assert "每段均分" in shown.out
    assert "0.25" in shown.out


@pytest.fixture
def month(tmp_path: Path) -> Path:
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "queue_log").write_text(LOG.replace("Agent/", ""))
    (tmp_path / "queue_owners.csv").write_text(OWNERS)
    (tmp_path / "employees.csv").write_text(PEOPLE)
    return tmp_path


def test_a_month_is_settled_under_every_policy(run: Run, month: Path) -> None:
    verb = ("cost", "--pack", PACK, "--period", "2026-10", "--input", month)

    ran = run(*verb, "--adapter", ADAPTER, "--attributions", "--json")

    assert ran.code == 0, ran.err
    (costs,) = ran.json["costs"]
    assert costs["taken"] == "each_segment"
    by_policy = {each["reading"]: each for each in costs["readings"]}
    assert {each["total"] for each in by_policy.values()} == {"2.00"}
    assert by_policy["first_agent"]["moved"] == ["A", "B"]
    assert by_policy["queue_owner"]["moved"] == ["A", "B", "L"]


def test_a_month_of_records_that_were_read_before_costs_the_same(run: Run, month: Path) -> None:
    verb = ("cost", "--pack", PACK, "--period", "2026-10", "--input", month)
    asked = ("--attributions", "--json")
    of_files = run(*verb, "--adapter", ADAPTER, *asked)
    log, kept = month / "calls" / "queue_log", month.parent / "kept"
    read = run("read", "--adapter", ADAPTER, "--pack", PACK, log, "--format", "jsonl", "-o", kept)
    assert read.code == 0, read.err

    twice = run(*verb, "--records", kept, *asked)
    shutil.rmtree(month / "calls")
    of_records = run(*verb, "--records", kept, *asked)
    limited = run(*verb, "--records", kept, "--quarantine-limit", "2%", *asked)

    assert of_records.json == of_files.json
    assert (twice.code, limited.code) == (2, 2)
    assert "--quarantine-limit does not go with --records" in limited.err


def test_costs_of_nothing_are_wrong_usage(run: Run, month: Path) -> None:
    ran = run("cost", "--pack", PACK, "--period", "2026-10", "--input", month)

    assert ran.code == 2
    assert "--attributions" in ran.err


def test_owners_that_contradict_are_told(run: Run, month: Path) -> None:
    (month / "queue_owners.csv").write_text("queue,employee_id\nsales,L\nsales,A\n")

    ran = run(
        "cost", "--pack", PACK, "--period", "2026-10", "--input", month, "--adapter", ADAPTER,
        "--attributions",
    )  # fmt: skip

    assert ran.code == 1
    assert "sales belongs to L and to A" in ran.err
