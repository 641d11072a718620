"""Adapters of sources that write a contact in rows: order, versions, pieces, places."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import permutations
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters import (
    AtEnd,
    Contact,
    Intake,
    OpenState,
    ReadOptions,
    Source,
    joined_intake,
)
from ccops.adapters.gathered.told import ToldRows
from ccops.testing.adapter_conformance import AdapterConformance
from ccops.testing.scripted_contacts import ZONE, scripts
from ccops.values import Missing
from tests.adapters.gathered.legs import (
    NAMES,
    AgentsAdapter,
    LegsAdapter,
    TableAdapter,
    documents,
    visit_row,
    visit_rows,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_CARRIES = frozenset({"timeout", "two_visits", "open", "same_second"})


class TestDocuments(AdapterConformance):
    adapter = LegsAdapter()
    carries = _CARRIES | {"offers"}
    broken = ('{"call": "x"}', "no document", '{"call": "x", ', '["x"]', '{"call": NaN}')

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        return documents(contacts)


class TestTable(AdapterConformance):
    adapter = TableAdapter()
    carries = _CARRIES
    header = (",".join(NAMES),)
    broken = ("x,1", "x,1,1,late,sales,answered,1,1,1101,1")

    def lines(self, contacts: Sequence[Contact]) -> Sequence[str]:
        rows = visit_rows(contacts)
        return [
            ",".join("" if row[name] is None else str(row[name]) for name in NAMES) for row in rows
        ]


def read(*files: Sequence[str], **options: Any) -> Intake:
    given = {"zone": ZONE, "quarantine_limit": Fraction(1), **options}
    sources = [Source(name=f"part{n}", lines=tuple(lines)) for n, lines in enumerate(files)]
    return LegsAdapter().read(sources, ReadOptions(**given))


def some_contact(name: str = "answered") -> Contact:
    return next(each for each in scripts() if each.name == name).contacts[0]


def waits(intake: Intake) -> list[tuple[object, object]]:
    visits = intake["queue_visit"].columns
    return sorted(zip(visits["contact_id"], visits["wait"], strict=True), key=repr)


def later_by(contact: Contact, number: int, hours: int) -> Contact:
    """Return a contact like another, hours later."""
    moved = 3_600_000 * hours
    visit = contact.visits[0]
    talks = tuple(
        attrs.evolve(each, connected_ms=each.connected_ms + moved, ended_ms=each.ended_ms + moved)
        for each in visit.conversations
        if isinstance(each.ended_ms, int)
    )
    shifted = attrs.evolve(visit, entered_ms=visit.entered_ms + moved, conversations=talks)
    return attrs.evolve(
        contact,
        contact_id=f"{contact.contact_id}.{number}",
        started_ms=contact.started_ms + moved,
        visits=(shifted,),
    )


# ---- versions ---------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_versions_the_later_counts_whatever_comes_first(order: tuple[int, int]) -> None:
    contact = some_contact()
    first = visit_row(contact, 0)
    second = {**visit_row(contact, 0, version=2), "wait": 21_000}
    lines = [json.dumps((first, second)[each]) for each in order]
    intake = read(lines)
    assert waits(intake) == [("a1", 21_000)]
    assert intake.report.fates() == {
        "rows_in": 2,
        "accepted": 1,
        "duplicate": 0,
        "ignored": 1,
        "quarantined": 0,
    }
    assert intake.report.counts == {"row-superseded": 1}


def test_the_same_version_with_other_content_is_put_aside() -> None:
    row = visit_row(some_contact(), 0)
    intake = read([json.dumps(row), json.dumps({**row, "wait": 1})])
    assert waits(intake) == [("a1", 20_000)]
    assert intake.report.counts == {"key-conflict": 1}


def test_a_version_that_comes_when_its_contact_is_told_is_counted_as_late() -> None:
    contact = some_contact()
    others = [later_by(contact, n, hours=n) for n in range(1, 5)]
    late = {**visit_row(contact, 0, version=2), "wait": 1_000}
    lines = documents([contact, *others])
    intake = read([*lines, json.dumps(late)])
    assert ("a1", 20_000) in waits(intake)
    assert len(waits(intake)) == 5
    assert intake.report.counts == {"row-late": 1}


def test_one_row_far_ahead_does_not_end_what_is_going_on() -> None:
    contact = some_contact("from one queue to the next")
    first, second = documents([contact])
    ahead = json.dumps(visit_row(later_by(some_contact(), 9, hours=24 * 365), 0))
    intake = read([first, ahead, second])
    numbers = intake["queue_visit"].columns["visit_no"]
    assert sorted(numbers, key=repr) == [1, 1, 2]
    assert not intake.report.counts


@pytest.mark.parametrize("again", [{}, {"v": 2}, {"leg": 2}])
def test_one_contact_far_ahead_does_not_end_what_is_going_on_however_often_it_is_written(
    again: dict[str, int],
) -> None:
    first, second = documents([some_contact("from one queue to the next")])
    ahead = visit_row(later_by(some_contact(), 9, hours=24 * 365), 0)
    intake = read([first, json.dumps(ahead), json.dumps({**ahead, **again}), second])
    ours = [
        number
        for contact, number in zip(
            *(intake["queue_visit"].columns[name] for name in ("contact_id", "visit_no")),
            strict=True,
        )
        if contact == "o1"
    ]
    assert sorted(ours, key=repr) == [1, 2]
    assert "row-late" not in intake.report.counts


@pytest.mark.parametrize("at_end", list(AtEnd))
def test_batches_have_a_state_where_the_read_is_carried_on(at_end: AtEnd) -> None:
    lines = documents([later_by(some_contact(), n, hours=n) for n in range(6)])
    source = Source(name="legs", lines=tuple(lines))
    options = ReadOptions(zone=ZONE, batch_rows=2, at_end=at_end)
    batches = list(LegsAdapter().read_batches([source], options))
    assert {batch.state is not None for batch in batches} == {at_end is AtEnd.CARRY}


def test_contacts_are_told_while_the_read_goes_on() -> None:
    lines = documents([later_by(some_contact(), n, hours=n) for n in range(30)])
    source = Source(name="legs", lines=tuple(lines))
    batches = list(LegsAdapter().read_batches([source], ReadOptions(zone=ZONE, batch_rows=10)))
    assert [len(batch["contact"]) for batch in batches[:3]] == [8, 10, 10]
    assert sum(len(batch["contact"]) for batch in batches) == 30


def test_what_was_told_is_not_told_again_by_the_next_read() -> None:
    lines = documents([later_by(some_contact(), n, hours=n) for n in range(6)])
    first = read(lines, at_end=AtEnd.CARRY)
    second = read(lines, resume=first.state)
    both = joined_intake([first, second])
    assert len(both["contact"]) == 6
    assert second.report.duplicate == 6


# ---- documents --------------------------------------------------------------------------------


def as_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    return [json.dumps(row) for row in rows]


def as_one_line(rows: Sequence[dict[str, Any]]) -> list[str]:
    return ["".join(as_lines(rows))]


def as_list(rows: Sequence[dict[str, Any]]) -> list[str]:
    return json.dumps(list(rows)).splitlines()


def as_list_over_lines(rows: Sequence[dict[str, Any]]) -> list[str]:
    return ["[", *[f"{line}," for line in as_lines(rows)[:-1]], as_lines(rows)[-1], "]"]


def as_indented(rows: Sequence[dict[str, Any]]) -> list[str]:
    return "\n".join(json.dumps(row, indent=2) for row in rows).splitlines()


def as_indented_list(rows: Sequence[dict[str, Any]]) -> list[str]:
    return json.dumps(list(rows), indent=2).splitlines()


def as_answer(rows: Sequence[dict[str, Any]]) -> list[str]:
    return json.dumps({"total": len(rows), "visits": rows}, indent=1).splitlines()


@pytest.mark.parametrize(
    "written",
    [
        as_lines,
        as_one_line,
        as_list,
        as_list_over_lines,
        as_indented,
        as_indented_list,
        as_answer,
    ],
)
def test_documents_may_be_written_in_any_of_the_usual_ways(written: Any) -> None:
    contacts = [contact for script in scripts() for contact in script.contacts]
    rows = visit_rows(contacts)
    rows[0]["note"] = 'a } brace, a "quote" and a [ bracket'
    intake = read(written(rows))
    assert waits(intake) == waits(read(as_lines(rows)))
    assert intake.report.fates()["accepted"] == len(rows)


@pytest.mark.parametrize(
    "broken", ['{"call": "x", "leg": [1, 2', '{"call": "x}', "{{{", "]]}", "[["]
)
def test_a_document_that_is_cut_off_takes_none_with_it(broken: str) -> None:
    lines = documents([later_by(some_contact(), n, hours=n) for n in range(4)])
    intake = read([*lines[:2], broken, *lines[2:]])
    assert len(intake["contact"]) == 4
    assert intake.report.quarantined == 1
    assert intake.report.examples[0].span is not None
    assert intake.report.examples[0].span.line == 3


@pytest.mark.parametrize("bad", ["[" * 100_000, '{"at": ' + "9" * 5_000 + "}", '"text"', "17"])
def test_what_no_reader_can_take_is_put_aside(bad: str) -> None:
    intake = read([bad, *documents([some_contact()])])
    assert len(intake["contact"]) == 1
    assert intake.report.quarantined >= 1


def test_a_document_still_being_written_waits_for_the_next_read(tmp_path: Path) -> None:
    one, other = documents([some_contact(), later_by(some_contact(), 1, hours=9)])
    log = tmp_path / "legs.json"
    log.write_text(f"{one}\n{other[:40]}", encoding="utf-8")
    options = ReadOptions(zone=ZONE, at_end=AtEnd.CARRY)
    first = LegsAdapter().read([log], options)
    assert first.report.fates()["rows_in"] == 1
    assert first.report.quarantined == 0
    log.write_text(f"{one}\n{other}\n", encoding="utf-8")
    second = LegsAdapter().read([log], ReadOptions(zone=ZONE, resume=first.state))
    assert len(joined_intake([first, second])["contact"]) == 2


def test_a_row_out_of_its_encoding_is_put_aside(tmp_path: Path) -> None:
    log = tmp_path / "legs.json"
    line = documents([some_contact()])[0]
    log.write_bytes(b'{"call": "\xff"}\n' + line.encode() + b"\n")
    intake = LegsAdapter().read([log], ReadOptions(zone=ZONE, quarantine_limit=Fraction(1)))
    assert intake.report.counts == {"row-encoding": 1}
    assert len(intake["contact"]) == 1


def test_an_empty_source_has_no_contacts() -> None:
    assert read([]).report.fates()["rows_in"] == 0
    assert read(["", "  ", "[]"]).report.fates()["rows_in"] == 0


# ---- tables -----------------------------------------------------------------------------------


def test_cells_may_hold_commas_quotes_and_line_ends(tmp_path: Path) -> None:
    table = tmp_path / "legs.csv"
    row = ['"a,1"', "1", "1", "1772722800000", '"sa""l\nes"', "abandoned", "1772722800000"]
    line = ",".join([*row, "5000", "", "1772722805000"])
    table.write_text("\ufeff" + ",".join(NAMES) + "\r\n" + line + "\r\n\r\n" + "x,1\r\n")
    intake = TableAdapter().read([table], ReadOptions(zone=ZONE, quarantine_limit=Fraction(1)))
    visit = intake["queue_visit"].row(0)
    assert (visit["contact_id"], visit["queue"]) == ("a,1", 'sa"l\nes')
    assert visit["source_ref"] == f"{table}:2"
    assert intake.report.examples[0].span is not None
    assert intake.report.examples[0].span.line == 5


# ---- contacts that rows call by several names -------------------------------------------------


def linked_rows() -> list[str]:
    """Return three rows of one call by the names a, b and c; only the last says that b is a."""
    contact = some_contact("from one queue to the next")
    first, second = visit_row(contact, 0), visit_row(contact, 1)
    return [
        json.dumps({**first, "call": "a"}),
        json.dumps({**second, "call": "b", "also": "c"}),
        json.dumps({**first, "leg": 3, "call": "c", "also": "a"}),
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_rows_that_name_each_other_are_one_contact(order: tuple[int, ...]) -> None:
    rows = linked_rows()
    intake = read([rows[place] for place in order])
    assert list(intake["contact"].columns["visits"]) == [3]


@pytest.mark.parametrize("cut", range(4))
def test_names_are_known_in_the_read_that_goes_on(cut: int) -> None:
    rows = linked_rows()
    first = read(rows[:cut], at_end=AtEnd.CARRY)
    second = read([*rows[cut:], *rows], resume=first.state)
    intake = joined_intake([first, second])
    assert list(intake["contact"].columns["visits"]) == [3]
    assert intake.report.duplicate == 3


def test_a_row_by_another_name_of_what_was_told_is_late() -> None:
    rows = linked_rows()
    told = read(rows, at_end=AtEnd.CARRY)
    later = [
        {**visit_row(attrs.evolve(some_contact(), contact_id=f"late{n}"), 0), "at": at}
        for n, at in enumerate([json.loads(rows[0])["at"] + 86_400_000] * 2)
    ]
    closed = read([json.dumps(row) for row in later], resume=told.state, at_end=AtEnd.CARRY)
    assert list(closed["contact"].columns["visits"]) == [3]
    late = {**json.loads(rows[2]), "leg": 4, "call": "new", "also": "b"}
    again = read([json.dumps(late), *rows], resume=closed.state)
    assert again.report.counts == {"row-late": 1}
    assert again.report.duplicate == 3


# ---- what agents do ---------------------------------------------------------------------------


def agent_row(does: str, second: int) -> str:
    return json.dumps({"who": "1101", "does": does, "at": second * 1_000})


def read_agents(lines: Sequence[str], **options: Any) -> Intake:
    return AgentsAdapter().read(
        [Source(name="log", lines=tuple(lines))], ReadOptions(zone=ZONE, **options)
    )


_DAY = [
    agent_row("signed_on", 1_800_000_000),
    agent_row("ringing", 1_800_000_100),
    agent_row("signed_off", 1_800_000_130),
    agent_row("signed_on", 1_800_000_200),
]


def test_rows_of_no_contact_tell_the_states_of_agents() -> None:
    intake = read_agents([*_DAY[:2], _DAY[1], *_DAY[2:]])
    columns = intake["agent_state"].columns
    assert list(zip(columns["state"], columns["duration"], strict=True)) == [
        ("available", 100_000),
        ("reserved", 30_000),
        ("available", Missing.NOT_MEASURED),
    ]
    assert [each.state for each in intake.report.open_agents] == ["available"]
    assert intake.report.duplicate == 1


@pytest.mark.parametrize("cut", range(5))
def test_states_go_on_in_the_next_read(cut: int) -> None:
    first = read_agents(_DAY[:cut], at_end=AtEnd.CARRY)
    assert first.state is not None
    stored = OpenState.from_dict(json.loads(json.dumps(first.state.to_dict())))
    second = read_agents(_DAY[cut:], resume=stored)
    whole, found = read_agents(_DAY), joined_intake([first, second])
    for name in ("state", "started_ms", "duration", "ended_by"):
        assert list(found["agent_state"].columns[name]) == list(whole["agent_state"].columns[name])


def test_an_adapter_that_tells_no_states_writes_none() -> None:
    assert "agent_state" not in read(documents((some_contact(),))).records


# ---- what was told long ago ---------------------------------------------------------------------


class ShortMemory(LegsAdapter):
    """Packs what it told as soon as it is a day old."""

    memory_ms = 86_400_000


def years_of_rows(count: int) -> list[str]:
    """Return the rows of so many contacts, a day apart, each of one visit."""
    first = visit_row(some_contact(), 0)
    times = [name for name in ("at", "entered", "ended") if first[name] is not None]
    day = 86_400_000
    return [
        json.dumps({**first, "call": f"d{n}", **{each: first[each] + n * day for each in times}})
        for n in range(count)
    ]


def with_version(row: str, version: int) -> str:
    return json.dumps({**json.loads(row), "v": version})


def test_a_row_that_comes_again_after_years_is_known_as_if_it_came_at_once() -> None:
    rows = years_of_rows(1_200)
    again = [rows[3], with_version(rows[4], 0), with_version(rows[5], 2), rows[1_190]]

    intakes = [
        adapter.read([Source(name="rows", lines=(*rows, *again))], ReadOptions(zone=ZONE))
        for adapter in (LegsAdapter(), ShortMemory())
    ]

    for intake in intakes:
        assert intake.report.fates() == {
            "rows_in": 1_204, "accepted": 1_200, "duplicate": 2, "ignored": 2, "quarantined": 0,
        }  # fmt: skip
        assert intake.report.counts == {"row-superseded": 1, "row-late": 1}
    assert waits(intakes[0]) == waits(intakes[1])


def test_a_second_file_over_the_same_years_loses_nothing() -> None:
    rows = years_of_rows(2_000)
    sources = [
        Source(name=name, lines=tuple(rows[start::2])) for start, name in enumerate(("one", "two"))
    ]

    intake = ShortMemory().read(sources, ReadOptions(zone=ZONE))

    assert intake.report.accepted == len(intake["contact"]) == 2_000
    assert not intake.report.counts


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(0, 2)), max_size=40))
def test_how_long_rows_are_remembered_by_name_changes_nothing(
    again: list[tuple[int, int]],
) -> None:
    told = ToldRows()
    plain: dict[str, dict[str, int]] = {}
    for number in range(701):
        versions = {f"r{number}": 1, "both": number}
        told.add((f"c{number}", f"also{number}"), (number, versions), old_ms=number - 50)
        plain[f"c{number}"] = plain[f"also{number}"] = versions

    for number, more in again:
        for name in (f"c{number}", f"also{number}"):
            found = told.of((f"nobody{more}", name))
            assert found is not None
            rows = (f"r{number}", "both", f"r{number + 1}")
            assert [found.get(row) for row in rows] == [plain[name].get(row) for row in rows]
    assert told.of(("nobody",)) is None
    assert len(told.since(0)) < 2 * 701


def test_a_version_of_more_than_64_bits_is_remembered_by_name() -> None:
    told = ToldRows()
    for number in range(600):
        told.add((f"c{number}",), (number, {"row": 1 << 70}), old_ms=10_000)

    found = told.of(("c0",))

    assert found is not None
    assert found.get("row") == 1 << 70
