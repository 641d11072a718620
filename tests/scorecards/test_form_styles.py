"""Three styles in one form: weighted sections, points with a bonus, deductions from a hundred."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.plan import Surroundings
from ccops.scorecards import score_evaluations
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.facts import FactDeclaration
    from ccops.messages import Diagnostic
    from ccops.scorecards import ScorecardRule
    from ccops.values import Cell, Missing
    from tests.scorecards.conftest import Codes, FactBuilder, FormReader, Month

AROUND = Surroundings(eligibility={}, currency="CNY")
#: Weighted sections, items shared out where they did not apply (attitude 40, solution 60).
SECTIONS = """
chat:
  label: 在线监听
  not_applicable: share
  floor: 0
  sections:
    attitude: {label: 态度, weight: 40%}
    solution: {label: 解决, weight: 60%}
  items:
    tone: {label: 语气, section: attitude, weight: 50%, direct: yes}
    patience: {label: 耐心, section: attitude, weight: 50%, direct: yes}
    insult: {label: 辱骂, section: attitude, fatal: yes, voids: section, critical: customer}
    answer: {label: 解答, section: solution, weight: 75%, direct: yes}
    offer: {label: 推荐, section: solution, weight: 25%, direct: yes}
    slip: {label: 口误, section: solution, deduct: 2}
    leak: {label: 泄密, fatal: yes, critical: compliance}
    identity: {label: 未核身, fatal: yes, voids: kind, critical: compliance}
    record: {label: 登记, deduct: 3, critical: business}
  round: {to: 0.01, mode: half_up}
"""
#: Points, and a bonus on top up to the ceiling.
POINTS = """
mail:
  label: 邮件监听
  ceiling: 100
  floor: 0
  not_applicable: full
  items:
    answer: {label: 解答, points: 60, direct: yes}
    wording: {label: 用语, points: 32, direct: yes}
    praise: {label: 获赞, bonus: 4, at_most: 2}
    typo: {label: 错字, deduct: 5}
  round: {to: 0.01, mode: half_up}
"""
#: Deductions from a hundred in sections with caps, one item fatal for its section.
DEDUCTIONS = """
call:
  label: 通话监听
  start: 100
  floor: 10
  sections:
    language: {label: 用语, at_most: 20}
    accuracy: {label: 准确度, at_most: 25}
  items:
    greeting: {label: 开头语, section: language, deduct: 5}
    forbidden: {label: 忌语, section: language, fatal: yes, voids: section, critical: customer}
    wrong: {label: 答错, section: accuracy, deduct: 10, critical: customer}
    forged: {label: 作假, fatal: yes, critical: compliance}
    rude: {label: 生硬, deduct: 30}
  round: {to: 0.01, mode: half_up}
