"""Started stretches: how many minutes a time has begun, as contracts bill them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction


def started(time: Fraction, each: Fraction) -> int:
    """Return how many stretches of a length a time has begun; one that is full begins no other.

    >>> from fractions import Fraction
    >>> [started(Fraction(x), Fraction(60_000)) for x in (0, 1, 60_000, 60_001)]
    [0, 1, 1, 2]
    """
    return int(-(-time // each))


def started_sql(dialect: str, arguments: Sequence[str]) -> str:
    """Return the same as SQL, by whole numbers that are never negative."""
    time, each = arguments
    sign = "//" if dialect == "duckdb" else "/"
    return f"(({time} + {each} - 1) {sign} {each})"
