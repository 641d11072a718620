"""Ids: by what names rules may go, so that formulas can name them and people tell them apart."""

from __future__ import annotations

import functools
import keyword
import unicodedata
from typing import Final

#: What has a meaning of its own in formulas and cells.
_CELL_WORDS: Final = frozenset({"yes", "no", "missing"})
#: How many ids are known again when they are read under another reading.
_KEPT: Final = 16_384
#: Alphabets whose letters look like each other's.
_LIKE: Final = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


@functools.lru_cache(maxsize=_KEPT)
def is_id(text: str) -> bool:
    """Say whether a rule may go by this id: formulas can name it, and it means nothing to them.

    >>> is_id("monthly_score"), is_id("月度得分"), is_id("monthly-score"), is_id("and")
    (True, True, False, False)
    """
    if not text.isidentifier() or unicodedata.normalize("NFKC", text) != text:
        return False  # formulas read composed letters: no pack could name é as two signs
    return not keyword.iskeyword(text) and text not in _CELL_WORDS


@functools.lru_cache(maxsize=_KEPT)
def stray_letter(text: str) -> str:
    """Return the first letter of a Latin id that is of an alphabet which looks like it.

    >>> stray_letter("s\N{CYRILLIC SMALL LETTER ES}ore").isascii(), stray_letter("Überstunden")
    (False, '')
    """
    if text.isascii():
        return ""
    alphabets = {each: _alphabet(each) for each in text if each.isalpha()}
    used = set(alphabets.values()).intersection(_LIKE)
    strays = (each for each, alphabet in alphabets.items() if alphabet in used - {"LATIN"})
    return next(strays, "") if len(used) > 1 else ""


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
