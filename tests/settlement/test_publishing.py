"""Publishing: each reader gets what is his to see, and nothing that is not."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.center import Center
from ccops.errors import DataError, SettlementError, UnknownNameError
from ccops.organization import Delay, Punctuality
from ccops.rules.places import PlacesRounding, places
from ccops.settlement import Month, load_settlement, save_settlement
from ccops.testing.builders import an_employee
from ccops.values import Missing, Money
from ccops.worktime import WorkCalendar
from tests.copies import pickled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.settlement import MonthRules, Settlement

PACK: Final = """\
pack:
  {id: sample, version: 1, zone: Asia/Shanghai, currency: CNY, locale: zh_CN,
   effective: 2026-01-01, jurisdiction: none, default_calendar: attendance}
calendars: {attendance: {cutoff_day: 25}, performance: {}}
roles:
  agent: {label: agent, source: M-01}
  trainer: {label: trainer, source: M-01}
populations:
  agents: {is: "role == 'agent'"}
  ranked: {within: agents, is: not on_probation}
facts:
  score: {unit: points, range: '[0..100]', step: 0.01}
  on_probation: {unit: flag}
  sick: {unit: count, range: '[0..31]'}
  talk: {unit: duration, range: '[0 s..10 h]', optional: true}
  accuracy: {unit: ratio, range: '[0..1]', step: 0.0001, optional: true}
  pay: {unit: money, range: '[CNY 0..CNY 9000]', optional: true}
per_period:
  publish_by: {unit: date}
  publish_date: {unit: date}
eligibility:
  bars:
    for: agents
    codes: {too_sick: {label: {zh: 病假, en: sick leave}, if: sick >= 3}}
    source: M-02
ranks:
  place:
    among: ranked
    order: [score desc]
    scope: center
    ties: share_best
    unknown: block_all
    barred_by: bars
    barred: keep_place
    places: {rounding: ceil, at_least: 1}
    source: M-02
bonuses:
  bonus:
    label: {zh: 奖金, en: bonus}
    for: agents
    eligibility: bars
    unranked: {pays: CNY 0, code: not_ranked, label: {zh: 未参评, en: not ranked}}
    payroll_code: B01
    columns: [{place: {places_of: place}}]
    table: {hit: first, rows: [['<= 50%', CNY 500]], otherwise: CNY 0}
    source: M-02
publications:
  board:
    label: {zh: 绩效榜, en: board}
    for: agents
    shows: [place, score, bonus]
    audience: team
    identified_by: staff_number
    reasons: no
    rank: place
    top: 1/3
    due: {days: 3, kind: workdays}
    source: S2-14
  hall:
    label: {zh: 全员榜, en: hall}
    for: agents
    shows: [score]
    audience: center
    identified_by: name
    reasons: no
    rank: place
    due: {days: 3, kind: calendar_days, calendar: performance}
    source: S2-14
  own:
    label: {zh: 本人结果, en: own results}
    for: employees
    shows: [place, place_size, bonus, talk, accuracy, pay, team]
    audience: employee
    identified_by: staff_number
    reasons: yes
    due: {date: publish_by}
    date: publish_date
    source: S2-14
  sheet:
    label: {zh: 审批表, en: sheet}
    for: agents
    shows: [score, bonus]
    audience: approver
    identified_by: name
    reasons: yes
    due: {days: 3, kind: workdays}
    source: S0-08
"""
DECIDED: Final = {"publish_by": "2026-10-31", "publish_date": "2026-11-02"}
OCTOBER: Final = dt.date(2026, 10, 1)


@pytest.fixture(scope="module")
def rules() -> MonthRules:
    return _rules_of(PACK)


@cache
def _rules_of(text: str) -> MonthRules:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pack.yaml").write_text(text, encoding="utf-8")
        opened = Center.open(folder)
    return opened.month("2026-10", employees=[], decisions=DECIDED).month.rules


def settled(rules: MonthRules, people: Mapping[str, Mapping[str, Any]]) -> Settlement:
    """Return the month of some people: what each one's role, team and facts are."""
    employees = [
        attrs.evolve(an_employee(who), role=each.get("role", "agent"), team=each.get("team", "A"))
        for who, each in people.items()
    ]
    facts = {
        who: {
            name: value
            for name, value in {"sick": 0, "on_probation": False, **each}.items()
            if name not in ("role", "team")
        }
        for who, each in people.items()
    }
    month = Month(rules=rules, employees=tuple(employees))
    return month.settle(month.facts(facts))


