"""Cells of a decision table in words: ``[80..85)`` is 80 to under 85."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.reports.document.words import Words

_NOT: Final = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_INTERVAL: Final = re.compile(r"([\[(])\s*(.*?)\s*\.\.\s*(.*?)\s*([\])])")
_COMPARED: Final = re.compile(r"(>=|<=|==|!=|>|<)\s*(.*)", re.DOTALL)
_PARTS: Final = re.compile(r"(?:'[^']*'|\"[^\"]*\"|\[[^\]]*[\])]|\([^)]*[\])]|[^,'\"\[(])+")
_SIGNS: Final = {">=": "from", ">": "above", "<=": "to", "<": "under", "!=": "not"}
_ENDS: Final = {"[": "from", "(": "above", "]": "to", ")": "under"}


def tell_cell(text: str, words: Words, value: Callable[[str], str]) -> str:
    """Return what a cell lets through; ``value`` tells a constant, a parameter or a word."""
    written = text.strip()
    if written == "-":
        return words.say("book-any")
    inverted = _NOT.fullmatch(written)
    if inverted:
        return words.say("book-band-not", what=tell_cell(inverted[1], words, value))
    parts = [each.strip() for each in _PARTS.findall(written) if each.strip()]
    return words.say("book-or").join(_part(each, words, value) for each in parts)


def _part(text: str, words: Words, value: Callable[[str], str]) -> str:
    if text == "missing":
        return words.say("book-band-missing")
    interval = _INTERVAL.fullmatch(text)
    if interval:
        return _interval(interval, words, value)
    compared = _COMPARED.fullmatch(text)
    if compared and compared[1] in _SIGNS:
        return words.say(f"book-band-{_SIGNS[compared[1]]}", what=value(compared[2]))
    return value(compared[2] if compared else text)


def _interval(found: re.Match[str], words: Words, value: Callable[[str], str]) -> str:
    opening, low, high, closing = found.groups()
    start, stop = _ENDS[opening], _ENDS[closing]
    if low and high:
        return words.say(f"book-band-{start}-{stop}", low=value(low), high=value(high))
    if low:
        return words.say(f"book-band-{start}", what=value(low))
    return words.say(f"book-band-{stop}", what=value(high)) if high else words.say("book-any")
