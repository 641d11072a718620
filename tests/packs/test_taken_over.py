"""What an assembly takes over from another reading or period is what would be made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.hooks import gather
from ccops.rulepack import Pack, load
from ccops.rulepack.assembly.memo import AssemblyMemo
from ccops.rulepack.lints import Reach
from ccops.rulepack.whole_checks import Look, Readings

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
    return attrs.evolve(pack, memo=AssemblyMemo())


def others(pack: Pack) -> list[tuple[str, str]]:
    return [
        (name, reading)
        for name, choice in pack.choices.items()
        for reading in choice.readings
        if reading != pack.readings[name]
    ]


@pytest.mark.parametrize("label", ["", "2026-02"])
@pytest.mark.parametrize("name", sorted(CATALOG.packs))
def test_every_reading_after_all_the_others_is_as_made_anew(name: str, label: str) -> None:
    taken = load(name, CATALOG, readings=Readings.TAKEN)
    look = Look()
    look.at(taken, (), Reach.PACK)
    different = []
    for choice, reading in others(taken):
        other = taken.with_choices(**{choice: reading})
        fresh = anew(other)
        found = look.at(other, (), label=label), Look().at(fresh, (), label=label)
        made = other.check_assembly(label), fresh.check_assembly(label)
        if found[0] != found[1] or not alike(*made):
            different.append((choice, reading))
    assert not different
