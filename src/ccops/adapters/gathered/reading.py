"""One read of rows that are gathered by contact: what waits, what is told, and how it goes on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ccops.adapters.contacts.talk_lengths import odd_lengths
from ccops.adapters.contacts.writer import ContactWriter
from ccops.adapters.gathered.settling import Settling, Waiting
from ccops.adapters.gathered.told import ToldRows
from ccops.adapters.gathered.waiting import Gathered, Held, Part
from ccops.adapters.protocol.intake import Intake
from ccops.adapters.protocol.number_limits import is_instant
from ccops.adapters.protocol.options import AtEnd, ReadOptions
from ccops.adapters.protocol.privacy import Hidden
from ccops.adapters.protocol.refusals import RowIgnoredError, RowRefusedError
from ccops.adapters.protocol.report import OpenContact, ReadTally
from ccops.adapters.protocol.rows import Row, read_again
from ccops.adapters.protocol.sources import place_span
from ccops.adapters.protocol.state import OpenState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ccops.adapters.agents.states import AgentStates
    from ccops.adapters.agents.told import ToldStates
    from ccops.adapters.contacts.canonical import Contact
    from ccops.adapters.gathered.adapter import GatheringAdapter

_STATE_FORMAT: Final = 1
_FOLD: Final = 512
#: Begins what a row without a contact is remembered by.
_ALONE: Final = "\x1f"


class Reading:
    """One read: rows in, contacts out, every row accounted for."""

    def __init__(self, adapter: GatheringAdapter, options: ReadOptions) -> None:
        self._adapter, self._options = adapter, options
        self.tally = ReadTally(options)
        self.writer = ContactWriter(options, tells_none_of=adapter.tells_none_of)
        self._gathered = Gathered()
        self._hidden = Hidden(options.pseudonym_key)
        self._settling = Settling(adapter.linger_ms)
        self._done = ToldRows()
        self._newest = self._second = 0
        self._ahead = ""
        self._told = 0
        if adapter.tells_states:
            self.writer.follow_agents(options.states, self._flag)
        if adapter.tells_words:
            told = adapter.tells_after_call
            self.writer.follow_words(adapter.standing, tells_after_call=told)
        if adapter.tells_stretches:
            self.writer.take_stretches(tells_after_call=adapter.tells_after_call)
        if adapter.tells_dials:
            self.writer.take_dials()
        if adapter.tells_surveys:
            self.writer.take_surveys()
        if adapter.tells_topics:
            self.writer.take_topics()
        resumed = options.resumed(adapter.name, format_=_STATE_FORMAT)
        if resumed is not None:
            self._restore(resumed)

    # ---- rows ---------------------------------------------------------------------------------

    def take(self, row: Row) -> None:
        """Take a row, and tell what is over by now."""
        self.tally.rows_in += 1
        span = place_span(*self.writer.names.split(row.place))
        try:
            if row.refused:
                raise RowRefusedError(row.refused)  # noqa: TRY301 - as any other refusal
            part = self._adapter.part(row, self._options)
            if not is_instant(part.at_ms):
                raise RowRefusedError("time-unreadable")  # noqa: TRY301 - as any other refusal
            taken = self._hold(part, row)
        except RowIgnoredError as left_out:
            self.tally.ignore(left_out.code)
        except RowRefusedError as refused:
            self.tally.quarantine(refused.code, span, row.text, column=refused.column)
        else:
            if taken:
                self.tally.rows_by_type[row.type] += 1
                for code in part.odd:
                    self._flag(code, part.place)
                self._go_on(part)

    def _hold(self, part: Part, row: Row) -> bool:
        """Hold a part with its contact; say whether it told anything new."""
        names = (part.contact, *part.also) if part.contact else (f"{_ALONE}{part.row}",)
        done = self._done.of(names)
        if done is not None:
            return self._come_again(part, done.get(part.row))
        if part.agent and not part.contact:
            return self._settle(part, row)
        if not part.contact:
            self._alone(part)
            return True
        held = self._gathered.of(names)
        known = held.parts.get(part.row)
        if known is not None and not self._replaces(part, known, held.texts[part.row], row):
            return False
        self._gathered.add(held, part, row.text)
        return True

    def _settle(self, part: Part, row: Row) -> bool:
        """Let a row about an agent wait for its turn; tell those whose turn it is."""
        agent = self._employee(part)
        known = self._settling.held(agent, part.row)
        if known is not None:
            self._refuse_other(part, known.part, known.text, row)
            self.tally.duplicate += 1
            return False
        if self._settling.is_late(agent, part.at_ms):
            raise RowIgnoredError("row-late")
        self._tell_alone(self._settling.take(agent, Waiting(part=part, text=row.text)))
        return True

    def _employee(self, part: Part) -> str:
        day = self.writer.day_of(part.at_ms)
        return self.writer.agents.resolve(part.agent, day)[0]

    def _tell_alone(self, parts: Iterable[Part]) -> None:
        for part in parts:
            self._alone(part)

    def _alone(self, part: Part) -> None:
        told = (part.at_ms, {part.row: part.version})
        self._done.add((f"{_ALONE}{part.row}",), told, old_ms=self._old_ms)
        self._adapter.alone(part, self.writer)
        self._write_stretches(part)

    def _flag(self, code: str, place: int) -> None:
        self.tally.flag(code, place_span(*self.writer.names.split(place)))

    def _come_again(self, part: Part, version: int | None) -> bool:
        """Account for a row of what was told before; ``version`` is what was told of it."""
        if version is None or part.version > version:
            raise RowIgnoredError("row-late")
        if part.version < version:
            raise RowIgnoredError("row-superseded")
        self.tally.duplicate += 1
        return False

    def _replaces(self, part: Part, known: Part, text: str, row: Row) -> bool:
        """Say whether a part is a later version of one that is held, which then is left out."""
        if part.version == known.version:
            self._refuse_other(part, known, text, row)
            self.tally.duplicate += 1
            return False
        self.tally.ignore("row-superseded")
        return part.version > known.version

    def _refuse_other(self, part: Part, known: Part, text: str, row: Row) -> None:
        """Refuse what says other things of a row that is held."""
        before = read_again(text, known.place).data
        if row.data == before:
            return
        if not part.contact or self._hidden_in(row.data, (part,)) != before:
            raise RowRefusedError("key-conflict", part.row)

    def _hidden_in(self, data: Mapping[str, Any], parts: Sequence[Part]) -> Mapping[str, Any]:
        """Return what a row of a contact tells as it may be kept: without anybody's number."""
        customer = self._adapter.contact(parts).customer
        return self._hidden.kept(data, customer, self._adapter.number_fields)

    def _go_on(self, part: Part) -> None:
        """Move the time of the source on; one contact with a time far ahead does not move it."""
        at_ms = part.at_ms
        if part.contact and part.contact == self._ahead:
            self._newest = max(self._newest, at_ms)
        elif at_ms >= self._newest:
            self._second, self._newest, self._ahead = self._newest, at_ms, part.contact
        elif at_ms > self._second:
            self._second = at_ms
        self._let_go(self._second - self._adapter.linger_ms)

    # ---- contacts -----------------------------------------------------------------------------

    def _let_go(self, before_ms: int) -> None:
        """Tell the contacts of which no row came since an instant."""
        for held in self._gathered.over(before_ms):
            self._tell(held)

    def _tell(self, held: Held) -> None:
        contact = self._contact_of(held)
        self.writer.contact(contact)
        for code, place in odd_lengths(contact, self._options):
            self._flag(code, place)
        for part in held.parts.values():
            self._write_stretches(part)
        versions = {name: part.version for name, part in held.parts.items()}
        self._done.add(held.names, (held.last_ms, versions), old_ms=self._old_ms)
        self._told += 1
        if self._told % _FOLD == 0:
            self.writer.fold()

    def _write_stretches(self, part: Part) -> None:
        if self.writer.stretches:
            for each in part.stretches:
                if not self.writer.stretches.write(each):
                    self._flag("state-overlap", part.place)

    def _contact_of(self, held: Held) -> Contact:
        parts = sorted(held.parts.values(), key=lambda part: (part.at_ms, part.place, part.row))
        return self._adapter.contact(parts)

    def _open_contacts(self) -> Iterator[OpenContact]:
        text = self.writer.names.text
        for each in map(self._contact_of, self._gathered):
            still = [visit for visit in each.visits if visit.closed_by == "open"]
            since = [(visit.queue, visit.entered_ms, visit.place) for visit in still]
            if each.disconnect_by == "open" and not since:
                since = [("", each.started_ms, each.place)]
            for queue, since_ms, place in since:
                yield OpenContact(
                    contact_id=each.contact_id,
                    queue=queue,
                    since_ms=since_ms,
                    source_ref=text(place),
                )

    # ---- batches and states -------------------------------------------------------------------

    def intake(self, *, last: bool) -> Intake:
        """Return what was told since the last time; at the end of a read all that is left."""
        still_open = sorted(
            self._open_contacts(), key=lambda each: (each.since_ms, each.contact_id)
        )
        carry = self._options.at_end is AtEnd.CARRY
        state = self._state() if carry else None
        if last and not carry:
            self._tell_alone(self._settling.rest())
        states, names = self._states(), self.writer.names
        open_agents = states.open_agents(names) if states else ()
        if last and not carry:
            self._let_go(self._gathered.newest_ms)
            if states:
                states.close()
        report = self.tally.report(
            open_contacts=tuple(still_open),
            open_agents=open_agents,
            unmapped_agents=self.writer.agents.unmapped,
            unsigned_agents=states.unsigned if states else (),
        )
        return Intake(records=self.writer.take(), report=report, state=state)

    def _states(self) -> AgentStates | ToldStates | None:
        return self.writer.states or self.writer.words

    @property
    def _old_ms(self) -> int:
        """What was told last before then is remembered in few bytes, and not by the next read."""
        return self._second - self._adapter.memory_ms

    def _state(self) -> OpenState:
        text = self.writer.names.text
        oldest = self._old_ms
        held = [
            [text(part.place), written]
            for each in self._gathered
            for part, written in self._kept(each)
        ]
        done = self._done.since(oldest)
        data = {"held": held, "done": done, "newest": [self._newest, self._second, self._ahead]}
        if states := self._states():
            data["agents"] = states.stored(self.writer.names)
        if self.writer.words:
            waiting = [[text(each.part.place), each.text] for each in self._settling]
            data["settling"] = {"rows": waiting, "times": self._settling.stored()}
        if self.writer.stretches:
            data["covered"] = self.writer.stretches.covered.stored(oldest)
        return OpenState(adapter=self._adapter.name, format=_STATE_FORMAT, data=data)

    def _kept(self, held: Held) -> Iterator[tuple[Part, str]]:
        """Yield the rows of a contact as they may be kept: nobody's number stands in them."""
        customer = self._contact_of(held).customer
        for part in held.parts.values():
            data = read_again(held.texts[part.row], part.place).data
            kept = self._hidden.kept(data, customer, self._adapter.number_fields)
            yield part, json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    def _restore(self, data: Mapping[str, Any]) -> None:
        self._newest, self._second, self._ahead = data["newest"]
        self._done.restore(data["done"])
        for place, text in data["held"]:
            row = read_again(text, self.writer.names.place(place))
            self._hold(self._adapter.part(row, self._options), row)
        if states := self._states():
            states.restore(data["agents"], self.writer.names)
        if self.writer.words:
            self._restore_settling(data["settling"])
        if self.writer.stretches:
            self.writer.stretches.covered.restore(data["covered"])

    def _restore_settling(self, data: Mapping[str, Any]) -> None:
        for place, text in data["rows"]:
            row = read_again(text, self.writer.names.place(place))
            part = self._adapter.part(row, self._options)
            self._settling.put(self._employee(part), Waiting(part=part, text=text))
        self._settling.restore(data["times"])
