"""Disputes and calibrations: what becomes of an evaluation, and whose error it was."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from ccops.messages import Severity
from ccops.scorecards import (
    CALIBRATION_SCORE,
    EVALUATION,
    EVALUATION_REVIEW,
    MONITORING,
    Window,
    quality_records,
)
from ccops.values import DayKind, Missing, day_after

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ccops.kpi import Records
    from ccops.messages import Diagnostic
    from ccops.scorecards import ScorecardRule
    from tests.scorecards.conftest import FormReader

ZONE = ZoneInfo("Asia/Shanghai")
FORM = """
call:
  label: 通话监听
  start: 100
  floor: 0
  items: {fault: {label: 差错, deduct: 5}}
  round: {to: 0.01, mode: half_up}
"""
#: Three workdays to object, five to answer; Q2 is a QA trainer and does not decide.
WINDOW = Window(
    until=lambda day: day_after(day, 3, DayKind.WORKDAYS, lambda each: each.weekday() < 5),
    answer_by=lambda day: day_after(day, 5, DayKind.WORKDAYS, lambda each: each.weekday() < 5),
    others={"Q2": "qa_trainer"},
)


@pytest.fixture(scope="module")
def call_form(form: FormReader) -> ScorecardRule:
    return form(FORM)


def an_evaluation(evaluation: str = "V1", faults: int = 1, **more: str) -> dict[str, object]:
    return {
        "evaluation_id": evaluation,
        "employee_id": "E1",
        "contact_id": "C1",
        "form": "call",
        "item": "fault",
        "occurrences": faults,
        "evaluator": "Q1",
        "at": "2026-10-09",  # a Friday
        "source": "internal",
        "channel": "phone",
        "status": "valid",
        **more,
    }


def a_dispute(evaluation: str = "V1", **more: str) -> dict[str, object]:
    return {
        "evaluation_id": evaluation,
        "raised": "dispute",
        "raised_by": "E1",
        "at": "2026-10-12",
        "outcome": "pending",
        **more,
    }


DECIDED = {"decided_by": "D1", "decided_on": "2026-10-14"}


def read(
    form: ScorecardRule,
    evaluations: Sequence[Mapping[str, object]],
    reviews: Sequence[Mapping[str, object]] = (),
    window: Window | None = WINDOW,
) -> tuple[dict[str, Records], tuple[Diagnostic, ...]]:
    made, findings = quality_records(evaluations, reviews, [form], zone=ZONE, window=window)
    return {each.kind.name: each for each in made}, findings


def statuses(found: Mapping[str, Records]) -> list[object]:
    return list(found[EVALUATION.name].columns["status"])


@pytest.mark.parametrize(
    ("dispute", "status", "in_time", "warned"),
    [
        (a_dispute(at="2026-10-14"), "disputed", True, []),
        (a_dispute(at="2026-10-15"), "valid", False, ["review-late"]),
        (a_dispute(outcome="upheld", **DECIDED), "valid", True, []),
        (a_dispute(outcome="overturned", **DECIDED), "overturned", True, []),
        (a_dispute(raised="review", at="2026-12-01"), "valid", True, []),
    ],
    ids=["third-workday", "the-day-after", "upheld", "overturned", "a-review-has-no-window"],
)
def test_a_dispute_in_time_suspends_the_score(
    call_form: ScorecardRule,
    dispute: dict[str, object],
    status: str,
    in_time: bool,
    warned: list[str],
) -> None:
    found, findings = read(call_form, [an_evaluation()], [dispute])

    assert statuses(found) == [status]
    assert found[EVALUATION_REVIEW.name].row(0)["in_time"] is in_time
    assert [each.code for each in findings] == warned
    assert all(each.severity is Severity.WARNING for each in findings)


def test_without_a_window_every_dispute_is_in_time(call_form: ScorecardRule) -> None:
    found, findings = read(call_form, [an_evaluation()], [a_dispute(at="2026-12-31")], None)

    assert (statuses(found), findings) == (["disputed"], ())
    assert found[EVALUATION_REVIEW.name].row(0)["answer_by"] is Missing.NO_RECORDS


def test_a_rescore_keeps_the_old_score_and_says_whose_error_it_was(
    call_form: ScorecardRule,
) -> None:
    evaluations = [
        an_evaluation("V1", 4),
        an_evaluation("V2", 1, evaluator="D1", replaces="V1", at="2026-10-14"),
    ]

    found, findings = read(call_form, evaluations, [a_dispute(outcome="overturned", **DECIDED)])

    assert findings == ()
    assert statuses(found) == ["overturned", "valid"]
    assert list(found[EVALUATION.name].columns["score"]) == [8000, 9500]
    row = found[EVALUATION_REVIEW.name].row(0)
    told = {name: row[name] for name in ("evaluator", "employee_id", "raised", "outcome")}
    assert told == {
        "evaluator": "Q1",
        "employee_id": "E1",
        "raised": "dispute",
        "outcome": "overturned",
    }
    assert (row["score_before"], row["score_after"]) == (8000, 9500)
    assert row["answer_by"] == dt.date(2026, 10, 19).toordinal()
    assert list(found[MONITORING.name].columns["is_again"]) == [False, True]


def test_a_replacement_nobody_disputed_is_a_review_of_its_own(call_form: ScorecardRule) -> None:
    evaluations = [an_evaluation("V1"), an_evaluation("V2", replaces="V1", evaluator="Q3")]

    found, findings = read(call_form, evaluations)

    assert findings == ()
    row = found[EVALUATION_REVIEW.name].row(0)
    assert (row["raised"], row["outcome"], row["decided_by"]) == ("review", "overturned", "Q3")


@pytest.mark.parametrize(
    ("review", "codes"),
    [
        (a_dispute(outcome="upheld", decided_by="Q1", decided_on="2026-10-13"),
         ["review-by-evaluator"]),
        (a_dispute(outcome="upheld", decided_by="Q2", decided_on="2026-10-13"), ["review-role"]),
        (a_dispute(outcome="upheld"), ["review-half-decided"]),
        (a_dispute(decided_by="D1"), ["review-half-decided"]),
        (a_dispute(**DECIDED), ["review-half-decided"]),
        (a_dispute(at="2026-10-08"), ["review-too-early"]),
        (a_dispute(outcome="upheld", decided_by="D1", decided_on="2026-10-11"),
         ["review-too-early"]),
        (a_dispute("V9"), ["review-evaluation-unknown"]),
        (a_dispute(raised="complaint"), ["value-malformed"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_review(
    call_form: ScorecardRule, review: dict[str, object], codes: list[str]
) -> None:
    _, findings = read(call_form, [an_evaluation()], [review])

    assert [each.code for each in findings] == codes


def test_a_second_review_is_an_error(call_form: ScorecardRule) -> None:
    _, findings = read(call_form, [an_evaluation()], [a_dispute(), a_dispute()])

    assert [each.code for each in findings] == ["review-twice"]


# -- calibrations ---------------------------------------------------------------------------------


def a_calibration(evaluation: str, evaluator: str, faults: int, **more: str) -> dict[str, object]:
    own = {"evaluator": evaluator, "calibration": "2026-10", **more}
    return an_evaluation(evaluation, faults, **own)


def test_a_calibration_is_no_evaluation_and_no_work(call_form: ScorecardRule) -> None:
    rows = [
        a_calibration("K1", "Q1", 1),
        a_calibration("K2", "Q2", 3),
        a_calibration("K3", "L1", 2),
        a_calibration("K4", "Q1", 1, contact_id="C2"),
        an_evaluation("V1"),
    ]

    found, findings = read(call_form, rows)

    assert findings == ()
    assert list(found[EVALUATION.name].columns["evaluation_id"]) == ["V1"]
    assert list(found[MONITORING.name].columns["evaluation_id"]) == ["V1"]
    scores = found[CALIBRATION_SCORE.name]
    assert list(scores.columns["score"]) == [9500, 8500, 9000, 9500]
    assert list(scores.columns["gap"]) == [1000, 1000, 500, Missing.TOO_FEW_SAMPLES]


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ([a_calibration("K1", "Q1", 1, contact_id="")], ["calibration-without-contact"]),
        ([a_calibration("K1", "Q1", 1), a_calibration("K2", "Q1", 1)], ["calibration-twice"]),
        (
            [a_calibration("K1", "Q1", 1), a_calibration("K2", "Q1", 1, calibration="2026-11")],
            [],
        ),
    ],
    ids=["no-contact", "twice", "another-session"],
)
def test_what_is_wrong_with_a_calibration(
    call_form: ScorecardRule, rows: list[dict[str, object]], codes: list[str]
) -> None:
    _, findings = read(call_form, rows)

    assert [each.code for each in findings] == codes
