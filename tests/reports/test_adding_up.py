"""What is printed in parts adds up to the printed total, whatever the parts are."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.reports import Table
from ccops.reports.parts.adding_up import adding_up
from tests.read_back import months

_UNIT = Decimal("0.01")
fractions = st.fractions(min_value=-100, max_value=100, max_denominator=9973)


def _printed(number: Fraction) -> Decimal:
    cut = Decimal(number.numerator) / Decimal(number.denominator)
    return cut.quantize(_UNIT, rounding=ROUND_HALF_UP)


@given(parts=st.lists(fractions, min_size=1, max_size=12))
def test_parts_of_their_sum_add_up_as_printed(parts: list[Fraction]) -> None:
    total = _printed(sum(parts, Fraction(0)))

    printed = adding_up(parts, total, places=2)

    assert printed is not None
    assert sum(printed) == total
    assert all(
        abs(Fraction(p) - exact) < Fraction(1, 100)
        for p, exact in zip(printed, parts, strict=True)
    )


@given(parts=st.lists(fractions, min_size=1, max_size=12), off=st.integers(1, 100))
def test_parts_that_do_not_make_the_total_stay_as_they_are(
    parts: list[Fraction], off: int
) -> None:
    total = _printed(sum(parts, Fraction(0))) + off

    assert adding_up(parts, total, places=2) is None


@pytest.mark.parametrize("pack", months.PACKS)
def test_points_of_every_form_add_up_to_its_printed_score(pack: str) -> None:
    document = months.shown(pack).reports("en")["appraisal"].document
    forms = [
        part
        for section in document.sections
        for part in section.parts
        if isinstance(part, Table) and part.id.startswith("form-")
    ]

    differ = [form for form in forms if not _adds_up(form)]

    assert differ == []
    assert forms


def _adds_up(form: Table) -> bool:
    """Say whether the points, less those deducted by items of no points, make the score."""
    exact = [row[3].value for row in form.rows if isinstance(row[3].value, Decimal | Fraction)]
    total = form.foot[0][3]
    if not isinstance(total.value, Decimal | Fraction | int):
        return True
    made = sum((Fraction(each) for each in exact), Fraction(0))
    is_made = abs(made - Fraction(total.value)) < Fraction(1, 100)
    printed = [Decimal(row[3].text) for row in form.rows if row[3].value is not None]
    return not is_made or sum(printed) == Decimal(total.text)
