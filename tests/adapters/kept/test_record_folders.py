"""Records kept in a folder: the same records again, and never half a folder."""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs
import pytest
from ccops_asterisk import QueueLogAdapter
from hypothesis import given
from hypothesis import strategies as st

from ccops.adapters import (
    Intake,
    ReadOptions,
    ReadReport,
    RecordFolder,
    Source,
    is_record_folder,
    joined_intake,
    write_records,
)
from ccops.contacts import CREDITED_SEGMENT, QUEUE_VISIT, TELEPHONY_KINDS, AgentAlias
from ccops.errors import MissingExtraError, ReadError
from ccops.kpi import RecordColumn, Records, TableForm
from ccops.messages import Diagnostic, Severity, Span
from ccops.values import Missing, Type, Unit
from ccops.worktime import AGENT_STATE, AGENT_TIME, LEAVE_DAY, WORKED_DAY, WORKED_SHIFT
from tests.laws import tried

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.kpi import RecordKind

pytest.importorskip("duckdb", reason="records in Parquet need the extra duckdb")

LOG: Final = Path(__file__).parents[3] / "examples" / "data" / "queue_log"
OPTIONS: Final = ReadOptions(
    zone="Asia/Shanghai", agent_pattern="PJSIP/*", pseudonym_key=b"key", batch_rows=50
)
KINDS: Final = {
    each.name: each
    for each in (
        *TELEPHONY_KINDS,
        CREDITED_SEGMENT,
        AGENT_STATE,
        AGENT_TIME,
        WORKED_SHIFT,
        WORKED_DAY,
        LEAVE_DAY,
    )
}
FORMS: Final = pytest.mark.parametrize("form", list(TableForm), ids=lambda form: form.value)
_BIG: Final = 2**63 - 1
_TEXTS: Final = st.one_of(
    st.sampled_from(["", "销售", "a\nb", 'quo"ted', "null", "x\x00y", "NaN", "\u2028"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
)
_PLACES: Final = st.one_of(
    st.builds("{}:{}".format, st.sampled_from(["calls/a.csv", "b:c"]), st.integers(1, 10**9)),
    st.sampled_from(["roster", "a:007", ""]),
)


def cells(kind: RecordKind, column: RecordColumn) -> st.SearchStrategy[Any]:
    """Return any cell that a column may hold."""
    if column.name == kind.reference:
        return _PLACES
    known: st.SearchStrategy[Any]
    match column.type.unit:
        case Unit.WORD:
            words = column.type.words
            known = _TEXTS if words is None else st.sampled_from(sorted(words))
        case Unit.FLAG:
            known = st.booleans()
        case Unit.DATE:
            known = st.sampled_from([1, 739_900, 739_901, 739_931, 3_652_059])
        case _:
            known = st.integers(0, _BIG) | st.integers(0, 100)
    return known | st.sampled_from(Missing) if column.optional else known


def batches(kind: RecordKind) -> st.SearchStrategy[list[Records]]:
    """Return the records of some batches."""
    rows = st.lists(st.tuples(*(cells(kind, each) for each in kind.columns)), max_size=5)
    return st.lists(rows.map(lambda found: Records.of_rows(kind, found)), min_size=1, max_size=3)


def plain(records: Records) -> list[tuple[tuple[str, object], ...]]:
    """Return rows whose cells are told apart by type as well: 1 is not ``True``."""
    return [tuple((type(cell).__name__, cell) for cell in row) for row in records.rows()]


def kept(
    batches: Iterable[Records], folder: Path, form: TableForm = TableForm.JSONL
) -> RecordFolder:
    """Return the folder in which the records of some batches are kept."""
    intakes = [
        Intake(records={each.kind.name: each}, report=ReadReport(rows_in=1, accepted=1))
        for each in batches
    ]
    write_records(intakes, folder, adapter="made-up", options=OPTIONS, form=form)
    return RecordFolder.open(folder, KINDS)


def files_of(folder: Path) -> dict[str, bytes]:
    """Return the content of every file of a folder."""
    return {
        each.relative_to(folder).as_posix(): each.read_bytes()
        for each in sorted(folder.rglob("*"))
        if each.is_file()
    }


def code_of(error: pytest.ExceptionInfo[ReadError]) -> str:
    """Return the code of the one finding of an error."""
    (found,) = error.value.diagnostics
    return found.code


# ---- the same again ----------------------------------------------------------------------------


@FORMS
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@tried(10)
@given(data=st.data())
def test_kept_records_are_the_records(
    kind: RecordKind, form: TableForm, data: st.DataObject, tmp_path_factory: Any
) -> None:
    given = data.draw(batches(kind))
    folder = tmp_path_factory.mktemp("kept") / "records"

    found = kept(given, folder, form).intake()

    assert plain(found[kind.name]) == [row for each in given for row in plain(each)]
    assert found[kind.name].kind == kind
    assert found.report.rows_in == len(given)


@FORMS
def test_a_kept_log_is_the_log(form: TableForm, tmp_path: Path) -> None:
    adapter = QueueLogAdapter()
    read = joined_intake(adapter.read_batches([LOG], OPTIONS))
    batches = adapter.read_batches([LOG], OPTIONS)

    write_records(batches, tmp_path / "r", adapter=adapter.name, options=OPTIONS, form=form)
    found = RecordFolder.open(tmp_path / "r", KINDS).intake()

    assert found.report == read.report
    assert set(found.records) == set(read.records)
    for name, records in read.records.items():
        assert plain(found[name]) == plain(records)


@FORMS
def test_the_same_batches_make_the_same_bytes(form: TableForm, tmp_path: Path) -> None:
    adapter = QueueLogAdapter()
    for name in ("one", "other"):
        batches = adapter.read_batches([LOG], OPTIONS)
        write_records(batches, tmp_path / name, adapter="a", options=OPTIONS, form=form)

    assert files_of(tmp_path / "one") == files_of(tmp_path / "other")


def test_a_day_has_a_file_of_its_own_and_can_be_read_alone(tmp_path: Path) -> None:
    adapter = QueueLogAdapter()
    read = adapter.read([LOG], OPTIONS)
    for form in TableForm:
        write_records([read], tmp_path / "r", adapter="a", options=OPTIONS, form=form)
        folder = RecordFolder.open(tmp_path / "r", KINDS)

        days = folder.notes.kinds["queue_visit"].days
        parts = [folder.records("queue_visit", [day]) for day in days]

        assert list(days) == ["2026-10-12", "2026-10-13", "2026-10-14"]
        assert [len(each) for each in parts] == [each.rows for each in days.values()]
        assert sum(map(len, parts)) == len(read["queue_visit"])
    assert not (tmp_path / "r" / "queue_visit").exists()


def test_records_without_a_day_are_kept_too(tmp_path: Path) -> None:
    row: dict[str, Any] = dict.fromkeys(AGENT_TIME.names, Missing.NO_RECORDS)
    kind = attrs.evolve(
        AGENT_TIME,
        columns=tuple(attrs.evolve(each, optional=True) for each in AGENT_TIME.columns[:-1])
        + AGENT_TIME.columns[-1:],
    )
    row[kind.reference] = "roster:2"
    given = Records.of_rows(kind, [tuple(row[name] for name in kind.names)])
    intake = Intake(records={kind.name: given}, report=ReadReport())

    notes = write_records([intake], tmp_path / "r", adapter="a", options=OPTIONS)

    assert list(notes.kinds[kind.name].days) == ["undated"]
    assert plain(RecordFolder.open(tmp_path / "r", {kind.name: kind}).records(kind.name)) == plain(
        given
    )


def test_what_a_day_says_does_not_change_with_the_lines_it_was_read_from(tmp_path: Path) -> None:
    lines = tuple(LOG.read_text().splitlines())
    adapter = QueueLogAdapter()
    read = [
        adapter.read([Source(name=name, lines=lines)], OPTIONS) for name in ("first", "second.gz")
    ]

    notes = [write_records([each], tmp_path / "r", adapter="a", options=OPTIONS) for each in read]

    assert notes[0].kinds == notes[1].kinds
    assert notes[0].files != notes[1].files


def test_a_report_is_kept_with_its_findings() -> None:
    finding = Diagnostic(
        code="row-fields", severity=Severity.WARNING, span=Span("a", 3, 1), args={"row": "9|x"}
    )
    report = ReadReport(
        rows_in=3,
        accepted=1,
        quarantined=2,
        counts={"row-fields": 2},
        examples=(finding, Diagnostic(code="row-blank")),
        unmapped_agents=("A",),
    )

    assert ReadReport.from_dict(json.loads(json.dumps(report.to_dict()))) == report


# ---- whole or not there ------------------------------------------------------------------------


def broken_off(read: Intake) -> Iterator[Intake]:
    """Yield a batch and fail."""
    yield read
    raise OSError("the disk is gone")


@FORMS
def test_a_read_that_breaks_off_leaves_what_was_there(form: TableForm, tmp_path: Path) -> None:
    read = QueueLogAdapter().read([LOG], OPTIONS)
    folder = tmp_path / "r"
    with pytest.raises(OSError, match="the disk is gone"):
        write_records(broken_off(read), folder, adapter="a", options=OPTIONS, form=form)
    assert list(tmp_path.iterdir()) == []

    write_records([read], folder, adapter="a", options=OPTIONS, form=form)
    before = files_of(folder)
    with pytest.raises(OSError, match="the disk is gone"):
        write_records(broken_off(read), folder, adapter="a", options=OPTIONS, form=form)

    assert files_of(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_of_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years of work")

    with pytest.raises(ReadError) as refused:
        write_records(
            broken_off(Intake(records={}, report=ReadReport())),
            tmp_path,
            adapter="a",
            options=OPTIONS,
        )

    assert code_of(refused) == "folder-of-others"
    assert files_of(tmp_path) == {"thesis.txt": b"three years of work"}


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    kept([Records.of_rows(QUEUE_VISIT, [])], tmp_path)

    assert is_record_folder(tmp_path)
    assert len(RecordFolder.open(tmp_path, KINDS).records("queue_visit")) == 0


def test_what_is_no_folder_of_records_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReadError) as refused:
        RecordFolder.open(tmp_path, KINDS)
    assert code_of(refused) == "records-absent"

    for written in ("{", "[]", '{"schema": "other/1"}'):
        (tmp_path / "read.json").write_text(written)
        with pytest.raises(ReadError) as refused:
            RecordFolder.open(tmp_path, KINDS)
        assert code_of(refused) == "file-damaged"


@FORMS
def test_a_file_that_was_changed_or_lost_is_refused(form: TableForm, tmp_path: Path) -> None:
    read = QueueLogAdapter().read([LOG], OPTIONS)
    write_records([read], tmp_path / "r", adapter="a", options=OPTIONS, form=form)
    folder = RecordFolder.open(tmp_path / "r", KINDS)
    place = next(each for each in folder.notes.files if each.startswith("queue_visit"))
    file = folder.path / place

    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(ReadError) as changed:
        folder.records("queue_visit")
    file.unlink()
    with pytest.raises(ReadError) as lost:
        folder.records("queue_visit")

    assert (code_of(changed), code_of(lost)) == ("file-damaged", "file-damaged")


def test_a_kind_with_other_columns_now_is_refused(tmp_path: Path) -> None:
    kept([Records.of_rows(QUEUE_VISIT, [])], tmp_path)
    fewer = attrs.evolve(QUEUE_VISIT, columns=QUEUE_VISIT.columns[1:])

    for kinds in ({}, {"queue_visit": fewer}):
        with pytest.raises(ReadError) as refused:
            RecordFolder.open(tmp_path, kinds)
        assert code_of(refused) == "records-other-kind"


def test_records_of_another_zone_or_of_other_agents_are_refused(tmp_path: Path) -> None:
    folder = kept([Records.of_rows(QUEUE_VISIT, [])], tmp_path)
    alias = AgentAlias(employee_id="E1", alias="PJSIP/9")

    folder.check_zone("Asia/Shanghai")
    folder.check_agents(OPTIONS)
    with pytest.raises(ReadError) as zone:
        folder.check_zone("Europe/Berlin")
    with pytest.raises(ReadError) as agents:
        folder.check_agents(attrs.evolve(OPTIONS, aliases=(alias,)))

    assert (code_of(zone), code_of(agents)) == ("records-other-zone", "records-other-agents")


def test_exact_ratios_are_kept_by_no_table(tmp_path: Path) -> None:
    ratio = RecordColumn(name="share", type=Type(Unit.RATIO))
    kind = attrs.evolve(QUEUE_VISIT, columns=(*QUEUE_VISIT.columns, ratio))

    with pytest.raises(ValueError, match=r"queue_visit\.share has no step"):
        kept([Records.of_rows(kind, [])], tmp_path)


def test_without_the_extra_parquet_is_refused_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    unread: Sequence[Intake] = ()

    with pytest.raises(MissingExtraError, match="duckdb"):
        write_records(unread, tmp_path / "r", adapter="a", options=OPTIONS)
    write_records(unread, tmp_path / "r", adapter="a", options=OPTIONS, form=TableForm.JSONL)

    assert is_record_folder(tmp_path / "r")


# ---- customers ---------------------------------------------------------------------------------


def test_no_number_of_a_customer_is_kept(tmp_path: Path) -> None:
    number = "13912345678"
    lines = (
        f"1791937800|1.1|sales|NONE|ENTERQUEUE||{number}|1",
        "1791937805|1.1|sales|PJSIP/1101|CONNECT|5|1.2|3",
        "1791937865|1.1|sales|PJSIP/1101|COMPLETECALLER|5|60|1",
        f"1791937900|1.3|sales|NONE|DIALED|{number}",
        f"1791937901|{number}|broken",
    )
    options = attrs.evolve(OPTIONS, quarantine_limit=Fraction(1))
    read = QueueLogAdapter().read([Source(name="log", lines=lines)], options)

    for form in TableForm:
        write_records([read], tmp_path / "r", adapter="a", options=options, form=form)
        rows = RecordFolder.open(tmp_path / "r", KINDS).intake().records.values()
        assert number not in repr([plain(each) for each in rows])
        assert not any(number.encode() in each for each in files_of(tmp_path / "r").values())
    (customer,) = set(read["contact"].columns["customer_ref"]) - {Missing.NOT_MEASURED}
    assert isinstance(customer, str)
