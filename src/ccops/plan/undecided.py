"""What is left of a plan where names stand for nothing: decisions that nobody took yet.

A list of people and duties needs few of the decisions of a month. What reads one that was not
taken is left out, with all that follows from it, so that nothing rests on a value made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.plan.definitions import Definition, PopulationRule, WindowFigure
from ccops.plan.ordering import NodeKey, PopulationKey, key_of, source
from ccops.plan.outline import Outline

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


@frozen(kw_only=True, eq=False)
class Remaining:
    """The definitions and populations that read none of some names, and those that do."""

    figures: tuple[Definition, ...]
    populations: Mapping[str, PopulationRule]
    left_out: tuple[Definition, ...]


def without_names(
    figures: tuple[Definition, ...],
    populations: Mapping[str, PopulationRule],
    names: Collection[str],
) -> Remaining:
    """Return what is left of definitions without all that comes from some names."""
    outline = Outline.of(figures, populations, frozenset(names))
    gone = _reached(outline, names)
    kept = tuple(each for each in figures if key_of(each) not in gone)
    return Remaining(
        figures=kept,
        populations={
            name: rule for name, rule in populations.items() if PopulationKey(name) not in gone
        },
        left_out=tuple(each for each in figures if key_of(each) in gone),
    )


def _reached(outline: Outline, names: Collection[str]) -> set[NodeKey]:
    readers: dict[NodeKey, list[NodeKey]] = {}
    for key in outline.order:
        for need in _needs(outline, key):
            readers.setdefault(need, []).append(key)
    waiting = [key for key in outline.order if not outline.watched(key).names.isdisjoint(names)]
    gone: set[NodeKey] = set()
    while waiting:
        key = waiting.pop()
        if key not in gone:
            gone.add(key)
            waiting.extend(readers.get(key, ()))
    return gone


def _needs(outline: Outline, key: NodeKey) -> Iterator[NodeKey]:
    """Yield what a node comes from, in earlier periods too."""
    yield from outline.needs[key]
    figure = None if isinstance(key, PopulationKey) else outline.by_key[key]
    if isinstance(figure, WindowFigure):
        found = source(outline.definitions, figure.argument.value, figure.population.value)
        if found is not None:
            yield found
