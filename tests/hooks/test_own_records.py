"""Record kinds of plugins: each is an input file, and a source, with the columns of the kind."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pytest

import ccops
from ccops.adapters import read_inputs
from ccops.adapters.inputs.kinds import file_of_kind
from ccops.center import Center
from ccops.errors import DataError, PluginError
from ccops.hooks import gather, hookimpl
from ccops.kpi import RecordColumn, RecordKind
from ccops.messages import Label
from ccops.testing.builders import an_employee_row
from ccops.values import Missing, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def a_column(name: str, unit: Unit, zh: str = "", **more: Any) -> RecordColumn:
    return RecordColumn(name=name, type=Type(unit), label=Label(zh=zh, en=name), **more)


VISIT: Final = RecordKind(
    name="site_visit",
    subject="employee_id",
    day="visited_on",
    reference="source_ref",
    groups={"employee": "employee_id", "team": "team", "day": "visited_on"},
    columns=(
        a_column("employee_id", Unit.WORD, "工号"),
        a_column("visited_on", Unit.DATE, "到访日期"),
        a_column("team", Unit.WORD, optional=True),
        RecordColumn(name="outcome", type=Type(Unit.WORD, frozenset({"sold", "not_sold"}))),
        a_column("guests", Unit.COUNT),
        a_column("stayed", Unit.DURATION, optional=True),
        a_column("spent", Unit.MONEY, optional=True),
        a_column("marks", Unit.POINTS, step=Fraction(1, 100), optional=True),
        a_column("again", Unit.FLAG, "会再来"),
        a_column("source_ref", Unit.WORD),
    ),
)
ROW: Final = {"employee_id": "E1", "visited_on": "2026-10-12", "outcome": "sold", "guests": "3"}
WHOLE: Final = {**ROW, "stayed": "90 min", "spent": "12.50", "marks": "4.25", "again": "yes"}


class Visits:
    def __init__(self, kind: RecordKind = VISIT) -> None:
        self.kind = kind

    @hookimpl
    def ccops_record_kinds(self) -> Sequence[RecordKind]:
        return (self.kind,)


@pytest.fixture(scope="module")
def center() -> Center:
    return Center.open("base", plugins=[Visits()])


def a_month(center: Center) -> Any:
    return center.month("2026-10", employees=[an_employee_row("E1")])


def test_rows_are_records_column_by_column(center: Center) -> None:
    read = a_month(center).records(ccops.source(VISIT, [WHOLE]))["site_visit"].row(0)

    assert read == {
        "employee_id": "E1",
        "visited_on": 739_901,
        "team": an_employee_row("E1")["team"],
        "outcome": "sold",
        "guests": 3,
        "stayed": 5_400_000,
        "spent": 1_250,
        "marks": 425,
        "again": True,
        "source_ref": "site_visit:1",
    }


def test_what_a_row_does_not_say_is_missing(center: Center) -> None:
    read = a_month(center).records(ccops.source(VISIT, [{**ROW, "again": "no"}]))["site_visit"]

    assert {name: read.row(0)[name] for name in ("stayed", "spent", "marks")} == dict.fromkeys(
        ("stayed", "spent", "marks"), Missing.NO_RECORDS
    )


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("outcome", "perhaps", "value-malformed"),
        ("guests", "-1", "value-malformed"),
        ("guests", "2.5", "value-malformed"),
        ("marks", "4.255", "value-malformed"),
        ("visited_on", "12.10.2026", "value-malformed"),
        ("spent", "EUR", "value-malformed"),
        ("again", "", "value-absent"),
        ("employee_id", "E9", "roster-stranger"),
    ],
)
def test_a_wrong_cell_is_told_with_its_row(
    center: Center, column: str, value: str, code: str
) -> None:
    row = {**WHOLE, column: value, "source_ref": "site_visit.csv:2"}

    with pytest.raises(DataError) as caught:
        a_month(center).records(ccops.source(VISIT, [row]))

    (found,) = caught.value.diagnostics
    assert (found.code, str(found.span)) == (code, "site_visit.csv:2:1")


def test_the_file_of_a_kind_has_its_columns_and_takes_their_labels() -> None:
    file = file_of_kind(VISIT)

    assert list(file.columns) == [each for each in VISIT.names if each != "source_ref"]
    assert (file.headers["到访日期"], file.headers["会再来"]) == ("visited_on", "again")
    assert [name for name, each in file.columns.items() if each.is_employee] == ["employee_id"]


def test_a_folder_is_read_with_the_kinds_plugins_bring(tmp_path: Path) -> None:
    (tmp_path / "site_visit.csv").write_text(
        "工号,到访日期,outcome,guests,会再来\nE1,2026-10-12,sold,3,是\n", "utf-8"
    )

    known, found = read_inputs(tmp_path, kinds=[VISIT])
    _, strange = read_inputs(tmp_path)

    assert found == ()
    assert known.rows("site_visit") == ({**ROW, "again": "yes"},)
    assert [each.code for each in strange] == ["input-unknown"]


def test_a_kind_with_the_name_of_an_input_file_is_refused() -> None:
    roster = RecordKind(name="roster", columns=VISIT.columns, day="visited_on", reference="ref")

    with pytest.raises(PluginError, match="record kind 'roster' has the name of an input file"):
        _ = gather([Visits(roster)]).own_kinds


def test_kinds_of_the_library_are_no_files_of_their_own() -> None:
    assert gather().own_kinds == ()
    assert gather([Visits()]).own_kinds == (VISIT,)
