"""One reader makes every rule class from its nodes, by what the class says of its fields."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.messages import Diagnostic, Label, Origin, Text, has_message
from ccops.rulepack.reading.accepting import accepts_in
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.reading.leaves import LEAVES, value_at
from ccops.rulepack.reading.reader import read_rule, read_section
from ccops.rulepack.text.parsing import parse_yaml
from ccops.rules import ColumnRule, Shape, name_field, origin_field, pack_field
from ccops.values import Rounding, RoundingMode, Scalar, Unit, Unrounded, parse_scalar

if TYPE_CHECKING:
    from ccops.rulepack.text.nodes import Node


class Better(enum.Enum):
    HIGHER = "higher"
    LOWER = "lower"


@attrs.frozen(kw_only=True)
class Step:
    name: str = name_field()
    is_: Text = pack_field(Shape.FORMULA, key="is")
    origin: Origin = origin_field()


@attrs.frozen(kw_only=True)
class Part:
    pays: Scalar = pack_field(Shape.SCALAR, unit=Unit.MONEY)


@attrs.frozen(kw_only=True)
class Everything:
    name: str = name_field()
    text: Text | None = pack_field(Shape.TEXT, default=None)
    population: Text | None = pack_field(Shape.NAME, key="for", default=None)
    names: tuple[Text, ...] = pack_field(Shape.NAMES, default=())
    texts: tuple[Text, ...] = pack_field(Shape.TEXTS, default=())
    better: Better | None = pack_field(Shape.WORD, of=Better, default=None)
    flag: bool = pack_field(Shape.FLAG, default=False)
    whole: int | None = pack_field(Shape.WHOLE, default=None)
    since: dt.date | None = pack_field(Shape.DATE, key="from", default=None)
    amount: Scalar | None = pack_field(Shape.SCALAR, unit=Unit.MONEY, default=None)
    limit: Scalar | None = pack_field(Shape.SCALAR, default=None)
    step: Fraction | None = pack_field(Shape.STEP, default=None)
    label: Label = pack_field(Shape.LABEL, default=Label())
    round: Rounding | Unrounded | None = pack_field(Shape.ROUNDING, default=None)
    range: Text | None = pack_field(Shape.RANGE, default=None)
    rows: tuple[tuple[Text, ...], ...] = pack_field(Shape.ROWS, default=())
    columns: tuple[ColumnRule, ...] = pack_field(Shape.COLUMNS, default=())
    values: tuple[tuple[dt.date, Text], ...] = pack_field(Shape.DATED, default=())
    one: Part | None = pack_field(Shape.ONE, of=Part, default=None)
    many: tuple[Part, ...] = pack_field(Shape.MANY, of=Part, default=())
    steps: tuple[Step, ...] = pack_field(Shape.BY_NAME, of=Step, default=())
    words: Mapping[str, Text] = pack_field(Shape.TEXT_BY_NAME, default=attrs.Factory(dict))
    origin: Origin = origin_field()


@attrs.frozen(kw_only=True)
class Strict:
    must: Text = pack_field(Shape.TEXT)
    small: int | None = pack_field(Shape.WHOLE, default=None)

    def __attrs_post_init__(self) -> None:
        if self.small is not None and self.small < 1:
            raise ValueError(f"{self.small} is less than one")


def node_of(text: str) -> Node:
    node, diagnostics = parse_yaml(text, "pack.yaml")
    assert not diagnostics
    assert node is not None
    return node


def read(text: str) -> Everything:
    context = ReadContext()
    found = read_rule(node_of(text), Everything, name="rule", context=context)
    assert context.diagnostics == []
    assert found is not None
    return found


def problems(text: str, rule_class: type = Everything) -> list[Diagnostic]:
    context = ReadContext()
    found = read_rule(node_of(text), rule_class, name="rule", context=context)
    assert found is None
    assert all(has_message(one.code) for one in context.diagnostics)
    return context.diagnostics


def test_every_shape_has_a_reader() -> None:
    assert set(Shape) - set(LEAVES) == {Shape.ONE, Shape.MANY, Shape.BY_NAME}


@pytest.mark.parametrize(
    ("text", "attribute", "expected"),
    [
        ("{whole: 3}", "whole", 3),
        ("{flag: yes}", "flag", True),
        ("{flag: false}", "flag", False),
        ("{better: lower}", "better", Better.LOWER),
        ("{from: 2022-10-01}", "since", dt.date(2022, 10, 1)),
        ("{amount: CNY 500}", "amount", parse_scalar("CNY 500")),
        ("{limit: 150 s}", "limit", parse_scalar("150 s")),
        ("{step: 0.01}", "step", Fraction(1, 100)),
        ("{step: 5%}", "step", Fraction(1, 20)),
        ("{label: {zh: 奖金, en: Bonus}}", "label", Label(zh="奖金", en="Bonus")),
        ("{label: {zh: 奖金, zh_TW: 獎金}}", "label", Label(zh="奖金", zh_TW="獎金")),
        ("{label: 奖金}", "label", Label(zh="奖金")),
        ("{label: Bonus}", "label", Label(en="Bonus")),
        ("{round: none}", "round", Unrounded.NONE),
        ("{round: {to: 0.01, mode: none}}", "round", Unrounded.NONE),
        ("{round: {to: 0.01, mode: half_up}}", "round",
         Rounding(scale=100, mode=RoundingMode.HALF_UP)),
        ("{round: {to: 1, mode: down}}", "round", Rounding(scale=1, mode=RoundingMode.DOWN)),
    ],
)  # fmt: skip
def test_values_by_shape(text: str, attribute: str, expected: object) -> None:
    assert getattr(read(text), attribute) == expected


def test_texts_keep_their_places_behind_the_quote() -> None:
    found = read("{for: agents, text: '>= 85', names: [a, 值班长], rows: [[x, '-'], [y, z]]}")

    assert found.population == Text("agents", node_of("{for: agents}").span.shifted(6))
    assert found.text is not None
    assert str(found.text.span) == "pack.yaml:1:22"
    assert [str(each) for each in found.names] == ["a", "值班长"]
    assert [[str(cell) for cell in row] for row in found.rows] == [["x", "-"], ["y", "z"]]


def test_columns_read_figures_or_compare_places() -> None:
    found = read("{columns: [{score: points, step: 0.01}, {place: {places_of: rank}}, conduct]}")

    written = [(each.name, str(each.reads), str(each.places_of)) for each in found.columns]
    assert written == [
        ("score", "points", "None"),
        ("place", "None", "rank"),
        ("conduct", "conduct", "None"),
    ]
    assert found.columns[0].step == Fraction(1, 100)


def test_dated_values_are_in_order_and_close_with_null() -> None:
    values = read("{values: {2024-01-01: 25%, 2022-10-01: 30%, 2025-01-01: null}}").values

    days = [dt.date(2022, 9, 30), dt.date(2022, 10, 1), dt.date(2024, 6, 1), dt.date(2025, 1, 1)]
    assert [str(value_at(values, day)) for day in days] == ["None", "30%", "25%", "None"]


def test_rules_inside_rules() -> None:
    found = read(
        "{source: S1-09, one: {pays: CNY 1}, many: [{pays: CNY 2}, {pays: CNY 3}],"
        " steps: {first: {is: a}, second: {is: b, source: S1-10}}, words: {x: y}}"
    )

    assert found.one == Part(pays=Scalar(Unit.MONEY, Fraction(1), "CNY"))
    assert [part.pays.value for part in found.many] == [2, 3]
    assert [(step.name, str(step.is_)) for step in found.steps] == [
        ("first", "a"),
        ("second", "b"),
    ]
    assert [step.origin.source for step in found.steps] == ["S1-09", "S1-10"]
    assert {name: str(text) for name, text in found.words.items()} == {"x": "y"}


def test_the_origin_says_where_and_why() -> None:
    text = "{source: assumed, because: {zh: 手册没有, en: the manual is silent}}"
    name = Text("rule", node_of("a").span)

    found = read_rule(node_of(text), Everything, name=name, context=ReadContext())

    assert found is not None
    assert found.origin == Origin(
        span=name.span, source="assumed", because=Label(zh="手册没有", en="the manual is silent")
    )


def test_what_every_rule_may_say() -> None:
    found = read(
        "{source: S1, because: x, override: true, final: yes, was: old, "
        "accept: [{code: table-gap, because: seen}]}"
    )

    assert found.name == "rule"


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("{bettr: lower}", "key-unknown", 2),
        ("{until: 2022-10-01}", "dates-not-here", 2),
        ("{text: }", "value-missing", 2),
        ("{text: ' '}", "value-missing", 8),
        ("{label: ''}", "value-missing", 9),
        ("{label: {zh: 奖, en: ' '}}", "value-missing", 21),
        ("{source: ''}", "value-missing", 10),
        ("{text: [a]}", "wants-text", 8),
        ("{names: a}", "wants-list", 9),
        ("{names: [a b]}", "name-wrong", 10),
        ("{for: a + b}", "name-wrong", 7),
        ("{better: lowr}", "word-unknown", 10),
        ("{flag: maybe}", "flag-wrong", 8),
        ("{whole: 1.5}", "whole-wrong", 9),
        ("{whole: １２}", "whole-wrong", 9),
        ("{whole: -1}", "whole-wrong", 9),
        ("{from: 2022-13-01}", "date-impossible", 8),
        ("{from: 1.10.2022}", "date-wrong", 8),
        ("{amount: 500}", "unit-wrong", 10),
        ("{amount: 3 d}", "unit-wrong", 10),
        ("{amount: much}", "scalar-wrong", 10),
        ("{limit: much}", "scalar-wrong", 9),
        ("{step: 0}", "step-wrong", 8),
        ("{step: 3}", "step-wrong", 8),
        ("{step: 0.03}", "step-wrong", 8),
        ("{step: -1}", "step-wrong", 8),
        ("{label: {fr: prime}}", "label-language", 10),
        ("{label: {}}", "value-missing", 9),
        ("{round: up}", "rounding-wrong", 9),
        ("{round: {to: 0.01}}", "rounding-wrong", 9),
        ("{round: {to: 0.01, mod: up}}", "rounding-key", 20),
        ("{round: {to: 0.01, mode: sideways}}", "word-unknown", 26),
        ("{round: {to: 10, mode: up}}", "step-wrong", 14),
        ("{rows: [x]}", "wants-list", 9),
        ("{rows: [[x, {a: b}]]}", "wants-text", 13),
        ("{columns: [{a: b, c: d}]}", "column-wrong", 12),
        ("{columns: [{a: {places: b}}]}", "column-wrong", 16),
        ("{values: 30%}", "values-not-dated", 10),
        ("{values: {}}", "value-missing", 10),
        ("{values: {2022: 30%}}", "date-wrong", 11),
        ("{one: CNY 5}", "wants-mapping", 7),
        ("{one: {pay: CNY 5, pays: CNY 5}}", "key-unknown", 8),
        ("{many: {pays: CNY 5}}", "wants-list", 8),
        ("{steps: [a]}", "wants-mapping", 9),
        ("{steps: {1st: {is: a}}}", "id-wrong", 10),
        ("{steps: {first-step: {is: a}}}", "id-wrong", 10),
        ("{steps: {and: {is: a}}}", "id-wrong", 10),
        ("{steps: {e\u0301: {is: a}}}", "id-wrong", 10),  # é as macOS writes it
        ("{steps: {\uf900: {is: a}}}", "id-wrong", 10),  # another 豈 than keyboards write
        ("{steps: {\uff21: {is: a}}}", "id-wrong", 10),  # a wide A
        ("{steps: {yes: {is: a}}}", "id-wrong", 10),
        ("{steps: {missing: {is: a}}}", "id-wrong", 10),
        ("{steps: {s\u0441ore: {is: a}}}", "id-mixed-letters", 10),  # a Cyrillic c
        ("{words: [a]}", "wants-mapping", 9),
        ("{source: [a]}", "wants-text", 10),
        ("{override: perhaps}", "flag-wrong", 12),
        ("{accept: [{code: x}]}", "key-missing", 11),
        ("{source: assumed}", "assumed-without-because", 2),
        ("[a]", "wants-mapping", 1),
    ],
)
def test_each_mistake_has_its_code_and_place(text: str, code: str, column: int) -> None:
    found = problems(text)

    assert [one.code for one in found] == [code]
    span = found[0].span
    assert span is not None
    assert span.column == column


def test_all_mistakes_of_a_rule_come_at_once() -> None:
    found = problems("{whole: x, flag: y, names: [a b, 'c d'], many: [{}, {pays: 1}], zzz: 1}")

    assert sorted(one.code for one in found) == [
        "flag-wrong",
        "key-missing",
        "key-unknown",
        "name-wrong",
        "name-wrong",
        "unit-wrong",
        "whole-wrong",
    ]


def test_an_unknown_key_hints_at_the_nearest() -> None:
    assert [one.hint() for one in problems("{bettr: lower}")] == ["did you mean better?"]
    assert [one.hint() for one in problems("{zzz: lower}")] == [""]


def test_a_wrong_unit_says_how_to_write_it() -> None:
    found = problems("{amount: 500}")

    assert [one.hint() for one in found] == ["write it like this: CNY 500"]


def test_a_key_without_a_default_must_be_given() -> None:
    assert [one.code for one in problems("{small: 1}", Strict)] == ["key-missing"]


def test_what_a_class_refuses_is_a_finding() -> None:
    found = problems("{must: x, small: 0}", Strict)

    assert [(one.code, one.args["problem"]) for one in found] == [
        ("rule-invalid", "0 is less than one")
    ]


def test_the_same_node_read_again_is_the_same_rule() -> None:
    node, context = node_of("{one: {pays: CNY 1}}"), ReadContext()

    first = read_rule(node, Everything, name="rule", context=context)

    assert read_rule(node, Everything, name="rule", context=context) is first
    assert read_rule(node, Everything, name="other", context=context) is not first


def test_a_wrong_rule_read_again_stays_wrong_and_is_told_once() -> None:
    inner, context = node_of("{must: x, small: 0}"), ReadContext()

    results = [read_rule(inner, Strict, name="rule", context=context) for _ in range(2)]

    assert results == [None, None]
    assert len(context.diagnostics) == 1


def test_a_section_is_read_by_id_and_lists_share_their_id() -> None:
    node = node_of("a: {is: x}\nb:\n  - {is: y}\n  - {is: z}\n")

    found = read_section(node, Step, context=ReadContext())

    assert [(step.name, str(step.is_)) for step in found] == [("a", "x"), ("b", "y"), ("b", "z")]
    assert [str(step.origin.span) for step in found] == ["pack.yaml:1:1"] + ["pack.yaml:2:1"] * 2


def test_wrong_rules_of_a_section_are_left_out() -> None:
    context = ReadContext()

    found = read_section(node_of("{a: {is: x}, b: {}}"), Step, context=context)

    assert [step.name for step in found] == ["a"]
    assert [one.code for one in context.diagnostics] == ["key-missing"]


def test_accepts_are_found_anywhere_inside_a_rule() -> None:
    node = node_of(
        "accept: [{code: gap, because: {zh: 照表}}]\n"
        "table:\n  rows: [[x]]\n  accept: [{code: not-monotone, because: as printed}, {code: x}]\n"
    )

    found = accepts_in(node)

    assert [(str(each.code), each.because) for each in found] == [
        ("gap", Label(zh="照表")),
        ("not-monotone", Label(en="as printed")),
    ]
    assert [str(each.span) for each in found] == ["pack.yaml:1:10", "pack.yaml:4:12"]


def test_what_is_no_mapping_is_named_by_its_key_or_its_kind() -> None:
    (under_key,) = problems("{one: CNY 5}")
    (of_section,) = problems("[a]")

    assert under_key.args["key"] == "one"
    assert of_section.args["rule"] not in ("", of_section.args["key"])


def test_a_long_value_is_told_in_part() -> None:
    (found,) = problems(f"{{step: {'1' * 5000}}}")

    assert len(found.text()) < 300
