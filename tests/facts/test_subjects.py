from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.facts import (
    Assignment,
    AssignmentKind,
    Employee,
    assignments_by_employee,
    basic_pay_days,
    employed_days,
    employed_spans,
    employees_from_rows,
    last_employed_day,
    memberships,
    state_at,
)
from ccops.messages import Diagnostic, Severity, Span, has_errors
from ccops.values import Calendar, Money, PeriodDays
from tests.copies import pickled

OCTOBER = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def a_row(**changes: object) -> dict[str, object]:
    row: dict[str, object] = {
        "employee_id": "E017",
        "employment_type": "full_time",
        "role": "agent",
        "team": "A",
        "hired_on": "2024-03-01",
    }
    return {**row, **changes}


def a_change(what: str, value: str, first: str, **changes: object) -> dict[str, object]:
    return {"employee_id": "E017", "what": what, "value": value, "from": first, **changes}


def read(
    *changes: dict[str, object], **employee: object
) -> tuple[Employee, tuple[Assignment, ...]]:
    employees, assignments, found = employees_from_rows(
        [a_row(**employee)], changes, currency="CNY"
    )
    assert found == ()
    return employees[0], assignments


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [each.code for each in found]


def test_an_employee_has_the_columns_of_its_row() -> None:
    employee, _ = read(
        name="王芳",
        level="3",
        probation_until="2024-05-31",
        contract_hours_day="7.5",
        basic_pay="3480.00",
        end_reason="resignation",
        ended_on="2026-12-31",
    )

    assert employee.employee_id == "E017"
    assert employee.hired_on == day("2024-03-01")
    assert employee.probation_until == day("2024-05-31")
    assert employee.contract_hours_day == dt.timedelta(hours=7, minutes=30)
    assert employee.basic_pay == Money("CNY", "3480.00")
    assert (employee.ended_on, employee.end_reason) == (day("2026-12-31"), "resignation")
    assert employee.cost_center is None


def test_values_of_python_are_taken_as_they_are() -> None:
    employee, _ = read(
        hired_on=day("2024-03-01"),
        basic_pay=Money("CNY", 3480),
        contract_hours_day=dt.timedelta(hours=4),
    )

    assert employee.basic_pay == Money("CNY", "3480")
    assert employee.contract_hours_day == dt.timedelta(hours=4)


def test_everything_wrong_is_told_at_once_with_its_place() -> None:
    rows = [
        a_row(hired_on="2024/3/1", employment_type="fulltime", source_ref="employees.csv:2"),
        a_row(team="", basic_pay="3480.001", source_ref="employees.csv:3"),
    ]

    employees, _, found = employees_from_rows(rows, currency="CNY")

    assert employees == ()
    assert [(each.code, each.args["column"], each.span) for each in found] == [
        ("value-malformed", "employment_type", Span("employees.csv", 2, 1)),
        ("value-malformed", "hired_on", Span("employees.csv", 2, 1)),
        ("value-malformed", "basic_pay", Span("employees.csv", 3, 1)),
        ("value-absent", "team", Span("employees.csv", 3, 1)),
    ]


def test_an_unknown_key_is_a_warning_that_names_the_nearest() -> None:
    employees, _, found = employees_from_rows([a_row(probation_untill="2024-05-31")])

    assert len(employees) == 1
    assert found[0].severity is Severity.WARNING
    assert found[0].args["nearest"] == "probation_until"


@pytest.mark.parametrize("pay", [3480.0, True, "3480 CNY", "three"])
def test_pay_is_never_a_float_or_a_guess(pay: object) -> None:
    _, _, found = employees_from_rows([a_row(basic_pay=pay)], currency="CNY")

    assert codes(found) == ["value-malformed"]


@pytest.mark.parametrize("hours", [7.5, "-1", "7.5 d", "0.0000001"])
def test_contract_hours_are_exact(hours: object) -> None:
    _, _, found = employees_from_rows([a_row(contract_hours_day=hours)])

    assert codes(found) == ["value-malformed"]


