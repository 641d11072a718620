"""A digest of each employee's own inputs, and the tree that holds them all.

This is the one place that says what is hashed of one employee. Whole numbers are 8 bytes, signed,
the least byte first. First stands whose it is: how many bytes his staff number has in UTF-8, and
these bytes. Then stand his inputs in the order of ``own_inputs``, each as whole numbers:

* a number of a fixed scale, a count, a duration, a day of the calendar: itself;
* an exact ratio: numerator and denominator in lowest terms;
* a word: the 32 bytes of its sha256;
* a flag: none.

Where an input is missing its numbers are those of 0, 0/1 or no characters, and 0 where he has no
such input. Then stands a byte an input: 0 where
it is there, 1 where he has no such input, 2 where a number is beyond 64 bits and stands as the
first 8 bytes of the sha256 of its decimal digits, 3 for a flag that holds, else that of the reason
it is missing for. Then what his accounts held and what became of it, what corrections give him and
what he was paid early, as canonical JSON.

The leaf of an employee is sha256 over a salt of his own and that digest. So whoever holds one
statement can work out his own leaf and the way to the root, and learns nothing of anybody else.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Mapping, Sequence
from functools import cached_property
from math import gcd
from operator import floordiv, itemgetter, or_
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import REASONS, Column, Picker, picker
from ccops.frozen import frozen
from ccops.settlement.plain_data.column_digests import little
from ccops.values import NUMERIC, Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.plan import Members
    from ccops.settlement.attested.own_inputs import InputCells, OwnInput

_HEAD: Final = b"ccops.own/2\n"
_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"
#: So many rows are laid side by side at once.
_ROWS: Final = 1024
_PRESENT, _ABSENT, _WIDE, _HOLDS = range(4)
_WORD_NUMBERS: Final = 4
_SALT: Final = 32
_LENGTH: Final = 8
_HALF: Final = 1 << 63
#: The byte of each reason an input is missing for; it stays the same whatever reasons come.
MARKS: Final[Mapping[Missing, int]] = {
    each: 16 + hashlib.sha256(each.value.encode()).digest()[0] % 240 for each in Missing
}
#: And by the code of a column's gaps.
_MARK_OF_CODE: Final = bytes([_PRESENT, *(MARKS[each] for each in REASONS)]).ljust(256, b"\x00")
_MARK_OF_FLAG: Final = bytes([_PRESENT, _HOLDS]).ljust(256, b"\x00")
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
        picks = {id(x.members): _pick(x.members, len(ids)) for x in inputs}
        blocks = [_Block.of(each, picks[id(each.members)]) for each in inputs]
        found: list[bytes] = []
        for first in range(0, len(ids), _ROWS):
            rows = range(first, min(first + _ROWS, len(ids)))
            found.extend(_digests(ids, blocks, rows, notes))
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


def _digests(
    ids: Sequence[str], blocks: Sequence[_Block], rows: range, notes: Mapping[int, bytes]
) -> Iterable[bytes]:
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
                    _named(ids[row]),
                    numbers[8 * width * place : 8 * width * (place + 1)],
                    marks[count * place : count * (place + 1)],
                    notes.get(row, b""),
                )
            )
        ).digest()


def _named(employee: str) -> bytes:
    """Return what says whose inputs follow; no two employees have the same beginning."""
    written = employee.encode()
    return len(written).to_bytes(_LENGTH, "little") + written


def _pick(members: Members, size: int) -> Picker | None:
    """Return what lays a population's cells on the rows of the sheet; nothing for everybody.

    Strangers stand at -1, which is what is put behind the cells.
    """
    if isinstance(members.rows, range) and len(members) == size:
        return None
    return picker(members.positions)


@frozen(eq=False)
class _Block:
    """The numbers of one input for everybody, lane by lane, and the byte of each."""

    lanes: Sequence[array[int]]
    marks: bytes

    @classmethod
    def of(cls, cells: InputCells, pick: Picker | None) -> _Block:
        column = cells.column
        numbers, wide = _numbers(cells.input, column)
        marks = _marks(cells.input, column)
        for at in wide:
            marks[at] = _WIDE
        if pick is None:
            return cls(numbers, bytes(marks))
        marks.append(_ABSENT)
        return cls([_spread(each, pick) for each in numbers], bytes(pick(marks)))


def _marks(own: OwnInput, column: Column) -> bytearray:
    """Return the byte of each cell that says whether and why it is there."""
    marks = bytearray(len(column))
    if own.type.unit is Unit.FLAG:
        marks = bytearray(bytes(column.cells).translate(_MARK_OF_FLAG))  # type: ignore[arg-type] # flags are 0 and 1
    if column.missing:
        codes = column.codes.translate(_MARK_OF_CODE)
        marks = bytearray(map(or_, marks, codes))  # the filler of a flag is no
    return marks


def _spread(numbers: array[int], pick: Picker) -> array[int]:
    return array("q", pick([*numbers, 0]))


def _numbers(own: OwnInput, column: Column) -> tuple[list[array[int]], Sequence[int]]:
    """Return the numbers of a column lane by lane, and where they are beyond 64 bits."""
    cells: Sequence[Any] = column.cells
    if own.type.unit is Unit.FLAG:
        return [], ()
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
