"""The hours account of a center, month after month, through its public doors."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest

import ccops
from ccops import Center
from ccops.cli.app import cli
from ccops.errors import DataError
from ccops.messages import LOCALES, Severity, in_words
from ccops.settlement import load_settlement, read_closing, save_settlement
from ccops.testing.builders import an_employee_row, an_evaluation_row
from ccops.values import Missing
from tests import loaded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from ccops.center import CenterMonth
    from ccops.messages import Diagnostic
    from ccops.settlement import Closing, Settlement

Row = dict[str, str]


@pytest.fixture(scope="module")
def center() -> Center:
    return loaded.center()


def roster(*shifts: str) -> list[Row]:
    """Return shifts written as ``2025-01-02 R``."""
    listed = (each.split() for each in shifts)
    return [
        {"employee_id": "E1", "work_date": day, "shift": name, "kind": "final"}
        for day, name in listed
    ]


def days(month: str, first: int, count: int, shift: str = "R") -> list[str]:
    return [f"{month}-{first + each:02} {shift}" for each in range(count)]


def a_month(
    center: Center, label: str, closing: Closing | None, days: str = "22", **person: str
) -> CenterMonth:
    return center.month(
        label,
        employees=[an_employee_row("E1", **person)],
        decisions={"standard_days": days, "award_themes": []},
        closing=closing,
    )


def nothing_yet(center: Center, label: str) -> Closing:
    return a_month(center, label, None).opening([])


def settled(month: CenterMonth, shifts: Sequence[str], **more: list[Row]) -> Settlement:
    sources = [ccops.source(kind, rows) for kind, rows in more.items()]
    return month.settle(month.measure(ccops.source("roster", roster(*shifts)), *sources))


def hours(settlement: Settlement, *names: str) -> list[object]:
    found = (settlement.value("E1", name) for name in names)
    return [x.total_seconds() / 3600 if isinstance(x, dt.timedelta) else x for x in found]


JANUARY = days("2025-01", 2, 8) + days("2025-01", 10, 6, "C") + days("2025-01", 16, 4, "W")
FEBRUARY = days("2025-02", 1, 7) + days("2025-02", 8, 5, "C") + days("2025-02", 13, 4, "W")


# -- months that follow each other --------------------------------------------------------------


def test_comp_time_goes_from_month_to_month_through_the_closing(center: Center) -> None:
    january = settled(a_month(center, "2025-01", nothing_yet(center, "2025-01")), JANUARY)
    closing = read_closing(january.closing.to_json())
    february = settled(a_month(center, "2025-02", closing, days="21"), FEBRUARY)

    assert closing == january.closing
    assert hours(january, "hours_counted", "comp_hours_granted") == [184, 8]
    assert hours(february, "hours_balance", "comp_hours_open", "hours_debt") == [-3, 5, 0]


def a_lot(**more: str) -> Row:
    return {"subject_id": "E1", "name": "comp_time", "period": "2024-12", "amount": "8 h", **more}


def test_a_lot_written_twice_in_an_opening_is_told_and_never_doubled(center: Center) -> None:
    month = a_month(center, "2025-01", None)

    with pytest.raises(DataError) as error:
        month.opening([a_lot(), a_lot()])
    two = month.opening([a_lot(), a_lot(note="of May")])

    assert [each.code for each in error.value.diagnostics] == ["opening-twice"]
    assert hours(settled(month.starting_from(two), JANUARY), "comp_hours_open") == [24]


def test_a_month_without_a_roster_owes_no_hours(center: Center) -> None:
    month = a_month(center, "2025-01", nothing_yet(center, "2025-01"))
    leave = [{"employee_id": "E1", "kind": "sick", "from": "2025-01-02", "to": "2025-01-02"}]

    settlement = month.settle(month.measure(ccops.source("leave", leave)))

    assert settlement.value("E1", "hours_counted") is Missing.NOT_MEASURED
    assert settlement.value("E1", "rostered_shifts") is Missing.NOT_MEASURED
    assert not settlement.is_final


def test_a_lot_says_where_it_was_earned_and_used(center: Center) -> None:
    january = settled(a_month(center, "2025-01", nothing_yet(center, "2025-01")), JANUARY)
    february = settled(a_month(center, "2025-02", january.closing, days="21"), FEBRUARY)

    told = str(february.explain("E1", "comp_hours_open", locale="en"))

    assert "2025-01 hours: 8h; used 3h, left 5h" in told
    assert "usable up to 2025-07-25" in told
    assert "2025-02-25: 3h set against hours short" in told


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_an_explanation_of_hours_is_there(center: Center, locale: str) -> None:
    month = a_month(center, "2025-01", nothing_yet(center, "2025-01"))
    leave = [{"employee_id": "E1", "kind": "comp", "from": "2025-01-02", "to": "2025-01-02"}]
    settlement = settled(month, JANUARY, leave=leave)

    for name in settlement.results.facts.accounts:
        assert name
    for fact in (each for account in month.month.rules.record_accounts for each in account.facts):
        told = str(settlement.explain("E1", fact.name, locale=locale))
        assert "explain-" not in told
        assert "lot-" not in told


def test_an_explanation_of_hours_is_plain_json(center: Center) -> None:
    settlement = settled(a_month(center, "2025-01", nothing_yet(center, "2025-01")), JANUARY)

    data = json.loads(json.dumps(settlement.explain("E1", "comp_hours_open").to_dict()))

    (lot,) = data["trace"]["lots"]
    assert (lot["period"], lot["last"], lot["uses"]) == ("2025-01", "2025-07-25", [])


def test_a_stored_settlement_keeps_its_accounts(center: Center, tmp_path: Path) -> None:
    january = settled(a_month(center, "2025-01", nothing_yet(center, "2025-01")), JANUARY)
    month = a_month(center, "2025-02", january.closing, days="21")
    settlement = settled(month, FEBRUARY)
    save_settlement(settlement, tmp_path)

    loaded = load_settlement(tmp_path, month.month.rules)

    assert loaded.closing == settlement.closing
    assert str(loaded.explain("E1", "comp_hours_open")) == str(
        settlement.explain("E1", "comp_hours_open")
    )


def test_facts_measured_from_another_past_are_refused(center: Center) -> None:
    month = a_month(center, "2025-01", nothing_yet(center, "2025-01"))
    facts = month.measure(ccops.source("roster", roster(*JANUARY)))

    with pytest.raises(DataError, match="facts-other-closing"):
        month.starting_from(None).settle(facts)


def test_without_a_closing_hours_are_known_and_comp_time_is_not(center: Center) -> None:
    settlement = settled(a_month(center, "2025-01", None), JANUARY)

    found = hours(settlement, "hours_counted", "hours_standard", "hours_balance")
    assert found == [184, 176, Missing.NO_HISTORY]
    assert hours(settlement, "comp_hours_open") == [Missing.NO_HISTORY]
    assert "closing-absent" in [each.code for each in settlement.diagnostics]


def test_a_month_without_a_roster_leaves_comp_time_unknown_and_says_so(center: Center) -> None:
    january = settled(a_month(center, "2025-01", nothing_yet(center, "2025-01")), JANUARY)
    month = a_month(center, "2025-02", january.closing)
    february = month.settle(month.facts())
    march = settled(a_month(center, "2025-03", february.closing), days("2025-03", 1, 16))

    assert "account-not-run" in [each.code for each in february.diagnostics]
    assert hours(march, "comp_hours_open") == [Missing.NO_HISTORY]


def test_somebody_who_is_no_agent_any_more_keeps_the_lots(center: Center) -> None:
    january = settled(a_month(center, "2025-01", nothing_yet(center, "2025-01")), JANUARY)
    lead = a_month(center, "2025-02", january.closing, role="team_lead")
    february = settled(lead, FEBRUARY)
    march = settled(a_month(center, "2025-03", february.closing), days("2025-02", 26, 1))

    assert hours(february, "comp_hours_open") == [Missing.NOT_MEASURED]
    assert hours(march, "comp_hours_before") == [8]


# -- what a center starts with ------------------------------------------------------------------


def opened(**more: str) -> Row:
    return {"subject_id": "E1", "name": "comp_time", "amount": "8", "unit": "h", **more}


def test_an_opening_names_comp_time_with_its_days(center: Center) -> None:
    month = a_month(center, "2025-07", None)
    opening = month.opening(
        [
            opened(period="2025-01", dated_on="2025-01-10"),
            opened(period="2025-02", amount="2", valid_until="2025-12-31"),
            opened(name="hours_debt", amount="1"),
        ]
    )

    settlement = settled(month.starting_from(opening), days("2025-07", 1, 16))

    found = hours(settlement, "comp_hours_before", "comp_hours_lapsed", "hours_debt_before")
    assert found == [10, 8, 1]
    assert hours(settlement, "comp_hours_offset", "comp_hours_open") == [1, 1]


def test_odoo_240508_comp_time_on_its_last_day_first_pays_a_debt_from_before(
    center: Center,
) -> None:
    """There time off that had expired was left out, and the debt it could have paid stayed."""
    month = a_month(center, "2025-07", None)
    opening = month.opening(
        [opened(period="2025-01"), opened(name="hours_debt", period="2025-06", amount="3")]
    )

    july = settled(month.starting_from(opening), days("2025-07", 1, 16))
    august = settled(a_month(center, "2025-08", july.closing), days("2025-08", 1, 16))

    found = hours(july, "hours_debt_before", "comp_hours_offset", "comp_hours_open", "hours_debt")
    assert found == [3, 3, 5, 0]
    assert hours(august, "comp_hours_lapsed", "comp_hours_open", "hours_debt") == [5, 0, 0]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (opened(dated_on="soon"), "opening-value"),
        (opened(amount="-1"), "opening-negative"),
        (opened(name="comp_tme"), "opening-unknown"),
    ],
)
def test_a_wrong_row_of_an_opening_is_told(center: Center, row: Row, code: str) -> None:
    with pytest.raises(DataError) as found:
        a_month(center, "2025-07", None).opening([row])

    assert [each.code for each in found.value.diagnostics] == [code]


# -- what is missing or refused -----------------------------------------------------------------


def test_standard_days_nobody_decided_block_the_run_by_name(center: Center) -> None:
    month = center.month(
        "2025-01", employees=[an_employee_row("E1")], decisions={"award_themes": []}
    )

    with pytest.raises(DataError) as found:
        month.measure(ccops.source("roster", roster(*JANUARY)))

    (finding,) = found.value.diagnostics
    assert (finding.code, finding.args["name"]) == ("decision-missing", "standard_days")


def test_a_month_that_counts_no_hours_needs_no_standard_days(center: Center) -> None:
    month = center.month(
        "2025-01", employees=[an_employee_row("E1")], decisions={"award_themes": []}
    )

    facts = month.measure(ccops.source("evaluations", [an_evaluation_row("E1", at="2025-01-02")]))

    assert month.settle(facts).value("E1", "hours_standard") is Missing.NOT_MEASURED


def test_time_off_asked_for_too_late_is_absence_with_its_record(center: Center) -> None:
    month = a_month(center, "2025-03", None)
    month = month.starting_from(month.opening([opened(period="2025-02", amount="11")]))
    leave = [
        {
            "employee_id": "E1",
            "kind": "comp",
            "from": "2025-03-10",
            "to": "2025-03-10",
            "requested_at": "2025-03-08",
        }
    ]
    sources = (
        ccops.source("roster", roster("2025-03-10 R")),
        ccops.source("leave", leave),
    )

    settlement = month.settle(month.measure(*sources))

    assert str(settlement.value("E1", "absence")) == "1"
    told = [each for each in settlement.diagnostics if each.code == "comp-refused"]
    assert [in_words(each.args["hours"]) for each in told] == ["11h"]
    behind = month.evidence("E1", "absence", month.records(*sources))
    assert list(behind.columns["kind"]) == ["absenteeism"]
    counted = month.evidence("E1", "hours_counted", month.records(*sources))
    assert counted.kind.name == "worked_shift"
    refused = month.evidence("E1", "comp_hours_refused", month.records(*sources))
    assert refused.kind.name == "leave_day"


def test_more_standard_days_than_workdays_are_told(center: Center) -> None:
    month = a_month(center, "2025-01", nothing_yet(center, "2025-01"), days="23")
    calendar = [{"date": "2025-01-01", "kind": "statutory"}]

    settlement = settled(month, JANUARY, calendar=calendar)

    assert "standard-over-workdays" in [each.code for each in settlement.diagnostics]


def test_a_ruling_no_lot_waits_for_is_refused(center: Center) -> None:
    ruling = {
        "employee_id": "E1",
        "fact": "comp_hours_lapsed",
        "ruling": "pay",
        "by": "Li",
        "because": "agreed",
    }
    asking = center.with_choices(on_lapse="ask")
    decisions: Mapping[str, Any] = {
        "standard_days": "22",
        "award_themes": [],
        "rulings": [ruling],
    }
    month = asking.month("2025-01", employees=[an_employee_row("E1")], decisions=decisions)
    month = month.starting_from(month.opening([]))

    with pytest.raises(DataError, match="ruling-not-needed"):
        month.measure(ccops.source("roster", roster(*JANUARY)))


def test_the_days_a_leaver_is_there_make_his_standard(center: Center) -> None:
    month = a_month(
        center,
        "2025-01",
        nothing_yet(center, "2025-01"),
        ended_on="2025-01-10",
        end_reason="resignation",
    )

    settlement = settled(month, days("2025-01", 2, 9))

    found = hours(settlement, "hours_standard", "comp_hours_granted", "comp_hours_payout")
    assert found == [12 * 8, 99 - 96, 3]
    (line,) = [each for each in settlement.lines() if each.pay_code == "H01"]
    assert (line.quantity, str(line.amount)) == ("3:00:00", "0.00")


def rehired(center: Center, label: str, days: str = "22") -> CenterMonth:
    """Return a month in which somebody goes from eight hours a day to four on 11 January."""
    before = an_employee_row("E1", ended_on="2025-01-10", end_reason="mutual")
    after = an_employee_row(
        "E1", hired_on="2025-01-11", employment_type="part_time", contract_hours_day="4"
    )
    return center.month(
        label,
        employees=[before, after],
        decisions={"standard_days": days, "award_themes": []},
        closing=nothing_yet(center, label),
    )


@pytest.mark.parametrize(
    ("standard_days", "expected"), [("22", 12 * 8 + 10 * 4), ("11", (12 * 8 + 10 * 4) / 2)]
)
def test_each_contract_of_a_period_makes_its_part_of_the_standard(
    center: Center, standard_days: str, expected: float
) -> None:
    """Twelve workdays of eight hours and ten of four; a shorter standard keeps their mean."""
    settlement = settled(rehired(center, "2025-01", standard_days), days("2025-01", 2, 9))

    assert hours(settlement, "hours_standard") == [expected]


# -- who is nowhere on the roster ---------------------------------------------------------------


def absent_of(
    center: Center,
    *,
    leave: Sequence[Row] = (),
    shifts: Sequence[str] = JANUARY,
    person: Row | None = None,
) -> list[Diagnostic]:
    """Return what is told of a month with E1 on the roster and E2 not."""
    month = center.month(
        "2025-01",
        employees=[an_employee_row("E1"), an_employee_row("E2", **(person or {}))],
        decisions={"standard_days": "22", "award_themes": []},
    )
    sources = [ccops.source("roster", roster(*shifts)), ccops.source("leave", leave)]
    settlement = month.settle(month.measure(*sources))
    return [each for each in settlement.diagnostics if each.code == "roster-absent"]


def leave_of_e2(first: str, last: str, kind: str = "personal") -> list[Row]:
    return [{"employee_id": "E2", "kind": kind, "from": first, "to": last}]


def test_whoever_is_employed_and_nowhere_on_the_roster_is_named(center: Center) -> None:
    (found,) = absent_of(center)

    assert found.severity is Severity.WARNING
    assert found.text("zh_CN") == "2025-01 有 1 名在职人员没有任何排班，也未全程请假：E2"
    assert "E2" in found.text("en")


def test_an_empty_roster_names_the_first_of_everybody(center: Center) -> None:
    (found,) = absent_of(center, shifts=())

    assert (found.args["count"], found.args["employees"]) == ("2", "E1, E2")


@pytest.mark.parametrize(
    ("first", "last"),
    [("2024-12-01", "2025-03-31"), ("2024-12-26", "2025-01-25")],
    ids=["longer", "the-period"],
)
@pytest.mark.parametrize("kind", ["maternity", "personal", "absenteeism"])
def test_whoever_is_on_leave_all_the_time_is_not_meant(
    center: Center, first: str, last: str, kind: str
) -> None:
    assert not absent_of(center, leave=leave_of_e2(first, last, kind))


def test_leave_that_leaves_one_workday_is_no_leave_all_the_time(center: Center) -> None:
    assert absent_of(center, leave=leave_of_e2("2024-12-01", "2025-01-23"))


@pytest.mark.parametrize(
    "person",
    [
        {"role": "center_manager"},
        {"hired_on": "2025-02-01"},
        {"ended_on": "2024-12-25", "end_reason": "mutual"},
    ],
    ids=["another-role", "not-yet-there", "gone"],
)
def test_whoever_has_no_account_or_no_employment_is_not_meant(center: Center, person: Row) -> None:
    assert not absent_of(center, person=person)


# -- the command line ---------------------------------------------------------------------------


def test_settle_reads_requests_and_the_opening_of_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    files = {
        "employees.csv": "employee_id,employment_type,role,team,hired_on\n"
        "E1,full_time,agent,A,2020-01-01\n",
        "roster.csv": "employee_id,work_date,shift,kind\nE1,2025-03-10,R,final\n",
        "requests.csv": "工号,类别,换休日期,工时,申请时间,审批时间,审批结果\n",
        "opening.csv": "subject_id,name,period,amount,unit\nE1,comp_time,2025-02,11,h\n",
        "period.yaml": "standard_days: 22\naward_themes: []\n",
    }
    del files["requests.csv"]
    files["requests.csv"] = (
        "employee_id,kind,for_date,hours,requested_at,decided_at,decision\n"
        "E1,comp_leave,2025-03-10,11,2025-03-05,2025-03-06,approved\n"
    )
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")

    arguments = ["settle", "--pack", "telecom-7x24", "--period", "2025-03"]
    out = tmp_path / "out"
    cli.main([*arguments, "--input", str(folder), "-o", str(out)], standalone_mode=False)

    facts = json.loads((out / "facts.json").read_bytes())
    assert facts["columns"]["comp_hours_taken"]["cells"] == [11 * 3_600_000]
    assert facts["columns"]["comp_hours_open"]["cells"] == [0]
    cli.main(
        [
            "explain",
            str(out),
            "E1",
            "comp_hours_taken",
            "--pack",
            "telecom-7x24",
            "--records",
            str(folder),
            "--locale",
            "zh_CN",
        ],
        standalone_mode=False,
    )
    assert "换休假" in capsys.readouterr().out
