"""Tables in Parquet by column map: typed cells, and the same records as the table in CSV."""

from __future__ import annotations

import sys
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters import CSV_MAP, PARQUET_MAP, Intake, ReadOptions, Source, Strictness
from ccops.errors import MissingExtraError, ReadError
from ccops.values import Missing
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

duckdb = pytest.importorskip("duckdb", reason="tables in Parquet need the extra duckdb")

#: 02:30 on the night of the change, which the clocks of Berlin showed twice.
TWICE: Final = "2026-10-25 02:30:00"
NUMBER: Final = "13912345678"


def mapping(entered: object, **others: object) -> dict[str, object]:
    return {
        "record": ["visit", "segment"],
        "columns": {
            "contact_id": "id",
            "queue": {"value": "hotline"},
            "outcome": {"from": "what", "values": {"OK": "answered", "GONE": "abandoned"}},
            "agent": "who",
            "entered_at": entered,
            "wait": {"from": "waited", "unit": "s"},
            **others,
        },
    }


def table(path: Path, sql: str) -> Path:
    """Write what a query gives as a table."""
    duckdb.connect().execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)")
    return path


def row(**cells: str) -> str:
    """Return the query of a row; cells are SQL."""
    usual = {"id": "1", "what": "'OK'", "who": "'amy'", "at": "1791767014", "waited": "5"}
    return "SELECT " + ", ".join(
        f'{cell} AS "{name}"' for name, cell in {**usual, **cells}.items()
    )


def read(path: Path, given: Mapping[str, object], **options: Any) -> Intake:
    plain = {"zone": "Europe/Berlin", "quarantine_limit": Fraction(1), "column_map": given}
    return PARQUET_MAP.read([path], ReadOptions(**{**plain, **options}))


def codes(refused: pytest.ExceptionInfo[ReadError]) -> list[tuple[str, str]]:
    found = refused.value.diagnostics
    return [(each.code, each.args.get("column", "")) for each in found]


EPOCH: Final = {"from": "at", "unit": "epoch_s"}


# ---- timestamps --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "clock", "entered_ms", "flags"),
    [
        ("TIMESTAMP '2026-10-12 09:00:00.25'", "local", 1_791_788_400_250, {}),
        ("TIMESTAMP '2026-10-12 09:00:00'", "utc", 1_791_795_600_000, {}),
        ("TIMESTAMP_S '2026-10-12 09:00:00'", "utc", 1_791_795_600_000, {}),
        ("TIMESTAMP_MS '2026-10-12 09:00:00'", "local", 1_791_788_400_000, {}),
        ("TIMESTAMP_NS '2026-10-12 09:00:00'", "local", 1_791_788_400_000, {}),
        ("TIMESTAMPTZ '2026-10-12 09:00:00+08'", "zoned", 1_791_766_800_000, {}),
        (f"TIMESTAMP '{TWICE}'", "local", 1_792_888_200_000, {"time-ambiguous": 1}),
        (f"TIMESTAMP '{TWICE}'", "utc", 1_792_895_400_000, {}),
        ("TIMESTAMP '2026-03-29 02:30:00'", "local", 1_774_747_800_000, {"time-skipped": 1}),
    ],
)
def test_a_timestamp_is_what_the_map_says(
    cell: str, clock: str, entered_ms: int, flags: dict[str, int], tmp_path: Path
) -> None:
    path = table(tmp_path / "t.parquet", row(at=cell))

    found = read(path, mapping({"from": "at", "unit": clock}))

    assert list(found["queue_visit"].columns["entered_ms"]) == [entered_ms]
    assert found.report.counts == flags


@pytest.mark.parametrize(
    ("cell", "entered"),
    [
        ("TIMESTAMP '2026-10-12 09:00:00'", "at as %Y-%m-%d %H:%M:%S"),
        ("TIMESTAMP '2026-10-12 09:00:00'", EPOCH),
        ("TIMESTAMP '2026-10-12 09:00:00'", {"from": "at", "unit": "zoned"}),
        ("TIMESTAMPTZ '2026-10-12 09:00:00+08'", "at as %Y-%m-%d %H:%M:%S%z"),
        ("TIMESTAMPTZ '2026-10-12 09:00:00+08'", {"from": "at", "unit": "local"}),
        ("'2026-10-12 09:00:00'", {"from": "at", "unit": "local"}),
        ("1791767014", {"from": "at", "unit": "utc"}),
        ("DATE '2026-10-12'", {"from": "at", "unit": "utc"}),
    ],
)
def test_no_zone_is_guessed(cell: str, entered: object, tmp_path: Path) -> None:
    path = table(tmp_path / "t.parquet", row(at=cell))

    with pytest.raises(ReadError) as refused:
        read(path, mapping(entered))

    assert codes(refused) == [("map-column-type", "at")]


