"""Characters that no font has: asked before a page is set, because typst prints an empty box."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ccops.errors import MissingFontError
from ccops.reports.formats.fonts import typst_fonts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: What any font for Latin or Chinese has: letters of Europe, signs, common Chinese, full width.
_USUAL: Final = "\u0000-\u024f\u2000-\u2bff\u3000-\u303f\u4e00-\u9fa5\uff00-\uffef"
_UNUSUAL: Final = re.compile(f"[^{_USUAL}]")
#: What typst says of a character where a standard wants every one drawn: in quotes, escaped.
_NOT_DRAWN: Final = re.compile(r'the text `"(\\u\{[0-9a-f]+\}|[^`]+)"` could not be displayed')
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
#: A standard that is refused for a character without a font, and a page that asks for no more.
_STRICT: Final = "a-3b"
_PAGE: Final = b"""#set text(font: json(bytes(sys.inputs.families)))
#set document(title: "?", date: none)
#sys.inputs.text"""


def check_drawable(text: str, families: Sequence[str], folders: Sequence[Path]) -> None:
    """Raise ``MissingFontError`` with the characters of a text that would be empty boxes.

    Only scripts that not every font for Chinese has are asked about: Thai, rare Chinese.
    """
    unusual = "".join(sorted(set(_UNUSUAL.findall(text))))
    lacking = _not_drawn(unusual, tuple(families), tuple(folders)) if unusual else ""
    if lacking:
        raise MissingFontError(lacking)


def not_drawn_of(problem: str) -> str:
    """Return the characters that typst says it could not draw; none for any other problem."""
    found = dict.fromkeys(_NOT_DRAWN.findall(problem))
    return "".join(_ESCAPED.sub(lambda each: chr(int(each[1], 16)), one) for one in found)


@lru_cache(maxsize=64)
def _not_drawn(characters: str, families: tuple[str, ...], folders: tuple[Path, ...]) -> str:
    import typst

    # Untyped: typst declares that root has the type of the template.
    options: dict[str, Any] = {
        "format": "pdf",
        "font_paths": typst_fonts(folders),
        "sys_inputs": {"families": json.dumps(families), "text": " ".join(characters)},
        "pdf_standards": [_STRICT],
        "timestamp": 0,
    }
    try:
        typst.compile(_PAGE, **options)
    except typst.TypstError as error:
        return not_drawn_of(f"{error}\n{error.diagnostic}")
    return ""
