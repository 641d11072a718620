"""Who answers to whom on a day: by role and team, by the staff list, and where nobody can tell."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.facts import employees_from_rows
from ccops.messages import LOCALES, Diagnostic, Label, Text, has_message
from ccops.organization import (
    AppealRule,
    ApprovalRule,
    DutyRule,
    EmploymentKind,
    EmploymentRule,
    PairStanding,
    PostPairRule,
    RoleRule,
    SpanRule,
)
from ccops.organization.staff.staff import LineState, Staff
from ccops.organization.whole.rules import OrganizationRules
from ccops.organization.whole.staff_troubles import StaffFinding, staff_findings
from ccops.values import DayKind

DAY = dt.date(2026, 10, 15)
LABEL = Label(en="rule")


def a_role(name: str, *bosses: str, **more: Any) -> RoleRule:
    return RoleRule(name=name, reports_to=tuple(map(Text, bosses)), **more)


ROLES = (
    a_role("director"),
    a_role("supervisor", "director"),
    a_role("lead", "supervisor", leads_team=True),
    a_role("agent", "lead"),
    a_role("qa", "director"),
)


def staff(*people: tuple[str, str, str], changes: tuple[tuple[str, str, str], ...] = ()) -> Staff:
    rows = [
        {
            "employee_id": who,
            "employment_type": "full_time",
            "role": role,
            "team": team,
            "hired_on": "2020-01-01",
        }
        for who, role, team in people
    ]
    dated = [
        {"employee_id": who, "what": what, "value": value, "from": "2026-01-01"}
        for who, what, value in changes
    ]
    employees, assignments, wrong = employees_from_rows(rows, dated)
    assert not wrong
    return Staff.on(DAY, employees=employees, assignments=assignments, roles=ROLES)


def found(made: Staff, **rules: Any) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for each in staff_findings(made, OrganizationRules(roles=ROLES, **rules)):
        told.setdefault(each.kind, []).append(each.subject)
    return told


CENTER = (("D", "director", "-"), ("S", "supervisor", "-"), ("L", "lead", "A"))


def test_an_agent_answers_to_the_lead_of_his_team_and_a_lead_to_the_only_supervisor() -> None:
    made = staff(*CENTER, ("M", "lead", "B"), ("X", "agent", "A"), ("Y", "agent", "B"))

    assert {who: line.superior for who, line in made.lines.items()} == {
        "D": "",
        "S": "D",
        "L": "S",
        "M": "S",
        "X": "L",
        "Y": "M",
    }
    assert list(made.above("X")) == ["L", "S", "D"]


@pytest.mark.parametrize(
    ("people", "changes", "state", "among"),
    [
        ((*CENTER, ("X", "agent", "B")), (), LineState.NO_LEAD, ("L",)),
        ((*CENTER, ("M", "lead", "A"), ("X", "agent", "A")), (), LineState.SEVERAL, ("L", "M")),
        ((("D", "director", "-"), ("X", "agent", "A")), (), LineState.VACANT, ()),
        (
            (*CENTER, ("T", "supervisor", "-"), ("X", "lead", "B")),
            (),
            LineState.UNCLEAR,
            ("S", "T"),
        ),
        ((*CENTER, ("X", "agent", "A")), (("X", "superior", "Z"),), LineState.GONE, ("Z",)),
        ((*CENTER, ("X", "agent", "A")), (("X", "superior", "X"),), LineState.LOOP, ("X",)),
        ((*CENTER, ("X", "cook", "A")), (), LineState.NO_POST, ()),
        ((("X", "director", "-"),), (), LineState.HEAD, ()),
    ],
)
def test_where_nobody_can_tell_the_line_says_why(
    people: tuple[tuple[str, str, str], ...],
    changes: tuple[tuple[str, str, str], ...],
    state: LineState,
    among: tuple[str, ...],
) -> None:
    line = staff(*people, changes=changes).lines["X"]

    assert (line.state, line.among) == (state, among)


def test_the_superior_of_the_staff_list_goes_before_role_and_team() -> None:
    made = staff(
        *CENTER, ("M", "lead", "B"), ("X", "agent", "A"), changes=(("X", "superior", "M"),)
    )

    assert (made.lines["X"].superior, made.lines["X"].assigned) == ("M", True)
    assert "person-superior-not-above" not in found(made)


def test_a_superior_who_stands_not_above_is_told() -> None:
    made = staff(*CENTER, ("Q", "qa", "-"), ("X", "agent", "A"), changes=(("X", "superior", "Q"),))

    assert found(made)["person-superior-not-above"] == ["X"]


def test_a_line_that_leads_back_is_told_of_everybody_in_it_and_of_nobody_else() -> None:
    made = staff(
        *CENTER,
        ("M", "lead", "B"),
        ("X", "agent", "A"),
        changes=(("L", "superior", "M"), ("M", "superior", "L")),
    )

    assert found(made)["person-reporting-loop"] == ["L", "M"]
    assert list(made.above("X")) == ["L", "M"]


def test_who_holds_the_post_above_as_well_answers_to_the_next_one() -> None:
    made = staff(*CENTER, ("X", "agent", "A"), changes=(("L", "second_post", "supervisor"),))

    assert made.lines["L"].superior == "D"


def test_a_lead_nobody_answers_to_and_a_vacant_post_are_told() -> None:
    told = found(staff(*CENTER))

    assert told["lead-without-team"] == ["L"]
    assert "post-vacant" not in told
    assert found(staff(("D", "director", "-")))["post-vacant"] == ["supervisor", "lead"]


# -- posts in one hand, who checks whom ---------------------------------------------------------


def a_pair(
    first: str, second: str, stands: PairStanding, up_to: int | None = None
) -> PostPairRule:
    return PostPairRule(name="pair", posts=(Text(first), Text(second)), stands=stands, up_to=up_to)


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ((), "posts-merged-unlisted"),
        ((a_pair("qa", "lead", PairStanding.FORBIDDEN),), "posts-forbidden"),
        ((a_pair("lead", "qa", PairStanding.ALLOWED, up_to=3),), "posts-merged-large"),
        ((a_pair("lead", "qa", PairStanding.ALLOWED, up_to=4),), ""),
        ((a_pair("lead", "qa", PairStanding.ALLOWED),), ""),
        ((a_pair("lead", "qa", PairStanding.APART),), ""),
    ],
)
def test_two_posts_in_one_hand_are_as_the_pack_says(
    pairs: tuple[PostPairRule, ...], code: str
) -> None:
    made = staff(*CENTER, ("X", "agent", "A"), changes=(("L", "second_post", "qa"),))

    told = found(made, post_pairs=pairs)

    assert [each for each in told if each.startswith("posts-")] == ([code] if code else [])


def test_two_superiors_of_one_day_are_told_and_the_staff_stands() -> None:
    made = staff(
        *CENTER,
        ("M", "lead", "B"),
        ("X", "agent", "A"),
        changes=(("X", "superior", "L"), ("X", "superior", "M")),
    )

    line = made.lines["X"]
    assert (line.state, line.superior, line.among) == (LineState.SEVERAL, "", ("L", "M"))
    told = found(made)
    assert told["person-two-superiors"] == ["X"]
    assert "person-two-bosses" not in told


def test_a_post_with_more_holders_than_its_headcount_is_told() -> None:
    made = staff(*CENTER, ("T", "supervisor", "-"), ("E", "director", "-"))
    roles = (a_role("director"), a_role("supervisor", "director", headcount=1))

    told = {
        each.kind: dict(each.told)
        for each in staff_findings(made, OrganizationRules(roles=roles))
        if each.kind == "post-overfilled"
    }

    assert told == {"post-overfilled": {"wanted": "1", "there": "2", "holders": "S, T"}}


@pytest.mark.parametrize(
    ("people", "sizes"), [(29, "28, 36"), (30, "28, 36"), (71, "70, 72"), (36, None)]
)
def test_gc_62_a_center_that_cannot_be_divided_says_which_sizes_can(
    people: int, sizes: str | None
) -> None:
    made = staff(*CENTER, *((f"X{each}", "agent", "A") for each in range(people)))
    span = SpanRule(name="span", label=LABEL, lead=Text("lead"), min=12, max=14)

    told = [
        dict(x.told)
        for x in staff_findings(made, OrganizationRules(roles=ROLES, spans=(span,)))
        if x.kind == "span-center-impossible"
    ]

    assert [each["sizes"] for each in told] == ([] if sizes is None else [sizes])


def test_who_audits_his_own_people_is_told_unless_the_posts_stand_apart() -> None:
    made = staff(*CENTER, ("X", "agent", "A"), changes=(("L", "second_post", "qa"),))
    audit = DutyRule(name="audit", label=LABEL, role=Text("qa"), audits=(Text("agent"),))
    apart = (a_pair("lead", "qa", PairStanding.APART),)

    assert found(made, duties=(audit,))["audits-own-people"] == ["L"]
    assert "audits-own-people" not in found(made, duties=(audit,), post_pairs=apart)


def test_an_auditor_who_answers_to_an_audited_lead_is_told() -> None:
    made = staff(*CENTER, ("Q", "qa", "-"), changes=(("Q", "superior", "L"),))
    audit = DutyRule(name="audit", label=LABEL, role=Text("qa"), audits=(Text("lead"),))

    assert found(made, duties=(audit,))["audits-own-people"] == ["Q"]


# -- employments, approvals, spans --------------------------------------------------------------


def test_part_time_wants_its_hours_and_a_post_it_is_offered_for() -> None:
    made = staff(
        *CENTER,
        ("X", "agent", "A"),
        ("Q", "qa", "-"),
        changes=(
            ("X", "employment_type", "part_time"),
            ("Q", "employment_type", "part_time"),
            ("Q", "contract_hours_day", "4"),
        ),
    )
    offered = (
        EmploymentRule(name="full", type=EmploymentKind.FULL_TIME),
        EmploymentRule(name="part", type=EmploymentKind.PART_TIME, roles=(Text("agent"),)),
    )

    told = found(made, employments=offered)

    assert told["part-time-without-hours"] == ["X"]
    assert told["employment-not-offered"] == ["Q"]
    assert "employment-not-offered" not in found(made)


def an_approval(assesses: str, approves: str, appeal: AppealRule | None = None) -> ApprovalRule:
    return ApprovalRule(
        name="month",
        label=LABEL,
        assesses=(Text(assesses),),
        publishes=(Text("director"),),
        approves=(Text(approves),),
        appeal=appeal,
    )


def test_an_approval_needs_two_people() -> None:
    alone = staff(("D", "director", "-"))

    assert found(alone, approvals=(an_approval("director", "director"),))[
        "approval-one-person"
    ] == ["month"]
    assert found(alone, approvals=(an_approval("lead", "director"),))["approval-vacant"] == [
        "month"
    ]
    assert "approval-one-person" not in found(
        staff(*CENTER), approvals=(an_approval("lead", "director"),)
    )


@pytest.mark.parametrize(("decides", "vacant"), [("director", False), ("qa", True)])
def test_somebody_has_to_be_there_who_decides_an_appeal(decides: str, *, vacant: bool) -> None:
    appeal = AppealRule(days=3, kind=DayKind.WORKDAYS, decides=Text(decides), answer_within=5)

    told = staff_findings(
        staff(*CENTER),
        OrganizationRules(roles=ROLES, approvals=(an_approval("lead", "director", appeal),)),
    )

    assert [each.told for each in told if each.kind == "approval-vacant"] == (
        [(("step", "decides"),)] if vacant else []
    )


@given(st.integers(0, 120), st.integers(1, 12))
def test_a_ratio_is_kept_by_one_lead_for_each_twenty_and_one_for_the_rest(
    agents: int, leads: int
) -> None:
    people = [(f"L{each}", "lead", "A") for each in range(leads)]
    people += [(f"X{each}", "agent", "A") for each in range(agents)]
    rule = SpanRule(name="span", label=LABEL, lead=Text("lead"), ratio=20)

    told = found(staff(*people), spans=(rule,))

    assert ("span-center-broken" in told) is (agents > 20 * leads)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=4))
def test_every_team_out_of_its_range_is_told_and_no_other(sizes: list[int]) -> None:
    people = [(f"L{team}", "lead", f"T{team}") for team in range(len(sizes))]
    people += [
        (f"X{team}-{each}", "agent", f"T{team}")
        for team, size in enumerate(sizes)
        for each in range(size)
    ]
    rule = SpanRule(name="span", label=LABEL, lead=Text("lead"), min=12, max=14)

    told = found(staff(*people), spans=(rule,)).get("span-broken", [])

    assert told == [f"L{team}" for team, size in enumerate(sizes) if not 12 <= size <= 14]


@given(st.data())
def test_nobody_answers_to_himself_and_every_line_ends(data: st.DataObject) -> None:
    teams = st.sampled_from(["A", "B"])
    roles = st.sampled_from([each.name for each in ROLES])
    people = data.draw(st.lists(st.tuples(roles, teams), min_size=1, max_size=8))
    listed = [(f"E{number}", role, team) for number, (role, team) in enumerate(people)]
    ids = [who for who, _, _ in listed]
    chosen = data.draw(st.dictionaries(st.sampled_from(ids), st.sampled_from(ids), max_size=3))
    made = staff(*listed, changes=tuple((who, "superior", of) for who, of in chosen.items()))

    for who, line in made.lines.items():
        assert line.superior != who
        if line.state is not LineState.LOOP:
            assert bool(line.superior) is (line.state is LineState.ANSWERS)
        above = list(made.above(who))
        assert len(above) == len(set(above)) < len(made.people)


# -- words --------------------------------------------------------------------------------------


def _troubled() -> list[StaffFinding]:
    made = staff(
        *CENTER,
        ("M", "lead", "B"),
        ("N", "lead", "A"),
        ("T", "supervisor", "-"),
        ("X", "agent", "A"),
        ("Y", "agent", "C"),
        ("Z", "cook", "A"),
        ("P", "agent", "B"),
        ("Q", "qa", "-"),
        changes=(
            ("P", "employment_type", "part_time"),
            ("P", "superior", "Q"),
            ("M", "second_post", "qa"),
            ("T", "superior", "gone"),
        ),
    )
    rules = OrganizationRules(
        roles=(*ROLES, a_role("clerk", "director", headcount=2)),
        spans=(SpanRule(name="span", label=LABEL, lead=Text("lead"), min=12, max=14),),
        duties=(DutyRule(name="audit", label=LABEL, role=Text("qa"), audits=(Text("agent"),)),),
        employments=(EmploymentRule(name="full", type=EmploymentKind.FULL_TIME),),
        approvals=(an_approval("clerk", "director"),),
    )
    return list(staff_findings(made, rules))


def test_every_finding_has_words_that_need_nothing_more() -> None:
    told = {each.kind: each for each in _troubled()}

    assert len(told) > 11
    for kind, each in told.items():
        assert has_message(kind)
        args = {"subject": each.subject, "from": DAY, "until": DAY, **dict(each.told)}
        finding = Diagnostic(code=kind, args=args)
        texts = [f"{finding.text(x)} {finding.hint(x)}" for x in LOCALES]
        assert not [text for text in texts if "{" in text]
