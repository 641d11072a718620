"""A digest of each employee's own inputs, and the tree that holds them all.

This is the one place that says what is hashed of one employee. His inputs stand in the order of
``own_inputs``, each as whole numbers of 8 bytes, signed, the least byte first:

* a number of a fixed scale, a count, a duration, a day of the calendar, a flag: itself;
* an exact ratio: numerator and denominator in lowest terms;
* a word: the 32 bytes of its sha256.

Where an input is missing, or he has none, its numbers are 0. Then stands a byte an input: 0 where
it is there, 1 where he has no such input, 2 where a number is beyond 64 bits and stands as the
first 8 bytes of the sha256 of its decimal digits, else that of the reason it is missing for. Then
what his accounts hold, what corrections give him and what he was paid early, as canonical JSON.

The leaf of an employee is sha256 over a salt of his own and that digest. So whoever holds one
statement can work out his own leaf and the way to the root, and learns nothing of anybody else.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import compress
from math import gcd
from operator import floordiv, itemgetter
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import REASONS, Column
from ccops.frozen import frozen
from ccops.settlement.column_digests import little
from ccops.values import NUMERIC, Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.settlement.own_inputs import InputCells, OwnInput

_HEAD: Final = b"ccops.own/1\n"
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"
#: So many rows are laid side by side at once.
_ROWS: Final = 1024
_PRESENT, _ABSENT, _WIDE = range(3)
_WORD_NUMBERS: Final = 4
_SALT: Final = 32
_HALF: Final = 1 << 63
#: The byte of each reason an input is missing for; it stays the same whatever reasons come.
MARKS: Final[Mapping[Missing, int]] = {
    each: 16 + hashlib.sha256(each.value.encode()).digest()[0] % 240 for each in Missing
}
#: And by the code of a column's gaps.
_MARK_OF_CODE: Final = bytes([_PRESENT, *(MARKS[each] for each in REASONS)]).ljust(256, b"\x00")
#: A step on the way to the root: on which side the other node stands, and its digest.
Way = tuple[tuple[str, bytes], ...]


@frozen(eq=False)
class OwnDigests:
    """The digests of everybody's inputs, in the order of the sheet, and the tree over them."""

    ids: tuple[str, ...]
    digests: tuple[bytes, ...]

    @classmethod
    def of(
        cls, ids: Sequence[str], inputs: Sequence[InputCells], notes: Mapping[int, bytes]
    ) -> OwnDigests:
        """Return the digests of some employees; ``notes`` are accounts and early lines by row."""
        blocks = [_Block.of(each, len(ids)) for each in inputs]
        found: list[bytes] = []
        for first in range(0, len(ids), _ROWS):
            rows = range(first, min(first + _ROWS, len(ids)))
            found.extend(_digests(blocks, rows, notes))
        return cls(tuple(ids), tuple(found))

    @cached_property
    def _salts(self) -> bytes:
        """What is hashed before everybody's inputs: nobody knows it who has not all of them."""
        together = hashlib.shake_256(b"".join(self.digests))
        return together.digest(_SALT * len(self.digests))

    def salt(self, row: int) -> bytes:
        """Return what is hashed before the inputs of an employee."""
        return self._salts[_SALT * row : _SALT * (row + 1)]

    @cached_property
    def _levels(self) -> tuple[tuple[bytes, ...], ...]:
        rows = range(len(self.ids))
        level = tuple(leaf_of(self.salt(row), self.digests[row]) for row in rows)
        levels = [level]
        while len(level) > 1:
            pairs = zip(level[::2], level[1::2], strict=False)
            left_over = level[-1:] if len(level) % 2 else ()
            level = (*(_node(*each) for each in pairs), *left_over)
            levels.append(level)
        return tuple(levels)

    @property
    def root(self) -> bytes:
        """The digest over everybody; that of nothing where there is nobody."""
        return self._levels[-1][0] if self.ids else hashlib.sha256(_HEAD).digest()

    def way(self, row: int) -> Way:
        """Return the way from the leaf of an employee to the root."""
        found: list[tuple[str, bytes]] = []
        for level in self._levels[:-1]:
            other = row ^ 1
            if other < len(level):
                found.append(("left" if other < row else "right", level[other]))
            row //= 2
        return tuple(found)


def leaf_of(salt: bytes, digest: bytes) -> bytes:
    """Return the leaf of an employee."""
    return hashlib.sha256(_LEAF + salt + digest).digest()