def test_a_timestamp_without_end_is_put_aside(tmp_path: Path) -> None:
    rows = " UNION ALL ".join(
        row(id=f"'{each}'", at=f"TIMESTAMP '{cell}'")
        for each, cell in enumerate(("2026-10-12 09:00:00", "infinity", "2026-10-12 09:05:00"))
    )
    path = table(tmp_path / "t.parquet", rows)

    for clock in ("utc", "local"):
        found = read(path, mapping({"from": "at", "unit": clock}))

        assert found.report.quarantined == 1
        assert [str(each.span) for each in found.report.examples] == [f"{path}:2:1"]
        assert list(found["queue_visit"].columns["source_ref"]) == [f"{path}:1", f"{path}:3"]


def test_timestamps_are_not_asked_of_a_table_in_csv() -> None:
    source = Source(name="t.csv", lines=("id,what,who,at,waited", "1,OK,amy,2026-10-12,5"))
    given = mapping({"from": "at", "unit": "local"})

    with pytest.raises(ReadError) as refused:
        CSV_MAP.read([source], ReadOptions(zone="Europe/Berlin", column_map=given))

    assert codes(refused) == [("map-column-type", "at")]


# ---- other cells -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "wait"),
    [
        ("5", 5_000),
        ("5::UTINYINT", 5_000),
        ("5::HUGEINT", 5_000),
        ("5.25::DECIMAL(9, 3)", 5_250),
        ("5.25::DOUBLE", 5_250),
        ("0.1::FLOAT", 100),
        ("1e3::DOUBLE", 1_000_000),
        ("'5'", 5_000),
    ],
)
def test_a_number_is_its_digits(cell: str, wait: int, tmp_path: Path) -> None:
    path = table(tmp_path / "t.parquet", row(waited=cell))

    assert list(read(path, mapping(EPOCH))["queue_visit"].columns["wait"]) == [wait]


@pytest.mark.parametrize("cell", ["0.1::DOUBLE + 0.2::DOUBLE", "'NaN'::DOUBLE", "'inf'::FLOAT"])
def test_a_number_that_is_not_exact_puts_its_row_aside(cell: str, tmp_path: Path) -> None:
    path = table(tmp_path / "t.parquet", row(waited=cell))

    assert read(path, mapping(EPOCH)).report.counts == {"number-unreadable": 1}
    with pytest.raises(ReadError) as refused:
        read(path, mapping(EPOCH), strictness=Strictness.STRICT)
    assert codes(refused) == [("number-unreadable", "waited")]


def test_dates_times_flags_and_nulls(tmp_path: Path) -> None:
    path = table(
        tmp_path / "t.parquet",
        row(day="DATE '2026-10-12'", at="TIME '09:00:00.5'", good="true", waited="NULL::INTEGER")
        + " UNION ALL "
        + row(
            id="2", what="'GONE'", who="NULL", day="DATE '2026-10-13'", at="TIME '10:00:00'",
            good="NULL", waited="7",
        ),
    )  # fmt: skip
    given = mapping({"date": "day as %Y-%m-%d", "time": "at"})
    given["record"] = ["visit", "contact"]
    columns: Any = given["columns"]
    columns |= {
        "resolved": "good",
        "channel": {"value": "voice"},
        "direction": {"value": "inbound"},
    }

    found = read(path, given)

    visits = found["queue_visit"].columns
    assert list(visits["entered_ms"]) == [1_791_788_400_500, 1_791_878_400_000]
    assert list(visits["wait"]) == [Missing.NOT_MEASURED, 7_000]
    assert list(visits["agent"])[1] is Missing.NO_RECORDS
    assert list(found["contact"].columns["resolved"]) == [True, Missing.NOT_MEASURED]


@pytest.mark.parametrize(
    "cell", ["[5]", "{'a': 5}", "'5'::BLOB", "INTERVAL 5 SECOND", "TIMETZ '09:00:00+08'"]
)
def test_what_is_no_single_value_is_refused_where_it_is_read(cell: str, tmp_path: Path) -> None:
    with pytest.raises(ReadError) as refused:
        read(table(tmp_path / "t.parquet", row(waited=cell)), mapping(EPOCH))
    assert codes(refused) == [("map-column-type", "waited")]

    found = read(table(tmp_path / "u.parquet", row(other=cell)), mapping(EPOCH))
    assert found.report.accepted == 1


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = table(tmp_path / "t.parquet", row().replace('"waited"', '"waitd"'))

    with pytest.raises(ReadError) as refused:
        read(path, mapping(EPOCH))

    assert codes(refused) == [("map-column-absent", "waited")]


