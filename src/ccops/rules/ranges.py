"""Ranges as written in packs: ``[0..100]``, ``[CNY 0..CNY 500]``, ``[0..]``."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from ccops.messages import Diagnostic, Text
from ccops.values import Bounds, Unit, parse_scalar

_RANGE: Final = re.compile(r"\[(?P<low>(?:[^.\]]|\.(?!\.))*)\.\.(?P<high>[^\]]*)\]")


def parse_range(text: Text, *, unit: Unit) -> tuple[Bounds, tuple[Diagnostic, ...]]:
    """Return the inclusive bounds of a written range; an empty side has no bound.

    >>> parse_range(Text("[0..100]"), unit=Unit.POINTS)[0]
    Bounds(low=Fraction(0, 1), high=Fraction(100, 1))
    """
    found = _RANGE.fullmatch(text.value.strip())
    sides = [found["low"].strip(), found["high"].strip()] if found else []
    ends: list[Fraction | None] = []
    for side in sides:
        scalar = parse_scalar(side, unit=None if unit is Unit.MONEY else unit) if side else None
        numeric = scalar is not None and isinstance(scalar.value, Fraction)
        if side and (scalar is None or not numeric or scalar.unit is not unit):
            return Bounds(), (_wrong(text, unit),)
        ends.append(scalar.number if scalar is not None else None)
    if not ends:
        return Bounds(), (_wrong(text, unit),)
    bounds = Bounds(*ends)
    if bounds.low is not None and bounds.high is not None and bounds.low > bounds.high:
        return Bounds(), (_wrong(text, unit),)
    return bounds, ()


def _wrong(text: Text, unit: Unit) -> Diagnostic:
    arguments = {"text": text.value, "unit": unit.value}
    return Diagnostic(code="range-wrong", span=text.span, args=arguments)
