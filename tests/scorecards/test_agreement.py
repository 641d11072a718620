"""How far scorers agree, against published vectors, and what must hold for any scores."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccops.scorecards import (
    Icc,
    alpha_of_scores,
    alpha_of_verdicts,
    intraclass_correlation,
    severity_of,
)
from ccops.values import Missing

N = None
#: Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section D: four observers,
#: twelve units, data missing. Nominal 0.743, interval 0.849.
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    [N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
]
#: Shrout and Fleiss, "Intraclass correlations" (1979), table 2: six targets, four judges.
#: ICC(1,1) .17, ICC(2,1) .29, ICC(3,1) .71.
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
SCORES = st.fractions(0, 100, max_denominator=100)
CALLS = st.lists(st.lists(SCORES, min_size=0, max_size=4), max_size=6)


def units(table: list[list[int | None]]) -> list[list[Fraction]]:
    columns = zip(*table, strict=True)
    return [[Fraction(each) for each in column if each is not None] for column in columns]


def rounded(number: Fraction | Missing, digits: int) -> str:
    assert isinstance(number, Fraction)
    return str(round(float(number), digits))


def test_alpha_of_krippendorff_2011() -> None:
    calls = units(KRIPPENDORFF)

    assert rounded(alpha_of_scores(calls), 3) == "0.849"
    assert rounded(alpha_of_verdicts(calls), 3) == "0.743"


@pytest.mark.parametrize(
    ("model", "published"),
    [(Icc.ONE_WAY, "0.17"), (Icc.AGREEMENT, "0.29"), (Icc.CONSISTENCY, "0.71")],
)
def test_icc_of_shrout_and_fleiss_1979(model: Icc, published: str) -> None:
    calls = [[Fraction(each) for each in row] for row in SHROUT_FLEISS]

    assert rounded(intraclass_correlation(calls, model), 2) == published


def test_results_are_exact() -> None:
    calls = [[Fraction(each) for each in row] for row in SHROUT_FLEISS]

    assert intraclass_correlation(calls, Icc.AGREEMENT) == Fraction(184, 635)
    assert alpha_of_scores(units(KRIPPENDORFF)) == Fraction(951, 1120)


def test_what_says_nothing_is_missing() -> None:
    same = [[Fraction(80)] * 2] * 3

    assert alpha_of_scores([[Fraction(80)], []]) is Missing.TOO_FEW_SAMPLES
    assert alpha_of_scores(same) is Missing.ZERO_BASE
    assert alpha_of_verdicts([[True, True], [True]]) is Missing.ZERO_BASE
    assert intraclass_correlation([], Icc.AGREEMENT) is Missing.TOO_FEW_SAMPLES
    assert intraclass_correlation(same[:1], Icc.AGREEMENT) is Missing.TOO_FEW_SAMPLES
    assert intraclass_correlation(same, Icc.AGREEMENT) is Missing.ZERO_BASE


def test_icc_wants_each_call_scored_by_the_same_people() -> None:
    with pytest.raises(ValueError, match="each scorer"):
        intraclass_correlation([[Fraction(1), Fraction(2)], [Fraction(1)]], Icc.AGREEMENT)


def test_severity_is_the_mean_distance_to_the_others() -> None:
    calls = [
        {"Q1": Fraction(80), "Q2": Fraction(90), "Q3": Fraction(85)},
        {"Q1": Fraction(70), "Q2": Fraction(90)},
        {"Q3": Fraction(0)},
    ]

    found = severity_of(calls)

    assert found == {
        "Q1": Fraction(-1375, 100),
        "Q2": Fraction(1375, 100),
        "Q3": Fraction(0),
    }


# -- laws -----------------------------------------------------------------------------------------


def _by_pairs(calls: list[list[Fraction]]) -> Fraction | Missing:
    """Alpha as it is defined: pair by pair."""
    paired = [call for call in calls if len(call) > 1]
    values = [each for call in paired for each in call]
    if not values:
        return Missing.TOO_FEW_SAMPLES
    observed = sum(
        (
            sum(((a - b) ** 2 for a, b in itertools.permutations(call, 2)), Fraction(0))
            / (len(call) - 1)
            for call in paired
        ),
        Fraction(0),
    )
    expected = sum(((a - b) ** 2 for a, b in itertools.permutations(values, 2)), Fraction(0))
    if not expected:
        return Missing.ZERO_BASE
    count = len(values)
    return 1 - (observed / count) / (expected / (count * (count - 1)))


@given(calls=CALLS)
def test_alpha_is_what_its_pairs_say(calls: list[list[Fraction]]) -> None:
    assert alpha_of_scores(calls) == _by_pairs(calls)


@given(calls=CALLS, moved=SCORES, times=st.integers(1, 9))
def test_another_scale_is_the_same_agreement(
    calls: list[list[Fraction]], moved: Fraction, times: int
) -> None:
    other = [[each * times + moved for each in call] for call in calls]

    assert alpha_of_scores(other) == alpha_of_scores(calls)


@given(scores=st.lists(SCORES, min_size=2, max_size=6), scorers=st.integers(2, 4))
def test_full_agreement_is_one(scores: list[Fraction], scorers: int) -> None:
    assume(len(set(scores)) > 1)
    calls = [[each] * scorers for each in scores]

    assert alpha_of_scores(calls) == 1
    assert {intraclass_correlation(calls, model) for model in Icc} == {1}


@given(calls=st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=6))
def test_two_scorers_are_as_mild_as_the_other_is_strict(
    calls: list[tuple[Fraction, Fraction]],
) -> None:
    found = severity_of({"Q1": one, "Q2": other} for one, other in calls)

    assert found["Q1"] == -found["Q2"]
