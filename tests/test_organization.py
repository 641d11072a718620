"""The organization and the report calendar through the public doors, and what the packs say."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from typing import TYPE_CHECKING, Any

import pytest

import ccops
from ccops.errors import UnknownNameError
from ccops.messages import LOCALES
from ccops.organization import LISTED_SECTIONS, ReportState
from ccops.rulepack import MonthUse
from ccops.rulepack.cases.case import read_cases
from tests import loaded

if TYPE_CHECKING:
    from ccops.center import CenterMonth

PEOPLE = [
    {"employee_id": who, "role": role, "team": team, "employment_type": "full_time", **dates}
    for who, role, team, dates in (
        ("M1", "center_manager", "office", {}),
        ("O1", "operations_manager", "office", {}),
        ("S1", "seat_supervisor", "floor", {}),
        ("L1", "team_lead", "one", {}),
        ("L2", "team_lead", "two", {"ended_on": "2026-10-20"}),
        ("A1", "agent", "one", {}),
        ("A2", "agent", "two", {}),
    )
]


PERSON = {
    "employment_type": "full_time",
    "team": "A",
    "hired_on": "2020-01-01",
}


def a_month(*changes: dict[str, str], pack: str = "outsourced") -> CenterMonth:
    rows = [{"hired_on": "2024-01-01", **each} for each in PEOPLE]
    return loaded.center(pack).month("2026-10", employees=rows, assignments=changes)


def told(made: Any) -> dict[str, tuple[dt.date, dt.date]]:
    return {f"{x.code}/{x.subject}": (x.first, x.last) for x in made.troubles}


def test_a_trouble_is_told_from_its_first_day_to_its_last() -> None:
    made = a_month().organization(on=dt.date(2026, 10, 25))

    found = told(made)

    assert found["person-without-lead/A2"] == (dt.date(2026, 10, 21), dt.date(2026, 10, 31))
    assert made.line("A2").state.value == "no_lead"  # type: ignore[union-attr]
    assert a_month().organization(on=dt.date(2026, 10, 20)).line("A2").superior == "L2"  # type: ignore[union-attr]
    assert made.line("L2") is None


def test_a_trouble_that_ends_and_comes_back_is_told_twice() -> None:
    away = {"employee_id": "L1", "what": "team", "value": "x"}
    made = a_month(
        {**away, "from": "2026-10-05", "until": "2026-10-06"},
        {**away, "from": "2026-10-10", "until": "2026-10-10"},
    ).organization()

    days = [(x.first.day, x.last.day) for x in made.troubles if x.subject == "A1"]

    assert days == [(5, 6), (10, 10)]


def test_findings_come_with_the_organization_and_are_data() -> None:
    made = a_month({"employee_id": "A1", "what": "role", "value": "cook", "from": "2026-10-05"})
    found = made.organization()

    assert {each.code for each in found.diagnostics} >= {"staff-role-unknown", "span-broken"}
    assert json.loads(json.dumps(found.to_dict()))["schema"] == "ccops.organization/1"
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own


def test_a_structure_nobody_declares_is_a_callers_mistake() -> None:
    with pytest.raises(UnknownNameError):
        a_month().organization(structure="tax_softwre_center")


def test_late_missing_and_due_reports_and_those_outside() -> None:
    rows = [
        {
            "report": "day_report",
            "period": "2026-10-01",
            "employee_id": "L1",
            "at": "2026-10-02 10:00",
        },
        {
            "report": "day_report",
            "period": "2026-10-02",
            "employee_id": "L1",
            "at": "2026-10-03T02:00:01Z",
        },
        {"report": "day_repor", "period": "2026-10-03", "employee_id": "L1", "at": "2026-10-04"},
        {
            "report": "service_level_report",
            "period": "2026-10",
            "employee_id": "O1",
            "at": "2026-10-04",
            "to": "clients",
        },
    ]
    handed_in = ccops.source("report_submissions", rows)
    unknown = a_month().report_calendar(handed_in, on=dt.date(2026, 10, 6))
    made = a_month().report_calendar(
        handed_in, ccops.source("archive_log", []), on=dt.date(2026, 10, 6)
    )

    (listed,) = [each for each in made.reports if each.name == "day_report"]

    states = {x.subject: x.state for x in listed.entries}
    assert states["2026-10-01/L1"] is ReportState.ON_TIME
    assert states["2026-10-02/L1"] is ReportState.LATE, "the clock of the center counts"
    assert states["2026-10-02/L2"] is ReportState.MISSING
    assert states["2026-10-05/L1"] is ReportState.DUE
    assert states["2026-10-30/L1"] is ReportState.LATER
    assert "2026-10-31/L1" not in states, "a Saturday, and no roster says that he works"
    assert "2026-10-21/L2" not in states, "who has left owes nothing"
    assert "archives-not-told" in {each.code for each in unknown.diagnostics}
    assert {each.code for each in made.diagnostics} >= {
        "calendar-assumed",
        "report-late",
        "report-missing",
        "report-not-archived",
        "report-recipient",
        "report-shifts-unknown",
        "report-unknown",
    }
    assert json.loads(json.dumps(made.to_dict()))["counts"]["late"] == 1
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own


def test_a_report_that_never_came_is_not_told_to_be_no_days_late() -> None:
    late = {"report": "day_report", "period": "2026-10-02", "employee_id": "L1"}
    handed_in = ccops.source("report_submissions", [{**late, "at": "2026-10-03T02:00:01Z"}])
    made = a_month().report_calendar(handed_in, on=dt.date(2026, 10, 6))

    (listed,) = [each for each in made.reports if each.name == "day_report"]

    cells = {x.subject: x.cells() for x in listed.entries}
    assert cells["2026-10-02/L2"]["days_late"] is None
    assert cells["2026-10-02/L2"]["handed_in_at"] is None
    assert cells["2026-10-02/L1"]["days_late"] == 0, "late on its very day, so its time is told"
    assert cells["2026-10-02/L1"]["handed_in_at"] == "10:00:01"


def test_without_the_file_of_reports_one_warning_says_that_nothing_is_known() -> None:
    made = a_month().report_calendar(on=dt.date(2026, 10, 31))

    told = {each.code: each for each in made.diagnostics}
    (listed,) = [each for each in made.reports if each.name == "supervisor_daily"]
    assert "report-missing" not in told
    assert int(str(told["reports-not-told"].args["count"])) == made.count(ReportState.UNKNOWN)
    assert listed.of(ReportState.UNKNOWN)


@pytest.mark.parametrize("pack", ["insurance-hotline", "outsourced"])
def test_who_looks_into_recordings_without_the_right_to_is_told(pack: str) -> None:
    people = [
        {**PERSON, "employee_id": "A1", "role": "agent"},
        {**PERSON, "employee_id": "Q1", "role": "qa_trainer"},
    ]
    month = loaded.center(pack).month("2026-10", employees=people, use=MonthUse.LISTS)
    looked = [
        ("A1", "2026-10-05", "recordings"),
        ("A1", "2026-10-06", "recordings"),
        ("Q1", "2026-10-05", "recordings"),
        ("A1", "2026-10-07", "reports"),
        ("Q1", "2026-10-08", "recording"),
    ]
    rows = [
        {"event_id": f"V{n}", "employee_id": who, "at": day, "kind": "archive_access", "topic": x}
        for n, (who, day, x) in enumerate(looked)
    ]

    made = month.report_calendar(ccops.source("events", rows), on=dt.date(2026, 10, 31))

    told = [each for each in made.diagnostics if each.code.startswith("archive-")]
    assert [(x.code, x.args["employee"], x.args["days"]) for x in told] == [
        ("archive-unknown", "Q1", "2026-10-08"),
        ("archive-access", "A1", "2026-10-05, 2026-10-06"),
    ]
    assert all("{" not in each.text(locale) for each in told for locale in LOCALES)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_pages_are_in_every_language(locale: str) -> None:
    month, center = a_month(), loaded.center("outsourced")

    pages = (
        center.report("organization", month.organization(), locale=locale, names={"A1": "Anna"}),
        center.report("reports-due", month.report_calendar(), locale=locale),
    )

    for page in pages:
        text = page.render("md")
        assert isinstance(text, str)
        assert "report-" not in text
        assert "{" not in text


def test_wrong_rows_are_told_at_their_place() -> None:
    twice = {
        "report": "day_report",
        "period": "2026-10-01",
        "employee_id": "L1",
        "at": "2026-10-02",
    }
    kept = {"archive": "reports", "item": "x", "from": "2026-10-02"}
    month = a_month()

    for kind, rows, code in (
        ("report_submissions", [twice, twice], "report-twice"),
        ("report_submissions", [{**twice, "at": "soon"}], "value-malformed"),
        ("archive_log", [kept, kept], "archived-twice"),
        ("archive_log", [{**kept, "until": "2026-10-01"}], "archived-backwards"),
    ):
        with pytest.raises(ccops.DataError) as raised:
            month.report_calendar(ccops.source(kind, rows))
        assert code in {each.code for each in raised.value.diagnostics}, kind


@pytest.mark.parametrize("ref", ["base", "insurance-hotline", "outsourced"])
def test_every_report_duty_span_archive_and_structure_of_a_pack_is_named_by_a_case(
    ref: str,
) -> None:
    pack = loaded.pack(ref)
    cases, _ = read_cases(pack)
    named = {name for case in cases for lists in case.lists.values() for name in lists}
    posts = {
        subject
        for case in cases
        for subject in (
            *case.lists["organization"].get("posts", {}),
            *(each.get("role", "") for each in case.employees.values()),
        )
    }
    home = f"{ref}/"

    own = [
        rule
        for section in LISTED_SECTIONS
        for rule in pack.rules.section(section)
        if rule.origin.span.file.startswith(home)
    ]
    structures = pack.rules.section("structures")
    duties = [duty for each in structures for duty in each.own_duties()]
    roles = [*pack.rules.section("roles"), *(x for each in structures for x in each.roles)]
    assert [rule.name for rule in (*own, *duties) if rule.name not in named] == []
    assert [role.name for role in roles if role.name not in posts] == []
