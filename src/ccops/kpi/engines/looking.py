"""Looking at a table before it is measured: is everything there, and how far do numbers go.

What is found bounds the SQL: nothing that 64 bits might not hold is ever asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from typing import TYPE_CHECKING

from ccops.errors import DataError
from ccops.frozen import frozen
from ccops.kpi.engines.sessions import Figures, Held, HeldColumn, quoted
from ccops.messages import Diagnostic, nearest
from ccops.rules import SqlColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.kpi.engines.sessions import Session
    from ccops.kpi.records import RecordColumn, RecordKind


def held_columns(
    session: Session, kind: RecordKind, names: Iterable[str]
) -> dict[str, HeldColumn]:
    """Return columns of a kind as a table holds them.

    Raises ``DataError`` for each that is not there or holds something else.
    """
    found = {name: HeldColumn.of(kind.column(name), session.columns) for name in names}
    problems = [each for held in found.values() for each in _misfits(session, kind, held)]
    if problems:
        raise DataError(tuple(problems))
    return found


def _misfits(session: Session, kind: RecordKind, held: HeldColumn) -> Iterator[Diagnostic]:
    wanted = Held.by(held.column)
    expected = [(name, wanted) for name in held.names]
    expected += [(held.why, Held.TEXT)] * bool(held.why)
    for name, kept in expected:
        told = {"kind": kind.name, "column": name}
        if name not in session.columns:
            near = nearest(name, session.columns) or "-"
            yield Diagnostic(code="table-no-column", args={**told, "near": near})
        elif other := session.other(name, kept):
            told |= {"held": other, "wanted": kept.value}
            yield Diagnostic(code="table-column-type", args=told)


@frozen
class Looked:
    """How many rows there are, and the columns with what their cells lie between."""

    rows: int
    columns: Mapping[str, SqlColumn]


def looked_at(session: Session, kind: RecordKind, names: Iterable[str]) -> Looked:
    """Return what is found in the columns that formulas read.

    Raises ``DataError`` for a cell that is missing where none may be, or outside what the kind
    says it lies between.
    """
    held = held_columns(session, kind, names)
    found = _looked(session, held.values())
    rows = max((each.rows for each in found.values()), default=0)
    problems = [
        each
        for column in held.values()
        for each in (*_absent(session, kind, column, found), *_outside(kind, column, found))
    ]
    if problems:
        raise DataError(tuple(problems))
    return Looked(rows, {name: _sql_column(each, found) for name, each in held.items()})


def _looked(session: Session, columns: Iterable[HeldColumn]) -> Mapping[str, Figures]:
    """Return what the rows hold; files that keep such figures are not read for it."""
    parts = [(name, Held.by(each.column)) for each in columns for name in each.names]
    return session.kept(parts) or _asked(session, parts)


def _asked(session: Session, parts: Sequence[tuple[str, Held]]) -> dict[str, Figures]:
    """Return what the rows hold, in one query."""
    asked = ["COUNT(*)"]
    for name, held in parts:
        code = quoted(name)
        asked.append(f"COUNT({code})")
        if held is Held.WHOLE:
            asked += [f"MIN({code})", f"MAX({code})"]
    ((rows, *rest),) = session.rows(f"SELECT {', '.join(asked)} FROM {session.source}")  # noqa: S608
    values = iter(rest)
    found = {}
    for name, held in parts:
        cells, ends = next(values), None
        if held is Held.WHOLE:
            low, high = next(values), next(values)
            ends = None if low is None else (int(low), int(high))
        found[name] = Figures(rows=rows, cells=cells, ends=ends)
    return found


def _absent(
    session: Session, kind: RecordKind, held: HeldColumn, found: Mapping[str, Figures]
) -> Iterator[Diagnostic]:
    lacking = [name for name in held.names if not found[name].is_whole]
    if held.column.optional or not lacking:
        return
    at = "-"
    if kind.reference in session.columns:
        first, where = quoted(kind.reference), quoted(lacking[0])
        query = f"SELECT MIN({first}) FROM {session.source} WHERE {where} IS NULL"  # noqa: S608
        at = session.rows(query)[0][0] or "-"
    told = {"kind": kind.name, "column": held.column.name, "at": at}
    yield Diagnostic(code="record-cell-missing", args=told)


def _outside(
    kind: RecordKind, held: HeldColumn, found: Mapping[str, Figures]
) -> Iterator[Diagnostic]:
    for name, (least, most) in zip(held.names, _allowed(held), strict=False):
        ends = found[name].ends
        if ends is None:
            continue
        low, high = ends
        if (least is None or low >= least) and (most is None or high <= most):
            continue
        is_low = least is not None and low < least
        told = {
            "kind": kind.name,
            "column": name,
            "cell": low if is_low else high,
            "range": f"{'' if least is None else least}..{'' if most is None else most}",
        }
        yield Diagnostic(code="table-cell-outside", args=told)


def _allowed(held: HeldColumn) -> Sequence[tuple[int | None, int | None]]:
    """Return what whole numbers the columns of a table may hold."""
    if Held.by(held.column) is not Held.WHOLE:
        return ()
    if len(held.names) > 1:
        return ((None, None), (1, None))
    return (_whole_bounds(held.column),)


def _whole_bounds(column: RecordColumn) -> tuple[int | None, int | None]:
    bounds, scale = column.bounds, column.carrier.scale or 1
    low = None if bounds.low is None else ceil(bounds.low * scale)
    return low, None if bounds.high is None else floor(bounds.high * scale)


def _sql_column(held: HeldColumn, found: Mapping[str, Figures]) -> SqlColumn:
    first, *below = held.names
    return SqlColumn(
        value=quoted(first),
        denominator=quoted(below[0]) if below else "",
        most=_most(found[below[0]]) if below else None,
        never_null=all(found[name].is_whole for name in held.names),
        ends=found[first].ends or (0, 0),
    )


def _most(found: Figures) -> int:
    return max(found.ends[1], 1) if found.ends else 1