def test_the_same_row_again_is_a_duplicate_also_where_columns_are_not_read(tmp_path: Path) -> None:
    rows = [row(other="'a'"), row(other="'a'"), row(other="'b'")]
    path = table(tmp_path / "t.parquet", " UNION ALL ".join(rows))

    assert read(path, mapping(EPOCH)).report.fates() == {
        "rows_in": 3,
        "accepted": 2,
        "duplicate": 1,
        "ignored": 0,
        "quarantined": 0,
    }


# ---- files -------------------------------------------------------------------------------------


def test_what_is_no_table_is_refused_without_a_word_of_its_content(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.parquet", row(who=f"'{NUMBER}'"))
    cut, text = tmp_path / "cut.parquet", tmp_path / "text.parquet"
    cut.write_bytes(whole.read_bytes()[:-30])
    text.write_text(f"id,who\n1,{NUMBER}\n")
    lines = Source(name="lines", lines=("id",))

    for source in (cut, text, tmp_path / "absent.parquet", lines):
        with pytest.raises(ReadError) as refused:
            PARQUET_MAP.read([source], ReadOptions(zone="UTC", column_map=mapping(EPOCH)))
        assert codes(refused) == [("table-unreadable", "")]
        assert NUMBER not in str(refused.value)


def test_without_the_extra_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = table(tmp_path / "t.parquet", row())
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(MissingExtraError, match="duckdb"):
        read(path, mapping(EPOCH))


# ---- the same as in CSV ------------------------------------------------------------------------

QUOTED: Final = '"id", "what", "who", "at", "waited"'
ROWS: Final = st.lists(
    st.tuples(
        st.integers(0, 5).map(str),
        st.sampled_from(["OK", "GONE", "", "?"]),
        st.sampled_from(["amy", "", "bob, jr.", 'q"t']),
        st.sampled_from(["1791767014", "1791767014.5", "", "x", "0"]),
        st.sampled_from(["5", "5.5", "-1", "", "five"]),
    ),
    max_size=8,
)


def quoted(cells: Sequence[str]) -> str:
    return "(" + ", ".join("'" + cell.replace("'", "''") + "'" for cell in cells) + ")"


@tried(40)
@given(rows=ROWS)
def test_a_table_of_texts_is_read_as_in_csv(
    rows: list[tuple[str, ...]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    names = QUOTED.replace(" ", "").replace('"', "")
    values = ", ".join(map(quoted, rows or [("",) * 5]))
    sql = f"SELECT * FROM (VALUES {values}) t({QUOTED}) LIMIT {len(rows)}"  # noqa: S608
    path = table(folder / "t.parquet", sql)
    csv = folder / "t.csv"
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in rows]
    csv.write_text("\n".join([names, *lines]) + "\n")
    options = ReadOptions(
        zone="Asia/Shanghai", column_map=mapping(EPOCH), quarantine_limit=Fraction(1)
    )

    typed, plain = PARQUET_MAP.read([path], options), CSV_MAP.read([csv], options)

    assert typed.report.fates() == plain.report.fates()
    assert typed.report.counts == plain.report.counts
    for kind, records in plain.records.items():
        for name in set(records.kind.names) - {records.kind.reference}:
            assert list(typed[kind].columns[name]) == list(records.columns[name])


# ---- numbers no record can hold ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"waited": "12345678901234567890::UBIGINT"}, "number-too-large"),
        ({"waited": "9223372036854775807"}, "number-too-large"),
        ({"waited": "1e300::DOUBLE"}, "number-too-large"),
        ({"waited": "1000000000.001::DECIMAL(38, 3)"}, "number-too-large"),
        ({"at": "12345678901234567890::HUGEINT"}, "time-unreadable"),
    ],
)
def test_a_number_no_record_can_hold_puts_its_row_aside(
    cells: dict[str, str], code: str, tmp_path: Path
) -> None:
    path = table(tmp_path / "t.parquet", f"{row()} UNION ALL BY NAME {row(id='2', **cells)}")

    report = read(path, mapping(EPOCH)).report

    assert (report.accepted, dict(report.counts)) == (1, {code: 1})
    (example,) = report.examples
    assert example.span is not None
    assert (example.span.file.endswith("t.parquet"), example.span.line) == (True, 2)


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        ("TIMESTAMP '9999-12-31 23:59:59'", "local"),
        ("TIMESTAMP '9999-12-31 23:59:59'", "utc"),
        ("TIMESTAMP '290000-12-31 23:59:59'", "local"),
        ("TIMESTAMP '290000-12-31 23:59:59'", "utc"),
        ("TIMESTAMPTZ '9999-12-31 23:59:59+00'", "zoned"),
    ],
)
def test_a_timestamp_no_record_can_hold_puts_its_row_aside(
    cell: str, clock: str, tmp_path: Path
) -> None:
    path = table(tmp_path / "t.parquet", row(at=cell))

    report = read(path, mapping({"from": "at", "unit": clock})).report

    assert dict(report.counts) == {"time-unreadable": 1}
