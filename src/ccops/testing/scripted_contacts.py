"""Contacts with all that happens to contacts, for adapters to be held against."""

from __future__ import annotations

from typing import Final

import attrs

from ccops.adapters import Contact, Conversation, Offer, Visit
from ccops.values import Missing

#: The zone the scripts are made for; its clock changes on 8 March and 1 November 2026.
ZONE: Final = "America/New_York"
_SECOND: Final = 1_000
_MINUTE: Final = 60 * _SECOND
_MORNING: Final = 1_772_722_800_000  # 5 March 2026, 10:00 in New York
_MIDNIGHT: Final = 1_772_773_200_000  # 6 March 2026, 0:00
_SKIPPED: Final = 1_772_953_200_000  # 8 March 2026, 2:00, when it is 3:00
_TWICE: Final = 1_793_512_800_000  # 1 November 2026, 2:00, when it is 1:00 again
_LAST: Final = 1_793_541_600_000  # 1 November 2026, 9:00


@attrs.frozen(kw_only=True)
class Script:
    """Contacts that show one thing; ``needs`` is what a source has to be able to write down."""

    name: str
    contacts: tuple[Contact, ...]
    needs: frozenset[str] = frozenset()


def scripts() -> tuple[Script, ...]:
    """Return every script, in order of time; no two contacts share an id.

    ``needs`` are outcomes (``timeout``), ``offers``, ``two_visits``, ``open`` and
    ``same_second``.
    """
    return (*_on_one_morning(), *_when_clocks_turn())


def _on_one_morning() -> tuple[Script, ...]:
    return (
        Script(name="answered", contacts=(_answered("a1", _MORNING, wait=20, talk=180),)),
        Script(name="abandoned", contacts=(_unanswered("b1", _MORNING + 5 * _MINUTE, 31),)),
        Script(
            name="answered at once", contacts=(_answered("a0", _MORNING + 9 * _MINUTE, wait=0),)
        ),
        Script(
            name="two at the same second",
            contacts=tuple(
                _answered(f"s{n}", _MORNING + 12 * _MINUTE, wait=4, agent=f"110{n}")
                for n in (1, 2)
            ),
            needs=frozenset({"same_second"}),
        ),
        Script(
            name="one agent in two calls",
            contacts=(
                _answered("d1", _MORNING + 20 * _MINUTE, wait=5, talk=300),
                _answered("d2", _MORNING + 22 * _MINUTE, wait=5, talk=60),
            ),
        ),
        Script(
            name="timed out",
            contacts=(_unanswered("t1", _MORNING + 40 * _MINUTE, 60, outcome="timeout"),),
            needs=frozenset({"timeout"}),
        ),
        Script(
            name="from one queue to the next",
            contacts=(_overflowing("o1", _MORNING + 50 * _MINUTE),),
            needs=frozenset({"timeout", "two_visits"}),
        ),
        Script(
            name="not taken by the first agent",
            contacts=(_passed_on("p1", _MORNING + 60 * _MINUTE),),
            needs=frozenset({"offers"}),
        ),
    )


def _when_clocks_turn() -> tuple[Script, ...]:
    return (
        Script(
            name="waiting over midnight",
            contacts=(_answered("m1", _MIDNIGHT - 5 * _SECOND, wait=25),),
        ),
        Script(
            name="talking over midnight",
            contacts=(_answered("m2", _MIDNIGHT - 9 * _MINUTE, wait=3, talk=1_200),),
        ),
        Script(
            name="over the hour that is skipped",
            contacts=(_answered("c1", _SKIPPED - _MINUTE, wait=90, talk=120),),
        ),
        Script(
            name="in the hour that comes twice",
            contacts=(
                _answered("c2", _TWICE - 30 * _MINUTE, wait=10),
                _answered("c3", _TWICE + 30 * _MINUTE, wait=10),
                _answered("c4", _TWICE - _MINUTE, wait=90, talk=120),
            ),
        ),
        Script(
            name="open at the end",
            contacts=(_waiting("w1", _LAST), _talking("w2", _LAST + 20 * _SECOND)),
            needs=frozenset({"open"}),
        ),
    )


def _answered(  # a call as most are
    contact_id: str, entered: int, *, wait: int, talk: int = 60, agent: str = "1101"
) -> Contact:
    connected = entered + wait * _SECOND
    ended = connected + talk * _SECOND
    conversation = Conversation(
        agent=agent,
        connected_ms=connected,
        ended_ms=ended,
        talk=talk * _SECOND,
        hold=0,
        ended_by="customer",
    )
    visit = Visit(
        queue="sales",
        outcome="answered",
        entered_ms=entered,
        wait=wait * _SECOND,
        conversations=(conversation,),
    )
    return _contact(contact_id, entered, ended, visit)


def _unanswered(
    contact_id: str, entered: int, wait: int, *, outcome: str = "abandoned"
) -> Contact:
    left = entered + wait * _SECOND
    visit = Visit(
        queue="sales", outcome=outcome, entered_ms=entered, left_ms=left, wait=wait * _SECOND
    )
    return _contact(contact_id, entered, left, visit)


def _overflowing(contact_id: str, entered: int) -> Contact:
    first = _unanswered(contact_id, entered, 45, outcome="timeout").visits[0]
    second = _answered(contact_id, entered + 45 * _SECOND, wait=8, agent="1102")
    there = attrs.evolve(second.visits[0], queue="service")
    return attrs.evolve(second, started_ms=entered, visits=(first, there))


def _passed_on(contact_id: str, entered: int) -> Contact:
    contact = _answered(contact_id, entered, wait=30, agent="1102")
    offers = (
        Offer(
            agent="1101",
            result="no_answer",
            offered_ms=entered + 2 * _SECOND,
            ring_ms=15 * _SECOND,
        ),
        Offer(
            agent="1102",
            result="answered",
            offered_ms=entered + 24 * _SECOND,
            ring_ms=6 * _SECOND,
        ),
    )
    return attrs.evolve(contact, visits=(attrs.evolve(contact.visits[0], offers=offers),))


def _waiting(contact_id: str, entered: int) -> Contact:
    visit = Visit(queue="sales", outcome="open", entered_ms=entered, closed_by="open")
    return _contact(contact_id, entered, None, visit)


def _talking(contact_id: str, entered: int) -> Contact:
    talk = Conversation(agent="1103", connected_ms=entered + 7 * _SECOND, ended_by="open")
    visit = Visit(
        queue="sales",
        outcome="answered",
        entered_ms=entered,
        wait=7 * _SECOND,
        conversations=(talk,),
        closed_by="open",
    )
    return _contact(contact_id, entered, None, visit)


def _contact(contact_id: str, started: int, ended: int | None, visit: Visit) -> Contact:
    return Contact(
        contact_id=contact_id,
        channel="voice",
        direction="inbound",
        started_ms=started,
        ended_ms=Missing.NOT_MEASURED if ended is None else ended,
        customer=f"+1212555{started // _SECOND % 10_000:04}",
        entry_point="800",
        visits=(visit,),
    )
