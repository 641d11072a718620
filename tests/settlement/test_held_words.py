"""Roles, levels and projects that a pack has not: told at their row, and never settled."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.center import Center
from ccops.errors import DataError
from ccops.facts import Employee
from ccops.messages import LOCALES, Severity
from ccops.projects import sale_records
from ccops.settlement import load_settlement, save_settlement
from ccops.testing.builders import an_employee_row
from tests import loaded
from tests.laws import tried
from tests.projects.conftest import a_month, an_employee, settled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ccops.messages import Diagnostic


def changed(what: str, value: str, first: str, until: str = "", at: int = 9) -> dict[str, str]:
    told = {"employee_id": "E1", "what": what, "value": value, "from": first, "until": until}
    return {**told, "source_ref": f"assignments.csv:{at}"}


def refused(*people: Mapping[str, str], **more: Any) -> tuple[Diagnostic, ...]:
    with pytest.raises(DataError) as caught:
        a_month("2026-10", *people, **more).facts()
    return caught.value.diagnostics


E1 = an_employee("E1", level="junior", source_ref="employees.csv:2")


@pytest.mark.parametrize(
    ("change", "code", "nearest"),
    [
        (changed("level", "inter", "2026-10-10"), "employee-level", "intermediate"),
        (changed("project", "bnak", "2026-10-10"), "employee-project", "bank"),
        (changed("role", "agnet", "2026-10-10", "2026-10-12"), "employee-role", "agent"),
    ],
)
def test_a_word_the_pack_has_not_is_an_error_at_its_row(
    change: dict[str, str], code: str, nearest: str
) -> None:
    (found,) = refused(E1, assignments=[change])

    assert (found.code, found.severity, str(found.span)) == (
        code,
        Severity.ERROR,
        "assignments.csv:9:1",
    )
    assert (found.args["employee"], found.args["nearest"]) == ("E1", nearest)
    texts = [found.text(locale) for locale in LOCALES]
    assert len(set(texts)) == len(LOCALES)
    assert not any("{" in each for each in texts)


def test_the_list_of_employees_is_held_to_it_too_and_all_is_told_at_once() -> None:
    other = an_employee("E2", "agnet", level="senor", source_ref="employees.csv:3")

    found = refused(E1, other, assignments=[changed("project", "nosuch", "2026-10-10")])

    assert sorted((each.code, str(each.span)) for each in found) == [
        ("employee-level", "employees.csv:3:1"),
        ("employee-project", "assignments.csv:9:1"),
        ("employee-role", "employees.csv:3:1"),
    ]


def test_one_row_is_told_once_however_often_others_change() -> None:
    changes = [changed("level", "inter", "2026-10-02"), changed("team", "B", "2026-10-20", at=10)]

    assert [each.code for each in refused(E1, assignments=changes)] == ["employee-level"]


def test_words_of_other_days_and_of_who_is_gone_are_left_alone() -> None:
    old = [
        changed("level", "third_class", "2024-01-01"),
        changed("level", "senior", "2025-01-01", at=10),
        changed("project", "closed_long_ago", "2024-01-01", "2024-12-31", at=11),
        changed("level", "chief", "2026-11-01", at=12),
    ]
    gone = an_employee("E0", "operator", level="x", ended_on="2026-08-31", end_reason="other")

    facts = a_month("2026-10", gone, E1, assignments=old).facts()

    assert facts.employees.ids == ("E1",)


def test_an_earlier_employment_may_have_had_a_role_of_old() -> None:
    spans = [
        an_employee("E1", "operator", ended_on="2021-01-31", end_reason="other"),
        {**E1, "hired_on": "2025-01-01"},
    ]

    assert a_month("2026-10", *spans).facts().employees.ids == ("E1",)


def test_without_a_ladder_and_projects_any_word_will_do() -> None:
    people = [an_employee_row("E1", level="whatever")]
    changes = [changed("level", "another", "2026-10-10"), changed("project", "p", "2026-10-10")]
    month = loaded.center().month(
        "2026-10", employees=people, assignments=changes, decisions={"award_themes": []}
    )

    assert month.month.rules.projects == ()
    assert month.facts().employees.ids == ("E1",)


def test_records_of_a_project_the_pack_has_not_are_refused() -> None:
    row = {"sale_id": "S1", "employee_id": "E1", "date": "2026-10-05", "campaign": "bnak"}
    sales = sale_records(
        [{**row, "amount": "10", "recorded": "yes"}],
        zone=ZoneInfo("Asia/Shanghai"),
        currency="CNY",
    )[0]
    kind = attrs.evolve(sales.kind, groups={**sales.kind.groups, "project": "campaign"})
    month = a_month("2026-10", E1).month

    with pytest.raises(DataError) as caught:
        month.measure({kind.name: attrs.evolve(sales, kind=kind)})

    (found,) = caught.value.diagnostics
    assert (found.code, found.args["project"], found.args["nearest"]) == (
        "record-project",
        "bnak",
        "bank",
    )


def test_a_word_of_no_list_that_a_host_hands_in_as_an_object_is_not_settled() -> None:
    odd = Employee(
        employee_id="E1",
        employment_type="fulltime",
        role="agent",
        team="A",
        hired_on=dt.date(2020, 1, 1),
    )
    month = loaded.center("outsourced").month("2026-10", employees=[odd])
    month = month.starting_from(month.opening([]))
    usual = {"basic_pay_due": "3000", "local_minimum_wage": "2000"}

    with pytest.raises(DataError) as caught:
        month.settle(month.facts({"E1": usual}))

    (found,) = caught.value.diagnostics
    assert (found.code, found.args["fact"], found.args["nearest"]) == (
        "fact-unlisted",
        "employment_type",
        "full_time",
    )


def test_who_is_paid_by_a_level_and_has_none_is_told() -> None:
    found = settled(None, an_employee("E1"), E1 | {"employee_id": "E2"})

    (warned,) = [each for each in found.diagnostics if each.code == "level-absent"]
    assert (warned.severity, warned.args["employees"], warned.args["count"]) == (
        Severity.WARNING,
        "E1",
        "1",
    )
    assert str(warned.span).startswith("outsourced/career-levels.yaml:")
    assert not [x for x in settled(None, E1).diagnostics if x.code == "level-absent"]


WITHOUT_LISTS = """
pack:
  {id: open, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2025-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
ROLES
facts:
  seats: {label: {zh: 席位, en: seats}, unit: count, for: projects, optional: yes}
  whole: {label: {zh: 月初项目, en: level at first}, unit: word, optional: yes,
          assigned: {of: level, as_of: start}}
figures:
  people: {for: projects, label: {zh: 人数, en: people}, source: M-01,
           members: {count: employed_days, of: employees, over: project, if_none: zero}}
  crew: {for: teams, label: {zh: 人数, en: people}, source: M-01,
         members: {count: employed_days, of: employees, over: team, if_none: zero}}
  known_seats: {for: projects, label: {zh: 已知席位, en: seats known}, unit: flag,
                is: known(seats), source: M-01}
"""
SOME_ROLES = "roles: {r: {label: {zh: 岗, en: post}, source: M-01}}"


@pytest.fixture(scope="module", params=["", SOME_ROLES], ids=["no-roles", "roles"])
def center(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Center:
    folder = tmp_path_factory.mktemp("open")
    text = WITHOUT_LISTS.replace("ROLES", request.param)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return Center.open(folder)


words = st.text(min_size=1, max_size=12)


@given(teams=st.lists(words, min_size=1, max_size=3), projects=st.lists(words, max_size=3))
@tried(30)
def test_whatever_is_settled_and_stored_reads_back(
    center: Center,
    tmp_path_factory: pytest.TempPathFactory,
    teams: list[str],
    projects: list[str],
) -> None:
    people = [
        an_employee_row(f"E{at}", role="r", team=team, level=team) for at, team in enumerate(teams)
    ]
    changes = [
        {"employee_id": "E0", "what": "project", "value": each, "from": "2026-10-05"}
        for each in dict.fromkeys(projects)
    ]
    month = center.month("2026-10", employees=people, assignments=changes)
    settlement = month.settle(month.facts())
    folder = tmp_path_factory.mktemp("stored")
    save_settlement(settlement, folder)

    assert load_settlement(folder, settlement.rules).to_json() == settlement.to_json()
    assert month.from_dict(settlement.to_dict()).to_json() == settlement.to_json()


def test_what_was_stored_of_a_project_somebody_is_in_reads_back(tmp_path: Path) -> None:
    found = settled(None, E1, assignments=[changed("project", "bank", "2026-10-10")])
    save_settlement(found, tmp_path)

    assert load_settlement(tmp_path, found.rules).to_json() == found.to_json()


@pytest.mark.parametrize("reading", ["after_trial", "trial_start"])
def test_the_levels_are_those_of_the_reading_taken(reading: str) -> None:
    center = loaded.center("outsourced").with_choices(promotion_pay_from=reading)
    month = center.month("2026-10", employees=[E1 | {"level": "inter"}])

    with pytest.raises(DataError) as caught:
        month.facts()

    assert caught.value.diagnostics[0].args["nearest"] == "intermediate"
