"""Provisional figures: a rank with somebody's key missing blocks everything that follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.plan.steps import FigureStep
from ccops.rules.ranks import Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.plan import Key, Results


@attrs.frozen(kw_only=True)
class Blocked:
    """A rank that stands provisionally: whose key is missing, and the missing inputs."""

    rank: str
    employees: tuple[str, ...]


def provisional_figures(results: Results) -> Mapping[Key, Blocked]:
    """Return the figures that stand provisionally, with the rank that makes them so."""
    found: dict[Key, Blocked] = {}
    for key, rows in results.blocked.items():
        step = results.figures[key].step
        spec = getattr(step, "spec", None)
        if rows and spec is not None and spec.unknown is Unknown.BLOCK_ALL:
            ids = tuple(results.facts.employees.ids[row] for row in rows)
            found[key] = Blocked(rank=key.name, employees=ids)
    for each in results.plan.steps:
        if isinstance(each, FigureStep) and each.key not in found:
            for needed in _needs(each):
                if needed in found:
                    found[each.key] = found[needed]
                    break
    return found


def _needs(step: FigureStep) -> Iterable[Key]:
    for reading in step.readings.values():
        if reading.figure is not None:
            yield reading.figure
    member = getattr(step, "member_figure", None)
    if member is not None and member.figure is not None:
        yield member.figure
    yield from getattr(step, "parts", ())
