"""The clauses of the manuals: every one is carried by a bundled pack, or said not to be."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from ccops.hooks import gather
from ccops.rulepack.clauses import pack_clauses
from tests import loaded

PAGE: Final = Path(__file__).parents[2] / "docs/reference/clauses.md"
CLAUSES: Final = {"S0": 19, "S1": 35, "S2": 20, "S3": 30, "S4": 26}
#: What every center shares. S4-01 and S4-25 are of every center too, but are about posts, and
#: base has none.
CORE: Final = [f"S3-{n:02}" for n in (2, 10, 11, 12, 13, 14, 16, 17, 18, 23, 25)]
EVERY: Final = [f"{part}-{n:02}" for part, count in CLAUSES.items() for n in range(1, count + 1)]


def carried() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name in gather("installed").catalog.packs:
        for clause in pack_clauses(loaded.pack(name)):
            found.setdefault(clause.name, set()).add(name)
    return found


def test_there_are_130_clauses() -> None:
    assert len(EVERY) == 130


def test_every_clause_is_carried_or_the_page_says_why_not() -> None:
    left_out = set(re.findall(r"S\d-\d\d", PAGE.read_text("utf-8").split("%% generated")[1]))

    assert left_out == set(EVERY) - set(carried())


def test_no_pack_names_a_clause_that_is_not_there() -> None:
    named = {each for each in carried() if re.match(r"S\d-", each)}

    assert named <= set(EVERY)


@pytest.mark.parametrize("clause", CORE)
def test_what_every_center_shares_is_in_base(clause: str) -> None:
    assert "base" in carried()[clause]


@pytest.mark.parametrize("clause", ["S4-01", "S4-25"])
def test_what_every_center_asks_of_its_posts_is_where_posts_are(clause: str) -> None:
    assert "outsourced" in carried()[clause]