@pytest.mark.parametrize("hired", [dt.datetime(2024, 3, 1, tzinfo=dt.UTC), 20240301, "2024-3-1"])
def test_a_day_is_a_day(hired: object) -> None:
    _, _, found = employees_from_rows([a_row(hired_on=hired)])

    assert codes(found) == ["value-malformed"]


def test_an_employment_that_ends_before_it_begins_is_an_error() -> None:
    employees, _, found = employees_from_rows([a_row(ended_on="2024-02-29")])

    assert (codes(found), employees) == (["days-reversed"], ())


def test_a_bare_amount_without_a_currency_is_refused() -> None:
    _, _, bare = employees_from_rows([a_row(basic_pay="3480")])
    employees, _, full = employees_from_rows([a_row(basic_pay="CNY 3480")])

    assert (codes(bare), full) == (["value-malformed"], ())
    assert employees[0].basic_pay == Money("CNY", 3480)


def test_ids_are_text_and_keep_their_zeros() -> None:
    employees, _, found = employees_from_rows([a_row(employee_id="007"), a_row(employee_id="7")])

    assert [each.employee_id for each in employees] == ["007", "7"]
    assert found == ()


def test_a_dated_change_wins_over_the_employees_table() -> None:
    employee, own = read(a_change("role", "team_lead", "2026-10-20"))

    assert state_at(employee, own, day("2026-10-19")).role == "agent"
    assert state_at(employee, own, day("2026-10-20")).role == "team_lead"


def test_a_later_change_wins_and_an_ended_one_gives_way() -> None:
    employee, own = read(
        a_change("team", "B", "2026-10-05"),
        a_change("team", "C", "2026-10-10", until="2026-10-12"),
    )

    teams = [
        state_at(employee, own, day(f"2026-10-{each:02}")).team for each in (4, 5, 10, 12, 13)
    ]

    assert teams == ["A", "B", "C", "C", "B"]


def test_two_changes_of_one_thing_on_one_day_are_an_error() -> None:
    changes = [a_change("team", "B", "2026-10-05"), a_change("team", "C", "2026-10-05")]

    _, _, found = employees_from_rows([a_row()], changes)

    assert codes(found) == ["assignment-twice"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (a_change("team", "B", "2026-10-05", until="2026-10-04"), "days-reversed"),
        (a_change("status", "away", "2026-10-05"), "value-malformed"),
        (a_change("salary", "9", "2026-10-05"), "value-malformed"),
        (a_change("basic_pay", "much", "2026-10-05"), "value-malformed"),
        (a_change("team", "B", "2026-10-05", employee_id="E018"), "unknown-employee-id"),
    ],
)
def test_a_wrong_change_is_an_error(change: dict[str, object], code: str) -> None:
    _, assignments, found = employees_from_rows([a_row()], [change], currency="CNY")

    assert (codes(found), assignments) == ([code], ())


def test_gc_24_somebody_who_ends_on_the_last_day_is_employed_on_it() -> None:
    employee, own = read(ended_on="2026-10-31", end_reason="performance")

    assert last_employed_day(employee, own, OCTOBER) == day("2026-10-31")
    assert employed_days(employee, own, OCTOBER) == 31


def test_gc_92_the_role_of_a_period_is_that_of_its_last_employed_day() -> None:
    employee, own = read(a_change("role", "team_lead", "2026-10-20"))

    last = last_employed_day(employee, own, OCTOBER)

    assert last is not None
    assert state_at(employee, own, last).role == "team_lead"
    assert memberships(employee, own, AssignmentKind.ROLE, OCTOBER) == (
        ("agent", Fraction(19, 31)),
        ("team_lead", Fraction(12, 31)),
    )


def test_gc_93_a_rehire_is_a_span_of_its_own() -> None:
    rows = [
        a_row(ended_on="2026-06-30", end_reason="resignation"),
        a_row(hired_on="2026-10-31", role="qa_trainer"),
    ]

    employees, _, found = employees_from_rows(rows)

    assert (len(employees), found) == (1, ())
    assert employed_days(employees[0], (), OCTOBER) == 1
    assert employed_spans(employees[0], (), OCTOBER) == (
        PeriodDays(day("2026-10-31"), day("2026-10-31")),
    )
    june = PeriodDays(day("2026-06-01"), day("2026-06-30"))
    assert last_employed_day(employees[0], (), june) == day("2026-06-30")
    assert employees[0].as_of(day("2026-06-30")).end_reason == "resignation"
    assert state_at(employees[0], (), day("2026-06-30")).role == "agent"
    assert state_at(employees[0], (), day("2026-08-01")).status == "ended"


