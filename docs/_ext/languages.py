"""The languages the pages are built in, and words of a page that code makes."""

from __future__ import annotations

import re
from typing import Final

ENGLISH: Final = "en"
CHINESE: Final = "zh_CN"

_CODE: Final = re.compile(r"(`+).*?\1|\]\([^)]*\)|\{[^}]*\}")
_LATIN: Final = re.compile(r"[A-Za-z]{2,}")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")


def pick(language: str, *, en: str, zh: str) -> str:
    """Return the words of a language."""
    return zh if language == CHINESE else en


def heads(language: str, *, en: str, zh: str) -> tuple[str, str]:
    """Return the two lines that begin a table, of heads with bars between them."""
    words = pick(language, en=en, zh=zh)
    return f"| {words} |", "|---" * (words.count("|") + 1) + "|"


def needs_words(message: str) -> bool:
    """Say whether a message is in English, rather than code, figures or Chinese already."""
    text = _CODE.sub("", message)
    return len(_LATIN.findall(text)) > len(_HAN.findall(text))
