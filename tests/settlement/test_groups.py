"""Teams and the center as subjects of their own: measured, gathered, compared, explained."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.center import Center
from ccops.errors import UnknownNameError
from ccops.hooks import gather
from ccops.messages import LOCALES, has_errors
from ccops.rulepack import check
from ccops.settlement import Settlement, source
from ccops.testing.builders import an_employee_row
from ccops.values import Missing

if TYPE_CHECKING:
    from pathlib import Path

PACK = """
pack:
  {id: small, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles: {agent: {label: {zh: 客服代表, en: agent}, source: M-01}}
populations:
  agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}
  large: {label: {zh: 大班组, en: large teams}, within: teams, is: people > 2}
parameters:
  least: {label: {zh: 下限, en: least}, unit: ratio, values: {2026-01-01: 90%}, source: M-02}
  half: {label: {zh: 一半, en: half}, unit: ratio, values: {2026-01-01: 50%}, source: M-02}
indicators:
  accuracy:
    label: {zh: 准确率, en: accuracy}
    over: activity
    ratio: {of: handled - errors, over: handled}
    better: higher
    by: [employee]
    source: M-02
figures:
  good: {for: agents, label: {zh: 好, en: good}, unit: flag, is: accuracy >= least, source: M-02}
  people:
    for: teams
    label: {zh: 人数, en: people}
    members: {count: employed_days, of: agents, over: team, if_none: zero}
    source: M-02
  best:
    for: teams
    label: {zh: 最好, en: best}
    members: {max: accuracy, of: agents, over: team, if_none: missing}
    source: M-02
  crowded: {for: large, label: {zh: 拥挤, en: crowded}, unit: flag, is: people > 3, source: M-02}
targets:
  accurate:
    label: {zh: 准确率达标, en: target of accuracy}
    of: accuracy
    kind: required
    cohorts: [{for: teams, at_least: least}, {for: center, at_least: least}]
    source: M-02
  crewed:
    label: {zh: 有人达到, en: somebody is there}
    of: best
    kind: stretch
    cohorts: [{for: teams, at_least: least}]
    source: M-02
watches:
  shop:
    label: {zh: 班组, en: the shop}
    for: teams
    together: [accurate, crewed]
    flags:
      uneven: {label: {zh: 有好有差, en: uneven}, missed: [accurate], met: [crewed]}
    source: M-02
goals:
  most_good:
    label: {zh: 多数达到, en: most are good}
    counts: agents
    met: good
    limits: [{for: center, more_than: half}, {for: teams, at_least: half}]
    source: M-02
