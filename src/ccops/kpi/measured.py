"""Measure: records in, states by group out; values are made of them when asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from ccops.errors import DataError
from ccops.frozen import frozen
from ccops.kpi.definitions import Indicator
from ccops.kpi.engines.python import PYTHON
from ccops.kpi.folds import Fold, states_of, values_of
from ccops.kpi.group_checks import check_groups
from ccops.kpi.keys import Key, key_of, parts_of
from ccops.kpi.records import Records
from ccops.kpi.states import (
    Layout,
    State,
    cells_of_plain,
    check_same_keys,
    plain_cells,
)
from ccops.values import Cell, Missing

if TYPE_CHECKING:
    from ccops.kpi.engines import Engine
    from ccops.kpi.evaluation import Value


@frozen(kw_only=True, eq=False)
class Measured:
    """Indicators measured over one kind of records, by some groups.

    A key is the cell of the one group, the tuple of the cells of several, ``()`` of none.
    A key that holds a missing value stands for rows that belong to no group by name.
    """

    by: tuple[str, ...]
    indicators: Mapping[str, Indicator]
    folds: tuple[Fold, ...]
    places: Mapping[str, int]

    def fold(self, indicator: str) -> Fold:
        """Return the states in which an indicator lies. Raises ``KeyError`` for another one."""
        return self.folds[self.places[indicator]]

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of all groups found, in the order in which they were found."""
        return tuple(dict.fromkeys(key for each in self.folds for key in each.keys))

    def state(self, indicator: str, key: Key) -> State:
        """Return the state of a group; of one that was not found, the state of no rows."""
        fold = self.fold(indicator)
        return State(fold.layout, fold.states.get(key) or fold.layout.blank())

    def value(self, indicator: str, key: Key) -> Value:
        """Return the value of an indicator for a group."""
        return self.column(indicator, (key,))[0]

    def column(self, indicator: str, keys: Iterable[Key]) -> list[Value]:
        """Return the values of an indicator for some groups, in their order."""
        return self.fold(indicator).column(self.indicators[indicator], keys)

    def merged(self, other: Measured) -> Measured:
        """Return what both measured together: days make a month, in any order.

        Raises ``ValueError`` where groups or definitions differ.
        """
        if self.by != other.by or dict(self.places) != dict(other.places):
            raise ValueError("measured by other groups, or other indicators")
        folds = tuple(a.merged(b) for a, b in zip(self.folds, other.folds, strict=True))
        return attrs.evolve(self, folds=folds)

    def regrouped(self, by: Sequence[str]) -> Measured:
        """Return the same by fewer groups: by employee and day becomes by employee.

        Raises ``ValueError`` for a group that was not measured by.
        """
        unknown = [each for each in by if each not in self.by]
        if unknown:
            raise ValueError(f"not measured by {', '.join(unknown)}")
        places = [self.by.index(each) for each in by]
        folds = tuple(each.regrouped(places, count=len(self.by)) for each in self.folds)
        return attrs.evolve(self, by=tuple(by), folds=folds)

    def rekeyed(self, by: Sequence[str], new_key: Callable[[Any], Key]) -> Measured:
        """Return the same by other groups, where a key says to which of them it belongs."""
        folds = tuple(each.rekeyed(new_key) for each in self.folds)
        return attrs.evolve(self, by=tuple(by), folds=folds)

    def to_dict(self) -> dict[str, object]:
        """Return the states as plain JSON data; definitions stay in the pack."""
        return {
            "by": list(self.by),
            "indicators": list(self.indicators),
            "folds": [_plain_fold(each, len(self.by)) for each in self.folds],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], indicators: Iterable[Indicator]) -> Measured:
        """Return stored states under the definitions they were measured by.

        Raises ``ValueError`` where the definitions are others, ``KeyError`` where one is absent.
        """
        named = {each.name: each for each in indicators}
        chosen = [named[name] for name in data["indicators"]]
        by = tuple(data["by"])
        empty = _parted(chosen, by)
        if len(empty) != len(data["folds"]):
            raise ValueError("the states were measured under different definitions")
        folds: list[Fold] = []
        for (_, layout), stored in zip(empty.values(), data["folds"], strict=True):
            check_same_keys(layout.keys, stored["tallies"])
            states = {_key_of_plain(key): cells_of_plain(cells) for key, cells in stored["states"]}
            folds.append(Fold(layout=layout, states=states))
        return cls(
            by=by,
            indicators={each.name: each for each in chosen},
            folds=tuple(folds),
            places=_places(chosen, by, empty),
        )


_Parts = dict[tuple[str, ...], tuple[list[Indicator], Layout]]
_Folding = Callable[[Records, Sequence[Indicator], Sequence[str]], Fold]


def measure(
    records: Records,
    indicators: Iterable[Indicator],
    *,
    by: Sequence[str] = (),
    engine: Engine = PYTHON,
) -> Measured:
    """Measure indicators over records of their kind, by the groups asked for.

    Records lie in memory, or elsewhere as a ``Table`` that the engine reads. Raises
    ``ValueError`` for an indicator over other records, and ``DataError`` with every
    ``indicator-not-by`` for a group that an indicator is not declared to be asked by.
    """
    return _measured(records, list(indicators), by, partial(values_of, engine))


def measure_states(
    records: Records,
    indicators: Iterable[Indicator],
    *,
    by: Sequence[str] = (),
    engine: Engine = PYTHON,
) -> Measured:
    """Measure the same for its states: to be kept, merged, put into other groups.

    Values are made of the states, where ``measure`` lets an engine make them. Raises as it does.
    """
    return _measured(records, list(indicators), by, partial(states_of, engine))


def _measured(
    records: Records, chosen: list[Indicator], by: Sequence[str], fold: _Folding
) -> Measured:
    others = [each.name for each in chosen if each.over != records.kind.name]
    if others:
        raise ValueError(f"not measured over {records.kind.name}: {', '.join(others)}")
    problems = check_groups(chosen, by)
    if problems:
        raise DataError(problems)
    parts = _parted(chosen, by)
    folds = tuple(fold(records, asked, columns) for columns, (asked, _) in parts.items())
    return Measured(
        by=tuple(by),
        indicators={each.name: each for each in chosen},
        folds=folds,
        places=_places(chosen, by, parts),
    )


def _parted(indicators: Sequence[Indicator], by: Sequence[str]) -> _Parts:
    """Return the indicators by the columns in which their groups lie, each with its layout."""
    found: dict[tuple[str, ...], list[Indicator]] = {}
    for each in indicators:
        found.setdefault(_columns(each, by), []).append(each)
    return {columns: (chosen, Layout.of(chosen)) for columns, chosen in found.items()}


def _columns(indicator: Indicator, by: Sequence[str]) -> tuple[str, ...]:
    return tuple(indicator.columns[group] for group in by)


def _places(indicators: Sequence[Indicator], by: Sequence[str], parts: _Parts) -> dict[str, int]:
    order = list(parts)
    return {each.name: order.index(_columns(each, by)) for each in indicators}


def _plain_fold(fold: Fold, count: int) -> dict[str, object]:
    states = [
        [[_plain(part) for part in parts_of(key, count)], plain_cells(cells)]
        for key, cells in fold.states.items()
    ]
    return {"tallies": list(fold.layout.keys), "states": sorted(states, key=repr)}


def _plain(part: Cell | Missing) -> object:
    return {"missing": part.value} if isinstance(part, Missing) else part


def _key_of_plain(parts: Sequence[Any]) -> Key:
    return key_of(
        tuple(Missing(part["missing"]) if isinstance(part, dict) else part for part in parts)
    )
