"""Reads conversation details and user details of Genesys Cloud into ccops."""

from __future__ import annotations

from ccops import hookimpl
from ccops_genesys.conversation_details import ConversationDetailsAdapter
from ccops_genesys.user_details import UserDetailsAdapter

__all__ = ["ConversationDetailsAdapter", "UserDetailsAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[ConversationDetailsAdapter, UserDetailsAdapter]:
    """Return the adapters ``genesys-conversations`` and ``genesys-user-details``."""
    return ConversationDetailsAdapter(), UserDetailsAdapter()
