"""Rows of records one by one, for lists that look at each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.kpi import Records
    from ccops.values import Cell, Missing


def views(records: Records | None) -> Iterator[Mapping[str, Cell | Missing]]:
    """Yield the rows of records by column; of records that were not handed in there are none."""
    if records is not None:
        for number in range(len(records)):
            yield records.row(number)
