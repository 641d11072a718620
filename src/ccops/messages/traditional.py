"""Labels of the code in traditional characters: a catalog by the label itself, read when asked.

A label that stands in the code is written in two languages beside what it is the label of; the
third would stand there only for readers of one script. Packs bring theirs in ``translations``.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Between the parts of a label that is made of several.
_BETWEEN: Final = re.compile(r"([：（）])")


@functools.cache
def traditional_labels() -> Mapping[str, str]:
    """Return the labels of the code that differ in traditional characters."""
    from importlib import resources

    from babel.messages.pofile import read_po

    file = resources.files("ccops.messages") / "labels" / "zh_TW.po"
    with file.open("rb") as stream:
        entries = read_po(stream, locale="zh_TW")
        return {str(each.id): str(each.string) for each in entries if each.id and each.string}


def in_traditional(label: str) -> str:
    """Return a label in traditional characters, each of its parts where they are known.

    >>> in_traditional("星级工资：条件满足")
    '星级工资：條件滿足'
    """
    known = traditional_labels()
    found = known.get(label)
    if found is not None:
        return found
    return "".join(known.get(each, each) for each in _BETWEEN.split(label))
