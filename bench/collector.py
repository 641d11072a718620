"""The garbage collector: how much of some work's processor time it takes."""

from __future__ import annotations

import gc
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen(kw_only=True)
class Taken:
    """Seconds of processor time, and how many of them the garbage collector took."""

    whole: float
    collector: float

    @property
    def apart(self) -> float:
        """The seconds but for those of the collector."""
        return self.whole - self.collector

    def over(self, count: int) -> Taken:
        """Return what one of so many took."""
        return Taken(whole=self.whole / count, collector=self.collector / count)


@contextmanager
def collecting() -> Iterator[list[float]]:
    """Note how long each run of the collector takes."""
    taken: list[float] = []

    def note(phase: str, _: dict[str, Any]) -> None:
        began = 0.0 if phase == "start" else taken.pop()
        taken.append(time.process_time() - began)

    gc.callbacks.append(note)
    try:
        yield taken
    finally:
        gc.callbacks.remove(note)
