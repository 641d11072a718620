"""Every worked example of the telecom manual is a case of its pack, or a test, by its number."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
CASES: Final = ROOT / "rulepacks" / "telecom-7x24" / "cases"
#: Examples with a letter: the same people under another reading, or a second half.
LETTERED: Final = ("8b", "21b", "24b", "28b", "42b", "105b", "117b", "118b", "49a", "49b", "49c")
NUMBERS: Final = [
    *(str(each) for each in chain(range(1, 49), range(59, 62), range(90, 154))),
    *LETTERED,
    "49d",
]
_NAMED: Final = re.compile(r"gc[-_](\d+[a-d]?)(?:_and_(\d+))?", re.IGNORECASE)


@pytest.fixture(scope="module")
def found() -> frozenset[str]:
    """The numbers that cases and tests name, without leading zeros."""
    files = [*CASES.glob("*.yaml"), *(ROOT / "tests").rglob("test_*.py")]
    texts = (each.read_text("utf-8") for each in files if each != Path(__file__))
    named = chain.from_iterable(_NAMED.findall(text) for text in texts)
    return frozenset(each.lstrip("0").lower() for pair in named for each in pair if each)


@pytest.mark.parametrize("number", NUMBERS)
def test_a_worked_example_is_a_case_or_a_test(number: str, found: frozenset[str]) -> None:
    assert number in found
