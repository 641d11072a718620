"""The log of the exchange keeps what every adapter has to keep, and refuses what is no call."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from ccops_example.line_log import LineLogAdapter

from ccops.adapters import ReadOptions, Source
from ccops.testing.adapter_conformance import AdapterConformance

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.adapters import Contact


class TestLineLog(AdapterConformance):
    """The kit writes contacts with ``lines``, and holds what is read against them."""

    adapter = LineLogAdapter()
    carries = frozenset({"same_second"})
    broken = (
        "no such line",
        "2026-03-05T10:00:00-05:00;x;sales;soon;;;",
        "2026-03-05T10:00:00-05:00;x;;7;;;",
    )

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return [_line(each) for each in contacts]


def _line(contact: Contact) -> str:
    (visit,) = contact.visits
    came = dt.datetime.fromtimestamp(visit.entered_ms // 1_000, dt.UTC).isoformat()
    agent, talked = "", ""
    if visit.conversations:
        (talk,) = visit.conversations
        agent, talked = talk.agent, str(int(talk.handled) // 1_000)  # type: ignore[arg-type]
    waited = int(visit.waited) // 1_000  # type: ignore[arg-type]  # the scripts know both
    cells = (came, contact.contact_id, visit.queue, waited, agent, talked, contact.customer)
    return ";".join(map(str, cells))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("2026-10-12T09:00:12;1;general;12;1101;180;", "time-unreadable"),  # no offset
        ("2026-10-12T09:00:12+08:00;;general;12;1101;180;", "field-missing"),
        ("2026-10-12T09:00:12+08:00;1;;12;1101;180;", "field-missing"),
        ("2026-10-12T09:00:12+08:00;1;general;12;;180;", "field-missing"),
        ("2026-10-12T09:00:12+08:00;1;general;1.5;1101;180;", "number-unreadable"),
        ("2026-10-12T09:00:12+08:00;1;general;9999999999;1101;180;", "number-too-large"),
        ("9999-12-31T23:59:59+00:00;1;general;12;1101;180;", "time-unreadable"),
        ("2026-10-12T09:00:12+08:00;1;general;12", "row-fields"),
    ],
)
def test_a_line_that_is_no_call_is_put_aside(line: str, code: str) -> None:
    options = ReadOptions(zone="Asia/Shanghai", quarantine_limit=Fraction(1))

    read = LineLogAdapter().read([Source(name="exchange.log", lines=(line,))], options)

    assert dict(read.report.counts) == {code: 1}
