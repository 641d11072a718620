"""Payroll lines and values: exact, typed, stable, and they add up."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ccops.errors import (
    DataError,
    MissingExtraError,
    PluginError,
    ReadError,
    RulePackError,
    SettlementError,
    UnknownNameError,
)
from ccops.messages import Diagnostic, Severity, Span
from ccops.values import NOT_APPLICABLE, Missing, Money, Unit
from tests.copies import pickled

if TYPE_CHECKING:
    from ccops.cli.inputs import InputMonth
    from ccops.settlement import Settlement


def test_the_lines_of_everybody_add_up_to_the_total(settlement: Settlement) -> None:
    sums: Counter[str] = Counter()
    for line in settlement.lines():
        sums[line.employee_id] += line.amount  # type: ignore[assignment] # amounts are decimals

    for employee in settlement.employees:
        total = settlement.value(employee, "handed_to_payroll")
        if isinstance(total, Money):
            assert total.amount == sums[employee]


def test_line_ids_are_stable_and_never_twice(
    settlement: Settlement, handed_in: InputMonth
) -> None:
    again = handed_in.month.settle(handed_in.facts(), revision=2)

    ids = [each.line_id for each in settlement.lines()]

    assert len(set(ids)) == len(ids)
    assert [each.line_id for each in again.lines()] == ids


def test_a_line_says_what_payroll_needs(settlement: Settlement) -> None:
    night = next(each for each in settlement.lines() if each.pay_code == "C01" and each.amount > 0)

    assert night.amount == Decimal(night.quantity) * Decimal(night.rate)
    assert (night.unit, night.rate, night.currency) == ("count", "10.00", "CNY")
    assert (night.pay_period, night.kind, night.corrects_period) == ("2026-10", "regular", "")
    assert (night.attendance_from, night.attendance_to) == ("2026-09-26", "2026-10-25")
    assert night.pack_digest == settlement.manifest.pack_digest
    assert night.counts_in == ("social_insurance_base",)
    assert not night.provisional


def test_values_are_of_the_standard_library_or_money(settlement: Settlement) -> None:
    units = {
        Unit.MONEY: (Money,),
        Unit.POINTS: (Decimal, Fraction),
        Unit.COUNT: (int,),
        Unit.RATIO: (Decimal, Fraction),
        Unit.QUANTITY: (Decimal, Fraction),
        Unit.FLAG: (bool,),
        Unit.WORD: (str,),
        Unit.DATE: (dt.date,),
        Unit.DURATION: (dt.timedelta, Fraction),
    }
    names = sorted({*settlement.rules.facts, *settlement.results.plan.definitions.by_name})
    for employee in settlement.employees[:12]:
        for name in names:
            value = settlement.value(employee, name)
            if isinstance(value, Missing) or value is NOT_APPLICABLE:
                continue
            assert isinstance(value, units[settlement.unit_of(name)]), name


@pytest.mark.parametrize(
    ("name", "near"), [("monthly_scor", "monthly_score"), ("month_rank_sise", "month_rank_size")]
)
def test_an_unknown_name_names_the_nearest(settlement: Settlement, name: str, near: str) -> None:
    employee = settlement.employees[0]

    with pytest.raises(UnknownNameError) as found:
        settlement.value(employee, name)
    with pytest.raises(UnknownNameError):
        settlement.unit_of(name)

    assert (found.value.what, found.value.name, found.value.nearest) == ("figure", name, near)


def test_an_unknown_employee_names_the_nearest(settlement: Settlement) -> None:
    employee = settlement.employees[0]

    with pytest.raises(UnknownNameError) as found:
        settlement.value(f"{employee}x", "role")

    assert (found.value.what, found.value.nearest) == ("employee", employee)


def test_a_figure_of_others_does_not_apply(settlement: Settlement) -> None:
    lead = next(
        each for each in settlement.employees if settlement.value(each, "role") == "team_lead"
    )

    assert settlement.value(lead, "monthly_bonus") is NOT_APPLICABLE
    assert settlement.reasons(lead, "monthly_bonus") == ()


# -- pickling -----------------------------------------------------------------------------------

FINDING = Diagnostic(
    code="table-gap", severity=Severity.WARNING, span=Span("pay.yaml", 3, 1), args={"row": "2"}
)


@pytest.mark.parametrize(
    "thing",
    [
        FINDING,
        Money("CNY", "5.10"),
        Missing.NO_RECORDS,
        NOT_APPLICABLE,
        Span("pay.yaml", 3, 1),
    ],
)
def test_public_values_can_be_pickled(thing: object) -> None:
    assert pickled(thing) == thing


@pytest.mark.parametrize(
    "error",
    [
        RulePackError((FINDING,)),
        DataError((FINDING,)),
        ReadError((FINDING,)),
        SettlementError((FINDING,)),
        UnknownNameError("figure", "bonsu", "bonus"),
        PluginError("acme 1.0", "failed"),
        MissingExtraError("xlsx"),
    ],
)
def test_errors_can_be_pickled(error: Exception) -> None:
    copy = pickled(error)

    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert copy.args == error.args


def test_lines_and_the_manifest_can_be_pickled(settlement: Settlement) -> None:
    lines = settlement.lines()

    assert pickled(lines) == lines
    assert pickled(settlement.manifest) == settlement.manifest
    assert pickled(settlement.closing) == settlement.closing
