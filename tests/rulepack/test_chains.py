"""Chains of packs: a parent that changes under its child, and questions the child answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ccops.messages import has_message

if TYPE_CHECKING:
    from ccops.messages import Diagnostic
    from ccops.rulepack import Pack
    from tests.rulepack.conftest import Shelf

HEAD = """\
pack:
  id: {id}
  version: 1
{extends}  zone: Asia/Shanghai
  currency: CNY
  locale: zh_CN
  effective: 2026-01-01
  jurisdiction: none
  default_calendar: month
"""
SHARED = """\
calendars: {month: {}}
roles: {agent: {label: agent, source: M-01}}
populations: {agents: {is: "role == 'agent'"}}
facts: {score: {unit: points, range: '[0..100]', step: 0.01}}
"""
FIGURE = "for: agents, unit: points, round: none, source: M-02"
A = f"figures:\n  a: {{is: score, {FIGURE}}}\n"
OVERRIDE = "override: true, because: agreed, "


def chain(shelf: Shelf, top: str, middle: str, bottom: str) -> None:
    """Write three packs, each extending the one before."""
    above = ""
    for id_, rules in (("group", top), ("region", middle), ("center", bottom)):
        head = HEAD.format(id=id_, extends=f"  extends: {above}\n" if above else "")
        shared = "" if above else SHARED
        shelf.put(id_, pack=head, rules=rules or "{}", shared=shared or "{}")
        above = id_


def findings(shelf: Shelf, ref: str = "center") -> list[Diagnostic]:
    _, found = shelf.check(ref)
    assert all(has_message(each.code) for each in found)
    return [each for each in found if each.code not in ("unused-name", "yaml-empty")]


def loaded(shelf: Shelf, ref: str = "center") -> Pack:
    pack: Pack | None
    pack, found = shelf.check(ref)
    assert pack is not None, found
    return pack


def formula(pack: Pack, name: str = "a") -> str:
    text: str = pack.rules.by_name("figures")[name].is_.value
    return text


# -- three packs --------------------------------------------------------------------------------


def test_the_lowest_pack_has_the_last_word(shelf: Shelf) -> None:
    over = f"figures:\n  a: {{{OVERRIDE}is: score + 1, {FIGURE}}}\n"
    chain(shelf, A, over, over.replace("+ 1", "+ 2"))

    assert formula(loaded(shelf)) == "score + 2"
    assert formula(loaded(shelf, "region")) == "score + 1"
    assert formula(loaded(shelf, "group")) == "score"


def test_a_rule_comes_through_a_pack_that_says_nothing_of_it(shelf: Shelf) -> None:
    chain(shelf, A, "", "")

    pack = loaded(shelf)

    assert str(pack.rules.by_name("figures")["a"].origin.span) == "group/rules.yaml:2:3"


def test_what_the_middle_removes_the_lowest_may_declare_anew(shelf: Shelf) -> None:
    chain(shelf, A, "figures: {remove: [a]}\n", A.replace("is: score", "is: score * 2"))

    assert formula(loaded(shelf)) == "score * 2"


def test_a_final_rule_stays_final_two_packs_below(shelf: Shelf) -> None:
    final = A.replace("is: score", "final: true, is: score")
    chain(shelf, final, "", f"figures:\n  a: {{{OVERRIDE}is: score + 2, {FIGURE}}}\n")

    (found,) = findings(shelf)

    assert (found.code, str(found.span)) == ("override-final", "center/rules.yaml:2:3")
    assert found.args["parent"] == "group/rules.yaml:2:3"


def test_a_rule_the_middle_made_final_cannot_be_removed_below(shelf: Shelf) -> None:
    over = f"figures:\n  a: {{{OVERRIDE}final: true, is: score + 1, {FIGURE}}}\n"
    chain(shelf, A, over, "figures: {remove: [a]}\n")

    (found,) = findings(shelf)

    assert (found.code, found.args["parent"]) == ("override-final", "region/rules.yaml:2:3")


# -- a parent that changed ----------------------------------------------------------------------


def test_an_override_whose_rule_vanished_names_both_places(shelf: Shelf) -> None:
    chain(shelf, A.replace("a:", "b:"), "", f"figures:\n  a: {{{OVERRIDE}is: score, {FIGURE}}}\n")

    (found,) = findings(shelf)

    assert (found.code, str(found.span)) == ("override-of-nothing", "center/rules.yaml:2:3")
    assert found.args["parent"] == "group/rules.yaml:2:3"


def test_an_override_of_a_rule_with_another_id_now_is_told_the_new_one(shelf: Shelf) -> None:
    renamed = f"figures:\n  quite_another: {{was: a, is: score, {FIGURE}}}\n"
    chain(shelf, renamed, "", f"figures:\n  a: {{{OVERRIDE}is: score, {FIGURE}}}\n")

    (found,) = findings(shelf)

    assert found.hint("en") == "did you mean quite_another?"


def test_a_removed_rule_that_vanished_is_told(shelf: Shelf) -> None:
    chain(shelf, A.replace("a:", "b:"), "", "figures: {remove: [a]}\n")

    (found,) = findings(shelf)

    assert (found.code, str(found.span)) == ("remove-unknown", "center/rules.yaml:1:20")


def test_a_rule_that_is_read_by_its_old_id_is_told_with_both_places(shelf: Shelf) -> None:
    renamed = f"figures:\n  total: {{was: a, is: score, {FIGURE}}}\n"
    chain(shelf, renamed, "", f"figures:\n  mine: {{is: a + 1, {FIGURE}}}\n")

    (found,) = findings(shelf)

    assert (found.code, str(found.span)) == ("name-renamed", "center/rules.yaml:2:14")
    assert dict(found.args)["now"] == "total"
    assert found.args["place"] == "group/rules.yaml:2:10"


def test_a_rule_that_is_there_under_its_old_name_is_no_rename(shelf: Shelf) -> None:
    both = A + f"  total: {{was: a, is: score, {FIGURE}}}\n"
    chain(shelf, both, "", f"figures:\n  mine: {{is: a + 1, {FIGURE}}}\n")

    assert findings(shelf) == []


# -- answers ------------------------------------------------------------------------------------

ASKED = f"""\
choices:
  how: {{asks: how, readings: {{plain: gives 5, double: gives 10}}, chosen: plain,
        by: the authors, on: 2026-01-01, source: M-03}}
