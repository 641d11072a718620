"""What a test proves of the names in it, for whatever is asked only where it holds or fails.

``known(x)`` proves that ``x`` is there, ``x > 0`` that ``x`` is not zero, ``x < 100`` a bound. A
test that is missing proves nothing and needs not: then what depends on it is missing too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.rules.expressions import Comparison, Known, Logic, Node, Not, Reference
from ccops.values import NUMERIC, Bounds

if TYPE_CHECKING:
    from collections.abc import Iterable

_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@frozen(kw_only=True)
class Proven:
    """Names that are there, bounds of names, and names that are not zero."""

    names: frozenset[str] = frozenset()
    bounds: Mapping[str, Bounds] = attrs.field(factory=dict[str, Bounds])
    not_zero: frozenset[str] = frozenset()

    def __or__(self, other: Proven) -> Proven:
        """Return what is proven where both hold."""
        if other is NOTHING:
            return self
        bounds = {**self.bounds, **other.bounds}
        for name in self.bounds.keys() & other.bounds.keys():
            bounds[name] = self.bounds[name].both(other.bounds[name])
        return Proven(
            names=self.names | other.names,
            bounds=bounds,
            not_zero=self.not_zero | other.not_zero,
        )

    def __and__(self, other: Proven) -> Proven:
        """Return what is proven where one of them holds."""
        shared = self.bounds.keys() & other.bounds.keys()
        return Proven(
            names=self.names & other.names,
            bounds={name: self.bounds[name].union(other.bounds[name]) for name in shared},
            not_zero=self.not_zero & other.not_zero,
        )


NOTHING: Final = Proven()


def proven_if_true(test: Node) -> Proven:
    """Return what is proven wherever the test holds."""
    match test:
        case Known():
            return Proven(names=frozenset({test.operand.name}))
        case Not():
            return proven_if_false(test.operand)
        case Logic():
            found = map(proven_if_true, test.parts)
            return _all_of(found) if test.operator == "and" else _one_of(found)
        case Comparison():
            return _compared(test, test.operator)
        case _:
            return NOTHING


def proven_if_false(test: Node) -> Proven:
    """Return what is proven wherever the test is there and does not hold."""
    match test:
        case Not():
            return proven_if_true(test.operand)
        case Logic():
            found = map(proven_if_false, test.parts)
            return _all_of(found) if test.operator == "or" else _one_of(found)
        case Comparison():
            return _compared(test, _OPPOSITE[test.operator])
        case _:
            return NOTHING


def _all_of(proofs: Iterable[Proven]) -> Proven:
    return reduce(Proven.__or__, proofs, NOTHING)


def _one_of(proofs: Iterable[Proven]) -> Proven:
    return reduce(Proven.__and__, proofs)


def _compared(test: Comparison, operator: str) -> Proven:
    """Return what ``left operator right`` proves of each side that is a name."""
    if test.left.type.unit not in NUMERIC:
        return NOTHING
    sides = ((test.left, operator, test.right), (test.right, _TURNED[operator], test.left))
    return _all_of(
        _against(one, sign, other.bounds)
        for one, sign, other in sides
        if isinstance(one, Reference)
    )


def _against(name: Reference, sign: str, other: Bounds) -> Proven:
    bounds = _bounds_against(name, sign, other)
    zero = Bounds(Fraction(0), Fraction(0))
    differs = (
        (sign == "!=" and other == zero)
        or (sign == ">" and other.is_non_negative)
        or (sign == "<" and other.is_non_positive)
    )
    return Proven(
        bounds={} if bounds == Bounds() else {name.name: bounds},
        not_zero=frozenset({name.name} if differs or bounds.excludes_zero else ()),
    )


def _bounds_against(name: Reference, sign: str, other: Bounds) -> Bounds:
    scale = name.carrier.scale
    match sign:
        case "==":
            return other
        case "<" if other.high is not None and scale is not None:
            return Bounds(None, Fraction(math.ceil(other.high * scale) - 1, scale))
        case "<" | "<=":
            return Bounds(None, other.high)
        case ">" if other.low is not None and scale is not None:
            return Bounds(Fraction(math.floor(other.low * scale) + 1, scale))
        case ">" | ">=":
            return Bounds(other.low)
        case _:
            return Bounds()
