"""Reads contact records and agent events of Amazon Connect into ccops."""

from __future__ import annotations

from ccops import hookimpl
from ccops_amazon_connect.agent_events import AgentEventsAdapter
from ccops_amazon_connect.contact_records import ContactRecordsAdapter

__all__ = ["AgentEventsAdapter", "ContactRecordsAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[ContactRecordsAdapter, AgentEventsAdapter]:
    """Return the adapters ``amazon-connect-contacts`` and ``amazon-connect-agent-events``."""
    return ContactRecordsAdapter(), AgentEventsAdapter()
