"""Known files: what files of packs say, kept for the next time their bytes are read.

A document is a function of its bytes and of the name that places in it are told by, and nobody
can change one. An editor, a service or a test reads packs again of which most is as it was, and
packs that extend one and the same parent.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ccops.rulepack.text.parsing import parse_yaml_bytes

if TYPE_CHECKING:
    from ccops.messages import Diagnostic
    from ccops.rulepack.text.nodes import Node, Words

#: How many files are kept: those of a few packs with what they extend.
MOST_FILES: Final = 400
#: The largest file that is kept, in bytes. Those of packs have a few thousand, but for labels
#: that stand there once more in another script.
LARGEST: Final = 100_000


def document_of(
    data: bytes, shown: str, words: Words | None = None
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the document of bytes and what is wrong with it, read now or before.

    ``shown`` is how places in it name the file. As :func:`parse_yaml_bytes`.
    """
    return (known if len(data) <= LARGEST else parse_yaml_bytes)(data, shown, words)


#: Reads a document, or knows it.
known: Final = lru_cache(maxsize=MOST_FILES)(parse_yaml_bytes)
