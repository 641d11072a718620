"""Which lines were read before: in order of time, a line can repeat only within its second."""

from __future__ import annotations

from array import array
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters import add_numbers
from ccops_asterisk.blocks import LineBlock, second_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


#: Seconds before the end of a read whose lines are known one by one to the next; what is older
#: was read.
OVERLAP: Final = 300
_DIGEST_BYTES: Final = 8


class LineHistory:
    """Tells lines that were read before from those that were not.

    As long as time goes on, only lines of one block can be the same. Of earlier blocks a hash
    of 64 bits a line is kept, and asked when a block goes back in time (a file read twice, a
    table dumped twice). Ten million lines beside ten million others are then all told apart in
    all but one of 180,000 cases (10**14 / 2**64); to keep the lines would take ten times as much
    memory as is kept now.
    """

    def __init__(self, resumed: Mapping[str, Any] | None) -> None:
        stored = resumed or {"last": 0, "digests": ()}
        self._resumed_at: int = stored["last"]
        self._digests = frozenset(stored["digests"])
        self._last = self._resumed_at
        self._blocks: list[tuple[int, int, array[int]]] = []
        self._recent: list[tuple[int, Sequence[str]]] = []

    def fresh(self, block: LineBlock) -> tuple[LineBlock, list[tuple[str, int]]]:
        """Return the lines that were not read before, in order; and the others with their places.

        A line without a second is no line of the log: it is never taken for one read before.
        """
        repeated: list[tuple[str, int]] = []
        if not block.lines:
            return block, repeated
        first, last = block.first, block.last
        goes_on = first > self._last
        if not goes_on or len(set(block.lines)) < len(block.lines):
            block = self._filtered(block, (first, last), repeated)
        lines, hashes = block.lines, array("q")
        add_numbers(hashes, list(map(hash, lines)))
        self._blocks.append((first, last, hashes))
        self._last = max(self._last, last)
        self._recent.append((last, lines))
        while self._recent[0][0] < self._last - OVERLAP:
            del self._recent[0]
        return block, repeated

    def _filtered(
        self, block: LineBlock, span: tuple[int, int], repeated: list[tuple[str, int]]
    ) -> LineBlock:
        """Return the lines that were not read before; add the others to ``repeated``."""
        first, last = span
        known: set[int] = set()
        for begin, end, hashes in self._blocks:
            if begin <= last and first <= end:
                known.update(hashes)
        kept: dict[str, tuple[int, int]] = {}
        broken: list[tuple[str, int, int]] = []
        for line, place, second in zip(*block, strict=True):
            if line not in kept and hash(line) not in known and not self._was_read(line):
                kept[line] = place, second
            elif second:
                repeated.append((line, place))
            else:
                broken.append((line, place, 0))
        rows = [*((line, *where) for line, where in kept.items()), *broken]
        return LineBlock(*map(list, zip(*rows, strict=True))) if rows else LineBlock()

    def _was_read(self, line: str) -> bool:
        """Say whether the read that is resumed had this line already."""
        second = second_of(line)
        if not 0 < second <= self._resumed_at:
            return False
        return second < self._resumed_at - OVERLAP or _digest(line) in self._digests

    def stored(self) -> dict[str, object]:
        """Return what the next read needs to know of the lines read."""
        since = self._last - OVERLAP
        digests = {
            _digest(line)
            for _, block in self._recent
            for line in block
            if second_of(line) >= since
        }
        if self._resumed_at >= since:
            digests |= self._digests
        return {"last": self._last, "digests": sorted(digests)}


def _digest(line: str) -> str:
    return blake2b(line.encode("utf-8", "surrogateescape"), digest_size=_DIGEST_BYTES).hexdigest()
