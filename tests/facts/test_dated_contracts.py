"""Kind of employment and contract hours as dated changes: part time from some day on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

import ccops
from ccops.facts import (
    Assignment,
    AssignmentKind,
    contract_days,
    employees_from_rows,
    memberships,
    state_at,
)
from ccops.testing.builders import an_assignment, an_employee
from ccops.values import PeriodDays

if TYPE_CHECKING:
    from ccops.center import Center

HIRED = {
    "employee_id": "E1", "employment_type": "full_time", "role": "agent", "team": "A",
    "hired_on": "2024-03-01",
}  # fmt: skip
OCTOBER = PeriodDays(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
HALF = dt.timedelta(hours=4)
SIXTEENTH = dt.date(2026, 10, 16)


def changes(**more: str) -> list[dict[str, str]]:
    common = {"employee_id": "E1", "from": "2026-10-16"}
    return [
        {**common, "what": "employment_type", "value": "part_time"},
        {**common, "what": "contract_hours_day", "value": "4 h", **more},
    ]


def test_hours_are_read_as_the_employees_file_has_them() -> None:
    for written in ("4", "4 h", "240 min"):
        _, (hours, kind), found = employees_from_rows([HIRED], changes(value=written))

        assert found == ()
        assert (kind.what, kind.value) == (AssignmentKind.EMPLOYMENT_TYPE, "part_time")
        assert (hours.what, hours.value) == (AssignmentKind.CONTRACT_HOURS_DAY, HALF)


@pytest.mark.parametrize("wrong", ["four", "-4", ""])
def test_hours_that_are_none_are_refused(wrong: str) -> None:
    _, _, found = employees_from_rows([HIRED], changes(value=wrong))

    assert len(found) == 1


def test_the_contract_of_a_day_is_the_one_in_force() -> None:
    own = dated()

    before, after = (
        state_at(an_employee(), own, day) for day in (dt.date(2026, 10, 15), SIXTEENTH)
    )

    assert (before.employment_type, before.contract_hours_day) == ("full_time", None)
    assert (after.employment_type, after.contract_hours_day) == ("part_time", HALF)


def test_a_period_is_cut_where_the_contract_changes() -> None:
    found = contract_days(an_employee(), dated(), OCTOBER)

    assert [(span.days, state.contract_hours_day) for span, state in found] == [
        (15, None),
        (16, HALF),
    ]


def test_somebody_without_changes_is_his_own_contract() -> None:
    employee = an_employee()

    assert contract_days(employee, (), OCTOBER) == ((OCTOBER, employee),)


def test_hours_are_no_group() -> None:
    with pytest.raises(ValueError, match="no group"):
        memberships(an_employee(), (), AssignmentKind.CONTRACT_HOURS_DAY, OCTOBER)


def dated() -> tuple[Assignment, ...]:
    return (
        an_assignment("E001", AssignmentKind.EMPLOYMENT_TYPE, "part_time", first=SIXTEENTH),
        an_assignment("E001", AssignmentKind.CONTRACT_HOURS_DAY, HALF, first=SIXTEENTH),
    )


@pytest.fixture(scope="module")
def center() -> Center:
    return ccops.Center.open("telecom-7x24")


@pytest.mark.parametrize(
    ("day", "credit"),
    [("2026-10-12", "8:00:00"), ("2026-10-19", "4:00:00")],
)
def test_standard_hours_and_leave_go_by_the_contract_of_the_day(
    center: Center, day: str, credit: str
) -> None:
    month = center.with_choices(leave_credit="day_hours").month(
        "2026-10",
        employees=[HIRED],
        assignments=changes(),
        decisions={"standard_days": 17, "award_themes": []},
    )
    leave = [
        {
            "employee_id": "E1",
            "kind": "annual",
            "from": day,
            "to": day,
            "requested_at": "2026-09-01T09:00",
            "approved_at": "2026-09-02T09:00",
        }
    ]
    roster = [{"employee_id": "E1", "work_date": day, "shift": "R", "kind": "final"}]

    month = month.starting_from(month.opening([]))
    facts = month.measure(ccops.source("roster", roster), ccops.source("leave", leave))
    settlement = month.settle(facts)

    assert str(settlement.value("E1", "hours_credit")) == credit
    assert settlement.value("E1", "contract_hours_day") == HALF
    assert settlement.value("E1", "employment_type") == "part_time"