#: Six are ranked, so the board has two places: E1, who was sick, and E2 of the other team.
PEOPLE: Final[dict[str, dict[str, Any]]] = {
    "E1": {"score": 99, "sick": 5},
    "E2": {"score": 95, "team": "B"},
    "E3": {"score": 90, "team": "B"},
    "E4": {"score": 85},
    "E5": {"score": 80, "team": "C"},
    "E6": {"score": 75},
    "E7": {"score": 97, "on_probation": True},
    "T1": {"score": 70, "role": "trainer"},
}
NAMES: Final = {f"E{number}": f"王{number}" for number in range(1, 8)}


@pytest.fixture(scope="module")
def month(rules: MonthRules) -> Settlement:
    return settled(rules, PEOPLE)


def text_of(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)


# -- what is shown ------------------------------------------------------------------------------


def test_each_team_gets_its_own_people_of_the_top_third(month: Settlement) -> None:
    board = month.publication("board")

    assert [each.reader for each in board.sheets] == ["A", "B"]
    assert [(row.who, row.values) for row in board.sheet("A").rows] == [
        ("E1", (1, Decimal("99.00"), Money("CNY", Decimal("0.00"))))
    ]
    assert [(row.who, row.values) for row in board.sheet("B").rows] == [
        ("E2", (2, Decimal("95.00"), Money("CNY", Decimal("500.00"))))
    ]


def test_a_board_never_says_why_although_the_settlement_knows(month: Settlement) -> None:
    assert [each.code for each in month.reasons("E1", "bonus")] == ["too_sick"]

    shown = text_of([each.to_dict() for each in month.publication("board").sheets])

    for word in ("too_sick", "病假", "reasons", "E3", "E4", "E5", "E6", "E7", "T1", "probation"):
        assert word not in shown


def test_one_reader_gets_no_word_of_another_team(month: Settlement) -> None:
    sheet = text_of(month.publication("board").sheet("B").to_dict())

    assert "E2" in sheet
    assert "E1" not in sheet
    assert "99" not in sheet


def test_a_publication_by_name_has_no_staff_number(month: Settlement) -> None:
    hall = month.publication("hall", names=NAMES)

    assert [each.who for each in hall.sheet().rows] == ["王1", "王2", "王3", "王4", "王5", "王6"]
    assert "E1" not in text_of(hall.sheet().to_dict())


def test_a_publication_by_staff_number_has_no_name_although_they_are_given(
    month: Settlement,
) -> None:
    shown = text_of([e.to_dict() for e in month.publication("board", names=NAMES).sheets])

    assert "王" not in shown


def test_names_that_are_wanted_and_not_given_are_all_told(month: Settlement) -> None:
    with pytest.raises(DataError) as found:
        month.publication("hall", names={"E1": "王1", "E2": ""})

    (finding,) = found.value.diagnostics
    assert (finding.code, finding.args["employees"]) == ("publication-names", "E2, E3, E4, E5, E6")


def test_everybody_gets_his_own_results_with_reasons_and_nobody_elses(month: Settlement) -> None:
    own = month.publication("own")

    assert [each.reader for each in own.sheets] == sorted(PEOPLE)
    (row,) = own.sheet("E1").rows
    assert row.values[:3] == (1, 6, Money("CNY", Decimal("0.00")))
    assert [each.code for each in row.reasons[2]] == ["too_sick"]
    assert [each.code for each in own.sheet("E7").rows[0].reasons[2]] == ["not_ranked"]
    for sheet in own.sheets:
        assert [each.who for each in sheet.rows] == [sheet.reader]


def test_one_reader_may_be_asked_for_alone(month: Settlement) -> None:
    alone = month.publication("own", readers=["E4", "stranger"])

    assert alone.sheets == (month.publication("own").sheet("E4"),)
    with pytest.raises(UnknownNameError):
        alone.sheet("E1")


