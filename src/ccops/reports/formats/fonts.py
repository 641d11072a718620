"""Fonts for Chinese: which are looked for, which are there, and a refusal where there is none."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ccops.errors import MissingExtraError, MissingFontError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import typst

_SIMPLIFIED: Final = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "SimHei",
)
_TRADITIONAL: Final = (
    "Noto Sans CJK TC",
    "Noto Sans TC",
    "Source Han Sans TC",
    "Source Han Sans TW",
    "Microsoft JhengHei",
    "PingFang TC",
)
#: The families looked for, by the locale of a document, best first. Names of people are Chinese
#: in English documents too.
FAMILIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en": _SIMPLIFIED,
        "zh_CN": _SIMPLIFIED,
        "zh_TW": (*_TRADITIONAL, *_SIMPLIFIED),
    }
)
#: What else is drawn with: the last comes with typst.
_LATIN: Final = ("Noto Sans", "Liberation Sans", "DejaVu Sans", "Libertinus Serif")
_CHINESE: Final = re.compile(
    "[\u2e80-\u30ff\u31c0-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
#: Typst draws only the first weight of a font that varies.
_VARIES: Final = re.compile(r"-VF\b|\[wght\]|variable", re.IGNORECASE)


def has_chinese(text: str) -> bool:
    """Say whether a text has characters that only a Chinese font draws.

    >>> has_chinese("张志恒 001001"), has_chinese("CN¥8,800.00 – café")
    (True, False)
    """
    return _CHINESE.search(text) is not None


def found_families(locale: str, *, folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """Return the families for a locale that are installed or lie in folders, best first.

    Raises ``MissingExtraError`` without the extra ``pdf``, whose library knows the fonts.
    """
    there = _families(tuple(folders))
    return tuple(each for each in FAMILIES[locale] if each in there)


def families_for(text: str, locale: str, *, folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """Return the families to draw a text with, best first.

    Raises ``MissingFontError`` where the text is Chinese and no font for that is there.
    """
    asked = tuple(folders)
    found = found_families(locale, folders=asked)
    if not found and has_chinese(text):
        raise MissingFontError
    there = _families(asked)
    return (*found, *(each for each in _LATIN if each in there))


@cache
def typst_fonts(folders: tuple[Path, ...] = ()) -> typst.Fonts:
    """Return the fonts of the machine and of folders, searched once.

    Raises ``MissingExtraError`` without the extra ``pdf``.
    """
    try:
        import typst
    except ImportError as error:
        raise MissingExtraError("pdf") from error
    return typst.Fonts(font_paths=[str(each) for each in folders])


@cache
def _families(folders: tuple[Path, ...]) -> frozenset[str]:
    """Return the families of which there is a file that does not vary."""
    found = typst_fonts(folders).fonts()
    return frozenset(each.family for each in found if not _varies(each.path))


def _varies(path: str | None) -> bool:
    return path is not None and _VARIES.search(PurePath(path).name) is not None
