"""SQL: a checked formula with its rounding as one expression over whole numbers.

It comes to what Python comes to, in every row, or it is refused: each number on the way has
bounds, and what 64 bits might not hold is a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.rules.expressions import Reference, every_node
from ccops.rules.sql_integers import SqlDialect
from ccops.rules.sql_numbers import Numbers, SqlNumber
from ccops.rules.sql_printing import Printer, SqlColumn
from ccops.values import EXACT, NUMERIC, WHOLE, Carrier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.messages import Diagnostic
    from ccops.rules.formulas import Formula


@attrs.frozen(kw_only=True)
class SqlText:
    """A formula as SQL. The value is missing where ``value`` is NULL.

    ``carrier`` says how to read it: a whole number of ``1/scale``, or the numerator over
    ``denominator``; flags are TRUE and FALSE (1 and 0 in SQLite), days count from 0001-01-01.
    """

    dialect: SqlDialect
    value: str
    denominator: str = ""
    carrier: Carrier

    def __str__(self) -> str:
        return self.value


def print_sql(
    formula: Formula, *, dialect: SqlDialect, columns: Mapping[str, SqlColumn | str] | None = None
) -> tuple[SqlText | None, tuple[Diagnostic, ...]]:
    """Return a formula as SQL for a dialect, or every reason why it has none.

    ``columns`` give the SQL of what the formula reads; a name without one is a column of that
    name, and an exact one two, ``NAME_numerator`` and ``NAME_denominator``. Columns hold whole
    numbers of at most 64 bits as the formula's own do, and NULL where a value is missing.
    """
    named = _columns(formula, columns or {})
    printer = Printer(dialect, named)
    text = _printed(formula, printer, dialect)
    problems = tuple(dict.fromkeys(printer.integers.problems))
    return (None if problems else text), problems


def _printed(formula: Formula, printer: Printer, dialect: SqlDialect) -> SqlText:
    node = formula.node
    if node.type.unit not in NUMERIC:
        return SqlText(dialect=dialect, value=printer.plain(node).code, carrier=WHOLE)
    number = printer.number(node)
    integers, numbers = printer.integers, Numbers(printer.integers, node)
    if formula.rounding is not None:
        value = integers.alone(numbers.rounded(number, formula.rounding))
        return SqlText(dialect=dialect, value=value, carrier=formula.carrier)
    if number.divisor is None:
        carrier = Carrier(number.below)
        return SqlText(dialect=dialect, value=integers.alone(number.above), carrier=carrier)
    below = numbers.scaled(SqlNumber(above=number.divisor), number.below)
    value = integers.alone(number.above)
    if number.divisor.nullable:
        value = f"(CASE WHEN {number.divisor.code} IS NOT NULL THEN {value} END)"
    return SqlText(dialect=dialect, value=value, denominator=integers.alone(below), carrier=EXACT)


def _columns(formula: Formula, given: Mapping[str, SqlColumn | str]) -> Mapping[str, SqlColumn]:
    found = {}
    for node in every_node(formula.node):
        if isinstance(node, Reference):
            column = given.get(node.name)
            if isinstance(column, SqlColumn):
                found[node.name] = column
            else:
                found[node.name] = _column_named(node, column)
    return found


def _column_named(node: Reference, sql: str | None) -> SqlColumn:
    if sql is not None:
        return SqlColumn(value=sql)
    if not node.carrier.is_exact:
        return SqlColumn(value=_quoted(node.name))
    numerator, denominator = (f"{node.name}_{part}" for part in ("numerator", "denominator"))
    return SqlColumn(value=_quoted(numerator), denominator=_quoted(denominator))


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
