"""What a correction changes of teams and of the center, and whose values made it so."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from ccops.center import Center
from ccops.errors import UnknownNameError
from ccops.facts import GroupKind
from ccops.messages import LOCALES, has_message
from ccops.settlement import CauseKind, Settlement, source
from ccops.testing.builders import an_employee_row
from ccops.values import NOT_APPLICABLE

if TYPE_CHECKING:
    from collections.abc import Mapping

PACK = """
pack:
  {id: put_right, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles:
  agent: {label: {zh: 客服代表, en: agent}, source: M-01}
  team_lead: {label: {zh: 组长, en: team lead}, source: M-01}
populations: {agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}}
facts:
  score: {label: {zh: 得分, en: score}, unit: points, range: '[0..100]', step: 0.01, optional: yes}
indicators:
  accuracy:
    label: {zh: 准确率, en: accuracy}
    over: activity
    ratio: {of: handled - errors, over: handled}
    better: higher
    by: [employee]
    source: M-02
figures:
  mean_score:
    - {for: teams, label: {zh: 平均得分, en: mean score}, round: {to: 0.01, mode: half_up},
       members: {mean: score, of: agents, over: team, if_none: missing}, source: M-02}
    - {for: center, label: {zh: 平均得分, en: mean score}, round: {to: 0.01, mode: half_up},
       members: {mean: score, of: agents, over: center, if_none: missing}, source: M-02}
  over_time:
    {for: teams, label: {zh: 两月平均, en: mean of two}, unit: points,
     is: 'mean_last(mean_score, 2, at_least=1)', round: {to: 0.01, mode: half_up}, source: M-02}
  level: {for: center, label: {zh: 水平, en: level}, unit: points, is: mean_score + 1,
          round: none, source: M-02}
  right: {for: teams, label: {zh: 准确, en: right}, unit: flag, is: accuracy >= 0.9, source: M-02}
"""
SCORES = {"E1": "80", "E2": "90", "E3": "70"}
TEAMS = {"E1": "A", "E2": "A", "E3": "B"}


@pytest.fixture(scope="module")
def center(tmp_path_factory: pytest.TempPathFactory) -> Center:
    folder = tmp_path_factory.mktemp("put_right")
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    return Center.open(folder)


def settled(
    center: Center,
    period: str = "2026-10",
    *,
    teams: Mapping[str, str] = TEAMS,
    roles: Mapping[str, str] | None = None,
    errors: int = 0,
    closing: Any = None,
    **scores: str,
) -> Settlement:
    people = [
        an_employee_row(each, team=team, role=(roles or {}).get(each, "agent"))
        for each, team in teams.items()
    ]
    month = center.month(period, employees=people, closing=closing)
    row = {"employee_id": "E1", "date": f"{period}-03", "kind": "x", "handled": "10"}
    facts = month.measure(source("activity", [{**row, "errors": str(errors)}]))
    given = {who: {"score": score} for who, score in {**SCORES, **scores}.items() if who in teams}
    return month.settle(facts.joined(given))


def causes(found: Any) -> set[tuple[str, str, str]]:
    return {(each.kind.value, each.employee, each.name) for each in found.causes}


def test_a_changed_score_moves_the_team_and_the_center_because_of_the_person(
    center: Center,
) -> None:
    found = settled(center, E1="84").diff(settled(center))

    changed = {(kind, each.employee, each.name) for kind, listed in found.groups.items()
               for each in listed}  # fmt: skip
    assert changed == {("team", "A", "over_time"), ("center", "center", "level")}
    (level,) = found.groups["center"]
    assert causes(level) == {("fact", "E1", "score")}
    change = found.about("team").of("A", "mean_score")
    assert causes(change) == {("fact", "E1", "score")}
    assert found.about("team").of("B", "mean_score").causes == ()


@pytest.mark.parametrize("kind", GroupKind)
def test_there_are_words_for_a_change_of_every_kind_of_group(kind: GroupKind) -> None:
    assert has_message(f"difference-line-{kind.value}")
    assert has_message(f"report-corrections-{kind.value}")


def test_what_is_measured_of_a_team_changes_by_itself(center: Center) -> None:
    found = settled(center, errors=2).diff(settled(center))

    (right,) = found.groups["team"]
    assert (right.before, right.after) == (True, False)
    assert causes(right) == {("fact", "A", "accuracy")}
    assert right.causes[0].after == Fraction(8, 10)


def test_who_came_to_a_team_or_left_it_is_a_cause(center: Center) -> None:
    found = settled(center, teams={**TEAMS, "E1": "B"}).diff(settled(center))

    change = found.about("team").of("B", "mean_score")
    assert causes(change) == {("person", "E1", "team")}
    new = settled(center, teams={**TEAMS, "E4": "C"}, E4="50").diff(settled(center))
    assert new.about("team").of("C", "mean_score").before is NOT_APPLICABLE
    assert new.about("team").of("C", "over_time").causes[0].kind is CauseKind.PERSON


def test_another_role_takes_somebody_out_of_those_who_are_gathered(center: Center) -> None:
    found = settled(center, roles={"E1": "team_lead"}).diff(settled(center))

    assert ("fact", "E1", "role") in causes(found.about("team").of("A", "mean_score"))


def test_an_earlier_month_is_a_cause_of_what_a_team_is_over_time(center: Center) -> None:
    before, after = settled(center, "2026-09"), settled(center, "2026-09", E1="60")
    one = settled(center, closing=before.closing)
    other = settled(center, closing=after.closing)

    found = other.diff(one)

    (over_time,) = found.groups["team"]
    assert {each.kind for each in over_time.causes} == {CauseKind.HISTORY}
    assert after.diff(before, later=[one]).stale == ("2026-10",)


@pytest.mark.parametrize("locale", LOCALES)
def test_it_is_told_in_words_and_as_data(center: Center, locale: str) -> None:
    found = settled(center, E1="84", errors=2).diff(settled(center))

    told = found.text(locale)
    data = json.loads(json.dumps(found.to_dict()))

    assert "difference-" not in told
    assert "A" in told
    assert "80" in told
    assert data["groups"]["team"][0] | {"causes": []} == {
        "team": "A", "figure": "over_time", "before": "85.00", "after": "87.00", "causes": [],
    }  # fmt: skip
    assert data["groups"]["center"][0]["causes"][0]["employee"] == "E1"


def test_the_same_month_again_changes_no_group(center: Center) -> None:
    found = settled(center).diff(settled(center))

    assert found.groups == {}
    assert found.to_dict()["groups"] == {}
    with pytest.raises(UnknownNameError):
        found.about("queue")
