"""A row of places that nobody of a small group can hit is told, group by group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.center import Center
from ccops.messages import LOCALES, Severity
from ccops.settlement import load_settlement, save_settlement
from ccops.testing.builders import an_employee_row
from tests.quiet import USUAL

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.settlement import Settlement

#: What everybody has in these months.
SAME = {**USUAL, "talk_hold_mean": "187.5 s"}


def small_month(center: Center, sizes: dict[str, int]) -> Settlement:
    """Settle a month of teams of so many agents who all have 80 points or a little more."""
    employees = [
        {
            "employee_id": f"{team}{number}",
            "role": "agent",
            "team": team,
            "employment_type": "full_time",
            "hired_on": "2020-01-01",
        }
        for team, size in sizes.items()
        for number in range(size)
    ]
    month = center.month("2026-10", employees=employees, decisions={"award_themes": []})
    facts = {
        str(each["employee_id"]): {**SAME, "call_evaluation": f"80.{at:02}"}
        for at, each in enumerate(employees)
    }
    return month.settle(month.facts(facts))


def told(settlement: Settlement) -> list[tuple[str, str, str, str]]:
    keys = ("row", "share", "size", "scope")
    return [
        (each.args[keys[0]], each.args[keys[1]], each.args[keys[2]], each.args[keys[3]])
        for each in settlement.diagnostics
        if each.code == "row-without-places"
    ]


def test_ten_percent_of_nine_people_are_no_place(center: Center) -> None:
    settlement = small_month(center, {"A": 9})

    assert told(settlement) == [("1", "<= 10%", "9", "center"), ("2", "<= 10%", "9", "center")]
    found = next(each for each in settlement.diagnostics if each.code == "row-without-places")
    assert found.severity is Severity.WARNING
    assert str(found.span).startswith("telecom-7x24/bonus.yaml:")
    assert all("{" not in found.text(locale) for locale in LOCALES)


def test_ten_people_have_a_place(center: Center) -> None:
    assert told(small_month(center, {"A": 10})) == []


def test_each_group_ranked_apart_is_told_by_its_name(center: Center) -> None:
    by_team = center.with_choices(pool_scope="team")

    assert told(small_month(by_team, {"A": 10, "B": 9, "C": 2})) == [
        ("1", "<= 10%", "9", "B"),
        ("2", "<= 10%", "9", "B"),
        ("1", "<= 10%", "2", "C"),
        ("2", "<= 10%", "2", "C"),
        ("3", "<= 35%", "2", "C"),
        ("4", "<= 45%", "2", "C"),
    ]


def test_a_group_of_several_words_is_told_by_all_of_them(center: Center) -> None:
    apart = center.with_choices(pool_scope="team", part_time_pool="own_pool")

    assert {each[3] for each in told(small_month(apart, {"A": 9}))} == {"A, full_time"}


def test_the_reading_with_one_place_at_least_has_no_dead_row(center: Center) -> None:
    assert told(small_month(center.with_choices(places_at_least="1"), {"A": 9})) == []


def test_the_warnings_come_back_with_a_stored_settlement(center: Center, tmp_path: Path) -> None:
    settlement = small_month(center, {"A": 9})
    save_settlement(settlement, tmp_path)

    loaded = load_settlement(tmp_path, settlement.rules)

    assert len(told(loaded)) == 2
    assert told(loaded) == told(settlement)


TENTH = """
pack:
  {id: tenth, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2025-01-01, jurisdiction: none, default_calendar: month}
calendars: {month: {}}
roles: {agent: {label: {zh: 客服代表, en: agent}, source: M-01}}
populations: {agents: {label: {zh: 客服代表, en: agents}, is: "role == 'agent'"}}
parameters:
  best: {label: {zh: 前列, en: the best}, unit: ratio, values: {2025-01-01: 10%}, source: M-02}
facts: {score: {label: {zh: 得分, en: score}, unit: points, range: '[0..100]', step: 0.01}}
ranks:
  standing: {label: {zh: 名次, en: place}, among: agents, order: [score desc], scope: team,
             ties: share_best, unknown: outside, barred: keep_place,
             places: {rounding: exact, at_least: 0}, source: M-02}
figures:
  rises: {for: agents, label: {zh: 可晋升, en: may rise}, unit: flag, source: M-02,
          is: known(standing) and standing / standing_size <= best}
"""


def test_a_condition_on_a_tenth_of_few_people_is_told_by_the_group(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(TENTH, encoding="utf-8")
    people = [
        an_employee_row(f"{team}{at}", team=team)
        for team, size in (("A", 10), ("B", 9))
        for at in range(size)
    ]
    month = Center.open(tmp_path).month("2026-10", employees=people)
    facts = {each["employee_id"]: {"score": "80"} for each in people}
    settlement = month.settle(month.facts(facts))

    (found,) = [x for x in settlement.diagnostics if x.code == "share-without-places"]
    named = tuple(found.args[each] for each in ("name", "rank", "size", "scope"))
    assert named == ("rises", "standing", "9", "B")
    assert found.severity is Severity.WARNING
    assert str(found.span).endswith("pack.yaml:17:35")
    assert all("{" not in found.text(locale) for locale in LOCALES)