def test_a_line_somebody_has_not_is_empty(month: Settlement) -> None:
    (row,) = month.publication("own").sheet("T1").rows

    assert row.values[:3] == (None, None, None)


def test_the_approver_gets_all_rows_with_reasons(month: Settlement) -> None:
    sheet = month.publication("sheet", names=NAMES).sheet()

    assert [each.who for each in sheet.rows] == [NAMES[each] for each in sorted(NAMES)]
    assert [each["code"] for each in sheet.to_dict()["rows"][0]["reasons"][1]] == ["too_sick"]


def test_what_is_missing_is_told_where_reasons_are_and_else_only_empty(rules: MonthRules) -> None:
    month = settled(rules, {"E1": {"score": 99}, "E2": {"score": 98}, "E3": {}})

    assert month.value("E3", "score") is Missing.NOT_MEASURED
    own = month.publication("own").sheet("E3").to_dict()["rows"][0]
    assert own["reasons"][0][0]["code"] == "not_measured"
    assert own["reasons"][0][0]["label"]["zh"]
    assert "E3" not in text_of([each.to_dict() for each in month.publication("board").sheets])
    names = {each: each.lower() for each in ("E1", "E2", "E3")}
    assert "e3" not in text_of(month.publication("hall", names=names).sheet().to_dict())


def test_what_waits_for_an_input_of_somebody_says_so_and_not_whose(rules: MonthRules) -> None:
    month = settled(rules, {"E1": {"score": 99}, "E2": {"score": 98}, "E3": {}})

    sheet = month.publication("board").sheet("A")

    assert sheet.provisional == ("place", "bonus")
    assert "E3" not in text_of(sheet.to_dict())


def test_who_has_no_team_is_on_no_sheet_and_told_to_whoever_publishes(rules: MonthRules) -> None:
    month = settled(rules, {"E1": {"score": 99, "team": ""}, "E2": {"score": 98}})

    board = month.publication("board")

    assert board.sheets == ()
    assert board.without_team == ("E1",)


def test_units_become_plain_data(rules: MonthRules) -> None:
    given_facts = {"score": 90, "talk": "150 s", "accuracy": "98.5%", "pay": "CNY 3000"}
    month = settled(rules, {"E1": given_facts})

    sheet = month.publication("own").sheet("E1").to_dict()

    assert sheet["rows"][0]["values"] == [1, 1, "500.00", 150_000, "0.9850", "3000.00", "A"]
    assert [each["unit"] for each in sheet["columns"]] == [
        "count", "count", "money", "duration", "ratio", "money", "word",
    ]  # fmt: skip
    assert [each["currency"] for each in sheet["columns"]] == ["", "", "CNY", "", "", "CNY", ""]
    assert json.loads(json.dumps(sheet)) == sheet


def test_a_publication_is_frozen_plain_and_the_same_each_time(month: Settlement) -> None:
    board = month.publication("board")

    assert month.publications == ("board", "hall", "own", "sheet")
    assert board == month.publication("board")
    assert pickled(board) == board
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        board.name = "other"  # type: ignore[misc]


def test_a_stored_settlement_publishes_the_same(
    month: Settlement, rules: MonthRules, tmp_path: Path
) -> None:
    save_settlement(month, tmp_path)

    again = load_settlement(tmp_path, rules)

    assert again.publication("board") == month.publication("board")


def test_an_unknown_publication_or_reader_names_the_nearest(month: Settlement) -> None:
    with pytest.raises(UnknownNameError) as unknown:
        month.publication("bord")
    with pytest.raises(UnknownNameError) as stranger:
        month.publication("own").sheet("E11")

    assert unknown.value.nearest == "board"
    assert stranger.value.nearest == "E1"


# -- laws ---------------------------------------------------------------------------------------

SOMEBODY: Final = st.fixed_dictionaries(
    {
        "score": st.integers(0, 12),
        "team": st.sampled_from(["A", "B"]),
        "sick": st.integers(0, 5),
        "on_probation": st.booleans(),
    }
)
CROWDS: Final = st.lists(SOMEBODY, min_size=1, max_size=14).map(
    lambda listed: {f"E{number:02}": each for number, each in enumerate(listed)}
)


