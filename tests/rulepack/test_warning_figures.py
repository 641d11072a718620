"""A figure that warns says yes or no of each of the people, and nothing need read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.rulepack.conftest import Shelf

LOW = """\
figures:
  low_score:
    for: agents
    unit: {unit}
    is: {formula}
    warns: {{zh: 得分过低，请复核, en: 'a low score: look at it'}}
    source: M-02
"""


def test_a_flag_of_people_may_warn(shelf: Shelf) -> None:
    shelf.pack(LOW.format(unit="flag", formula="score < 60"))

    assert shelf.found() == []


@pytest.mark.parametrize(
    "rules",
    [
        LOW.format(unit="count", formula="1"),
        LOW.format(unit="flag", formula="1 > 0").replace("for: agents", "for: center"),
        LOW.format(unit="flag", formula="score < 60").replace("    unit: flag\n", ""),
    ],
    ids=["no flag", "the center", "no unit"],
)
def test_anything_else_may_not(shelf: Shelf, rules: str) -> None:
    shelf.pack(rules)

    assert ("warns-needs-flag", "2:3") in shelf.found()


def test_a_flag_that_nothing_reads_and_that_warns_of_nothing_is_told(shelf: Shelf) -> None:
    rules = LOW.format(unit="flag", formula="score < 60")
    shelf.pack("\n".join(each for each in rules.split("\n") if "warns" not in each))

    assert ("unused-name", "2:3") in shelf.found()
