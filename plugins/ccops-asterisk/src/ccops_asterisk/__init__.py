"""Reads what Asterisk writes into ccops; ``queue_log`` is the reference telephony adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops import hookimpl
from ccops_asterisk.adapter import QueueLogAdapter
from ccops_asterisk.cdr import CdrAdapter, GmtCdrAdapter

if TYPE_CHECKING:
    from ccops.adapters import ContactAdapter

__all__ = ["CdrAdapter", "GmtCdrAdapter", "QueueLogAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[ContactAdapter, ...]:
    """Return the adapters for the queue log and for detail records of calls."""
    return (QueueLogAdapter(), CdrAdapter(), GmtCdrAdapter())
