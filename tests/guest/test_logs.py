"""What is logged: the steps of a month, by the standard library, and nothing about anybody."""

from __future__ import annotations

import csv
import logging
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

import ccops
from ccops.adapters import ReadOptions, Source
from ccops.cli.inputs import earlier_periods, read_month
from ccops.cli.reading import Calls
from ccops.testing.sample_calls_table import TABLE_ADAPTER
from ccops.testing.sample_files import CallsAs, write_month
from ccops.testing.sample_month import make_month

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
PERIOD: Final = "2026-10"
WHO: Final = frozenset({"employee_id", "name", "call_id", "caller", "agent", "by"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sample") / PERIOD
    write_month(make_month(7, seats=12), place, calls=CallsAs.TABLE)
    return place


def _whole_month(folder: Path, out: Path) -> ccops.Settlement:
    """Read, measure, settle, explain, report and hand on, as a host does."""
    center = ccops.Center.open("telecom-7x24")
    found = read_month(center, PERIOD, folder, Calls(adapter=TABLE_ADAPTER))
    found = found.starting_from(earlier_periods(found, None, None))
    settlement = found.month.settle(found.facts())
    who = settlement.employees[0]
    settlement.explain(who, "basic_pay", locale="zh_CN")
    center.report("statement", settlement, names=_names(folder)).write(out / "statement.html")
    center.export(settlement, {"shape": "long"}, release="draft").write(out / "payroll.csv")
    return settlement


def _names(folder: Path) -> dict[str, str]:
    return {row["employee_id"]: row["name"] for row in _rows(folder / "employees.csv")}


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        yield from csv.DictReader(opened)


def _about_people(folder: Path) -> set[str]:
    """Return every name, staff number, telephone number and id of a call in the input."""
    files = [*folder.glob("*.csv"), *folder.glob("calls/*.csv")]
    return {
        value
        for file in files
        for row in _rows(file)
        for column, value in row.items()
        if column in WHO and len(value) > 1
    }


def test_a_month_logs_its_steps_and_nobody(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    caplog.set_level(1, "ccops")

    settlement = _whole_month(folder, tmp_path)

    said = [f"{each.name} {each.getMessage()}" for each in caplog.records]
    assert {each.name for each in caplog.records} == {
        f"ccops.{step}" for step in ("pack", "read", "settle", "report", "export")
    }
    wanted = f"ccops.settle settled 2026-10, revision 1: {len(settlement.employees)} employees"
    assert any(each.startswith(wanted) for each in said)
    known = _about_people(folder)
    assert {*settlement.employees, *_names(folder).values()} <= known
    assert [(who, each) for who in known for each in said if who in each] == []
    assert [each for each in caplog.records if each.levelno > logging.INFO] == []


def test_a_refused_month_logs_nothing_of_what_is_wrong(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(1)
    center = ccops.Center.open("telecom-7x24")
    row = {"employee_id": "E1", "name": "欧阳静", "hired_on": "yesterday"}

    with pytest.raises(ccops.DataError):
        center.month(PERIOD, employees=[row], decisions={"award_themes": []})

    assert {each.name for each in caplog.records} == {"ccops.pack"}


def test_telephone_numbers_of_a_log_are_not_logged_neither_of_good_nor_of_bad_lines(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asterisk = pytest.importorskip("ccops_asterisk", reason="the plugin is not installed")
    caplog.set_level(1)
    lines = (
        "1791767014|1791767014.1|service|NONE|ENTERQUEUE||13912345678|1",
        "1791767019|1791767014.1|service|PJSIP/739001|CONNECT|5|1791767014.19|3",
        "yesterday|1791767520.2|service|PJSIP/739001|COMPLETEAGENT|13987654321",
    )
    center = ccops.Center.open("telecom-7x24", plugins=[asterisk])
    options = ReadOptions(zone=center.pack.zone, quarantine_limit=Fraction(1))

    center.read(
        [Source(name="13912345678.log", lines=lines)],
        adapter="asterisk-queue-log",
        options=options,
    )

    said = " ".join(each.getMessage() for each in caplog.records)
    assert "asterisk-queue-log read 3 rows: 0 duplicate, 0 ignored, 1 quarantined" in said
    assert [each for each in ("139", "739001", "1791767014") if each in said] == []


def test_nothing_is_printed_where_the_host_sets_no_handler(tmp_path: Path) -> None:
    script = (
        "import logging, ccops\n"
        "ccops.Center.open('base')\n"
        "logging.getLogger('ccops.pack').warning('heard')\n"
        "print(logging.getLogger().handlers, logging.getLogger('ccops').level)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ.get("PATH", "")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("[] 0\n", "")


def test_importing_ccops_loads_no_logging() -> None:
    script = "import sys, ccops; from ccops import Center; print('logging' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "False\n"
