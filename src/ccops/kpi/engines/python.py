"""The engine in plain Python, the reference: one generated accumulator over columns."""

from __future__ import annotations

from functools import lru_cache
from operator import ne
from typing import TYPE_CHECKING, Any, Final

from ccops.frozen import frozen
from ccops.kpi.elsewhere import Elsewhere
from ccops.kpi.engines.presence import whole_columns
from ccops.kpi.engines.source import Variables, accumulator_source
from ccops.kpi.records import Records
from ccops.rules import NAMESPACE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import CodeType

    from ccops.kpi.keys import Key
    from ccops.kpi.records import Records
    from ccops.kpi.states import Cells, Layout
    from ccops.values import Cell, Missing

#: So many compiled sources are kept.
_KEPT: Final = 128
#: How many rows are looked at to see which group changes most.
_LOOKED_AT: Final = 2_000


@frozen
class PythonEngine:
    """Folds records held in memory; of a table it reads the columns it needs."""

    def fold(
        self, records: Records, layout: Layout, columns: Sequence[str]
    ) -> Mapping[Key, Cells]:
        """Return the states by group.

        Raises ``DataError`` where a column that is never missing holds a missing cell.
        """
        read = tuple(dict.fromkeys(name for each in layout.tallies for name in each.columns))
        if isinstance(records, Elsewhere):
            from ccops.kpi.engines.reading import records_of

            records = records_of(records, [*columns, *read, records.kind.reference])
        present = whole_columns(records, read)
        groups = tuple(dict.fromkeys(columns))
        by_change = sorted(groups, key=lambda name: _changes(records.columns[name]))
        fast = by_change[-1] if by_change else None
        slow = tuple(name for name in groups if name != fast)
        taken = tuple(dict.fromkeys([*groups, *read])) or records.kind.names[:1]
        variables = Variables(
            names={name: f"v{number}" for number, name in enumerate(taken)}, present=present
        )
        source = accumulator_source(layout, variables, slow=slow, fast=fast)
        found = _compiled(source, layout)([records.columns[name] for name in taken])
        return _keyed(found, columns, slow=slow, fast=fast)


PYTHON: Final = PythonEngine()


def _changes(column: Sequence[Cell | Missing]) -> int:
    first = column[:_LOOKED_AT]
    return sum(map(ne, first, first[1:]))


def _compiled(source: str, layout: Layout) -> Any:  # noqa: ANN401 - a generated function
    called = {name: each for tally in layout.tallies for name, each in tally.functions.items()}
    space = {**NAMESPACE, **called, "zip": zip, "KeyError": KeyError, "U": object()}
    exec(_code(source), space)  # noqa: S102 - our own generated source only
    return space["fold"]


@lru_cache(maxsize=_KEPT)
def _code(source: str) -> CodeType:
    """Return a source compiled: months of one pack are measured by the same few."""
    return compile(source, "<accumulator>", "exec")


def _keyed(
    found: Any,  # noqa: ANN401 - as nested as the groups are
    columns: Sequence[str],
    *,
    slow: Sequence[str],
    fast: str | None,
) -> dict[Key, Cells]:
    """Return the states by keys that hold the groups in the order asked."""
    if fast is None:
        return {(): found}
    if not slow:
        if len(columns) == 1:
            return dict(found)
        return {(key,) * len(columns): cells for key, cells in found.items()}
    if list(columns) == [*slow, fast] and len(slow) == 1:
        return {(a, b): cells for a, states in found.items() for b, cells in states.items()}
    if list(columns) == [fast, *slow] and len(slow) == 1:
        return {(b, a): cells for a, states in found.items() for b, cells in states.items()}
    places = [(*slow, fast).index(name) for name in columns]
    return {
        tuple(map((*(outer if len(slow) > 1 else (outer,)), inner).__getitem__, places)): cells
        for outer, states in found.items()
        for inner, cells in states.items()
    }
