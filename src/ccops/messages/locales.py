"""The locales that ccops has words for."""

from __future__ import annotations

from typing import Final, Literal

Locale = Literal["en", "zh_CN", "zh_TW"]
LOCALES: Final[tuple[Locale, ...]] = ("en", "zh_CN", "zh_TW")
