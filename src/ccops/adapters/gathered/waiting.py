"""Contacts whose rows are still coming: held under every name that rows call them by."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

import attrs

from ccops.adapters.agents.stretches import Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen(kw_only=True)
class Part:
    """What one row tells: whose contact it belongs to, and which version of which row it is.

    ``at_ms`` is when the source wrote it. Of two versions of a ``row`` the later counts; the
    same version again is a duplicate. A row without a ``contact`` is told by itself; one that
    says what an ``agent`` does waits for its turn in the order of that agent's time. ``also``
    are further names of its contact: what rows call by one of them is one contact.
    ``stretches`` are what it says an agent did. ``told`` is what the adapter read in it, ``odd``
    are codes of what is odd about it.
    """

    contact: str
    agent: str = ""
    also: tuple[str, ...] = ()
    row: str = ""
    version: int = 0
    at_ms: int
    told: Any = None
    odd: tuple[str, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    place: int = -1


class Held:
    """The parts of a contact that may still be going on, and the texts they were read from."""

    __slots__ = ("last_ms", "names", "parts", "texts")

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.parts: dict[str, Part] = {}
        self.texts: dict[str, str] = {}
        self.last_ms = 0

    def take(self, other: Held) -> None:
        """Take over what is held of a contact that turned out to be the same."""
        self.names |= other.names
        self.parts |= other.parts
        self.texts |= other.texts
        self.last_ms = max(self.last_ms, other.last_ms)


class Gathered:
    """What is held, by the names of contacts and in the order of their last rows."""

    def __init__(self) -> None:
        self._by_name: dict[str, Held] = {}
        self._order: list[tuple[int, str]] = []

    def __iter__(self) -> Iterator[Held]:
        """Yield each contact once, as its first row came."""
        return iter({id(held): held for held in self._by_name.values()}.values())

    @property
    def newest_ms(self) -> int:
        """The instant of the latest row; 0 where nothing is held."""
        return max((at_ms for at_ms, _ in self._order), default=0)

    def of(self, names: tuple[str, ...]) -> Held:
        """Return what is held under names, as one contact from now on."""
        held, *others = {
            id(each): each for each in map(self._by_name.get, names) if each is not None
        }.values() or (Held(),)
        for other in others:
            held.take(other)
        for name in (*names, *(name for other in others for name in other.names)):
            if self._by_name.get(name) is not held:
                held.names.add(name)
                self._by_name[name] = held
        return held

    def add(self, held: Held, part: Part, text: str) -> None:
        """Hold a part in place of any former version of its row."""
        held.parts[part.row], held.texts[part.row] = part, text
        if part.at_ms > held.last_ms:
            held.last_ms = part.at_ms
            heapq.heappush(self._order, (part.at_ms, part.contact))

    def over(self, before_ms: int) -> Iterator[Held]:
        """Yield, and hold no more, the contacts of which no row came since an instant."""
        order, by_name = self._order, self._by_name
        while order and order[0][0] <= before_ms:
            at_ms, name = heapq.heappop(order)
            held = by_name.get(name)
            if held is not None and held.last_ms == at_ms:
                for each in held.names:
                    del by_name[each]
                yield held
