"""Leavers settled before their period is: their lines now, the rest with everybody's (2.20).

What depends on how others do (ranks, what teams came to) follows with the period's run. Lines
keep their ids, and what was handed on early is not handed on again.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from ccops.errors import DataError, SettlementError, UnknownNameError
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, listed, nearest
from ccops.pay import LeaverPay

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.facts import Facts
    from ccops.settlement.measured.lines import PayrollLine
    from ccops.settlement.measured.rules import MonthRules
    from ccops.settlement.settled.settlement import Settlement


@frozen(kw_only=True)
class EarlyLine:
    """A line that was handed on when a leaver was settled."""

    employee_id: str
    pay_code: str
    amount: Decimal
    line_id: str


def facts_of_leavers(facts: Facts, employees: Sequence[str], rules: MonthRules) -> Facts:
    """Return the facts of leavers who are settled early.

    Raises ``SettlementError`` where the pack does not say that they are, ``UnknownNameError``
    for somebody who is not there, and ``DataError`` for whoever does not leave in the period.
    """
    _check_rule(rules)
    known = facts.employees.ids
    for each in employees:
        if each not in facts.employees.rows:
            raise UnknownNameError("employee", each, nearest(each, known))
    last = rules.period.days(rules.default_calendar).last.toordinal()
    ended = facts.employees.columns["ended_on"]
    staying = [
        each
        for each in employees
        if not isinstance(day := ended.at(facts.employees.rows[each]), int) or day > last
    ]
    if staying:
        told = {"employees": listed(staying), "period": rules.period.label}
        raise DataError((Diagnostic(code="final-not-leaver", args=told),))
    return facts.of(employees)


def _check_rule(rules: MonthRules) -> None:
    """Raise ``SettlementError`` unless every rule of the pack settles leavers at once."""
    told = {"pack": rules.identity.id}
    if not rules.leaver_settlements:
        raise SettlementError((Diagnostic(code="final-not-said", args=told),))
    for each in rules.leaver_settlements:
        if each.pays is LeaverPay.WAIT:
            origin = each.origin
            told = {"name": each.name}
            raise SettlementError((Diagnostic(code="final-waits", span=origin.span, args=told),))


def early_lines(early: Iterable[Settlement], rules: MonthRules) -> tuple[EarlyLine, ...]:
    """Return the lines that settlements of leavers handed on.

    Raises ``SettlementError`` for a settlement of everybody, of another pack or period, and for
    somebody who was settled early twice.
    """
    found: dict[str, EarlyLine] = {}
    wanted = f"{rules.identity.id} {rules.period.label}"
    for each in early:
        is_own = f"{each.rules.identity.id} {each.period}" == wanted
        if not each.manifest.final_for or not is_own:
            told = {"found": repr(each), "wanted": wanted}
            raise SettlementError((Diagnostic(code="final-other-month", args=told),))
        for line in each.lines():
            if line.provisional:
                continue  # not handed on before its input comes
            if line.line_id in found:
                told = {"employee": line.employee_id, "code": line.pay_code}
                raise SettlementError((Diagnostic(code="final-twice", args=told),))
            found[line.line_id] = EarlyLine(
                employee_id=line.employee_id,
                pay_code=line.pay_code,
                amount=line.amount,
                line_id=line.line_id,
            )
    return tuple(found.values())


def later_lines(
    lines: Iterable[PayrollLine], early: Sequence[EarlyLine], *, pack: str
) -> Iterator[PayrollLine]:
    """Yield the lines of a period that are still to be handed on.

    A line that comes to more than was handed on early is an adjustment of the rest, with an id
    of its own; one that comes to less is not collected, which ``overpaid`` tells.
    """
    handed_on = {each.line_id: each for each in early}
    for line in lines:
        before = handed_on.get(line.line_id)
        if before is None:
            yield line
        elif line.amount > before.amount:
            yield line.as_adjustment(line.amount - before.amount, pack=pack)


def overpaid(lines: Iterable[PayrollLine], early: Sequence[EarlyLine]) -> Iterator[Diagnostic]:
    """Yield a warning for each line that comes to less now than was handed on early."""
    now = {each.line_id: each.amount for each in lines}
    for each in early:
        amount = now.get(each.line_id, Decimal(0))
        if amount < each.amount:
            told = {
                "employee": each.employee_id,
                "code": each.pay_code,
                "early": str(each.amount),
                "now": str(amount),
            }
            yield Diagnostic(code="final-paid-more", severity=Severity.WARNING, args=told)


def early_data(early: Sequence[EarlyLine]) -> list[dict[str, str]]:
    """Return early lines as plain JSON data."""
    return [{**attrs.asdict(each), "amount": str(each.amount)} for each in early]


def early_from_data(data: Iterable[Mapping[str, Any]]) -> tuple[EarlyLine, ...]:
    """Return early lines from such data. Raises ``KeyError`` for data that is none."""
    return tuple(
        EarlyLine(
            employee_id=each["employee_id"],
            pay_code=each["pay_code"],
            amount=Decimal(each["amount"]),
            line_id=each["line_id"],
        )
        for each in data
    )
