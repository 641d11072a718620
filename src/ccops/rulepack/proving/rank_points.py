"""The points of a rank: what decided somebody's place, and every rule about who has one."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from ccops.rulepack.proving.points import Point, PointKind
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from ccops.plan import FigureColumn, RankStep
    from ccops.rules.ranks import Ranking


def rank_points(step: RankStep) -> Iterator[Point]:
    """Yield what cases should show of a rank."""
    for key in step.keys:
        yield _point(step, "point-rank-key", key=key)
    yield _point(step, "point-rank-tied")
    yield _point(step, "point-rank-unknown")
    if step.scope:
        yield _point(step, "point-rank-scope", scope=", ".join(step.scope))
    if step.barred_by:
        yield _point(step, "point-rank-barred")


def rank_hits(
    step: RankStep, column: FigureColumn, asked: Collection[int], barred: Collection[int]
) -> Iterator[Point]:
    """Yield the points of a rank that decide a place asked; rows are those of the sheet.

    ``barred`` are the rows that the rank's exclusions bar.
    """
    ranking, rows = column.ranking, column.members.rows
    if ranking is None:
        return
    scopes = _scopes(ranking, column, asked)
    for scope in scopes:
        yield from _deciding(step, ranking, ranking.order.get(scope, ()))
    known = {key for key in ranking.order if ranking.order[key]}
    if step.scope and scopes and len(known) > 1:
        yield _point(step, "point-rank-scope", scope=", ".join(step.scope))
    if any(
        isinstance(keys[place], Missing) for keys in ranking.keys for place in range(len(rows))
    ):
        yield _point(step, "point-rank-unknown")
    if not set(rows).isdisjoint(barred):
        yield _point(step, "point-rank-barred")


def _scopes(ranking: Ranking, column: FigureColumn, asked: Collection[int]) -> frozenset[Hashable]:
    """Return the companies in which the people asked about are ranked."""
    places = {column.members.positions[row] for row in asked}
    return frozenset(
        scope for scope, order in ranking.order.items() if not places.isdisjoint(order)
    )


def _deciding(step: RankStep, ranking: Ranking, order: tuple[int, ...]) -> Iterator[Point]:
    """Yield the keys that tell two neighbors apart, and a tie where none does."""
    for one, other in pairwise(order):
        decisive = next(
            (
                name
                for name, keys in zip(step.keys, ranking.keys, strict=True)
                if keys[one] != keys[other]
            ),
            None,
        )
        if decisive is None:
            yield _point(step, "point-rank-tied")
        else:
            yield _point(step, "point-rank-key", key=decisive)


def _point(step: RankStep, words: str, **args: str) -> Point:
    return Point(
        kind=PointKind.RANK,
        rule=step.rule.name,
        words=words,
        span=step.rule.origin.span,
        args=tuple(args.items()),
    )
