"""Channels of Asterisk: the telephone or line that one is of."""

from __future__ import annotations

import re
from typing import Final

from ccops.contacts import OFFER, QUEUE_VISIT

#: Records that nobody has who sees channels alone: who waited in a queue, whose telephone rang.
NO_QUEUES: Final = frozenset({QUEUE_VISIT.name, OFFER.name})
#: A channel is a device and a number of its own: ``PJSIP/1127-0000001a``.
_CHANNEL: Final = re.compile(r"(.+)-[0-9a-f]+(?:;[12])?(?:<.*>)?", re.ASCII)
#: Channels that only join, play or record, and are nobody's telephone.
_NOBODY: Final = (
    "Local/", "Message/", "Surrogate/", "Announcer/", "Recorder/", "Snoop/", "CBAnn/", "CBRec/",
)  # fmt: skip


def device_of(channel: str) -> str:
    """Return the telephone or line of a channel; nothing of one that is nobody's.

    >>> device_of("PJSIP/1127-0000001a"), device_of("Local/1127@agents-00000002;2")
    ('PJSIP/1127', '')
    """
    found = _CHANNEL.fullmatch(channel)
    return "" if found is None or channel.startswith(_NOBODY) else found[1]
