"""Rulings: a named person decides about a missing input, with a reason that is printed."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.facts import Column, Facts, History, packed
from ccops.frozen import frozen
from ccops.messages import Diagnostic, nearest
from ccops.values import NUMERIC, Cell, Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ccops.plan import Plan

_KEYS: Final = ("employee_id", "fact", "ruling", "by", "because")


class RulingKind(enum.Enum):
    """Not ranked and paid 0; the input is 0; or the latest value there is.

    Of lots of comp time that lapse while a pack asks what becomes of them: they are reported,
    paid, or kept.
    """

    EXCLUDE = "exclude"
    ZERO = "zero"
    LAST_KNOWN = "last_known"
    REPORT = "report"
    PAY = "pay"
    EXTEND = "extend"


#: What an account fed by records asks for while it is run; no input is missing then.
DECIDED_BY_WORD: Final = frozenset({RulingKind.REPORT, RulingKind.PAY, RulingKind.EXTEND})


@frozen(kw_only=True)
class Ruling:
    """What ``by`` decided about a missing fact of an employee, and why."""

    employee_id: str
    fact: str
    kind: RulingKind
    by: str
    because: str


def rulings_from_rows(
    rows: Iterable[object],
) -> tuple[tuple[Ruling, ...], tuple[Diagnostic, ...]]:
    """Return the rulings of ``period.yaml``, and what is wrong with them."""
    found: list[Ruling] = []
    problems: list[Diagnostic] = []
    kinds = {each.value: each for each in RulingKind}
    for row in rows:
        if not isinstance(row, Mapping):
            problems.append(Diagnostic(code="ruling-shape"))
            continue
        absent = [key for key in _KEYS if not row.get(key)]
        ruling = str(row.get("ruling", ""))
        if absent or ruling not in kinds:
            near = nearest(ruling, kinds) or "-"
            arguments = {"absent": ", ".join(absent) or "-", "ruling": ruling, "near": near}
            problems.append(Diagnostic(code="ruling-wrong", args=arguments))
            continue
        found.append(
            Ruling(
                employee_id=str(row["employee_id"]),
                fact=str(row["fact"]),
                kind=kinds[ruling],
                by=str(row["by"]),
                because=str(row["because"]),
            )
        )
    return tuple(found), tuple(problems)


def rulings_data(rulings: Sequence[Ruling]) -> list[dict[str, str]]:
    """Return what named persons decided about missing inputs, as plain JSON data."""
    return [
        {
            "employee_id": each.employee_id,
            "fact": each.fact,
            "ruling": each.kind.value,
            "by": each.by,
            "because": each.because,
        }
        for each in rulings
    ]


def apply_rulings(
    facts: Facts, rulings: Sequence[Ruling], plan: Plan, history: History
) -> tuple[Facts, frozenset[int], tuple[Diagnostic, ...]]:
    """Return the facts with ruled values, the rows excluded from ranks, and what is wrong.

    The last known value is that of the latest earlier period the closing has one of; a closing
    holds the facts that windows read.
    """
    if not rulings:
        return facts, frozenset(), ()
    problems: list[Diagnostic] = []
    excluded: set[int] = set()
    columns = dict(facts.employees.columns)
    for ruling in (each for each in rulings if each.kind not in DECIDED_BY_WORD):
        row = facts.employees.rows.get(ruling.employee_id)
        declaration = plan.facts.get(ruling.fact)
        if row is None or declaration is None:
            problems.append(_unknown(ruling, facts, plan))
        elif not _is_missing(columns, ruling.fact, row):
            told = {"employee": ruling.employee_id, "fact": ruling.fact}
            problems.append(Diagnostic(code="ruling-not-needed", args=told))
        elif ruling.kind is RulingKind.EXCLUDE:
            excluded.add(row)
        elif ruling.kind is RulingKind.ZERO and declaration.type.unit in NUMERIC:
            zero: Cell = (0, 1) if declaration.carrier.is_exact else 0
            columns[ruling.fact] = _with_cell(facts, columns, ruling.fact, row, zero)
        elif (known := _last_known(ruling, row, history)) is not None:
            columns[ruling.fact] = _with_cell(facts, columns, ruling.fact, row, known)
        else:
            arguments = {"employee": ruling.employee_id, "fact": ruling.fact}
            problems.append(Diagnostic(code="ruling-no-history", args=arguments))
    sheet = attrs.evolve(facts.employees, columns=columns)
    return attrs.evolve(facts, employees=sheet), frozenset(excluded), tuple(problems)


def excluded_rows(facts: Facts, rulings: Sequence[Ruling]) -> frozenset[int]:
    """Return the rows of those whom a ruling leaves out of the ranks."""
    rows = facts.employees.rows
    return frozenset(rows[each.employee_id] for each in rulings if each.kind is RulingKind.EXCLUDE)


def _is_missing(columns: Mapping[str, Column], fact: str, row: int) -> bool:
    column = columns.get(fact)
    return column is None or row in column.missing


def _last_known(ruling: Ruling, row: int, history: History) -> Cell | None:
    """Return the value of a fact in the latest period that has one; only if it was asked for."""
    if ruling.kind is not RulingKind.LAST_KNOWN:
        return None
    past = sorted(
        (ago, cells) for (name, ago), cells in history.cells.items() if name == ruling.fact
    )
    there = (cells[row] for _, cells in past)
    return next((cell for cell in there if not isinstance(cell, Missing)), None)


def _with_cell(
    facts: Facts, columns: dict[str, Column], name: str, row: int, cell: Cell
) -> Column:
    declaration = facts.declarations[name]
    before = columns.get(name)
    cells: list[Cell | Missing] = (
        [Missing.NOT_MEASURED] * len(facts.employees)
        if before is None
        else list(before.sequence())
    )
    cells[row] = cell
    return packed(declaration.type, declaration.carrier, cells)


def _unknown(ruling: Ruling, facts: Facts, plan: Plan) -> Diagnostic:
    near = nearest(ruling.fact, plan.facts) or nearest(ruling.employee_id, facts.employees.ids)
    arguments = {"employee": ruling.employee_id, "fact": ruling.fact, "near": near or "-"}
    return Diagnostic(code="ruling-unknown", args=arguments)
