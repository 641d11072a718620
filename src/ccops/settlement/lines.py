"""Payroll lines: the pay lines of everybody, with ids that stay the same on repetition."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from ccops.values import EXACT, Missing, Money, NotApplicable, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import PayLine
    from ccops.settlement.settlement import Settlement
    from ccops.values.carriers import PublicValue


@attrs.frozen(kw_only=True)
class PayrollLine:
    """One line handed to payroll. ``quantity`` and ``rate`` stand where the line has them."""

    employee_id: str
    pay_code: str
    amount: Decimal
    currency: str
    quantity: str
    unit: str
    rate: str
    pay_period: str
    attendance_from: str
    attendance_to: str
    kind: str
    corrects_period: str
    pack_digest: str
    line_id: str
    taxable: bool
    counts_in: tuple[str, ...]
    provisional: bool


def payroll_lines(settlement: Settlement) -> Iterator[PayrollLine]:
    """Yield the lines of everybody, by employee and in the order of the statement.

    A line somebody does not have, or whose amount is missing, is not handed on.
    """
    results = settlement.results
    for row, employee in enumerate(results.facts.employees.ids):
        for line in results.plan.lines:
            found = results.column_at(line.figure, row)
            cell = found.at(row) if found else None
            if isinstance(cell, int):
                yield _line(settlement, employee, row, line, cell)


def _line(
    settlement: Settlement, employee: str, row: int, line: PayLine, minor: int
) -> PayrollLine:
    rules = settlement.rules
    money = settlement.value(employee, line.figure)
    days = rules.period.days(rules.default_calendar)
    quantity, unit = _quantity(settlement, employee, line.quantity)
    return PayrollLine(
        employee_id=employee,
        pay_code=line.code,
        amount=getattr(money, "amount", Decimal(minor)),
        currency=rules.currency,
        quantity=quantity,
        unit=unit,
        rate=_rate(settlement, line.rate),
        pay_period=rules.period.label,
        attendance_from=days.first.isoformat(),
        attendance_to=days.last.isoformat(),
        kind="regular",
        corrects_period="",
        pack_digest=rules.identity.digest,
        line_id=line_id(rules.identity.id, rules.period.label, employee, line.code),
        taxable=line.taxable,
        counts_in=line.counts_in,
        provisional=settlement.is_provisional(line.figure, row),
    )


def line_id(pack: str, period: str, employee: str, code: str) -> str:
    """Return the stable id of a line: importing the same line twice does not pay twice."""
    text = f"{pack}\x1f{period}\x1f{employee}\x1f{code}\x1fregular"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _quantity(settlement: Settlement, employee: str, name: str) -> tuple[str, str]:
    if not name:
        return "", ""
    value: PublicValue | Missing | NotApplicable = settlement.value(employee, name)
    if isinstance(value, Missing | NotApplicable):
        return "", ""
    return str(value), settlement.unit_of(name).value


def _rate(settlement: Settlement, name: str) -> str:
    found = settlement.rules.plan.constants.get(name) if name else None
    if found is None or found.constant is None:
        return ""
    number = found.constant.number
    pair = (number.numerator, number.denominator)
    value = decode(pair, found.type, EXACT, currency=settlement.rules.currency)
    return str(value.amount if isinstance(value, Money) else value)
