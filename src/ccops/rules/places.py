"""Places: how a share of the ranked people becomes a number of places, in whole numbers."""

from __future__ import annotations

import enum
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

import attrs

from ccops.frozen import frozen


class PlacesRounding(enum.Enum):
    """What 10 % of 25 people, 2.5 places, comes to: 2, 3 or 3."""

    EXACT = "exact"
    CEIL = "ceil"
    HALF_UP = "half_up"


class Quotas(enum.Enum):
    """What part of the rank a row has whose shares add up from the top, row by row.

    ``SLICES``: each row its own part; ``CAPS``: each from the top to the end of its part.
    """

    SLICES = "slices"
    CAPS = "caps"


@frozen(kw_only=True)
class Share:
    """How the share cells of a column become places; every rank states it.

    ``at_least`` is the least number of places any share covers, for small teams.
    """

    rounding: PlacesRounding
    at_least: int = attrs.field(default=0, validator=attrs.validators.ge(0))


@frozen
class Place:
    """A place among ``size`` ranked people, 1 the best."""

    place: int
    size: int


def places(share: Fraction, size: int, *, rounding: PlacesRounding, at_least: int) -> int:
    """Return how many places a share of the ranked people covers.

    >>> places(Fraction(10, 100), 25, rounding=PlacesRounding.EXACT, at_least=0)
    2
    >>> places(Fraction(10, 100), 9, rounding=PlacesRounding.EXACT, at_least=1)
    1
    """
    covered = share * size
    match rounding:
        case PlacesRounding.EXACT:
            whole = floor(covered)
        case PlacesRounding.CEIL:
            whole = ceil(covered)
        case PlacesRounding.HALF_UP:
            whole = floor(covered + Fraction(1, 2))
        case _:
            assert_never(rounding)
    return min(size, max(at_least, whole))


def places_of(share: Fraction, size: int, rule: Share) -> int:
    """Return how many places a share covers under a column's rule."""
    return places(share, size, rounding=rule.rounding, at_least=rule.at_least)


def within_source(place: str, size: str, share: Fraction, rule: Share) -> str:
    """Return source that says whether a place lies within a share: ``place <= places(share)``.

    ``place`` and ``size`` are names of whole numbers; the source multiplies and never divides.
    """
    within = _comparison(place, size, share, rule, sign="<=")
    return f"({place} <= {rule.at_least} or {within})" if rule.at_least else within


def beyond_source(place: str, size: str, share: Fraction, rule: Share) -> str:
    """Return source that says whether a place lies beyond a share: ``place > places(share)``."""
    beyond = _comparison(place, size, share, rule, sign=">")
    return f"({place} > {rule.at_least} and {beyond})" if rule.at_least else beyond


def times(code: str, factor: int) -> str:
    """Return the source of a whole number times a constant."""
    return code if factor == 1 else f"{code} * {factor}"


def _comparison(place: str, size: str, share: Fraction, rule: Share, *, sign: str) -> str:
    parts, whole = share.numerator, share.denominator
    match rule.rounding:
        case PlacesRounding.EXACT:
            return f"{times(place, whole)} {sign} {times(size, parts)}"
        case PlacesRounding.CEIL:
            # place <= ceil(x) holds where place - 1 < x, that is place * q <= x * q + q - 1
            return f"{times(place, whole)} {sign} {times(size, parts)} + {whole - 1}"
        case PlacesRounding.HALF_UP:
            return f"{times(place, 2 * whole)} {sign} {times(size, 2 * parts)} + {whole}"
        case _:
            assert_never(rule.rounding)
