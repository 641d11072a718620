"""Excerpts: the line a finding is about, with a caret under the character.

Chinese characters take two columns of a terminal, combining marks none; a tab is shown as
spaces; of a long line only what is around the place is shown.
"""

from __future__ import annotations

import unicodedata
from typing import Final

#: How many columns of a line are shown at most.
WIDEST: Final = 96
_TAB: Final = "    "
_CUT: Final = "…"
#: The part of the columns that lies before the place, where a line is cut on both sides.
_BEFORE: Final = 3
_WIDE: Final = frozenset("WF")
_WITHOUT_WIDTH: Final = frozenset(("Mn", "Me", "Cf"))
_STOPS: Final = frozenset(" ,]}#\t")


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> width_of("月奖 b")
    6
    """
    return sum(_width(each) for each in text)


def excerpt(line: str, column: int, *, widest: int = WIDEST) -> tuple[str, str]:
    """Return a line and the line under it that points at a column, counted from 1.

    >>> print(*excerpt("label: 月奖", 9), sep="|")
    label: 月奖|         ^
    """
    start, before, rest = _around(line, column, widest)
    return start + before + rest, " " * width_of(start + before) + "^"


def extent(line: str, column: int) -> int:
    """Return the column behind what begins at a column: a text in quotes, or a word.

    >>> extent("hit: 'first' # why", 6)
    13
    """
    begin = column - 1
    for at in (begin, begin - 1):  # a text in quotes begins at its quote, or behind it
        quote = line[at] if 0 <= at < len(line) else ""
        if quote and quote in "'\"" and (end := line.find(quote, at + 1)) > begin:
            return end + (2 if at == begin else 1)
    end = begin
    while end < len(line) and line[end] not in _STOPS and not line.startswith(": ", end):
        end += 1
    end -= line[begin:end].endswith(":")
    return max(end, begin + 1) + 1


def _width(character: str) -> int:
    if unicodedata.category(character) in _WITHOUT_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _around(line: str, column: int, widest: int) -> tuple[str, str, str]:
    """Return what is shown before a place (with the sign that it is cut) and behind it."""
    before, rest = (part.replace("\t", _TAB) for part in (line[: column - 1], line[column - 1 :]))
    if width_of(before + rest) <= widest:
        return "", before, rest
    room = widest // _BEFORE if width_of(before) > widest // _BEFORE else widest
    start = ""
    if width_of(before) > room:
        start, before = _CUT, _last(before, room - 1)
    left = widest - width_of(start + before)
    return start, before, rest if width_of(rest) <= left else _first(rest, left - 1) + _CUT


def _first(text: str, widest: int) -> str:
    taken = 0
    for number, each in enumerate(text):
        taken += _width(each)
        if taken > widest:
            return text[:number]
    return text


def _last(text: str, widest: int) -> str:
    return _first(text[::-1], widest)[::-1]
