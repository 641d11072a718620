from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import excerpt, extent, width_of


@pytest.mark.parametrize(
    ("line", "column", "before"),
    [
        ("for: agnets", 6, 5),
        ("label: {zh: 月度奖金, en: x}", 20, 23),
        ("月奖", 1, 0),
        ("\tx", 2, 4),
        ("e\N{COMBINING ACUTE ACCENT}x", 3, 1),
        ("", 1, 0),
    ],
    ids=["ascii", "after-four-wide", "at-a-wide-one", "tab", "combining", "empty"],
)
def test_the_caret_stands_under_the_character(line: str, column: int, before: int) -> None:
    _, caret = excerpt(line, column)

    assert caret == " " * before + "^"


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "a" * 300 + "错" + "b" * 300

    shown, caret = excerpt(line, 301, widest=40)

    assert width_of(shown) <= 40
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert shown[len(caret) - 1] == "错"


@given(
    line=st.text(alphabet=st.sampled_from("ab 月奖，\t：é'"), max_size=300),
    column=st.integers(min_value=1, max_value=320),
    widest=st.integers(min_value=20, max_value=120),
)
def test_what_is_shown_is_never_wider_and_keeps_the_character(
    line: str, column: int, widest: int
) -> None:
    shown, caret = excerpt(line, column, widest=widest)

    assert width_of(shown) <= widest or column > len(line)
    assert caret.endswith("^")
    if column <= len(line):
        before = next(at for at in range(len(shown)) if width_of(shown[:at]) == len(caret) - 1)
        meant = line[column - 1]
        assert shown[before] == (" " if meant == "\t" else meant)


@pytest.mark.parametrize(
    ("line", "column", "end"),
    [
        ("hit: frist # why", 6, 11),
        ("hit: 'first' # why", 6, 13),
        ("- ['[75..85)', CNY 200]", 5, 13),
        ("lable: x", 1, 6),
        ("lable:", 1, 6),
        ("[a, b]", 2, 3),
        ("x", 9, 10),
    ],
    ids=["word", "quoted", "in-quotes", "key", "key-at-the-end", "item", "behind-the-end"],
)
def test_what_begins_at_a_place_ends(line: str, column: int, end: int) -> None:
    assert extent(line, column) == end
