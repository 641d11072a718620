"""The adapter against what every adapter has to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops_asterisk import QueueLogAdapter

from ccops.testing.adapter_conformance import AdapterConformance

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.adapters import Contact, Visit

_EXITS = {"abandoned": "ABANDON", "timeout": "EXITWITHTIMEOUT"}


class TestQueueLog(AdapterConformance):
    adapter = QueueLogAdapter()
    carries = frozenset(
        {
            "timeout",
            "offers",
            "two_visits",
            "two_conversations",
            "open",
            "same_second",
            "transfers",
        }
    )
    broken = ("garbage", "1772722800|a1|sales", "1772722800|a1|sales|Agent/1|CONNECT|five|1|2")
    agent_pattern = "Agent/*"

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        every = [
            line for each in contacts for visit in each.visits for line in _visit(each, visit)
        ]
        return [line for _, line in sorted(every, key=lambda one: one[0])]

    def instant(self, line: str) -> object:
        return line.partition("|")[0]


def _visit(contact: Contact, visit: Visit) -> Iterator[tuple[int, str]]:
    """Yield the lines of a visit, each with the instant it is written at."""

    def line(ms: int, agent: str, event: str, *told: object) -> tuple[int, str]:
        head = (ms // 1_000, contact.contact_id, visit.queue, agent, event, *told)
        return ms, "|".join(map(str, head))

    yield line(visit.entered_ms, "NONE", "ENTERQUEUE", "", contact.customer, 1)
    for offer in visit.offers:
        if offer.result == "no_answer" and isinstance(offer.ring_ms, int):
            at = offer.offered_ms + offer.ring_ms
            yield line(at, f"Agent/{offer.agent}", "RINGNOANSWER", offer.ring_ms)
    wait = visit.waited if isinstance(visit.waited, int) else 0
    until = visit.entered_ms + wait
    for talk in visit.conversations:
        agent = f"Agent/{talk.agent}"
        yield line(talk.connected_ms, agent, "CONNECT", wait // 1_000, f"{until}.9", 2)
        if isinstance(talk.ended_ms, int):
            told = (wait // 1_000, (talk.ended_ms - talk.connected_ms) // 1_000, 1)
            yield line(talk.ended_ms, agent, "COMPLETECALLER", *told)
    if visit.outcome in _EXITS:
        yield line(until, "NONE", _EXITS[visit.outcome], 1, 1, wait // 1_000)
