from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Final

import pytest

from ccops.errors import DataError
from ccops.facts import FactDeclaration, Facts, Membership, Sheet, absent_reason, packed
from ccops.values import (
    WHOLE,
    Bounds,
    Calendar,
    Carrier,
    Cell,
    Missing,
    Money,
    Period,
    Type,
    Unit,
    carrier_of,
)

PERIOD: Final = Period.of("2026-10", (Calendar(id="performance"),))


def a_fact(
    name: str,
    unit: Unit,
    *,
    step: str = "",
    low: int | None = None,
    high: int | None = None,
    optional: bool = False,
    words: frozenset[str] | None = None,
) -> FactDeclaration:
    type_ = Type(unit, words)
    ends = [None if end is None else Fraction(end) for end in (low, high)]
    carrier = carrier_of(type_, step=Fraction(step) if step else None, currency="CNY")
    return FactDeclaration(
        name=name, type=type_, carrier=carrier, bounds=Bounds(*ends), optional=optional
    )


DECLARED: Final = (
    a_fact("conduct", Unit.POINTS, step="0.01", low=0, high=100),
    a_fact("attendance", Unit.RATIO, low=0, high=1),
    a_fact("refunds", Unit.MONEY, low=0, high=500),
    a_fact("praised", Unit.FLAG, optional=True),
    a_fact("swap", Unit.WORD, words=frozenset({"none", "one"})),
    a_fact("exam_on", Unit.DATE, optional=True),
    a_fact("talk", Unit.DURATION, low=0),
    a_fact("calls", Unit.COUNT, low=0),
)


def the_facts(employees: tuple[str, ...] = ("E017", "E018")) -> Facts:
    cells: list[Cell | Missing] = [120, Missing.NO_RECORDS]
    calls = packed(Type(Unit.COUNT), WHOLE, cells[: len(employees)])
    return Facts(
        period=PERIOD,
        declarations={each.name: each for each in DECLARED},
        employees=Sheet(ids=employees, columns={"calls": calls}),
        currency="CNY",
    )


@pytest.mark.parametrize(
    ("fact", "value", "public"),
    [
        ("conduct", "88.5", Decimal("88.50")),
        ("conduct", 88, Decimal("88.00")),
        ("conduct", Decimal(100), Decimal("100.00")),
        ("attendance", "1/3", Fraction(1, 3)),
        ("attendance", "95%", Decimal("0.95")),
        ("refunds", "CNY 300", Money("CNY", "300")),
        ("refunds", "300.50", Money("CNY", "300.50")),
        ("refunds", Money("CNY", "0.01"), Money("CNY", "0.01")),
        ("praised", "yes", True),
        ("praised", False, False),
        ("swap", "one", "one"),
        ("exam_on", "2026-10-09", dt.date(2026, 10, 9)),
        ("talk", "150 s", dt.timedelta(seconds=150)),
    ],
)
def test_a_host_joins_its_own_facts(fact: str, value: object, public: object) -> None:
    found = the_facts().joined({"E018": {fact: value}})

    assert found.value("E018", fact) == public
    assert isinstance(found.value("E017", fact), Missing)


def test_joining_changes_nothing_that_was_there() -> None:
    before = the_facts()

    after = before.joined({"E018": {"calls": 7}})

    assert after.value("E017", "calls") == 120
    assert after.value("E018", "calls") == 7
    assert before.value("E018", "calls") is Missing.NO_RECORDS


def test_a_fact_nobody_gave_is_missing_and_never_zero() -> None:
    found = the_facts().joined({"E017": {"conduct": "0", "praised": "no"}})

    assert found.value("E017", "conduct") == 0
    assert found.value("E018", "conduct") is Missing.NOT_MEASURED
    assert found.value("E018", "praised") is Missing.NO_RECORDS
    assert absent_reason(DECLARED[0]) is Missing.NOT_MEASURED
    assert absent_reason(DECLARED[3]) is Missing.NO_RECORDS


def test_the_same_value_twice_is_one_value() -> None:
    once = the_facts().joined({"E017": {"attendance": "1/2", "calls": 120}})

    twice = once.joined({"E017": {"attendance": "50%", "calls": "120"}})

    assert twice.value("E017", "attendance") == Decimal("0.5")


