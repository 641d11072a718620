"""The front door: a center opened, asked for a month, and told what is wrong with what it gets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

import ccops
from ccops import (
    Center,
    CenterMonth,
    DataError,
    Money,
    RulePackError,
    SettlementError,
    UnknownNameError,
)
from ccops.hooks import hookimpl
from ccops.messages import Diagnostic, Severity
from ccops.testing.builders import (
    a_roster_row,
    an_activity_row,
    an_employee,
    an_employee_row,
    an_evaluation_row,
)
from ccops.values import NOT_APPLICABLE, Missing
from tests import loaded
from tests.quiet import USUAL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ccops.rulepack import Pack
    from ccops.settlement import Settlement

PACK = """
pack:
  id: tiny
  version: 3
  label: {zh: 小中心, en: a small center}
  zone: Asia/Shanghai
  currency: CNY
  locale: en
  effective: 2024-01-01
  jurisdiction: none
  default_calendar: months
calendars:
  months: {label: {zh: 自然月, en: calendar month}}
roles:
  agent: {label: {zh: 客服代表, en: agent}, source: T-1}
facts:
  sales: {label: {zh: 销售额, en: sales}, unit: money, range: '[CNY 0..CNY 1000000]'}
  calls: {label: {zh: 通话量, en: calls}, unit: count, range: '[0..100000]'}
parameters:
  share:
    label: {zh: 提成, en: share of sales}
    unit: ratio
    values: {2024-01-01: 30%, 2026-07-01: 25%}
    source: T-2
"""
COMMISSION = """
figures:
  commission:
    for: employees
    label: {zh: 提成, en: commission}
    unit: money
    is: sales * share
    round: {to: 0.01, mode: half_up}
    source: T-2
  per_call:
    for: employees
    label: {zh: 每通提成, en: commission a call}
    unit: count
    is: calls * 1
    source: T-3
"""
DECIDED = """
per_period:
  target: {label: {zh: 目标, en: target}, unit: count, range: '[1..1000]'}
figures:
  reached:
    for: employees
    label: {zh: 达标, en: reached the target}
    unit: flag
    is: calls >= target
    source: T-4
"""
QUESTION = """
choices:
  who_gets_it:
    asks: {zh: 谁得奖, en: who gets it}
    says: {zh: 未写, en: not stated}
    readings:
      everybody: '所有人,得 5 · everybody, 5'
      nobody: '没有人,得 0 · nobody, 0'
    chosen: open
    source: T-5
figures:
  gift:
    for: employees
    label: {zh: 礼金, en: gift}
    unit: money
    is: {by: who_gets_it, everybody: gift_amount, nobody: no_pay}
    source: T-5
parameters:
  gift_amount:
    {label: {zh: 金额, en: amount}, unit: money, values: {2024-01-01: CNY 5}, source: T-5}
