"""Rows about agents that may come out of order: held until their agent's own time is past them."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

import attrs

from ccops.adapters.gathered.waiting import Part

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen(kw_only=True)
class Waiting:
    """A row that waits for the time of its agent, and the text it was read from."""

    part: Part
    text: str


class _Agent:
    """The rows of one agent that wait: in order of time, and by the names of rows."""

    __slots__ = ("by_row", "newest_ms", "order", "second_ms", "told_ms")

    def __init__(self) -> None:
        self.by_row: dict[str, Waiting] = {}
        self.order: list[tuple[int, str]] = []
        self.newest_ms = self.second_ms = 0
        self.told_ms = -1

    def due(self, before_ms: int) -> Iterator[Part]:
        """Yield, and hold no more, the rows up to an instant."""
        while self.order and self.order[0][0] <= before_ms:
            self.told_ms, row = heapq.heappop(self.order)
            yield self.by_row.pop(row).part


class Settling:
    """Puts the rows about each agent in order of time, ``behind_ms`` behind the newest of them.

    One row with a time far ahead does not move an agent's time: two do.
    """

    def __init__(self, behind_ms: int) -> None:
        self._behind_ms = behind_ms
        self._agents: dict[str, _Agent] = {}

    def __iter__(self) -> Iterator[Waiting]:
        """Yield what waits, agent by agent."""
        for agent in self._agents.values():
            yield from agent.by_row.values()

    def held(self, agent: str, row: str) -> Waiting | None:
        """Return a row of an agent that waits."""
        known = self._agents.get(agent)
        return None if known is None else known.by_row.get(row)

    def is_late(self, agent: str, at_ms: int) -> bool:
        """Say whether what came after an instant was told already."""
        known = self._agents.get(agent)
        return known is not None and at_ms < known.told_ms

    def take(self, agent: str, waiting: Waiting) -> Iterator[Part]:
        """Take a row that is not held; yield, in order, those whose time is past."""
        one, part = self.put(agent, waiting), waiting.part
        if part.at_ms > one.newest_ms:
            one.second_ms, one.newest_ms = one.newest_ms, part.at_ms
        elif part.at_ms > one.second_ms:
            one.second_ms = part.at_ms
        yield from one.due(one.second_ms - self._behind_ms)

    def put(self, agent: str, waiting: Waiting) -> _Agent:
        """Hold a row, whatever its time; return what is held of its agent."""
        one = self._agents.setdefault(agent, _Agent())
        one.by_row[waiting.part.row] = waiting
        heapq.heappush(one.order, (waiting.part.at_ms, waiting.part.row))
        return one

    def rest(self) -> Iterator[Part]:
        """Yield everything that waits, each agent's rows in order."""
        for agent in self._agents.values():
            yield from agent.due(agent.newest_ms)

    def stored(self) -> dict[str, list[int]]:
        """Return each agent's times as plain JSON data; the rows are kept by their texts."""
        return {
            name: [each.newest_ms, each.second_ms, each.told_ms]
            for name, each in sorted(self._agents.items())
        }

    def restore(self, stored: dict[str, list[int]]) -> None:
        """Take up the times that ``stored`` stored."""
        for name, (newest, second, told) in stored.items():
            one = self._agents.setdefault(name, _Agent())
            one.newest_ms, one.second_ms, one.told_ms = newest, second, told