"""


@pytest.fixture(scope="module")
def forms(form: FormReader) -> Mapping[str, ScorecardRule]:
    return {each.name: each for each in map(form, (SECTIONS, POINTS, DEDUCTIONS))}


def rows_of(
    form: str, seen: Mapping[str, object], evaluation: str = "V1"
) -> list[dict[str, object]]:
    usual = {
        "evaluation_id": evaluation,
        "employee_id": "E017",
        "form": form,
        "evaluator": "Q02",
        "at": "2026-10-05",
        "source": "internal",
        "channel": "phone",
        "status": "valid",
    }
    rows = []
    for item, found in seen.items():
        if found == "n/a":
            cells: dict[str, object] = {"not_applicable": "yes"}
        else:
            cells = {"occurrences" if isinstance(found, int) else "value": found}
        rows.append({**usual, "item": item, **cells})
    return rows


def scored(
    forms: Mapping[str, ScorecardRule], form: str, seen: Mapping[str, object]
) -> tuple[Mapping[str, Cell | Missing] | None, tuple[Diagnostic, ...]]:
    records, findings = score_evaluations(
        rows_of(form, seen), forms.values(), zone=ZoneInfo("Asia/Shanghai")
    )
    return (records.row(0) if len(records) else None), findings


def score(forms: Mapping[str, ScorecardRule], form: str, seen: Mapping[str, object]) -> Fraction:
    row, findings = scored(forms, form, seen)
    assert findings == ()
    assert row is not None
    found = row["score"]
    assert isinstance(found, int)
    return Fraction(found, 100)


FULL = {"tone": "100", "patience": "100", "answer": "100", "offer": "100"}


def test_the_three_styles_are_sound(forms: Mapping[str, ScorecardRule]) -> None:
    assert [each.check(AROUND) for each in forms.values()] == [(), (), ()]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (FULL, "100"),
        ({**FULL, "tone": "50"}, "90"),
        ({**FULL, "answer": "0"}, "55"),
        ({**FULL, "offer": "n/a"}, "100"),
        ({**FULL, "answer": "40", "offer": "n/a"}, "64"),
        ({**FULL, "answer": "n/a", "offer": "n/a", "tone": "50"}, "75"),
        ({**FULL, "slip": 3}, "94"),
        ({**FULL, "answer": "0", "offer": "0", "slip": 3}, "40"),
        ({**FULL, "insult": 1}, "60"),
        ({**FULL, "insult": 1, "answer": "n/a", "offer": "n/a"}, "0"),
        ({**FULL, "record": 2}, "94"),
        ({**FULL, "leak": 1}, "0"),
        ({**FULL, "identity": 1}, "100"),
    ],
    ids=[
        "full",
        "half-an-item",
        "the-heavy-item",
        "one-not-applicable-and-the-rest-full",
        "its-part-goes-to-the-others-of-the-section",
        "a-section-not-applicable-goes-to-the-others",
        "deductions-in-a-section",
        "a-section-does-not-go-below-nothing",
        "fatal-for-the-section",
        "fatal-for-all-that-applied",
        "deductions-outside-sections",
        "fatal-for-the-form",
        "fatal-for-its-kind-alone",
    ],
)
def test_weighted_sections(
    forms: Mapping[str, ScorecardRule], seen: Mapping[str, object], expected: str
) -> None:
    assert score(forms, "chat", seen) == Fraction(expected)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({"answer": "100", "wording": "100"}, "92"),
        ({"answer": "100", "wording": "100", "praise": 1}, "96"),
        ({"answer": "100", "wording": "100", "praise": 9}, "100"),
        ({"answer": "50", "wording": "100", "praise": 2}, "70"),
        ({"answer": "50", "wording": "n/a"}, "62"),
        ({"answer": "n/a", "wording": "n/a", "praise": 2}, "100"),
        ({"answer": "0", "wording": "0", "typo": 3, "praise": 1}, "0"),
    ],
    ids=["full", "bonus", "at-most", "on-top", "in-full", "all-in-full", "floor"],
)
def test_points_with_a_bonus(
    forms: Mapping[str, ScorecardRule], seen: Mapping[str, object], expected: str
) -> None:
    assert score(forms, "mail", seen) == Fraction(expected)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ({"greeting": 9}, "80"),
        ({"forbidden": 1}, "80"),
        ({"forbidden": 1, "greeting": 1}, "80"),
        ({"forbidden": 2, "wrong": 9}, "55"),
        ({"rude": 9}, "10"),
        ({"forged": 1}, "0"),
    ],
    ids=["cap", "fatal-section", "not-twice", "both", "floor", "fatal-goes-below-the-floor"],
)
def test_deductions_from_a_hundred(
    forms: Mapping[str, ScorecardRule], seen: Mapping[str, object], expected: str
) -> None:
    assert score(forms, "call", seen) == Fraction(expected)


@pytest.mark.parametrize(
    ("form_", "seen", "expected"),
    [
        ("chat", FULL, (False, False, False)),
        ("chat", {**FULL, "identity": 1}, (False, False, True)),
        ("chat", {**FULL, "record": 1}, (False, True, False)),
        ("chat", {**FULL, "insult": 1, "leak": 2}, (True, False, True)),
        ("call", {"wrong": 1}, (True, None, False)),
    ],
)
def test_critical_errors_stand_beside_the_score(
    forms: Mapping[str, ScorecardRule],
    form_: str,
    seen: Mapping[str, object],
    expected: tuple[bool | None, ...],
) -> None:
    row, _ = scored(forms, form_, seen)

    assert row is not None
    found = [row[f"{kind}_critical"] for kind in ("customer", "business", "compliance")]
    known = [None if expected[n] is None else bool(x) for n, x in enumerate(found)]
    assert known == list(expected)


def test_a_fatal_item_is_flagged_whatever_it_voids(forms: Mapping[str, ScorecardRule]) -> None:
    flags = []
    for seen in ({**FULL, "identity": 1}, {**FULL, "insult": 1}, {**FULL, "record": 1}):
        row, _ = scored(forms, "chat", seen)
        assert row is not None
        flags.append(row["fatal"])

    assert flags == [True, True, False]


@pytest.mark.parametrize(
    ("form_", "seen", "code"),
    [
        ("call", {"greeting": "n/a"}, "evaluation-not-applicable"),
        ("chat", dict.fromkeys(FULL, "n/a"), "evaluation-nothing-applies"),
        ("mail", {"answer": "100"}, "evaluation-incomplete"),
    ],
)
def test_what_does_not_apply_needs_a_policy_and_a_rest(
    forms: Mapping[str, ScorecardRule], form_: str, seen: Mapping[str, object], code: str
) -> None:
    row, findings = scored(forms, form_, seen)

    assert row is None
    assert [each.code for each in findings] == [code]


def test_an_item_that_does_not_apply_has_no_value(forms: Mapping[str, ScorecardRule]) -> None:
    rows = [
        {**row, "not_applicable": "yes"}
        for row in rows_of("mail", {"answer": "80", "wording": "80"})
    ]

    _, findings = score_evaluations(rows, forms.values(), zone=ZoneInfo("Asia/Shanghai"))

    assert [each.code for each in findings] == ["evaluation-applies-not"] * 2


def test_somebody_who_scores_himself_is_an_error(forms: Mapping[str, ScorecardRule]) -> None:
    rows = [{**row, "evaluator": "E017"} for row in rows_of("call", {"greeting": 1})]

    _, findings = score_evaluations(rows, forms.values(), zone=ZoneInfo("Asia/Shanghai"))

    assert [each.code for each in findings] == ["evaluation-of-oneself"]


def test_a_monthly_form_may_go_over_a_hundred_by_a_bonus(
    form: FormReader, fact: FactBuilder, month: Month
) -> None:
    text = """
    month:
      label: 月度
      for: employees
      gives: total
      floor: 0
      ceiling: 105
      items:
        exam: {weight: 100%, reads: exam_points, direct: yes}
        letters: {bonus: 2, at_most: 3, reads: letters}
        late: {deduct: 1, reads: late_times}
      missing: block
      round: {to: 0.1, mode: half_up}
    """
    facts: dict[str, FactDeclaration] = {}
    facts |= fact("exam_points", Unit.POINTS, high="100")
    for name in ("letters", "late_times"):
        facts |= fact(name, Unit.COUNT)
    rule = form(text)

    top = month(rule, facts, {"exam_points": "100", "letters": 9, "late_times": 0})
    mid = month(rule, facts, {"exam_points": "90", "letters": 1, "late_times": 4})

    assert top["total"] == 105
    assert mid["total"] == 88


# -- wrong forms ----------------------------------------------------------------------------------

CALL = "label: 通话, start: 100, floor: 0, round: {to: 0.01, mode: half_up}"
RATED = "label: 通话, round: {to: 0.01, mode: half_up}"
MONTH = "label: 月度, for: employees, gives: score, missing: block, round: none"


@pytest.mark.parametrize(
    ("head", "items", "expected"),
    [
        (CALL, "A: {bonus: 5}", ["form-ceiling-missing", "form-floor-unused"]),
        (f"{CALL}, ceiling: 100", "A: {deduct: 5}", ["form-ceiling-unused"]),
        (f"{CALL}, ceiling: 101", "A: {deduct: 5}, B: {bonus: 1}", ["form-ceiling-wrong"]),
        (f"{CALL}, ceiling: 90", "A: {deduct: 5}, B: {bonus: 1}", ["form-ceiling-wrong"]),
        (RATED, "A: {points: 90, direct: yes}", ["points-not-ceiling"]),
        (RATED, "A: {points: 101, direct: yes}", ["points-not-ceiling"]),
        (
            f"{RATED}, ceiling: 100",
            "A: {points: 90, direct: yes}, B: {bonus: 3, at_most: 3}",
            ["points-not-ceiling"],
        ),
        (f"{RATED}, ceiling: 100", "A: {points: 90, direct: yes}, B: {bonus: 3}", []),
        (
            RATED,
            "A: {points: 60, direct: yes}, B: {weight: 100%, direct: yes}",
            ["form-points-and-weights", "points-not-ceiling"],
        ),
        (
            f"{RATED}, sections: {{s: {{weight: 90%}}}}",
            "A: {section: s, weight: 100%, direct: yes}",
            ["weights-not-100"],
        ),
        (
            f"{RATED}, sections: {{s: {{weight: 100%}}}}",
            "A: {section: s, weight: 90%, direct: yes}",
            ["weights-not-100"],
        ),
        (
            f"{RATED}, sections: {{s: {{weight: 100%}}}}",
            "A: {section: s, weight: 100%, direct: yes}, B: {weight: 10%, direct: yes}",
            ["item-outside-sections"],
        ),
        (
            f"{RATED}, sections: {{s: {{weight: 100%}}}}, start: 100",
            "F: {fatal: yes}",
            ["weights-not-100"],
        ),
        (f"{CALL}, sections: {{s: {{label: 空}}}}", "A: {deduct: 5}", ["section-cap-or-weight"]),
        (
            f"{CALL}, sections: {{s: {{at_most: 5, weight: 100%}}}}",
            "A: {section: s, deduct: 5}",
            ["form-floor-unused", "section-cap-or-weight", "weights-not-100"],
        ),
        (CALL, "A: {deduct: 5, voids: form}", ["item-voids-unused"]),
        (CALL, "A: {deduct: 5}, F: {fatal: yes, voids: section}", ["item-voids-nothing"]),
        (CALL, "A: {deduct: 5}, F: {fatal: yes, voids: kind}", ["item-voids-nothing"]),
        (
            RATED,
            "A: {weight: 100%, direct: yes, critical: customer}",
            ["item-critical-unused"],
        ),
        (
            f"{MONTH}, start: 100",
            "A: {fatal: yes, reads: a, critical: customer}",
            ["item-critical-unused"],
        ),
        (
            f"{MONTH}, not_applicable: full",
            "A: {weight: 100%, reads: a, direct: yes}",
            ["form-not-applicable-unused"],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_style(
    form: FormReader, codes: Codes, head: str, items: str, expected: list[str]
) -> None:
    assert codes(form(f"form: {{{head}, items: {{{items}}}}}").check(AROUND)) == expected


# -- laws -----------------------------------------------------------------------------------------

RATINGS = st.one_of(st.just("n/a"), st.decimals(0, 100, places=2).map(str))


@given(
    tone=RATINGS,
    patience=RATINGS,
    answer=RATINGS,
    offer=RATINGS,
    slip=st.integers(0, 60),
    record=st.integers(0, 60),
)
def test_a_score_keeps_within_0_and_100_whatever_applies(
    forms: Mapping[str, ScorecardRule],
    *,
    tone: str,
    patience: str,
    answer: str,
    offer: str,
    slip: int,
    record: int,
) -> None:
    rated = {"tone": tone, "patience": patience, "answer": answer, "offer": offer}
    row, findings = scored(forms, "chat", {**rated, "slip": slip, "record": record})

    if set(rated.values()) == {"n/a"}:
        assert [each.code for each in findings] == ["evaluation-nothing-applies"]
        return
    assert row is not None
    assert isinstance(row["score"], int)
    assert 0 <= row["score"] <= 10_000


@given(
    rating=st.decimals(0, 100, places=2), out=st.sets(st.sampled_from(sorted(FULL)), max_size=3)
)
def test_what_did_not_apply_moves_no_score_of_equal_ratings(
    forms: Mapping[str, ScorecardRule], rating: object, out: set[str]
) -> None:
    rated = {item: "n/a" if item in out else str(rating) for item in FULL}

    assert score(forms, "chat", rated) == Fraction(str(rating))
