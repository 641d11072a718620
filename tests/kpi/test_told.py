"""What a source does not tell is missing in every engine, and never 0."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.casework import COMPLAINT, ORDER_COURSE
from ccops.contacts import CONTACT, QUEUE_VISIT
from ccops.kpi import Measured, RecordColumn, RecordKind, Records
from ccops.kpi.told_cells import is_told, never_named, telling
from ccops.messages import Label
from ccops.organization import EVENT
from ccops.values import Missing, Unit
from ccops.worktime import AGENT_STATE
from tests.laws import tried
from tests.loaded import center

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.kpi import Value
    from ccops.values import Cell

DAY: Final = dt.date(2026, 10, 5).toordinal()
UNTOLD: Final = Missing.NOT_MEASURED
EMPTY: Final = Missing.NO_RECORDS
#: A cell of a flag that the source may or may not tell.
FLAGS: Final = st.sampled_from([True, False, UNTOLD])
#: What is asked: the kind, the flag that is told or not, what stands beside it, and where it holds
#: the share of whom it is.
SHARES: Final[dict[str, tuple[RecordKind, str, dict[str, Any]]]] = {
    "transfer_rate": (QUEUE_VISIT, "transferred", {"outcome": "answered"}),
    "complaint_verification": (COMPLAINT, "verified", {}),
    "praise_verification": (EVENT, "verified", {"kind": "praise"}),
}
#: The same of counts and sums.
COUNTS: Final[dict[str, tuple[RecordKind, str, dict[str, Any]]]] = {
    "complaints_settled": (COMPLAINT, "settled", {}),
    "complaints_found_valid": (COMPLAINT, "verified", {"valid": True}),
    "wrap_up_time": (AGENT_STATE, "after_call", {"duration": 1, "ended_by": "event"}),
}


#: Contacts that came in, of which the source may or may not tell who talked to them.
TALKS: Final[tuple[RecordKind, str, dict[str, Any]]] = (
    CONTACT, "segments", {"direction": "inbound", "customer_ref": EMPTY},
)  # fmt: skip


def blank(column: RecordColumn) -> Cell | Missing:
    if column.optional:
        return UNTOLD
    match column.type.unit:
        case Unit.WORD:
            return ""
        case Unit.FLAG:
            return False
        case Unit.DATE:
            return DAY
        case _:
            return 0


def records_of(
    asked: tuple[RecordKind, str, dict[str, Any]], cells: Sequence[Cell | Missing]
) -> Records:
    """Return records whose one cell is told as in the cells, in one queue or of one agent each."""
    kind, flag, beside = asked
    usual = {each.name: blank(each) for each in kind.columns} | {kind.day: DAY} | beside
    rows = [{**usual, flag: cell} for cell in cells]
    return Records.of_rows(kind, [tuple(row[name] for name in kind.names) for row in rows])


def measured(name: str, records: Records, engine: str = "python") -> Measured:
    found = center("base").kpi({records.kind.name: records}, engine=engine)
    return next(each for each in found if name in each.indicators)


def value(name: str, records: Records, engine: str = "python") -> Value:
    return measured(name, records, engine).value(name, ())


@pytest.mark.parametrize("engine", ["python", "sqlite3", "duckdb"])
@pytest.mark.parametrize("name", SHARES)
@tried(15, deadline=None)
@given(cells=st.lists(FLAGS, min_size=1, max_size=4))
def test_a_share_is_known_where_each_record_tells(
    name: str, engine: str, cells: list[bool | Missing]
) -> None:
    found = value(name, records_of(SHARES[name], cells), engine)

    if UNTOLD in cells:
        assert found is Missing.NOT_MEASURED
    else:
        assert isinstance(found, tuple)
        assert found[0] * len(cells) == cells.count(True) * found[1]


@pytest.mark.parametrize("engine", ["python", "sqlite3", "duckdb"])
@pytest.mark.parametrize("name", COUNTS)
@tried(15, deadline=None)
@given(cells=st.lists(FLAGS, max_size=4))
def test_a_sum_is_known_where_each_record_tells(
    name: str, engine: str, cells: list[bool | Missing]
) -> None:
    found = value(name, records_of(COUNTS[name], cells), engine)

    assert found == (Missing.NOT_MEASURED if UNTOLD in cells else cells.count(True))


@pytest.mark.parametrize("engine", ["python", "sqlite3", "duckdb"])
@tried(15, deadline=None)
@given(talks=st.lists(st.sampled_from([0, 2, UNTOLD]), max_size=4))
def test_who_was_talked_to_is_known_where_each_contact_tells(
    engine: str, talks: list[int | Missing]
) -> None:
    found = value("contacts_without_customer", records_of(TALKS, talks), engine)

    assert found == (Missing.NOT_MEASURED if UNTOLD in talks else talks.count(2))


@pytest.mark.parametrize("engine", ["python", "sqlite3", "duckdb"])
@tried(15, deadline=None)
@given(states=st.lists(st.sampled_from(["open", "closed", UNTOLD]), max_size=4))
def test_what_is_open_is_known_where_the_course_of_each_order_is(
    engine: str, states: list[str | Missing]
) -> None:
    found = value("orders_open", records_of((ORDER_COURSE, "state", {}), states), engine)

    assert found == (Missing.NOT_MEASURED if UNTOLD in states else states.count("open"))


@pytest.mark.parametrize("engine", ["python", "sqlite3", "duckdb"])
@tried(15, deadline=None)
@given(visits=st.lists(FLAGS, min_size=1, max_size=4))
def test_who_was_visited_is_known_where_the_course_of_each_order_is(
    engine: str, visits: list[bool | Missing]
) -> None:
    asked = (ORDER_COURSE, "visited", {"state": "closed"})

    found = value("return_visit_completion", records_of(asked, visits), engine)

    if UNTOLD in visits:
        assert found is Missing.NOT_MEASURED
    else:
        assert isinstance(found, tuple)
        assert found[0] * len(visits) == visits.count(True) * found[1]


@pytest.mark.parametrize("name", [*SHARES, *COUNTS])
@tried(15, deadline=None)
@given(cells=st.lists(FLAGS, min_size=1, max_size=4), cut=st.integers(0, 4))
def test_states_of_parts_come_to_the_state_of_all(
    name: str, cells: list[bool | Missing], cut: int
) -> None:
    asked = SHARES.get(name) or COUNTS[name]
    parts = [measured(name, records_of(asked, part)) for part in (cells[:cut], cells[cut:])]
    whole = value(name, records_of(asked, cells))

    assert parts[0].merged(parts[1]).value(name, ()) == whole


def test_who_was_not_answered_was_handed_on_by_nobody() -> None:
    asked = (QUEUE_VISIT, "transferred", {"outcome": "abandoned"})

    assert value("transfer_rate", records_of(asked, [UNTOLD, False])) is Missing.ZERO_BASE


def test_praise_is_looked_into_whatever_else_happens() -> None:
    meeting = (EVENT, "verified", {"kind": "meeting"})

    assert value("praise_verification", records_of(meeting, [UNTOLD])) is Missing.ZERO_BASE
    assert value("praises_verified", records_of(meeting, [UNTOLD])) == 0


@pytest.mark.parametrize(
    ("cell", "told"), [(7, True), (False, True), (EMPTY, False), (UNTOLD, UNTOLD)]
)
def test_a_cell_is_there_or_its_place_is_empty_or_there_is_no_place(
    cell: Cell | Missing, told: bool | Missing
) -> None:
    assert is_told(cell) is told


def test_a_flag_that_stands_is_kept_and_one_that_does_not_follows() -> None:
    told = telling(EVENT)
    usual = {each.name: blank(each) for each in EVENT.columns} | {"verified_by": "QA"}
    for given_, expected in ((UNTOLD, True), (False, False)):
        row = {**usual, "verified": given_}
        made = dict(zip(EVENT.names, told(row[name] for name in EVENT.names), strict=True))
        assert made["verified"] is expected


def test_of_what_no_row_has_a_column_nobody_knows() -> None:
    rows = [{"event_id": "1", "verified_by": ""}, {"event_id": "2"}]

    assert never_named(EVENT, rows, {}) == {"valid"}
    assert never_named(EVENT, rows, {"level": "grade"}) == {"valid", "level"}
    plain = RecordKind(name="plain", label=Label(), columns=(), day="", reference="")
    assert never_named(plain, rows, {}) == frozenset()
