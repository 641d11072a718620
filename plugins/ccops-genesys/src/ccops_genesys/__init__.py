"""Reads conversation details of Genesys Cloud into ccops."""

from __future__ import annotations

from ccops import hookimpl
from ccops_genesys.conversation_details import ConversationDetailsAdapter

__all__ = ["ConversationDetailsAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[ConversationDetailsAdapter, ...]:
    """Return the adapter ``genesys-conversations``."""
    return (ConversationDetailsAdapter(),)
