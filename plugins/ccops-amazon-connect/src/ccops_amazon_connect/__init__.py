"""Reads contact records and agent events of Amazon Connect into ccops.

Nothing of a reader is imported before it is asked for: a center opens without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops import hookimpl
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops_amazon_connect.agent_events import AgentEventsAdapter
    from ccops_amazon_connect.contact_records import ContactRecordsAdapter
else:
    __getattr__ = opened_later(
        __name__,
        {
            "agent_events": ("AgentEventsAdapter",),
            "contact_records": ("ContactRecordsAdapter",),
        },
    )

__all__ = ["AgentEventsAdapter", "ContactRecordsAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[ContactRecordsAdapter, AgentEventsAdapter]:
    """Return the adapters ``amazon-connect-contacts`` and ``amazon-connect-agent-events``."""
    from ccops_amazon_connect.agent_events import AgentEventsAdapter
    from ccops_amazon_connect.contact_records import ContactRecordsAdapter

    return ContactRecordsAdapter(), AgentEventsAdapter()
