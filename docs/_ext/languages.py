"""The languages the pages are built in, and words of a page that code makes."""

from __future__ import annotations

from typing import Final

ENGLISH: Final = "en"
CHINESE: Final = "zh_CN"


def pick(language: str, *, en: str, zh: str) -> str:
    """Return the words of a language."""
    return zh if language == CHINESE else en


def heads(language: str, *, en: str, zh: str) -> tuple[str, str]:
    """Return the two lines that begin a table, of heads with bars between them."""
    words = pick(language, en=en, zh=zh)
    return f"| {words} |", "|---" * (words.count("|") + 1) + "|"
