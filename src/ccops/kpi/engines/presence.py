"""What must be there in every row: a column that is not optional has no missing cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.errors import DataError
from ccops.messages import Diagnostic
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.kpi.records import Records


def whole_columns(records: Records, read: Sequence[str]) -> frozenset[str]:
    """Return the columns in which nothing is missing.

    Raises ``DataError`` where a column that is never missing holds a missing cell.
    """
    present = records.without_missing(read)
    optional = {each.name for each in records.kind.columns if each.optional}
    wrong = [name for name in read if name not in present and name not in optional]
    if wrong:
        raise DataError(tuple(_cell_missing(records, name) for name in wrong))
    return present


def _cell_missing(records: Records, name: str) -> Diagnostic:
    cells = records.columns[name]
    row = next(number for number, cell in enumerate(cells) if isinstance(cell, Missing))
    at = records.columns[records.kind.reference][row]
    arguments = {"kind": records.kind.name, "column": name, "at": at}
    return Diagnostic(code="record-cell-missing", args=arguments)
