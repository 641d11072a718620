"""Whose report counts: of who owes it, of a deputy, of nobody else; what is told of the rest."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.facts import employees_from_rows
from ccops.messages import Label, Severity, Text
from ccops.organization import (
    Frequency,
    MisfitKind,
    OwedBy,
    ReportDesk,
    ReportDueRule,
    ReportDutyRule,
    ReportList,
    ReportState,
    RoleRule,
    Staff,
    Submission,
    report_findings,
    report_list,
    stretches,
)
from ccops.organization.reporting.frequencies import day_of_label
from ccops.values import Calendar, DayKind, Period, PeriodDays

LABEL = Label(en="rule")
OCTOBER = Period.of("2026-10", (Calendar(id="natural"),))
DAYS = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
ON = dt.date(2026, 11, 30)
PEOPLE = (
    ("H", "head", "2020-01-01", ""),
    ("S", "supervisor", "2020-01-01", "2026-10-31"),
    ("N", "supervisor", "2026-11-01", ""),
    ("L", "lead", "2020-01-01", ""),
    ("M", "lead", "2020-01-01", ""),
    ("X", "agent", "2020-01-01", ""),
)
ROLES = (
    RoleRule(name="head"),
    RoleRule(name="supervisor", reports_to=(Text("head"),), stood_in_by=(Text("lead"),)),
    RoleRule(name="lead", reports_to=(Text("supervisor"),), stood_in_by=(Text("agent"),)),
    RoleRule(name="agent", reports_to=(Text("lead"),)),
)


def is_weekday(day: dt.date) -> bool:
    return day.isoweekday() < 6


def staff_on(day: dt.date) -> Staff:
    rows = [
        {
            "employee_id": who,
            "role": role,
            "team": who,
            "hired_on": first,
            "ended_on": last,
            "employment_type": "full_time",
        }
        for who, role, first, last in PEOPLE
    ]
    employees, assignments, wrong = employees_from_rows(rows)
    assert not wrong
    return Staff.on(day, employees=employees, assignments=assignments, roles=ROLES)


def a_report(
    role: str, owed_by: OwedBy = OwedBy.EACH, every: Frequency = Frequency.MONTH
) -> ReportDutyRule:
    due = ReportDueRule(days=3, kind=DayKind.CALENDAR_DAYS)
    return ReportDutyRule(
        name="report",
        label=LABEL,
        roles=(Text(role),),
        owed_by=owed_by,
        to=(Text("head"),),
        every=every,
        due=None if every is Frequency.AS_IT_COMES else due,
    )


def listed(
    rule: ReportDutyRule,
    *handed_in: tuple[str, str, dt.date],
    works: Any = None,
    told: bool = True,
) -> ReportList:
    given: dict[tuple[str, str], list[Submission]] = {}
    for who, period, day in handed_in:
        given.setdefault(("report", period), []).append(Submission("report", period, who, day))
    desk = ReportDesk(
        on=ON,
        staff_on=staff_on,
        is_workday=is_weekday,
        works_on=works or (lambda _, day: is_weekday(day)),
        is_told=told,
        handed_in={key: tuple(each) for key, each in given.items()},
        archived={},
    )
    due_for = stretches(rule.every, OCTOBER, "natural", is_weekday)
    return report_list(rule, due_for, desk, within=DAYS)


def states(made: ReportList) -> dict[str, ReportState]:
    return {each.subject: each.state for each in made.entries}


IN_TIME = dt.date(2026, 11, 2)


@pytest.mark.parametrize(
    ("who", "counts"),
    [
        ("S", True),  # held the post on the last of its days
        ("N", True),  # holds it as the report is handed in
        ("L", True),  # stands in for it
        ("X", False),
        ("H", False),
        ("gone", False),
    ],
)
def test_a_report_of_a_post_is_handed_in_by_its_holder_or_his_deputy(
    who: str, counts: bool
) -> None:
    made = listed(a_report("supervisor", OwedBy.POST), (who, "2026-10", IN_TIME))

    assert states(made) == {"2026-10": ReportState.ON_TIME if counts else ReportState.MISSING}
    assert [each.kind for each in made.misfits] == ([] if counts else [MisfitKind.BY_ANOTHER])


def test_a_deputy_counts_for_somebody_only_where_it_is_clear_for_whom() -> None:
    one = listed(a_report("supervisor"), ("L", "2026-10", IN_TIME))
    several = listed(a_report("lead"), ("X", "2026-10", IN_TIME))

    assert states(one) == {"2026-10/S": ReportState.ON_TIME}
    assert set(states(several).values()) == {ReportState.MISSING}
    assert [each.kind for each in several.misfits] == [MisfitKind.BY_ANOTHER]


def test_his_own_report_goes_before_that_of_his_deputy() -> None:
    made = listed(
        a_report("supervisor"), ("L", "2026-10", dt.date(2026, 11, 1)), ("S", "2026-10", IN_TIME)
    )

    (entry,) = made.entries
    assert entry.handed_in is not None
    assert entry.handed_in.employee == "S"


def test_nobody_hands_in_the_report_of_a_colleague() -> None:
    made = listed(a_report("lead"), ("L", "2026-10", IN_TIME))

    assert states(made) == {"2026-10/L": ReportState.ON_TIME, "2026-10/M": ReportState.MISSING}
    assert not made.misfits


def test_what_comes_as_it_comes_is_listed_of_who_may_hand_it_in() -> None:
    rule = a_report("lead", OwedBy.POST, Frequency.AS_IT_COMES)
    made = listed(rule, ("L", "call-1", IN_TIME), ("X", "call-2", IN_TIME), ("H", "c", IN_TIME))

    assert set(states(made)) == {"call-1/L", "call-2/X"}
    assert [each.submission.employee for each in made.misfits] == ["H"]


@pytest.mark.parametrize(
    ("period", "kind"),
    [
        ("2026-10-05", None),
        ("2026-10-10", MisfitKind.NOT_OWED),  # a Saturday on which he does not work
        ("2026-09-30", None),  # of another month
        ("2026/10/05", MisfitKind.NO_PERIOD),
        ("2026-10", MisfitKind.NO_PERIOD),
        ("2026-10-32", MisfitKind.NO_PERIOD),
        ("Monday", MisfitKind.NO_PERIOD),
    ],
)
def test_a_report_for_no_period_is_told(period: str, kind: MisfitKind | None) -> None:
    made = listed(a_report("lead", every=Frequency.DAY), ("L", period, IN_TIME))

    assert [each.kind for each in made.misfits] == ([] if kind is None else [kind])


def test_a_daily_report_is_owed_on_the_days_he_works() -> None:
    def works(who: str, day: dt.date) -> bool:
        return (who, day.day) in (("L", 4), ("M", 5))

    each = listed(a_report("lead", every=Frequency.DAY), works=works)
    post = listed(a_report("lead", OwedBy.POST, Frequency.DAY), works=works)

    assert set(states(each)) == {"2026-10-04/L", "2026-10-05/M"}
    assert set(states(post)) == {"2026-10-04", "2026-10-05"}


def test_a_report_of_his_day_off_is_a_note() -> None:
    rule = a_report("lead", every=Frequency.DAY)
    made = listed(rule, ("M", "2026-10-05", IN_TIME), works=lambda who, _day: who == "L")

    assert [each.kind for each in made.misfits] == [MisfitKind.NOT_OWED]


def test_without_the_file_nothing_is_missing() -> None:
    assert set(states(listed(a_report("lead"), told=False)).values()) == {ReportState.UNKNOWN}


def test_what_is_missing_is_told_once_for_each_who_owes_it() -> None:
    rule = a_report("lead", every=Frequency.DAY)
    made = listed(rule, ("L", "2026-10-05", dt.date(2026, 10, 6)), ("H", "2026-10-05", IN_TIME))

    found = report_findings([rule], [made], ())

    told = {(each.code, each.args["who"]): each for each in found}
    assert set(told) == {
        ("report-missing", "L"),
        ("report-missing", "M"),
        ("report-by-another", "H"),
    }
    assert told["report-missing", "L"].args["count"] == "21"
    assert told["report-missing", "M"].args["period"] == (
        "2026-10-01, 2026-10-02, 2026-10-05 … 2026-10-30"
    )


def test_a_report_nobody_owes_is_a_note() -> None:
    rule = a_report("lead", every=Frequency.DAY)
    made = listed(rule, ("L", "2026-10-10", IN_TIME))

    severities = {x.code: x.severity for x in report_findings([rule], [made], ())}

    assert severities["report-not-owed"] is Severity.INFO


@given(st.sampled_from(list(Frequency)), st.integers(1, 12))
def test_every_stretch_has_a_label_that_is_known_again(frequency: Frequency, month: int) -> None:
    period = Period.of(f"2026-{month:02}", (Calendar(id="natural"),))

    for each in stretches(frequency, period, "natural", is_weekday):
        day = day_of_label(frequency, each.label)
        assert day is not None
        assert each.first <= day <= each.last


@given(st.text(max_size=12), st.sampled_from(list(Frequency)))
def test_any_text_is_a_label_or_none(text: str, frequency: Frequency) -> None:
    found = day_of_label(frequency, text)

    assert found is None or frequency.is_on_the_calendar or "/" in text
