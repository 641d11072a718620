"""Sole keys: whether a file can have no keys but some, unread as it is."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How a line begins that is empty, a comment, or inside what a line above it began.
_INSIDE: Final = frozenset({b"", b"#", b" ", b"\t", b"\v", b"\f"})
#: What ends a line for YAML and for nobody else, in UTF-8.
_STRANGE_ENDS: Final = (b"\xc2\x85", b"\xe2\x80\xa8", b"\xe2\x80\xa9")


def holds_alone(data: bytes, keys: Sequence[bytes]) -> bool:
    r"""Say whether a document can have no key but some, each given with its colon.

    Only what is written plainly is seen: each key at the beginning of a line of its own.

    >>> holds_alone(b"# GC-06\ncases:\n  a_case: {}\n", [b"cases:"])
    True
    >>> holds_alone(b"cases: {}\nfigures: {}\n", [b"cases:"])
    False
    """
    first = next((line for line in BytesIO(data) if line.split(b"#")[0].strip()), b"")
    if not first.startswith(tuple(keys)):
        return False
    plain = data.replace(b"\r\n", b"\n")
    if b"\r" in plain or any(each in plain for each in _STRANGE_ENDS):
        return False
    begun = (line.partition(b":") for line in plain.split(b"\n") if line[:1] not in _INSIDE)
    return all(key + colon in keys for key, colon, _ in begun)
