"""Discipline: which action follows which violation, what is forgotten, and what only looks so."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.career import (
    ActionRule,
    CareerRules,
    ConductRule,
    DamageState,
    DisciplineLadderRule,
    FoundBy,
    Gravity,
    GravityRule,
    ViolationState,
    check_conducts,
    check_discipline,
    damage_records,
    equipment_ledger,
    standings_on,
    violations_of,
    with_violations,
)
from ccops.messages import LOCALES, Diagnostic, Label, Text
from ccops.organization import event_records
from ccops.settlement import MonthLaw
from ccops.settlement.lists.discipline import discipline_of
from ccops.settlement.words.discipline_words import discipline_text
from ccops.testing.builders import an_employee
from ccops.testing.plans import a_month, a_plan
from ccops.values import LegalValue, Money, Scalar, Unit
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.career import Discipline
    from ccops.kpi import Records
    from ccops.messages import Locale

ZONE = ZoneInfo("Asia/Shanghai")
ON = dt.date(2026, 10, 31)


def a_conduct(name: str, severity: Gravity, points: int = 2, **more: Any) -> ConductRule:
    scalar = Scalar(Unit.POINTS, Fraction(points))
    label = Label(zh=name, en=name)
    return ConductRule(name=name, label=label, severity=severity, points=scalar, **more)


def steps(severity: Gravity, *names: str, then: Gravity | None = None) -> GravityRule:
    listed = tuple(ActionRule(name=each, label=Label(zh=each, en=each)) for each in names)
    label = Label(zh=severity.value, en=severity.value)
    return GravityRule(name=severity.value, label=label, steps=listed, then=then)


CONDUCTS = (
    a_conduct("shouting", Gravity.LIGHT),
    a_conduct("rude", Gravity.SERIOUS, 5),
    a_conduct("disclosure", Gravity.GRAVE, 20),
    a_conduct("left_early", Gravity.LIGHT, found_by=FoundBy.LEFT_BEFORE_RELIEF),
)
LADDER = DisciplineLadderRule(
    name="discipline",
    label=Label(zh="违规处罚", en="discipline"),
    clean_months=6,
    severities=(
        steps(Gravity.LIGHT, "oral_warning", "written_warning", then=Gravity.SERIOUS),
        steps(Gravity.SERIOUS, "deduct_or_cut"),
        steps(Gravity.GRAVE, "suspend_or_end"),
    ),
)
RULES = CareerRules(conducts=CONDUCTS, discipline_ladders=(LADDER,))


def events(*rows: tuple[str, str] | tuple[str, str, dict[str, object]]) -> Records:
    """Return violations by topic and day, found valid by somebody where not said otherwise."""
    listed = []
    for number, (topic, day, *more) in enumerate(rows, start=1):
        own = more[0] if more else {}
        listed.append(
            {
                "event_id": f"V{number}",
                "employee_id": "E1",
                "at": day,
                "kind": "violation",
                "topic": topic,
                "valid": "yes",
                "verified_by": "L1",
                **own,
            }
        )
    found, problems = event_records(listed, zone=ZONE)
    assert problems == ()
    return found


def actions(*rows: Any) -> list[str | None]:
    found = violations_of(events(*rows), RULES)
    return [each.action.name if each.action else None for each in found]


def test_gc_66_light_light_serious() -> None:
    history = (("shouting", "2026-08-03"), ("shouting", "2026-09-01"), ("rude", "2026-10-09"))

    assert actions(*history) == ["oral_warning", "written_warning", "deduct_or_cut"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("shouting", "2026-01-05"), ("shouting", "2026-07-04")], ["oral", "written"]),
        ([("shouting", "2026-01-05"), ("shouting", "2026-07-05")], ["oral", "oral"]),
        (
            [("shouting", f"2026-0{month}-05") for month in (1, 2, 3, 4)],
            ["oral", "written", "deduct", "deduct"],
        ),
        ([("rude", "2026-01-05"), ("shouting", "2026-02-05")], ["deduct", "oral"]),
        ([("shouting", "2026-01-05", {"level": "grave"})], ["suspend"]),
        ([("disclosure", "2026-01-05")], ["suspend"]),
    ],
    ids=[
        "a-day-short-of-clean",
        "clean-on-the-day",
        "beyond-the-last-step",
        "severities-count-apart",
        "graded-otherwise",
        "grave",
    ],
)
def test_what_follows_depends_on_what_was_before(rows: list[Any], expected: list[str]) -> None:
    assert [(each or "").split("_")[0] for each in actions(*rows)] == expected


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({"valid": None}, ViolationState.PENDING),
        ({"verified_by": None}, ViolationState.PENDING),
        ({"valid": "no"}, ViolationState.DISMISSED),
        ({}, ViolationState.CONFIRMED),
    ],
    ids=["no-verdict", "nobody-named", "not-valid", "confirmed"],
)
def test_nothing_follows_until_a_named_person_has_confirmed_it(
    more: dict[str, object], state: ViolationState
) -> None:
    made = events(("shouting", "2026-10-05", more), ("shouting", "2026-10-06"))

    first, second = violations_of(made, RULES)
    assert first.state is state
    assert (first.action is not None) == (state is ViolationState.CONFIRMED)
    assert second.step == (2 if state is ViolationState.CONFIRMED else 1)
    counted = with_violations({"event": made}, RULES)["violation"]
    assert len(counted) == second.step


def test_points_are_those_still_remembered() -> None:
    made = violations_of(
        events(("disclosure", "2025-01-05"), ("rude", "2026-08-05"), ("shouting", "2026-09-05")),
        RULES,
    )

    (found,) = standings_on(made, RULES, ON)
    assert found.points == 7
    assert found.until == dt.date(2027, 3, 5)
    assert dict(found.remembered) == {Gravity.LIGHT: 1, Gravity.SERIOUS: 1}
    assert standings_on(made, RULES, dt.date(2027, 3, 5)) == ()


def test_a_violation_of_no_conduct_leads_to_nothing_and_is_told() -> None:
    made = events(("shuoting", "2026-10-05"), ("rude", "2026-10-06", {"level": "severe"}))

    assert violations_of(made, RULES) == ()
    found = check_conducts(made, RULES)
    assert [each.code for each in found] == ["unknown-conduct", "violation-severity"]
    assert found[0].args["nearest"] == "shouting"


@tried(60)
@given(
    days=st.lists(st.integers(0, 900), min_size=1, max_size=8, unique=True),
    seed=st.randoms(use_true_random=False),
)
def test_the_order_of_rows_does_not_matter(days: Sequence[int], seed: Any) -> None:
    rows = [
        ("shouting", (dt.date(2024, 1, 1) + dt.timedelta(days=each)).isoformat()) for each in days
    ]
    mixed = list(rows)
    seed.shuffle(mixed)

    assert actions(*rows) == actions(*mixed)


# -- candidates -----------------------------------------------------------------------------------


def a_finding(**more: object) -> Diagnostic:
    told = {"employee": "E1", "day": dt.date(2026, 10, 5), "shift": "C"}
    return Diagnostic(
        code="left-before-relief", args={**told, "left": "20:31", "came": "20:33", **more}
    )


def registered(
    *found: Diagnostic, law: MonthLaw | None = None, pay: str = "", **records: Records
) -> Discipline:
    employee = an_employee("E1")
    if pay:
        employee = attrs.evolve(employee, basic_pay=Money("CNY", Decimal(pay)))
    month = a_month(a_plan(), [employee])
    return discipline_of(
        attrs.evolve(month.rules, careers=RULES, law=law),
        records,
        employees=month.employees,
        assignments=(),
        findings=found,
        on=ON,
    )


def test_gc_67_leaving_before_the_relief_is_a_candidate_and_no_violation() -> None:
    made = registered(a_finding())

    assert made.violations == ()
    (candidate,) = made.candidates
    assert candidate.row() == {
        "event_id": "left-before-relief/E1/2026-10-05/C",
        "employee_id": "E1",
        "at": "2026-10-05",
        "kind": "violation",
        "level": "light",
        "topic": "left_early",
        "valid": "",
        "verified_by": "",
    }
    text = discipline_text(made, locale="zh_CN", names={})
    assert "20:31 签出，接班 20:33 签入" in text


def test_a_candidate_that_a_person_confirmed_is_a_violation_and_no_candidate_any_more() -> None:
    (candidate,) = registered(a_finding()).candidates
    row = {**candidate.row(), "valid": "yes", "verified_by": "L1"}
    confirmed, problems = event_records([row], zone=ZONE)

    made = registered(a_finding(), event=confirmed)

    assert problems == ()
    assert made.candidates == ()
    assert [each.action.name for each in made.violations if each.action] == ["oral_warning"]


def test_a_finding_of_no_conduct_makes_no_candidate() -> None:
    assert registered(Diagnostic(code="roster-stranger", args={"employee": "E1"})).candidates == ()


# -- equipment ------------------------------------------------------------------------------------


def damages(*rows: dict[str, object]) -> Records:
    usual = {"employee_id": "E1", "date": "2026-10-05", "item": "headset", "cost": "CNY 1000.00"}
    listed = [
        {"damage_id": f"D{number}", **usual, **row} for number, row in enumerate(rows, start=1)
    ]
    found, problems = damage_records(listed, zone=ZONE, currency="CNY")
    assert problems == ()
    return found


BY_MISUSE: dict[str, object] = {"misuse": "yes", "verified_by": "L1"}


@pytest.mark.parametrize(
    ("row", "state", "open_"),
    [
        ({}, DamageState.PENDING, 0),
        ({"misuse": "yes"}, DamageState.PENDING, 0),
        ({"misuse": "no", "verified_by": "L1"}, DamageState.NO_MISUSE, 0),
        (BY_MISUSE, DamageState.TO_AGREE, 1000),
        (
            {**BY_MISUSE, "agreed_on": "2026-10-10", "repaid": "CNY 400.00"},
            DamageState.AGREED,
            600,
        ),
        ({**BY_MISUSE, "repaid": "CNY 1000.00"}, DamageState.REPAID, 0),
    ],
    ids=["unverified", "nobody-named", "wear", "to-agree", "agreed", "repaid"],
)
def test_damage_is_owed_once_misuse_is_verified(
    row: dict[str, object], state: DamageState, open_: int
) -> None:
    (found,) = equipment_ledger(damages(row), on=ON)

    assert found.state is state
    assert found.open == open_


def test_the_ledger_ends_on_its_day() -> None:
    assert equipment_ledger(damages(BY_MISUSE), on=dt.date(2026, 10, 4)) == ()


@pytest.mark.parametrize(
    ("row", "code"),
    [({"repaid": "CNY 1000.01"}, "damage-overpaid"), ({"damage_id": "D1"}, "damage-twice")],
)
def test_a_wrong_damage_is_told(row: dict[str, object], code: str) -> None:
    usual = {"employee_id": "E1", "date": "2026-10-05", "item": "headset", "cost": "CNY 1000.00"}
    rows: list[dict[str, object]] = [
        {"damage_id": "D1", **usual},
        {"damage_id": "D2", **usual, **row},
    ]

    _, problems = damage_records(rows, zone=ZONE, currency="CNY")

    assert [each.code for each in problems] == [code]


@pytest.mark.parametrize(
    ("pay", "codes"), [("5000.00", []), ("4999.99", ["cn-09-damage"])], ids=["at", "over"]
)
def test_more_than_a_month_may_take_is_warned_of(pay: str, codes: list[str]) -> None:
    share = LegalValue(Scalar(Unit.RATIO, Fraction(1, 5)), "art. 16")
    law = MonthLaw(values={"cn_deduction_share": share})

    made = registered(law=law, pay=pay, damage=damages(BY_MISUSE))

    assert [each.code for each in made.diagnostics] == codes
    assert "not legal advice" in discipline_text(made, locale="en", names={})


# -- words and data -------------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
def test_every_line_has_words_in_every_language(locale: Locale) -> None:
    made = registered(
        a_finding(),
        event=events(
            ("shouting", "2026-10-05"),
            ("rude", "2026-10-06", {"valid": "no"}),
            ("rude", "2026-10-07", {"valid": None}),
        ),
        damage=damages(BY_MISUSE, {}, {**BY_MISUSE, "agreed_on": "2026-10-10"}),
    )

    text = discipline_text(made, locale=locale, names={"E1": "林静"})

    assert not [
        key
        for key in ("discipline-", "violation-", "damage-", "{")
        if key in text.replace("left-before-relief", "")
    ]


def test_a_register_is_plain_json_data() -> None:
    made = registered(event=events(("rude", "2026-10-06")), damage=damages(BY_MISUSE))

    data = json.loads(json.dumps(made.to_dict()))

    assert data["violations"][0]["action"] == "deduct_or_cut"
    assert data["standings"][0]["points"] == [5, 1]
    assert data["damages"][0]["open"] == "1000"


# -- what is wrong with a ladder ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ladder", "codes"),
    [
        (LADDER, []),
        (attrs.evolve(LADDER, clean_months=0), ["clean-months"]),
        (
            attrs.evolve(LADDER, severities=LADDER.severities[:2]),
            ["conduct-without-step"],
        ),
        (
            attrs.evolve(
                LADDER,
                severities=(
                    steps(Gravity.LIGHT, "a", then=Gravity.SERIOUS),
                    steps(Gravity.SERIOUS, "b", then=Gravity.LIGHT),
                    steps(Gravity.GRAVE, "c"),
                ),
            ),
            ["severity-cycle", "severity-cycle"],
        ),
    ],
    ids=["sound", "never-clean", "no-steps", "circle"],
)
def test_a_ladder_of_discipline_is_checked(ladder: DisciplineLadderRule, codes: list[str]) -> None:
    assert [each.code for each in check_discipline((ladder,), CONDUCTS, ())] == codes


def test_who_decides_must_be_a_role_of_the_pack() -> None:
    action = ActionRule(name="end", label=Label(en="end"), decided_by=(Text("managr"),))
    grave = attrs.evolve(steps(Gravity.GRAVE, "x"), steps=(action,))
    ladder = attrs.evolve(LADDER, severities=(*LADDER.severities[:2], grave))

    found = check_discipline((ladder,), CONDUCTS, ("manager",))

    assert [(each.code, each.args["nearest"]) for each in found] == [("unknown-role", "manager")]
