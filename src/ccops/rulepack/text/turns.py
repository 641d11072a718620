"""Turns: where each line of a text stands that is written over several lines of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Turns = tuple[tuple[int, Span], ...]


def turns_of(text: str, lines: Sequence[str], start: Span, *, doubled: str = "") -> Turns:
    """Return for each line a text is written on its first character and where that stands.

    ``start`` is the place from which on the text is written. YAML folds lines, so only what is
    no space is compared; where a sign stands for another (an escape) nothing is known.
    ``doubled`` is a sign that is written twice: the quote in a text in single quotes.

    >>> turns_of("a + b", ["is: a +", "  b"], Span("pay.yaml", 1, 5))
    ((0, Span(file='pay.yaml', line=1, column=5)), (4, Span(file='pay.yaml', line=2, column=3)))
    """
    written = _signs(lines, start)
    found: list[tuple[int, Span]] = []
    line = 0
    for index, sign in enumerate(text):
        if sign.isspace():
            continue
        there, place = next(written, ("", start))
        if there != sign:
            return ()
        if sign == doubled:
            next(written, None)
        if place.line != line:
            found.append((index, place))
            line = place.line
    return tuple(found)


def _signs(lines: Sequence[str], start: Span) -> Iterator[tuple[str, Span]]:
    for number, line in enumerate(lines[start.line - 1 :], start.line):
        first = start.column if number == start.line else 1
        for column, sign in enumerate(line[first - 1 :], first):
            if not sign.isspace():
                yield sign, Span(start.file, number, column)
