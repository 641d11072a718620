from __future__ import annotations

from typing import Any

from ccops.messages import Origin, Span
from ccops.rules import pack_fields
from ccops.worktime import (
    HoursEffect,
    LeaveKindRule,
    LeavePay,
    MealRule,
    ShiftRule,
    check_leave_kinds,
)


def a_kind(name: str, **changes: Any) -> LeaveKindRule:
    values: dict[str, Any] = {
        "name": name,
        "paid": LeavePay.NO,
        "counts_as_absence": False,
        "bars_full_attendance": False,
        "hours_account": HoursEffect.NONE,
        "origin": Origin(span=Span("shifts.yaml", 9, 3), source="2.6"),
        **changes,
    }
    return LeaveKindRule(**values)


def test_a_catalog_with_absenteeism_is_whole() -> None:
    assert check_leave_kinds([a_kind("absenteeism", counts_as_absence=True)]) == ()


def test_a_catalog_without_absenteeism_is_not() -> None:
    (found,) = check_leave_kinds([a_kind("sick")])

    assert (found.code, found.span) == ("absenteeism-undeclared", Span("shifts.yaml", 9, 3))


def test_a_pack_without_leave_needs_none() -> None:
    assert check_leave_kinds([]) == ()


def test_a_protected_kind_never_counts() -> None:
    kinds = [
        a_kind("absenteeism"),
        a_kind("annual", protected=True),
        a_kind("maternity", protected=True, counts_as_absence=True),
        a_kind("marriage", protected=True, bars_full_attendance=True),
    ]

    found = check_leave_kinds(kinds)

    assert [(each.code, each.args["kind"]) for each in found] == [
        ("protected-counts", "maternity"),
        ("protected-counts", "marriage"),
    ]


def test_the_words_of_a_pack_are_those_of_the_trade() -> None:
    assert list(pack_fields(ShiftRule)) == [
        "label",
        "starts",
        "ends",
        "counted",
        "unpaid",
        "meals",
        "night",
        "hours_system",
        "reach",
    ]
    assert list(pack_fields(MealRule)) == ["starts", "ends"]
    assert list(pack_fields(LeaveKindRule)) == [
        "label",
        "paid",
        "counts_as_absence",
        "bars_full_attendance",
        "hours_account",
        "protected",
    ]
