"""An error that only one reading has, and only after a date, is found when the pack loads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.rulepack.reach import Reach
from ccops.rulepack.stretches import Stretches

if TYPE_CHECKING:
    from ccops.messages import Diagnostic
    from ccops.rulepack import Pack
    from tests.rulepack.conftest import Shelf

FIGURE = "for: agents, unit: points, round: none, source: M-02"
QUESTION = """\
choices:
  {id}: {{asks: x, readings: {{one: 5, two: 10}}, chosen: one, by: A, on: 2026-01-01, source: M}}
"""
#: ``other`` is not there from June on; only the reading ``two`` names it.
RULES = f"""\
figures:
  other: {{is: score, until: 2026-05-31, {FIGURE}}}
  a: {{is: {{by: how, one: score, two: other}}, {FIGURE}}}
  far: {{is: {{by: else_where, one: score, two: score * 2}}, {FIGURE}}}
"""


def checked(shelf: Shelf, rules: str) -> tuple[Pack | None, list[Diagnostic]]:
    asked = QUESTION.format(id="how") + QUESTION.format(id="else_where").split("\n", 1)[1]
    shelf.pack(rules + asked)
    pack, found = shelf.check()
    return pack, [each for each in found if each.code not in ("unused-name", "choice-unused")]


def test_an_error_of_one_reading_in_one_stretch_is_found(shelf: Shelf) -> None:
    _, found = checked(shelf, RULES)

    (error,) = found
    assert error.code == "not-in-force"
    assert (error.args["under"], error.args["within"]) == ("how=two", "2026-06")
    assert "how=two" in error.text("en")
    assert "2026-06" in error.text("en")


def test_a_reading_that_no_date_reaches_is_checked_once(shelf: Shelf) -> None:
    pack, found = checked(shelf, RULES.replace("two: other", "two: score * 3"))
    assert pack is not None, found

    stretches = Stretches.of(pack)

    assert stretches.labels == ("2026-06", "2026-07")
    assert stretches.meeting("how") == ()


def test_a_date_reaches_through_every_rule_between(shelf: Shelf) -> None:
    rules = RULES.replace(
        "is: {by: else_where", f"is: a + 0, {FIGURE}}}\n  b: {{is: {{by: else_where"
    )
    pack, found = checked(shelf, rules.replace("until: 2026-05-31, ", ""))
    assert pack is not None, found

    reach = Reach.of(pack.source_document)

    assert ("figures", "far") in reach.from_([("figures", "other")])


def test_a_choice_inside_a_dated_rule_is_taken_in_its_stretch(shelf: Shelf) -> None:
    rules = f"""\
figures:
  a:
    - {{is: score, until: 2026-05-31, {FIGURE}}}
    - {{is: {{by: how, one: score + 1, two: score + unknwon}}, from: 2026-06-01, {FIGURE}}}
  far: {{is: {{by: else_where, one: score, two: score * 2}}, {FIGURE}}}
"""
    _, found = checked(shelf, rules)

    (error,) = found
    assert (error.code, error.args["under"]) == ("unknown-name", "how=two")


def test_nested_choices_are_taken_one_inside_the_other(shelf: Shelf) -> None:
    rules = """\
figures:
  a:
    is: {by: how, one: score, two: {by: else_where, one: score * 2, two: score * 3}}
    unit: points
    for: agents
    round: none
    source: M
"""
    pack, found = checked(shelf, rules)
    assert pack is not None, found

    read = pack.with_choices(how="two", else_where="two").rules.by_name("figures")["a"]

    assert read.is_.value == "score * 3"


def test_two_questions_read_otherwise_together_are_not_checked(shelf: Shelf) -> None:
    """What the design leaves out: each reading is checked with all other choices as taken."""
    rules = f"""\
figures:
  a: {{is: {{by: how, one: score, two: {{by: else_where, one: score, two: unknwon}}}}, {FIGURE}}}
"""
    pack, found = checked(shelf, rules)

    assert pack is not None
    assert found == []
    both = pack.with_choices(how="two", else_where="two")
    assert [each.code for each in both.check_assembly().diagnostics] == ["unknown-name"]
