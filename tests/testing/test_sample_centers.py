"""Which center a demo of a pack is shown on."""

from __future__ import annotations

from ccops.testing.sample_centers import SAMPLE_CENTERS, sample_center_of


def test_a_pack_without_a_center_is_shown_on_that_of_the_pack_it_extends() -> None:
    found = sample_center_of(("our-own-pack", "telecom-7x24", "base"))

    assert found is SAMPLE_CENTERS["telecom-7x24"]


def test_a_pack_of_its_own_has_none() -> None:
    assert sample_center_of(("our-own-pack", "base")) is None
