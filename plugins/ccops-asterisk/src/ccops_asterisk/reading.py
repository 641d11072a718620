"""Reads lines block by block: in order, each once, every one of them accounted for."""

from __future__ import annotations

import re
from itertools import repeat
from typing import TYPE_CHECKING, Final

from ccops.adapters import (
    AgentStates,
    AtEnd,
    OpenState,
    ReadOptions,
    ReadReport,
    ReadTally,
    place_span,
)
from ccops_asterisk.blocks import LineBlock, second_of
from ccops_asterisk.calls import Calls
from ccops_asterisk.grammar import SIDE_EVENTS, TooLargeError
from ccops_asterisk.handlers import Handler, handlers_of
from ccops_asterisk.history import LineHistory
from ccops_asterisk.members import follow
from ccops_asterisk.rows import RowWriter
from ccops_asterisk.storing import restore_calls, stored_calls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.kpi import Records

STATE_FORMAT: Final = 4
_Counted = tuple[Handler, list[int]]
_EVENT: Final = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")
_FIELDS: Final = 5
_SLICE: Final = 1_024  # what ended is made into columns while it is still in the cache


class LineReader:
    """Feeds lines to the calls they belong to.

    Lines are read in order of their second, and as they stand in the file within one; a line
    that was read before, here or in the read that is resumed, is a duplicate.
    """

    def __init__(self, adapter: str, options: ReadOptions) -> None:
        self._adapter = adapter
        self.tally = ReadTally(options)
        self.agents = options.agents()
        clock = options.clock()
        self.writer = RowWriter(clock, self.agents, key=options.pseudonym_key)
        self.calls = Calls(self.writer, self.tally)
        self.states = AgentStates(
            self.writer.state_rows, self.agents, clock, options.states, self.calls.flag
        )
        self.calls.look_ahead = self._look_ahead
        usual = (options.short_talk_ms, options.long_talk_ms)
        handlers = dict.fromkeys(SIDE_EVENTS, self.writer.event) | handlers_of(self.calls, usual)
        #: What handles each event, by its name, and how many lines it did; and any other event.
        self._handlers: dict[str, _Counted] = {
            event: (handler, [0]) for event, handler in handlers.items()
        }
        self._any_other: _Counted = (self._other, [0])  # counts its lines by their names
        self._last = 0
        self._done: set[int] = set()
        #: What was wrong with lines that have a second, by the hash of the line.
        self._refused: dict[int, str] = {}
        #: The lines that are read, and those that wait for the next.
        self._block = self._held = LineBlock()
        resumed = options.resumed(adapter, format_=STATE_FORMAT)
        self._history = LineHistory(None if resumed is None else resumed["lines"])
        #: Up to which key the rows of each table need not be read again, by its name.
        self.tables: dict[str, int] = {}
        if resumed is not None:
            self.tables.update(resumed.get("tables", {}))
            restore_calls(self.calls, resumed["calls"])
            self.states.restore(resumed["agents"], self.writer.names)

    # ---- blocks ---------------------------------------------------------------------------

    def feed(self, lines: Sequence[str], places: Sequence[int]) -> None:
        """Take consecutive lines; those of the last seconds wait for what comes next."""
        held = self._held
        if held.lines:
            lines, places = [*held.lines, *lines], [*held.places, *places]
        block = LineBlock.of(lines, places)
        keep = block.held_from()
        self._held = block.part(keep)
        self._read(block.part(0, keep))

    def finish(self) -> None:
        """Read what was waiting."""
        block, self._held = self._held, LineBlock()
        self._read(block)

    def unreadable(self, place: int) -> None:
        """Account for a line that is not in the encoding."""
        self.tally.rows_in += 1
        self._broken("row-encoding", "", place)

    # ---- lines ----------------------------------------------------------------------------

    def _read(self, block: LineBlock) -> None:
        self.tally.rows_in += len(block.lines)
        self._block, repeated = self._history.fresh(block)
        for first in range(0, len(self._block.lines), _SLICE):
            self._read_slice(self._block.part(first, first + _SLICE))
            follow(self.states, self.writer.moves)
            self.writer.fold()
            self.calls.let_go(self._last)
        self._done.clear()
        for line, place in repeated:
            self._repeated(line, place)

    def _read_slice(self, block: LineBlock) -> None:
        handlers, any_other, done = self._handlers, self._any_other, self._done
        split = map(str.split, block.lines, repeat("|"))
        for fields, second, place in zip(split, block.seconds, block.places, strict=True):
            if done and place in done:
                continue
            try:
                try:
                    handler, count = handlers[fields[4]]
                except KeyError:
                    handler, count = any_other
                if not second:
                    raise ValueError(fields[0])  # noqa: TRY301 - as any other wrong number
                handler(fields, second, place)
            except (IndexError, ValueError) as problem:
                self._wrong("|".join(fields), place, problem)
            else:
                count[0] += 1
        self._last = max(self._last, block.last)

    def _repeated(self, line: str, place: int) -> None:
        """Account for a line that was read before; a broken one is broken again, not double."""
        code = self._refused.get(hash(line))
        if code is None:
            self.tally.duplicate += 1
        else:
            self._broken(code, line, place)

    def _look_ahead(self, fields: list[str], place: int, events: tuple[str, ...]) -> bool:
        """Read lines of the same second, call and queue that belong before this one."""
        places, found = self._block.places, False
        start = places.index(place) + 1
        for line, at in zip(self._block.lines[start:], places[start:], strict=True):
            if not line.startswith(f"{fields[0]}|"):
                break
            ahead = line.split("|")
            if ahead[1:3] == fields[1:3] and len(ahead) >= _FIELDS and ahead[4] in events:
                self._done.add(at)
                try:
                    handler, count = self._handlers[ahead[4]]
                    handler(ahead, int(ahead[0]), at)
                except (IndexError, ValueError) as problem:
                    self._wrong(line, at, problem)
                    continue
                count[0] += 1
                found = True
                if ahead[4] == events[-1]:
                    break
        return found

    def _other(self, fields: list[str], second: int, place: int) -> None:
        """Keep an event that Asterisk does not know: dialplans and other programs write too."""
        if not _EVENT.fullmatch(fields[4]) or self._handlers.keys() & set(fields[5:8]):
            raise ValueError(fields[4])  # a queue name with a bar in it moves the fields
        self.tally.note("event-unknown")
        self.writer.event(fields, second, place)
        self.tally.rows_by_type[fields[4]] += 1

    def _wrong(self, line: str, place: int, problem: Exception) -> None:
        """Account for a line that cannot be followed."""
        fields = line.split("|")
        if not line.strip():
            self.tally.ignore("row-blank")
        elif len(fields) < _FIELDS:
            self._broken("row-fields", line, place)
        elif not second_of(line):
            self._broken("time-unreadable", line, place)
        elif isinstance(problem, TooLargeError):
            self._broken("number-too-large", line, place)
        else:
            self._broken("row-unreadable", line, place)

    def _broken(self, code: str, line: str, place: int) -> None:
        if second_of(line):
            self._refused[hash(line)] = code
        self.tally.quarantine(code, place_span(*self.writer.names.split(place)), line)

    def take(self) -> dict[str, Records]:
        """Return the records of the lines since the last time, by the name of their kind."""
        self.calls.keep_left()
        return self.writer.take()

    def report(self, *, at_end: AtEnd = AtEnd.CARRY) -> ReadReport:
        """Return the report of the lines since the last one, with what is open.

        At an end that closes, what is open is written as open.
        """
        contacts = self.calls.open_contacts()
        agents = self.states.open_agents(self.writer.names)
        if at_end is AtEnd.CLOSE:
            self.calls.close()
            self.states.close()
        self._tell_events()
        return self.tally.report(
            open_contacts=contacts,
            open_agents=agents,
            unmapped_agents=self.agents.unmapped,
            unsigned_agents=self.states.unsigned,
        )

    def _tell_events(self) -> None:
        """Add the lines of each event since the last time to the report."""
        for event, (_, count) in self._handlers.items():
            if count[0]:
                self.tally.rows_by_type[event] += count[0]
                count[0] = 0

    # ---- from one read to the next --------------------------------------------------------

    def state(self) -> OpenState:
        """Return what the next read needs: open calls, the lines of the last minutes, keys."""
        data = {
            "calls": stored_calls(self.calls),
            "agents": self.states.stored(self.writer.names),
            "lines": self._history.stored(),
            "tables": dict(self.tables),
        }
        return OpenState(adapter=self._adapter, format=STATE_FORMAT, data=data)
