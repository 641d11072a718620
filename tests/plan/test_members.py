"""Figures over members: who is in the reader's group, and what their figures come to."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.facts import Assignment, AssignmentKind
from ccops.messages import Text
from ccops.plan import EVERYBODY, Assigned, Gathering, IfNone, MembersFigure, Plan
from ccops.testing.builders import an_assignment, an_employee
from ccops.testing.plans import a_fact, a_figure, a_plan, a_population, a_settlement
from ccops.values import NOT_APPLICABLE, Missing, Money, Rounding, RoundingMode, Unit

if TYPE_CHECKING:
    from ccops.settlement import Settlement

CENTS = Rounding(scale=100, mode=RoundingMode.HALF_UP)
FACTS = (
    a_fact("score", Unit.POINTS, range="[0..100]", step=Fraction(1, 100)),
    a_fact("tips", Unit.MONEY),
    a_fact("new", Unit.FLAG),
)
PEOPLE = (a_population("agents", "role == 'agent'"), a_population("leads", "role == 'lead'"))
#: Three agents and a lead in team A, an agent and a lead in team B.
SCORES: dict[str, dict[str, object]] = {
    "A1": {"score": "80", "new": False},
    "A2": {"score": "85", "new": False},
    "A3": {"score": "90.5", "new": True},
    "B1": {"score": "10", "new": False},
    "LA": {"score": "99"},
    "LB": {"score": "99"},
}
EMPLOYEES = (
    *(an_employee(each) for each in ("A1", "A2", "A3")),
    an_employee("B1", team="B"),
    an_employee("LA", role="lead"),
    an_employee("LB", role="lead", team="B"),
)


def a_gathering(
    how: Gathering,
    *,
    figure: str = "score",
    of: str = "agents",
    readers: str = "leads",
    over: str = "team",
    where: str | None = None,
    share: Fraction = Fraction(0),
    if_none: IfNone = IfNone.MISSING,
    rounding: Rounding | None = None,
) -> MembersFigure:
    return MembersFigure(
        name="found",
        population=Text(readers),
        gathering=how,
        figure=Text(figure),
        of=Text(of),
        over=over,
        where=None if where is None else Text(where),
        share=share,
        if_none=if_none,
        rounding=rounding,
        unrounded=rounding is None,
    )


def plan_of(figure: MembersFigure) -> Plan:
    plan = a_plan(figure, facts=FACTS, populations=PEOPLE)
    assert plan.diagnostics == ()
    return plan


def settle(figure: MembersFigure, *assignments: Assignment) -> Settlement:
    return a_settlement(plan_of(figure), SCORES, employees=EMPLOYEES, assignments=assignments)


def in_project(employee: str, project: str, *, last: int = 31, first: int = 1) -> Assignment:
    return an_assignment(
        employee,
        AssignmentKind.PROJECT,
        project,
        first=dt.date(2026, 10, first),
        last=dt.date(2026, 10, last),
    )


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Gathering.SUM, "255.50"),
        (Gathering.LEAST, "80.00"),
        (Gathering.GREATEST, "90.50"),
        (Gathering.COUNT, "3"),
    ],
)
def test_a_lead_reads_what_the_members_of_his_team_come_to(how: Gathering, expected: str) -> None:
    assert str(settle(a_gathering(how)).value("LA", "found")) == expected


def test_a_mean_is_rounded_once_at_its_end() -> None:
    """GC-28: 80, 85 and 90.5 are 255.5 / 3, which is 85.17."""
    exact = settle(a_gathering(Gathering.MEAN))
    rounded = settle(a_gathering(Gathering.MEAN, rounding=CENTS))

    assert exact.value("LA", "found") == Fraction(511, 6)
    assert str(rounded.value("LA", "found")) == "85.17"


def test_a_sum_of_money_is_money() -> None:
    plan = plan_of(a_gathering(Gathering.SUM, figure="tips"))
    tips: dict[str, dict[str, object]] = {
        "A1": {"tips": "CNY 1.10"},
        "A2": {"tips": "CNY 2.20"},
        "LA": {"tips": "CNY 9"},
    }

    settlement = a_settlement(plan, tips, employees=(EMPLOYEES[0], EMPLOYEES[1], EMPLOYEES[4]))

    assert settlement.value("LA", "found") == Money("CNY", "3.30")


def test_members_without_a_value_do_not_count() -> None:
    scores: dict[str, dict[str, object]] = {**SCORES, "A2": {"new": False}}
    plan = plan_of(a_gathering(Gathering.MEAN, rounding=CENTS))

    settlement = a_settlement(plan, scores, employees=EMPLOYEES)

    assert str(settlement.value("LA", "found")) == "85.25"


def test_where_leaves_out_members() -> None:
    settlement = settle(a_gathering(Gathering.MEAN, where="not new", rounding=CENTS))

    assert str(settlement.value("LA", "found")) == "82.50"


def test_a_member_of_whom_the_condition_is_not_known_is_left_out() -> None:
    scores: dict[str, dict[str, object]] = {**SCORES, "A1": {"score": "80"}}
    plan = plan_of(a_gathering(Gathering.COUNT, where="not new"))

    assert a_settlement(plan, scores, employees=EMPLOYEES).value("LA", "found") == 1


@pytest.mark.parametrize("how", list(Gathering))
@pytest.mark.parametrize("extreme", ["A1", "A2", "A3"])
def test_nobody_is_his_own_member(how: Gathering, extreme: str) -> None:
    settlement = settle(a_gathering(how, readers="agents"))
    others = [
        Fraction(str(SCORES[each]["score"])) for each in ("A1", "A2", "A3") if each != extreme
    ]
    expected = {
        Gathering.MEAN: sum(others) / 2,
        Gathering.SUM: sum(others),
        Gathering.COUNT: 2,
        Gathering.LEAST: min(others),
        Gathering.GREATEST: max(others),
    }[how]

    assert Fraction(str(settlement.value(extreme, "found"))) == expected


def test_the_only_member_of_a_group_has_no_members() -> None:
    settlement = settle(a_gathering(Gathering.MEAN, readers="agents"))

    assert settlement.value("B1", "found") is Missing.NO_RECORDS


def test_no_member_may_count_as_zero() -> None:
    settlement = settle(a_gathering(Gathering.SUM, readers="agents", if_none=IfNone.ZERO))

    assert str(settlement.value("B1", "found")) == "0.00"


def test_outside_the_readers_there_is_no_line() -> None:
    assert settle(a_gathering(Gathering.SUM)).value("A1", "found") is NOT_APPLICABLE


def test_a_center_without_projects_is_one_project() -> None:
    settlement = settle(a_gathering(Gathering.COUNT, over="project"))

    assert settlement.value("LA", "found") == 4
    assert settlement.value("LB", "found") == 4


def test_projects_cut_across_teams() -> None:
    assigned = [in_project(each, "north") for each in ("A1", "B1", "LA")]
    settlement = settle(a_gathering(Gathering.COUNT, over="project"), *assigned)

    assert settlement.value("LA", "found") == 2
    assert settlement.value("LB", "found") == 0


def test_a_lead_of_two_projects_reads_each_member_once() -> None:
    assigned = [
        in_project("A1", "north"),
        in_project("A1", "south"),
        in_project("A2", "south"),
        in_project("LA", "north"),
        in_project("LA", "south"),
    ]

    settlement = settle(a_gathering(Gathering.SUM, over="project"), *assigned)

    assert str(settlement.value("LA", "found")) == "165.00"


@pytest.mark.parametrize(
    ("share", "expected"), [("1/2", 1), ("15/31", 2), ("16/31", 1), ("0", 2), ("1", 1)]
)
def test_a_member_belongs_to_a_group_for_long_enough(share: str, expected: int) -> None:
    assigned = [
        in_project("A1", "north", last=15),
        in_project("A2", "north"),
        in_project("LA", "north"),
    ]
    counted = a_gathering(Gathering.COUNT, over="project", share=Fraction(share))

    assert settle(counted, *assigned).value("LA", "found") == expected


@pytest.mark.parametrize(
    ("assigned", "old", "new"),
    [(Assigned.ANY_DAY, "85.17", "50.25"), (Assigned.LAST_DAY, "82.50", "50.25")],
)
def test_who_has_moved_counts_in_both_teams_or_in_the_last(
    assigned: Assigned, old: str, new: str
) -> None:
    """GC-95: by days both teams count somebody who moves, at the end the new one alone."""
    figure = attrs.evolve(a_gathering(Gathering.MEAN, rounding=CENTS), assigned=assigned)
    move = an_assignment("A3", AssignmentKind.TEAM, "B", first=dt.date(2026, 10, 10))

    settlement = settle(figure, move)

    assert (str(settlement.value("LA", "found")), str(settlement.value("LB", "found"))) == (
        old,
        new,
    )
    if assigned is Assigned.LAST_DAY:
        assert "A3" not in str(settlement.explain("LA", "found"))


def test_an_explanation_lists_the_members_it_read() -> None:
    settlement = settle(a_gathering(Gathering.MEAN, where="not new", rounding=CENTS))

    trace = settlement.trace("LA", "found")

    assert [settlement.employees[row] for row, _ in trace.members] == ["A1", "A2"]


def test_an_explanation_of_a_gathering_without_groups_lists_everybody_read() -> None:
    settlement = settle(a_gathering(Gathering.COUNT, over="project"))

    trace = settlement.trace("LA", "found")

    assert [settlement.employees[row] for row, _ in trace.members] == ["A1", "A2", "A3", "B1"]


def test_a_gathering_of_everybody_may_read_a_figure() -> None:
    best = a_gathering(Gathering.GREATEST, figure="double", of=EVERYBODY, readers="leads")
    double = a_figure("double", "2 * score", unit=Unit.POINTS, rounding=CENTS)
    plan = a_plan(double, best, facts=FACTS, populations=PEOPLE)

    settlement = a_settlement(plan, SCORES, employees=EMPLOYEES)

    assert str(settlement.value("LA", "found")) == "181.00"