def test_spans_of_employment_that_overlap_are_an_error() -> None:
    rows = [a_row(ended_on="2026-06-30"), a_row(hired_on="2026-06-30")]

    _, _, found = employees_from_rows(rows)

    assert codes(found) == ["employee-twice"]


def test_a_rehire_may_be_a_dated_status() -> None:
    employee, own = read(
        a_change("status", "employed", "2026-10-30"), ended_on="2026-06-30", end_reason="mutual"
    )

    assert employed_days(employee, own, OCTOBER) == 2
    assert state_at(employee, own, day("2026-10-29")).status == "ended"


def test_somebody_on_leave_is_employed() -> None:
    employee, own = read(a_change("status", "on_leave", "2026-10-01"))

    assert employed_days(employee, own, OCTOBER) == 31


def test_gc_95_a_team_move_gives_both_teams_their_share_of_the_days() -> None:
    employee, own = read(a_change("team", "B", "2026-10-10"))

    shares = memberships(employee, own, AssignmentKind.TEAM, OCTOBER)

    assert shares == (("A", Fraction(9, 31)), ("B", Fraction(22, 31)))


def test_shares_are_of_the_employed_days_only() -> None:
    employee, own = read(a_change("team", "B", "2026-10-26"), hired_on="2026-10-22")

    shares = memberships(employee, own, AssignmentKind.TEAM, OCTOBER)

    assert shares == (("A", Fraction(4, 10)), ("B", Fraction(6, 10)))


def test_projects_may_overlap_and_nobody_has_one_by_himself() -> None:
    employee, own = read(
        a_change("project", "north", "2026-09-01"),
        a_change("project", "south", "2026-10-01", until="2026-10-10"),
    )

    assert state_at(employee, own, day("2026-10-05")).projects == ("north", "south")
    assert memberships(employee, own, AssignmentKind.PROJECT, OCTOBER) == (
        ("north", Fraction(1)),
        ("south", Fraction(10, 31)),
    )
    assert memberships(employee, (), AssignmentKind.PROJECT, OCTOBER) == ()


def test_an_amount_of_pay_is_no_group() -> None:
    employee, own = read()

    with pytest.raises(ValueError, match="no group"):
        memberships(employee, own, AssignmentKind.BASIC_PAY, OCTOBER)


def test_pay_that_changes_inside_a_period_holds_by_days() -> None:
    employee, own = read(
        a_change("basic_pay", "4000", "2026-10-11"),
        a_change("team", "B", "2026-10-20"),
        basic_pay="3480",
    )

    assert basic_pay_days(employee, own, OCTOBER) == (
        (Money("CNY", 3480), PeriodDays(day("2026-10-01"), day("2026-10-10"))),
        (Money("CNY", 4000), PeriodDays(day("2026-10-11"), day("2026-10-31"))),
    )


def test_somebody_who_left_before_has_no_last_employed_day() -> None:
    employee, own = read(ended_on="2026-09-30", end_reason="other")

    assert last_employed_day(employee, own, OCTOBER) is None
    assert memberships(employee, own, AssignmentKind.TEAM, OCTOBER) == ()


@pytest.mark.parametrize(
    ("until", "is_new"), [("2026-10-25", True), ("2026-10-24", False)], ids=["last", "before"]
)
def test_gc_152_probation_on_the_last_day_of_the_period(until: str, *, is_new: bool) -> None:
    employee, _ = read(probation_until=until)
    days = Calendar(id="attendance", cutoff_day=25).days("2026-10")

    assert employee.probation_until is not None
    assert (employee.probation_until >= days.last) is is_new


