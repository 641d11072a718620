"""Agreement: how far several scorers of the same calls agree, as exact fractions.

Krippendorff's alpha takes any number of scorers, not each of whom scored every call; the
intraclass correlations of Shrout and Fleiss want each call scored by the same people.
"""

from __future__ import annotations

import enum
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence

_TWO: Final = 2
_ZERO: Final = Fraction(0)
_ONE: Final = Fraction(1)


class Icc(enum.Enum):
    """Which intraclass correlation, of one scorer's score (Shrout and Fleiss 1979).

    ``ONE_WAY``: other scorers for each call. ``AGREEMENT``: the same scorers, drawn from many,
    whose severity counts as disagreement. ``CONSISTENCY``: the same scorers and no others, whose
    severity is left out.
    """

    ONE_WAY = "ICC(1,1)"
    AGREEMENT = "ICC(2,1)"
    CONSISTENCY = "ICC(3,1)"


def alpha_of_scores(calls: Iterable[Sequence[Fraction]]) -> Fraction | Missing:
    """Return Krippendorff's alpha of scores, by the square of their distance (interval data).

    ``calls`` holds the scores of each call; a call with one score pairs with nothing and is left
    out. 1 is full agreement, 0 what chance gives, below it is worse than chance. Missing without
    any pair (``too_few_samples``), and where all scores are the same (``zero_base``): alpha is
    then not defined.

    >>> alpha_of_scores([[Fraction(80), Fraction(80)], [Fraction(60), Fraction(70)]])
    Fraction(8, 11)
    """
    paired = [tuple(each) for each in calls if len(each) >= _TWO]
    every = [value for call in paired for value in call]
    observed = sum((_squares(call) / (len(call) - 1) for call in paired), _ZERO)
    return _alpha(len(every), observed, _squares(every))


def alpha_of_verdicts(calls: Iterable[Sequence[Hashable]]) -> Fraction | Missing:
    """Return Krippendorff's alpha of verdicts that are alike or not: fatal or none (nominal)."""
    paired = [tuple(each) for each in calls if len(each) >= _TWO]
    every = [value for call in paired for value in call]
    observed = sum((Fraction(_unlike(call), len(call) - 1) for call in paired), _ZERO)
    return _alpha(len(every), observed, Fraction(_unlike(every)))


def _alpha(count: int, observed: Fraction, expected: Fraction) -> Fraction | Missing:
    if not count:
        return Missing.TOO_FEW_SAMPLES
    if not expected:
        return Missing.ZERO_BASE
    return _ONE - (count - 1) * observed / expected


def _squares(values: Sequence[Fraction]) -> Fraction:
    """Return the squared distances of all pairs, each pair taken both ways."""
    total = sum(values, _ZERO)
    return _TWO * (len(values) * sum((each * each for each in values), _ZERO) - total * total)


def _unlike(values: Sequence[Hashable]) -> int:
    """Return how many pairs differ, each pair taken both ways."""
    return len(values) ** 2 - sum(count * count for count in Counter(values).values())


def intraclass_correlation(calls: Sequence[Sequence[Fraction]], model: Icc) -> Fraction | Missing:
    """Return how much of the difference between scores lies between the calls.

    ``calls`` holds a row a call, with a score of each scorer in one order. Missing with fewer
    than two calls or scorers (``too_few_samples``), and where nothing differs (``zero_base``).
    Raises ``ValueError`` where a call was not scored by all of them.
    """
    if len({len(each) for each in calls}) > 1:
        raise ValueError("each call needs a score of each scorer")
    size, scorers = len(calls), len(calls[0]) if calls else 0
    if size < _TWO or scorers < _TWO:
        return Missing.TOO_FEW_SAMPLES
    whole = _deviation([value for call in calls for value in call])
    between = scorers * _deviation([_mean(call) for call in calls])
    people = size * _deviation([_mean(column) for column in zip(*calls, strict=True)])
    rows = between / (size - 1)
    columns = people / (scorers - 1)
    rest = (whole - between - people) / ((size - 1) * (scorers - 1))
    within = (whole - between) / (size * (scorers - 1))
    below = {
        Icc.ONE_WAY: rows + (scorers - 1) * within,
        Icc.AGREEMENT: rows + (scorers - 1) * rest + scorers * (columns - rest) / size,
        Icc.CONSISTENCY: rows + (scorers - 1) * rest,
    }[model]
    above = rows - (within if model is Icc.ONE_WAY else rest)
    return above / below if below else Missing.ZERO_BASE


def _mean(values: Collection[Fraction]) -> Fraction:
    return sum(values, _ZERO) / len(values)


def _deviation(values: Collection[Fraction]) -> Fraction:
    mean = _mean(values)
    return sum(((each - mean) ** 2 for each in values), _ZERO)


def severity_of(calls: Iterable[Mapping[str, Fraction]]) -> dict[str, Fraction]:
    """Return by how much each scorer is milder (above 0) or stricter than the others.

    ``calls`` holds the score of each scorer by name. Severity is the mean distance of a scorer's
    score to the mean of the others on the same call; a call that one alone scored says nothing.
    """
    distances: dict[str, list[Fraction]] = {}
    for call in calls:
        if len(call) < _TWO:
            continue
        total = sum(call.values(), _ZERO)
        for who, score in call.items():
            others = (total - score) / (len(call) - 1)
            distances.setdefault(who, []).append(score - others)
    return {who: _mean(found) for who, found in sorted(distances.items())}
