"""Reads conversation details and user details of Genesys Cloud into ccops.

Nothing of a reader is imported before it is asked for: a center opens without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops import hookimpl
from ccops.doors import opened_later

if TYPE_CHECKING:
    from ccops_genesys.conversation_details import ConversationDetailsAdapter
    from ccops_genesys.user_details import UserDetailsAdapter
else:
    __getattr__ = opened_later(
        __name__,
        {
            "conversation_details": ("ConversationDetailsAdapter",),
            "user_details": ("UserDetailsAdapter",),
        },
    )

__all__ = ["ConversationDetailsAdapter", "UserDetailsAdapter", "ccops_contact_adapters"]


@hookimpl
def ccops_contact_adapters() -> tuple[ConversationDetailsAdapter, UserDetailsAdapter]:
    """Return the adapters ``genesys-conversations`` and ``genesys-user-details``."""
    from ccops_genesys.conversation_details import ConversationDetailsAdapter
    from ccops_genesys.user_details import UserDetailsAdapter

    return ConversationDetailsAdapter(), UserDetailsAdapter()