"""


def a_pack(folder: Path, *files: str, replace: Mapping[str, str] | None = None) -> Path:
    """Write a small pack and return its folder."""
    folder.mkdir(exist_ok=True)
    for number, text in enumerate([PACK, *files]):
        for before, after in (replace or {}).items():
            text = text.replace(before, after)  # noqa: PLW2901 - the text as it is written
        (folder / f"{'pack' if not number else f'part{number}'}.yaml").write_text(text, "utf-8")
    return folder


def codes(error: DataError | SettlementError | RulePackError) -> list[str]:
    return [each.code for each in error.diagnostics]


def a_month(center: Center, *employees: object) -> CenterMonth:
    """Return October with some people, and no theme of awards."""
    return center.month("2026-10", employees=employees, decisions={"award_themes": []})  # type: ignore[arg-type] # rows or objects


def settled(
    center: Center, period: str, facts: Mapping[str, object], **decisions: object
) -> Settlement:
    month = center.month(period, employees=[an_employee_row("E1")], decisions=decisions)
    return month.settle(month.facts({"E1": facts}))


@pytest.mark.parametrize("jurisdiction", ["cn", "none"])
def test_the_manifest_says_whose_legal_warnings_were_shown(
    tmp_path: Path, jurisdiction: str
) -> None:
    said = {"jurisdiction: none": f"jurisdiction: {jurisdiction}"}
    center = Center.open(a_pack(tmp_path / "tiny", COMMISSION, replace=said))

    settlement = settled(center, "2026-10", {"sales": "100"})

    assert settlement.manifest.jurisdiction == jurisdiction
    warned = {each.code for each in center.pack.diagnostics}
    assert ("cn-19" in warned) is (jurisdiction == "cn")


# -- opening ------------------------------------------------------------------------------------


def test_a_center_opens_by_id_folder_or_pack(tmp_path: Path) -> None:
    folder = a_pack(tmp_path / "tiny", COMMISSION)

    center = Center.open(folder)

    assert center.pack.id == "tiny"
    assert Center.open(str(folder)).pack.digest == center.pack.digest
    assert Center.open(center.pack).pack is center.pack
    assert Center.open("telecom-7x24").pack.id == "telecom-7x24"


def test_an_unknown_pack_names_the_nearest() -> None:
    with pytest.raises(UnknownNameError) as found:
        Center.open("telecom-7x42")

    assert (found.value.what, found.value.nearest) == ("rule pack", "telecom-7x24")


def test_a_pack_with_errors_does_not_open_and_tells_all(tmp_path: Path) -> None:
    wrong = COMMISSION.replace("sales * share", "slaes * share").replace("calls * 1", "call * 1")

    with pytest.raises(RulePackError) as found:
        Center.open(a_pack(tmp_path / "tiny", wrong))

    errors = [each for each in found.value.diagnostics if each.severity is Severity.ERROR]
    assert [each.code for each in errors] == ["unknown-name", "unknown-name"]
    assert {each.args["near"] for each in errors} == {"sales", "calls"}
    assert [str(each.span) for each in errors] == ["tiny/part1.yaml:7:9", "tiny/part1.yaml:14:9"]


def test_a_center_under_another_reading_is_another_center() -> None:
    center = Center.open("telecom-7x24")

    other = center.with_choices(bonus_reading="slices")

    assert center.pack.readings["bonus_reading"] == "printed"
    assert other.pack.readings["bonus_reading"] == "slices"
    assert other.pack.digest != center.pack.digest


@pytest.mark.parametrize("readings", [{"bonus_raeding": "slices"}, {"bonus_reading": "slyces"}])
def test_an_unknown_reading_is_refused(readings: dict[str, str]) -> None:
    with pytest.raises(RulePackError):
        Center.open("telecom-7x24").with_choices(**readings)


def test_two_centers_with_other_packs_and_plugins_do_not_touch(tmp_path: Path) -> None:
    class Grumbles:
        @hookimpl
        def ccops_check_pack(self, pack: Pack) -> Sequence[Diagnostic]:
            args = {"name": pack.id}
            return (Diagnostic(code="unused-name", severity=Severity.WARNING, args=args),)

    tiny = Center.open(a_pack(tmp_path / "tiny", COMMISSION), plugins=[Grumbles()])
    telecom = Center.open("telecom-7x24")
    before = settled(tiny, "2026-10", {"sales": "100"}).to_json()

    month = a_month(telecom, an_employee_row("E1"))
    there = month.settle(month.facts({"E1": {"basic_pay_due": "3480"}}))

    assert settled(tiny, "2026-10", {"sales": "100"}).to_json() == before
    assert there.value("E1", "basic_pay") == Money("CNY", "3480.00")
    assert tiny.plugins.catalog.digest != telecom.plugins.catalog.digest
    assert "monthly_bonus" not in {each.name for each in tiny.pack.check_assembly().plan.figures}


# -- dated parameters ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "paid"), [("2026-06", "30.00"), ("2026-07", "25.00"), ("2024-01", "30.00")]
)
def test_oca_payroll_283_a_past_period_is_settled_with_the_values_of_its_days(
    tmp_path: Path, period: str, paid: str
) -> None:
    """There an old period took today's rates."""
    center = Center.open(a_pack(tmp_path / "tiny", COMMISSION))

    assert settled(center, period, {"sales": "100"}).value("E1", "commission") == Money(
        "CNY", paid
    )


