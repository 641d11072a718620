"""Reads what Asterisk writes into ccops; ``queue_log`` is the reference telephony adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops import hookimpl
from ccops_asterisk.adapter import GmtQueueLogAdapter, QueueLogAdapter
from ccops_asterisk.cdr import CdrAdapter, GmtCdrAdapter
from ccops_asterisk.cel import CelAdapter, GmtCelAdapter
from ccops_asterisk.tables import DatabaseTable

if TYPE_CHECKING:
    from ccops.adapters import ContactAdapter

__all__ = [
    "CdrAdapter",
    "CelAdapter",
    "DatabaseTable",
    "GmtCdrAdapter",
    "GmtCelAdapter",
    "GmtQueueLogAdapter",
    "QueueLogAdapter",
    "ccops_contact_adapters",
]


@hookimpl
def ccops_contact_adapters() -> tuple[ContactAdapter, ...]:
    """Return the adapters for the queue log, detail records of calls and channel events."""
    return (
        QueueLogAdapter(),
        GmtQueueLogAdapter(),
        CdrAdapter(),
        GmtCdrAdapter(),
        CelAdapter(),
        GmtCelAdapter(),
    )
