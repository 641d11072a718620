"""The local clock by which contacts are grouped; it stands with the values, for every room."""

from __future__ import annotations

from ccops.values.local_clock import ClockReading, LocalClock, half_hour_label, zone_named

__all__ = ["ClockReading", "LocalClock", "half_hour_label", "zone_named"]
