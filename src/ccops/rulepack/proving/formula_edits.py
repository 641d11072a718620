"""Edits of a formula: one comparator, junction, sign or number at a time."""

from __future__ import annotations

import io
import tokenize
from typing import TYPE_CHECKING, Final

import attrs

from ccops.rulepack.proving.nudges import nudged_constant

if TYPE_CHECKING:
    from collections.abc import Iterator

_OTHER: Final = {
    ">=": (">",),
    ">": (">=",),
    "<=": ("<",),
    "<": ("<=",),
    "==": ("!=",),
    "!=": ("==",),
    "and": ("or",),
    "or": ("and",),
    "yes": ("no",),
    "no": ("yes",),
}
_DIRECTIONS: Final = {"desc": "asc", "asc": "desc"}
_SIGNS: Final = {"+": "-", "-": "+"}


@attrs.frozen(kw_only=True)
class FormulaEdit:
    """A formula with one thing changed: at which character, what was there, and what is now."""

    at: int
    old: str
    new: str
    text: str


def edits_of(text: str) -> Iterator[FormulaEdit]:
    """Yield a formula with one thing changed at a time.

    Comparators take their limit in or leave it out, ``and`` becomes ``or``, a sum a
    difference, ``not`` is left out, ``yes`` becomes ``no``, a number moves by 1 in its last
    digit; the other way round too. A text that is no formula has no edits.

    >>> [each.text for each in edits_of("late > 2")]
    ['late >= 2', 'late > 3', 'late > 1']
    """
    before = ""
    for token in _tokens(text):
        for new in _instead(token, before):
            start, stop = token.start[1], token.end[1]
            changed = f"{text[:start]}{new}{text[stop:]}".strip()
            yield FormulaEdit(at=start, old=token.string, new=new or "-", text=changed)
        before = token.string


def nudged_key(text: str) -> Iterator[str]:
    """Yield a key of a rank in the other direction, and with its formula changed in one thing.

    >>> list(nudged_key("mean_last(score, 3) desc"))
    ['mean_last(score, 3) asc', 'mean_last(score, 4) desc', 'mean_last(score, 2) desc']
    """
    formula, _, direction = text.rpartition(" ")
    if direction in _DIRECTIONS:
        yield f"{formula} {_DIRECTIONS[direction]}"
        yield from (f"{each.text} {direction}" for each in edits_of(formula))


def _tokens(text: str) -> list[tokenize.TokenInfo]:
    try:
        found = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    return [each for each in found if each.string.strip()]


def _instead(token: tokenize.TokenInfo, before: str) -> Iterator[str]:
    written = token.string
    if token.type == tokenize.NUMBER:
        yield from nudged_constant(written)
    elif written in _SIGNS and (before[-1:].isalnum() or before[-1:] in (")", "_")):
        yield _SIGNS[written]
    elif written == "not":
        yield ""
    else:
        yield from _OTHER.get(written, ())
