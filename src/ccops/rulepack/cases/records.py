"""The records that a case hands in, in the columns of their kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.kpi import Records
from ccops.kpi.told_cells import never_named, telling
from ccops.rulepack.cases.work_rows import completed
from ccops.values import Cell, Missing, Unit, encode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.kpi import RecordKind
    from ccops.rulepack.cases.case import Case
    from ccops.rulepack.pack import Pack
    from ccops.settlement import MonthRules


def records_of(case: Case, pack: Pack, rules: MonthRules) -> dict[str, Records]:
    """Return the records of a case by kind.

    Raises ``ValueError`` for a cell that is not of its column's type.
    """
    found: dict[str, Records] = {}
    for name, rows in case.records.items():
        kind = pack.catalog.record_kinds[name]
        whole = [completed(name, row, pack) for row in rows]
        untold, told = never_named(kind, whole, {}), telling(kind)
        listed = [
            told(_record_row(kind, row, rules, number, untold)) for number, row in enumerate(whole)
        ]
        found[name] = Records.of_rows(kind, listed)
    return found


def _record_row(
    kind: RecordKind,
    row: Mapping[str, str],
    rules: MonthRules,
    number: int,
    untold: frozenset[str],
) -> tuple[Cell | Missing, ...]:
    told = {each.tells for each in kind.columns if each.tells} - untold
    cells: list[Cell | Missing] = []
    for column in kind.columns:
        text = row.get(column.name)
        if text is not None:
            cells.append(encode(_typed(text, column.type.unit), column.type, column.carrier))
        elif column.name == kind.reference:
            cells.append(f"case:{number + 1}")
        elif column.optional:
            is_empty = column.name in told
            cells.append(Missing.NO_RECORDS if is_empty else Missing.NOT_MEASURED)
        elif column.name == kind.day:
            days = rules.period.days(rules.default_calendar)
            cells.append(days.first.toordinal())
        else:
            cells.append(_blank(column.type.unit))
    return tuple(cells)


def _typed(text: str, unit: Unit) -> object:
    return text == "yes" if unit is Unit.FLAG else text


def _blank(unit: Unit) -> Cell:
    match unit:
        case Unit.FLAG:
            return False
        case Unit.WORD:
            return ""
        case _:
            return 0