def test_an_explanation_names_the_value_of_that_day(tmp_path: Path) -> None:
    center = Center.open(a_pack(tmp_path / "tiny", COMMISSION))

    june = str(settled(center, "2026-06", {"sales": "100"}).explain("E1", "commission"))
    july = str(settled(center, "2026-07", {"sales": "100"}).explain("E1", "commission"))

    assert "30%" in june
    assert "25%" in july


def test_before_its_first_day_a_pack_settles_no_month(tmp_path: Path) -> None:
    center = Center.open(a_pack(tmp_path / "tiny", COMMISSION))

    with pytest.raises(SettlementError) as found:
        settled(center, "2023-12", {"sales": "100"})

    assert codes(found.value) == ["pack-not-yet"]


MID_MONTH = {"2026-07-01": "2026-07-15"}


def test_a_change_inside_a_period_needs_a_rule(tmp_path: Path) -> None:
    with pytest.raises(RulePackError) as found:
        Center.open(a_pack(tmp_path / "tiny", COMMISSION, replace=MID_MONTH))

    (finding,) = (each for each in found.value.diagnostics if each.severity is Severity.ERROR)
    assert (finding.code, finding.args["name"]) == ("period-rule-missing", "share")
    assert finding.args["day"] == "2026-07-15"


@pytest.mark.parametrize(("rule", "paid"), [("start", "30.00"), ("end", "25.00")])
def test_a_period_rule_says_which_value_holds(tmp_path: Path, rule: str, paid: str) -> None:
    changes = {**MID_MONTH, "unit: ratio": f"unit: ratio\n    period_rule: {rule}"}
    center = Center.open(a_pack(tmp_path / "tiny", COMMISSION, replace=changes))

    assert settled(center, "2026-07", {"sales": "100"}).value("E1", "commission") == Money(
        "CNY", paid
    )


# -- decisions and questions --------------------------------------------------------------------


def test_a_decision_of_the_period_counts(tmp_path: Path) -> None:
    center = Center.open(a_pack(tmp_path / "tiny", DECIDED))

    settlement = settled(center, "2026-10", {"calls": 100}, target=100)

    assert settlement.value("E1", "reached") is True
    assert settlement.manifest.decisions == {"target": "100"}


@pytest.mark.parametrize(
    ("decisions", "code", "named"),
    [
        ({}, "decision-missing", "target"),
        ({"target": 0}, "decision-out-of-range", "target"),
        ({"target": 1001}, "decision-out-of-range", "target"),
        ({"target": "many"}, "decision-wrong", "many"),
        ({"target": 100, "tarqet": 1}, "unknown-decision", "tarqet"),
    ],
)
def test_a_wrong_decision_blocks_by_name(
    tmp_path: Path, decisions: dict[str, Any], code: str, named: str
) -> None:
    center = Center.open(a_pack(tmp_path / "tiny", DECIDED))

    with pytest.raises(SettlementError) as found:
        settled(center, "2026-10", {"calls": 1}, **decisions)

    assert code in codes(found.value)
    finding = next(each for each in found.value.diagnostics if each.code == code)
    assert named in finding.args.values()


def test_a_month_that_depends_on_an_open_question_is_refused_by_name(tmp_path: Path) -> None:
    center = Center.open(a_pack(tmp_path / "tiny", QUESTION))

    with pytest.raises(SettlementError) as found:
        settled(center, "2026-10", {})

    assert codes(found.value) == ["question-undecided"]
    assert found.value.diagnostics[0].args == {"name": "who_gets_it", "rules": "gift"}
    assert "question-open" in {each.code for each in center.pack.diagnostics}


