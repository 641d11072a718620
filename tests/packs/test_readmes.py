"""Each pack's page opens with how much of it comes from a manual; what it says is counted."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from ccops.rulepack import pack_sources
from tests import loaded

PACKS: Final = Path(__file__).parents[2] / "rulepacks"
#: A clause of one of the operating manuals, and no law or other document.
_CLAUSE: Final = re.compile(r"S\d-\d")
_SAID: Final = re.compile(r"^(\d+ of \d+) rules come from a manual\b")


@pytest.mark.parametrize("name", sorted(each.name for each in PACKS.iterdir()))
def test_a_pack_opens_with_how_many_rules_come_from_a_manual(name: str) -> None:
    lines = (PACKS / name / "README.md").read_text("utf-8").splitlines()
    own = pack_sources(loaded.pack(name, plugins="installed")).own.values()

    first = next(line for line in lines[1:] if line)
    said = _SAID.match(first)

    counted = f"{sum(bool(_CLAUSE.match(each)) for each in own)} of {len(own)}"
    assert said is not None, f"say '{counted} rules come from a manual' under the title"
    assert said[1] == counted
