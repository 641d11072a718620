"""The queues of a sample log as those of the clients of an outsourced center."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from ccops.testing.sample_answers import Visit
    from ccops.testing.sample_log import SampleLog

#: The queues of the sample log, and whose they are here.
_QUEUES: Final = {"service": "bank_hotline", "refund": "travel_hotline"}


def of_clients(visit: Visit) -> Visit:
    """Return a visit in the queue of the client."""
    return visit.told(
        queue=_QUEUES[visit.queue],
        agent=visit.agent,
        wait=visit.wait,
        talk=visit.talk,
        after=visit.after,
    )


def log_of_clients(log: SampleLog) -> SampleLog:
    """Return the log with the queues of the clients."""
    lines: list[str] = []
    for line in log.lines:
        parts = line.split("|", 3)
        if len(parts) > 2:  # noqa: PLR2004 - a broken line has fewer
            parts[2] = _QUEUES.get(parts[2], parts[2])
        lines.append("|".join(parts))
    return attrs.evolve(log, lines=tuple(lines))
