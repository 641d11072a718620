"""The closed lists of words that telephony records speak in."""

from __future__ import annotations

from typing import Final

#: How a visit to a queue ended; every visit has exactly one.
OUTCOMES: Final = frozenset(
    {
        "answered",
        "abandoned",
        "timeout",
        "exit_key",
        "exit_empty",
        "overflow",
        "refused_full",
        "refused_closed",
        "withdrawn",
        "callback",
        "system_failure",
        "open",
        "unknown",
    }
)
#: Outcomes that a service-level contract may never count as abandoned.
NEVER_ABANDONED: Final = frozenset({"answered", "open"})
#: How an offer to one agent ended.
OFFER_RESULTS: Final = frozenset(
    {"answered", "no_answer", "busy", "unavailable", "declined", "canceled", "unknown"}
)
#: How an agent handed a contact on; ``other`` where the source says that, but not how. Of a source
#: that tells of no transfers it is missing: ``none`` says that there was none.
TRANSFERS: Final = frozenset({"none", "blind", "attended", "conference", "other"})
#: Who or what ended a conversation.
ENDED_BY: Final = frozenset(
    {"customer", "agent", "system", "transfer", "restart", "open", "unknown"}
)
#: What told the reader that a visit was over.
CLOSED_BY: Final = frozenset({"event", "restart", "next_visit", "open"})
#: The ways a contact comes in.
CHANNELS: Final = frozenset({"voice", "chat", "email", "callback"})
#: Which way a contact goes; ``unknown`` where the source does not say.
DIRECTIONS: Final = frozenset({"inbound", "outbound", "internal", "unknown"})
