"""Duty rotas: everybody in turn on the day of the week, with a log (S4-07)."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import DataError, UnknownNameError
from ccops.messages import Label, Text
from ccops.projects import (
    DutyRotaRule,
    DutyTurn,
    RotaMember,
    Weekday,
    check_rota,
    days_within,
    make_rota,
)
from tests import loaded
from tests.laws import tried
from tests.projects.conftest import OUTSOURCED, Shelf, a_month, an_employee

FIRST = dt.date(2026, 10, 3)  # a Saturday
OCTOBER = days_within(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
YEAR = days_within(dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def a_rule(people: int = 1, *, log: bool = False) -> DutyRotaRule:
    return DutyRotaRule(
        name="saturday",
        label=Label(en="Saturday duty"),
        roles=(Text("seller"),),
        weekday=Weekday.SATURDAY,
        people=people,
        log=log,
    )


def members(*names: str, **off: tuple[dt.date, ...]) -> list[RotaMember]:
    start = dt.date(2020, 1, 1)
    return [
        RotaMember(employee_id=each, first=start, off=frozenset(off.get(each, ())))
        for each in names
    ]


def turns(*named: str, logged: bool | None = None) -> list[DutyTurn]:
    return [
        DutyTurn(day=FIRST + dt.timedelta(days=7 * week), employee_id=each, logged=logged)
        for week, each in enumerate(named)
    ]


def codes(named: list[DutyTurn], *names: str, rule: DutyRotaRule | None = None) -> list[str]:
    found = check_rota(rule or a_rule(), members(*names), OCTOBER, named, on=OCTOBER[-1])
    return [each.code for each in found.diagnostics]


def test_everybody_is_on_duty_in_turn() -> None:
    made = make_rota(a_rule(), members("A", "B", "C"), OCTOBER)

    assert [each.employee_id for each in made.turns] == ["A", "B", "C", "A", "B"]
    assert {each.day.isoweekday() for each in made.turns} == {6}


def test_it_goes_on_where_last_month_left_off() -> None:
    before = [DutyTurn(day=dt.date(2026, 9, 26), employee_id="A")]
    made = make_rota(a_rule(), members("A", "B", "C"), OCTOBER, before=before)

    assert [each.employee_id for each in made.turns] == ["B", "C", "A", "B", "C"]


def test_who_is_on_leave_is_passed_over_and_comes_next() -> None:
    made = make_rota(a_rule(), members("A", "B", "C", A=(FIRST,)), OCTOBER)

    assert [each.employee_id for each in made.turns] == ["B", "A", "C", "B", "A"]


def test_who_joins_does_not_make_up_for_turns_before_his_time() -> None:
    new = RotaMember(employee_id="N", first=dt.date(2026, 10, 20))
    before = [
        DutyTurn(day=dt.date(2026, 9, 26 - 7 * n), employee_id="AB"[n % 2]) for n in range(4)
    ]
    made = make_rota(a_rule(), [*members("A", "B"), new], OCTOBER, before=before)

    assert Counter(each.employee_id for each in made.turns)["N"] == 1


def test_a_day_with_too_few_is_told() -> None:
    made = make_rota(a_rule(2), members("A"), OCTOBER)

    assert [each.code for each in made.diagnostics] == ["rota-short"] * 5


@given(
    st.integers(1, 7),
    st.integers(1, 3),
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 51)), max_size=25),
)
@tried(30)
def test_a_rota_that_is_made_is_one_that_passes(
    size: int, people: int, leave: list[tuple[int, int]]
) -> None:
    saturdays = [each for each in YEAR if each.isoweekday() == 6]
    off = {f"E{n}": tuple(saturdays[w] for who, w in leave if who == n) for n in range(size)}
    listed, rule = members(*off, **off), a_rule(people)
    made = make_rota(rule, listed, YEAR)
    checked = check_rota(rule, listed, YEAR, made.turns)

    assert [x for x in checked.diagnostics if x.code != "rota-short"] == []
    if not leave and people <= size:
        counts = Counter(each.employee_id for each in made.turns)
        assert max(counts.values()) - min(counts[each.employee_id] for each in listed) <= 1


@pytest.mark.parametrize(
    ("named", "code"),
    [
        (turns("A", "A", "B", "A", "B"), "rota-out-of-turn"),
        (turns("A", "B", "A", "B"), "rota-short"),
        (turns("A", "B", "A", "B", "X"), "rota-stranger"),
        ([*turns("A", "B", "A", "B", "A"), *turns("A")], "rota-twice"),
        ([*turns("A", "B", "A", "B", "A"), DutyTurn(day=dt.date(2026, 10, 7), employee_id="B")],
         "rota-day"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_turns_is_told(named: list[DutyTurn], code: str) -> None:
    assert code in codes(named, "A", "B")
    assert codes(turns("A", "B", "A", "B", "A"), "A", "B") == []


def test_each_turn_is_to_be_written_up_once_it_is_over() -> None:
    named = turns("A", "B", "A", "B", "A")
    rule = a_rule(log=True)
    found = check_rota(rule, members("A", "B"), OCTOBER, named, on=dt.date(2026, 10, 17))

    assert [each.code for each in found.diagnostics] == ["rota-not-logged"] * 3
    assert codes(turns("A", "B", "A", "B", "A", logged=True), "A", "B", rule=rule) == []


def test_the_pack_has_a_saturday_duty_for_telesales() -> None:
    rule = loaded.pack(OUTSOURCED).rules.by_name("duty_rotas")["saturday_duty"]

    assert [each.value for each in rule.roles] == ["telesales_agent", "telesales_lead"]
    assert (rule.weekday, rule.people, rule.log) == (Weekday.SATURDAY, 1, True)


def test_a_month_makes_a_rota_of_its_people_and_checks_one_handed_in() -> None:
    people = [an_employee(each, "telesales_agent") for each in ("S1", "S2")]
    month = a_month("2026-10", *people, an_employee("A1"))
    made = month.rota("saturday_duty", leave=[
        {"employee_id": "S1", "kind": "personal", "from": "2026-10-03", "to": "2026-10-03"},
    ])  # fmt: skip
    rows = [
        {"rota": "saturday_duty", "date": each.day.isoformat(), "employee_id": "S1",
         "logged": "yes"}
        for each in made.turns
    ]  # fmt: skip
    checked = month.rota("saturday_duty", rows)

    assert [each.employee_id for each in made.turns] == ["S2", "S1", "S2", "S1", "S2"]
    assert {each.code for each in checked.diagnostics} == {"rota-out-of-turn"}
    assert made.to_dict()["turns"][0]["day"] == "2026-10-03"


def test_a_rota_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="saturday_duty"):
        a_month().rota("saturday_dooty")
    row = {"rota": "sunday", "date": "2026-10-04", "employee_id": "E1"}
    with pytest.raises(DataError):
        a_month().rota("saturday_duty", [row])


def test_a_rota_without_anybody_and_of_an_unknown_role_is_told(shelf: Shelf) -> None:
    duty = "{label: 值班, roles: [agnet], weekday: sunday, people: 0, log: no, source: M-01}"
    shelf.pack(f"duty_rotas: {{round: {duty}}}")

    assert {"rota-nobody", "unknown-role"} <= {code for code, _ in shelf.found()}
