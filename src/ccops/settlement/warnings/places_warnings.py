"""What nobody could hit: in a small group a share of the ranked may come to no place at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Severity
from ccops.plan import RankStep, Results, RowStep, TableStep
from ccops.rules.dead_shares import dead_shares
from ccops.rules.hits import rows_without_places

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from ccops.plan.results import FigureColumn
    from ccops.plan.steps import FigureStep
    from ccops.rules.tables import Table

#: How the scope of a rank is called that ranks the whole center.
CENTER: Final = "center"


def places_warnings(results: Results) -> Iterator[Diagnostic]:
    """Yield a warning for each share of a ranked group that comes to no place in it.

    10 % of 9 people are no place (GC-14): the row of a table of places stands in the manual and
    pays nobody there, and a condition, ``place / size <= 10%``, holds of nobody.
    """
    for found in results.figures.values():
        step = found.step
        if isinstance(step, TableStep) and step.lead is None:
            for ranked in _ranks_of(step, results):
                yield from _of_rows(step, ranked)
        elif isinstance(step, RowStep):
            for ranked in _ranks_of(step, results):
                yield from _of_shares(step, ranked)


def _ranks_of(step: FigureStep, results: Results) -> Iterator[FigureColumn]:
    """Yield the ranks whose places a table or a formula reads."""
    read = dict.fromkeys(each.figure for each in step.readings.values())
    for key in read:
        found = results.figures.get(key) if key is not None else None
        if found is not None and isinstance(found.step, RankStep):
            yield found


def _of_rows(step: TableStep, ranked: FigureColumn) -> Iterator[Diagnostic]:
    for scope, size in _groups(ranked):
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
                    "scope": scope,
                },
            )


def _of_shares(step: RowStep, ranked: FigureColumn) -> Iterator[Diagnostic]:
    place = ranked.step.key.name
    if f"{place}_size" not in step.readings:
        return
    for scope, size in _groups(ranked):
        for share in dead_shares(step.formula.node, place, f"{place}_size", size):
            yield Diagnostic(
                code="share-without-places",
                severity=Severity.WARNING,
                span=share.span or step.rule.origin.span,
                args={"name": step.key.name, "rank": place, "size": size, "scope": scope},
            )


def _groups(ranked: FigureColumn) -> Iterator[tuple[str, int]]:
    """Yield the groups that are ranked apart, by name, with how many are ranked in each."""
    ranking = ranked.ranking
    if ranking is None:
        return
    scopes = {_written(scope): rows for scope, rows in ranking.order.items() if rows}
    for scope in sorted(scopes):
        yield scope if ranking.scope is not None else CENTER, ranking.size[scopes[scope][0]]


def _written(scope: Hashable) -> str:
    """Return what a group is called whose members are ranked among themselves."""
    return ", ".join(map(str, scope)) if isinstance(scope, tuple) else str(scope)


def _share(table: Table, row: int) -> str:
    """Return the cell of a row that speaks of shares."""
    cells = zip(table.columns, table.rows[row].tests, strict=True)
    return next(test.text for column, test in cells if column.share and test.text != "-")
