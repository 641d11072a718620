"""Rows of text in columns as wide as they look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages.excerpts import width_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_GAP: Final = "  "


def aligned(rows: Iterable[list[str]], *, right: Collection[int]) -> Iterator[str]:
    """Yield rows in columns as wide as their widest cell; those of ``right`` end in one line.

    >>> list(aligned([["a", "10"], ["bb", "9"]], right=[1]))
    ['a   10', 'bb   9']
    """
    listed = list(rows)
    widths = [max(map(width_of, cells)) for cells in zip(*listed, strict=True)]
    for row in listed:
        padded = [
            room + cell if place in right else cell + room
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            for room in (" " * (width - width_of(cell)),)
        ]
        yield _GAP.join(padded).rstrip()
