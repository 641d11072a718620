"""Columns written straight as canonical JSON text: what stands in them often is written once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Any, Final

from ccops.facts import REASONS, Column, Membership, mapped
from ccops.frozen import frozen
from ccops.values import Carrier, Type, Unit, decimal_digits, reduced
from ccops.values.canonical import canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


_NULL: Final = "null"


@frozen(kw_only=True)
class Arrays:
    """How arrays stand in canonical text: in full, or where a digest is taken, by their own."""

    words: Callable[[Sequence[str]], str]
    numbers: Callable[[Sequence[int]], str]
    column: Callable[[Column], Mapping[str, str]]
    memberships: Callable[[Sequence[Membership]], str]


def json_text(value: object) -> str:
    """Return any plain data as canonical JSON text."""
    if type(value) is str:
        return encode_basestring(value)
    return canonical_json(value).decode("utf-8").rstrip("\n")


def json_object(parts: Mapping[str, str]) -> str:
    """Return an object of values that are canonical text already."""
    return "".join(_pieces(parts))


def json_array(parts: Iterable[str]) -> str:
    """Return an array of elements that are canonical text already."""
    listed = list(parts)
    if not listed:
        return "[]"
    listed[0] = f"[{listed[0]}"  # so that all of it is put together just once
    listed[-1] = f"{listed[-1]}]"
    return ",".join(listed)


def json_words(words: Sequence[str]) -> str:
    """Return an array of texts."""
    return json_array(mapped(encode_basestring, words))


def json_numbers(numbers: Sequence[int]) -> str:
    """Return an array of whole numbers."""
    return json_array(mapped(str, numbers))


def finished(parts: Mapping[str, str]) -> bytes:
    """Return an object of values that are canonical text already as the bytes of a file."""
    return b"".join([*(each.encode() for each in _pieces(parts)), b"\n"])


def _pieces(parts: Mapping[str, str]) -> Iterator[str]:
    """Yield an object piece by piece, its keys sorted."""
    before = "{"
    for key in sorted(parts):
        yield f"{before}{encode_basestring(key)}:"
        yield parts[key]
        before = ","
    yield "}" if parts else "{}"


def column_parts(column: Column) -> dict[str, str]:
    """Return the unit of a column, its cells, and the rows that are missing by their reason."""
    return {
        "unit": encode_basestring(column.type.unit.value),
        "cells": _cells(column),
        "missing": json_object(dict(_gaps(column))),
    }


def _gaps(column: Column) -> Iterable[tuple[str, str]]:
    """Yield each reason with the rows it holds for, as ``"all"`` where that is every row."""
    codes = column.codes if column.missing else b""
    for code in sorted(set(codes) - {0}):
        reason = REASONS[code - 1].value
        if codes.count(code) == len(codes):
            yield reason, json_text("all")
        else:
            yield reason, json_numbers([row for row, each in enumerate(codes) if each == code])


def _cells(column: Column) -> str:
    if len(column.missing) == len(column):
        return _repeated(_NULL, len(column))
    write = _writer(column.type, column.carrier)
    if column.same:
        return _repeated(write(column.cells[0]), len(column))
    texts = mapped(write, column.cells)
    if not column.missing:
        return json_array(texts)
    pairs = zip(texts, column.codes, strict=True)
    return json_array([_NULL if code else text for text, code in pairs])


def _repeated(text: str, count: int) -> str:
    """Return an array of so many times the same element."""
    return f"[{f'{text},' * (count - 1)}{text}]" if count else "[]"


def _writer(type_: Type, carrier: Carrier) -> Callable[[Any], str]:
    """Return what writes one cell of a column."""
    match type_.unit:
        case Unit.FLAG:
            return _flag
        case Unit.WORD:
            return encode_basestring
        case Unit.DATE:
            return _date
        case _:
            return _number_writer(carrier)


def _number_writer(carrier: Carrier) -> Callable[[Any], str]:
    scale = carrier.scale
    if scale == 1:
        return str
    if scale is None:
        return _pair
    digits = decimal_digits(Fraction(1, scale))
    if digits is None:
        return lambda cell: _pair((cell, scale))
    finer, step = 10**digits // scale, 10**digits
    return lambda cell: _decimal(cell * finer, step, digits)


def _flag(cell: object) -> str:
    return "true" if cell else "false"


def _date(cell: int) -> str:
    return f'"{dt.date.fromordinal(cell).isoformat()}"' if cell else '""'


def _pair(cell: tuple[int, int]) -> str:
    above, below = reduced(*cell)
    return f"[{above},{below}]"


def _decimal(number: int, step: int, digits: int) -> str:
    """Return a whole number of the last decimal place with its point.

    >>> _decimal(-5, 100, 2)
    '"-0.05"'
    """
    text = str(number) if number >= step else f"{number:0{digits + 1 + (number < 0)}}"
    return f'"{text[:-digits]}.{text[-digits:]}"'


def _membership_texts(listed: Sequence[Membership]) -> str:
    groups = mapped(encode_basestring, [each.group for each in listed])
    shares = {id(each.share): each.share for each in listed}  # few, and slow to compare
    texts = {key: str(share) for key, share in shares.items()}
    ends = ["" if each.at_end else ",false" for each in listed]  # few have left a group
    parts = zip(listed, groups, ends, strict=True)
    return json_array(
        f'[{each.row},{group},"{texts[id(each.share)]}"{end}]' for each, group, end in parts
    )


#: Arrays as they are.
IN_FULL: Final = Arrays(
    words=json_words, numbers=json_numbers, column=column_parts, memberships=_membership_texts
)
