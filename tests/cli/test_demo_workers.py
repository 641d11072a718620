"""What the demo asks of the process it runs in."""

from __future__ import annotations

import gc

from ccops.cli.demo_workers import rarely_collected


def test_the_garbage_collector_is_as_it_was_when_the_demo_is_done() -> None:
    usual, frozen = gc.get_threshold(), gc.get_freeze_count()

    with rarely_collected():
        assert gc.isenabled()
        assert gc.get_threshold() > usual

    assert gc.get_threshold() == usual
    assert gc.get_freeze_count() == frozen == 0
