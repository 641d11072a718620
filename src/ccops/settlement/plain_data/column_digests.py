"""The digest of a column: sha256 over its cells as bytes, the same on every machine.

This is the one place that says what is hashed. Where a digest is taken of something that holds
columns, they stand in its canonical JSON by their own digests, so that hundreds of thousands of
cells are never written as text for it. A part is hashed after its length, 8 bytes; every whole
number is 8 bytes, signed, the least byte first. In front of the parts stands a line in ASCII::

    none 3                    every cell is missing: no cells follow
    decimal 2 3               3 whole numbers of 0.01; counts and days are ``decimal 0``
    over 80 3                 numerators over the least denominator that all 3 fractions have
    pairs 3                   where that is over a million: numerators, then denominators, reduced
    flags 3                   a byte each, 0 or 1
    words 3                   the words in UTF-8 with a newline between them
    words with lines 3        where a word has one: how many characters each has, then all of them
    wide decimal 2 3, ...     numbers beyond 64 bits: their decimal digits, with commas

After the cells stand the gaps, if there are any: the reasons found, sorted, with commas; then a
byte a row, 0 where the cell is there, else the place of its reason, from 1. A missing cell counts
as 0, 0/1, no, or no characters.
"""

from __future__ import annotations

import hashlib
import sys
from array import array
from fractions import Fraction
from math import gcd, lcm
from operator import attrgetter, itemgetter, mul
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import REASONS, Column
from ccops.settlement.plain_data.json_text import Arrays, json_array
from ccops.values import NUMERIC, Unit, decimal_digits, reduced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.facts import Membership

    #: What a hash takes in: bytes, or an array as it lies in memory.
    Part = bytes | array[int]

_LENGTH: Final = 8
#: The greatest denominator that a column of fractions is written over as a whole.
_GREATEST: Final = 1_000_000


def column_digest(column: Column) -> str:
    """Return the digest of the cells of a column and of the reasons of the missing ones."""
    kind, parts = _cells(column)
    return _digest(f"{kind} {len(column)}", [*parts, *_gaps(column)])


def words_digest(words: Sequence[str]) -> str:
    """Return the digest of some words.

    >>> words_digest(["E1", "E2"])[:15]
    'sha256:3f198bbb'
    """
    kind, parts = _words(words)
    return _digest(f"{kind} {len(words)}", parts)


def numbers_digest(numbers: Sequence[int]) -> str:
    """Return the digest of some whole numbers, that of a column of counts."""
    kind, parts = _whole("decimal 0", numbers)
    return _digest(f"{kind} {len(numbers)}", parts)


def pairs_digest(numerators: Sequence[int], denominators: Sequence[int]) -> str:
    """Return the digest of some fractions, that of a column of exact ratios."""
    kind, parts = _fractions(numerators, denominators)
    return _digest(f"{kind} {len(numerators)}", parts)


def little(numbers: array[int], byteorder: str = sys.byteorder) -> array[int]:
    """Return whole numbers with the least byte first, whatever the machine does."""
    if byteorder == "little":
        return numbers
    swapped = numbers[:]
    swapped.byteswap()
    return swapped


def _digest(head: str, parts: Iterable[Part]) -> str:
    found = hashlib.sha256(f"{head}\n".encode("ascii"))
    for part in parts:
        found.update(memoryview(part).nbytes.to_bytes(_LENGTH, "little"))
        found.update(part)
    return f"sha256:{found.hexdigest()}"


# -- the kinds of cells -------------------------------------------------------------------------


def _cells(column: Column) -> tuple[str, list[Part]]:
    """Return the kind of a column and its cells; of one that is missing throughout, none."""
    cells: Sequence[Any] = column.cells
    if len(column.missing) == len(cells):
        return "none", []
    unit, scale = column.type.unit, column.carrier.scale
    if unit is Unit.FLAG:
        return "flags", [bytes(cells)]
    if unit is Unit.WORD:
        return _words(cells)
    if unit not in NUMERIC:
        return _whole("decimal 0", cells)
    if scale is None and column.same:
        kind, parts = _fractions(*([side] for side in cells[0]))
        if not kind.startswith("wide"):
            return kind, [part * len(cells) for part in parts]
    if scale is None:
        return _fractions(list(map(itemgetter(0), cells)), list(map(itemgetter(1), cells)))
    digits = decimal_digits(Fraction(1, scale))
    if digits is None:
        return _fractions(cells, [scale] * len(cells))
    finer = 10**digits // scale
    return _whole(f"decimal {digits}", cells if finer == 1 else [x * finer for x in cells])


