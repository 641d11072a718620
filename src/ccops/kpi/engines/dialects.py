"""The common dialect written for other engines, through sqlglot (extra ``sql``).

sqlglot writes natural SQL for an engine that does not take it, and says nothing. So only a few
constructs are handed to it, and whole division is written by hand: some engines are given a
division of floats in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.errors import MissingExtraError

if TYPE_CHECKING:
    from sqlglot.expressions import Expression

#: The engines that text is written for, beside SQLite and DuckDB.
WRITTEN: Final = ("spark", "clickhouse", "trino")
_KNOWN: Final = frozenset({
    "Abs", "Add", "Alias", "And", "Between", "Boolean", "Case", "Cast", "Coalesce", "Column",
    "Count", "DataType", "EQ", "From", "GT", "GTE", "Group", "Identifier", "If", "In", "IntDiv",
    "Is", "LT", "LTE", "Literal", "Max", "Min", "Mul", "NEQ", "Neg", "Not", "Null", "Or", "Order",
    "Ordered", "Paren", "Select", "Star", "Sub", "Subquery", "Sum", "Table", "TableAlias", "Union",
    "Var", "Where", "Window", "WindowSpec",
})  # fmt: skip


def written_for(query: str, dialect: str) -> str:
    """Return a query of the common dialect, as DuckDB reads it, for another engine.

    Raises ``MissingExtraError`` without the extra ``sql``, ``ValueError`` for a query that uses
    more than the common dialect has.
    """
    try:
        import sqlglot
        from sqlglot import exp
    except ImportError as error:
        raise MissingExtraError("sql") from error

    def whole_division(node: Expression) -> Expression:
        if type(node).__name__ not in _KNOWN:
            raise ValueError(f"not of the common dialect: {type(node).__name__} in {query[:200]}")
        if not isinstance(node, exp.IntDiv):
            return node
        sides = [node.this, node.expression]
        if dialect == "clickhouse":
            return exp.Anonymous(this="intDiv", expressions=sides)
        if dialect == "trino":
            return exp.Div(this=sides[0], expression=sides[1], typed=True, safe=False)
        return node

    tree = sqlglot.parse_one(query, read="duckdb").transform(whole_division)
    return str(tree.sql(dialect=dialect, unsupported_level=sqlglot.ErrorLevel.RAISE))
