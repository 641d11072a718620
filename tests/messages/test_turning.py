"""Names with signs of direction turn nothing around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.messages import isolated, turning_sign

_DEPTH = {"\u2066": 1, "\u2067": 1, "\u2068": 1, "\u2069": -1}
signs = st.text(st.sampled_from("a1王ש\u202e\u202c\u2066\u2067\u2068\u2069\u200f"), max_size=12)


@pytest.mark.parametrize("text", ["", "E17", "王大海 001468", "José", "O'Neill (café)"])
def test_what_is_read_rightwards_stays_as_it_was(text: str) -> None:
    assert isolated(text) == text
    assert turning_sign(text) == ""


@pytest.mark.parametrize("sign", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2069")
def test_a_sign_that_turns_texts_is_named(sign: str) -> None:
    assert turning_sign(f"王{sign}大") == f"U+{ord(sign):04X}"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("דנה", "\u2068דנה\u2069"),
        ("\u202eWang", "\u2068\u202eWang\u2069"),
        ("\u2069Wang", "\u2068Wang\u2069"),
        ("\u2067Wang", "\u2068\u2067Wang\u2069\u2069"),
    ],
)
def test_a_name_that_turns_is_kept_to_itself(text: str, kept: str) -> None:
    assert isolated(text) == kept


@given(text=signs)
def test_whatever_opens_in_a_text_closes_in_it(text: str) -> None:
    depth = 0
    found = isolated(text)
    for place, sign in enumerate(found, 1):
        depth += _DEPTH.get(sign, 0)
        assert depth > 0 or place == len(found) or found == text

    assert depth == 0
