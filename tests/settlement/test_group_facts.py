"""Facts a host hands in of teams and of the center, in Python and from files."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from ccops.center import Center
from ccops.cli.inputs import read_month
from ccops.cli.reading import Calls
from ccops.errors import DataError
from ccops.facts import GroupKind, given_facts
from ccops.hooks import gather
from ccops.messages import LOCALES
from ccops.rulepack import check
from ccops.rulepack.cases import read_cases, run_case
from ccops.settlement import source
from ccops.testing.builders import an_employee_row

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import CenterMonth

PACK = """
pack:
  {id: told, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2025-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles: {agent: {label: {zh: 客服代表, en: agent}, source: M-01}}
populations: {agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}}
facts:
  planned: {for: [teams, center], label: {zh: 计划人数, en: planned}, unit: count, optional: yes,
            range: '[0..500]'}
  score: {label: {zh: 得分, en: score}, unit: points, range: '[0..100]', step: 0.01}
  note: {for: [employees, teams], label: {zh: 记录, en: note}, unit: count, optional: yes,
         range: '[0..9]'}
indicators:
  accuracy:
    label: {zh: 准确率, en: accuracy}
    over: activity
    ratio: {of: handled - errors, over: handled}
    better: higher
    by: [employee]
    source: M-02
figures:
  graded: {for: agents, label: {zh: 得分加一, en: noted}, unit: points, is: score,
           round: {to: 0.01, mode: half_up}, source: M-02}
  noted: {for: agents, label: {zh: 有记录, en: noted}, unit: flag, is: known(note), source: M-02}
  people:
    for: teams
    label: {zh: 人数, en: people}
    members: {count: graded, of: agents, over: team, if_none: zero}
    source: M-02
  staffed: {for: teams, label: {zh: 到位率, en: staffed}, unit: ratio, is: people / planned,
            source: M-02}
  right: {for: teams, label: {zh: 准确, en: right}, unit: flag, is: accuracy >= 0.9, source: M-02}
  notes: {for: teams, label: {zh: 记录数, en: notes}, unit: count, is: 'coalesce(note, 0)',
          source: M-02}
  plan_of_all: {for: center, label: {zh: 计划, en: plan}, unit: count, is: 'coalesce(planned, 0)',
                source: M-02}
cases:
  staffed-team:
    period: 2026-10
    employees:
      E1: {role: agent, team: A, employment_type: full_time, hired_on: 2020-01-01, score: 80}
    teams_given: {A: {planned: 2, note: 3, accuracy: 95%}}
    center_given: {planned: 7}
    teams: {A: {staffed: 50%, notes: 3, right: yes}}
    center: {plan_of_all: 7}
    because: {zh: 一人到位, en: one of two is there}
    source: M-02
    variants:
      - {teams_given: {A: {planned: 4}}, teams: {A: {staffed: 25%, notes: 3}}}
