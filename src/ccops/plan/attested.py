"""Attested figures: what of one employee's figures depends on others, told and not worked out.

With them a plan runs over one employee alone: his place, the size of his rank and who shares his
place, what is gathered of others. Everything else follows from what is his.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.facts import packed
from ccops.frozen import frozen
from ccops.plan.steps import Key
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from ccops.plan.results import FigureColumn
    from ccops.rules.ranks import Ranking


@frozen(kw_only=True)
class AttestedFigure:
    """What one figure came to for one employee, among all the others.

    ``size`` and ``tied`` are those of a rank; ``is_open`` says that places may still move, for
    somebody's key was missing.
    """

    cell: Cell | Missing
    size: int = 0
    tied: int = 0
    is_open: bool = False


#: What is attested of one employee; a figure that he has not is absent.
Attested = Mapping[Key, AttestedFigure]


def attested_rank(alone: FigureColumn, found: AttestedFigure) -> FigureColumn:
    """Return the column of a rank for one employee; his keys are those of him alone."""
    step, ranking = alone.step, alone.ranking
    column = packed(step.type, step.carrier, [found.cell])
    return attrs.evolve(alone, column=column, ranking=ranking and _placed(ranking, found))


def _placed(ranking: Ranking, found: AttestedFigure) -> Ranking:
    place = found.cell if isinstance(found.cell, int) else None
    return attrs.evolve(
        ranking, place=(place,), size=(found.size,), tied=(found.tied,), order={}, blocked=()
    )