def _words(words: Sequence[str]) -> tuple[str, list[Part]]:
    text = "\n".join(words)
    if text.count("\n") == len(words) - 1:
        return "words", [text.encode("utf-8")]
    lengths = little(array("q", map(len, words)))
    return "words with lines", [lengths, "".join(words).encode("utf-8")]


def _whole(kind: str, numbers: Sequence[int]) -> tuple[str, list[Part]]:
    try:
        return kind, [_packed(numbers)]
    except OverflowError:
        return f"wide {kind}", [_digits(numbers)]


def _fractions(above: Sequence[int], below: Sequence[int]) -> tuple[str, list[Part]]:
    """Return fractions over the least denominator that all have; where it is great, as pairs."""
    found = _over_one(above, below, _GREATEST**2)
    if found is None or found[0] > _GREATEST:
        above, below = _reduced(above, below)
        found = _over_one(above, below, _GREATEST)
    if found is not None:
        return _whole(f"over {found[0]}", found[1])
    try:
        return "pairs", [_packed(above), _packed(below)]
    except OverflowError:
        return "wide pairs", [_digits(above), _digits(below)]


def _over_one(
    above: Sequence[int], below: Sequence[int], greatest: int
) -> tuple[int, Sequence[int]] | None:
    """Return the least denominator that fractions have in common, and the numerators over it.

    Nothing where a denominator that all of them could be written over is greater than allowed.
    """
    denominators, common = set(below), 1
    for each in denominators:
        common = lcm(common, each)
        if common > greatest:
            return None
    if denominators != {common}:
        times = {each: common // each for each in denominators}
        above = list(map(mul, above, map(times.__getitem__, below)))
    divisor = gcd(common, *above)
    return common // divisor, above if divisor == 1 else [number // divisor for number in above]


def _reduced(above: Sequence[int], below: Sequence[int]) -> tuple[Sequence[int], Sequence[int]]:
    """Return fractions in lowest terms with positive denominators."""
    pairs = list(map(reduced, above, below))
    return list(map(itemgetter(0), pairs)), list(map(itemgetter(1), pairs))


def _packed(numbers: Sequence[int]) -> array[int]:
    is_packed = isinstance(numbers, array) and numbers.typecode == "q"
    return little(numbers if is_packed else array("q", numbers))  # type: ignore[arg-type] # an array is a sequence


def _digits(numbers: Sequence[int]) -> bytes:
    return ",".join(map(str, numbers)).encode("ascii")


def _gaps(column: Column) -> Iterator[Part]:
    if not column.missing:
        return
    codes = column.codes
    found = sorted({*codes} - {0}, key=lambda code: REASONS[code - 1].value)
    yield ",".join(REASONS[code - 1].value for code in found).encode("ascii")
    places = bytearray(256)
    for place, code in enumerate(found, 1):
        places[code] = place
    yield codes.translate(places)


# -- in the place of arrays ---------------------------------------------------------------------


def _quoted(digest: str) -> str:
    return f'"{digest}"'


def _column_parts(column: Column) -> dict[str, str]:
    return {"unit": _quoted(column.type.unit.value), "cells": _quoted(column_digest(column))}


def _memberships(listed: Sequence[Membership]) -> str:
    shares = list(map(attrgetter("share"), listed))
    places = list(map(id, shares))  # few differ, and fractions are slow to look into
    each_once = dict(zip(places, shares, strict=True))
    above = {place: share.numerator for place, share in each_once.items()}
    below = {place: share.denominator for place, share in each_once.items()}
    pairs = [
        list(side.values()) * len(places) if len(side) == 1 else [side[place] for place in places]
        for side in (above, below)
    ]
    parts = (
        numbers_digest(array("q", map(attrgetter("row"), listed))),
        words_digest(list(map(attrgetter("group"), listed))),
        pairs_digest(*pairs),
        _digest(f"flags {len(listed)}", [bytes(map(attrgetter("at_end"), listed))]),
    )
    return json_array(map(_quoted, parts))


#: Arrays by their digests.
BY_DIGEST: Final = Arrays(
    words=lambda words: _quoted(words_digest(words)),
    numbers=lambda numbers: _quoted(numbers_digest(numbers)),
    column=_column_parts,
    memberships=_memberships,
)
