"""Accounts fed by records: run before the indicators, with what the closing before left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import attrs

from ccops.errors import DataError
from ccops.facts import (
    AccountRun,
    Assignment,
    Column,
    Employee,
    Evidence,
    Facts,
    assignments_by_employee,
    basic_pay_days,
    contract_days,
    employed_spans,
)
from ccops.frozen import frozen
from ccops.kpi import Records
from ccops.kpi.record_accounts import AccountMonth, Contract, HeldLots, RecordAccount
from ccops.messages import Diagnostic
from ccops.plan import own_rows
from ccops.settlement.carried.account_closing import account_of
from ccops.settlement.carried.closing import Closing
from ccops.settlement.carried.past import lots_of
from ccops.settlement.measured.measuring import chosen
from ccops.settlement.measured.rules import MonthRules
from ccops.settlement.measured.rulings import DECIDED_BY_WORD, Ruling

if TYPE_CHECKING:
    from ccops.values import Money, PeriodDays, Scalar


@frozen(kw_only=True, eq=False)
class AccountsRun:
    """What the accounts fed by records came to, and the records as they count now."""

    columns: Mapping[str, Column]
    evidence: Mapping[str, Evidence]
    accounts: Mapping[str, AccountRun]
    records: Mapping[str, Records]
    diagnostics: tuple[Diagnostic, ...]


@frozen(kw_only=True, eq=False)
class AccountsInput:
    """What is known when the accounts are run: people by row, the past, and what was ruled."""

    rules: MonthRules
    facts: Facts
    employees: Sequence[Employee]
    assignments: Sequence[Assignment]
    closing: Closing | None
    rulings: Sequence[Ruling]


def run_record_accounts(given: AccountsInput, records: Mapping[str, Records]) -> AccountsRun:
    """Return what the accounts of a pack come to whose records were handed in.

    Raises ``DataError`` by name for a decision an account needs and nobody took, for a closing
    it cannot read, and for a ruling it does not need.
    """
    columns: dict[str, Column] = {}
    evidence: dict[str, Evidence] = {}
    accounts: dict[str, AccountRun] = {}
    found: list[Diagnostic] = []
    ruled: set[tuple[int, str]] = set()
    counted = dict(records)
    before = given.closing.digest if given.closing else ""
    for account in given.rules.record_accounts:
        if account.over not in records:
            continue
        outcome = account.run(_month(account, given, counted))
        columns.update(outcome.columns)
        calendar = account.calendar or given.rules.default_calendar
        evidence.update({name: Evidence(account.name, calendar) for name in outcome.columns})
        accounts.update({run.kind.name: attrs.evolve(run, before=before) for run in outcome.runs})
        counted.update(outcome.records)
        found.extend(outcome.diagnostics)
        ruled |= outcome.ruled
    _check_rulings(given, ruled)
    return AccountsRun(
        columns=columns,
        evidence=evidence,
        accounts=accounts,
        records=counted,
        diagnostics=tuple(found),
    )


def account_rows_behind(
    rules: MonthRules, records: Mapping[str, Records], *, employee: str, fact: str
) -> Records | None:
    """Return the records of an employee that an account made a fact of.

    ``None`` for a fact that no account gives, or whose records are not there.
    """
    for account in rules.record_accounts:
        kind = account.behind(fact)
        if kind in records:
            days = rules.period.days(account.calendar or rules.default_calendar)
            inside = records[kind].within(days)
            whose = inside.columns[inside.kind.subject or ""]
            return chosen(inside, [row for row, who in enumerate(whose) if who == employee])
    return None


def _month(
    account: RecordAccount, given: AccountsInput, records: Mapping[str, Records]
) -> AccountMonth:
    rules = given.rules
    own = assignments_by_employee(given.assignments)

    def employed(row: int, days: PeriodDays) -> tuple[PeriodDays, ...]:
        employee = given.employees[row]
        return employed_spans(employee, own.get(employee.employee_id, ()), days)

    def wages(row: int, days: PeriodDays) -> tuple[tuple[Money | None, PeriodDays], ...]:
        employee = given.employees[row]
        return basic_pay_days(employee, own.get(employee.employee_id, ()), days)

    def contracts(row: int, days: PeriodDays) -> tuple[tuple[PeriodDays, Contract], ...]:
        employee = given.employees[row]
        return contract_days(employee, own.get(employee.employee_id, ()), days)

    return AccountMonth(
        period=rules.period,
        days=rules.period.days(account.calendar or rules.default_calendar),
        rows=own_rows(rules.plan, account.population, given.facts),
        employees=given.employees,
        employed=employed,
        wages=wages,
        contracts=contracts,
        records=records,
        constants=_constants(account, rules),
        held=_held(account, given),
        rulings=_words(given),
    )


def _constants(account: RecordAccount, rules: MonthRules) -> dict[str, Scalar]:
    """Return the values an account needs. Raises ``DataError`` for those that are not there."""
    found: dict[str, Scalar] = {}
    absent: list[Diagnostic] = []
    for name in account.reads:
        known = rules.plan.constants.get(name)
        if known is None or known.constant is None:
            absent.append(Diagnostic(code="decision-missing", args={"name": name}))
        else:
            found[name] = known.constant
    if absent:
        raise DataError(tuple(absent))
    return found


def _held(account: RecordAccount, given: AccountsInput) -> dict[str, HeldLots]:
    """Return what the accounts held when the period began; nothing without a closing.

    Nor of an account that the closing does not name: it was not run in the period before.
    """
    if given.closing is None:
        return {}
    problems: list[Diagnostic] = []
    known = [
        kind
        for kind in account.kinds
        if given.closing.is_opening or any(account_of(kind, given.closing))
    ]
    held = {
        kind.name: HeldLots(*lots_of(kind, given.closing, given.facts, problems)) for kind in known
    }
    if problems:
        raise DataError(tuple(problems))
    return held


def _words(given: AccountsInput) -> dict[tuple[int, str], str]:
    """Return the rulings that are a word for an account, by row and fact."""
    rows = given.facts.employees.rows
    return {
        (rows[each.employee_id], each.fact): each.kind.value
        for each in given.rulings
        if each.kind in DECIDED_BY_WORD and each.employee_id in rows
    }


def _check_rulings(given: AccountsInput, ruled: set[tuple[int, str]]) -> None:
    rows = given.facts.employees.rows
    idle = [
        Diagnostic(
            code="ruling-not-needed", args={"employee": each.employee_id, "fact": each.fact}
        )
        for each in given.rulings
        if each.kind in DECIDED_BY_WORD
        and (rows.get(each.employee_id, -1), each.fact) not in ruled
    ]
    if idle:
        raise DataError(tuple(idle))