figures:
  a: {{is: {{by: how, plain: score, double: score * 2}}, {FIGURE}}}
"""
ANSWER = "answers: {how: {takes: double, by: Li Min, on: 2026-02-01}}\n"


def test_a_center_answers_with_one_line(shelf: Shelf) -> None:
    chain(shelf, ASKED, "", ANSWER)

    pack = loaded(shelf)

    assert pack.readings["how"] == "double"
    assert formula(pack) == "score * 2"
    assert formula(loaded(shelf, "region")) == "score"


def test_an_answer_keeps_who_decided_before(shelf: Shelf) -> None:
    chain(shelf, ASKED, "", ANSWER)

    choice = loaded(shelf).choices["how"]

    assert (str(choice.by), str(choice.on)) == ("Li Min", "2026-02-01")
    assert choice.before is not None
    assert (str(choice.before.by), str(choice.before.chosen)) == ("the authors", "plain")
    assert str(choice.chosen.span) == "center/rules.yaml:1:24"


def test_the_lowest_answer_counts_and_others_come_through(shelf: Shelf) -> None:
    chain(shelf, ASKED, ANSWER, "")
    assert loaded(shelf).readings["how"] == "double"

    chain(shelf, ASKED, ANSWER, ANSWER.replace("double", "plain").replace("Li Min", "Wang Fang"))
    choice = loaded(shelf).choices["how"]

    assert (str(choice.chosen), str(choice.by)) == ("plain", "Wang Fang")


def test_a_question_asked_anew_forgets_the_answers_above(shelf: Shelf) -> None:
    anew = ASKED.split("figures:", maxsplit=1)[0].replace("{asks:", f"{{{OVERRIDE}asks:")
    chain(shelf, ASKED, ANSWER, anew)

    assert loaded(shelf).readings["how"] == "plain"


def test_an_open_question_is_decided_by_an_answer(shelf: Shelf) -> None:
    chain(shelf, ASKED.replace("chosen: plain", "chosen: open"), "", ANSWER)

    assert findings(shelf) == []
    assert [each.code for each in findings(shelf, "region")] == ["question-open"]


@pytest.mark.parametrize(
    ("answer", "code", "place"),
    [
        (ANSWER.replace("how", "hwo"), "answer-unasked", "1:11"),
        (ANSWER.replace("double", "tripel"), "reading-unknown", "1:24"),
        (ANSWER.replace(", by: Li Min", ""), "key-missing", "1:11"),
    ],
    ids=["question", "reading", "nobody"],
)
def test_a_wrong_answer_is_told_at_its_place(
    shelf: Shelf, answer: str, code: str, place: str
) -> None:
    chain(shelf, ASKED, "", answer)

    found = findings(shelf)

    assert [(each.code, str(each.span)) for each in found] == [
        (code, f"center/rules.yaml:{place}")
    ]


def test_an_answer_whose_question_the_parent_dropped_is_told(shelf: Shelf) -> None:
    chain(shelf, A, "", ANSWER)

    assert [each.code for each in findings(shelf)] == ["answer-unasked"]


def test_a_pack_answers_its_own_question_where_it_asks_it(shelf: Shelf) -> None:
    chain(shelf, ASKED + ANSWER, "", "")

    codes = [each.code for each in findings(shelf, "group")]

    assert codes == ["answer-own"]


def test_a_final_question_cannot_be_answered_otherwise(shelf: Shelf) -> None:
    chain(shelf, ASKED.replace("{asks", "{final: true, asks"), "", ANSWER)

    (found,) = findings(shelf)

    assert (found.code, found.args["parent"]) == ("answer-final", "group/rules.yaml:2:3")


def test_the_content_of_every_pack_above_is_in_the_digest(shelf: Shelf) -> None:
    chain(shelf, ASKED, "", "")
    before = loaded(shelf).digest

    chain(shelf, ASKED.replace("score * 2", "score * 3"), "", "")
    reading_not_taken = loaded(shelf).digest
    chain(shelf, ASKED, "", ANSWER)

    assert reading_not_taken == before  # the digest is that of the pack as it is read
    assert loaded(shelf).digest != before


def test_a_question_says_where_it_comes_from_as_any_rule_does(shelf: Shelf) -> None:
    unsourced = ASKED.replace(", source: M-03}", "}")
    chain(shelf, unsourced, "", ANSWER)

    (found,) = findings(shelf, "group")

    assert (found.code, str(found.span)) == ("source-missing", "group/rules.yaml:2:3")
    assert dict(found.args) == {"name": "how", "section": "choices"}
    assert findings(shelf) == []  # who answers says who and when
