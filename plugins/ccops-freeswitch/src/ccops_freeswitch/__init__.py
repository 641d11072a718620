"""Reads queue events and call records of FreeSWITCH into ccops.

Nothing of a reader is imported before it is asked for: a center opens without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops import hookimpl
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops.adapters import GatheringAdapter
    from ccops_freeswitch.call_records import CallRecordsAdapter
    from ccops_freeswitch.callcenter import CallcenterAdapter
else:
    __getattr__ = opened_later(
        __name__,
        {
            "call_records": ("CallRecordsAdapter",),
            "callcenter": ("CallcenterAdapter",),
        },
    )

__all__ = ["CallRecordsAdapter", "CallcenterAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[GatheringAdapter, ...]:
    """Return the adapters ``freeswitch-callcenter`` and ``freeswitch-cdr``."""
    from ccops_freeswitch.call_records import CallRecordsAdapter
    from ccops_freeswitch.callcenter import CallcenterAdapter

    return (CallcenterAdapter(), CallRecordsAdapter())
