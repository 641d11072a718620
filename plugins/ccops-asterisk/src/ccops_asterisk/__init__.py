"""Reads the ``queue_log`` of Asterisk into ccops: the reference telephony adapter."""

from __future__ import annotations

from ccops import hookimpl
from ccops_asterisk.adapter import QueueLogAdapter

__all__ = ["QueueLogAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[QueueLogAdapter, ...]:
    """Return the adapter ``asterisk-queue-log``."""
    return (QueueLogAdapter(),)
