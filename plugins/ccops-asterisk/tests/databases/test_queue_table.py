"""Rows of the realtime table tell what the log does, bit for bit.

The columns are those of ``contrib/ast-db-manage/queue_log`` of Asterisk, before and after the
precision of ``time`` was raised, and those of tables that hold it as text or as seconds.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import sqlite3
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from ccops_asterisk import DatabaseTable, GmtQueueLogAdapter, QueueLogAdapter
from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters import AtEnd, Intake, ReadOptions, Source, joined_intake
from ccops.errors import ReadError

ADAPTER = QueueLogAdapter()
WEEK = Path(__file__).parents[4] / "tests" / "data" / "synthetic_week" / "queue_log"
ZONE = "America/New_York"
T = 1_792_990_000
_COLUMNS = ("id", "time", "callid", "queuename", "agent", "event",
            "data1", "data2", "data3", "data4", "data5")  # fmt: skip
_LAST_DATA = 5
Open = Callable[[], Any]
Cells = tuple[Any, ...]


def options(**given: Any) -> ReadOptions:
    return ReadOptions(**{"zone": ZONE, "quarantine_limit": Fraction(1), **given})


@functools.cache
def week() -> tuple[str, ...]:
    """Return the lines of the synthetic week that Asterisk can have written."""
    lines = WEEK.read_text("utf-8").splitlines()
    return tuple(line for line in lines if line[:10].isdecimal() and line.count("|") > 3)


@functools.cache
def read_week() -> Intake:
    return of_file(week())


def rows_of(lines: Sequence[str], write: Callable[[int], Any]) -> list[Cells]:
    """Return lines as ``ast_queue_log`` writes them into a table, numbered from 1."""
    return [(number, *_row(line, write)) for number, line in enumerate(lines, start=1)]


def _row(line: str, write: Callable[[int], Any]) -> Cells:
    second, callid, queue, agent, event, *told = line.split("|", 9)
    data = [*told, *[""] * (_LAST_DATA - len(told))]
    return (write(int(second)), callid, queue, agent, event, *data)


def local(second: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(second, ZoneInfo(ZONE)).replace(tzinfo=None)


def local_text(second: int) -> str:
    return f"{local(second).isoformat(sep=' ')}.000042"


def gmt_text(second: int) -> str:
    return dt.datetime.fromtimestamp(second, dt.UTC).replace(tzinfo=None).isoformat(sep=" ")


def cells(intake: Intake) -> dict[str, list[str]]:
    """Return every cell of an intake, by rows; their order is that in which they were gathered."""
    return {kind: sorted(map(repr, records.rows())) for kind, records in intake.records.items()}


def of_file(lines: Sequence[str], **given: Any) -> Intake:
    return ADAPTER.read([Source(name="queue_log", lines=tuple(lines))], options(**given))


def same(intake: Intake, expected: Intake, *, odd: bool = False) -> None:
    """Compare records and report; the local times of a table may be told as odd."""
    assert cells(intake) == cells(expected)
    counts = {
        key: n for key, n in intake.report.counts.items() if key != "time-ambiguous" or not odd
    }
    assert counts == expected.report.counts
    assert intake.report.rows_by_type == expected.report.rows_by_type
    assert intake.report.open_contacts == expected.report.open_contacts


# ---- SQLite, always ---------------------------------------------------------------------------


def in_sqlite(rows: Sequence[Cells], path: str = ":memory:") -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute(
        f"CREATE TABLE queue_log (id INTEGER PRIMARY KEY, {', '.join(_COLUMNS[1:])})"
    )
    marks = ", ".join("?" * len(_COLUMNS))
    connection.executemany(f"INSERT INTO queue_log VALUES ({marks})", rows)  # noqa: S608
    connection.commit()
    return connection


def table(connection: Any, **given: Any) -> DatabaseTable:
    return DatabaseTable(**{"connection": connection, "table": "queue_log", **given})


@pytest.mark.parametrize(
    ("write", "zone"),
    [
        (local_text, ""),
        (gmt_text, "UTC"),
        (int, ""),
        (str, ""),
        ("{}.5".format, ""),
        (lambda second: f"{gmt_text(second)}+00:00", ""),
    ],
    ids=["local", "gmt", "seconds", "text", "fractions", "offset"],
)
def test_the_week_in_a_table_tells_what_the_log_does(
    write: Callable[[int], Any], zone: str
) -> None:
    intake = ADAPTER.read([table(in_sqlite(rows_of(week(), write)), zone=zone)], options())
    same(intake, read_week(), odd=write is local_text)


def test_a_file_of_sqlite_is_a_source(tmp_path: Path) -> None:
    path = tmp_path / "asterisk.db"
    in_sqlite(rows_of(week(), gmt_text), str(path)).close()
    lines = tuple(week())
    log = Source(name=path.as_posix(), lines=lines)
    same(GmtQueueLogAdapter().read([path], options()), ADAPTER.read([log], options()))
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE cdr (id INTEGER)")
    connection.close()
    with pytest.raises(ReadError, match="no such table"):
        ADAPTER.read([other], options())


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_batches_add_up_to_the_whole(size: int) -> None:
    source = table(in_sqlite(rows_of(week()[:400], int)))
    batches = list(ADAPTER.read_batches([source], options(batch_rows=size)))
    assert cells(joined_intake(batches)) == cells(of_file(week()[:400]))


class _Counting(sqlite3.Connection):
    """Remembers how many rows were handed out at once."""

    most = 0

    def cursor(self, *_: Any) -> Any:
        outer = self

        class Cursor(sqlite3.Cursor):
            def fetchall(self) -> list[Any]:
                found = super().fetchall()
                outer.most = max(outer.most, len(found))
                return found

        return super().cursor(Cursor)


def test_rows_are_fetched_page_by_page() -> None:
    connection = sqlite3.connect(":memory:", factory=_Counting)
    with in_sqlite(rows_of([f"{T + n}|{n}.1|a|NONE|DID|1" for n in range(9_000)], int)) as filled:
        filled.backup(connection)
    ADAPTER.read([table(connection)], options())
    assert 0 < connection.most <= 4_096


# ---- gone on with, and twice ------------------------------------------------------------------

_SOME = week()[:120]


@given(cut=st.integers(0, len(_SOME)))
def test_a_table_read_in_two_goes_tells_the_same(cut: int) -> None:
    rows = rows_of(_SOME, int)
    first = ADAPTER.read([table(in_sqlite(rows[:cut]))], options(at_end=AtEnd.CARRY))
    second = ADAPTER.read([table(in_sqlite(rows))], options(resume=first.state))
    assert cells(joined_intake([first, second])) == cells(of_file(_SOME))


def test_only_rows_of_the_last_minutes_are_read_again() -> None:
    lines = [f"{T + 60 * n}|{T + 60 * n}.1|sales|NONE|ENTERQUEUE||1|1" for n in range(100)]
    rows = rows_of(lines, int)
    first = ADAPTER.read([table(in_sqlite(rows[:90]))], options(at_end=AtEnd.CARRY))
    second = ADAPTER.read([table(in_sqlite(rows))], options(resume=first.state))
    assert (second.report.duplicate, second.report.accepted) == (6, 10)


def test_a_row_that_was_written_late_is_still_read() -> None:
    lines = [f"{T + n}|{T}.{n}|sales|NONE|ENTERQUEUE||1|1" for n in range(20)]
    rows = rows_of(lines, int)
    first = ADAPTER.read([table(in_sqlite([*rows[:7], *rows[8:]]))], options(at_end=AtEnd.CARRY))
    second = ADAPTER.read([table(in_sqlite(rows))], options(resume=first.state))
    assert (second.report.duplicate, second.report.accepted) == (19, 1)


def test_the_log_and_the_table_of_the_same_calls_count_once() -> None:
    log = Source(name="queue_log", lines=tuple(_SOME))
    both = ADAPTER.read([log, table(in_sqlite(rows_of(_SOME, int)), name="rows")], options())
    assert (both.report.accepted, both.report.duplicate) == (len(_SOME), len(_SOME))
    assert cells(both) == cells(of_file(_SOME))


def test_rows_that_were_read_may_be_left_out() -> None:
    source = table(in_sqlite(rows_of(_SOME, int)), after=100)
    assert ADAPTER.read([source], options()).report.rows_in == len(_SOME) - 100


# ---- cells ------------------------------------------------------------------------------------


def test_a_sixth_parameter_stands_in_the_fifth_column() -> None:
    line = f"{T + 90}|{T}.1|sales|Agent/1|ATTENDEDTRANSFER|LINK|PJSIP/1-a|PJSIP/2-b|5|80|1"
    call = [
        f"{T}|{T}.1|sales|NONE|ENTERQUEUE||139|1",
        f"{T + 5}|{T}.1|sales|Agent/1|CONNECT|5|{T}.2|3",
        line,
    ]
    rows = rows_of(call, int)
    assert rows[-1][-1] == "80|1"
    same(ADAPTER.read([table(in_sqlite(rows))], options()), of_file(call))


@pytest.mark.parametrize(
    "row",
    [
        (1, T, f"{T}.1", "sales", None, "ENTERQUEUE", None, "139", 1, None, None),
        (1, Decimal(T), f"{T}.1", b"sales", "", "ENTERQUEUE", "", "139", Decimal(1), "", ""),
        {"id": 1, "time": local(T), "callid": f"{T}.1", "queuename": "sales", "agent": "",
         "event": "ENTERQUEUE", "data1": "", "data2": "139", "data3": "1", "data4": "",
         "data5": None},
        (1, local(T).replace(tzinfo=ZoneInfo(ZONE)), f"{T}.1", "sales", None, "ENTERQUEUE", "",
         "139", "1", None, None),
    ],
)  # fmt: skip
def test_every_type_of_cell_that_drivers_make_is_read(row: Any) -> None:
    expected = of_file([f"{T}|{T}.1|sales||ENTERQUEUE||139|1"])
    same(ADAPTER.read([table(_Rows([row]))], options()), expected)


class _Rows:
    """A connection whose cursor hands out given rows, once."""

    description = tuple((name,) for name in _COLUMNS)

    def __init__(self, rows: list[Any]) -> None:
        self._rows = rows
        self._asked = ""

    def cursor(self) -> _Rows:
        return self

    def execute(self, asked: str) -> None:
        self._asked = asked

    def fetchall(self) -> list[Any]:
        return [] if "WHERE" in self._asked else self._rows

    def close(self) -> None:
        pass


@pytest.mark.parametrize("written", [None, "", "0000-00-00 00:00:00", "yesterday"])
def test_a_row_without_a_time_is_put_aside_by_its_key(written: Any) -> None:
    rows = rows_of([f"{T}|{T}.9|sales|NONE|ENTERQUEUE||139|1"], int)
    broken = (7, written, f"{T}.1", "sales", "NONE", "ENTERQUEUE", "", "13900001234", "1", "", "")
    report = ADAPTER.read([table(in_sqlite([*rows, broken]))], options()).report
    assert report.counts == {"time-unreadable": 1}
    assert str(report.examples[0].span).startswith("queue_log:7")
    assert "13900001234" not in str(report.to_dict())


@pytest.mark.parametrize("name", ["queue log", "queue_log; DROP TABLE x", "1", ""])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        table(None, table=name)
    with pytest.raises(ValueError, match="plain name"):
        table(None, key=name)


# ---- clocks -----------------------------------------------------------------------------------

_TWICE = int(dt.datetime.fromisoformat("2026-11-01T01:00:00-04:00").timestamp())


def _entered(second: int, call: int | str) -> str:
    return f"{second}|{call}.1|sales|NONE|ENTERQUEUE||139|1"


@pytest.mark.parametrize(
    ("seconds", "ambiguous"),
    [
        ((_TWICE + 60, _TWICE + 3_500, _TWICE + 3_660, _TWICE + 7_000), 2),
        ((_TWICE + 3_600 + 60,), 0),
    ],
)
def test_of_an_hour_that_comes_twice_the_order_of_rows_and_the_call_decide(
    seconds: tuple[int, ...], ambiguous: int
) -> None:
    lines = [_entered(second, second) for second in seconds]
    intake = ADAPTER.read([table(in_sqlite(rows_of(lines, local_text)))], options())
    same(intake, of_file(lines), odd=True)
    assert intake.report.counts.get("time-ambiguous", 0) == ambiguous


def test_a_time_that_does_not_occur_is_counted() -> None:
    row = (1, "2026-03-08 02:30:00", "1.1", "sales", "NONE", "DID", "", "", "", "", "")
    assert ADAPTER.read([table(in_sqlite([row]))], options()).report.counts == {"time-skipped": 1}


# ---- servers ----------------------------------------------------------------------------------


_TIMES = [
    pytest.param(local, "{plain}", id="datetime"),
    pytest.param(local_text, "VARCHAR(32)", id="text"),
    pytest.param(int, "BIGINT", id="seconds"),
    pytest.param(Decimal, "NUMERIC(18, 6)", id="decimal"),
]


def _stored(connection: Any, kind: str, rows: Sequence[Cells], key: str) -> None:
    """Make the table as Asterisk's scripts do, and write rows into it."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS queue_log")
        data = ", ".join(f"data{n} VARCHAR(100)" for n in range(1, 6))
        cursor.execute(
            f"CREATE TABLE queue_log (id {key}, time {kind}, callid VARCHAR(80),"
            f" queuename VARCHAR(256), agent VARCHAR(80), event VARCHAR(32), {data})"
        )
        marks = ", ".join(["%s"] * len(_COLUMNS))
        cursor.executemany(f"INSERT INTO queue_log VALUES ({marks})", rows)  # noqa: S608
    connection.commit()


