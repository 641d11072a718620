"""The calls of a sample month as a plain table, for a center without a telephony plugin."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.testing.sample_callers import CallEnd
from ccops.testing.sample_days import second_at
from ccops.testing.sample_tables import SampleTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.testing.sample_answers import Visit
    from ccops.testing.sample_days import SampleDays

#: The adapter that reads the table, by the map beside it.
TABLE_ADAPTER: Final = "csv-map"
CALLS_MAP: Final = """\
# One row a call in a queue; what a talk was made of is not told, and no after-call work.
record: [visit, segment]
delimiter: ','
encoding: utf-8
zone: Asia/Shanghai
columns:
  contact_id: call_id
  visit_no: visit
  queue: queue
  outcome: outcome
  agent: agent
  entered_at: {from: entered, unit: epoch_s}
  wait: {from: wait, unit: s}
  talk_hold: {from: talk, unit: s}
  transfer: transfer
key: [call_id, visit]
"""
_OUTCOMES: Final = {CallEnd.TIMEOUT: "timeout", CallEnd.EXIT_KEY: "exit_key"}
_TRANSFERS: Final = {CallEnd.BLIND_TRANSFER: "blind", CallEnd.ATTENDED_TRANSFER: "attended"}


def calls_table(visits: Iterable[Visit], days: SampleDays) -> SampleTable:
    """Return the calls that ended by the midnight after the month, one row a visit."""
    midnight = second_at(days.every[-1] + dt.timedelta(days=1), 0)
    rows = [_row(each) for each in visits if each.connected + each.talk < midnight]
    return SampleTable(
        name="calls",
        columns=(
            "call_id", "visit", "queue", "outcome", "agent", "entered", "wait", "talk", "transfer",
        ),
        rows=tuple(rows),
    )  # fmt: skip


def _row(visit: Visit) -> tuple[str, ...]:
    answered = visit.agent is not None
    outcome = "answered" if answered else _OUTCOMES.get(visit.end, "abandoned")
    return (
        visit.caller.call_id,
        str(visit.number),
        visit.queue,
        outcome,
        visit.agent.alias if visit.agent is not None else "",
        str(visit.entered),
        str(visit.wait),
        str(visit.talk) if answered else "",
        _TRANSFERS.get(visit.end, "none"),
    )
