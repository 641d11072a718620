"""What the doctor finds: one thing that is there, lacking, or wrong."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

import attrs


class State(enum.Enum):
    """Whether something is as it should be, not there (and need not be), or wrong."""

    WELL = "well"
    ABSENT = "absent"
    WRONG = "wrong"


@attrs.frozen(kw_only=True)
class Finding:
    """One thing. ``message`` is its text in the catalogs, which says ``name`` and ``told``."""

    topic: str
    name: str
    state: State
    message: str
    told: Mapping[str, str] = attrs.field(factory=dict[str, str])

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as JSON data."""
        found = {"topic": self.topic, "name": self.name, "state": self.state.value}
        return {**found, **self.told}
