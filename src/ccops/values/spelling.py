"""Spellings: how people type signs and constants that packs write in one way only.

Nothing is read by these: a text that is not understood is refused all the same, and what it most
likely means is offered beside the refusal.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from ccops.values.units import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

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
#: A comma that parts thousands.
_THOUSANDS: Final = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?:[^0-9]|$))")
_CONSTANT: Final = re.compile(rf"{_NUMBER} ?([^0-9.]*)")
#: The words people write behind a number of a unit, and how packs write them.
_COUNTED: Final[Mapping[Unit, Mapping[str, str]]] = {
    Unit.DURATION: {
        "毫秒": " ms", "秒": " s", "秒钟": " s", "sec": " s", "分钟": " min", "分": " min",
        "minutes": " min", "小时": " h", "hours": " h",
    },
    Unit.QUANTITY: {"天": " d", "日": " d", "班": " d", "个班": " d", "days": " d"},
    Unit.RATIO: {"%": "%", "percent": "%"},
    Unit.POINTS: {"": "", "分": "", "points": ""},
    Unit.COUNT: {"": "", "次": "", "个": "", "人": "", "件": "", "个月": "", "月": ""},
}  # fmt: skip


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

    >>> respelled_amount("500元", "CNY"), respelled_amount("CNY1,500", "CNY")
    ('CNY 500', 'CNY 1500')
    """
    found = _AMOUNT.fullmatch(_typed(text))
    return f"{currency} {found[1] or found[2]}" if found else ""


def respelled_constant(text: str, unit: Unit, currency: str = "") -> str:
    """Return a constant of a unit as packs write it, or an empty text where it looks like none.

    >>> respelled_constant("500元", Unit.MONEY, "CNY"), respelled_constant("150秒", Unit.DURATION)
    ('CNY 500', '150 s')
    """
    if unit is Unit.MONEY:
        return respelled_amount(text, currency) if currency else ""
    found = _CONSTANT.fullmatch(_typed(text))
    written = _COUNTED.get(unit, {}).get(found[2].lower()) if found else None
    return f"{found[1]}{written}" if found is not None and written is not None else ""


def _typed(text: str) -> str:
    """Return a typed constant with half-width signs, and without commas between thousands."""
    return _THOUSANDS.sub("", "".join(map(half_width, text)).strip())