@pytest.mark.parametrize(
    ("employee", "fact", "value", "code", "args"),
    [
        ("E0177", "conduct", "1", "unknown-employee", {"name": "E0177", "near": "E017"}),
        ("E017", "conduckt", "1", "unknown-fact", {"name": "conduckt", "near": "conduct"}),
        ("E017", "xyzzy", "1", "unknown-fact", {"name": "xyzzy", "near": "-"}),
        ("E017", "conduct", 88.5, "fact-wrong", {"value": "88.5", "unit": "points"}),
        ("E017", "conduct", None, "fact-wrong", {"value": "None"}),
        ("E017", "conduct", "88.555", "fact-wrong", {"value": "'88.555'"}),
        ("E017", "conduct", "much", "fact-wrong", {"value": "'much'"}),
        ("E017", "conduct", Decimal("Infinity"), "fact-wrong", {"unit": "points"}),
        ("E017", "refunds", "USD 5", "fact-wrong", {"unit": "money"}),
        ("E017", "refunds", Money("USD", "5"), "fact-wrong", {"unit": "money"}),
        ("E017", "refunds", "5%", "fact-wrong", {"unit": "money"}),
        ("E017", "praised", 1, "fact-wrong", {"unit": "flag"}),
        ("E017", "swap", "two", "fact-wrong", {"unit": "word"}),
        ("E017", "exam_on", "2026-02-30", "fact-wrong", {"unit": "date"}),
        ("E017", "talk", "150", "fact-wrong", {"unit": "duration"}),
        ("E017", "calls", 1.0, "fact-wrong", {"unit": "count"}),
        ("E017", "conduct", "100.01", "fact-out-of-range", {"range": "[0..100]"}),
        ("E017", "conduct", "-0.01", "fact-out-of-range", {"value": "-0.01"}),
        ("E017", "attendance", "4/3", "fact-out-of-range", {"range": "[0..1]"}),
        ("E017", "refunds", "CNY 500.01", "fact-out-of-range", {"range": "[0..500]"}),
        ("E017", "calls", 121, "fact-twice", {"before": "120", "after": "121"}),
    ],
)
def test_a_wrong_cell_is_refused(
    employee: str, fact: str, value: object, code: str, args: dict[str, str]
) -> None:
    with pytest.raises(DataError) as caught:
        the_facts().joined({employee: {fact: value}})

    (found,) = caught.value.diagnostics
    assert found.code == code
    assert args.items() <= found.args.items()


def test_two_values_of_one_cell_are_shown_as_people_write_them() -> None:
    facts = the_facts().joined({"E017": {"conduct": "88.5", "refunds": "300"}})

    with pytest.raises(DataError) as caught:
        facts.joined({"E017": {"conduct": "90", "refunds": "CNY 301"}})

    shown = [(each.args["before"], each.args["after"]) for each in caught.value.diagnostics]
    assert shown == [("88.50", "90.00"), ("CNY 300.00", "CNY 301.00")]


def test_every_wrong_cell_comes_at_once_and_nothing_is_joined() -> None:
    facts = the_facts()

    with pytest.raises(DataError) as caught:
        facts.joined(
            {
                "E071": {"conduct": "1"},
                "E017": {"conduct": 0.5, "praised": "yes", "conduckt": "1", "calls": 5},
                "E018": {"conduct": "101"},
            }
        )

    assert [each.code for each in caught.value.diagnostics] == [
        "unknown-employee",
        "fact-wrong",
        "unknown-fact",
        "fact-twice",
        "fact-out-of-range",
    ]
    assert "praised" not in facts.employees.columns


def test_a_value_past_64_bits_is_kept_whole() -> None:
    facts = the_facts().joined({"E017": {"talk": f"{2**70} ms"}})

    column = facts.employees.columns["talk"]
    assert column.at(0) == 2**70
    assert column.carrier == Carrier(1)


def test_a_sheet_finds_its_rows_by_id() -> None:
    sheet = the_facts().employees

    assert len(sheet) == 2
    assert sheet.rows == {"E017": 0, "E018": 1}


def test_no_employees_are_no_trouble() -> None:
    found = the_facts(()).joined({})

    assert len(found.employees) == 0


def test_memberships_are_found_from_either_side() -> None:
    listed = (
        Membership(row=0, group="north", share=Fraction(1)),
        Membership(row=1, group="north", share=Fraction(1, 2)),
        Membership(row=1, group="south", share=Fraction(1, 2)),
    )
    facts = the_facts()
    grouped = Facts(
        period=facts.period,
        declarations=facts.declarations,
        employees=facts.employees,
        currency="CNY",
        memberships={"project": listed},
    )

    project = grouped.groups["project"]

    assert {group: len(found) for group, found in project.members.items()} == {
        "north": 2,
        "south": 1,
    }
    assert project.of_rows == {0: ("north",), 1: ("north", "south")}
    assert facts.groups == {}
