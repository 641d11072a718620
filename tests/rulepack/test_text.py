"""YAML is read as text with places, and every trouble has its own diagnostic."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from ccops.messages import LOCALES, Severity, has_message, message
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, Quoting, ScalarNode
from ccops.rulepack.text.parsing import MAX_BYTES, parse_yaml, parse_yaml_bytes, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

BAD = [
    ("- [>= 85, <= 10%]", "cell-unquoted", 1, 4),
    ("- >= 85\n", "cell-unquoted", 1, 3),
    ("a: >85\n", "cell-unquoted", 1, 4),
    ("rows:\n  - ['x', [80..85), CNY 400]\n  - [b]\n", "cell-unquoted", 2, 11),
    ("- [(0..10%], x]\n", "cell-unquoted", 1, 4),
    ("a: [ - , x]\n", "cell-unquoted", 1, 6),
    ("a: [80..85]", "cell-unquoted", 1, 4),
    ("a: {r: '[0..1]', is: mean_last(x, 3)}", "text-unquoted", 1, 22),
    ("a: [not(x, y), 3]", "text-unquoted", 1, 5),
    ("a: b: c\n", "yaml-colon-in-text", 1, 5),
    ("a:\n\tb: c\n", "yaml-tab", 2, 1),
    ("a: 1\n  b: 2\n", "yaml-indentation", 2, 4),
    ("- a\nb: 1\n", "yaml-indentation", 2, 1),
    ("  a: 1\nb: 2\n", "yaml-indentation", 2, 1),
    ("a: 'x\nb: 2\n", "yaml-unclosed-quote", 1, 4),
    ("a: 'it's'\n", "yaml-text-after-quote", 1, 8),
    ("a: [1, 2\nb: 3\n", "yaml-unclosed-bracket", 1, 4),
    ("a: {x: 1\nb: 3\n", "yaml-unclosed-bracket", 1, 4),
    ("a: [b]]\n", "yaml-stray", 1, 7),
    ("a: }\n", "yaml-stray", 1, 4),
    ("标签：x\nb: 1\n", "yaml-full-width", 1, 3),
    ("a: 1\n标签：x\n", "yaml-full-width", 2, 3),
    ("a:\u3000b\nc: d", "yaml-full-width", 1, 3),
    ("a: {to: 0.01， mode: up}\n", "yaml-full-width", 1, 13),
    ("a: ['>= 85'， '-']\n", "yaml-full-width", 1, 12),
    ("a:b\nc: 1", "yaml-space-after-colon", 1, 2),
    ("{a: 1, b:2}\n", "yaml-space-after-colon", 1, 8),
    ("a: 1\nsome words\n", "yaml-colon-missing", 2, 1),
    ("a: @x\n", "yaml-quotes-needed", 1, 4),
    ("a: %x\n", "yaml-quotes-needed", 1, 4),
    ("a: |x\n", "yaml-quotes-needed", 1, 4),
    ("a: - b\n", "yaml-list-start", 1, 4),
    ("a: [中文, *x]\n", "yaml-alias", 1, 9),
    ("a: &x 1\n", "yaml-anchor", 1, 4),
    ("<<: {a: 1}\n", "yaml-merge-key", 1, 1),
    ("a: !!python/object:os.system x\n", "yaml-tag", 1, 4),
    ("a: !b!c d\n", "yaml-tag", 1, 4),
    ("%YAML 1.2\n---\na: 1\n", "yaml-directive", 1, 1),
    ("a: 1\n---\nb: 1\n", "yaml-documents", 2, 1),
    ("a: 1\nb: 2\na: 3\n", "yaml-duplicate-key", 3, 1),
    ("{a: 1, 'a': 2}", "yaml-duplicate-key", 1, 8),
    (": x\n", "yaml-empty-key", 1, 1),
    ("? [a]\n: b\n", "yaml-key-not-text", 1, 3),
    ("{{a}}: b\n", "yaml-key-not-text", 1, 1),
    ("k" * 2_000 + ": 1", "yaml-key-too-long", 1, 1),
    ("a: 中\x07", "yaml-control-character", 1, 5),
    ('a: "\\0"', "yaml-control-character", 1, 4),
    ("a: \u2028b", "yaml-control-character", 1, 4),
    ("标签: \u200bx", "yaml-invisible-character", 1, 5),
    ("a: 1\nb\ufeff: 1", "yaml-invisible-character", 2, 2),
    ("", "yaml-empty", 1, 1),
    ("# only a comment\n", "yaml-empty", 1, 1),
]


def found_in(text: str) -> list[tuple[str, int, int]]:
    _, diagnostics = parse_yaml(text, "pay.yaml")
    spans = [(one, one.span) for one in diagnostics]
    return [(one.code, span.line, span.column) for one, span in spans if span is not None]


def root_of(text: str) -> Node:
    node, diagnostics = parse_yaml(text, "pay.yaml")
    assert not diagnostics
    assert node is not None
    return node


def map_of(text: str) -> MapNode:
    node = root_of(text)
    assert isinstance(node, MapNode)
    return node


@pytest.mark.parametrize(
    "written",
    ["22:30", "007", "no", "1.10", "2022-10-01", "null", "1_000", "0x1F", "CNY 500", "<= 10%"],
)
def test_a_value_stays_what_was_written(written: str) -> None:
    value = map_of(f"a: {written}\n").get("a")

    assert isinstance(value, ScalarNode)
    assert value.text == written


@pytest.mark.parametrize(("text", "code", "line", "column"), BAD)
def test_each_trouble_has_its_code_and_place(text: str, code: str, line: int, column: int) -> None:
    assert found_in(text) == [(code, line, column)]
    assert has_message(code)


def test_columns_count_characters_behind_chinese_text() -> None:
    node = map_of("标签: {zh: 月度得分, en: 'Score'}\n")

    label = node.get("标签")
    assert isinstance(label, MapNode)
    english = label.get("en")
    assert isinstance(english, ScalarNode)
    assert str(english.span) == "pay.yaml:1:20"
    assert str(english.as_text().span) == "pay.yaml:1:21"


def test_columns_count_characters_beyond_the_basic_plane() -> None:
    value = map_of("a: {x: '😀😀', b: c}").get("a")

    assert isinstance(value, MapNode)
    assert [str(key.span) for key, _ in value.entries] == ["pay.yaml:1:5", "pay.yaml:1:14"]


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    node = map_of("\ufeffa: 1\r\nb: 2\r\n")

    assert node.keys == ("a", "b")
    key = node.key("b")
    assert key is not None
    assert str(key.span) == "pay.yaml:2:1"


def test_how_a_text_is_written_is_kept() -> None:
    node = map_of("a: x\nb: 'x'\nc: \"x\"\nd: |\n  x\n")

    kinds = [value.quoting for _, value in node.entries if isinstance(value, ScalarNode)]
    assert kinds == [Quoting.PLAIN, Quoting.SINGLE, Quoting.DOUBLE, Quoting.BLOCK]


def test_null_and_nothing_are_told_from_quoted_words() -> None:
    node = root_of("[null, '', 'null', ~]")

    assert isinstance(node, ListNode)
    scalars = [each for each in node.items if isinstance(each, ScalarNode)]
    assert [each.is_null for each in scalars] == [True, False, False, True]
    assert [each.is_empty for each in scalars] == [False, False, False, False]


def test_a_bare_interval_that_yaml_takes_for_a_list_is_the_cell_it_was_meant_to_be() -> None:
    node, diagnostics = parse_yaml("range: [0..100]", "pay.yaml")

    assert [one.args["cell"] for one in diagnostics] == ["[0..100]"]
    assert isinstance(node, MapNode)
    assert node.text_of("range") == "[0..100]"


def test_the_hint_of_a_bare_cell_is_its_quoted_form() -> None:
    _, diagnostics = parse_yaml("rows: [[>= 85, x]]", "pay.yaml")

    assert [one.hint("en") for one in diagnostics] == ["write '>= 85'"]


def test_all_problems_of_a_file_come_at_once() -> None:
    text = "a: &x 1\na: 2\nb: !!str 3\nc: [80..85]\n"

    codes = [code for code, _, _ in found_in(text)]
    assert codes == ["yaml-anchor", "yaml-duplicate-key", "yaml-tag", "cell-unquoted"]


def test_of_two_equal_keys_the_first_stays() -> None:
    node, _ = parse_yaml("a: 1\na: {b: 2}\nc: 3\n", "pay.yaml")

    assert isinstance(node, MapNode)
    assert [(key, node.text_of(key)) for key in node.keys] == [("a", "1"), ("c", "3")]


@pytest.mark.parametrize("text", ["a: *x", "<<: {a: 1}", "a: [", "a: 1\n---\nb: 1"])
def test_there_is_no_document_where_its_structure_is_not_known(text: str) -> None:
    node, _ = parse_yaml(text, "pay.yaml")

    assert node is None


def test_an_empty_file_is_an_empty_mapping_with_a_warning() -> None:
    node, diagnostics = parse_yaml("# nothing yet\n", "pay.yaml")

    assert isinstance(node, MapNode)
    assert node.keys == ()
    assert [one.severity for one in diagnostics] == [Severity.WARNING]


def test_bytes_that_are_no_utf8_are_refused_at_their_place() -> None:
    data = "标签: 月度\n名称: ".encode() + "得分".encode("gb18030")

    node, diagnostics = parse_yaml_bytes(data, "pay.yaml")

    assert node is None
    assert [(one.code, str(one.span)) for one in diagnostics] == [
        ("yaml-not-utf8", "pay.yaml:2:5")
    ]


def test_utf16_is_refused() -> None:
    _, diagnostics = parse_yaml_bytes("a: 1".encode("utf-16"), "pay.yaml")

    assert [one.code for one in diagnostics] == ["yaml-not-utf8"]


@pytest.mark.parametrize(("size", "codes"), [(MAX_BYTES, []), (MAX_BYTES + 1, ["yaml-too-large"])])
def test_the_size_limit_counts_bytes(size: int, codes: list[str]) -> None:
    text = "a: " + "中" * 300_000
    text += "\n#" + "x" * (size - len(text.encode()) - 2)

    assert [code for code, _, _ in found_in(text)] == codes


@pytest.mark.parametrize(("depth", "codes"), [(64, []), (65, ["yaml-too-deep"])])
def test_the_depth_limit(depth: int, codes: list[str]) -> None:
    text = "[" * depth + "]" * depth

    assert [code for code, _, _ in found_in(text)] == codes


def test_reading_stops_after_a_hundred_problems_and_says_so() -> None:
    codes = [code for code, _, _ in found_in("a: 1\n" * 1_000)]

    assert len(codes) == 101
    assert codes[-1] == "yaml-too-many"


def test_a_file_is_named_as_asked(tmp_path: Path) -> None:
    path = tmp_path / "pay.yaml"
    path.write_bytes(b"a: [\n")

    _, diagnostics = read_yaml(path, shown_as="base/pay.yaml")

    assert [str(one.span) for one in diagnostics] == ["base/pay.yaml:1:4"]


def test_without_the_c_parser_the_findings_are_the_same() -> None:
    texts = [text for text, _, _, _ in BAD]
    program = (
        "import json, sys; sys.modules['yaml._yaml'] = None\n"
        "from ccops.rulepack.text.parsing import parse_yaml\n"
        "import yaml; assert not yaml.__with_libyaml__\n"
        "texts = json.load(sys.stdin)\n"
        "print(json.dumps([[[o.code, o.span.line, o.span.column] for o in "
        "parse_yaml(t, 'pay.yaml')[1]] for t in texts]))\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(texts),
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    found = [[tuple(one) for one in each] for each in json.loads(done.stdout)]
    assert found == [found_in(text) for text in texts]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", sorted({code for _, code, _, _ in BAD}))
def test_every_trouble_has_words_in_every_language(code: str, locale: str) -> None:
    for known in LOCALES:
        if known == locale:
            assert message(code, {}, locale=known) != code


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a: {zh: 上了 5 小时,不足一半, en: less}\n", 17),
        ("a: {en: half of it, 14 are less}\n", 21),
    ],
    ids=["chinese", "english-at-the-end"],
)
def test_a_text_in_braces_that_a_comma_cut_is_told_where_it_was_cut(
    text: str, column: int
) -> None:
    _, found = parse_yaml(text, "pack.yaml")

    (cut,) = found
    assert cut.code == "yaml-comma-in-text"
    assert cut.span is not None
    assert (cut.span.line, cut.span.column) == (1, column)


@pytest.mark.parametrize("text", ["a: {b: , c: 1}\n", "a: {b:}\n", "a: {b: {}, c: []}\n"])
def test_a_value_left_empty_in_braces_is_no_cut_text(text: str) -> None:
    _, found = parse_yaml(text, "pack.yaml")

    assert "yaml-comma-in-text" not in {each.code for each in found}
