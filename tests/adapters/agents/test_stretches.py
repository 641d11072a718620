"""An adapter whose rows say what agents were doing, in tables that are read in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.adapters import (
    Contact,
    ContactWriter,
    GatheringAdapter,
    Intake,
    Part,
    ReadOptions,
    Source,
    Stretch,
    json_rows,
)
from ccops.testing.scripted_contacts import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.adapters import Row, SourceNames

_MORNING = 1_772_722_800_000  # 5 March 2026, 10:00 in New York


class _Shifts(GatheringAdapter):
    """Reads documents of what somebody was doing from when to when."""

    name = "shifts"
    description = "documents of states"
    tells_stretches = True

    def rows(self, source: Source, names: SourceNames, options: ReadOptions) -> Iterator[Row]:
        return json_rows(source, names, options)

    def stream(
        self, sources: Sequence[Source], names: SourceNames, options: ReadOptions
    ) -> Iterator[Row]:
        for pair in zip(*(self.rows(each, names, options) for each in sources), strict=True):
            yield from pair

    def part(self, row: Row, _options: ReadOptions, /) -> Part:
        first, after = (_MORNING + row.data[name] * 1_000 for name in ("from", "to"))
        told = Stretch(
            agent="1101",
            state="aux",
            reason="tea",
            began_ms=first,
            ended_ms=after,
            place=row.place,
        )
        return Part(
            contact="", row=str(row.place), at_ms=after, stretches=(told,), place=row.place
        )

    def alone(self, part: Part, writer: ContactWriter) -> None:
        """Write the stretches only."""

    def contact(self, parts: Sequence[Part]) -> Contact:
        raise NotImplementedError


def read(*files: Sequence[str]) -> Intake:
    sources = [Source(name=f"part{n}", lines=tuple(lines)) for n, lines in enumerate(files)]
    return _Shifts().read(sources, ReadOptions(zone=ZONE))


def test_stretches_are_cut_at_half_hours_and_say_their_place() -> None:
    found = read(['{"from": 1700, "to": 1900}'])["agent_state"].columns
    assert list(found["duration"]) == [100_000, 100_000]
    assert list(found["continued"]) == [False, True]
    assert list(found["reason"]) == ["tea", "tea"]
    assert list(found["source_ref"]) == ["part0:1", "part0:1"]


def test_no_time_is_told_twice_and_what_is_told_first_stays() -> None:
    intake = read(
        ['{"from": 0, "to": 60}', '{"from": 200, "to": 210}'],
        ['{"from": 30, "to": 90}', '{"from": 190, "to": 230}'],
    )
    found = intake["agent_state"].columns
    starts = [at - _MORNING for at in found["started_ms"] if isinstance(at, int)]
    assert starts == [0, 60_000, 200_000, 190_000, 210_000]
    assert list(found["duration"]) == [60_000, 30_000, 10_000, 10_000, 20_000]
    assert intake.report.counts == {"state-overlap": 2}


def test_a_stretch_of_no_length_is_no_overlap() -> None:
    intake = read(['{"from": 5, "to": 5}'])
    assert (len(intake["agent_state"]), intake.report.counts) == (0, {})


def test_a_source_that_tells_no_states_has_no_table_of_them() -> None:
    writer = ContactWriter(ReadOptions(zone=ZONE))
    assert "agent_state" not in writer.take()
    writer.take_stretches()
    assert "agent_state" in writer.take()
