"""Evidence: the rows behind a measured value, found by the indicator's own conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ccops.errors import DataError
from ccops.kpi.group_checks import check_groups
from ccops.kpi.keys import key_of
from ccops.rules import Formula, Node

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ccops.kpi.definitions import Indicator
    from ccops.kpi.keys import Key
    from ccops.kpi.records import Records


def rows_behind(
    records: Records, indicator: Indicator, *, by: Sequence[str] = (), key: Key = ()
) -> tuple[int, ...]:
    """Return the numbers of the rows that contribute to an indicator's value for a group.

    A row counts when it adds to any tally of the indicator, or would if it said what that
    tally needs. ``by`` and ``key`` are as measured. Raises ``DataError`` for a group that the
    indicator is not asked by.
    """
    problems = check_groups((indicator,), by)
    if problems:
        raise DataError(problems)
    columns = [indicator.columns[group] for group in by]
    tests = [_chosen(records, each.conditions) for each in indicator.tallies]
    return tuple(
        row for row in _members(records, columns, key) if any(test(row) for test in tests)
    )


def _members(records: Records, columns: Sequence[str], key: Key) -> list[int]:
    cells = [records.columns[name] if name else ("",) * len(records) for name in columns]
    if not cells:
        return list(range(len(records)))
    return [row for row, parts in enumerate(zip(*cells, strict=True)) if key_of(parts) == key]


def _chosen(records: Records, conditions: Sequence[Node]) -> Callable[[int], bool]:
    """Return what says whether all conditions hold in a row, or one cannot be known."""
    tests = [_condition(records, each) for each in conditions]

    def holds(row: int) -> bool:
        for test in tests:
            found = test(row)
            if found is not True:
                return found is not False
        return True

    return holds


def _condition(records: Records, node: Node) -> Callable[[int], Any]:
    formula = Formula(node=node)
    run, columns = formula.careful, [records.columns[name] for name in formula.inputs]
    return lambda row: run(*(column[row] for column in columns))
