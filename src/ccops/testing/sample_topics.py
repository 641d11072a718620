"""What the calls of a sample month were about, as agents register it: of every third call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.testing.sample_days import written
from ccops.testing.sample_tables import SampleTable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ccops.testing.sample_answers import Visit

_REGISTERED_EVERY: Final = 3


def topics_table(visits: Iterable[Visit], topics: Mapping[str, Sequence[str]]) -> SampleTable:
    """Return the file ``topics``; ``topics`` are those of each queue, by how often they come.

    Nothing here is drawn, so that the rest of a month is the same with it and without.
    """
    answered = (each for each in visits if each.agent is not None and each.number == 1)
    rows = tuple(
        (visit.caller.call_id, written(visit.connected), _topic(number, topics[visit.queue]))
        for number, visit in enumerate(answered)
        if number % _REGISTERED_EVERY == 0
    )
    return SampleTable(name="topics", columns=("contact_id", "at", "topic"), rows=rows)


def _topic(number: int, topics: Sequence[str]) -> str:
    return topics[number // _REGISTERED_EVERY % len(topics)]
