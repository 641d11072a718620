"""On how many examples a law is tried: enough for every day, and many more when asked for."""

from __future__ import annotations

from typing import Any, Final

from hypothesis import settings

_USUAL: Final = 100


def tried(count: int, **others: Any) -> settings:
    """Return the settings of a law whose examples are dear, ``count`` of them on a usual day.

    A profile with more examples than usual multiplies them: ``--hypothesis-profile=deep``.
    """
    most = max(1, count * settings().max_examples // _USUAL)
    return settings(max_examples=most, **others)