"""
NOTE = """for: [employees, teams], label: {zh: 记录, en: note}, unit: count, optional: yes,
         range: '[0..9]'"""


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Center:
    folder = tmp_path_factory.mktemp("told")
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    return Center.open(folder)


def a_month(center: Center) -> CenterMonth:
    people = [an_employee_row(each, team=team) for each, team in (("E1", "A"), ("E2", "B"))]
    return center.month("2026-10", employees=people)


def codes(error: pytest.ExceptionInfo[DataError]) -> list[str]:
    found = error.value.diagnostics
    assert all(each.code not in each.text(locale) for each in found for locale in LOCALES)
    return [each.code for each in found]


def test_facts_of_groups_are_read_by_their_figures(center: Center) -> None:
    month = a_month(center)
    groups: dict[str, dict[str, dict[str, object]]] = {
        "team": {"A": {"planned": 2, "accuracy": "95%"}},
        "center": {"center": {"planned": 9}},
    }
    facts = month.facts({"E1": {"score": "80"}, "E2": {"score": "90"}}, groups=groups)

    settlement = month.settle(facts)

    teams = settlement.of("team")
    assert teams.value("A", "staffed") == Fraction(1, 2)
    assert teams.value("A", "right") is True
    assert teams.value("B", "right") is not True
    assert settlement.of("center").value("center", "plan_of_all") == 9


def test_a_fact_given_is_no_indicator_to_whoever_asks_why(center: Center) -> None:
    month = a_month(center)
    facts = month.facts(groups={"team": {"A": {"accuracy": "95%", "planned": 2}}})

    told = str(month.settle(facts).of("team").explain("A", "right", locale="en"))

    assert "95" in told
    assert "activity" not in told


def test_given_facts_of_groups_are_stored_and_read_back_to_the_byte(center: Center) -> None:
    month = a_month(center)
    settlement = month.settle(month.facts(groups={"team": {"B": {"accuracy": "95%"}}}))

    data = json.loads(json.dumps(settlement.to_dict()))

    assert data["facts"]["sheets"]["team"]["given"] == ["accuracy"]
    assert a_month(center).from_dict(data).to_json() == settlement.to_json()


@pytest.mark.parametrize(
    ("groups", "code"),
    [
        ({"team": {"C": {"planned": 1}}}, "unknown-group-id"),
        ({"center": {"south": {"planned": 1}}}, "unknown-group-id"),
        ({"queue": {"A": {"planned": 1}}}, "fact-subject-unknown"),
        ({"team": {"A": {"planed": 1}}}, "unknown-fact"),
        ({"team": {"A": {"score": 1}}}, "fact-of-employees"),
        ({"team": {"A": {"people": 1}}}, "fact-gathered"),
        ({"team": {"A": {"planned": 501}}}, "fact-out-of-range"),
        ({"team": {"A": {"planned": 0.5}}}, "fact-wrong"),
        ({"center": {"center": {"note": 1}}}, "fact-of-employees"),
    ],
)
def test_a_wrong_fact_of_a_group_is_told(center: Center, groups: Any, code: str) -> None:
    with pytest.raises(DataError) as error:
        a_month(center).facts(groups=groups)

    assert codes(error) == [code]


def test_what_was_measured_otherwise_is_not_given_over(center: Center) -> None:
    month = a_month(center)
    row = {"employee_id": "E1", "date": "2026-10-03", "kind": "x", "handled": "10", "errors": "5"}
    facts = month.measure(source("activity", [row]))

    same = facts.joined_groups({"team": {"A": {"accuracy": "50%"}}})
    assert same.sheets[GroupKind.TEAM].given == {"accuracy"}
    with pytest.raises(DataError) as error:
        facts.joined_groups({"team": {"A": {"accuracy": "60%"}}})
    assert codes(error) == ["fact-twice"]


# -- rows ---------------------------------------------------------------------------------------


def test_rows_say_whose_facts_they_are() -> None:
    rows = [
        {"employee_id": "E1", "score": "80", "planned": ""},
        {"subject_kind": "employee", "subject_id": "E2", "score": "70"},
        {"subject_kind": "team", "subject_id": "A", "planned": "20"},
        {"subject_kind": "center", "planned": "90"},
    ]

    given, problems = given_facts(rows)

    assert problems == ()
    assert given.employees == {"E1": {"score": "80"}, "E2": {"score": "70"}}
    assert given.groups == {
        "team": {"A": {"planned": "20"}},
        "center": {"center": {"planned": "90"}},
    }


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"score": "80"}], "fact-nobody"),
        ([{"subject_kind": "team", "planned": "2"}], "fact-nobody"),
        ([{"subject_kind": "teem", "subject_id": "A"}], "fact-subject-kind"),
        ([{"employee_id": "E1", "subject_kind": "team", "subject_id": "A"}], "fact-two-subjects"),
        ([{"subject_kind": "team", "subject_id": "A", "planned": n} for n in "23"], "fact-twice"),
    ],
)
def test_a_row_of_nobody_in_particular_is_told(rows: list[dict[str, object]], code: str) -> None:
    _, problems = given_facts(rows)

    assert [each.code for each in problems] == [code]
    assert all(code not in each.text(locale) for each in problems for locale in LOCALES)


# -- files --------------------------------------------------------------------------------------

EMPLOYEES = """employee_id,employment_type,role,team,hired_on
E1,full_time,agent,A,2020-01-01
E2,full_time,agent,B,2020-01-01
"""
FACTS = """subject_kind,subject_id,score,planned,note
,E1,80,,
employee,E2,90,,1
team,A,,2,
team,B,,,4
center,,,9,
"""


def read(center: Center, folder: Path, **files: str) -> Any:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        stem, _, ending = name.rpartition("_")
        (folder / f"{stem}.{ending}").write_text(text, encoding="utf-8")
    return read_month(center, "2026-10", folder, Calls(adapter=""))


def test_a_file_of_facts_has_rows_of_people_teams_and_the_center(
    center: Center, tmp_path: Path
) -> None:
    found = read(center, tmp_path / "in", employees_csv=EMPLOYEES, facts_csv=FACTS)

    settlement = found.month.settle(found.facts())

    assert settlement.value("E2", "noted") is True
    assert settlement.of("team").value("A", "staffed") == Fraction(1, 2)
    assert settlement.of("team").value("B", "notes") == 4
    assert settlement.of("center").value("center", "plan_of_all") == 9


def test_a_file_of_json_gives_the_same_facts_as_one_of_rows(
    center: Center, tmp_path: Path
) -> None:
    as_json = """[
  {"employee_id": "E1", "score": 80.00},
  {"employee_id": "E2", "score": 90, "note": 1},
  {"subject_kind": "team", "subject_id": "A", "planned": 2},
  {"subject_kind": "team", "subject_id": "B", "note": 4, "planned": null},
  {"subject_kind": "center", "planned": 9}
]"""
    rows = read(center, tmp_path / "rows", employees_csv=EMPLOYEES, facts_csv=FACTS)
    other = read(center, tmp_path / "json", employees_csv=EMPLOYEES, facts_json=as_json)

    one, two = (each.month.settle(each.facts()) for each in (rows, other))

    assert one.to_json() == two.to_json()


@pytest.mark.parametrize(
    ("row", "code", "line"),
    [
        ("team,C,,2,", "unknown-group-id", 7),
        ("team,A,88,,", "fact-of-employees", 7),
        ("team,B,,501,", "fact-out-of-range", 7),
        ("team,A,,3,", "fact-twice", 7),
        ("teem,A,,3,", "fact-subject-kind", 7),
    ],
)
def test_a_wrong_row_is_told_at_its_line(
    center: Center, tmp_path: Path, row: str, code: str, line: int
) -> None:
    found = read(center, tmp_path / "in", employees_csv=EMPLOYEES, facts_csv=f"{FACTS}{row}\n")

    with pytest.raises(DataError) as error:
        found.facts()

    assert [(each.code, str(each.span)) for each in error.value.diagnostics] == [
        (code, f"facts.csv:{line}:1")
    ]


def test_a_column_nobody_asks_for_is_told_at_a_row_that_has_it(
    center: Center, tmp_path: Path
) -> None:
    text = FACTS.replace("planned", "planed")
    found = read(center, tmp_path / "in", employees_csv=EMPLOYEES, facts_csv=text)

    with pytest.raises(DataError) as error:
        found.facts()

    assert {each.code for each in error.value.diagnostics} == {"unknown-fact"}
    assert all(str(each.span).startswith("facts.csv:") for each in error.value.diagnostics)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"employee_id": "E1"}', 1),
        ('[\n{"employee_id": "E1"},\n7]', 3),
        ('[\n{"employee_id": "E1", "score": [1]}]', 2),
        ('[\n{"employee_id": "E1", "employee_id": "E2"}]', 2),
        ('[\n{"employee_id": "E1", "score": NaN}]', 2),
        ('[\n{"employee_id": "E1"\n"score": 1}]', 3),
        ('[{"employee_id": "E1"}]\n[]', 2),
        ('[{"employee_id": "E1"} {"employee_id": "E2"}]', 1),
        ("[", 1),
    ],
)
def test_json_that_is_no_list_of_rows_is_told_at_its_line(
    center: Center, tmp_path: Path, text: str, line: int
) -> None:
    with pytest.raises(DataError) as error:
        read(center, tmp_path / "in", employees_csv=EMPLOYEES, facts_json=text)

    (found,) = error.value.diagnostics
    assert (found.code, str(found.span)) == ("input-unreadable", f"facts.json:{line}:1")


# -- what a pack says ---------------------------------------------------------------------------


def test_cases_give_facts_of_groups(center: Center) -> None:
    cases, problems = read_cases(center.pack)

    assert problems == ()
    assert [run_case(center.pack, each).differences for each in cases] == [(), ()]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("for: [teams, center], label", "for: [teams, centre], label", "fact-whose-unknown"),
        (NOTE, "for: teams, label: {zh: 记录, en: note}, unit: ratio, assigned: {of: role}",
         "fact-whose-assigned"),
        ("\n  accuracy:", "\n  planned:", "name-twice"),
        ("teams_given: {A: {planned: 2", "teams_given: {A: {planed: 2", "case-name-unknown"),
        ("center_given: {planned: 7}", "center_given: {planed: 7}", "case-name-unknown"),
        ("center_given: {planned: 7}", "center_given: [planned]", "case-written-otherwise"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_fact_of_a_group_is_told(
    tmp_path: Path, before: str, after: str, code: str
) -> None:
    assert before in PACK
    (tmp_path / "pack.yaml").write_text(PACK.replace(before, after, 1), encoding="utf-8")

    pack, found = check(tmp_path, gather(()).catalog)
    cases = read_cases(pack)[1] if pack is not None else ()

    assert code in [each.code for each in (*found, *cases)]
