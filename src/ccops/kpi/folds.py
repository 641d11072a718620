"""Folds: what an engine made of records, group by group."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ccops.frozen import frozen
from ccops.kpi.engines import Engine, EvaluatingEngine
from ccops.kpi.evaluated import Evaluated
from ccops.kpi.evaluation import Value, reader
from ccops.kpi.keys import Key, picker, wholes_added
from ccops.kpi.states import Cells, Layout, check_same_keys

if TYPE_CHECKING:
    from ccops.kpi.definitions import Indicator
    from ccops.kpi.records import Records


@frozen(kw_only=True, eq=False)
class Fold:
    """The states of the indicators whose groups lie in the same columns.

    ``evaluated`` are the values, where the engine made them: then states are fetched when they
    are first asked for.
    """

    layout: Layout
    states: Mapping[Key, Cells]
    evaluated: Evaluated | None = None

    def __reduce__(self) -> tuple[Callable[..., Fold], tuple[Any, ...]]:
        """Pickle the states: where they came from may not be there any more."""
        return _fold, (self.layout, dict(self.states))

    @property
    def keys(self) -> Collection[Key]:
        """The groups that were found."""
        return (self.states if self.evaluated is None else self.evaluated.places).keys()

    def column(self, indicator: Indicator, keys: Iterable[Key]) -> list[Value]:
        """Return the values of an indicator for some groups, in their order."""
        if self.evaluated is not None:
            return self.evaluated.column(indicator.name, keys)
        read = reader(indicator, self.layout)
        get, blank = self.states.get, self.layout.blank()
        return [read(get(key, blank)) for key in keys]

    def merged(self, other: Fold) -> Fold:
        """Return the states of both, group by group."""
        check_same_keys(self.layout.keys, other.layout.keys)
        states = self.layout.all_merged(self.states, other.states)
        return Fold(layout=self.layout, states=states)

    def regrouped(self, places: Sequence[int], *, count: int) -> Fold:
        """Return the states by some of the ``count`` groups, in the order of ``places``."""
        return self.rekeyed(picker(places, count))

    def rekeyed(self, new_key: Callable[[Any], Key]) -> Fold:
        """Return the states by other keys; those that get the same one are put together."""
        parts: dict[Key, list[Cells]] = {}
        for key, cells in zip(map(new_key, self.states), self.states.values(), strict=True):
            parts.setdefault(key, []).append(cells)
        together = self.layout.together
        states = {
            key: together(groups) if len(groups) > 1 else groups[0]
            for key, groups in parts.items()
        }
        return Fold(layout=self.layout, states=states)


def _fold(layout: Layout, states: Mapping[Key, Cells]) -> Fold:
    return Fold(layout=layout, states=states)


def states_of(
    engine: Engine, records: Records, indicators: Sequence[Indicator], columns: Sequence[str]
) -> Fold:
    """Return records folded by columns; one without a name is the whole, keyed by no text."""
    layout = Layout.of(indicators)
    real = [name for name in columns if name]
    states = engine.fold(records, layout, real)
    if len(real) < len(columns):
        new_key = wholes_added(columns)
        states = {new_key(key): each for key, each in states.items()}
    return Fold(layout=layout, states=states)


def values_of(
    engine: Engine, records: Records, indicators: Sequence[Indicator], columns: Sequence[str]
) -> Fold:
    """Return the same; an engine that can makes the values, and states when they are asked for."""
    if not isinstance(engine, EvaluatingEngine):
        return states_of(engine, records, indicators, columns)
    layout = Layout.of(indicators)
    real = [name for name in columns if name]
    evaluated = engine.evaluate(records, indicators, real)
    if len(real) < len(columns):
        evaluated = evaluated.renamed(wholes_added(columns))
    later = _Later(lambda: states_of(engine, records, indicators, columns).states)
    return Fold(layout=layout, states=later, evaluated=evaluated)


class _Later(Mapping[Key, Cells]):
    """States that are fetched when they are first asked for."""

    __slots__ = ("_fetch", "_fetched")

    def __init__(self, fetch: Callable[[], Mapping[Key, Cells]]) -> None:
        self._fetch = fetch
        self._fetched: Mapping[Key, Cells] | None = None

    @property
    def _states(self) -> Mapping[Key, Cells]:
        if self._fetched is None:
            self._fetched = self._fetch()
        return self._fetched

    def __getitem__(self, key: Key) -> Cells:
        return self._states[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._states)

    def __len__(self) -> int:
        return len(self._states)
