"""Measuring: records folded into the facts of employees, each over the days of its calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.errors import DataError
from ccops.facts import Column, Evidence, packed
from ccops.kpi import PYTHON, Engine, Indicator, Records, facts_of, measure
from ccops.messages import Diagnostic
from ccops.values import Missing, fraction_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.facts import FactDeclaration
    from ccops.settlement.measured.rules import MonthRules
    from ccops.values import Cell


def measured_columns(
    rules: MonthRules,
    records: Mapping[str, Records],
    employees: Sequence[str],
    *,
    engine: Engine = PYTHON,
) -> tuple[dict[str, Column], dict[str, Evidence]]:
    """Return the columns of the indicators whose records were handed in, and their evidence.

    An employee without records has the value of no rows: a sum is 0, a mean is missing. Raises
    ``DataError`` for every value outside the range its pack declares.
    """
    problems: list[Diagnostic] = []
    columns: dict[str, Column] = {}
    evidence: dict[str, Evidence] = {}
    for (kind, calendar, group), indicators in _batches(rules, records).items():
        inside = records[kind].within(rules.period.days(calendar))
        found = facts_of(measure(inside, indicators, by=(group,), engine=engine), employees)
        for each in indicators:
            cells: list[Cell | Missing] = list(found[each.name].values())
            columns[each.name] = packed(each.type, each.carrier, cells)
            evidence[each.name] = Evidence(each.name, calendar)
            if rules.facts[each.name].bounds != each.bounds:
                problems.extend(_outside(rules.facts[each.name], found[each.name]))
    if problems:
        raise DataError(tuple(problems))
    return columns, evidence


def _outside(fact: FactDeclaration, values: Mapping[str, Cell | Missing]) -> Iterator[Diagnostic]:
    """Yield a finding for each employee whose value is outside the range of a fact."""
    bounds = fact.bounds
    shown = (
        f"{'' if bounds.low is None else bounds.low}..{'' if bounds.high is None else bounds.high}"
    )
    for employee, cell in values.items():
        if isinstance(cell, Missing):
            continue
        number = fraction_of(cell, fact.carrier)
        if not bounds.holds(number):
            told = {"employee": employee, "fact": fact.name, "value": number, "range": shown}
            yield Diagnostic(code="fact-out-of-range", args=told)


def evidence_there_may_be(rules: MonthRules) -> Mapping[str, Evidence]:
    """Return what each fact of an employee would be measured by that records may tell."""
    found = {
        each.name: Evidence(each.name, calendar_of(each, rules))
        for each in rules.indicators
        if each.subject_groups
    }
    for account in rules.record_accounts:
        calendar = account.calendar or rules.default_calendar
        found.update({each.name: Evidence(account.name, calendar) for each in account.facts})
    return found


def calendar_of(indicator: Indicator, rules: MonthRules) -> str:
    """Return the calendar whose days an indicator counts."""
    return indicator.calendar.value if indicator.calendar else rules.default_calendar


def chosen(records: Records, rows: Sequence[int]) -> Records:
    """Return some rows of records."""
    if len(rows) == len(records):
        return records
    columns = {name: [cells[row] for row in rows] for name, cells in records.columns.items()}
    return Records(kind=records.kind, columns=columns)


def merged_records(sources: Iterable[Mapping[str, Records]]) -> dict[str, Records]:
    """Return the records of several sources, kind by kind."""
    found: dict[str, Records] = {}
    for source in sources:
        for kind, records in source.items():
            before = found.get(kind)
            found[kind] = records if before is None else _joined(before, records)
    return found


def _joined(before: Records, after: Records) -> Records:
    columns = {name: [*before.columns[name], *after.columns[name]] for name in before.kind.names}
    return Records(kind=before.kind, columns=columns)


def _batches(
    rules: MonthRules, records: Mapping[str, Records]
) -> dict[tuple[str, str, str], list[Indicator]]:
    found: dict[tuple[str, str, str], list[Indicator]] = {}
    for each in rules.indicators:
        if each.subject_groups and each.over in records:
            key = (each.over, calendar_of(each, rules), each.subject_groups[0])
            found.setdefault(key, []).append(each)
    return found
