"""What agents do at the telephone, from what a source tells of them line by line.

One person is in one state at a time: two calls at once are not double time, a pause of five
queues is one, and who is signed on to any queue is signed on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters.agents.people import OFFLINE, Person, doing, open_agents
from ccops.adapters.protocol.state_terms import AtRestart, PausedIn, StateTerms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.adapters.agents.rows import StateRows
    from ccops.adapters.protocol.columns import SourceNames
    from ccops.adapters.protocol.report import OpenAgent
    from ccops.contacts import AgentBook, LocalClock

_SECOND_MS: Final = 1_000
#: What a move is: an answer, the end of a conversation, a ring in vain, or anything else.
ANSWERED, ENDED, RANG, OTHER = range(4)
#: What most stretches are: free, ringing and talking within one half-hour, each ended by a line.
_FREE: Final = doing("available", "", "event")
_RANG: Final = doing("reserved", "", "event")
_TALKED: Final = doing("on_contact", "", "event")
#: The same of those that lie within one half-hour.
_WAS_FREE, _RUNG, _DID_TALK = _FREE[0], _RANG[0], _TALKED[0]
#: A move of somebody: what it is, name, second, ms of ringing (or what ``other`` takes), place.
Move = tuple[int, str, int, Any, int]
_MOVE_CELLS: Final = 5
#: Counts a finding about a line, by code and place.
Flag = Callable[[str, int], None]


class AgentStates:
    """Follows every agent from one state to the next; what ended is written to ``rows``.

    Instants are milliseconds of UTC and come in the order of the source. A name is that of the
    source; two names of one employee are one person. Whose sign-on the source does not show is
    held for a day: a sign-off proves it, from the first line that shows the person. Nothing
    proving it, only what the source does show is written, with one stretch of unknown length.
    """

    def __init__(
        self, rows: StateRows, agents: AgentBook, clock: LocalClock, terms: StateTerms, flag: Flag
    ) -> None:
        self.rows = rows
        rows.tells_after_call |= bool(terms.after_call)
        self._agents, self._clock, self._terms = agents, clock, terms
        self._flag = flag
        self._people: dict[str, Person] = {}
        self._by_name: dict[str, Person] = {}
        #: The half-hour that runs: its first instant, the first after it, and its day.
        self._first = self._until = self._day = 0
        #: The agents of whom the source shows no sign-on and no sign-off.
        self.unsigned: set[str] = set()
        #: The last instant at which the source showed anybody.
        self.last = 0

    def person(self, name: str, second: int) -> Person:
        """Return the person behind a name at a second."""
        if not self._first <= second * _SECOND_MS < self._until:
            first, after = self._clock.half_hour(second)
            self._first, self._until = first * _SECOND_MS, after * _SECOND_MS
            day, self._day = self._day, self._clock.read(second)[0]
            if day != self._day:
                self._by_name.clear()  # a name may pass from one person to another at midnight
        found = self._by_name.get(name)
        if found is None:
            agent, unmapped = self._agents.resolve(name, self._day)
            found = self._people.get(agent)
            if found is None:
                found = Person(agent, unmapped=unmapped)
                self._people[agent] = found
            self._by_name[name] = found
        return found

    # ---- conversations and rings --------------------------------------------------------------

    def follow(self, moves: Iterable[Any], other: Callable[[Any], None]) -> None:  # noqa: C901, PLR0912 - most lines of any log go through this one loop
        """Take what happened, in order; ``other`` takes what is no answer, end or ring.

        ``moves`` are the cells of one move after the other: so many tuples that wait would keep
        the garbage collector busy.

        Most lines of any log are the answer to a call and its end, by somebody who was free and
        is free again: those are written here as they stand, the rest step by step.
        """
        write, cut, known = self.rows.write, self.rows.cut, self._by_name
        first, until, at = 0, 0, self.last
        for kind, name, second, told, place in zip(*(iter(moves),) * _MOVE_CELLS, strict=True):
            if kind == OTHER:
                until, at = 0, self._tell(other, told, at)
                continue
            at = second * _SECOND_MS
            person = known.get(name)
            if person is None or not first <= at < until:
                person = self.person(name, second)
                first, until = self._first, self._until
            since = person.since
            if person.state != _PLAIN[kind] or person.talks > 1 or at > person.due:
                self._step(kind, person, at, told, place)
            elif kind == ENDED:
                if since < first:
                    cut(person.who, _TALKED, since, at, person.place)
                elif at > since:
                    write((person.who, _DID_TALK, since, at - since, person.place))
                person.talks, person.state, person.since, person.place = 0, "available", at, place
                is_off = not person.queues and person.free is person.who
                if is_off or person.pauses or person.wraps_until:
                    person.begin(*self._now(person), at, place)
            else:
                rang, who, was = at - told if told > 0 else at, person.free, person.place
                did = _WAS_FREE
                if since < first < rang:
                    did, since = cut(who, _FREE, since, first, was), first
                if since < first or rang <= since:
                    cut(who, _FREE, since, rang, was)
                    cut(who, _RANG, max(since, rang), at, was)
                elif rang == at:
                    write((who, did, since, at - since, was))
                else:
                    write((who, did, since, rang - since, was, who, _RUNG, rang, at - rang, was))
                if kind == ANSWERED:
                    person.talks, person.state = 1, "on_contact"
                person.since, person.place = at, place
        self.last = at

    def _step(self, kind: int, person: Person, at: int, told: int, place: int) -> None:
        """Take an answer, an end or a ring that is not plain."""
        talks = person.talks
        if talks and kind != ENDED:
            person.talks = talks + (kind == ANSWERED)
        elif talks > 1:
            person.talks = talks - 1
        else:
            _STEPS[kind](self, person, at, told, place)

    def _tell(self, other: Callable[[Any], None], told: object, last: int) -> int:
        """Let ``other`` take what happened after a last instant; return the last one then."""
        self.last = last
        other(told)
        return self.last

    def _answered(self, person: Person, at: int, ring_ms: int, place: int) -> None:
        self._shown(person, at, place)
        self._close(person, at, ring_ms)
        person.wrap_up(0)
        person.talks = 1
        person.begin("on_contact", "", at, place)

    def _ended(self, person: Person, at: int, _told: int, place: int) -> None:
        person.talks = 0
        self._turn(person, at, place)

    def _rang(self, person: Person, at: int, ring_ms: int, place: int) -> None:
        self._shown(person, at, place)
        if person.state == "available":
            self._close(person, at, ring_ms)
            person.begin("available", "", at, place)

    def ringing(self, name: str, second: int, place: int) -> None:
        """Somebody's telephone rings from now on, of which the source tells the end as well."""
        at = self.last = second * _SECOND_MS
        person = self.person(name, second)
        self._shown(person, at, place)
        if person.state == "available":
            self._close(person, at)
            person.begin("reserved", "", at, place)

    def talked(self, name: str, since: int, second: int, place: int) -> None:
        """Somebody talked since a second, of which the source did not show the answer."""
        at = self.last = second * _SECOND_MS
        person = self.person(name, second)
        if person.talks:
            return
        since = min(at, max(since * _SECOND_MS, person.since))
        self._shown(person, since, place)
        self._close(person, since)
        person.begin("on_contact", "", since, place)
        self._turn(person, at, place)

    # ---- signing on, pausing, wrapping up -----------------------------------------------------

    def signed_on(self, name: str, second: int, queue: str, place: int) -> None:
        """Somebody signed on to a queue."""
        at = self.last = second * _SECOND_MS
        person = self.person(name, second)
        self._wrapped(person, at)
        if person.is_held:
            self._unproven(person, at)
        person.seen = True
        person.queues |= {queue}
        self._turn(person, at, place)

    def signed_off(
        self, name: str, second: int, queue: str, place: int, *, lasted_ms: int = -1
    ) -> None:
        """Somebody signed off from a queue; ``lasted_ms`` is what the source says it lasted."""
        at = self.last = second * _SECOND_MS
        person = self.person(name, second)
        self._wrapped(person, at)
        if not person.queues:
            self._signed_on_before(person, at, lasted_ms, place)
        person.seen = True
        person.leave(queue)
        self._turn(person, at, place)

    def paused(self, name: str, second: int, queue: str, reason: str, place: int) -> None:
        """Somebody went not ready in a queue; in all of them without one."""
        at = self.last = second * _SECOND_MS
        person = self.person(name, second)
        self._shown(person, at, place)
        person.wrap_up(0)
        person.pause(queue, reason)
        self._turn(person, at, place)

    def resumed(self, name: str, second: int, queue: str, place: int) -> None:
        """Somebody is ready again in a queue; in all of them without one."""
        at = self.last = second * _SECOND_MS
        person = self.person(name, second)
        self._wrapped(person, at)
        person.resume(queue)
        self._turn(person, at, place)

    def wrapping_up(self, name: str, second: int, lasts_ms: int, place: int) -> None:
        """Somebody works after a call for so long, or until the next call or pause."""
        at = self.last = second * _SECOND_MS
        person = self.person(name, second)
        self._wrapped(person, at)
        self.rows.tells_after_call = True
        person.wrap_up(at + lasts_ms)
        self._turn(person, at, place)

    def restarted(self, second: int, place: int) -> None:
        """The telephone system started anew; until when it ran, the last line before shows."""
        at = second * _SECOND_MS
        for person in self._people.values():
            person.talks = 0
            person.wrap_up(0)
            if person.is_held:
                self._unproven(person, self.last, ended_by="restart")
            self._close(person, self.last, ended_by="restart")
            if self._terms.at_restart is AtRestart.SIGNED_OFF:
                person.forget()
            person.begin(*self._now(person), at, place)
        self.last = at

    # ---- what follows -------------------------------------------------------------------------

    def _shown(self, person: Person, at: int, place: int) -> None:
        """Take a line as a sign that somebody is signed on, where nothing else says so."""
        if person.wraps_until:
            self._wrapped(person, at)
        if person.is_held and person.state == "available" and at > person.due:
            self._unproven(person, at)
        if person.queues or person.seen or person.is_held:
            return
        person.hold(self.rows.claim(person.who), at, place)
        person.begin("available", "", at, place)

    def _signed_on_before(self, person: Person, at: int, lasted_ms: int, place: int) -> None:
        """Take a sign-off as proof of a sign-on that the source does not show."""
        if person.seen:
            return
        self._flag("login-before-log", place)
        if person.is_held and at > person.due:
            self._unproven(person, at)
            return
        begins = max(person.left, at - lasted_ms) if lasted_ms >= 0 else at
        first = person.first if person.is_held else at
        if begins < first:
            self.rows.add(person, "available", "", (begins, first), "event", place)
        if not person.is_held:
            person.begin(OFFLINE, "", at, place)
        else:
            self._close(person, at)
            person.since = at
            self.rows.write(person.settle(counts=True))

    def _unproven(self, person: Person, at: int, *, ended_by: str = "event") -> None:
        """Write what the source shows of somebody whose sign-on it never did."""
        self._close(person, at, ended_by=ended_by)
        person.since = max(person.since, at)
        first, place = person.first, person.first_place
        self.unsigned.add(person.agent)
        person.settle(counts=False)  # of the times free one of unknown length stands
        self.rows.unknown(person, first, place)
        if not (person.talks or person.pauses):
            person.begin(OFFLINE, "", person.since, place)

    def _turn(self, person: Person, at: int, place: int) -> None:
        """Go to the state that now holds, and write the one before, where they differ."""
        state, reason = self._now(person)
        if (state, reason) != (person.state, person.reason_shown):
            self._close(person, at)
            person.begin(state, reason, max(at, person.since), place)

    def _wrapped(self, person: Person, at: int) -> None:
        """End after-call work that had a set time, where that is over."""
        until = person.wraps_until
        if until and until <= at:
            person.wrap_up(0)
            if person.state == "acw":
                self._turn(person, until, person.place)

    def _now(self, person: Person) -> tuple[str, str]:
        if person.talks:
            return "on_contact", ""
        if person.pauses and self._is_paused(person):
            after = person.reason in self._terms.after_call
            return ("acw" if after else "aux"), person.reason
        if not (person.queues or person.is_held):
            return OFFLINE, ""
        return ("acw", "") if person.wraps_until else ("available", "")

    def _is_paused(self, person: Person) -> bool:
        if self._terms.paused_in is PausedIn.ANY or not person.queues:
            return True
        return person.queues <= person.pauses

    def _close(
        self, person: Person, at: int, ring_ms: int = -1, *, ended_by: str = "event"
    ) -> None:
        """Write the state somebody was in until now; being free may have ended in ringing."""
        since, state = person.since, person.state
        if state == OFFLINE or at <= since:
            return
        if ring_ms > 0 and state == "available":
            rings = max(since, at - ring_ms)
            if rings > since:
                self.rows.add(person, state, "", (since, rings), ended_by, person.place)
            self.rows.add(person, "reserved", "", (rings, at), ended_by, person.place)
            return
        self.rows.add(person, state, person.reason_shown, (since, at), ended_by, person.place)

    # ---- the end of a read, and the next ------------------------------------------------------

    def open_agents(self, names: SourceNames) -> tuple[OpenAgent, ...]:
        """Return who is signed on, or in a call, where the source ends."""
        return open_agents(self._people, names)

    def close(self) -> None:
        """Write every state that lasts as open, and forget everybody."""
        for person in self._people.values():
            self._wrapped(person, self.last)
            state, since = person.state, person.since
            if person.is_held:
                self._unproven(person, since)
                state = person.state
            if state != OFFLINE:
                self.rows.open(person)
        self._people.clear()
        self._by_name.clear()

    def stored(self, names: SourceNames) -> dict[str, object]:
        """Return everybody's state as plain JSON data; places become ``file:line``."""
        self.rows.set_apart()
        people = [each.stored(names) for _, each in sorted(self._people.items())]
        told = {"after_call": self.rows.tells_after_call}
        return {"last": self.last, "people": people, **told}

    def restore(self, stored: Mapping[str, Any], names: SourceNames) -> None:
        """Take up what ``stored`` stored."""
        self.last = stored["last"]
        self.rows.tells_after_call |= stored.get("after_call", False)
        for each in stored["people"]:
            person = Person.restored(each, names, self.rows.claim)
            self._people[person.agent] = person


#: What an answer, an end and a ring do where they are not plain, and the state they are plain in.
_STEPS: Final = (AgentStates._answered, AgentStates._ended, AgentStates._rang)  # noqa: SLF001
_PLAIN: Final = ("available", "on_contact", "available")
