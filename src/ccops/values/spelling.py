"""Spellings: how people type signs and constants that packs write in one way only.

Nothing is read by these: a text that is not understood is refused all the same, and what it most
likely means is offered beside the refusal.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Signs of Chinese writing and of print, and what is meant by them. Full-width forms (``（``,
#: ``＋``, ``１``) are found by their normal form.
_MEANT: Final = {
    "，": ",", "、": ",", "。": ".", "“": "'", "”": "'", "‘": "'", "’": "'", "「": "'", "」": "'",
    "×": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "≤": "<=", "≥": ">=", "≠": "!=", "《": "'",
    "》": "'", "【": "(", "】": ")",
}  # fmt: skip
#: A comparison typed the wrong way round, or as other languages have it.
_COMPARISON: Final = re.compile(r"^(=>|=<|<>|==)")
_COMPARED: Final = {"=>": ">=", "=<": "<=", "<>": "!=", "==": ""}
_NUMBER: Final = r"([+-]?[0-9]+(?:\.[0-9]+)?)"
_AMOUNT: Final = re.compile(
    rf"(?:(?:[A-Za-z]{{3}}|[\u00a5$]) ?)?{_NUMBER}|{_NUMBER} ?(?:[A-Za-z]{{3}}|[元圆])"
)


def half_width(sign: str) -> str:
    """Return what is meant by a sign; a sign that is itself, and a letter, stay as they are.

    >>> half_width("≥"), half_width("％"), half_width("元")
    ('>=', '%', '元')
    """
    if sign.isascii():
        return sign
    return _MEANT.get(sign) or unicodedata.normalize("NFKC", sign)


def respelled_cell(text: str) -> str:
    """Return a cell of a table as it should have been typed, or the text where that is the same.

    >>> respelled_cell("≥ ８５"), respelled_cell("=> 85"), respelled_cell("【80..85）")
    ('>= 85', '>= 85', '[80..85)')
    """
    brackets = text.strip("“”‘’ ").replace("【", "[").replace("】", "]")
    typed = "".join(map(half_width, brackets)).strip()
    return _COMPARISON.sub(lambda sign: _COMPARED[sign[0]], typed).strip()


def respelled_amount(text: str, currency: str) -> str:
    """Return an amount as packs write it, or an empty text where it looks like none.

    >>> respelled_amount("500元", "CNY"), respelled_amount("CNY500", "CNY")
    ('CNY 500', 'CNY 500')
    """
    found = _AMOUNT.fullmatch("".join(map(half_width, text)).strip())
    return f"{currency} {found[1] or found[2]}" if found else ""
