"""Quality lists: coefficients as numbers, why scorers do not agree, what was heard of a sample."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from ccops.kpi import Records
from ccops.learning import ListValue
from ccops.learning.quality_entries import Heard, calibration_list
from ccops.messages import Label, Origin, Text
from ccops.reports.document.words import Words
from ccops.reports.parts.list_cells import cell_of
from ccops.scorecards import CALIBRATION_SCORE, EVALUATION, CalibrationRule
from ccops.values import Cell, Missing, Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.kpi import RecordKind

RULE = CalibrationRule(
    name="scorers_agree",
    label=Label(zh="一致", en="agree"),
    forms=(Text("call_form"),),
    gap=Scalar(Unit.POINTS, Fraction(5)),
    agreement=Scalar(Unit.RATIO, Fraction(4, 5)),
    origin=Origin(source="S4-09"),
)


def _records(kind: RecordKind, rows: Iterable[Mapping[str, Cell | Missing]]) -> Records:
    empty: dict[str, Cell | Missing] = dict.fromkeys(kind.names, Missing.NO_RECORDS)
    listed = [{**empty, **row} for row in rows]
    columns = {name: [row[name] for row in listed] for name in kind.names}
    return Records(kind=kind, columns=columns)


def _scores(*calls: tuple[int, int]) -> Records:
    return _records(
        CALIBRATION_SCORE,
        (
            {
                "session": "K1",
                "contact_id": f"C{number}",
                "form": "call_form",
                "evaluator": who,
                "score": 100 * score,
            }
            for number, pair in enumerate(calls)
            for who, score in zip(("Q", "R"), pair, strict=True)
        ),
    )


@pytest.mark.parametrize(
    ("calls", "agrees", "short_of"),
    [
        ([(90, 90), (60, 60)], True, None),
        ([(90, 85), (40, 35)], True, None),
        ([(90, 85), (90, 85)], False, "alpha"),
        ([(90, 84), (40, 40)], False, "gap"),
        ([(90, 84), (90, 84)], False, "both"),
        ([(90, 90), (90, 90)], True, None),  # alpha is not defined: it misses nothing
        ([], Missing.TOO_FEW_SAMPLES, None),
    ],
)
def test_scorers_who_do_not_agree_are_told_why(
    calls: list[tuple[int, int]], agrees: object, short_of: str | None
) -> None:
    row = calibration_list(RULE, _scores(*calls)).forms["call_form"]

    assert (row["agrees"], row["short_of"]) == (agrees, short_of)


def test_a_coefficient_is_a_number_and_a_share_a_percentage() -> None:
    words = Words.of("en")
    row = calibration_list(RULE, _scores((90, 85), (40, 35))).forms["call_form"]

    assert cell_of(row["alpha_least"], words).text == "0.800"
    assert "%" not in cell_of(row["alpha"], words).text + cell_of(row["icc"], words).text
    assert cell_of(ListValue(Fraction(2, 3), Unit.RATIO, 3), words).text == "0.667"
    assert cell_of(ListValue(Fraction(2, 3), Unit.RATIO), words).text == "66.67%"


def test_what_was_heard_counts_for_who_was_heard_and_for_who_heard_it() -> None:
    pairs = [("A", "Q"), ("A", "R"), ("B", "Q")]
    rows = ({"employee_id": who, "evaluator": by} for who, by in pairs)

    heard = Heard.in_rows(_records(EVALUATION, rows))

    assert [heard.of(who) for who in ("A", "B", "C")] == [2, 1, 0]
    assert [heard.by(who) for who in ("Q", "R", "A")] == [2, 1, 0]
