"""What every reader of a telephone system has to keep, whatever it reads."""

from __future__ import annotations

import datetime as dt
import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Final
from zoneinfo import ZoneInfo

from ccops.adapters import (
    AtEnd,
    ContactAdapter,
    Intake,
    OpenState,
    ReadOptions,
    Source,
    Strictness,
    joined_intake,
)
from ccops.errors import ReadError
from ccops.testing.scripted_contacts import ZONE
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Above so many lines a source is cut at as many places, else at every line.
_CUTS: Final = 60
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
#: The clock columns of instants whose stem is another word.
_CLOCKS: Final = {"entered": "arrival", "answered": "answer", "ended": "end"}
#: In so many lines each number in turn is made too large.
_NUMBERED_LINES: Final = 4
#: So many lines before and after it are read with it.
_AROUND: Final = 6
_LARGEST: Final = 2**63 - 1
_LAST_MS: Final = 253_402_300_799_999
#: Whole numbers, and dates: not what is a part of a word.
_NUMBER: Final = re.compile(
    r"(?<![\w.:+-])(?:(?P<date>\d{4}-\d\d-\d\d)(?!\d)|\d+(?![\w-]))", re.ASCII
)
_HUGE: Final = ("12345678901234567890", "9" * 5_000)
_LAST_DATES: Final = ("9999-12-31", "0001-01-01")
Rows = list[tuple[object, ...]]


class ReadConformance:
    """The invariants of a read: every row once, in any order, in any pieces.

    ``header`` lines stand before what ``_whole`` returns and are no rows. ``agent_pattern`` is
    how the source writes an agent, ``column_map`` for readers by column map. ``broken`` are
    lines that no reader can take.
    """

    adapter: ClassVar[ContactAdapter]
    header: ClassVar[tuple[str, ...]] = ()
    broken: ClassVar[tuple[str, ...]] = ()
    agent_pattern: ClassVar[str] = ""
    column_map: ClassVar[Mapping[str, object] | None] = None

    def instant(self, line: str) -> object:
        """Return what lines have in common that may stand in any order; none may unless said."""
        return line

    def _whole(self) -> Sequence[str]:
        """Return the lines of everything that is written."""
        raise NotImplementedError

    def _least(self) -> int:
        """Return how many rows there are at least."""
        raise NotImplementedError

    # ---- times --------------------------------------------------------------------------------

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

    def test_no_duration_is_negative(self) -> None:
        """Also where two clocks of a source differ: a duration is known, or it is missing."""
        for records in self._read(self._whole()).records.values():
            for column in records.kind.columns:
                if column.type.unit is Unit.DURATION:
                    told = records.columns[column.name]
                    below = [each for each in told if isinstance(each, int) and each < 0]
                    assert not below, f"{records.kind.name}.{column.name}: {below}"

    # ---- every row once -----------------------------------------------------------------------

    def test_every_row_is_accounted_for(self) -> None:
        """Rows in are accepted, duplicate, ignored or quarantined; none is anything else."""
        report = self._read(self._whole()).report
        assert report.rows_in >= self._least(), report.fates()
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

    def test_numbers_no_record_can_hold_put_their_row_aside(self) -> None:
        """Past 64 bits, past the year 9999: a row is put aside, or never read the number."""
        whole, refused = list(self._whole()), 0
        for at in _some(len(whole), _NUMBERED_LINES):
            for line in _with_huge_numbers(whole[at]):
                near = slice(max(0, at - _AROUND), at), slice(at + 1, at + 1 + _AROUND)
                intake = self._read([*whole[near[0]], line, *whole[near[1]]])
                refused += intake.report.quarantined > 0
                for example in intake.report.examples:
                    assert example.code, line
                    assert example.span is not None, line
                    assert (example.span.file, example.span.line > 0) == ("source0", True), line
                _check_held(intake, line)
        assert refused, "no number of any row was refused, however large"

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
        key = {"pseudonym_key": b"key"}
        expected = self._same(self._read(whole, **key))
        count = min(len(whole), _CUTS)
        for cut in sorted({len(whole) * part // count for part in range(count + 1)}):
            first = self._read(whole[:cut], at_end=AtEnd.CARRY, **key)
            assert first.state is not None, "a read that is carried on has a state"
            stored = OpenState.from_dict(json.loads(json.dumps(first.state.to_dict())))
            second = self._read(whole[cut:], resume=stored, **key)
            found = self._same(joined_intake([first, second]))
            assert found == expected, f"cut after line {cut}"

    def test_batches_add_up_to_the_whole(self) -> None:
        """However few rows a batch has."""
        whole = self._whole()
        source = Source(name="source0", lines=(*self.header, *whole))
        for rows in (1, 3, 1_000):
            batches = self.adapter.read_batches([source], self._options(batch_rows=rows))
            assert self._same(joined_intake(batches)) == self._same(self._read(whole)), rows

    # ---- helpers ------------------------------------------------------------------------------

    def _options(self, **given: Any) -> ReadOptions:
        plain = {
            "zone": ZONE,
            "quarantine_limit": Fraction(1),
            "agent_pattern": self.agent_pattern,
            "column_map": self.column_map,
        }
        return ReadOptions(**{**plain, **given})

    def _read(self, *sources: Sequence[str], **options: Any) -> Intake:
        named = [
            Source(name=f"source{n}", lines=(*self.header, *lines))
            for n, lines in enumerate(sources)
        ]
        return self.adapter.read(named, self._options(**options))

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


# ---- numbers no record can hold -------------------------------------------------------------


def _some(count: int, most: int) -> list[int]:
    """Return some places of so many, the first and the last among them."""
    return sorted({(count - 1) * part // (most - 1) for part in range(most)}) if count else []


def _with_huge_numbers(line: str) -> Iterator[str]:
    """Yield a line once for each number and each date in it, and for each that is too large."""
    for found in _NUMBER.finditer(line):
        for huge in _LAST_DATES if found["date"] else _HUGE:
            yield f"{line[: found.start()]}{huge}{line[found.end() :]}"


def _check_held(intake: Intake, line: str) -> None:
    """Check that every number that was read can be held: in 64 bits, instants as dates."""
    for records in intake.records.values():
        for name, cells in records.columns.items():
            for cell in cells:
                if isinstance(cell, int):
                    most = _LAST_MS if name.endswith("_ms") else _LARGEST
                    assert abs(cell) <= most, f"{records.kind.name}.{name} {cell}: {line}"