@pytest.mark.parametrize(("reading", "paid"), [("everybody", "5.00"), ("nobody", "0.00")])
def test_a_reading_taken_settles_the_month(tmp_path: Path, reading: str, paid: str) -> None:
    center = Center.open(a_pack(tmp_path / "tiny", QUESTION)).with_choices(who_gets_it=reading)

    settlement = settled(center, "2026-10", {})

    assert settlement.value("E1", "gift") == Money("CNY", paid)
    assert settlement.manifest.choices == {"who_gets_it": reading}


# -- people and facts ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def telecom() -> Center:
    return loaded.center()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"E9": {"discipline": "80"}}, "unknown-employee"),
        ({"E1": {"disciplin": "80"}}, "unknown-fact"),
        ({"E1": {"discipline": "101"}}, "fact-out-of-range"),
        ({"E1": {"discipline": "80.001"}}, "fact-wrong"),
        ({"E1": {"discipline": 80.5}}, "fact-wrong"),
        ({"E1": {"basic_pay_due": Money("USD", "1.00")}}, "fact-wrong"),
        ({"E1": {"role": "team_lead"}}, "fact-twice"),
    ],
)
def test_a_wrong_fact_is_refused(
    telecom: Center, given: dict[str, dict[str, object]], code: str
) -> None:
    month = a_month(telecom, an_employee_row("E1"))

    with pytest.raises(DataError) as found:
        month.facts(given)

    assert codes(found.value) == [code]


def test_employees_come_as_rows_or_as_objects(telecom: Center) -> None:
    rows = a_month(telecom, an_employee_row("E1"))
    objects = a_month(telecom, an_employee("E1"))

    assert rows.settle(rows.facts()).to_json() == objects.settle(objects.facts()).to_json()


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"hired_on": "1 May"}, "value-malformed"),
        ({"employment_type": "owner"}, "value-malformed"),
        ({"team": ""}, "value-absent"),
        ({"ended_on": "2020-01-01"}, "days-reversed"),
    ],
)
def test_a_wrong_employee_is_refused(telecom: Center, row: dict[str, str], code: str) -> None:
    with pytest.raises(DataError) as found:
        telecom.month("2026-10", employees=[an_employee_row("E1", **row)])

    assert codes(found.value) == [code]


def test_a_wrong_period_is_refused(telecom: Center) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        telecom.month("October", employees=[])


def test_who_left_before_the_period_is_not_settled(telecom: Center) -> None:
    month = telecom.month(
        "2026-10",
        employees=[an_employee_row("E1", ended_on="2026-09-25"), an_employee_row("E2")],
        decisions={"award_themes": []},
    )

    assert month.settle(month.facts()).employees == ("E2",)


def test_facts_of_who_is_hired_later_say_that_nobody_is_employed_yet(telecom: Center) -> None:
    employees = [an_employee_row("E1"), an_employee_row("E2", hired_on="2026-11-01")]
    month = a_month(telecom, *employees)

    with pytest.raises(DataError, match="E2 is employed in the period"):
        month.facts({"E2": {"discipline": "90"}})


def test_rows_of_input_files_become_facts(telecom: Center) -> None:
    employees, decisions = [an_employee_row("E1")], {"standard_days": "22", "award_themes": []}
    month = telecom.month("2026-10", employees=employees, decisions=decisions)

    facts = month.measure(
        ccops.source("roster", [a_roster_row("E1")]),
        ccops.source("evaluations", [an_evaluation_row("E1", occurrences="2")]),
        ccops.source("activity", [an_activity_row("E1", handled="20", errors="1")]),
    )

    assert facts.value("E1", "rostered_shifts") == 1
    assert str(facts.value("E1", "call_evaluation")) == "90"
    assert str(facts.value("E1", "order_accuracy")) == "0.95"
    assert isinstance(month.settle(facts).value("E1", "monthly_score"), Missing)


