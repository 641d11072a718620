"""Readings are put in place before anything is checked, and what stays is the same node."""

from __future__ import annotations

import pytest

from ccops.messages import Diagnostic, Label, Severity, has_message
from ccops.rulepack.choices import Choices, resolve
from ccops.rulepack.digest import document_value
from ccops.rulepack.text.nodes import ListNode, MapNode, Node
from ccops.rulepack.text.parsing import parse_yaml

DOCUMENT = """\
ranks:
  month_rank:
    ties: {by: ties, best: share_best, worst: share_worst}
    order: [a, b]
indicators:
  level: {by: [center, queue]}
bonuses:
  monthly:
    table:
      by: how
      printed: {rows: [x], ties: {by: ties, best: 1, worst: 2}}
      literal: {rows: [y]}
  plain: {pays: CNY 1}
figures:
  score:
    - {for: agents, round: {by: how, printed: up, literal: down}}
    - {for: leads}
choices:
  ties: {asks: {zh: 并列, en: ties}, readings: {best: 1 gets 5, worst: 1 gets 4}, chosen: worst}
  how: {asks: how, readings: {printed: gets 3, literal: gets 0}, chosen: printed, by: Li Na,
        on: 2022-10-01, source: S1-09}
"""


def document(text: str = DOCUMENT) -> MapNode:
    node, diagnostics = parse_yaml(text, "pack.yaml")
    assert not diagnostics
    assert isinstance(node, MapNode)
    return node


def inside(node: Node | None, *path: str | int) -> Node:
    for step in path:
        if isinstance(step, int):
            assert isinstance(node, ListNode)
            node = node.items[step]
        else:
            assert isinstance(node, MapNode)
            node = node.get(step)
    assert node is not None
    return node


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    assert all(has_message(one.code) for one in diagnostics)
    return [one.code for one in diagnostics]


def with_choices(rules: str, choices: str) -> MapNode:
    return document(f"bonuses: {{a: {rules}}}\nchoices: {choices}")


def test_the_chosen_readings_stand_in_the_document() -> None:
    found = resolve(document(), {})

    assert found.diagnostics == ()
    assert document_value(inside(found.document, "ranks", "month_rank", "ties")) == "share_worst"
    assert document_value(inside(found.document, "bonuses", "monthly", "table")) == {
        "rows": ["x"],
        "ties": "2",
    }


def test_a_reading_taken_goes_before_the_chosen_one() -> None:
    found = resolve(document(), {"how": "literal"})

    assert document_value(inside(found.document, "bonuses", "monthly", "table")) == {"rows": ["y"]}
    assert dict(found.taken) == {"ties": "worst", "how": "literal"}


def test_each_rule_names_the_choices_it_uses_under_the_readings_taken() -> None:
    choices = Choices.of(document())

    assert dict(choices.resolve({}).used) == {
        ("ranks", "month_rank"): {"ties"},
        ("bonuses", "monthly"): {"how", "ties"},
        ("figures", "score"): {"how"},
    }
    literal = choices.resolve({"how": "literal"}).used
    assert literal["bonuses", "monthly"] == {"how"}


def test_what_no_choice_touches_is_the_same_node() -> None:
    whole = document()
    found = resolve(whole, {}).document

    for path in (("bonuses", "plain"), ("indicators",), ("ranks", "month_rank", "order")):
        assert inside(found, *path) is inside(whole, *path)
    assert inside(found, "figures", "score", 1) is inside(whole, "figures", "score", 1)
    chosen = inside(whole, "bonuses", "monthly", "table", "printed", "rows")
    assert inside(found, "bonuses", "monthly", "table", "rows") is chosen


def test_a_rule_under_the_same_readings_is_the_same_node_again() -> None:
    choices = Choices.of(document())
    first = choices.resolve({}).document
    other = choices.resolve({"how": "literal"}).document
    again = choices.resolve({"how": "printed"}).document

    assert inside(other, "ranks", "month_rank") is inside(first, "ranks", "month_rank")
    assert inside(other, "bonuses", "monthly") is not inside(first, "bonuses", "monthly")
    assert inside(again, "bonuses", "monthly") is inside(first, "bonuses", "monthly")


def test_a_document_without_choices_is_returned_itself() -> None:
    whole = document("bonuses: {a: {pays: CNY 1}}")

    assert resolve(whole, {}).document is whole


def test_the_places_of_a_choice_are_kept_with_the_readings_around_them() -> None:
    places = Choices.of(document()).places

    found = [(each.choice, str(each.span), each.rule, each.within) for each in places]
    assert found == [
        ("ties", "pack.yaml:3:16", ("ranks", "month_rank"), ()),
        ("how", "pack.yaml:10:11", ("bonuses", "monthly"), ()),
        ("ties", "pack.yaml:11:39", ("bonuses", "monthly"), (("how", "printed"),)),
        ("how", "pack.yaml:16:33", ("figures", "score"), ()),
    ]


