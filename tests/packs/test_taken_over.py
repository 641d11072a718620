"""What an assembly takes over from another reading or period is what would be made anew."""

from __future__ import annotations

import attrs
from hypothesis import given
from hypothesis import strategies as st

from ccops.hooks import gather
from ccops.rulepack import Pack, load
from ccops.rulepack.assembly.assembling import Assembly, AssemblyMemo
from tests.laws import tried

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


@tried(30)
@given(other=st.sampled_from(OTHERS), label=st.sampled_from(["", "2026-02"]))
def test_a_reading_after_whatever_others_is_as_made_anew(
    other: tuple[str, str], label: str
) -> None:
    """What one example has made is there for the next, in whatever order they come."""
    name, reading = other
    taken = PACK.with_choices(**{name: reading})

    assert alike(taken.check_assembly(label), anew(taken).check_assembly(label))
