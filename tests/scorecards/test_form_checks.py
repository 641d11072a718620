"""A wrong form is refused before anybody is scored by it, every problem with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.messages import LOCALES, has_message, message
from ccops.plan import Surroundings
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.reading.reader import read_section
from ccops.rulepack.text.parsing import parse_yaml
from ccops.scorecards import ScorecardRule

if TYPE_CHECKING:
    from tests.scorecards.conftest import Codes, FormReader

AROUND = Surroundings(eligibility={}, currency="CNY")
CALL = "label: 通话, start: 100, floor: 0, round: {to: 0.01, mode: half_up}"
RATED = "label: 通话, round: {to: 0.01, mode: half_up}"
MONTH = "label: 月度, for: employees, gives: score, missing: block, round: none"


def _listed(head: str, items: str) -> str:
    return f"form: {{{head}, items: {{{items}}}}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_listed(CALL, "A: {deduct: 5}"), []),
        (_listed(CALL, ""), ["form-floor-unused", "form-without-items"]),
        (_listed(CALL, "A: {deduct: 5}, B: {label: 空}"), ["item-without-scale"]),
        (_listed(CALL, "A: {deduct: 5, fatal: yes}"), ["item-with-two-scales"]),
        (_listed(CALL, "A: {deduct: 5, weight: 10%}"), ["item-weight-unused"]),
        (_listed(CALL, "A: {deduct: 0}"), ["item-deduct-wrong"]),
        (_listed(CALL, "A: {deduct: -5}"), ["item-deduct-wrong"]),
        (_listed(CALL, "A: {deduct: 5, at_most: 0}"), ["item-at-most-wrong"]),
        (
            _listed(CALL, "A: {fatal: yes, at_most: 2}"),
            ["form-floor-unused", "item-at-most-wrong"],
        ),
        (_listed(CALL, "A: {deduct: 5, section: talk}"), ["item-section-unknown"]),
        (_listed(CALL, "A: {deduct: 5, reads: late}"), ["item-reads-unused"]),
        (
            _listed(f"{CALL}, sections: {{A: {{at_most: 0}}}}", "A: {deduct: 5}"),
            ["section-cap-wrong", "section-named-as-item"],
        ),
        (
            _listed(f"{RATED}, sections: {{s: {{at_most: 9}}}}",
                    "A: {weight: 100%, direct: yes, section: s}"),
            ["item-section-unused"],
        ),
        (
            _listed("label: 通话, round: {to: 0.01, mode: half_up}", "A: {deduct: 5}"),
            ["form-floor-missing", "form-start-missing"],
        ),
        (
            _listed(CALL, "A: {weight: 100%, direct: yes}"),
            ["form-floor-unused", "form-start-unused"],
        ),
        (
            _listed("label: 通话, start: 120, floor: 0, round: {to: 1, mode: down}",
                    "A: {deduct: 5}"),
            ["form-edges-wrong"],
        ),
        (
            _listed("label: 通话, start: 60, floor: 80, round: {to: 1, mode: down}",
                    "A: {deduct: 5}"),
            ["form-edges-wrong"],
        ),
        (
            _listed("label: 通话, start: 100, floor: 0, round: none", "A: {deduct: 5}"),
            ["form-rounding-needed"],
        ),
        (
            _listed("label: 通话, start: 100, floor: 0, round: {to: 0.001, mode: down}",
                    "A: {deduct: 5}"),
            ["form-rounding-needed"],
        ),
        (_listed(RATED, "A: {direct: yes}"), ["item-weight-missing"]),
        (
            _listed(RATED, "A: {weight: 0%, direct: yes}, B: {weight: 100%, direct: yes}"),
            ["item-weight-wrong"],
        ),
        (
            _listed(RATED, "A: {weight: 100%, linear: {zero_at: 90%, full_at: 150 s}}"),
            ["linear-ends-differ"],
        ),
        (
            _listed(RATED, "A: {weight: 100%, linear: {zero_at: 90%, full_at: 90%}}"),
            ["linear-ends-equal"],
        ),
        (
            _listed(RATED, "A: {weight: 100%, linear: {zero_at: 1%, full_at: 9%, unit: points}}"),
            ["linear-unit-unused"],
        ),
        (_listed(MONTH, "A: {weight: 100%, reads: a, direct: yes}"), []),
        (_listed(MONTH, "A: {weight: 100%, direct: yes}"), ["item-reads-missing"]),
        (
            _listed("label: 月度, gives: score, round: none",
                    "A: {weight: 100%, reads: a, direct: yes}"),
            ["form-monthly-keys"],
        ),
        (
            _listed(MONTH, "A: {weight: 100%, reads: item_weight, direct: yes}"),
            ["form-name-taken"],
        ),
        (
            f"at: {{{CALL}, items: {{most: {{deduct: 5}}}}}}",
            ["form-name-taken"],
        ),
    ],
)  # fmt: skip
def test_findings_of_a_form(
    form: FormReader, codes: Codes, text: str, expected: list[str]
) -> None:
    found = form(text).check(AROUND)

    assert codes(found) == expected
    assert all(each.span is not None for each in found)
    for each in found:
        for locale in LOCALES:
            assert has_message(each.code)
            assert "{" not in each.text(locale)


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        (("60%", "39%"), "99%"),
        (("60%", "40.5%"), "100.5%"),
        (("1/3", "1/3"), "200/3%"),
        (("20/35", "16/35"), "720/7%"),
    ],
)
def test_weights_that_miss_100_are_told_with_their_sum(
    form: FormReader, weights: tuple[str, str], told: str
) -> None:
    one, other = weights
    items = f"A: {{weight: {one}, direct: yes}}, B: {{weight: {other}, direct: yes}}"

    (problem,) = form(_listed(RATED, items)).check(AROUND)

    assert problem.code == "weights-not-100"
    assert problem.args["sum"] == told
    assert str(problem.span).startswith("scorecards.yaml:1:")


@pytest.mark.parametrize("weights", [("20/35", "15/35"), ("60%", "40%"), ("1/3", "2/3")])
def test_weights_may_be_parts(form: FormReader, weights: tuple[str, str]) -> None:
    one, other = weights
    items = f"A: {{weight: {one}, direct: yes}}, B: {{weight: {other}, direct: yes}}"

    assert form(_listed(RATED, items)).check(AROUND) == ()


def test_any_other_word_for_a_missing_item_is_unknown() -> None:
    text = _listed(MONTH.replace("block", "zero"), "A: {weight: 100%, reads: a, direct: yes}")
    node, _ = parse_yaml(text, "scorecards.yaml")
    context = ReadContext()
    assert node is not None

    read_section(node, ScorecardRule, context=context)

    assert [each.code for each in context.diagnostics] == ["word-unknown"]


def test_a_section_spelled_wrong_gets_the_nearest_one(form: FormReader) -> None:
    head = f"{CALL}, sections: {{language: {{at_most: 20}}}}"

    (problem,) = form(_listed(head, "A: {deduct: 5, section: langage}")).check(AROUND)

    assert problem.args["near"] == "language"
    assert problem.hint() == message("item-section-unknown.hint", {"near": "language"})


def test_a_broken_form_still_names_its_figures_so_that_only_its_own_problem_is_told(
    form: FormReader,
) -> None:
    items = "A: {weight: 50%, reads: a, direct: yes}, B: {weight: 50%, reads: b}"
    rule = form(_listed(MONTH, items))

    assert [each.name for each in rule.figures(AROUND)] == ["score_A", "score"]


def test_a_form_may_have_many_items_without_sections(form: FormReader) -> None:
    items = ", ".join(f"i{number}: {{deduct: 1}}" for number in range(60))

    assert form(_listed(CALL, items)).check(AROUND) == ()


def test_a_form_that_scores_calls_adds_no_figures(form: FormReader) -> None:
    rule = form(_listed(CALL, "A: {deduct: 5}"))

    assert rule.figures(AROUND) == ()
    assert rule.lines() == ()


def test_a_form_too_long_to_be_a_formula_is_refused(form: FormReader, codes: Codes) -> None:
    items = ", ".join(f"a_rather_long_name_of_item_{n}: {{deduct: 1}}" for n in range(99))

    assert codes(form(_listed(CALL, items)).check(AROUND)) == ["formula-too-long"]