def test_an_open_question_is_a_warning_and_has_its_first_reading() -> None:
    text = DOCUMENT.replace("chosen: worst", "chosen: open")

    found = resolve(document(text), {})

    assert codes(found.diagnostics) == ["question-open"]
    assert [one.severity for one in found.diagnostics] == [Severity.WARNING]
    assert found.open == {"ties"}
    assert document_value(inside(found.document, "ranks", "month_rank", "ties")) == "share_best"
    assert resolve(document(text), {"ties": "best"}).open == frozenset()


def test_readings_are_called_as_people_call_them_and_say_nothing_more_by_it() -> None:
    called = "called: {best: {zh: 同取最好名次, en: the best place}}, chosen: worst"
    text = DOCUMENT.replace("chosen: worst", called, 1)

    ties = Choices.of(document(text)).choices["ties"]

    assert ties.called == {"best": Label(zh="同取最好名次", en="the best place")}
    assert document_value(document(text)) == document_value(document())


def test_who_decided_and_when_is_read() -> None:
    how = Choices.of(document()).choices["how"]

    assert (str(how.by), str(how.on), how.origin.source) == ("Li Na", "2022-10-01", "S1-09")
    assert {name: str(each) for name, each in how.readings.items()} == {
        "printed": "gets 3",
        "literal": "gets 0",
    }


@pytest.mark.parametrize(
    ("rules", "choices", "expected"),
    [
        ("{by: tie, x: 1}", "{ties: {asks: a, readings: {x: 1, y: 2}, chosen: x}}",
         ["choice-unknown", "choice-unused"]),
        ("{by: ties, x: 1}", "{ties: {asks: a, readings: {x: 1, y: 2}, chosen: x}}",
         ["reading-missing"]),
        ("{by: ties, x: 1, y: 2, z: 3}", "{ties: {asks: a, readings: {x: 1, y: 2}, chosen: x}}",
         ["reading-unknown"]),
        ("{by: ties, x: 1, y: 2}", "{ties: {asks: a, readings: {x: 1, y: 2}, chosen: z}}",
         ["reading-unknown"]),
        ("{by: ties, x: 1, y: 2}",
         "{ties: {asks: a, readings: {x: 1, y: 2}, called: {z: third}, chosen: x}}",
         ["reading-unknown"]),
        ("{by: ties, x: 1}", "{ties: {asks: a, readings: {x: 1}, chosen: x}}",
         ["choice-one-reading"]),
        ("{by: ties, x: 1, open: 2}", "{ties: {asks: a, readings: {x: 1, open: 2}, chosen: x}}",
         ["reading-reserved"]),
        ("{by: ties, x: {by: ties, x: 1, y: 2}, y: 2}",
         "{ties: {asks: a, readings: {x: 1, y: 2}, chosen: x}}", ["choice-in-itself"]),
        ("{by: ties, x: 1, y: 2}", "{ties: {asks: a, readings: {x: 1, y: 2}}}", ["key-missing"]),
        ("{by: ties, x: 1, y: 2}", "{ties: {asks: a, readings: [x], chosen: x}}",
         ["wants-mapping"]),
        ("{pays: 1}", "{ties: {asks: a, readings: {x: 1, y: 2}, chosen: x}}", ["choice-unused"]),
    ],
)  # fmt: skip
def test_what_can_be_wrong_with_a_choice(rules: str, choices: str, expected: list[str]) -> None:
    assert codes(resolve(with_choices(rules, choices), {}).diagnostics) == expected


def test_a_choice_nobody_declared_hints_at_the_nearest() -> None:
    choices = "{ties: {asks: a, readings: {x: 1, y: 2}, chosen: x}}"

    found = resolve(with_choices("{by: tie, x: 1, y: 2}", choices), {})

    assert found.diagnostics[0].hint() == "did you mean ties?"


@pytest.mark.parametrize(
    ("taken", "code"),
    [({"tie": "best"}, "choice-unknown"), ({"ties": "bst"}, "reading-unknown")],
)
def test_what_is_taken_must_exist(taken: dict[str, str], code: str) -> None:
    found = resolve(document(), taken)

    assert codes(found.diagnostics) == [code]
    assert dict(found.taken) == {"ties": "worst", "how": "printed"}


def test_a_whole_rule_that_is_a_choice_may_override_its_parents() -> None:
    rules = "{by: ties, override: true, because: other, x: {p: 1}, y: {p: 2}}"
    choices = "{ties: {asks: a, readings: {x: 1, y: 2}, chosen: y}}"

    found = resolve(with_choices(rules, choices), {})

    assert found.diagnostics == ()
    assert document_value(inside(found.document, "bonuses", "a")) == {"p": "2"}


def test_by_in_a_case_is_a_person() -> None:
    whole = document("cases: {C-1: {ruled: {by: Li Na}}}")

    assert resolve(whole, {}).diagnostics == ()
