"""Signs that nobody sees and that turn the direction of a text, and texts kept to themselves.

A name with U+202E in it shows the number behind it backwards. Input files with such signs are
refused where they are read, as packs are; a name that a host hands in is isolated.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Marks, embeddings, overrides and isolates of direction (Unicode, annex 9).
_TURNING: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_OPENING: Final = frozenset("\u2066\u2067\u2068")
_ISOLATE: Final = "\u2068"
_END: Final = "\u2069"
_LEFTWARDS: Final = frozenset({"R", "AL"})


def turning_sign(text: str) -> str:
    r"""Return the first sign in a text that turns what stands around it: ``U+202E``; or nothing.

    >>> turning_sign("A\u202eB"), turning_sign("张三")
    ('U+202E', '')
    """
    found = None if text.isascii() else _TURNING.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def isolated(text: str) -> str:
    """Return a text that turns nothing outside it; one that is read rightwards is as it was.

    What it opens is closed, what it closes without having opened is left out.
    """
    if text.isascii() or not _turns(text):
        return text
    kept: list[str] = []
    depth = 0
    for sign in text:
        if sign == _END and not depth:
            continue
        depth += (sign in _OPENING) - (sign == _END)
        kept.append(sign)
    return f"{_ISOLATE}{''.join(kept)}{_END * (depth + 1)}"


def _turns(text: str) -> bool:
    is_leftwards = any(unicodedata.bidirectional(each) in _LEFTWARDS for each in text)
    return is_leftwards or _TURNING.search(text) is not None