def _held_against_the_log(connect: Open, write: Callable[[int], Any], kind: str, key: str) -> None:
    lines = week()
    half = len(lines) // 2
    with contextlib.closing(connect()) as connection:
        _stored(connection, kind, rows_of(lines, write), key)
        source = table(connection)
        same(ADAPTER.read([source], options()), read_week(), odd=True)
        part = attrs.evolve(source, after=half)
        assert ADAPTER.read([part], options()).report.rows_in == len(lines) - half


@pytest.mark.parametrize(("write", "kind"), _TIMES)
def test_rows_of_postgresql_tell_what_the_log_does(
    in_postgres: Open, write: Callable[[int], Any], kind: str
) -> None:
    plain = kind.format(plain="TIMESTAMP")
    _held_against_the_log(in_postgres, write, plain, "BIGINT PRIMARY KEY")


def test_times_with_a_zone_are_instants(in_postgres: Open) -> None:
    def aware(second: int) -> dt.datetime:
        return dt.datetime.fromtimestamp(second, dt.UTC)

    _held_against_the_log(in_postgres, aware, "TIMESTAMPTZ", "BIGINT PRIMARY KEY")


@pytest.mark.parametrize(
    ("write", "kind"), [*_TIMES, pytest.param(local, "DATETIME", id="before")]
)
def test_rows_of_mariadb_tell_what_the_log_does(
    in_mariadb: Open, write: Callable[[int], Any], kind: str
) -> None:
    plain = kind.format(plain="DATETIME(6)")
    _held_against_the_log(in_mariadb, write, plain, "BIGINT AUTO_INCREMENT PRIMARY KEY")
