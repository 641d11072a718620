"""What hosts and plugins are promised does not change without somebody saying so."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import ccops
from tests.api.listing import listing

PUBLIC: Final = Path(__file__).with_name("public.txt")


def test_the_public_api_is_what_is_written_down() -> None:
    written = PUBLIC.read_text(encoding="utf-8").splitlines()
    found = listing().splitlines()

    gone = [each for each in written if each not in found]
    new = [each for each in found if each not in written]
    assert (gone, new) == ([], [])  # meant? python tests/api/listing.py > tests/api/public.txt


def test_every_name_of_the_front_door_is_written_down() -> None:
    names = {line.split("(")[0].split(":")[0] for line in PUBLIC.read_text("utf-8").splitlines()}

    assert {f"ccops.{each}" for each in ccops.__all__} - names == set()
