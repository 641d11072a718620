"""What shows a duty: records of its owner, of the right kind, on the days he works."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from ccops.facts import employees_from_rows
from ccops.messages import Label, Text
from ccops.organization import (
    DutyDesk,
    DutyEntry,
    DutyRule,
    DutyState,
    EvidenceRule,
    Frequency,
    OwedBy,
    ReportDutyRule,
    RoleRule,
    Staff,
    Stretch,
    check_duties,
    duty_list,
)

LABEL = Label(en="rule")
END = dt.date(2026, 10, 31)
PEOPLE = (("L", "lead", "A"), ("M", "lead", "B"), ("X", "agent", "A"), ("Y", "agent", "A"))
ROLES = (
    RoleRule(name="lead", leads_team=True),
    RoleRule(name="agent", reports_to=(Text("lead"),)),
)


def staff_on(day: dt.date) -> Staff:
    rows = [
        {"employee_id": who, "role": role, "team": team, "hired_on": "2020-01-01"}
        | {"employment_type": "full_time"}
        for who, role, team in PEOPLE
    ]
    employees, assignments, wrong = employees_from_rows(rows)
    assert not wrong
    return Staff.on(day, employees=employees, assignments=assignments, roles=ROLES)


def a_duty(every: Frequency = Frequency.DAY, **shown: str) -> DutyRule:
    names: Any = {key: Text(each) for key, each in shown.items()}
    evidence = EvidenceRule(over=Text("event"), **names)
    return DutyRule(name="duty", label=LABEL, role=Text("lead"), every=every, shown_by=evidence)


def shown(
    rule: DutyRule,
    counted: dict[tuple[str, ...], set[int]],
    *,
    works: Any = lambda _who, _day: True,
    days: tuple[int, ...] = (5,),
) -> dict[str, DutyEntry]:
    stretches = tuple(
        Stretch(label=day.isoformat(), first=day, last=day)
        for day in (dt.date(2026, 10, each) for each in days)
    )
    desk = DutyDesk(
        on=END,
        staff_on=staff_on,
        stretches=lambda _: stretches,
        works_on=works,
        counted=lambda _: {
            key: frozenset(dt.date(2026, 10, each) for each in on) for key, on in counted.items()
        },
        reports={},
    )
    return {each.who: each for each in duty_list(rule, desk).entries}


def test_what_somebody_else_did_shows_nothing() -> None:
    found = shown(a_duty(who="employee"), {("M",): {5}, ("X",): {5}})

    assert found["L"].state is DutyState.NOT_SHOWN
    assert found["M"].state is DutyState.SHOWN


def test_a_record_of_the_team_shows_the_duty_of_whoever_is_in_it() -> None:
    found = shown(a_duty(who="team"), {("A",): {5}})

    assert {who: each.state for who, each in found.items()} == {
        "L": DutyState.SHOWN,
        "M": DutyState.NOT_SHOWN,
    }


def test_with_each_it_is_asked_for_everybody_who_answers_to_him() -> None:
    found = shown(a_duty(each="employee"), {("X",): {5}, ("M",): {5}})

    (entry,) = found.values()
    assert (entry.who, entry.asked, entry.shown) == ("L", 2, 1)
    assert entry.not_shown == ("2026-10-05/Y",)


def test_with_who_and_each_he_did_it_himself_for_each() -> None:
    found = shown(a_duty(who="coach", each="employee"), {("L", "X"): {5}, ("M", "Y"): {5}})

    assert found["L"].not_shown == ("2026-10-05/Y",)


@pytest.mark.parametrize("every", [Frequency.DAY, Frequency.WORKDAY])
def test_days_off_are_not_asked(every: Frequency) -> None:
    def works(who: str, day: dt.date) -> bool:
        return who == "M" or day.day != 6

    found = shown(a_duty(every, who="employee"), {}, works=works, days=(5, 6, 7))

    assert found["L"].not_shown == ("2026-10-05", "2026-10-07")
    assert found["M"].asked == 3


def test_a_week_is_asked_whoever_is_off_on_its_last_day() -> None:
    found = shown(a_duty(Frequency.WEEK, who="employee"), {}, works=lambda _who, _day: False)

    assert found["L"].asked == 1


@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        ({"over": "exam"}, "duty-evidence-of-anybody"),
        ({"over": "exam", "who": "employee"}, None),
        ({"over": "exam", "each": "employee"}, None),
        ({"report": "daily"}, None),
        ({"report": "others"}, "duty-report-of-others"),
        ({"report": "dialy"}, "unknown-report-duty"),
        ({"report": "weekly"}, "duty-report-frequency"),
        ({"report": "daily", "each": "employee"}, "duty-evidence"),
        ({}, "duty-evidence"),
    ],
)
def test_evidence_is_of_whoever_has_the_duty(evidence: dict[str, str], code: str | None) -> None:
    names: Any = {key: Text(each) for key, each in evidence.items()}
    rule = DutyRule(
        name="duty",
        label=LABEL,
        role=Text("lead"),
        every=Frequency.DAY,
        shown_by=EvidenceRule(**names),
    )
    reports = {
        name: ReportDutyRule(
            name=name,
            label=LABEL,
            roles=(Text(role),),
            owed_by=OwedBy.EACH,
            every=every,
        )
        for name, role, every in (
            ("daily", "lead", Frequency.DAY),
            ("others", "agent", Frequency.DAY),
            ("weekly", "lead", Frequency.WEEK),
        )
    }

    found = check_duties([rule], {"lead", "agent"}, reports)

    assert [each.code for each in found] == ([] if code is None else [code])
