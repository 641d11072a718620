"""Employees and facts of any number, drawn from a seed: what the benchmarks settle."""

from __future__ import annotations

import csv
import datetime as dt
import random
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.center import Center
from ccops.facts import Employee, FactDeclaration, Facts, FactSource, Membership, packed
from ccops.rulepack.month import month_rules
from ccops.settlement import Month, MonthRules, opening_of
from ccops.values import Unit, decimal_digits, decimal_of, encode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

PACK: Final = "telecom-7x24"
BEFORE: Final = "2026-09"
PERIOD: Final = "2026-10"
SEED: Final = 20_261_001
#: One lead for so many people, himself one of them.
GROUP: Final = 20
_WHOLE: Final = Fraction(1)


@cache
def rules(period: str = PERIOD) -> MonthRules:
    """Return the complete bundled pack, ready for the period."""
    return month_rules(Center.open(PACK).pack, period, {"award_themes": []})


def employees(size: int) -> tuple[Employee, ...]:
    """Return so many employees; in a hundred, three joined and two left within the period."""
    return tuple(
        Employee(
            employee_id=f"{number:06}",
            employment_type="full_time",
            role="agent" if number % GROUP else "team_lead",
            team=f"T{number // GROUP:05}",
            hired_on=dt.date(2026, 10, 5) if number % 100 in (7, 8, 9) else dt.date(2020, 1, 1),
            ended_on=dt.date(2026, 10, 20) if number % 100 in (11, 12) else None,
        )
        for number in range(size)
    )


def month(size: int) -> tuple[Month, Facts]:
    """Return a month of so many employees, everything in it known, and its sheet of facts.

    It goes on from the closing of the month before, which began with an opening of nobody's.
    """
    made, facts = _month(size, BEFORE)
    start = attrs.evolve(made, closing=opening_of((), rules(BEFORE)))
    now, sheet = _month(size, PERIOD)
    return attrs.evolve(now, closing=start.settle(facts).closing), sheet


def _month(size: int, period: str) -> tuple[Month, Facts]:
    made = Month(rules=rules(period), employees=employees(size))
    facts = made.facts()
    chance = random.Random(SEED)
    columns = dict(facts.employees.columns)
    for name, declaration in given():
        draw = _draw_of(name, declaration)
        cells = [draw(chance) for _ in range(len(facts.employees))]
        columns[name] = packed(declaration.type, declaration.carrier, cells)
    projects = tuple(
        Membership(row=row, group=f"P{row // GROUP:05}", share=_WHOLE)
        for row in range(len(facts.employees))
    )
    return made, attrs.evolve(
        facts,
        employees=attrs.evolve(facts.employees, columns=columns),
        memberships={**facts.memberships, "project": projects},
    )


def given() -> tuple[tuple[str, FactDeclaration], ...]:
    """Return the facts that the figures read and that employees do not have by themselves."""
    declared = rules().facts
    names = sorted(name for name in rules().plan.reads if name in declared)
    found = [(name, declared[name]) for name in names]
    return tuple(each for each in found if each[1].source is not FactSource.EMPLOYEE)


def write_inputs(folder: Path, size: int) -> None:
    """Write ``employees.csv`` and ``facts.csv`` of so many employees."""
    fields = ("employee_id", "employment_type", "role", "team", "hired_on", "ended_on")
    people = [[str(getattr(each, field) or "") for field in fields] for each in employees(size)]
    _write(folder / "employees.csv", fields, people)
    chance = random.Random(SEED)
    draws = [(each, _draw_of(name, each)) for name, each in given()]
    rows = [
        [row[0], *(_text(draw(chance), declaration) for declaration, draw in draws)]
        for row in people
    ]
    _write(folder / "facts.csv", ("employee_id", *(name for name, _ in given())), rows)


def _write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([header, *rows])


#: How the facts are spread: means of some evaluations, totals of some calls, rare absences.
_DRAWS: Final[Mapping[str, Callable[[random.Random], Any]]] = {
    "call_evaluation": lambda chance: (chance.randrange(5_600, 8_000), 80),
    "order_accuracy": lambda chance: (chance.randrange(46, 51), 50),
    "talk_hold_mean": lambda chance: (chance.randrange(140_000, 310_000), 1),
    "discipline": lambda chance: 10_000 - 500 * (chance.random() < 0.1),
    "lead_tasks": lambda chance: chance.randrange(60, 101) * 100,
    "rostered_shifts": lambda chance: chance.randrange(20, 24),
    "nights_worked": lambda chance: chance.randrange(9),
    "employment_calendar_days": lambda _: 31,
    "employment_wage_days": lambda _: 22,
    "basic_pay_due": lambda chance: chance.randrange(300_000, 500_000, 100),
    "missed_shifts": lambda chance: (int(chance.random() < 0.05), 1),
}


def _draw_of(name: str, declaration: FactDeclaration) -> Callable[[random.Random], Any]:
    least = max(declaration.bounds.low or 0, 0)
    cell: Any = encode(least, declaration.type, declaration.carrier) if least else 0
    nothing: Any = (0, 1) if declaration.carrier.is_exact and not least else cell
    return _DRAWS.get(name, lambda _: nothing)


def _text(cell: Any, declaration: FactDeclaration) -> str:
    scale = declaration.carrier.scale
    number = Fraction(*cell) if isinstance(cell, tuple) else Fraction(cell, scale)
    if declaration.type.unit is Unit.DURATION:
        return f"{number} ms"
    digits = decimal_digits(number)
    return str(number) if digits is None else f"{decimal_of(number, digits):f}"
