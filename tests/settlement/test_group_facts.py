"""Facts of a larger subject read by a smaller one: of the center, a team, a project (§8)."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.center import Center
from ccops.hooks import gather
from ccops.messages import LOCALES, has_errors
from ccops.rulepack import check
from ccops.settlement import Settlement, source
from ccops.testing.builders import an_employee_row
from ccops.values import NOT_APPLICABLE, Missing

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.facts import Facts

PACK = """
pack:
  {id: upward, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles:
  agent: {label: {zh: 客服代表, en: agent}, source: M-01}
  lead: {label: {zh: 组长, en: lead}, source: M-01}
populations:
  leads: {label: {zh: 组长, en: leads}, is: "role == 'lead'"}
  large: {label: {zh: 大班组, en: large teams}, within: teams, is: staff_planned > 2}
projects:
  X: {label: {zh: 甲, en: X}, client: {zh: 甲方, en: A}, starts_on: 2025-01-01, source: M-03}
  Y: {label: {zh: 乙, en: Y}, client: {zh: 乙方, en: B}, starts_on: 2025-01-01, source: M-03}
parameters:
  least: {label: {zh: 下限, en: least}, unit: ratio, values: {2026-01-01: 90%}, source: M-02}
facts:
  staff_planned:
    {label: {zh: 计划人数, en: staff planned}, unit: count, for: [teams, projects],
     range: '[0..100]'}
  contract_met:
    {label: {zh: 合同达标, en: contract met}, unit: flag, for: center, optional: yes}
indicators:
  accuracy:
    label: {zh: 准确率, en: accuracy}
    over: activity
    ratio: {of: handled - errors, over: handled}
    better: higher
    by: [employee]
    source: M-02
figures:
  center_accuracy:
    {for: leads, label: {zh: 全中心准确率, en: accuracy of the center},
     group: {fact: accuracy, over: center}, source: M-02}
  team_accuracy:
    {for: leads, label: {zh: 本组准确率, en: accuracy of the team},
     group: {fact: accuracy, over: team}, source: M-02}
  project_planned:
    {for: leads, label: {zh: 项目计划人数, en: staff planned of the project},
     group: {fact: staff_planned, over: project}, source: M-02}
  project_planned_ever:
    {for: leads, label: {zh: 曾属项目计划人数, en: staff planned of the project he was in},
     group: {fact: staff_planned, over: project, assigned: any_day}, source: M-02}
  contract_kept:
    {for: leads, label: {zh: 合同达标, en: contract kept},
     group: {fact: contract_met, over: center}, source: M-02}
  kept: {for: leads, label: {zh: 守约, en: kept}, unit: flag,
     is: contract_kept if known(contract_kept) else no, source: M-02}
  good: {for: leads, label: {zh: 好, en: good}, unit: flag, is: center_accuracy >= least,
     source: M-02}
  before: {for: leads, label: {zh: 上月, en: the month before}, unit: ratio,
     is: previous(center_accuracy), source: M-02}
  planned:
    {for: large, label: {zh: 大班组计划, en: planned of a large team}, unit: count,
     is: staff_planned, source: M-02}
  whole:
    {for: teams, label: {zh: 全中心准确率, en: accuracy of the center},
     group: {fact: accuracy, over: center}, source: M-02}
  ahead: {for: teams, label: {zh: 高于中心, en: ahead of the center}, unit: flag,
     is: accuracy > whole, source: M-02}
  crew:
    for: teams
    label: {zh: 人数, en: crew}
    members: {count: employed_days, of: employees, over: team, if_none: zero}
    source: M-02
"""
WHOLE = """{for: teams, label: {zh: 全中心准确率, en: accuracy of the center},
     group: {fact: accuracy, over: center}"""
ROWS = {"E1": (10, 0), "E2": (10, 2), "E3": (100, 50), "L1": (10, 1), "L2": (10, 1)}
PEOPLE = {"E1": "A", "E2": "A", "E3": "B", "L1": "A", "L2": "B"}
PLANNED = {"project": {"X": {"staff_planned": 7}, "Y": {"staff_planned": 9}}}


def opened(folder: Path, before: str = "", after: str = "") -> Path:
    assert before in PACK
    (folder / "pack.yaml").write_text(PACK.replace(before, after, 1), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def upward(tmp_path_factory: pytest.TempPathFactory) -> Center:
    return Center.open(opened(tmp_path_factory.mktemp("upward")))


def people() -> list[dict[str, str]]:
    return [
        an_employee_row(each, team=team, role="lead" if each.startswith("L") else "agent")
        for each, team in PEOPLE.items()
    ]


def move(who: str, what: str, value: str, first: str, until: str = "") -> dict[str, str]:
    return {"employee_id": who, "what": what, "value": value, "from": first, "until": until}


def measured(
    center: Center,
    moves: list[dict[str, str]] | None = None,
    rows: dict[str, tuple[int, int]] | None = None,
    closing: Any = None,
    period: str = "2026-02",
) -> tuple[Any, Facts]:
    month = center.month(period, employees=people(), assignments=moves or [], closing=closing)
    listed = [
        {
            "employee_id": who, "date": f"{period}-20", "kind": "order",
            "handled": str(handled), "errors": str(errors),
        }
        for who, (handled, errors) in (ROWS if rows is None else rows).items()
    ]  # fmt: skip
    return month, month.measure(source("activity", listed))


def settled(center: Center, *about: Any, **named: Any) -> Settlement:
    month, facts = measured(center, *about, **named)
    settlement: Settlement = month.settle(facts)
    return settlement


IN_ONE = [move("L1", "project", "X", "2026-02-01"), move("L2", "project", "X", "2026-02-01")]
IN_TWO = [*IN_ONE, move("L2", "project", "Y", "2026-02-10")]


def test_what_is_measured_of_the_center_is_read_by_those_in_it(upward: Center) -> None:
    settlement = settled(upward)

    whole = Fraction(10 + 8 + 50 + 9 + 9, 140)
    assert settlement.of("center").value("center", "accuracy") == whole
    assert [settlement.value(each, "center_accuracy") for each in ("L1", "L2")] == [whole, whole]
    assert settlement.value("L1", "good") is False
    assert settlement.value("E1", "center_accuracy") is NOT_APPLICABLE


def test_of_teams_each_reads_his_own_on_his_last_day(upward: Center) -> None:
    stayed = settled(upward)
    moved = settled(upward, [move("L1", "team", "B", "2026-02-25")])

    assert stayed.value("L1", "team_accuracy") == Fraction(27, 30)
    assert stayed.value("L2", "team_accuracy") == Fraction(59, 110)
    assert moved.value("L1", "team_accuracy") == Fraction(59, 110)


def test_who_is_in_no_project_or_in_several_reads_none_and_is_told_why(upward: Center) -> None:
    month, facts = measured(upward, IN_TWO)
    settlement = month.settle(facts.joined_groups(PLANNED))
    nobody = settled(upward)

    assert settlement.value("L1", "project_planned") == 7
    assert settlement.value("L2", "project_planned") is Missing.SEVERAL_GROUPS
    assert nobody.value("L1", "project_planned") is Missing.NO_GROUP
    (found,) = {
        each.args["employees"] for each in settlement.diagnostics if each.code == "group-several"
    }
    assert found == "L2 (X, Y)"
    assert "L2" in str(settlement.explain("L2", "project_planned"))


def test_on_any_day_a_project_that_was_left_is_read_too(upward: Center) -> None:
    moves = [move("L1", "project", "X", "2026-02-01", "2026-02-10")]
    month, facts = measured(upward, moves)
    settlement = month.settle(facts.joined_groups(PLANNED))

    assert settlement.value("L1", "project_planned") is Missing.NO_GROUP
    assert settlement.value("L1", "project_planned_ever") == 7


def test_a_reason_why_the_fact_is_missing_is_carried(upward: Center) -> None:
    none = settled(upward, rows={"E1": (0, 0)})
    month = upward.month("2026-02", employees=people())
    not_measured = month.settle(month.facts())

    assert none.value("L1", "center_accuracy") is Missing.ZERO_BASE
    assert none.value("L1", "good") is Missing.ZERO_BASE
    assert not_measured.value("L1", "center_accuracy") is Missing.NO_RECORDS
    assert not_measured.value("L1", "contract_kept") is Missing.NO_RECORDS
    assert settled(upward, IN_ONE).value("L1", "project_planned") is Missing.NOT_MEASURED


def test_what_a_host_gives_of_the_center_is_read(upward: Center) -> None:
    month, facts = measured(upward)
    joined = facts.joined_groups({"center": {"center": {"contract_met": "yes"}}})

    assert month.settle(joined).value("L1", "contract_kept") is True
    assert month.settle(joined).value("L2", "kept") is True
    assert month.settle(facts).value("L2", "kept") is False


def test_a_team_reads_the_center(upward: Center) -> None:
    teams = settled(upward).of("team")

    assert teams.value("A", "whole") == teams.value("B", "whole") == Fraction(86, 140)
    assert [teams.value(each, "ahead") for each in "AB"] == [True, False]


def test_windows_go_back_to_what_was_read_before(upward: Center) -> None:
    january = settled(upward, rows={"E1": (10, 5)}, period="2026-01")
    february = settled(upward, closing=january.closing)

    assert february.value("L1", "before") == Fraction(1, 2)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_explanation_goes_on_into_the_fact_of_the_group(upward: Center, locale: str) -> None:
    settlement = settled(upward)

    told = settlement.explain("L1", "good", locale=locale)
    team = settlement.of("team").explain("A", "ahead", locale=locale)

    assert "center_accuracy" in str(told)
    assert "2026-02-01" in str(told)  # over which days the center was measured
    assert "2026-02-01" in str(team)
    assert "explain-" not in str(told) + str(team)
    (read,) = told.to_dict()["trace"]["inputs"]
    assert read["groups"] == {"kind": "center", "ids": ["center"]}
    (fact,) = read["inputs"]
    assert (fact["name"], fact["kind"], fact["value"]) == ("accuracy", "measured", [43, 70])
    assert fact["value"] == read["value"]


def test_evidence_of_what_was_read_are_the_records_of_the_group(upward: Center) -> None:
    from ccops.cli.evidence import measured_facts

    settlement = settled(upward)

    assert measured_facts(settlement.trace("L1", "good"), "", "L1") == (
        ("center", "center", "accuracy"),
    )
    assert measured_facts(settlement.trace("L1", "team_accuracy"), "", "L1") == (
        ("team", "A", "accuracy"),
    )


def test_a_correction_says_what_the_group_has_otherwise(upward: Center) -> None:
    before = settled(upward)
    after = settled(upward, rows={**ROWS, "E3": (100, 0)})
    moved = settled(upward, [move("L1", "team", "B", "2026-02-25")])

    causes = after.diff(before)._why.causes("L1", "center_accuracy")
    assert [(x.group, x.employee, x.name, x.before, x.after) for x in causes] == [
        ("center", "center", "accuracy", Fraction(43, 70), Fraction(136, 140))
    ]
    (cause,) = moved.diff(before)._why.causes("L1", "team_accuracy")
    assert (cause.kind.value, cause.employee, cause.name) == ("person", "L1", "team")


def test_it_is_stored_read_back_and_pickled_to_the_byte(upward: Center) -> None:
    settlement = settled(upward, IN_ONE)
    assert settlement.explain("L1", "good").lines()
    data = json.loads(json.dumps(settlement.to_dict()))
    again = upward.month("2026-02", employees=people(), assignments=IN_ONE).from_dict(data)

    assert again.to_json() == settlement.to_json()
    assert again.digest == settlement.digest
    copied = pickle.loads(pickle.dumps(settlement))  # noqa: S301 - our own bytes
    assert copied.value("L2", "center_accuracy") == settlement.value("L2", "center_accuracy")


def test_another_value_of_the_center_makes_another_digest(upward: Center) -> None:
    one, other = settled(upward), settled(upward, rows={**ROWS, "E3": (100, 49)})

    assert one.digest != other.digest
    assert one.manifest.facts_digest != other.manifest.facts_digest


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("{fact: accuracy, over: center}", "{fact: accurcy, over: center}", "group-fact-unknown"),
        ("{fact: staff_planned, over: project}", "{fact: contract_met, over: project}",
         "group-fact-unknown"),
        ("{fact: accuracy, over: team}", "{fact: crew, over: team}", "group-fact-worked-out"),
        ("{fact: accuracy, over: team}", "{fact: accuracy, over: teem}", "group-not-larger"),
        (WHOLE, WHOLE.replace("over: center", "over: team"), "group-not-larger"),
        (WHOLE, WHOLE.replace("for: teams", "for: center"), "group-not-larger"),
        ("unit: flag, is: center_accuracy >= least", "unit: count, is: center_accuracy",
         "unit-declared"),
        ("is: contract_kept if known(contract_kept) else no", "is: contract_kept >= 1",
         "unit-clash"),
        ("group: {fact: accuracy, over: center}, source: M-02}\n  team_accuracy",
         "group: {fact: accuracy, over: center}, is: least, source: M-02}\n  team_accuracy",
         "figure-needs-one"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_of_a_group_is_told(
    tmp_path: Path, before: str, after: str, code: str
) -> None:
    _, found = check(opened(tmp_path, before, after), gather(()).catalog)

    assert has_errors(found)
    assert code in [each.code for each in found]
    assert all(each.code not in each.text(locale) for each in found for locale in LOCALES)


@given(
    rows=st.dictionaries(
        st.sampled_from(sorted(PEOPLE)), st.tuples(st.integers(1, 60), st.integers(0, 60))
    ),
    teams=st.lists(st.sampled_from("ABC"), min_size=2, max_size=2),
)
def test_everybody_in_a_group_reads_what_the_group_has(
    upward: Center, rows: dict[str, tuple[int, int]], teams: list[str]
) -> None:
    right = {who: (of, min(of, bad)) for who, (of, bad) in rows.items()}
    moves = [move(f"L{n}", "team", team, "2026-02-11") for n, team in enumerate(teams, 1)]

    settlement = settled(upward, moves, right)

    center, by_team = settlement.of("center"), settlement.of("team")
    for who, team in zip(("L1", "L2"), teams, strict=True):
        whole = settlement.value(who, "center_accuracy")
        assert whole == center.value("center", "accuracy") == by_team.value(team, "whole")
        assert settlement.value(who, "team_accuracy") == by_team.value(team, "accuracy")
        for figure in ("center_accuracy", "team_accuracy", "good"):
            trace = settlement.trace(who, figure)
            read = trace if trace.groups is not None else trace.inputs[0]
            assert [each.value.cell for each in read.inputs] == [read.value.cell]


@given(who=st.sampled_from(["L1", "L2"]))
def test_one_employee_reads_as_in_the_run_of_all(upward: Center, who: str) -> None:
    from ccops.plan import run_plan

    month, facts = measured(upward)
    bulk = month.settle(facts)

    alone = run_plan(month.month.rules.plan, facts.of([who]))

    for column in alone.figures.values():
        if 0 in column.members:
            assert column.at(0) == bulk.results.figures[column.step.key].at(bulk.row_of(who))