def root_of(leaf: bytes, way: Way) -> bytes:
    """Return the root that a leaf leads to.

    >>> left, right = leaf_of(b"a", b"1"), leaf_of(b"b", b"2")
    >>> root_of(left, (("right", right),)) == root_of(right, (("left", left),))
    True
    """
    for side, other in way:
        leaf = _node(other, leaf) if side == "left" else _node(leaf, other)
    return leaf


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(_NODE + left + right).digest()


# -- rows side by side ----------------------------------------------------------------------------


def _digests(blocks: Sequence[_Block], rows: range, notes: Mapping[int, bytes]) -> Iterable[bytes]:
    """Return the digest of each of some rows, their numbers laid row by row."""
    lanes = [lane[rows.start : rows.stop] for block in blocks for lane in block.lanes]
    width, count = len(lanes), len(blocks)
    laid = array("q", bytes(8 * width * len(rows)))
    for at, lane in enumerate(lanes):
        laid[at::width] = lane
    numbers = little(laid).tobytes()
    marks = bytearray(count * len(rows))
    for at, block in enumerate(blocks):
        marks[at::count] = block.marks[rows.start : rows.stop]
    for place, row in enumerate(rows):
        yield hashlib.sha256(
            b"".join(
                (
                    _HEAD,
                    numbers[8 * width * place : 8 * width * (place + 1)],
                    marks[count * place : count * (place + 1)],
                    notes.get(row, b""),
                )
            )
        ).digest()


@frozen(eq=False)
class _Block:
    """The numbers of one input for everybody, lane by lane, and the byte of each."""

    lanes: Sequence[array[int]]
    marks: bytes

    @classmethod
    def of(cls, cells: InputCells, size: int) -> _Block:
        column, members = cells.column, cells.members
        numbers, wide = _numbers(cells.input, column)
        marks = bytearray(column.codes.translate(_MARK_OF_CODE) if column.missing else len(column))
        for at in wide:
            marks[at] = _WIDE
        if column.missing:
            numbers = [_blanked(each, marks) for each in numbers]
        if isinstance(members.rows, range) and len(members) == size:
            return cls(numbers, bytes(marks))
        places = members.positions  # of strangers -1, which is the last
        marks.append(_ABSENT)
        return cls(
            [_spread(each, places) for each in numbers], bytes(map(marks.__getitem__, places))
        )


def _blanked(numbers: array[int], marks: bytearray) -> array[int]:
    """Return numbers with 0 where a cell is missing, whatever stood in its place."""
    found = numbers[:]
    for at in compress(range(len(found)), map(_WIDE.__lt__, marks)):
        found[at] = 0
    return found


def _spread(numbers: array[int], places: Sequence[int]) -> array[int]:
    padded = numbers[:]
    padded.append(0)
    return array("q", map(padded.__getitem__, places))


def _numbers(own: OwnInput, column: Column) -> tuple[list[array[int]], Sequence[int]]:
    """Return the numbers of a column lane by lane, and where they are beyond 64 bits."""
    cells: Sequence[Any] = column.cells
    if own.type.unit is Unit.WORD:
        return _words(cells), ()
    if own.type.unit in NUMERIC and own.carrier.is_exact:
        above, below = list(map(itemgetter(0), cells)), list(map(itemgetter(1), cells))
        lowest = list(map(gcd, above, below))
        return _packed([list(map(floordiv, each, lowest)) for each in (above, below)])
    if isinstance(cells, array):
        return [cells], ()
    return _packed([cells])


def _words(words: Sequence[str]) -> list[array[int]]:
    numbers = {each: array("q", hashlib.sha256(each.encode()).digest()) for each in set(words)}
    found = list(map(numbers.__getitem__, words))
    return [little(array("q", map(itemgetter(at), found))) for at in range(_WORD_NUMBERS)]


def _packed(lanes: Sequence[Sequence[int]]) -> tuple[list[array[int]], Sequence[int]]:
    try:
        return [array("q", each) for each in lanes], ()
    except OverflowError:
        wide = [at for at, each in enumerate(zip(*lanes, strict=True)) if not _fits(each)]
    known = set(wide)
    return [
        array("q", [_short(x) if at in known else x for at, x in enumerate(lane)])
        for lane in lanes
    ], wide


def _fits(numbers: Iterable[int]) -> bool:
    return all(-_HALF <= each < _HALF for each in numbers)


def _short(number: int) -> int:
    return int.from_bytes(hashlib.sha256(str(number).encode()).digest()[:8], "little", signed=True)
