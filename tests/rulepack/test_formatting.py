from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccops.rulepack.digest import document_value
from ccops.rulepack.formatting.comments import comments_in
from ccops.rulepack.formatting.layout import format_yaml
from ccops.rulepack.text.parsing import parse_yaml
from tests.laws import tried

ROOT = Path(__file__).parents[2]
FILES = sorted([*ROOT.glob("rulepacks/*/**/*.yaml"), *ROOT.glob("examples/data/*/*.yaml")])


def formatted(text: str) -> str:
    made, found = format_yaml(text, "pack.yaml")
    assert made is not None, found
    return made


def said(text: str) -> object:
    node, found = parse_yaml(text, "pack.yaml")
    assert node is not None, found
    return document_value(node)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_shipped_packs_are_written_as_packs_are_written(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert formatted(text) == text, f"ccops pack fmt writes {path.name} as packs are written"


UGLY = """\
\N{ZERO WIDTH NO-BREAK SPACE}

pack:
    id:   x   \r
    # 注释
    label: { zh: 月奖 ,en:   "b" }  # c
    list:
    - a
    -   b:  1
        c: "it's"
        # deep
        d: "ok"
    -   - x
        - y



    text: |
        one
          two

    plain: this is
      more text
    flow: {label: a,
           unit: b}
    flow2:
        [a,   b ,
         c]
# tail
rank: # why
    '0' : [ ]
"""
PRETTY = """\
pack:
  id: x
  # 注释
  label: {zh: 月奖, en: 'b'}  # c
  list:
    - a
    - b: 1
      c: "it's"
      # deep
      d: 'ok'
    - - x
      - y

  text: |
      one
        two

  plain: this is
    more text
  flow: {label: a,
         unit: b}
  flow2:
    [a, b,
     c]
# tail
rank:  # why
  '0': []
"""


def test_a_file_is_written_in_one_way() -> None:
    assert formatted(UGLY) == PRETTY
    assert formatted(PRETTY) == PRETTY


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", ""),
        ("\n\n", ""),
        ("# only a comment", "# only a comment\n"),
        ("a: 1", "a: 1\n"),
        ("a: '1'\n", "a: '1'\n"),
        ('a: "x\\ty"\n', 'a: "x\\ty"\n'),
        ("a: b    # aligned\n", "a: b    # aligned\n"),
        ("a: b # near\n", "a: b  # near\n"),
        ("a: '# no comment'\n", "a: '# no comment'\n"),
        ("a: |+\n  x\n\n\n", "a: |+\n  x\n\n\n"),
        ("a:\n- b\n- c: 1\n  d: 2\n", "a:\n  - b\n  - c: 1\n    d: 2\n"),
        ("a:\n\n\n\n  b: 1\n", "a:\n\n  b: 1\n"),
        ("a: [ '>= 85' ,'-',CNY 500 ]\n", "a: ['>= 85', '-', CNY 500]\n"),
        ("a:\n    b:\n      - c\n    # of d\n    d: 1\n", "a:\n  b:\n    - c\n  # of d\n  d: 1\n"),
    ],
)
def test_what_becomes_of_a_text(text: str, made: str) -> None:
    assert formatted(text) == made


def test_a_file_with_mistakes_is_left_alone_and_they_are_told() -> None:
    made, found = format_yaml("a: [80..85)\n", "pack.yaml")

    assert made is None
    assert [each.code for each in found] == ["cell-unquoted"]


def test_a_comment_in_a_text_of_several_lines_is_none() -> None:
    assert comments_in("a: |\n  # text\nb: 1  # comment\n") == ("# comment",)


_BLOCK: Final = re.compile(r": [>|]-?$", re.MULTILINE)


@st.composite
def mistreated(draw: st.DrawFn) -> str:
    """A shipped file after somebody wrote in it: wider, with spaces, comments and line ends."""
    lines = draw(st.sampled_from(FILES)).read_text(encoding="utf-8").split("\n")
    factor = draw(st.integers(1, 3))
    made = []
    for line in lines:
        bare = line.lstrip(" ")
        indent = " " * (factor * (len(line) - len(bare)))
        if bare.startswith("- "):  # what stands beside the first key of an item moves with it
            bare = "-" + " " * (2 * factor - 1) + bare[2:]
        trailing = draw(st.sampled_from(["", "", "", " ", "\t", "  # 注 # 2"]))
        is_open = bool(bare) and not bare.startswith("#") and "'" not in bare and "|" not in bare
        made.append(indent + bare + (trailing if is_open and "#" not in bare else ""))
        made.extend(draw(st.sampled_from([[], [], [], [""], ["", ""]])) if not bare else [])
    return draw(st.sampled_from(["\n", "\r\n"])).join(made)


@tried(40)
@given(text=mistreated())
def test_formatting_keeps_what_is_said_and_every_comment(text: str) -> None:
    assume(parse_yaml(text, "pack.yaml")[0] is not None)  # a comment may cut a text in two
    made = formatted(text)

    assert said(made) == said(text)
    assert comments_in(made) == comments_in(text.replace("\r\n", "\n"))
    assert formatted(made) == made
    has_block = _BLOCK.search(made) is not None  # there the spaces at a line's end are text
    assert has_block or not any(line.endswith((" ", "\t")) for line in made.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "a:\n  is: one\n\n\n    two\n",
        "a: {is: one\n\n\n   two, b: c}\n",
        "a: 'one\n\n\n  two'\n",
    ],
)
def test_empty_lines_inside_a_text_say_something_and_stay(text: str) -> None:
    assert said(formatted(text)) == said(text)


@pytest.mark.parametrize("text", ["\N{NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}\n"])
def test_a_text_of_other_spaces_than_yaml_knows_is_not_taken_for_an_empty_file(text: str) -> None:
    made, _ = format_yaml(text, "pack.yaml")

    assert made != ""
