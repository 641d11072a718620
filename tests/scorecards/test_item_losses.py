"""What items cost: the score without an item, less the score."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from ccops.scorecards import score_evaluations
from ccops.scorecards.item_losses import item_losses
from tests.laws import tried
from tests.loaded import center

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.scorecards.item_losses import ItemLoss

ZONE: Final = ZoneInfo("Asia/Shanghai")
PACK: Final = "insurance-hotline"


def _row(number: int, item: str, occurrences: int = 1) -> dict[str, Any]:
    return {
        "evaluation_id": f"Q{number}",
        "employee_id": "E1",
        "form": "call_form",
        "item": item,
        "occurrences": str(occurrences),
        "evaluator": "T1",
        "at": str(dt.datetime(2026, 10, 5, 9, 0)),  # noqa: DTZ001 - as a file has it
        "source": "internal",
        "channel": "phone",
        "status": "valid",
    }


def _losses(rows: Sequence[dict[str, Any]], counted: Sequence[str]) -> dict[str, ItemLoss]:
    forms = center(PACK).pack.rules.section("scorecards")
    found = item_losses(rows, forms, zone=ZONE, counted=frozenset(counted))
    return {each.item: each for each in found}


def _score(rows: Sequence[dict[str, Any]]) -> Fraction:
    records, findings = score_evaluations(
        rows, center(PACK).pack.rules.section("scorecards"), zone=ZONE
    )
    assert findings == ()
    (score,) = records.columns["score"]
    assert isinstance(score, int)
    return Fraction(score, 100)


def test_an_item_costs_what_the_form_deducts_for_it() -> None:
    found = _losses([_row(1, "L1"), _row(2, "L1"), _row(2, "A3")], ["Q1", "Q2"])

    assert (found["L1"].evaluations, found["L1"].lost) == (2, Fraction(10))
    assert (found["A3"].evaluations, found["A3"].lost) == (1, Fraction(15))
    assert list(found) == ["A3", "L1"]


def test_an_evaluation_that_does_not_count_costs_nothing() -> None:
    found = _losses([_row(1, "L1"), _row(2, "A3")], ["Q1"])

    assert set(found) == {"L1"}


@tried(25)
@given(
    st.dictionaries(
        st.sampled_from(["L1", "L2", "L3", "A1", "A2", "A3"]), st.integers(1, 4), min_size=1
    )
)
def test_without_an_item_a_score_is_higher_by_its_loss(seen: dict[str, int]) -> None:
    rows = [_row(1, item, times) for item, times in seen.items()]
    found = _losses(rows, ["Q1"])

    assert set(found) == set(seen)
    for item, loss in found.items():
        others = [each for each in rows if each["item"] != item]
        without = _score(others) if others else Fraction(100)
        assert without - _score(rows) == loss.lost >= 0