"""
ROWS = {"E1": (10, 0), "E2": (10, 2), "E3": (100, 50), "E4": (10, 1)}
TEAMS = {"E1": "A", "E2": "A", "E3": "B", "E4": "B"}


def opened(folder: Path, before: str = "", after: str = "") -> Path:
    assert before in PACK
    (folder / "pack.yaml").write_text(PACK.replace(before, after, 1), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Center:
    return Center.open(opened(tmp_path_factory.mktemp("small")))


def row(employee: str, day: str, handled: int, errors: int) -> dict[str, str]:
    return {
        "employee_id": employee, "date": day, "kind": "order",
        "handled": str(handled), "errors": str(errors),
    }  # fmt: skip


def settled(center: Center, moves: list[dict[str, str]] | None = None) -> Settlement:
    people = [an_employee_row(each, team=team) for each, team in TEAMS.items()]
    month = center.month("2026-02", employees=people, assignments=moves or [])
    rows = [row(each, "2026-02-20", *counts) for each, counts in ROWS.items()]
    return month.settle(month.measure(source("activity", rows)))


def test_numerators_and_denominators_are_added_never_rates_averaged(small: Center) -> None:
    settlement = settled(small)

    assert settlement.of("team").value("A", "accuracy") == Fraction(18, 20)
    assert settlement.of("team").value("B", "accuracy") == Fraction(59, 110)
    assert settlement.of("center").value("center", "accuracy") == Fraction(77, 130)


def test_what_each_group_comes_to_follows_from_it(small: Center) -> None:
    teams = settled(small).of("team")

    assert teams.employees == ("A", "B")
    assert [teams.value(each, "accurate") for each in "AB"] == [True, False]
    assert [teams.value(each, "shop_missed") for each in "AB"] == [0, 1]
    assert [teams.value(each, "shop_uneven") for each in "AB"] == [False, True]
    assert teams.value("B", "best") == Fraction(9, 10)


def test_a_goal_is_asked_of_the_center_its_teams_and_each_person(small: Center) -> None:
    settlement = settled(small)

    assert settlement.value("E3", "most_good") is False
    assert settlement.of("team").value("B", "most_good") is True
    assert settlement.of("center").value("center", "most_good_share") == Fraction(1, 2)
    assert settlement.of("center").value("center", "most_good") is False


def test_records_follow_the_team_of_their_day_and_people_every_team_they_were_in(
    small: Center,
) -> None:
    move = {"employee_id": "E3", "what": "team", "value": "C", "from": "2026-02-15"}
    teams = settled(small, [move]).of("team")

    assert teams.value("C", "accuracy") == Fraction(1, 2)
    assert teams.value("B", "accuracy") == Fraction(9, 10)
    assert [teams.value(each, "people") for each in "ABC"] == [2, 2, 1]


def test_a_host_that_hands_in_facts_has_what_can_be_gathered_of_them(small: Center) -> None:
    people = [an_employee_row(each, team=team) for each, team in TEAMS.items()]
    month = small.month("2026-02", employees=people)
    settlement = month.settle(month.facts({each: {"accuracy": "95%"} for each in TEAMS}))

    assert settlement.of("team").value("A", "accuracy") is Missing.NO_RECORDS
    assert settlement.of("team").value("A", "accurate") is Missing.NO_RECORDS
    assert settlement.of("center").value("center", "most_good") is True


def test_it_is_stored_and_read_back_to_the_byte(small: Center) -> None:
    settlement = settled(small)
    people = [an_employee_row(each, team=team) for each, team in TEAMS.items()]

    data = json.loads(json.dumps(settlement.to_dict()))
    again = small.month("2026-02", employees=people).from_dict(data)

    assert again.to_json() == settlement.to_json()
    assert data["settlement"]["groups"]["team"]["ids"] == ["A", "B"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_group_explains_itself(small: Center, locale: str) -> None:
    settlement = settled(small)

    told = str(settlement.of("team").explain("B", "most_good", locale=locale))
    whole = str(settlement.of("center").explain("center", "accuracy", locale=locale))

    assert "most_good_reached / most_good_counted" in told
    assert "count: good, of: agents, where: good" in told
    assert "accuracy" in whole
    assert "explain-" not in told + whole


def test_a_kind_of_group_without_figures_is_told_by_name(small: Center) -> None:
    with pytest.raises(UnknownNameError, match="team"):
        settled(small).of("teem")
    with pytest.raises(UnknownNameError):
        settled(small).of("team").value("Z", "people")


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("over: team, if_none: zero", "over: center, if_none: zero", "unknown-group"),
        ("for: teams\n    label: {zh: 人数", "for: large\n    label: {zh: 人数",
         "group-members-part"),
        ("is: people > 3", "is: peopel > 3", "unknown-name"),
        ("missed: [accurate], met: [crewed]", "missed: [], met: []", "watch-flag-empty"),
        ("missed: [accurate]", "missed: [most_good]", "watch-outside"),
        ("limits: [{for: center", "limits: [{for: agents", "goal-not-group"),
        ("more_than: half", "more_than: half, at_least: half", "limit-not-one"),
        ("count: employed_days", "sum: good", "not-a-number"),
        ("count: employed_days, of: agents", "count: employed_days, of: agnets",
         "unknown-population"),
    ],
)  # fmt: skip
def test_what_a_group_cannot_have_is_told(
    tmp_path: Path, before: str, after: str, code: str
) -> None:
    _, found = check(opened(tmp_path, before, after), gather(()).catalog)

    assert has_errors(found)
    assert code in [each.code for each in found]
    assert all(each.code not in each.text(locale) for each in found for locale in LOCALES)


@given(
    counts=st.lists(
        st.tuples(st.sampled_from("AB"), st.integers(1, 50), st.integers(0, 50)), min_size=1,
        max_size=12,
    )
)  # fmt: skip
def test_the_center_is_its_teams_put_together(
    small: Center, counts: list[tuple[str, int, int]]
) -> None:
    people = [an_employee_row(f"P{n:02}", team=team) for n, (team, *_) in enumerate(counts)]
    month = small.month("2026-02", employees=people)
    rows = [
        row(f"P{n:02}", "2026-02-03", of, min(of, bad)) for n, (_, of, bad) in enumerate(counts)
    ]

    settlement = month.settle(month.measure(source("activity", rows)))

    teams, center = settlement.of("team"), settlement.of("center")
    reached = [teams.value(each, "most_good_reached") for each in teams.employees]
    assert sum(map(_whole, reached)) == center.value("center", "most_good_reached")
    right = sum(of - min(of, bad) for _, of, bad in counts)
    handled = sum(of for _, of, _ in counts)
    assert center.value("center", "accuracy") == Fraction(right, handled)


def _whole(value: Any) -> int:
    assert isinstance(value, int)
    return value