def test_a_source_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="rooster"):
        ccops.source("rooster", [])


def test_wrong_rows_of_every_source_are_told_at_once(telecom: Center) -> None:
    month = a_month(telecom, an_employee_row("E1"))

    with pytest.raises(DataError) as found:
        month.measure(
            ccops.source("roster", [a_roster_row("E1", work_date="soon")]),
            ccops.source("activity", [an_activity_row("E1", handled="-1")]),
        )

    assert len(found.value.diagnostics) == 2


COUNTED = """
indicators:
  pieces:
    - {over: activity, until: 2026-07-31, total: handled, better: neither, by: [employee],
       source: T-6}
    - {over: activity, from: 2026-08-01, total: handled - errors, better: neither, by: [employee],
       source: T-6}
  wrong:
    over: activity
    where: errors > most
    count: yes
    better: lower
    by: [employee, day]
    source: T-6
parameters:
  most: {unit: count, values: {2024-01-01: 0, 2026-10-01: 1}, source: T-6}
"""


def counted(folder: Path, *days: str, by: str = "employee") -> dict[str, object]:
    center = Center.open(a_pack(folder / "tiny", COUNTED))
    rows = [an_activity_row("E1", date=day, handled="20", errors="1") for day in days]
    month = center.month("2026-10", employees=[an_employee_row("E1")])
    records = month.records(ccops.source("activity", rows))
    (measured,) = center.kpi(records, by=[by])
    (key,) = measured.keys
    return {name: measured.value(name, key) for name in measured.indicators}


@pytest.mark.parametrize(
    ("days", "pieces", "wrong"),
    [
        (["2026-07-31"], 20, 1),
        (["2026-08-01"], 19, 1),
        (["2026-08-01", "2026-09-30"], 38, 2),
        (["2026-10-01", "2030-01-31"], 38, 0),
        (["2023-12-31"], 20, 1),
    ],
    ids=["before", "after", "between", "at last", "before the pack"],
)
def test_records_are_measured_as_their_own_period_says(
    tmp_path: Path, days: list[str], pieces: int, wrong: int
) -> None:
    assert counted(tmp_path, *days) == {"pieces": pieces, "wrong": wrong}


def test_records_of_periods_that_measure_differently_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataError) as found:
        counted(tmp_path, "2026-07-31", "2026-10-01")

    told = [dict(each.args) for each in found.value.diagnostics]
    assert codes(found.value) == ["indicator-changes", "indicator-changes"]
    assert told == [
        {"name": "pieces", "first": "2026-07", "later": "2026-08"},
        {"name": "wrong", "first": "2026-07", "later": "2026-10"},
    ]


def test_a_change_of_an_indicator_nobody_asks_for_does_not_matter(tmp_path: Path) -> None:
    assert counted(tmp_path, "2026-07-31", by="day") == {"wrong": 1}
    with pytest.raises(DataError) as found:
        counted(tmp_path, "2026-09-30", "2026-10-01", by="day")

    assert [each.args["name"] for each in found.value.diagnostics] == ["wrong"]


ACCURACY = """
indicators:
  accuracy:
    label: {zh: 准确率, en: accuracy}
    over: activity
    ratio: {of: handled - 4 * errors, over: handled}
    range: '[0%..100%]'
    better: higher
    by: [employee]
    source: T-6
figures:
  accurate:
    for: employees
    label: {zh: 准确, en: accurate}
    unit: flag
    is: accuracy >= 0.9
    source: T-6
"""


def test_a_measured_value_outside_its_range_is_refused(tmp_path: Path) -> None:
    center = Center.open(a_pack(tmp_path / "tiny", ACCURACY))
    month = center.month("2026-10", employees=[an_employee_row("E1"), an_employee_row("E2")])
    rows = [
        an_activity_row("E1", handled="8", errors="2"),
        an_activity_row("E2", handled="8", errors="3"),
    ]

    with pytest.raises(DataError) as found:
        month.measure(ccops.source("activity", rows))

    assert [(each.code, each.args["employee"]) for each in found.value.diagnostics] == [
        ("fact-out-of-range", "E2")
    ]


