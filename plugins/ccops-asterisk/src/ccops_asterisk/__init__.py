"""Reads what Asterisk writes into ccops; ``queue_log`` is the reference telephony adapter.

Nothing of a reader is imported before it is asked for: a center opens without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops import hookimpl
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops.adapters import ContactAdapter
    from ccops_asterisk.adapter import GmtQueueLogAdapter, QueueLogAdapter
    from ccops_asterisk.cdr import CdrAdapter, GmtCdrAdapter
    from ccops_asterisk.cel import CelAdapter, GmtCelAdapter
    from ccops_asterisk.tables import DatabaseTable
else:
    __getattr__ = opened_later(
        __name__,
        {
            "adapter": ("GmtQueueLogAdapter", "QueueLogAdapter"),
            "cdr": ("CdrAdapter", "GmtCdrAdapter"),
            "cel": ("CelAdapter", "GmtCelAdapter"),
            "tables": ("DatabaseTable",),
        },
    )

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
    from ccops_asterisk.adapter import GmtQueueLogAdapter, QueueLogAdapter
    from ccops_asterisk.cdr import CdrAdapter, GmtCdrAdapter
    from ccops_asterisk.cel import CelAdapter, GmtCelAdapter

    return (
        QueueLogAdapter(),
        GmtQueueLogAdapter(),
        CdrAdapter(),
        GmtCdrAdapter(),
        CelAdapter(),
        GmtCelAdapter(),
    )
