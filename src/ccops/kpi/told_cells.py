"""Flags that say whether something is told of a record: yes, no, or nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ccops.kpi.records import RecordKind
    from ccops.values import Cell

Row = tuple["Cell | Missing", ...]


def is_told(cell: Cell | Missing) -> bool | Missing:
    """Say whether a cell holds something; missing where the source has no place for it."""
    if cell is Missing.NOT_MEASURED:
        return cell
    return not isinstance(cell, Missing)


def telling(kind: RecordKind) -> Callable[[Iterable[Cell | Missing]], Row]:
    """Return what fills the flags of a row that say whether another of its cells is there.

    A flag that the row has already stands.
    """
    names = kind.names
    places = [(at, names.index(each.tells)) for at, each in enumerate(kind.columns) if each.tells]
    if not places:
        return tuple

    def row(cells: Iterable[Cell | Missing]) -> Row:
        filled = list(cells)
        for at, of in places:
            if isinstance(filled[at], Missing):
                filled[at] = is_told(filled[of])
        return tuple(filled)

    return row


def never_named(
    kind: RecordKind, rows: Iterable[Mapping[str, object]], told_by: Mapping[str, str]
) -> frozenset[str]:
    """Return the columns of a kind of which rows say nothing, though it matters if they do.

    These are what flags tell of, and what ``told_by`` names, each with the column of the rows
    that says it, where that has another name.
    """
    matters = {each.tells: each.tells for each in kind.columns if each.tells} | dict(told_by)
    if not matters:
        return frozenset()
    there = frozenset(name for row in rows for name in row)
    return frozenset(name for name, by in matters.items() if by not in there)
