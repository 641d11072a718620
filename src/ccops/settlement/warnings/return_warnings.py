"""Returned sales that take nothing back: nothing counts them, or nobody is paid to take from."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ccops.facts import reference_span
from ccops.kpi import Table, rows_behind
from ccops.messages import Diagnostic, Severity
from ccops.projects import SALE_RETURN
from ccops.settlement.measured.measuring import calendar_of
from ccops.settlement.warnings.naming import first_of
from ccops.values import carrier_of, decode, encode, fraction_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from ccops.facts import Facts
    from ccops.kpi import Indicator, Records
    from ccops.messages import Span
    from ccops.plan import Results
    from ccops.projects import CommissionPolicy
    from ccops.settlement.measured.rules import MonthRules
    from ccops.values import Type

_SHOWN = ("sale_id", "employee_id", "amount", "days_after", SALE_RETURN.reference)


def return_warnings(
    rules: MonthRules, records: Mapping[str, Records], people: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield, by commission, the returns in time that it does not count, and those of leavers.

    ``people`` are those of the period: of anybody else nothing is paid that could be lessened.
    Of a commission whose returns are no indicators over returned sales, nothing is known.
    """
    returns = records.get(SALE_RETURN.name)
    for commission in rules.commissions if returns is not None else ():
        indicators = _indicators(rules, commission)
        if returns is not None and indicators is not None:
            days = rules.period.days(calendar_of(indicators[0], rules))
            inside = returns.within(days)
            here = inside.in_memory() if isinstance(inside, Table) else inside
            yield from _of(commission, here, indicators, (rules, people))


def open_returns(
    results: Results, commissions: Sequence[CommissionPolicy]
) -> Iterator[Diagnostic]:
    """Yield, by commission, who has returned sales in the period and is not paid by it."""
    facts = results.facts
    for commission in commissions:
        paid = {
            row
            for found in results.columns_of(f"{commission.name}_back")
            for row in found.members.rows
        }
        amounts = _returned(facts, commission, paid)
        if amounts:
            listed = [f"{facts.employees.ids[row]} ({amount})" for row, amount in amounts.items()]
            yield _told("returns-open", commission, listed, commission.origin.span)


def _indicators(rules: MonthRules, commission: CommissionPolicy) -> list[Indicator] | None:
    by_name = {each.name: each for each in rules.indicators if each.over == SALE_RETURN.name}
    found = [by_name[each.value] for each in commission.returned if each.value in by_name]
    return found if len(found) == len(commission.returned) else None


def _of(
    commission: CommissionPolicy,
    returns: Records,
    indicators: Sequence[Indicator],
    month: tuple[MonthRules, Collection[str]],
) -> Iterator[Diagnostic]:
    rules, people = month
    limit = rules.return_days.get(commission.name)
    counted = {row for each in indicators for row in rows_behind(returns, each)}
    uncounted, gone = [], []
    columns = (returns.columns[each] for each in _SHOWN)
    for row, (sale, employee, amount, days, place) in enumerate(zip(*columns, strict=True)):
        shown = (f"{sale} ({employee}, {_money(amount, rules)})", reference_span(str(place)))
        if row in counted and employee not in people:
            gone.append(shown)
        elif row not in counted and (limit is None or days <= limit):
            uncounted.append(shown)
    for code, found in (("returns-uncounted", uncounted), ("returns-open", gone)):
        if found:
            yield _told(code, commission, [each for each, _ in found], found[0][1])


def _money(amount: Any, rules: MonthRules) -> str:  # noqa: ANN401 - a cell
    column = next(each for each in SALE_RETURN.columns if each.name == "amount")
    return str(decode(amount, column.type, column.carrier, currency=rules.currency))


def _returned(
    facts: Facts, commission: CommissionPolicy, paid: Collection[int]
) -> dict[int, object]:
    """Return what came back, by row, of those whom a commission does not pay."""
    columns = [facts.employees.columns.get(each.value) for each in commission.returned]
    known = [each for each in columns if each is not None]
    found: dict[int, Fraction] = {}
    for column in known:
        for row, cell in enumerate(column.sequence()):
            if row not in paid and isinstance(cell, int | tuple):
                amount = fraction_of(cell, column.carrier)
                found[row] = found.get(row, Fraction(0)) + amount
    return {row: _amount(amount, known[0].type, facts) for row, amount in found.items() if amount}


def _amount(amount: Fraction, type_: Type, facts: Facts) -> object:
    carrier = carrier_of(type_, currency=facts.currency)
    return decode(encode(amount, type_, carrier), type_, carrier, currency=facts.currency)


def _told(
    code: str, commission: CommissionPolicy, listed: Sequence[str], span: Span | None
) -> Diagnostic:
    told = {"name": commission.name, "count": len(listed), "listed": first_of(listed)}
    return Diagnostic(code=code, severity=Severity.WARNING, span=span, args=told)
