"""The discipline of a month: what follows from violations, what looks like one, what is owed."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.career import (
    DAMAGE,
    Candidate,
    Damage,
    Discipline,
    Gravity,
    check_conducts,
    equipment_ledger,
    standings_on,
    violations_of,
)
from ccops.facts import assignments_by_employee, state_at
from ccops.messages import Diagnostic, Label, Severity
from ccops.settlement.words.writing import approximate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.career import CareerRules
    from ccops.facts import Assignment, Employee
    from ccops.kpi import Records
    from ccops.settlement.measured.rules import MonthRules
    from ccops.values import LegalValue

_EVENT: Final = "event"
#: What a finding about the roster tells of whoever it is about.
_TOLD: Final = ("employee", "day", "shift", "left", "came")


def discipline_of(
    rules: MonthRules,
    records: Mapping[str, Records],
    *,
    employees: Iterable[Employee],
    assignments: Iterable[Assignment],
    findings: Iterable[Diagnostic],
    on: dt.date,
) -> Discipline:
    """Return the register on a day, from events and damages of any day up to it.

    ``findings`` are those of reading the month: what looks like a violation is a candidate.
    """
    own, events = rules.careers, records.get(_EVENT)
    violations = tuple(each for each in violations_of(events, own) if each.day <= on)
    damages = equipment_ledger(records.get(DAMAGE.name), on=on)
    most = _most_deducted(rules)
    ladder = own.discipline
    return Discipline(
        period=rules.period.label,
        on=on,
        currency=rules.currency,
        violations=violations,
        standings=standings_on(violations, own, on),
        candidates=tuple(candidates_of(findings, own, known={x.event for x in violations})),
        damages=damages,
        most_deducted=most.number if most else None,
        deducted_by=most.source if most else "",
        ladder=ladder.label if ladder else Label(),
        severities=_severities(own),
        roles=own.roles,
        diagnostics=(
            *check_conducts(events, own),
            *_over_the_limit(rules, damages, employees, assignments, on),
        ),
    )


def candidates_of(
    findings: Iterable[Diagnostic], rules: CareerRules, *, known: frozenset[str] | set[str]
) -> Iterator[Candidate]:
    """Yield what findings make candidates of; what stands in the events already is none.

    A finding of no conduct of the pack is none either.
    """
    conducts = {each.found_by.value: each for each in rules.conducts if each.found_by}
    for each in findings:
        conduct = conducts.get(each.code)
        if conduct is None or not all(name in each.args for name in _TOLD):
            continue
        employee, day, shift, left, came = (str(each.args[name]) for name in _TOLD)
        event = f"{each.code}/{employee}/{day}/{shift}"
        if event not in known:
            yield Candidate(
                event=event,
                employee=employee,
                day=dt.date.fromisoformat(day),
                conduct=conduct,
                shift=shift,
                left=left,
                came=came,
            )


def _severities(rules: CareerRules) -> tuple[tuple[Gravity, Label], ...]:
    ladder = rules.discipline
    if ladder is None:
        return ()
    found = ((each, ladder.of(each)) for each in Gravity)
    return tuple((each, rule.label) for each, rule in found if rule is not None)


def _most_deducted(rules: MonthRules) -> LegalValue | None:
    return rules.law.values.get("cn_deduction_share") if rules.law is not None else None


def _over_the_limit(
    rules: MonthRules,
    damages: Iterable[Damage],
    employees: Iterable[Employee],
    assignments: Iterable[Assignment],
    on: dt.date,
) -> Iterator[Diagnostic]:
    """Yield a warning for everybody who owes more than a month's basic pay may be short of."""
    most = _most_deducted(rules)
    if most is None:
        return
    owed: dict[str, Fraction] = {}
    for each in damages:
        owed[each.employee] = owed.get(each.employee, Fraction(0)) + each.open
    own = assignments_by_employee(assignments)
    people = {each.employee_id: each for each in employees}
    for employee, amount in sorted(owed.items()):
        person = people.get(employee)
        pay = state_at(person, own.get(employee, ()), on).basic_pay if person else None
        if pay is None or not amount:
            continue
        limit = most.number * Fraction(pay.amount)
        if amount > limit:
            yield Diagnostic(
                code="cn-09-damage",
                severity=Severity.WARNING,
                args={
                    "employee": employee,
                    "open": _written(amount, rules.currency),
                    "most": f"{most.number * 100}%",
                    "limit": _written(limit, rules.currency),
                    "source": most.source,
                },
            )


def _written(amount: Fraction, currency: str) -> str:
    """Return an amount cut after two decimals."""
    return f"{currency} {approximate(amount, 2)}"
