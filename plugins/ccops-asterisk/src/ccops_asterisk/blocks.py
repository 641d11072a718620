"""Blocks of consecutive lines, each line with its place and its second, in order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ccops_asterisk.grammar import EPOCH_DIGITS, is_digits, second_in

if TYPE_CHECKING:
    from collections.abc import Sequence

_HELD: Final = 5  # seconds that wait for the next block, as its lines may belong before them
_HEAD: Final = EPOCH_DIGITS + 1


class LineBlock(NamedTuple):
    """Lines by their second, and as they came within one; ``seconds`` are 0 where one has none."""

    lines: Sequence[str] = ()
    places: Sequence[int] = ()
    seconds: Sequence[int] = ()

    @classmethod
    def of(cls, lines: Sequence[str], places: Sequence[int]) -> LineBlock:
        """Return lines as a block; nearly always they are in order."""
        seconds = seconds_of(lines)
        if seconds == sorted(seconds):
            return cls(lines, places, seconds)
        carried: list[int] = []
        for second in seconds:
            carried.append(second or (carried[-1] if carried else 0))
        order = sorted(range(len(lines)), key=carried.__getitem__)
        return cls(
            [lines[each] for each in order],
            [places[each] for each in order],
            [seconds[each] for each in order],
        )

    def part(self, first: int, after: int | None = None) -> LineBlock:
        """Return the block from one line on, up to another."""
        which = slice(first, after)
        return LineBlock(self.lines[which], self.places[which], self.seconds[which])

    @property
    def first(self) -> int:
        """The first second of any line, or 0."""
        return next(filter(None, self.seconds), 0)

    @property
    def last(self) -> int:
        """The last second of any line, or 0."""
        return next(filter(None, reversed(self.seconds)), 0)

    def held_from(self) -> int:
        """Return from which line on the block waits for the next: those of its last seconds."""
        seconds, last, keep = self.seconds, self.last, len(self.seconds)
        if not last:
            return keep  # nothing here has a time to wait for
        while keep and not 0 < seconds[keep - 1] <= last - _HELD:
            keep -= 1
        return keep


def seconds_of(lines: Sequence[str]) -> list[int]:
    """Return the second of each line, 0 where it has none.

    Nearly all have ten digits and a bar, and often several lines the same: what is different is
    looked at and read as one text.
    """
    heads = [line[:_HEAD] for line in lines]
    known: dict[str, int] = dict.fromkeys(heads, 0)
    text = "".join(known)
    digits = text.replace("|", "")
    is_plain = (
        len(text) == _HEAD * len(known)
        and text[EPOCH_DIGITS::_HEAD] == "|" * len(known)
        and len(digits) == EPOCH_DIGITS * len(known)
        and is_digits(digits)
    )
    if not is_plain:
        return list(map(second_of, lines))
    known = dict(
        zip(known, map(int, text.split("|")), strict=False)
    )  # after the last bar: nothing
    return [known[head] for head in heads]


def second_of(line: str) -> int:
    """Return the second of a line, or 0 where it has none."""
    return second_in(line.partition("|")[0])