def test_the_notice_is_open_until_an_end_is_set() -> None:
    leaving, _ = read(notice_from="2026-10-05", ended_on="2026-11-04", end_reason="resignation")
    warned, _ = read(notice_from="2026-10-05")
    staying, _ = read()

    assert leaving.notice == PeriodDays(day("2026-10-05"), day("2026-11-04"))
    assert warned.notice is not None
    assert warned.notice.holds(day("2099-01-01"))
    assert staying.notice is None


def test_assignments_are_given_to_their_employees() -> None:
    rows = [a_row(), a_row(employee_id="E018")]
    changes = [
        a_change("team", "B", "2026-10-05", employee_id="E018"),
        a_change("team", "C", "2026-10-01"),
    ]

    employees, assignments, _ = employees_from_rows(rows, changes)

    by_employee = assignments_by_employee(assignments)
    assert [each.value for each in by_employee["E018"]] == ["B"]
    assert state_at(employees[0], assignments, day("2026-10-06")).team == "C"


def test_employees_survive_pickling() -> None:
    employee, own = read(a_change("team", "B", "2026-10-05"))

    assert pickled((employee, own)) == (employee, own)


DAYS = st.dates(day("2026-08-01"), day("2026-12-31"))


@st.composite
def histories(draw: st.DrawFn) -> tuple[Employee, tuple[Assignment, ...]]:
    """Return an employee with any dated team, project and status changes."""
    changes: dict[tuple[str, dt.date], dict[str, object]] = {}
    for _ in range(draw(st.integers(0, 6))):
        what = draw(st.sampled_from(["team", "status", "project"]))
        words = {"team": ["A", "B", "C"], "status": ["employed", "ended"], "project": ["n", "s"]}
        first, last = draw(DAYS), draw(st.none() | DAYS)
        until = {} if last is None else {"until": max(first, last)}
        value = draw(st.sampled_from(words[what]))
        changes[what, first] = {**a_change(what, value, str(first)), **until}
    hired, ended = draw(DAYS), draw(st.none() | DAYS)
    end: dict[str, object] = {} if ended is None else {"ended_on": max(hired, ended)}
    return read(*changes.values(), hired_on=hired, **end)


@given(histories())
def test_employed_days_are_the_days_on_which_somebody_is_employed(
    history: tuple[Employee, tuple[Assignment, ...]],
) -> None:
    employee, own = history
    every = [OCTOBER.first + dt.timedelta(days=each) for each in range(OCTOBER.days)]

    employed = [each for each in every if state_at(employee, own, each).status != "ended"]

    assert employed_days(employee, own, OCTOBER) == len(employed)
    assert last_employed_day(employee, own, OCTOBER) == (employed[-1] if employed else None)


@given(histories())
def test_shares_of_teams_are_days_over_employed_days(
    history: tuple[Employee, tuple[Assignment, ...]],
) -> None:
    employee, own = history
    states = [
        state_at(employee, own, OCTOBER.first + dt.timedelta(days=each))
        for each in range(OCTOBER.days)
    ]
    employed = [each for each in states if each.status != "ended"]

    teams = memberships(employee, own, AssignmentKind.TEAM, OCTOBER)
    projects = memberships(employee, own, AssignmentKind.PROJECT, OCTOBER)

    assert sum(share for _, share in teams) == (1 if employed else 0)
    for team, share in teams:
        assert share == Fraction(sum(each.team == team for each in employed), len(employed))
    for project, share in projects:
        held = sum(project in each.projects for each in employed)
        assert share == Fraction(held, len(employed))


@given(histories())
def test_the_order_of_the_rows_changes_nothing(
    history: tuple[Employee, tuple[Assignment, ...]],
) -> None:
    employee, own = history
    backwards = tuple(reversed(own))

    assert memberships(employee, own, AssignmentKind.TEAM, OCTOBER) == memberships(
        employee, backwards, AssignmentKind.TEAM, OCTOBER
    )


def test_every_finding_has_words_in_every_language() -> None:
    changes = [a_change("team", "B", "2026-10-05", employee_id="E018")]
    _, _, found = employees_from_rows([a_row(hired_on="x", rolle="y")], changes)

    assert has_errors(found)
    for each in found:
        texts = {each.text("en"), each.text("zh_CN"), each.text("zh_TW")}
        assert len(texts) == 3
        assert not any("{" in text for text in texts)
