"""What every adapter has to keep, as tests a plugin inherits.

::

    class TestMyAdapter(AdapterConformance):
        adapter = MyAdapter()
        carries = frozenset({"timeout", "offers"})
        broken = ("no such line",)

        def lines(self, contacts):
            return [my_line(each) for each in contacts]

``lines`` writes contacts as the system of the vendor would. What the adapter reads is then held
against what was written, in order and out of order, twice, in pieces, over midnight and over
clock changes. pytest collects the class; nothing here imports it.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Final
from zoneinfo import ZoneInfo

import attrs

from ccops.adapters import (
    AtEnd,
    Contact,
    ContactAdapter,
    Intake,
    OpenState,
    ReadOptions,
    Source,
    Strictness,
    Visit,
    joined_intake,
)
from ccops.errors import ReadError
from ccops.testing.scripted_contacts import ZONE, Script, scripts
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_VISIT: Final = ("queue", "outcome", "entered_ms", "wait", "agent", "talk_hold", "segments")
_CUTS: Final = 7
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
Rows = list[tuple[object, ...]]


class AdapterConformance:
    """The invariants of an adapter; say ``adapter``, ``carries``, ``broken`` and ``lines``.

    ``carries`` are needs of scripts that the format can write down (``ccops.testing.scripts``).
    ``header`` lines stand before what ``lines`` returns and are no rows. ``columns`` of a visit
    that the format cannot know are named in ``unknown``; one that knows of no queue at all is
    ``volume_only``: its contacts are compared by when they began and ended. ``agent_pattern`` is
    how it writes an agent. ``broken`` are lines that no reader can take.
    """

    adapter: ClassVar[ContactAdapter]
    carries: ClassVar[frozenset[str]] = frozenset()
    header: ClassVar[tuple[str, ...]] = ()
    broken: ClassVar[tuple[str, ...]] = ()
    unknown: ClassVar[frozenset[str]] = frozenset()
    volume_only: ClassVar[bool] = False
    agent_pattern: ClassVar[str] = ""

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        """Return the lines in which the vendor's system writes contacts, in its order."""
        raise NotImplementedError

    def instant(self, line: str) -> object:
        """Return what lines have in common that may stand in any order; none may unless said."""
        return line

    # ---- what is written and read -------------------------------------------------------------

    @classmethod
    def scripts(cls) -> tuple[Script, ...]:
        """Return the scripts that the format can carry."""
        return tuple(each for each in scripts() if each.needs <= cls.carries)

    @classmethod
    def written(cls) -> tuple[Contact, ...]:
        """Return the contacts of all scripts that the format can carry."""
        return tuple(contact for each in cls.scripts() for contact in each.contacts)

    def _options(self, **given: Any) -> ReadOptions:
        plain = {
            "zone": ZONE,
            "quarantine_limit": Fraction(1),
            "agent_pattern": self.agent_pattern,
        }
        return ReadOptions(**{**plain, **given})

    def _read(self, *sources: Sequence[str], **options: Any) -> Intake:
        named = [
            Source(name=f"source{n}", lines=(*self.header, *lines))
            for n, lines in enumerate(sources)
        ]
        return self.adapter.read(named, self._options(**options))

    def _whole(self) -> Sequence[str]:
        return self.lines(self.written())

    # ---- what is read is what was written -----------------------------------------------------

    def test_each_script_is_read_as_it_was_written(self) -> None:
        """Outcome, entry, wait, agent, time talked: midnight and clock changes included."""
        for script in self.scripts():
            found = self._visits(self._read(self.lines(script.contacts)))
            expected = self._expected(script.contacts)
            assert found == expected, f"{script.name}: read {found}, written {expected}"

    def test_all_scripts_together_are_read_as_they_were_written(self) -> None:
        """One source with everything in it."""
        assert self._visits(self._read(self._whole())) == self._expected(self.written())

    def test_contacts_count_their_visits_and_conversations(self) -> None:
        """Every visit and conversation belongs to a contact that counts it."""
        intake = self._read(self._whole())
        counts = {"visits": Counter[object](), "segments": Counter[object]()}
        for kind, name in (("queue_visit", "visits"), ("handle_segment", "segments")):
            counts[name].update(intake[kind].columns["contact_id"])
        for row in map(intake["contact"].row, range(len(intake["contact"]))):
            for name, counted in counts.items():
                known = counted.pop(row["contact_id"], 0)
                assert row[name] == known, f"{row['contact_id']}: {name} {row[name]}, not {known}"
        assert not any(counts.values()), f"of no contact: {counts}"

    def test_days_and_hours_are_those_of_the_local_clock(self) -> None:
        """Whatever instant has a day, a half-hour and an hour has those of the zone."""
        zone = ZoneInfo(ZONE)
        for records in self._read(self._whole()).records.values():
            stems = [
                (name, name.removesuffix("_ms")) for name in records.columns if name[-3:] == "_ms"
            ]
            for row in map(records.row, range(len(records))):
                for name, stem in stems:
                    day = row.get(f"{_CLOCKS.get(stem, stem)}_day", Missing.NOT_MEASURED)
                    ms = row[name]
                    if isinstance(ms, int) and isinstance(day, int):
                        local = (_EPOCH + dt.timedelta(milliseconds=ms)).astimezone(zone)
                        assert day == local.toordinal(), f"{records.kind.name}.{name}: {row}"

    # ---- every row once -----------------------------------------------------------------------

    def test_every_row_is_accounted_for(self) -> None:
        """Rows in are accepted, duplicate, ignored or quarantined; none is anything else."""
        report = self._read(self._whole()).report
        assert report.rows_in >= len(self.written()), report.fates()
        assert report.quarantined == 0, report.examples

    def test_what_is_read_twice_counts_once(self) -> None:
        """The same rows again are duplicates, in the same file and in another."""
        once = self._read(self._whole())
        for again in (self._read(self._whole(), self._whole()), self._doubled()):
            assert self._same(again) == self._same(once)
            assert again.report.duplicate == once.report.rows_in + 2 * once.report.duplicate

    def test_broken_rows_are_put_aside_and_change_nothing(self) -> None:
        """A broken row is in quarantine, with its line; nothing else is other than without it."""
        whole = self._whole()
        for broken in self.broken:
            intake = self._read([*whole[:1], broken, *whole[1:]])
            assert intake.report.quarantined == 1, f"{broken!r}: {intake.report.fates()}"
            assert self._same(intake) == self._same(self._read(whole)), broken

    def test_strict_reading_stops_at_the_first_broken_row(self) -> None:
        """With the file and the line of it."""
        for broken in self.broken:
            try:
                self._read([*self._whole(), broken], strictness=Strictness.STRICT)
            except ReadError as stopped:
                found = stopped.diagnostics[0]
                assert found.span is not None, found
                assert found.span.file == "source0", found
            else:
                raise AssertionError(f"strict reading took {broken!r}")

    def test_the_zone_is_never_guessed(self) -> None:
        """A zone that is none stops the read."""
        try:
            self._read(self._whole(), zone="Mars/Olympus")
        except ReadError:
            return
        raise AssertionError("an unknown zone was taken")

    # ---- in any order, in any pieces ----------------------------------------------------------

    def test_files_may_come_in_any_order(self) -> None:
        """A log that was rotated is read in the order of its time."""
        whole = self._whole()
        middle = len(whole) // 2
        turned = self._read(whole[middle:], whole[:middle])
        assert self._same(turned) == self._same(self._read(whole))

    def test_rows_of_one_instant_may_stand_in_any_order(self) -> None:
        """Within what ``instant`` says is one, rows are read as a contact goes."""
        whole = list(self._whole())
        order = {self.instant(line): place for place, line in reversed([*enumerate(whole)])}
        turned = sorted(whole, key=lambda line: order[self.instant(line)])
        assert self._same(self._read(turned)) == self._same(self._read(whole))

    def test_a_file_may_be_cut_anywhere_and_gone_on_with(self) -> None:
        """What is open goes on in the next read, by a state that JSON carries."""
        whole = self._whole()
        expected = self._same(self._read(whole))
        for cut in sorted({len(whole) * part // _CUTS for part in range(_CUTS + 1)}):
            first = self._read(whole[:cut], at_end=AtEnd.CARRY)
            assert first.state is not None, "a read that is carried on has a state"
            stored = OpenState.from_dict(json.loads(json.dumps(first.state.to_dict())))
            second = self._read(whole[cut:], resume=stored)
            found = self._same(joined_intake([first, second]))
            assert found == expected, f"cut after line {cut}"

    def test_batches_add_up_to_the_whole(self) -> None:
        """However few rows a batch has."""
        whole = self._whole()
        source = Source(name="source0", lines=(*self.header, *whole))
        for rows in (1, 3, 1_000):
            batches = self.adapter.read_batches([source], self._options(batch_rows=rows))
            assert self._same(joined_intake(batches)) == self._same(self._read(whole)), rows

    # ---- whose contacts they are --------------------------------------------------------------

    def test_no_customer_is_kept_or_told(self) -> None:
        """Numbers stand in no record, no report and no message; with a key a hash does."""
        whole = self._whole()
        numbers = {each.customer.lstrip("+") for each in self.written() if each.customer}
        broken = [f"{line[: len(line) // 2]}" for line in whole[:3]]
        for key in (None, b"key"):
            intake = self._read([*whole, *broken], pseudonym_key=key)
            told = json.dumps(intake.report.to_dict(), default=str) + repr(intake.report)
            kept = "".join(
                str(list(column))
                for records in intake.records.values()
                for name, column in records.columns.items()
                if not name.endswith("_ms")
            )
            for number in numbers:
                assert number not in told, "a customer's number in the report"
                assert number not in kept, "a customer's number in a record"

    # ---- helpers ------------------------------------------------------------------------------

    def _doubled(self) -> Intake:
        return self._read([line for line in self._whole() for _ in range(2)])

    def _same(self, intake: Intake) -> dict[str, Rows]:
        """Return everything read, but where it stood: comparable whatever the order."""
        return {
            kind: sorted(
                (
                    tuple(row[name] for name in records.columns if name != records.kind.reference)
                    for row in map(records.row, range(len(records)))
                ),
                key=repr,
            )
            for kind, records in sorted(intake.records.items())
        }

    def _visits(self, intake: Intake) -> Rows:
        """Return the visits that were read, by what every format can know of them."""
        if self.volume_only:
            assert not len(intake["queue_visit"]), "a format of volume only has visits"
            told = intake["contact"].columns
            return sorted(zip(told["started_ms"], told["ended_ms"], strict=True))
        columns = intake["queue_visit"].columns
        names = [each for each in _VISIT if each not in self.unknown]
        return sorted(zip(*(columns[name] for name in names), strict=True), key=repr)

    def _expected(self, contacts: Iterable[Contact]) -> Rows:
        """Return the visits that were written, alike."""
        contacts = list(contacts)
        if self.volume_only:
            return sorted((each.started_ms, each.ended_ms) for each in contacts)
        told = [_told(visit) for contact in contacts for visit in contact.visits]
        names = [each for each in _VISIT if each not in self.unknown]
        return sorted((tuple(each[name] for name in names) for each in told), key=repr)


#: The clock columns of instants whose stem is another word.
_CLOCKS: Final = {"entered": "arrival", "answered": "answer", "ended": "end"}


def _told(visit: Visit) -> dict[str, object]:
    talks = visit.conversations
    times = [each.handled for each in talks]
    known = [each for each in times if isinstance(each, int)]
    whole: object = sum(known) if known and len(known) == len(times) else Missing.NOT_MEASURED
    return {
        **attrs.asdict(visit, filter=attrs.filters.include("queue", "outcome", "entered_ms")),
        "wait": visit.waited,
        "agent": talks[0].agent if talks else Missing.NO_RECORDS,
        "talk_hold": whole if talks else Missing.NO_RECORDS,
        "segments": len(talks),
    }
