"""What of a customer may be kept: a keyed hash, and the shape of a row, never a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, Final

from ccops.values import Missing

_LONGEST: Final = 120
_DIGIT: Final = re.compile(r"\d")
_LETTER: Final = re.compile(r"[^\W\d_]")
_NUMBER: Final = re.compile(r"\+?\d[\d .()/-]{3,}\d")
_HASH_BYTES: Final = 12
#: Begins what stands in for a customer; a number or an address never does.
_HIDDEN: Final = "\x02ref:"


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


class Hidden:
    """Hides customers in rows that are held: what stands in for one is no number any more.

    Without a key nothing stands in for anybody.

    >>> hidden = Hidden(b"key")
    >>> hidden.reference(hidden.hide("4950000001")) == hidden.reference("4950000001")
    True
    >>> Hidden(None).hide("4950000001")
    ''
    """

    __slots__ = ("_pseudonyms",)

    def __init__(self, key: bytes | None) -> None:
        self._pseudonyms = Pseudonyms(key) if key else None

    def hide(self, customer: str) -> str:
        """Return what stands in for a customer until the record is written."""
        if not customer or self._pseudonyms is None:
            return ""
        return (
            customer if customer.startswith(_HIDDEN) else _HIDDEN + self._pseudonyms.of(customer)
        )

    def within(self, data: Any, customer: str) -> Any:  # noqa: ANN401 - whatever JSON holds
        """Return data in which a customer is hidden wherever it stands in a text."""
        if isinstance(data, str):
            return data.replace(customer, self.hide(customer)) if customer else data
        if isinstance(data, Mapping):
            return {name: self.within(each, customer) for name, each in data.items()}
        if isinstance(data, list):
            return [self.within(each, customer) for each in data]
        return data

    def kept(self, row: Mapping[str, Any], customer: str, fields: Iterable[str]) -> dict[str, Any]:
        """Return a row in which a customer is hidden, and whoever stands in some fields."""
        found: dict[str, Any] = self.within(row, customer)
        numbers = {name: found[name] for name in fields if isinstance(found.get(name), str)}
        return found | {name: self.hide(number) for name, number in numbers.items()}

    def reference(self, customer: str) -> str | Missing:
        """Return what is kept in a record of a customer, hidden or not."""
        if not customer or self._pseudonyms is None:
            return Missing.NOT_MEASURED
        return self.hide(customer).removeprefix(_HIDDEN)


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
