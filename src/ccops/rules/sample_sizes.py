"""Sample sizes: a score that stands on too few samples is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.values import Missing

if TYPE_CHECKING:
    from fractions import Fraction


def enough_samples(score: Fraction, samples: int, least: int) -> Fraction | Missing:
    """Return a score that stands on enough samples; else it is missing (``too_few_samples``).

    >>> from fractions import Fraction
    >>> enough_samples(Fraction(85), 8, 8)
    Fraction(85, 1)
    >>> enough_samples(Fraction(85), 7, 8).value
    'too_few_samples'
    """
    return score if samples >= least else Missing.TOO_FEW_SAMPLES
