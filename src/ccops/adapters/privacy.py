"""What of a customer may be kept: a keyed hash, and the shape of a row, never a number."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import Final

_LONGEST: Final = 120
_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")
_NUMBER: Final = re.compile(r"\+?\d[\d .()/-]{3,}\d")
_HASH_BYTES: Final = 12


class Pseudonyms:
    """Stands in for customers: a hash keyed with ``key``, which without it nobody can undo.

    >>> Pseudonyms(b"key").of("4950000001") == Pseudonyms(b"other").of("4950000001")
    False
    """

    __slots__ = ("_copy",)

    def __init__(self, key: bytes) -> None:
        self._copy = blake2b(digest_size=_HASH_BYTES, key=key).copy

    def of(self, customer: str) -> str:
        """Return what is kept of a customer."""
        hashed = self._copy()
        try:
            written = customer.encode()
        except UnicodeEncodeError:  # stand-ins for bytes that are not in the encoding
            written = customer.encode("utf-8", "surrogateescape")
        hashed.update(written)
        return hashed.hexdigest()


def shape_of(row: str) -> str:
    """Return the shape of a row for a message: digits as 9, letters as x.

    >>> shape_of("1717397259|NONE|+4950000001")
    '9999999999|xxxx|+9999999999'
    """
    cut = row[:_LONGEST] + ("…" if len(row) > _LONGEST else "")
    return _LETTER.sub("x", _DIGIT.sub("9", cut))


def masked(text: str) -> str:
    """Return a text in which whatever may be a telephone number is blotted out.

    >>> masked("lunch|+86 139 0000 0000|12")
    'lunch|*|12'
    """
    return _NUMBER.sub("*", text)
