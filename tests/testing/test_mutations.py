"""Mutations of texts: every kind of edit does what it says, and none can fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.testing.mutations import STRANGE_WORDS, Edit, EditKind, edited, words_of

TEXT = "unit: points\nround: none"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (Edit(EditKind.DROP_WORD, 1, 0), "unit points\nround: none"),
        (Edit(EditKind.REPLACE_WORD, 3, 0), "unit: money\nround: none"),
        (Edit(EditKind.SWAP_WORDS, 0, 3), "points: unit\nround: none"),
        (Edit(EditKind.DROP_LINE, 0, 0), "round: none"),
        (Edit(EditKind.REPEAT_LINE, 0, 2), "unit: points\nround: none\nunit: points"),
        (Edit(EditKind.MOVE_LINE, 0, 1), "round: none\nunit: points"),
        (Edit(EditKind.INDENT_LINE, 1, 2), "unit: points\n  round: none"),
        (Edit(EditKind.CUT, 4, 0), "unit"),
    ],
    ids=lambda value: value.kind.value if isinstance(value, Edit) else "",
)
def test_an_edit_does_what_it_says(edit: Edit, expected: str) -> None:
    assert edited(TEXT, [edit], words=["money"]) == expected


def test_places_are_counted_round() -> None:
    far = Edit(EditKind.DROP_LINE, 2_000_000, 0)

    assert edited(TEXT, [far]) == "round: none"


def test_strange_words_follow_the_given_ones() -> None:
    second = Edit(EditKind.REPLACE_WORD, 0, 2)

    assert edited("a", [second], words=["b"]) == STRANGE_WORDS[1]


@given(
    text=st.text(max_size=40),
    edits=st.lists(
        st.builds(Edit, st.sampled_from(EditKind), st.integers(0), st.integers(0)), max_size=5
    ),
)
def test_any_edits_fit_any_text(text: str, edits: list[Edit]) -> None:
    assert isinstance(edited(text, edits), str)


def test_words_are_told_once_in_order() -> None:
    assert words_of("a: b, a") == ("a", ":", " ", "b", ",")
