"""Conversations of a length that hardly any has: kept, and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.adapters.contacts.canonical import Contact
    from ccops.adapters.protocol.options import ReadOptions

#: Longer than a day's work at one call: a transfer that is not logged looks like this.
LONG = "talk-long"
#: Over as soon as it began: an agent who hangs up looks like this.
SHORT = "talk-short"


def odd_lengths(contact: Contact, options: ReadOptions) -> Iterator[tuple[str, int]]:
    """Yield a code and a place for each conversation that is unlikely long, or short.

    How short is short the host says; by itself nothing is.
    """
    through_queues = (talk for visit in contact.visits for talk in visit.conversations)
    for talk in (*through_queues, *contact.conversations):
        lasted = talk.handled
        if not isinstance(lasted, int):
            continue
        if lasted > options.long_talk_ms:
            yield LONG, talk.place
        elif lasted < options.short_talk_ms:
            yield SHORT, talk.place
