"""What agents do at the telephone, by sources that say it in words of their own.

A source may have several words for one agent at a time (what he set himself, what the system
does with him). Each stands until the next of its kind; together they come to one state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters.agents.people import OFFLINE, Person, open_agents

if TYPE_CHECKING:
    from ccops.adapters.agents.rows import StateRows
    from ccops.adapters.protocol.columns import SourceNames
    from ccops.adapters.protocol.report import OpenAgent
    from ccops.contacts import AgentBook, LocalClock

#: A state of ``agent_state``, and its reason or nothing.
Standing = tuple[str, str]
#: Says what the words about one agent, by their kinds, come to.
Reads = Callable[[Mapping[str, str]], Standing]
#: Nothing is known, or nobody is there: no record says anything.
NOBODY: Final[Standing] = (OFFLINE, "")
#: Of what one employee does under two names at once, the first of these stands.
_RANK: Final = ("on_contact", "acw", "reserved", "available", "aux", OFFLINE)
_SECOND_MS: Final = 1_000
_NOTHING: Final = ("", 0)


class ToldStates:
    """Follows every agent from word to word; states that ended are written to ``rows``.

    Words are told in the order of each agent's time. Two names of one employee are one person.
    """

    def __init__(
        self, rows: StateRows, agents: AgentBook, clock: LocalClock, reads: Reads
    ) -> None:
        self.rows = rows
        #: Nobody's sign-on is hidden: a word says where an agent stands.
        self.unsigned: frozenset[str] = frozenset()
        self._agents, self._clock, self._reads = agents, clock, reads
        self._people: dict[str, Person] = {}
        #: By person, by name: each kind's word and since when it stands.
        self._words: dict[str, dict[str, dict[str, tuple[str, int]]]] = {}
        self._owners: dict[str, str] = {}

    def said(self, name: str, kind: str, at_ms: int) -> tuple[str, int]:
        """Return the last word of a kind about a name, and when it was said; none is empty."""
        person = self._person(name, at_ms)
        return self._words[person.agent].get(name, {}).get(kind, _NOTHING)

    def say(self, name: str, kind: str, word: str, at_ms: int, place: int) -> None:
        """Take a word that stands from an instant on; an empty one ends the last."""
        person = self._person(name, at_ms)
        names = self._words[person.agent]
        known = names.setdefault(name, {})
        before = known.get(kind, _NOTHING)[0]
        known[kind] = (word, at_ms)
        if word != before:
            self._turn(person, at_ms, place)

    def _turn(self, person: Person, at_ms: int, place: int) -> None:
        """Go to the state that the words now come to, and write the one before."""
        standings = map(self._standing, self._words[person.agent].values())
        state, reason = min(standings, key=_rank, default=NOBODY)
        if (state, reason) != (person.state, person.reason_shown):
            at = max(at_ms, person.since)
            self._close(person, at)
            person.begin(state, reason, at, place)

    def _standing(self, known: Mapping[str, tuple[str, int]]) -> Standing:
        return self._reads({kind: word for kind, (word, _) in known.items()})

    def _person(self, name: str, at_ms: int) -> Person:
        day = self._clock.read(at_ms // _SECOND_MS)[0]
        agent, unmapped = self._agents.resolve(name, day)
        found = self._people.get(agent)
        if found is None:
            found = self._people[agent] = Person(agent, unmapped=unmapped)
            self._words[agent] = {}
        before = self._owners.setdefault(name, agent)
        if before != agent:
            self._owners[name] = agent
            self._words[before].pop(name, None)  # the name is another's from here on
            self._turn(self._people[before], at_ms, self._people[before].place)
        return found

    def _close(self, person: Person, at: int) -> None:
        if person.state != OFFLINE and at > person.since:
            span = (person.since, at)
            told = (person.state, person.reason_shown)
            self.rows.add(person, *told, span, "event", person.place)

    # ---- the end of a read, and the next ------------------------------------------------------

    def open_agents(self, names: SourceNames) -> tuple[OpenAgent, ...]:
        """Return who is in a state that lasts where the source ends."""
        return open_agents(self._people, names)

    def close(self) -> None:
        """Write every state that lasts as open, and forget everybody."""
        for person in self._people.values():
            if person.state != OFFLINE:
                self.rows.open(person)
        self._people.clear()
        self._words.clear()
        self._owners.clear()

    def stored(self, names: SourceNames) -> dict[str, object]:
        """Return everybody's words and state as plain JSON data; places become ``file:line``."""
        people = [each.stored(names) for _, each in sorted(self._people.items())]
        words = {
            agent: {
                name: {kind: list(each) for kind, each in known.items()}
                for name, known in names_of.items()
            }
            for agent, names_of in sorted(self._words.items())
        }
        return {"people": people, "words": words}

    def restore(self, stored: Mapping[str, Any], names: SourceNames) -> None:
        """Take up what ``stored`` stored."""
        for each in stored["people"]:
            person = Person.restored(each, names, self.rows.claim)
            self._people[person.agent] = person
        for agent, names_of in stored["words"].items():
            self._owners |= dict.fromkeys(names_of, agent)
            self._words[agent] = {
                name: {kind: (word, since) for kind, (word, since) in known.items()}
                for name, known in names_of.items()
            }


def _rank(standing: Standing) -> int:
    return _RANK.index(standing[0])
