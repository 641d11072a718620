"""Canonical JSON: the one way data is written where a digest is taken or bytes are compared."""

from __future__ import annotations

import array
import datetime as dt
import enum
import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

#: Types that JSON writes as they are; a list of nothing else needs no look at each element.
_AS_IS: Final = frozenset({int, str, bool, type(None)})
_TEXT: Final = frozenset({str})
_MILLISECOND: Final = 1_000
_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def canonical_json(value: object) -> bytes:
    r"""Return data as UTF-8 with keys by code point, no spaces and one final newline.

    Integers are digits, a ``Decimal`` its plain text at its own scale, a ``Fraction`` the
    reduced pair, a date ``YYYY-MM-DD``, an instant ``YYYY-MM-DDTHH:MM:SS.mmmZ``, an enum its
    value. Raises ``TypeError`` for a float or anything else, and for a key that is no text;
    ``ValueError`` for an instant finer than a millisecond and a number that is not finite.

    >>> canonical_json({"b": Decimal("1.50"), "a": Fraction(2, 6)})
    b'{"a":[1,3],"b":"1.50"}\n'
    """
    return _ENCODER.encode(_plain(value)).encode("utf-8") + b"\n"


def digest(data: bytes) -> str:
    """Return the digest of bytes.

    >>> digest(b"")[:15]
    'sha256:e3b0c442'
    """
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _plain(value: object) -> object:
    if type(value) in _AS_IS:
        return value
    if type(value) is dict and _is_as_is(value):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _plain(each) for key, each in value.items()}
    if isinstance(value, array.array):
        return _elements(value.tolist())
    if isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray):
        return _elements(value)
    return _scalar(value)


def _is_as_is(value: dict[object, object]) -> bool:
    """Say whether nothing in a mapping needs writing out: an account of somebody is long."""
    return _TEXT.issuperset(map(type, value)) and _AS_IS.issuperset(map(type, value.values()))


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key is a text, not {key!r}")
    return key


def _elements(values: Sequence[object]) -> Sequence[object]:
    """Return a list as it is where nothing in it needs writing out; columns are long."""
    if isinstance(values, list | tuple) and _AS_IS.issuperset(map(type, values)):
        return values
    return [_plain(each) for each in values]


def _scalar(value: object) -> object:
    match value:
        case enum.Enum():
            return _plain(value.value)
        case Decimal():
            return _decimal(value)
        case Fraction():
            return [value.numerator, value.denominator]
        case dt.datetime():
            return _instant(value)
        case dt.date():
            return value.isoformat()
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form: {value!r}")


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is no number")
    return f"{value or value.copy_abs():f}"  # there is one zero


def _instant(value: dt.datetime) -> str:
    if value.tzinfo is None:
        raise TypeError("an instant names its zone")
    if value.microsecond % _MILLISECOND:
        raise ValueError(f"{value} is finer than a millisecond")
    instant = value.astimezone(dt.UTC).replace(tzinfo=None)
    return f"{instant.isoformat(timespec='milliseconds')}Z"