def test_a_value_handed_in_outside_the_range_of_its_indicator_is_refused(tmp_path: Path) -> None:
    month = Center.open(a_pack(tmp_path / "tiny", ACCURACY)).month(
        "2026-10", employees=[an_employee_row("E1")]
    )

    assert str(month.facts({"E1": {"accuracy": "100%"}}).value("E1", "accuracy")) == "1"
    with pytest.raises(DataError, match="accuracy"):
        month.facts({"E1": {"accuracy": "101%"}})


def test_a_range_that_cannot_be_read_is_told_where_it_stands(tmp_path: Path) -> None:
    wrong = ACCURACY.replace("'[0%..100%]'", "'[0 s..100%]'")

    with pytest.raises(RulePackError) as found:
        Center.open(a_pack(tmp_path / "tiny", wrong))

    errors = [each for each in found.value.diagnostics if each.severity is Severity.ERROR]
    assert {str(each.span) for each in errors} == {"tiny/part1.yaml:7:13"}


# -- evidence and what is not there -------------------------------------------------------------


def test_evidence_lists_the_records_behind_a_fact(telecom: Center) -> None:
    month = a_month(telecom, an_employee_row("E1"), an_employee_row("E2"))
    rows = [
        an_activity_row("E1", source_ref="activity.csv:2"),
        an_activity_row("E2", source_ref="activity.csv:3"),
        an_activity_row("E1", kind="callback", source_ref="activity.csv:4"),
        an_activity_row("E1", date="2026-11-06", source_ref="activity.csv:5"),
    ]
    records = month.records(ccops.source("activity", rows))

    found = month.evidence("E1", "order_accuracy", records)

    assert list(found.columns[found.kind.reference]) == ["activity.csv:2"]


def test_evidence_of_a_fact_that_is_not_measured_names_the_nearest(telecom: Center) -> None:
    month = a_month(telecom, an_employee_row("E1"))

    with pytest.raises(UnknownNameError) as found:
        month.evidence("E1", "order_acuracy", {})
    with pytest.raises(UnknownNameError):
        month.evidence("E1", "discipline", {})

    assert found.value.nearest == "order_accuracy"


def test_an_adapter_nobody_brings_names_the_nearest(telecom: Center) -> None:
    with pytest.raises(UnknownNameError) as found:
        telecom.read([], adapter="csv-mop")

    assert found.value.nearest == "csv-map"


def test_a_report_nobody_brings_names_the_nearest(telecom: Center) -> None:
    month = a_month(telecom)
    settlement = month.settle(month.facts())

    with pytest.raises(UnknownNameError) as found:
        telecom.report("statment", settlement)

    assert found.value.nearest == "statement"


# -- rulings ------------------------------------------------------------------------------------

PRESENT = {**USUAL, "rostered_shifts": 20}


def _pool(telecom: Center, *rulings: Mapping[str, str]) -> Settlement:
    """Settle GC-98: 20 in the pool, the last without his discipline, the second with 86 points."""
    evaluations = ["100", "80", *["60"] * 18]
    people = {
        f"E{number:02}": {**PRESENT, "call_evaluation": each, "discipline": "60"}
        for number, each in enumerate(evaluations, start=1)
    }
    del people["E20"]["discipline"]
    month = telecom.month(
        "2026-10",
        employees=[an_employee_row(each) for each in people],
        decisions={"award_themes": [], "rulings": list(rulings)},
    )
    return month.starting_from(month.opening([])).settle(month.facts(people))


def a_ruling(ruling: str, **cells: str) -> dict[str, str]:
    row = {"employee_id": "E20", "fact": "discipline", "by": "D01", "because": "form was lost"}
    return {**row, "ruling": ruling, **cells}


