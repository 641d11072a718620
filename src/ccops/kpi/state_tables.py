"""How the states of a day lie in a table: the groups, then the tallies, a row a group.

A group has the column of its own name, and where a row belongs to none by name, why not in
``queue__why``. The tallies are ``t0``, ``t1``, ... in the order of the layout: numbers as they
are, a maximum of no rows as null, histograms and shares as maps of whole numbers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ccops.kpi.engines.parquet_files import SPREAD, TEXT, WHOLE_NUMBER, type_of
from ccops.kpi.keys import key_of, parts_of
from ccops.kpi.states import NOTHING
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.kpi.folds import Fold
    from ccops.kpi.keys import Key
    from ccops.kpi.records import RecordKind
    from ccops.kpi.states import Cells, Layout

_WIDEST: Final = (1 << 63) - 1
_encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def state_columns(layout: Layout, groups: Mapping[str, str], kind: RecordKind) -> dict[str, str]:
    """Return the columns of a table of states and their types; groups by name with columns."""
    parts: dict[str, str] = {}
    for group, column in groups.items():
        parts[group] = type_of(kind.column(column).type.unit) if column else TEXT
        parts[_why(group)] = TEXT
    numbers = len(layout.sums) + len(layout.maxima)
    tallies = {
        f"t{place}": WHOLE_NUMBER if place < numbers else SPREAD
        for place in range(len(layout.keys))
    }
    return {**parts, **tallies}


def state_lines(fold: Fold, groups: Sequence[str]) -> Iterator[str]:
    """Yield states as lines of JSON, sorted, so that the same states make the same lines.

    Raises ``OverflowError`` for a number beyond 64 bits, which no table holds.
    """
    yield from sorted(
        f"{_encoded(_row(key, cells, groups))}\n" for key, cells in fold.states.items()
    )


def states_of(
    rows: Iterable[Sequence[Any]], groups: Sequence[str], layout: Layout
) -> dict[Key, Cells]:
    """Return the states of the rows of a table, its columns in the order of ``state_columns``."""
    count = len(groups)
    maxima = range(len(layout.sums), len(layout.sums) + len(layout.maxima))
    spreads = range(maxima.stop, len(layout.keys))
    found: dict[Key, Cells] = {}
    for row in rows:
        parts = tuple(_cell(row[2 * place], row[2 * place + 1]) for place in range(count))
        cells: Cells = list(row[2 * count :])
        for place in maxima:
            cells[place] = NOTHING if cells[place] is None else cells[place]
        for place in spreads:
            cells[place] = {int(value): rows_ for value, rows_ in cells[place].items()}
        found[key_of(parts)] = cells
    return found


def _row(key: Key, cells: Cells, groups: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for group, part in zip(groups, parts_of(key, len(groups)), strict=True):
        is_missing = isinstance(part, Missing)
        row[group] = None if is_missing else part
        row[_why(group)] = part.value if isinstance(part, Missing) else None
    for place, cell in enumerate(cells):
        row[f"t{place}"] = _spread(cell) if isinstance(cell, dict) else _number(cell)
    return row


def _spread(cell: Mapping[int, int]) -> dict[str, int]:
    return {str(_checked(value)): _checked(rows) for value, rows in sorted(cell.items())}


def _number(cell: int) -> int | None:
    return None if cell == NOTHING else _checked(cell)


def _checked(number: int) -> int:
    if abs(number) > _WIDEST:
        raise OverflowError(f"{number} has more than 64 bits")
    return number


def _cell(value: Any, why: str | None) -> Any:  # noqa: ANN401 - as a table holds it
    return value if why is None else Missing(why)


def _why(group: str) -> str:
    return f"{group}__why"