@given(people=CROWDS)
def test_no_board_shows_anything_beyond_its_audience(people: dict[str, dict[str, Any]]) -> None:
    month = settled(_rules_of(PACK), people)
    board = month.publication("board")

    ranked = [who for who, each in people.items() if not each["on_probation"]]
    most = places(Fraction(1, 3), len(ranked), rounding=PlacesRounding.CEIL, at_least=1)
    for who, each in people.items():
        place = 1 + sum(people[other]["score"] > each["score"] for other in ranked)
        is_shown = who in ranked and place <= most
        for sheet in board.sheets:
            has_it = f'"{who}"' in text_of(sheet.to_dict())
            assert has_it is (is_shown and sheet.reader == each["team"])
    assert "too_sick" not in text_of([each.to_dict() for each in board.sheets])


@given(people=CROWDS, share=st.integers(1, 6))
def test_a_greater_share_only_adds_people(people: dict[str, dict[str, Any]], share: int) -> None:
    def shown(top: str) -> list[str]:
        month = settled(_rules_of(PACK.replace("top: 1/3", f"top: {top}")), people)
        return [row.who for each in month.publication("board").sheets for row in each.rows]

    assert set(shown(f"{share}/7")) <= set(shown(f"{share + 1}/7"))


# -- when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "due"),
    [
        ("board", dt.date(2026, 10, 28)),  # the period ends on Sunday the 25th
        ("hall", dt.date(2026, 11, 3)),  # three days after the natural month
        ("own", dt.date(2026, 10, 31)),  # decided for the period
    ],
)
def test_the_due_day_follows_from_the_period(month: Settlement, name: str, due: dt.date) -> None:
    assert month.timeliness(name, on=OCTOBER, work_calendar=WorkCalendar()).due == due


def test_the_day_decided_for_the_period_counts_until_it_is_published(month: Settlement) -> None:
    announced = month.timeliness("own", on=OCTOBER)
    kept = month.timeliness("own", on=dt.date(2026, 11, 9), published_on=dt.date(2026, 10, 30))

    assert (announced.published_on, announced.state) == (dt.date(2026, 11, 2), Punctuality.LATE)
    assert [each.code for each in announced.findings] == ["publication-late"]
    assert kept.state is Punctuality.ON_TIME


def test_a_delay_that_was_explained_waits_for_the_day_promised(month: Settlement) -> None:
    delay = Delay(because="国庆假期", promised_for=dt.date(2026, 11, 2))

    (finding,) = month.timeliness("own", on=OCTOBER, delay=delay).findings

    assert (finding.code, finding.severity.value) == ("publication-promised", "info")
    assert "国庆假期" in finding.text("zh_CN")


def test_workdays_are_not_guessed(month: Settlement) -> None:
    with pytest.raises(SettlementError) as found:
        month.timeliness("board", on=OCTOBER)

    (finding,) = found.value.diagnostics
    assert finding.code == "publication-workdays"
    assert "WorkCalendar()" in finding.hint("zh_CN")


def test_a_publication_holds_in_the_periods_of_its_dates() -> None:
    dated = PACK.replace("  board:\n    label", "  board:\n    until: 2026-09-25\n    label")

    opened = _rules_of(dated)

    assert "board" not in {each.name for each in opened.publications}
    assert "board" in {each.name for each in _rules_of(PACK).publications}


# -- the bundled pack ---------------------------------------------------------------------------


def test_the_telecom_pack_publishes_a_sample_month(settlement: Settlement) -> None:
    board = settlement.publication("monthly_board")
    own = settlement.publication("own_results")

    shown = [row for each in board.sheets for row in each.rows]
    size = settlement.value(shown[0].who, "month_rank_size")
    assert isinstance(size, int)
    assert 0 < max(row.values[0] for row in shown if isinstance(row.values[0], int)) <= size // 3
    assert "reasons" not in text_of([each.to_dict() for each in board.sheets])
    assert [each.reader for each in own.sheets] == list(settlement.employees)
    assert any(reason for each in own.sheets for reason in each.rows[0].reasons)
