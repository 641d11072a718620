"""One agent while a source is read: queues, pauses, calls, and the state they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.adapters.protocol.report import OpenAgent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ccops.adapters.protocol.columns import SourceNames

#: Nobody stays signed on for longer without a line that says so; who seems to is always there.
LONGEST_MS: Final = 86_400_000
#: After any instant.
NEVER_DUE: Final = 1 << 62
#: Signed on to nothing, in no call.
OFFLINE: Final = "offline"
#: The states that only somebody who is signed on can be in.
NEED_SIGN_ON: Final = frozenset({"available", "reserved"})
#: What somebody did: state, reason (empty without one), whether it goes on with the stretch
#: before, what ended it. Most stretches are of a few kinds, so that one of each is shared.
Did = tuple[str, str, bool, str]
#: The same of a stretch that half-hours cut: of its first part, and of every further one.
Doing = tuple[Did, Did]
#: A stretch within one half-hour: who, what, ms at which it began and that it lasted, place.
StateRow = tuple["Whose", Did, int, int, int]
#: Such rows one after the other in one flat list, from which columns are cut in one go.
FlatRows = list[Any]
ROW_CELLS: Final = 5
_PLAIN: Final = (
    "agent", "unmapped", "talks", "wraps_until", "state", "reason", "reason_shown", "since",
    "left", "seen", "first", "due",
)  # fmt: skip
_PLACES: Final = ("place", "first_place")
#: Stands for every queue of somebody of whom no queue is known.
_EVERY: Final = "*"
_NOTHING: Final = frozenset[str]()


def doing(state: str, reason: str, ended_by: str) -> Doing:
    """Return what somebody did who was in a state, for a reason or for none."""
    return (state, reason, False, ended_by), (state, reason, True, ended_by)


def state_rows(flat: FlatRows) -> Iterator[StateRow]:
    """Yield the rows of a flat list."""
    cells = iter(flat)
    return zip(*(cells,) * ROW_CELLS, strict=True)


class Whose:
    """Whose time a row tells: all rows of one agent share it.

    Times free of somebody of whom no sign-on is known have one of their own: whether they count
    (``counts``) is not known (``None``) until something proves it, or nothing did for a day. They
    stand among all other rows until then; ``held`` are those of reads that are over.
    """

    __slots__ = ("agent", "counts", "held", "unmapped")

    def __init__(self, agent: str, *, unmapped: bool, counts: bool | None = True) -> None:
        self.agent, self.unmapped, self.counts = agent, unmapped, counts
        self.held: FlatRows = []


class Person:
    """Where one agent stands. ``left`` is when the agent was last known to be signed off.

    ``seen`` says that the source shows when this agent signs on and off. While it has not, it is
    open from ``first`` on whether the times free (``NEED_SIGN_ON``) count; ``free`` is whose
    those are, and ``who`` whose all others. Until ``due`` nothing but a line changes the state.
    """

    __slots__ = (*_PLAIN, *_PLACES, "free", "pauses", "queues", "who")

    def __init__(self, agent: str, *, unmapped: bool) -> None:
        self.agent, self.unmapped = agent, unmapped
        self.who = self.free = Whose(agent, unmapped=unmapped)
        self.queues = self.pauses = _NOTHING  # one for all, so that a look at it is no look afar
        self.talks = self.wraps_until = self.since = self.left = self.first = 0
        self.state, self.reason, self.reason_shown = OFFLINE, "", ""
        self.seen = False
        self.place = self.first_place = -1
        self.due = NEVER_DUE

    @property
    def is_held(self) -> bool:
        """Whether it is not yet known if what this agent does counts."""
        return self.free is not self.who

    def begin(self, state: str, reason: str, at: int, place: int) -> None:
        """Be in a state from an instant on."""
        self.state, self.reason_shown, self.since, self.place = state, reason, at, place
        if state == OFFLINE:
            self.left = at

    def hold(self, free: Whose, at: int, place: int) -> None:
        """Leave open whether the times free count from now on, as nothing shows the sign-on."""
        self.free, self.first, self.first_place = free, at, place
        self.due = at + LONGEST_MS

    def settle(self, *, counts: bool) -> FlatRows:
        """Say whether the times free count; return those of reads that are over where they do."""
        free, self.free = self.free, self.who
        held, free.held, free.counts = free.held, [], counts
        self.due = self.wraps_until or NEVER_DUE
        return held if counts else []

    def wrap_up(self, until: int) -> None:
        """Work after a call until an instant; 0 ends that."""
        self.wraps_until = until
        longest = self.first + LONGEST_MS if self.is_held else NEVER_DUE
        self.due = min(until or NEVER_DUE, longest)

    def leave(self, queue: str) -> None:
        """Belong to a queue no more; to none at all, and no pause is left."""
        self.queues -= {queue}
        self.pauses -= {queue}
        if not self.queues:
            self.queues = self.pauses = _NOTHING
            self.reason = ""
            self.wrap_up(0)

    def pause(self, queue: str, reason: str) -> None:
        """Be paused in a queue, or in all; the last reason given stands."""
        self.pauses |= {queue} if queue else (self.queues or {_EVERY})
        self.reason = reason or self.reason

    def resume(self, queue: str) -> None:
        """Be paused no more in a queue, or in all."""
        if queue:
            self.pauses -= {queue, _EVERY}
        if not (queue and self.pauses):
            self.pauses = _NOTHING
            self.reason = ""

    def forget(self) -> None:
        """Belong to nothing, as if the source had shown nothing yet."""
        self.queues = self.pauses = _NOTHING
        self.reason, self.seen = "", False

    def stored(self, names: SourceNames) -> dict[str, object]:
        """Return everything as plain JSON data; rows that may count were set apart before."""
        plain: dict[str, object] = {name: getattr(self, name) for name in _PLAIN}
        for name in _PLACES:
            place = getattr(self, name)
            plain[name] = names.text(place) if place >= 0 else ""
        plain["held"] = (
            [
                [list(did), began, lasted, names.text(place)]
                for _, did, began, lasted, place in state_rows(self.free.held)
            ]
            if self.is_held
            else None
        )
        return {**plain, "queues": sorted(self.queues), "pauses": sorted(self.pauses)}

    @classmethod
    def restored(
        cls, stored: Mapping[str, Any], names: SourceNames, claim: Callable[[Whose], Whose]
    ) -> Person:
        """Return the person that ``stored`` stored; ``claim`` is that of the rows."""
        person = cls(stored["agent"], unmapped=stored["unmapped"])
        for name in _PLAIN:
            setattr(person, name, stored[name])
        for name in _PLACES:
            setattr(person, name, names.place(stored[name]) if stored[name] else -1)
        held = stored["held"]
        if held is not None:
            free = person.free = claim(person.who)
            for did, began, lasted, place in held:
                free.held += (free, tuple(did), began, lasted, names.place(place))
        person.queues, person.pauses = frozenset(stored["queues"]), frozenset(stored["pauses"])
        return person


def open_agents(people: Mapping[str, Person], names: SourceNames) -> tuple[OpenAgent, ...]:
    """Return those who are signed on, or in a call, in order of their ids."""
    return tuple(
        OpenAgent(
            agent=each.agent,
            state=each.state,
            since_ms=each.since,
            source_ref=names.text(each.place),
        )
        for _, each in sorted(people.items())
        if each.state != OFFLINE
    )
