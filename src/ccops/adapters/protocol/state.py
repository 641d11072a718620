"""What a read leaves open for the next one: plain data that can be stored as JSON."""

from __future__ import annotations

from collections.abc import Mapping

import attrs


@attrs.frozen(kw_only=True)
class OpenState:
    """Contacts still open at the end of a read, as one adapter's own plain data."""

    adapter: str
    format: int
    data: Mapping[str, object]

    def to_dict(self) -> dict[str, object]:
        """Return the state as plain JSON data."""
        return {"adapter": self.adapter, "format": self.format, "data": dict(self.data)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, object]) -> OpenState:
        """Return the state that ``to_dict`` stored. Raises ``ValueError`` where it is none."""
        adapter, format_, data = (stored.get(key) for key in ("adapter", "format", "data"))
        if isinstance(adapter, str) and isinstance(format_, int) and isinstance(data, Mapping):
            return cls(adapter=adapter, format=format_, data=data)
        raise ValueError("this is no stored state of a read")
