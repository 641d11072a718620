"""What an assembly takes over from another reading or period is what would be made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.hooks import gather
from ccops.rulepack import Pack, load
from ccops.rulepack.assembly.shared_memo import SharedMemo
from ccops.rulepack.lints import Reach
from ccops.rulepack.readings import Readings
from ccops.rulepack.whole_checks import Look
from tests.laws import tried

if TYPE_CHECKING:
    from ccops.rulepack.assembly.assembling import Assembly

CATALOG = gather(()).catalog


def alike(one: Assembly, other: Assembly) -> bool:
    return (
        one.plan.steps == other.plan.steps
        and one.plan.reads == other.plan.reads
        and one.plan.misled == other.plan.misled
        and one.plan.lines == other.plan.lines
        and one.plan.history_needs == other.plan.history_needs
        and one.diagnostics == other.diagnostics
        and one.facts == other.facts
        and one.indicators == other.indicators
    )


def anew(pack: Pack) -> Pack:
    return attrs.evolve(pack, memo=SharedMemo())


TAKEN = {name: load(name, CATALOG, readings=Readings.TAKEN) for name in sorted(CATALOG.packs)}


def others(pack: Pack) -> list[tuple[str, str]]:
    return [
        (name, reading)
        for name, choice in pack.choices.items()
        for reading in choice.readings
        if reading != pack.readings[name]
    ]


@pytest.mark.parametrize("name", [name for name, pack in TAKEN.items() if others(pack)])
@tried(12)
@given(data=st.data(), label=st.sampled_from(["", "2026-02"]))
def test_a_reading_after_whatever_others_is_as_made_anew(
    name: str, data: st.DataObject, label: str
) -> None:
    """What one reading has made is there for the next, in whatever order they come."""
    taken = TAKEN[name]
    drawn = data.draw(st.lists(st.sampled_from(others(taken)), min_size=1, max_size=4))
    look = Look()
    look.at(taken, (), Reach.PACK)
    for choice, reading in drawn:
        other = taken.with_choices(**{choice: reading})
        fresh = anew(other)
        assert look.at(other, (), label=label) == Look().at(fresh, (), label=label)
        assert alike(other.check_assembly(label), fresh.check_assembly(label))
