"""Which month a demo of a pack is shown on."""

from __future__ import annotations

from pathlib import Path

from ccops.adapters import SampleInput
from ccops.testing.sample_centers import SAMPLE_CENTERS, sample_of

OURS = SampleInput(
    pack="our-own-pack", folder=Path("october"), period="2026-10", figure="night_pay"
)


def test_a_pack_without_a_month_is_shown_on_that_of_the_pack_it_extends() -> None:
    found = sample_of(("our-own-pack", "telecom-7x24", "base"), {})

    assert found is SAMPLE_CENTERS["telecom-7x24"]


def test_a_pack_of_its_own_has_none() -> None:
    assert sample_of(("our-own-pack", "base"), {}) is None


def test_a_month_that_a_plugin_brings_goes_before_that_of_a_parent() -> None:
    assert sample_of(("our-own-pack", "telecom-7x24"), {"our-own-pack": OURS}) is OURS