def test_a_missing_score_makes_the_pool_provisional(telecom: Center) -> None:
    """GC-98: 2 of 19 are 10.53 %, so 300, and only until the score comes."""
    settlement = _pool(telecom)

    assert not settlement.is_final
    assert {key.name for key in settlement.provisional} >= {"month_rank", "monthly_bonus"}
    assert settlement.value("E02", "month_rank_size") == 19
    assert settlement.value("E02", "monthly_bonus") == Money("CNY", "300.00")
    assert isinstance(settlement.value("E20", "monthly_bonus"), Missing)
    marks = {(each.pay_code, each.provisional) for each in settlement.lines()}
    plain = ("A01", "A02", "B11", "B13", "B14", "C01", "C03")
    assert marks == {("B01", True), *((code, False) for code in plain)}
    assert "E20" in str(settlement.explain("E02", "monthly_bonus", locale="en"))


def test_excluded_by_a_ruling_the_pool_is_final_without_him(telecom: Center) -> None:
    settlement = _pool(telecom, a_ruling("exclude"))

    assert settlement.is_final
    assert settlement.value("E02", "month_rank_size") == 19
    assert settlement.value("E02", "monthly_bonus") == Money("CNY", "300.00")
    assert settlement.value("E20", "monthly_bonus") == Money("CNY", "0.00")
    assert settlement.rulings[0].because == "form was lost"


def test_ruled_zero_he_is_ranked_with_what_is_left(telecom: Center) -> None:
    settlement = _pool(telecom, a_ruling("zero"))

    assert settlement.is_final
    assert settlement.value("E02", "month_rank_size") == 20
    assert settlement.value("E02", "monthly_bonus") == Money("CNY", "500.00")
    assert str(settlement.value("E20", "conduct")) == "50"


def test_there_is_no_last_known_value_without_a_history(telecom: Center) -> None:
    with pytest.raises(DataError) as found:
        _pool(telecom, a_ruling("last_known"))

    assert codes(found.value) == ["ruling-no-history"]


@pytest.mark.parametrize(
    ("ruling", "code"),
    [
        (a_ruling("zero", employee_id="E99"), "ruling-unknown"),
        (a_ruling("zero", fact="disciplin"), "ruling-unknown"),
        (a_ruling("forget"), "ruling-wrong"),
        (a_ruling("zero", because=""), "ruling-wrong"),
        (a_ruling("zero", by=""), "ruling-wrong"),
    ],
)
def test_a_wrong_ruling_is_refused(telecom: Center, ruling: dict[str, str], code: str) -> None:
    with pytest.raises(DataError) as found:
        _pool(telecom, ruling)

    assert codes(found.value) == [code]


def test_who_was_on_maternity_leave_is_not_missing(telecom: Center) -> None:
    """GC-141: no shift to work and no score is no line, and N is 19."""
    people = {
        f"E{number:02}": {**PRESENT, "call_evaluation": each, "discipline": "60"}
        for number, each in enumerate(["100", "80", *["60"] * 17], start=1)
    }
    away = {**PRESENT, "rostered_shifts": 0}
    month = a_month(telecom, *(an_employee_row(each) for each in [*people, "E20"]))

    settlement = month.starting_from(month.opening([])).settle(
        month.facts({**people, "E20": away})
    )

    assert settlement.is_final
    assert settlement.value("E20", "monthly_bonus") is NOT_APPLICABLE
    assert settlement.value("E02", "monthly_bonus") == Money("CNY", "300.00")


# -- reports ------------------------------------------------------------------------------------


def test_a_statement_names_the_lines_and_their_sum(telecom: Center) -> None:
    settlement = _pool(telecom, a_ruling("exclude"))

    text = telecom.report("statement", settlement, locale="en", subjects=["E02"]).render("md")

    assert re.search(r"3,?880\.00", str(text))
