"""The cases of a pack as pytest sees them: at their file and line, one load a session."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

import ccops.center
from ccops.testing.pytest_plugin import CaseFile, CaseItem, pytest_collect_file

if TYPE_CHECKING:
    from pathlib import Path

PACK = """\
pack: {id: small, version: 1, zone: UTC, currency: CNY, locale: en, effective: 2026-01-01,
  jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles: {agent: {label: agent, source: M-01}}
populations: {agents: {is: "role == 'agent'"}}
facts: {score: {unit: points, range: '[0..100]', step: 0.01}}
figures: {half: {for: agents, unit: points, is: score / 2, round: {to: 0.01, mode: half_up},
  source: M-01}}
defaults: {role: agent, team: T, employment_type: full_time, hired_on: 2020-01-01, score: 80}
"""
RIGHT = """\
cases:
  RIGHT-1:
    period: 2026-10
    expect: {half: 40}
    because: half of eighty
    source: M-01
    variants:
      - {given: {score: 50}, expect: {half: 25}}
"""
WRONG = """\
cases:
  WRONG-1:
    period: 2026-10
    expect: {half: 41}
    because: half of eighty
    source: M-01
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "small" / "cases").mkdir(parents=True)
    (tmp_path / "small" / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "small" / "cases" / "right.yaml").write_text(RIGHT, encoding="utf-8")
    return tmp_path


def file_of(request: pytest.FixtureRequest, path: Path) -> CaseFile:
    found = pytest_collect_file(path, request.session)
    assert isinstance(found, CaseFile)
    return found


def items_of(request: pytest.FixtureRequest, path: Path) -> list[CaseItem]:
    found = list(file_of(request, path).collect())
    assert all(isinstance(each, CaseItem) for each in found)
    return [each for each in found if isinstance(each, CaseItem)]


def add(folder: Path, name: str, text: str) -> Path:
    path = folder / "small" / "cases" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_case_and_variant_is_an_item_at_its_line(
    request: pytest.FixtureRequest, folder: Path
) -> None:
    path = folder / "small" / "cases" / "right.yaml"

    items = items_of(request, path)

    assert [each.reportinfo() for each in items] == [
        (path, 1, "RIGHT-1"),
        (path, 7, "RIGHT-1#2"),
    ]
    for each in items:
        each.runtest()


def test_a_failure_says_where_why_and_what_came_out(
    request: pytest.FixtureRequest, folder: Path
) -> None:
    (item,) = items_of(request, add(folder, "wrong.yaml", WRONG))

    with pytest.raises(pytest.fail.Exception) as failed:
        item.runtest()

    assert str(failed.value).splitlines() == [
        "small/cases/wrong.yaml:2:3: WRONG-1: half of eighty (M-01)",
        "  subject half: expected 41, found 40.00",
    ]
    assert not failed.value.pytrace


def test_a_pack_is_loaded_once_however_many_files_of_cases_it_has(
    request: pytest.FixtureRequest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [
        add(folder, f"more{number}.yaml", RIGHT.replace("RIGHT-1", f"MORE-{number}"))
        for number in range(3)
    ]
    loads = []
    load = ccops.center.load_pack

    def counted(*args: Any, **more: Any) -> object:
        loads.append(args)
        return load(*args, **more)

    monkeypatch.setattr(ccops.center, "load_pack", counted)

    assert [len(items_of(request, path)) for path in paths] == [2, 2, 2]
    assert len(loads) == 1


def test_what_is_wrong_with_cases_is_told_for_the_file_they_stand_in(
    request: pytest.FixtureRequest, folder: Path
) -> None:
    wrong = add(folder, "wrong.yaml", WRONG.replace("    because: half of eighty\n", ""))

    assert len(items_of(request, folder / "small" / "cases" / "right.yaml")) == 2
    with pytest.raises(CaseFile.CollectError, match="case-without-because"):
        items_of(request, wrong)


def test_a_pack_that_does_not_load_is_told_with_its_findings(
    request: pytest.FixtureRequest, folder: Path
) -> None:
    text = PACK.replace("score / 2", "scroe / 2")
    (folder / "small" / "pack.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(CaseFile.CollectError, match="unknown-name"):
        items_of(request, folder / "small" / "cases" / "right.yaml")


def test_other_files_are_left_alone(request: pytest.FixtureRequest, folder: Path) -> None:
    (folder / "cases").mkdir()
    beside_no_pack = folder / "cases" / "any.yaml"
    beside_no_pack.write_text("a: 1\n", encoding="utf-8")
    in_no_cases = folder / "small" / "pack.yaml"

    assert pytest_collect_file(beside_no_pack, request.session) is None
    assert pytest_collect_file(in_no_cases, request.session) is None
    assert pytest_collect_file(add(folder, "notes.md", "x"), request.session) is None


@pytest.mark.slow
def test_pytest_chooses_cases_by_name_and_writes_junit(folder: Path) -> None:
    add(folder, "wrong.yaml", WRONG)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]

    done = subprocess.run(
        [*command, "-k", "RIGHT or WRONG", "--junit-xml", "out.xml", "small"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 2 passed" in done.stdout
    assert "Traceback" not in done.stdout
    root = ET.parse(folder / "out.xml").getroot()  # noqa: S314 - our own file
    assert [each.get("name") for each in root.iterfind(".//testcase[failure]")] == ["WRONG-1"]
