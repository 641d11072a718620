"""Tracing tables: which row somebody hit, and the first cell that refused each other row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.plan.traces import TracedRow
from ccops.rules.hits import TableValue, explain_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.plan.steps import TableStep
    from ccops.rules.tables import Table


def traced_rows(step: TableStep, values: Sequence[TableValue], hit: int) -> tuple[TracedRow, ...]:
    """Return the rows of a table as somebody with these values met them."""
    refusals = {each.row: each.column for each in explain_row(step.table, values)}
    held = step.rows_of(hit)
    return tuple(
        TracedRow(
            cells=tuple(text.value for text in cells),
            hit=bool(held >> number & 1),
            refused_by=refusals.get(number, ""),
        )
        for number, cells in enumerate(step.rule.rows)
    )


def collected(table: Table) -> str:
    """Return how the rows that hold together are put together; empty where one row decides."""
    if table.takes_one_row:
        return ""
    return table.collect.value if table.collect else table.hit.value
