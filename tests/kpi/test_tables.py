"""Tables stand where records do: measured where they lie, read where rows are gone through."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import attrs
import pytest

from ccops.errors import DataError
from ccops.facts import Assignment, AssignmentKind, Employee
from ccops.kpi import (
    ENGINES,
    Records,
    Table,
    day_ends,
    measure,
    measure_states,
    records_of,
    rows_behind,
)
from ccops.settlement.measured.group_measuring import _by_group, _placed, _where_they_lie
from ccops.settlement.measured.placing import InTeams, PeopleByDay
from tests.engine_records import VISIT, asked_indicators, seeded_records, state_hash
from tests.engine_tables import fill, parquet_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = 300


@pytest.fixture
def records() -> Records:
    return seeded_records(ROWS)


@pytest.fixture
def in_sqlite(records: Records) -> Iterator[Table]:
    with closing(sqlite3.connect(":memory:")) as connection:
        fill(connection, records)
        yield Table.on(VISIT, connection, "visits")


@pytest.fixture
def in_parquet(records: Records, tmp_path: Path) -> Table:
    return Table.parquet(VISIT, parquet_of(records, tmp_path / "visits.parquet"))


def test_nothing_is_read_until_a_column_is_asked_for(tmp_path: Path) -> None:
    table = Table.parquet(VISIT, tmp_path / "not there.parquet")

    assert list(table.columns) == list(VISIT.names)
    with pytest.raises(FileNotFoundError, match="not there"):
        len(table)


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "visits.parquet"
    path.write_text("queue,wait\n" * 9)

    with pytest.raises(ValueError, match=r"visits\.parquet"):
        len(Table.parquet(VISIT, path))


def test_rows_of_a_table_are_those_of_the_records(
    records: Records, in_parquet: Table, in_sqlite: Table
) -> None:
    for table in (in_parquet, in_sqlite):
        assert list(table.rows()) == list(records.rows())
        assert records_of(table).columns["wait"] == records.columns["wait"]
        (asked,) = asked_indicators(("within",))
        assert rows_behind(table, asked) == rows_behind(records, asked)


def test_days_are_found_without_reading_rows(
    records: Records, in_parquet: Table, in_sqlite: Table
) -> None:
    wanted = (min(records.columns["day"]), max(records.columns["day"]))  # type: ignore[type-var]

    assert day_ends(in_parquet) == day_ends(in_sqlite) == day_ends(records) == wanted
    assert day_ends(seeded_records(0)) is None


def test_a_table_in_which_a_column_is_lacking_is_not_read_into_memory(in_sqlite: Table) -> None:
    in_sqlite.held.execute("ALTER TABLE visits DROP COLUMN skill_numerator")

    with pytest.raises(DataError, match="table-no-column"):
        len(in_sqlite)
    found = measure(in_sqlite, asked_indicators(("offered",)), engine=ENGINES["sqlite3"])
    assert found.value("offered", ()) == ROWS


@pytest.mark.parametrize("engine", ["python", "duckdb"])
def test_states_alone_are_those_behind_the_values(
    records: Records, in_parquet: Table, engine: str
) -> None:
    found = measure_states(
        in_parquet, asked_indicators(), by=("queue", "all"), engine=ENGINES[engine]
    )

    wanted = measure(records, asked_indicators(), by=("queue", "all"))
    assert state_hash(found) == state_hash(wanted)
    assert found.column("wait_p95", wanted.keys) == wanted.column("wait_p95", wanted.keys)


@pytest.mark.parametrize("own", [False, True], ids=["of the person", "said by the row"])
def test_teams_are_put_together_of_people_and_days(
    own: bool, records: Records, in_parquet: Table
) -> None:
    groups = {**VISIT.groups, "team": "queue"} if own else VISIT.groups
    kind = attrs.evolve(VISIT, groups=groups)
    people = [
        Employee(
            employee_id=f"E{number}",
            employment_type="full_time",
            role="agent",
            team="AB"[number % 2],
            hired_on=dt.date(2020, 1, 1),
        )
        for number in range(4)
    ]
    changed = Assignment(
        employee_id="E1", what=AssignmentKind.TEAM, value="C", first=dt.date(2026, 10, 4)
    )
    teams = InTeams(PeopleByDay.of(people, (changed,)))
    asked = asked_indicators()

    found = _where_they_lie(attrs.evolve(in_parquet, kind=kind), asked, teams, ENGINES["duckdb"])

    placed = _placed(Records(kind=kind, columns=records.columns), teams)
    wanted = measure(placed, [_by_group(each) for each in asked], by=found.by)
    assert state_hash(found) == state_hash(wanted)
