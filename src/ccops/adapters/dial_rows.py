"""Attempts to reach customers, and ratings, from the rows of a table under a column map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.adapters.table_rows import RowFacts, RowRefusedError
from ccops.values import Missing

if TYPE_CHECKING:
    from ccops.contacts import AgentBook, LocalClock

_NEVER: Final = Missing.NO_RECORDS
_UNKNOWN: Final = Missing.NOT_MEASURED
_Cell = int | bool | str | Missing


def dial_row(
    facts: RowFacts, customer: str | Missing, *, clock: LocalClock, agents: AgentBook
) -> tuple[_Cell, ...]:
    """Return a row of ``dial`` but for its place.

    Raises ``RowRefusedError`` where the row lacks what it needs, or says that an attempt which
    did not connect was a success.
    """
    at_ms = _instant(facts, "started_at", "entered_at")
    reading = clock.read(at_ms // 1000)
    result, success = _text(facts, "result"), facts.get("success", _UNKNOWN)
    if success is True and result != "connected":
        raise RowRefusedError("dial-success", "success")
    written = facts.get("agent", _UNKNOWN)
    agent: tuple[str | Missing, bool] = (_NEVER, False)
    if isinstance(written, str):
        agent = agents.resolve(written, reading[0])
    head = (_text(facts, "contact_id"), _text(facts, "campaign"), *agent, customer)
    return (*head, result, success, at_ms, *reading)


def rating_row(facts: RowFacts, *, clock: LocalClock, agents: AgentBook) -> tuple[_Cell, ...]:
    """Return a row of ``rating`` but for its place: on the day the contact ended, or came in.

    Raises ``RowRefusedError`` where the row lacks what it needs.
    """
    day = clock.read(_instant(facts, "ended_at", "entered_at") // 1000)[0]
    invited = facts.get("invited", _UNKNOWN)
    if not isinstance(invited, bool):
        raise RowRefusedError("field-missing", "invited")
    agent = agents.resolve(_text(facts, "agent"), day)[0]
    told = (facts.get("score", _NEVER), facts.get("resolved", _NEVER))
    return (facts.get("contact_id", _NEVER), agent, day, invited, *told)


def _instant(facts: RowFacts, *names: str) -> int:
    for name in names:
        found = facts.get(name, _UNKNOWN)
        if isinstance(found, int):
            return found
    raise RowRefusedError("time-missing", names[0])


def _text(facts: RowFacts, name: str) -> str:
    found = facts.get(name)
    if not isinstance(found, str):
        raise RowRefusedError("field-missing", name)
    return found
