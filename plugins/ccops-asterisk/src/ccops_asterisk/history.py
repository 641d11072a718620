"""Which lines were read before: in order of time, a line can repeat only within its second."""

from __future__ import annotations

from array import array
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from ccops_asterisk.grammar import EPOCH_DIGITS, is_digits, second_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


#: Seconds before the end of a read whose lines are known one by one to the next; what is older
#: was read.
OVERLAP: Final = 300
_HELD: Final = 5  # seconds that wait for the next block, as its lines may belong before them
_DIGEST_BYTES: Final = 8
_HEAD: Final = EPOCH_DIGITS + 1


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

    def fresh(
        self, lines: Sequence[str], places: Sequence[int]
    ) -> tuple[Sequence[str], Sequence[int], list[tuple[str, int]]]:
        """Return the lines that were not read before, in order, with their places; and the others.

        A line without a second is no line of the log: it is never taken for one read before.
        """
        repeated: list[tuple[str, int]] = []
        if not lines:
            return lines, places, repeated
        first, last = _span(lines)
        goes_on = first > self._last
        if not goes_on or len(set(lines)) < len(lines):
            lines, places = self._filtered(lines, places, (first, last), repeated)
        self._blocks.append((first, last, array("q", map(hash, lines))))
        self._last = max(self._last, last)
        self._recent.append((last, lines))
        while self._recent[0][0] < self._last - OVERLAP:
            del self._recent[0]
        return lines, places, repeated

    def _filtered(
        self,
        lines: Sequence[str],
        places: Sequence[int],
        span: tuple[int, int],
        repeated: list[tuple[str, int]],
    ) -> tuple[Sequence[str], Sequence[int]]:
        """Return the lines that were not read before; add the others to ``repeated``."""
        first, last = span
        known: set[int] = set()
        for begin, end, hashes in self._blocks:
            if begin <= last and first <= end:
                known.update(hashes)
        kept: dict[str, int] = {}
        broken: list[tuple[str, int]] = []
        for line, place in zip(lines, places, strict=True):
            if line not in kept and hash(line) not in known and not self._was_read(line):
                kept[line] = place
            elif second_of(line):
                repeated.append((line, place))
            else:
                broken.append((line, place))
        return [*kept, *(line for line, _ in broken)], [*kept.values(), *(at for _, at in broken)]

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


def in_order(lines: Sequence[str], places: Sequence[int]) -> tuple[Sequence[str], Sequence[int]]:
    """Return lines by second, as they came within one; nearly always they are."""
    heads = [line[:EPOCH_DIGITS] for line in lines]
    if heads == sorted(heads):
        return lines, places
    seconds: list[int] = []
    for line in lines:
        seconds.append(second_of(line) or (seconds[-1] if seconds else 0))
    order = sorted(range(len(lines)), key=seconds.__getitem__)
    return [lines[each] for each in order], [places[each] for each in order]


def seconds_of(lines: Sequence[str]) -> list[int]:
    """Return the second of each line, 0 where it has none.

    Nearly all have ten digits and a bar: those of many lines are looked at and read as one text.
    """
    heads = "".join([line[:_HEAD] for line in lines])
    digits = heads.replace("|", "")
    is_plain = (
        len(heads) == _HEAD * len(lines)
        and heads[EPOCH_DIGITS::_HEAD] == "|" * len(lines)
        and len(digits) == EPOCH_DIGITS * len(lines)
        and is_digits(digits)
    )
    return list(map(int, heads.split("|")[:-1] if is_plain else ())) or list(map(second_of, lines))


def first_held(lines: Sequence[str]) -> int:
    """Return from which line on a block waits: those of its last seconds."""
    last = _span(lines)[1]
    keep = len(lines)
    if not last:
        return keep  # nothing here has a time to wait for
    while keep:
        second = second_of(lines[keep - 1])
        if 0 < second <= last - _HELD:
            break
        keep -= 1
    return keep


def second_of(line: str) -> int:
    """Return the second of a line, or 0 where it has none."""
    return second_in(line.partition("|")[0])


def _span(lines: Sequence[str]) -> tuple[int, int]:
    """Return the first and last second of lines in order; broken lines have none."""
    first = next(filter(None, map(second_of, lines)), 0)
    return first, next(filter(None, map(second_of, reversed(lines))), first)


def _digest(line: str) -> str:
    return blake2b(line.encode("utf-8", "surrogateescape"), digest_size=_DIGEST_BYTES).hexdigest()
