"""Reads queue events and call records of FreeSWITCH into ccops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops import hookimpl
from ccops_freeswitch.call_records import CallRecordsAdapter
from ccops_freeswitch.callcenter import CallcenterAdapter

if TYPE_CHECKING:
    from ccops.adapters import GatheringAdapter

__all__ = ["CallRecordsAdapter", "CallcenterAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[GatheringAdapter, ...]:
    """Return the adapters ``freeswitch-callcenter`` and ``freeswitch-cdr``."""
    return (CallcenterAdapter(), CallRecordsAdapter())
