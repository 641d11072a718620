"""The maps of the examples: no pay line of the bundled pack is forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

from tests import loaded

if TYPE_CHECKING:
    from ccops.center import Center
    from ccops.settlement import Settlement

DATA: Final = Path(__file__).parents[2] / "examples" / "data"
MAPS: Final = sorted(DATA.glob("payroll*.yaml"))


@pytest.fixture(scope="module")
def bundled() -> Center:
    return loaded.center()


@pytest.fixture(scope="module")
def nobody(bundled: Center) -> Settlement:
    month = bundled.month("2026-10", employees=[], decisions={"award_themes": []})
    month = month.starting_from(month.opening([]))
    return month.settle(month.facts({}))


@pytest.mark.parametrize("place", MAPS, ids=lambda each: each.stem)
def test_every_pay_code_of_the_bundled_pack_has_a_row_in_each_map(
    bundled: Center, nobody: Settlement, place: Path
) -> None:
    """Left to the export itself, which names each line that is forgotten or unknown."""
    made = bundled.export(nobody, place, release="draft")

    assert [each.pay_code for each in made.tables[0].totals] == [
        each.code for each in nobody.rules.plan.lines
    ]
