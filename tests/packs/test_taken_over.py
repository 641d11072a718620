"""What an assembly takes over from another reading or period is what would be made anew."""

from __future__ import annotations

import attrs
import pytest

from ccops.hooks import gather
from ccops.rulepack import Pack, load
from ccops.rulepack.assembly.assembling import Assembly, AssemblyMemo

CATALOG = gather(()).catalog
PACK = load("telecom-7x24", CATALOG)
OTHERS = [
    (name, reading)
    for name, choice in PACK.choices.items()
    for reading in choice.readings
    if reading != PACK.readings[name]
]


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


@pytest.mark.parametrize("label", ["", "2026-02"])
def test_every_reading_after_all_the_others_is_as_made_anew(label: str) -> None:
    different = []
    for name, reading in OTHERS:
        other = PACK.with_choices(**{name: reading})
        if not alike(other.check_assembly(label), anew(other).check_assembly(label)):
            different.append((name, reading))
    assert not different
