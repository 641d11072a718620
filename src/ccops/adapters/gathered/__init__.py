"""Sources that write a contact in rows: gathered by contact, told once it is over."""

from __future__ import annotations

from ccops.adapters.gathered.adapter import GatheringAdapter
from ccops.adapters.gathered.waiting import Part

__all__ = [
    "GatheringAdapter",
    "Part",
]
