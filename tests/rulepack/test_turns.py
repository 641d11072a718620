"""Texts over several lines: every character is found where it stands in the file."""

from __future__ import annotations

import pytest

from ccops.messages import Span
from ccops.rulepack.text.nodes import MapNode, ScalarNode
from ccops.rulepack.text.parsing import parse_yaml
from ccops.rulepack.text.turns import turns_of


def place_in(source: str, sign: str) -> tuple[int, int]:
    """Return line and column that are told for the first such sign of the text under ``is``."""
    document, problems = parse_yaml(source, "pay.yaml")
    assert isinstance(document, MapNode), problems
    node = document.get("is")
    assert isinstance(node, ScalarNode)
    span = node.as_text().place(node.text.index(sign))
    assert span is not None
    return span.line, span.column


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("is: calls + @", 1, 13),
        ("is: calls\n  + @", 2, 5),
        ("is: >\n  calls +\n  @", 3, 3),
        ("is: >-\n\n  calls +\n    @ * 2\n", 4, 5),
        ("is: |\n  calls +\n  客户 * @\n", 3, 8),
        ("is: |\n  @ + calls\n", 2, 3),
        ("is: 'calls == ''a''\n  and @'", 2, 7),
        ('is: "calls\n  + @"', 2, 5),
        ("is: >  # why\n  calls\n\n  + @", 4, 5),
    ],
)
def test_a_character_is_found_on_its_line(source: str, line: int, column: int) -> None:
    assert place_in(source, "@") == (line, column)


def test_where_signs_stand_for_others_only_the_first_place_is_known() -> None:
    assert place_in('is: "a\\x41\n  @"', "@")[0] == 1
    assert turns_of("ab", ["a"], Span("pay.yaml", 1, 1)) == ()
