"""Rows nobody could hit: in a small group a share of the ranked may come to no place at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Severity
from ccops.plan import RankStep, Results, TableStep
from ccops.rules.hits import rows_without_places

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from ccops.plan.results import FigureColumn
    from ccops.rules.tables import Table

#: How the scope of a rank is called that ranks the whole center.
CENTER: Final = "center"


def places_warnings(results: Results) -> Iterator[Diagnostic]:
    """Yield a warning for each row of a table of places that nobody of a ranked group can hit.

    10 % of 9 people are no place (GC-14): the row stands in the manual and pays nobody there.
    """
    for found in results.figures.values():
        if isinstance(found.step, TableStep) and found.step.lead is None:
            for ranked in _ranks_of(found.step, results):
                yield from _warnings(found.step, ranked)


def _ranks_of(step: TableStep, results: Results) -> Iterator[FigureColumn]:
    """Yield the ranks whose places a table compares with shares."""
    read = dict.fromkeys(each.figure for each in step.readings.values())
    for key in read:
        found = results.figures.get(key) if key is not None else None
        if found is not None and isinstance(found.step, RankStep):
            yield found


def _warnings(step: TableStep, ranked: FigureColumn) -> Iterator[Diagnostic]:
    ranking = ranked.ranking
    if ranking is None:
        return
    scopes = {_written(scope): rows for scope, rows in ranking.order.items() if rows}
    for scope in sorted(scopes):
        size = ranking.size[scopes[scope][0]]
        for row in rows_without_places(step.table, size=size):
            yield Diagnostic(
                code="row-without-places",
                severity=Severity.WARNING,
                span=step.table.rows[row].span,
                args={
                    "name": step.rule.policy or step.key.name,
                    "row": row + 1,
                    "share": _share(step.table, row),
                    "size": size,
                    "scope": scope if ranking.scope is not None else CENTER,
                },
            )


def _written(scope: Hashable) -> str:
    """Return what a group is called whose members are ranked among themselves."""
    return ", ".join(map(str, scope)) if isinstance(scope, tuple) else str(scope)


def _share(table: Table, row: int) -> str:
    """Return the cell of a row that speaks of shares."""
    cells = zip(table.columns, table.rows[row].tests, strict=True)
    return next(test.text for column, test in cells if column.share and test.text != "-")
