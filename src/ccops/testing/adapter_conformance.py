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

import json
from collections import Counter
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.adapters import AtEnd, Contact, Intake, OpenState, Visit, joined_intake
from ccops.testing.privacy_conformance import PrivacyConformance, kept_of, told_of
from ccops.testing.scripted_contacts import Script, scripts
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_VISIT: Final = ("queue", "outcome", "entered_ms", "wait", "agent", "talk_hold", "segments")
Rows = list[tuple[object, ...]]


class AdapterConformance(PrivacyConformance):
    """The invariants of an adapter; say ``adapter``, ``carries``, ``broken`` and ``lines``.

    ``carries`` are needs of scripts that the format can write down (``ccops.testing.scripts``).
    ``header`` lines stand before what ``lines`` returns and are no rows. ``columns`` of a visit
    that the format cannot know are named in ``unknown``; one that knows of no queue at all is
    ``volume_only``: its contacts are compared by when they began and ended. ``agent_pattern`` is
    how it writes an agent. ``broken`` are lines that no reader can take.
    """

    carries: ClassVar[frozenset[str]] = frozenset()
    unknown: ClassVar[frozenset[str]] = frozenset()
    volume_only: ClassVar[bool] = False

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        """Return the lines in which the vendor's system writes contacts, in its order."""
        raise NotImplementedError

    def skewed(self, contact: Contact, ms: int, /) -> Sequence[str]:
        """Return the lines of an answered contact where one of two clocks is ahead by so much.

        For formats of which ``carries`` says ``skew``: the wait and the talk they report stay.
        """
        raise NotImplementedError

    def _whole(self) -> Sequence[str]:
        return self.lines(self.written())

    def _least(self) -> int:
        return len(self.written())

    # ---- what is written and read -------------------------------------------------------------

    @classmethod
    def scripts(cls) -> tuple[Script, ...]:
        """Return the scripts that the format can carry."""
        return tuple(each for each in scripts() if each.needs <= cls.carries)

    @classmethod
    def written(cls) -> tuple[Contact, ...]:
        """Return the contacts of all scripts that the format can carry."""
        return tuple(contact for each in cls.scripts() for contact in each.contacts)

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
        """Every visit and conversation belongs to a contact that counts it, or nobody tells."""
        intake = self._read(self._whole())
        counts = {"visits": Counter[object](), "segments": Counter[object]()}
        for kind, name in (("queue_visit", "visits"), ("handle_segment", "segments")):
            if kind in intake.records:
                counts[name].update(intake[kind].columns["contact_id"])
        for row in map(intake["contact"].row, range(len(intake["contact"]))):
            for name, counted in counts.items():
                known = counted.pop(row["contact_id"], 0)
                told = 0 if isinstance(row[name], Missing) else row[name]
                assert told == known, f"{row['contact_id']}: {name} {row[name]}, not {known}"
        assert not any(counts.values()), f"of no contact: {counts}"

    def test_nobody_is_unregistered_where_the_format_tells_of_no_registrations(self) -> None:
        """What a format has no place for is missing; one that has says ``registrations``."""
        if "registrations" in self.carries:
            return
        told = self._read(self._whole())["contact"].columns["registered"]
        assert all(isinstance(each, Missing) for each in told), "registered, who says so?"

    def test_nobody_hands_on_where_the_format_tells_of_no_transfers(self) -> None:
        """It is missing then, not "no"; a format that tells of them says ``transfers``."""
        intake = self._read(self._whole())
        cells = {kind: records.columns for kind, records in intake.records.items()}
        told = [*cells["handle_segment"]["transfer"]] if "handle_segment" in cells else []
        if "queue_visit" in cells:
            visits = cells["queue_visit"]
            pairs = zip(visits["outcome"], visits["transferred"], strict=True)
            told += [handed_on for outcome, handed_on in pairs if outcome == "answered"]
        known = {not isinstance(each, Missing) for each in told}
        assert known <= {"transfers" in self.carries}, "handed on or not, who says so?"

    def test_clocks_of_one_source_may_differ(self) -> None:
        """By some seconds either way; the wait and the talk that are reported stand."""
        if "skew" not in self.carries:
            return
        contact = next(each for script in self.scripts() for each in script.contacts)
        expected = self._waits_and_talks(self._read(self.lines([contact])))
        for ms in (2_000, -2_000):
            intake = self._read(self.skewed(contact, ms))
            assert intake.report.quarantined == 0, intake.report.examples
            assert self._waits_and_talks(intake) == expected, f"a clock {ms} ms ahead"

    def test_open_contacts_are_listed(self) -> None:
        """What goes on where the source ends is open, listed, and carried to the next read."""
        if "open" not in self.carries:
            return
        intake = self._read(self._whole())
        told = intake["queue_visit"].columns
        marked = sorted(
            str(contact)
            for contact, closed in zip(told["contact_id"], told["closed_by"], strict=True)
            if closed == "open"
        )
        assert sorted(each.contact_id for each in intake.report.open_contacts) == marked
        carried = self._read(self._whole(), at_end=AtEnd.CARRY)
        assert "open" not in carried["queue_visit"].columns["closed_by"]

    # ---- whose contacts they are --------------------------------------------------------------

    def test_no_customer_is_kept_or_told(self) -> None:
        """Numbers stand in no record, no report and no message; with a key a hash does."""
        whole = self._whole()
        broken = [f"{line[: len(line) // 2]}" for line in whole[:3]]
        for key in (None, b"key"):
            intake = self._read([*whole, *broken], pseudonym_key=key)
            for number in self._customers():
                assert number not in told_of(intake), "a customer's number in the report"
                assert number not in kept_of(intake), "a customer's number in a record"

    def test_what_is_carried_on_holds_no_customer_and_loses_none(self) -> None:
        """The state of a read that goes on holds hashes: those of a read at once."""
        whole = self._whole()
        for key in (None, b"key"):
            expected = self._same(self._read(whole, pseudonym_key=key))
            for cut in (len(whole) // 3, len(whole) // 2):
                first = self._read(whole[:cut], at_end=AtEnd.CARRY, pseudonym_key=key)
                assert first.state is not None, "a read that is carried on has a state"
                kept = json.dumps(first.state.to_dict())
                assert not [each for each in self._customers() if each in kept], "in the state"
                stored = OpenState.from_dict(json.loads(kept))
                second = self._read(whole[cut:], resume=stored, pseudonym_key=key)
                assert self._same(joined_intake([first, second])) == expected, f"cut at {cut}"

    def _customers(self) -> set[str]:
        return {each.customer.lstrip("+") for each in self.written() if each.customer}

    def test_no_customer_is_in_what_is_carried_on(self) -> None:
        """Also not in the rows that wait for those of the next read."""
        whole = self._whole()
        numbers = {each.customer.lstrip("+") for each in self.written() if each.customer}
        for key in (None, b"key"):
            for cut in range(1, len(whole) + 1, max(1, len(whole) // 8)):
                carried = self._read(whole[:cut], at_end=AtEnd.CARRY, pseudonym_key=key)
                assert carried.state is not None, "a read that is carried on has a state"
                kept = json.dumps(carried.state.to_dict(), ensure_ascii=False)
                for number in numbers:
                    assert number not in kept, "a customer's number in a state"

    def _visits(self, intake: Intake) -> Rows:
        """Return the visits that were read, by what every format can know of them."""
        if self.volume_only:
            assert "queue_visit" not in intake.records, "a format of volume only has visits"
            assert {*map(type, intake["contact"].columns["visits"])} <= {Missing}, "visits, told"
            told = intake["contact"].columns
            return sorted(zip(told["started_ms"], told["ended_ms"], strict=True))
        columns = intake["queue_visit"].columns
        names = [each for each in _VISIT if each not in self.unknown]
        return sorted(zip(*(columns[name] for name in names), strict=True), key=repr)

    @staticmethod
    def _waits_and_talks(intake: Intake) -> Rows:
        told = intake["queue_visit"].columns
        return list(zip(*(told[each] for each in ("wait", "talk_hold", "outcome")), strict=True))

    def _expected(self, contacts: Iterable[Contact]) -> Rows:
        """Return the visits that were written, alike."""
        contacts = list(contacts)
        if self.volume_only:
            return sorted((each.started_ms, each.ended_ms) for each in contacts)
        told = [_told(visit) for contact in contacts for visit in contact.visits]
        names = [each for each in _VISIT if each not in self.unknown]
        return sorted((tuple(each[name] for name in names) for each in told), key=repr)


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
