"""What a source tells of a contact, written as the records of a contact."""

from __future__ import annotations

from ccops.adapters.contacts.canonical import (
    Contact,
    Conversation,
    Dial,
    Event,
    Known,
    Offer,
    Survey,
    Untold,
    Visit,
    Word,
)
from ccops.adapters.contacts.writer import ContactWriter

__all__ = [
    "Contact",
    "ContactWriter",
    "Conversation",
    "Dial",
    "Event",
    "Known",
    "Offer",
    "Survey",
    "Untold",
    "Visit",
    "Word",
]
