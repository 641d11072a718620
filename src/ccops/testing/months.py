"""Hypothesis strategies for months: people and facts of a pack, by chance, within their ranges.

They hold a pack of one's own against laws that every month keeps::

    @given(st.data())
    def test_lines_add_up(data):
        month = center.month("2026-10", employees=data.draw(employee_rows(month_days)))
        facts = data.draw(given_facts(month.month.rules, names))
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from ccops.facts import FactSource
from ccops.testing.builders import an_employee_row
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hypothesis.strategies import SearchStrategy

    from ccops.facts import FactDeclaration
    from ccops.settlement import MonthRules
    from ccops.values import PeriodDays

Row = dict[str, str]
GivenFacts = dict[str, dict[str, object]]

_HOUR: Final = 3_600_000
#: The greatest number drawn where a fact has no upper bound, and for money, where it is lower.
_USUAL: Final[Mapping[Unit, int]] = {
    Unit.MONEY: 5_000,
    Unit.DURATION: 200 * _HOUR,
    Unit.POINTS: 100,
    Unit.COUNT: 24,
    Unit.QUANTITY: 24,
    Unit.RATIO: 2,
    Unit.RATE: 100,
}
#: How finely exact values are drawn: halves, thirds, hundredths.
_PARTS: Final = (1, 2, 3, 100)
#: What a mean of calls comes to, in seconds: where forms give between no and all points.
_SECONDS: Final = st.integers(100, 400).map(lambda seconds: seconds * 1_000)
_REASONS: Final = ("resignation", "performance", "contract_end")


def employee_rows(
    days: PeriodDays,
    *,
    roles: Sequence[str] = ("agent", "agent", "agent", "team_lead", "qa_trainer"),
    least: int = 1,
    most: int = 6,
) -> SearchStrategy[list[Row]]:
    """Return strategies for rows of the file ``employees``, of ``E0``, ``E1`` and so on.

    Some joined, left, gave notice or ended probation within the days or on an edge of them.
    """
    one = st.builds(
        _employee,
        st.sampled_from(roles),
        st.sampled_from(["A", "B"]),
        st.one_of(st.none(), st.sampled_from(["hired_on", "ended_on", "probation_until"])),
        st.sampled_from([-1, 0, 1, 10, (days.last - days.first).days, 40]).map(
            lambda number: days.first + dt.timedelta(days=number)
        ),
        st.sampled_from(_REASONS),
    )
    return st.lists(one, min_size=least, max_size=most).map(
        lambda rows: [{**row, "employee_id": f"E{at}"} for at, row in enumerate(rows)]
    )


def _employee(role: str, team: str, what: str | None, day: dt.date, reason: str) -> Row:
    row = an_employee_row(role=role, team=team)
    if what is not None:
        row[what] = day.isoformat()
    if what == "ended_on":
        row["end_reason"] = reason
        row["notice_from"] = (day - dt.timedelta(days=30)).isoformat()
    return row


def read_facts(rules: MonthRules) -> tuple[FactDeclaration, ...]:
    """Return the facts the figures of a month read and employees do not have by themselves."""
    found = (rules.facts[name] for name in sorted(rules.plan.reads) if name in rules.facts)
    return tuple(each for each in found if each.source is not FactSource.EMPLOYEE)


def given_facts(
    rules: MonthRules,
    employees: Iterable[str],
    *,
    usual: Mapping[str, SearchStrategy[object]],
    most: int = 6,
) -> SearchStrategy[GivenFacts]:
    """Return strategies for the facts of employees, by employee and name.

    ``usual`` says what a fact of somebody usually is; one it does not name is given to nobody
    by it. At most so many facts as ``most`` are something else for a person: any value within
    their range, or not given.
    """
    facts = read_facts(rules)
    other = st.one_of([_other(each) for each in facts])
    own = st.builds(_with, st.fixed_dictionaries(dict(usual)), st.lists(other, max_size=most))
    return st.fixed_dictionaries(dict.fromkeys(employees, own))


def _other(fact: FactDeclaration) -> SearchStrategy[tuple[str, object]]:
    """Return a fact with a value of its own, or with none: it is not given."""
    return st.tuples(st.just(fact.name), st.one_of(fact_values(fact), st.none()))


def _with(usual: Mapping[str, object], other: Iterable[tuple[str, object]]) -> dict[str, object]:
    values = {**usual, **dict(other)}
    return {name: value for name, value in values.items() if value is not None}


def fact_values(fact: FactDeclaration) -> SearchStrategy[object]:
    """Return strategies for values of a fact: within its range, at its scale, often an edge."""
    if fact.type.unit is Unit.FLAG:
        return st.booleans()
    if fact.type.unit is Unit.WORD:
        return st.sampled_from(sorted(fact.type.words or {"a", "b"}))
    if fact.type.unit is Unit.DATE:
        return st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    return _numbers(fact)


def _numbers(fact: FactDeclaration) -> SearchStrategy[object]:
    unit, usual = fact.type.unit, Fraction(_USUAL[fact.type.unit])
    low = fact.bounds.low if fact.bounds.low is not None else -usual
    high = min(fact.bounds.high, usual) if fact.bounds.high is not None else usual
    if unit is Unit.DURATION:
        return st.one_of(st.just(0), _SECONDS, st.integers(int(low), int(high))).map(_elapsed)
    scales = _PARTS if fact.carrier.scale is None else (fact.carrier.scale,)
    return st.one_of(st.just(low), st.just(high), *(_parts(low, high, each) for each in scales))


def _parts(low: Fraction, high: Fraction, scale: int) -> SearchStrategy[Fraction]:
    numbers = st.integers(-(-low * scale // 1), high * scale // 1)
    return numbers.map(lambda number: Fraction(number, scale))


def _elapsed(milliseconds: int) -> dt.timedelta:
    return dt.timedelta(milliseconds=milliseconds)
