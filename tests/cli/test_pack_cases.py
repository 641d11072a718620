"""``ccops pack test``: what it prints, what it exits with, and the files it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run

PACK = """\
pack: {id: small, version: 1, zone: UTC, currency: CNY, locale: en, effective: 2026-01-01,
  jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles: {agent: {label: agent, source: M-01}}
populations: {agents: {is: "role == 'agent'"}}
facts: {score: {unit: points, range: '[0..100]', step: 0.01}}
bonuses:
  bonus:
    label: bonus
    for: agents
    payroll_code: B01
    columns: [{score: score, step: 0.01}]
    table: {hit: first, rows: [['>= 60', CNY 100]], otherwise: CNY 0}
    source: M-01
defaults: {role: agent, team: T, employment_type: full_time, hired_on: 2020-01-01, score: 80}
cases:
  PAID:
    period: 2026-10
    given: {score: 60}
    expect: {bonus: CNY 100}
    because: {zh: 及格, en: a pass}
    source: M-01
"""
FAILED = PACK.replace("expect: {bonus: CNY 100}", "expect: {bonus: CNY 1}").replace(
    "  PAID:", "  'PAID <&>':"
)


def written(folder: Path, text: str = PACK) -> Path:
    (folder / "small").mkdir()
    (folder / "small" / "pack.yaml").write_text(text, encoding="utf-8")
    return folder / "small"


def test_what_no_case_reaches_is_told_at_its_place(run: Run, tmp_path: Path) -> None:
    pack = written(tmp_path)
    ran = run("pack", "test", pack)

    assert ran.code == 0
    assert ran.err == ""
    lines = ran.out.splitlines()
    missed = "no case has 59.99 in score and only so misses the row >= 60"
    assert f"{pack}/pack.yaml:13:34: bonus: {missed}" in lines
    assert "  limits met and missed: 1 of 2" in lines
    assert lines[-1] == "1 passed, 0 failed"


def test_a_pack_with_mistakes_is_shown_as_a_check_shows_it(run: Run, tmp_path: Path) -> None:
    pack = written(tmp_path, PACK.replace("'>= 60'", "'≥ 60'"))
    ran = run("pack", "test", pack)

    assert (ran.code, ran.out) == (1, "")
    assert f"{pack}/pack.yaml:13:" in ran.err
    assert "'≥ 60'" in ran.err
    assert "    write '>= 60', in quotes as YAML text" in ran.err


def test_below_the_threshold_is_a_finding(run: Run, tmp_path: Path) -> None:
    pack = written(tmp_path)

    below, above = (
        run("pack", "test", pack, "--threshold", "90"),
        run("pack", "test", pack, "--threshold", "40"),
    )

    assert (below.code, above.code) == (1, 0)
    assert "coverage is below 90 %" in below.out
    assert "is below" not in above.out


def test_what_no_case_would_notice_is_told_old_and_new(run: Run, tmp_path: Path) -> None:
    pack = written(tmp_path)

    ran = run("pack", "test", pack, "--mutate", "--threshold", "1")
    strict = run("pack", "test", pack, "--mutate", "--threshold", "99")

    assert ran.code == 0, ran.out
    assert "small/pack.yaml:13:33: bonus: no case notices >= 59.99 instead of >= 60" in ran.out
    assert "mutation: " in ran.out
    assert strict.code == 1
    assert "the mutation score is below 99 %" in strict.out
    apart = ("--threshold", "1", "--mutation-threshold", "98")
    assert "the mutation score is below 98 %" in run("pack", "test", pack, "--mutate", *apart).out


def test_nothing_is_mutated_while_a_case_fails(run: Run, tmp_path: Path) -> None:
    ran = run("pack", "test", written(tmp_path, FAILED), "--mutate")

    assert ran.code == 1
    assert "mutation waits until all cases pass" in ran.out
    assert "PAID <&>: a pass (M-01)" in ran.out
    assert "0 passed, 1 failed" in ran.out


def test_some_cases_are_run_by_name_and_coverage_is_not_told(run: Run, tmp_path: Path) -> None:
    pack = written(tmp_path)

    ran = run("pack", "test", pack, "-k", "PAI")

    assert ran.out.splitlines() == ["1 passed, 0 failed"]
    assert run("pack", "test", pack, "-k", "nobody").code == 2
    refused = run("pack", "test", pack, "-k", "PAI", "--threshold", "90")
    assert (refused.code, "leave -k out" in refused.err) == (2, True)


def test_a_threshold_is_a_share_in_percent(run: Run, tmp_path: Path) -> None:
    assert run("pack", "test", written(tmp_path), "--threshold", "101").code == 2


def test_all_of_it_is_one_json_object(run: Run, tmp_path: Path) -> None:
    pack = written(tmp_path)

    found = run("pack", "test", pack, "--mutate", "--json").json

    assert found["schema"] == "ccops.pack-test/1"
    assert (found["passed"], found["failed"]) == (1, 0)
    coverage, mutation = found["coverage"], found["mutation"]
    assert coverage["points"] == coverage["hit"] + len(coverage["missed"])
    assert coverage["kinds"]["edge"] == {"hit": 1, "points": 2}
    assert mutation["mutants"] == sum(mutation[each] for each in ("killed", "refused", "survived"))
    assert {"section", "rule", "place", "old", "new", "within"} == set(mutation["survivors"][0])
    assert found == run("pack", "test", pack, "--mutate", "--json").json


def test_results_are_written_as_junit(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.xml"

    passed = run("pack", "test", written(tmp_path), "--junit", file)

    assert passed.code == 0
    root = ET.parse(file).getroot()  # noqa: S314 - our own file
    assert root.tag == "testsuites"
    (suite,) = root
    assert (suite.get("name"), suite.get("tests"), suite.get("failures")) == (
        "small/pack.yaml", "1", "0"
    )  # fmt: skip
    (case,) = suite
    assert (case.get("name"), case.get("file"), case.get("line")) == (
        "PAID", "small/pack.yaml", "17"
    )  # fmt: skip


def test_junit_holds_whatever_a_case_says(run: Run, tmp_path: Path) -> None:
    text = PACK.replace("expect: {bonus: CNY 100}", "expect: {bonus: 'CNY <1> & 2'}").replace(
        "  PAID:", "  'PAID <&>':"
    )
    file = tmp_path / "out.xml"

    ran = run("pack", "test", written(tmp_path, text), "--junit", file)

    assert ran.code == 1
    root = ET.parse(file).getroot()  # noqa: S314 - our own file
    for counted in (root, root[0]):
        assert [counted.get(each) for each in ("tests", "failures", "errors")] == ["1", "1", "0"]
    (case,) = root.iter("testcase")
    (failure,) = case
    assert case.get("name") == "PAID <&>"
    assert failure.tag == "failure"
    assert "expected CNY <1> & 2, found CNY 100.00" in (failure.text or "")


def test_a_case_that_cannot_be_run_is_an_error_of_junit(run: Run, tmp_path: Path) -> None:
    text = PACK.replace("period: 2026-10", "period: 2025-10")
    file = tmp_path / "out.xml"

    ran = run("pack", "test", written(tmp_path, text), "--junit", file)

    assert ran.code == 1
    root = ET.parse(file).getroot()  # noqa: S314 - our own file
    assert [root.get(each) for each in ("tests", "failures", "errors")] == ["1", "0", "1"]


def test_it_speaks_the_language_of_the_terminal(run: Run, tmp_path: Path) -> None:
    pack = written(tmp_path)

    assert "通过 1，未通过 0" in run("pack", "test", pack, locale="zh_CN").out
    assert "通過 1，未通過 0" in run("pack", "test", pack, "--locale", "zh_TW").out
