"""Workbooks as they are laid out: types, texts, links, print, and the same bytes every time."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from ccops.errors import MissingExtraError
from ccops.messages import LOCALES, DurationForm
from ccops.reports import (
    RENDERERS,
    Cell,
    Chart,
    ChartKind,
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Paragraph,
    Report,
    RowLess,
    RowsAbove,
    Section,
    Series,
    Step,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.document.following import Given
from ccops.reports.document.words import Words
from ccops.reports.document.workings import WorkingColumn, Workings
from ccops.reports.formats.xlsx import XLSX
from ccops.reports.formats.xlsx.numbers import sheet_number
from ccops.reports.parts.durations import with_clocks, with_hours
from ccops.values import Carrier, Missing, Money, Type, Unit
from tests.reports.spreadsheets import read

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

    from tests.reports.conftest import Settle, Statement

_HOUR = 3_600_000
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", "a\x00b", "[x]:*?/\\", "'quoted'",
           "\ud800", "x" * 40_000, "")  # fmt: skip


def _document(*parts: Any, title: str = "title", foot: tuple[str, ...] = ()) -> Document:
    section = Section(id="one", title=title, parts=parts)
    return Document(kind="test", title=title, locale="en", sections=(section,), foot=foot)


def _sheet(*parts: Any, **more: Any) -> Worksheet:
    return read(XLSX.render(_document(*parts, **more))).worksheets[0]


def _table(*rows: tuple[Cell, ...], kinds: tuple[ColumnKind, ...], **more: Any) -> Table:
    columns = tuple(Column(id=f"c{n}", title=f"c{n}", kind=kind) for n, kind in enumerate(kinds))
    return Table(id="t", caption="table", columns=columns, rows=rows, **more)


def _found(sheet: Worksheet, value: object) -> Any:
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return next(cell for cell in cells if cell.value == value)


# -- typed cells ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "kind", "number", "shown"),
    [
        ("1,234.50", Money("CNY", Decimal("1234.50")), ColumnKind.MONEY, 1234.5, "#,##0.00"),
        ("CN¥12.00", Money("CNY", Decimal(12)), ColumnKind.MONEY, 12, '"CN¥"#,##0.00'),
        ("-¥0.05", Money("CNY", Decimal("-0.05")), ColumnKind.MONEY, -0.05, '"¥"#,##0.00'),
        ("87.50%", Fraction(7, 8), ColumnKind.PERCENT, 0.875, "0.00%"),
        ("33.33%", Fraction(1, 3), ColumnKind.PERCENT, 1 / 3, "0.00%"),
        ("3", 3, ColumnKind.NUMBER, 3, "0"),
        ("3 d", Decimal(3), ColumnKind.TEXT, 3, '0" d"'),
        ("1h 30m", dt.timedelta(minutes=90), ColumnKind.DURATION, 0.0625, '[h]"h "m"m"'),
        ("80.79%", Decimal("80.79"), ColumnKind.NUMBER, 0.8079, "0.00%"),
        ("4m 2s", Fraction(242_400), ColumnKind.TEXT, 242_400 / 86_400_000, '[m]"m "s"s"'),
        ("2026-10-01", dt.date(2026, 10, 1), ColumnKind.DATE, 46296, "yyyy-mm-dd"),
        ("2026年10月1日", dt.date(2026, 10, 1), ColumnKind.DATE, 46296, 'yyyy"年"m"月"d"日"'),
    ],
)  # fmt: skip
def test_a_number_is_a_number_that_shows_its_text(
    text: str, value: Any, kind: ColumnKind, number: float, shown: str
) -> None:
    found = sheet_number(Cell(text=text, value=value), kind)

    assert found is not None
    assert (found.value, found.format) == (number, shown)


@pytest.mark.parametrize(
    ("text", "value", "kind", "form", "number", "shown"),
    [
        ("4:02", Fraction(242_000), ColumnKind.DURATION, DurationForm.MINUTES, 242, "[m]:ss"),
        ("4:02", Fraction(14_520_000), ColumnKind.DURATION, DurationForm.HOURS, 14_520, "[h]:mm"),
        ("0:00", dt.timedelta(0), ColumnKind.DURATION, DurationForm.HOURS, 0, "[h]:mm"),
        ("0:00", Fraction(0), ColumnKind.DURATION, DurationForm.MINUTES, 0, "[m]:ss"),
        ("0:00:00", dt.timedelta(0), ColumnKind.DURATION, DurationForm.SECONDS, 0, "[h]:mm:ss"),
        ("4:02", Decimal(242), ColumnKind.NUMBER, DurationForm.MINUTES, 242, "[m]:ss"),
    ],
)
def test_a_clock_is_shown_by_the_form_of_its_column(
    text: str, value: Any, kind: ColumnKind, form: DurationForm, number: int, shown: str
) -> None:
    found = sheet_number(Cell(text=text, value=value), kind, form)

    assert found is not None
    assert (found.value, found.format) == (number / 86_400, shown)


@pytest.mark.parametrize("locale", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("name", ["hours", "handling"])
def test_a_column_of_durations_has_one_format(locale: str, name: str) -> None:
    sizes = [Fraction(0), Fraction(3_600_000), Fraction(61_000 if name == "handling" else 60_000)]
    table = _table(*((Cell(text="", value=each),) for each in sizes), kinds=(ColumnKind.DURATION,))
    made = {"hours": with_hours, "handling": with_clocks}[name](table, Words.of(locale))

    cells = [cell for row in _sheet(made).iter_rows() for cell in row if cell.is_date]
    assert len(cells) == len(sizes)
    assert {cell.number_format for cell in cells} == {"[h]:mm" if name == "hours" else "[h]:mm:ss"}


def test_hours_of_which_some_are_a_debt_are_decimal_numbers() -> None:
    sizes = [dt.timedelta(hours=-7, minutes=-30), dt.timedelta(0), dt.timedelta(minutes=20)]
    kinds = (ColumnKind.DURATION, ColumnKind.DURATION)
    rows = ((Cell(text="", value=each), Cell(text="", value=abs(each))) for each in sizes)
    made = with_hours(_table(*rows, kinds=kinds), Words.of("en"))

    sheet = _sheet(made)

    texts = [row[0].value for row in sheet.iter_rows() if row[0].value is not None]
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5, max_row=7)]
    assert "c0 (h.hh)" in texts
    assert found == [[-7.5, 7.5], [0, 0], [pytest.approx(1 / 3), pytest.approx(1 / 3)]]
    assert {cell.number_format for row in sheet["A5:B7"] for cell in row} == {"0.00"}


def test_workings_that_go_below_0_count_hours_in_decimals() -> None:
    kept, debt = [8 * _HOUR, 90_000], [-_HOUR * 15 // 2, 20 * 60_000]
    columns = tuple(
        WorkingColumn(
            id=name,
            title=name,
            type=Type(Unit.DURATION),
            carriers=(Carrier(1),),
            cells=cells,
            follows=(Given(why="given"),),
            rules=(0, 0),
        )
        for name, cells in (("kept", kept), ("debt", debt))
    )
    workings = Workings(
        title="Workings",
        subjects=("E1", "E2"),
        names=("", ""),
        currency="CNY",
        columns=columns,
        parameters=(),
        tables=(),
    )
    made = read(XLSX.render(attrs.evolve(_document(), workings=workings)))["Workings"]

    told = {cell.value: cell.column for row in made.iter_rows() for cell in row if cell.value}
    hours = [made.cell(row, told["debt (h.hh)"]) for row in (7, 8)]
    assert "kept (h:mm:ss)" in told
    assert [each.value for each in hours] == [-7.5, pytest.approx(1 / 3)]
    assert {each.number_format for each in hours} == {"0.00##"}
    assert made.cell(7, told["kept (h:mm:ss)"]).number_format == "[h]:mm:ss"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4:02", Fraction(242_000)),  # of what, no column says
        ("87.5", Fraction(7, 8)),  # not the number it shows
        ("–", Missing.NOT_MEASURED),
        ("yes", True),
        ("007", "007"),
        ("12", "12"),
        ("row 3", Decimal(4)),
        ("1234567890123456789", 1234567890123456789),  # more digits than a sheet keeps
    ],
)
def test_what_is_no_number_stays_text(text: str, value: Any) -> None:
    assert sheet_number(Cell(text=text, value=value), ColumnKind.NUMBER) is None


def test_days_and_durations_are_true_ones_in_excel() -> None:
    table = _table(
        (Cell(text="2026-10-01", value=dt.date(2026, 10, 1)),
         Cell(text="", value=dt.timedelta(hours=26, seconds=1))),
        kinds=(ColumnKind.DATE, ColumnKind.DURATION),
    )  # fmt: skip

    sheet = _sheet(with_hours(table, Words.of("en")))

    assert _found(sheet, dt.datetime(2026, 10, 1)).is_date  # noqa: DTZ001 - sheets have no zone
    hours = _found(sheet, dt.timedelta(hours=26, seconds=1))
    assert hours.number_format == "[h]:mm:ss"


def test_what_is_over_another_column_says_so_only_while_it_is() -> None:
    paid, budget, more = (Money("CNY", Decimal(each)) for each in ("3.30", "2.20", "1.10"))
    less = RowLess(column="c0", less="c1", over="over")
    cells = (
        *(Cell(text=f"{each.amount}", value=each) for each in (paid, budget)),
        Cell(text="+1.10", value=more, note="over", follows=less),
    )
    made = XLSX.render(_document(_table(cells, kinds=(ColumnKind.MONEY,) * 3)))

    cell = read(made, formulas=True).worksheets[0]["C5"]
    assert cell.value == '=IFERROR(ROUND(A5-B5,2),"–")'
    assert cell.number_format == '+#,##0.00" (over)";-#,##0.00;#,##0.00'
    assert _found(read(made).worksheets[0], 1.1)


def test_a_total_adds_up_the_rows_above_it() -> None:
    amounts = [Money("CNY", Decimal(each)) for each in ("1.10", "2.20")]
    rows = [(Cell(text=f"{each.amount}", value=each),) for each in amounts]
    total = Cell(text="3.30", value=Money("CNY", Decimal("3.30")), follows=RowsAbove())
    made = XLSX.render(_document(_table(*rows, kinds=(ColumnKind.MONEY,), foot=((total,),))))

    assert _found(read(made, formulas=True).worksheets[0], "=ROUND(SUM(A5:A6),2)")
    assert _found(read(made).worksheets[0], 3.3)


def test_a_note_of_a_number_is_shown_behind_it() -> None:
    cell = Cell(text="86.34%", value=Fraction(8634, 10_000), note='missed "it"')

    sheet = _sheet(_table((cell,), kinds=(ColumnKind.PERCENT,)))

    assert _found(sheet, 0.8634).number_format == '0.00%" (missed it)"'


# -- texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_text_is_never_a_formula_nor_a_link(hostile: str) -> None:
    made = XLSX.render(
        _document(
            _table((Cell(text=hostile, note=hostile),), kinds=(ColumnKind.TEXT,)),
            Paragraph(text=hostile),
            Facts(facts=(Fact(label=hostile, value=Cell(text=hostile)),), title=hostile),
            Unfolding(id="why", step=Step(label=hostile, value=hostile, notes=(hostile,))),
            title=hostile,
            foot=(hostile,),
        )
    )

    cells = [
        cell for sheet in read(made, formulas=True).worksheets
        for row in sheet.iter_rows() for cell in row
    ]  # fmt: skip
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [
        cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("+1", "+1"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("a\x07b", "a_x0007_b"),  # so a workbook writes it
        ("_x0041_", "_x0041_"),
        ("a\ud800b", "a\N{REPLACEMENT CHARACTER}b"),
        ("x" * 40_000, "x" * 32_767),
    ],
)
def test_a_cell_holds_a_hostile_text_as_far_as_a_cell_can(text: str, told: str) -> None:
    cell = Cell(text=text, explain="why")
    unfolding = Unfolding(id="why", step=Step(label=text, value=text, notes=(text,)))
    made = XLSX.render(_document(_table((cell,), kinds=(ColumnKind.TEXT,)), unfolding))

    links, reasons = read(made).worksheets
    assert told in _texts(reasons)
    assert told.replace("_x0007_", "\N{REPLACEMENT CHARACTER}") in _texts(links)


def _texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]


def test_sheets_of_the_same_name_are_told_apart() -> None:
    sections = tuple(
        Section(id=str(n), title="A name/that is far too long for a sheet", parts=())
        for n in range(3)
    )
    document = Document(kind="test", title="t", locale="en", sections=sections)

    names = read(XLSX.render(document)).sheetnames

    assert names == [
        "A name that is far too long for",
        "A name that is far too long f 2",
        "A name that is far too long f 3",
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_word_of_a_workbook_is_in_the_catalogs(
    settle: Settle, statement: Statement, locale: str
) -> None:
    made = statement(settle({"E1": {}, "E2": {"score": None}}), locale=locale).render("xlsx")

    assert isinstance(made, bytes)
    texts = [
        str(cell.value) for sheet in read(made).worksheets
        for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]  # fmt: skip
    assert not [each for each in texts if each.startswith("report-")]


# -- reasons, print, charts -------------------------------------------------------------------


def test_a_line_links_to_its_reason(settle: Settle, statement: Statement) -> None:
    made = statement(settle({"E1": {}, "E2": {}})).render("xlsx")
    assert isinstance(made, bytes)
    book = read(made)
    lines, reasons = book["Lines of the month"], book["How each line came about"]

    line = next(row for row in lines.iter_rows(min_row=5) if row[1].value == "Monthly bonus")
    link = line[1].hyperlink
    assert link is not None
    place = str(link.location).rpartition("!")[2]
    assert reasons[place].value == line[0].value
    assert reasons.cell(reasons[place].row, 2).value == "Monthly bonus"
    assert "Manual: S1-09" in str(reasons.cell(reasons[place].row, 4).value)


def test_reasons_are_headed_by_the_digests_of_pack_and_settlement(
    settle: Settle, statement: Statement
) -> None:
    report = statement(settle({"E1": {}}))
    made = report.render("xlsx")
    assert isinstance(made, bytes)
    sheet = read(made)["How each line came about"]

    heads = {sheet.cell(row, 1).value for row in range(1, 8)}

    assert set(report.document.foot) <= heads


def test_every_sheet_prints_across_with_its_heads_and_digests(
    settle: Settle, statement: Statement
) -> None:
    made = statement(settle({"E1": {}, "E2": {}})).render("xlsx")
    assert isinstance(made, bytes)

    for sheet in read(made).worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert "sha256:" in str(sheet.oddFooter.left.text)
        assert sheet.print_title_rows or sheet.title == "Rule tables"
        assert sheet.freeze_panes or sheet.title == "Rule tables"
    assert read(made)["Overview"].page_setup.fitToHeight == 0


@pytest.mark.parametrize("kind", ChartKind)
def test_a_chart_is_one_of_the_spreadsheet_with_its_numbers(kind: ChartKind) -> None:
    table = _table((Cell(text="1", value=1),), kinds=(ColumnKind.NUMBER,))
    chart = Chart(
        id="calls", title="calls", kind=kind, labels=("mon", "tue"),
        series=(Series(name="A", values=(Decimal(1), None), texts=("1", "–")),),
        table=table, ticks=((Decimal(0), "0"), (Decimal(2), "2")),
    )  # fmt: skip

    sheet = _sheet(chart)

    assert _found(sheet, "mon").row == _found(sheet, "A").row + 1
    assert len(sheet._charts) == (0 if kind is ChartKind.HEAT else 1)


def test_what_waits_is_told_by_a_word(settle: Settle, statement: Statement) -> None:
    made = statement(settle({"E1": {}, "E2": {"score": None}})).render("xlsx")
    assert isinstance(made, bytes)
    lines = read(made)["Lines of the month"]

    shown = [row[1].value for row in lines.iter_rows(min_row=5)]

    assert any(str(each).endswith("(provisional)") for each in shown)


# -- bytes and extras -------------------------------------------------------------------------


def test_same_report_gives_the_same_bytes(settle: Settle, statement: Statement) -> None:
    first = statement(settle({"E1": {}, "E2": {}})).render("xlsx")
    second = statement(settle({"E2": {}, "E1": {}})).render("xlsx")

    assert first == second


def test_a_document_without_sections_is_a_workbook(settle: Settle, statement: Statement) -> None:
    made = statement(settle({"E1": {}}), subjects=()).render("xlsx")

    assert isinstance(made, bytes)
    assert read(made).worksheets[0]["A1"].value == "Pay statement 2026-10"


def test_without_the_extra_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)

    with pytest.raises(MissingExtraError, match=r"ccops\[xlsx\]"):
        XLSX.render(_document())


# -- whose it is ------------------------------------------------------------------------------


def test_the_workbook_of_one_person_holds_nothing_of_another(
    settle: Settle, statement: Statement
) -> None:
    people: Mapping[str, Mapping[str, object]] = {
        "E1": {"score": "91.11"}, "E2": {"score": "92.22"}, "E3": {"score": "93.33"},
    }  # fmt: skip
    made = statement(settle(people), subjects=["E2"], names={"E1": "Anna"}).render("xlsx")
    assert isinstance(made, bytes)

    texts = {
        str(cell.value) for sheet in read(made).worksheets
        for row in sheet.iter_rows() for cell in row
    }  # fmt: skip
    assert not texts & {"E1", "E3", "Anna", "91.11", "93.33"}
    assert "92.22" in texts


def test_a_place_among_people_who_are_not_there_is_a_value_with_the_reason(
    settle: Settle, statement: Statement
) -> None:
    made = statement(settle({"E1": {}, "E2": {}}), subjects=["E2"]).render("xlsx")
    assert isinstance(made, bytes)
    sheet = read(made, formulas=True)["Workings"]
    column = next(c.column for c in sheet[5] if c.value == "month_rank")

    assert (
        sheet.cell(6, column).value == "value: a place among people who are not in this workbook"
    )
    assert sheet.cell(7, column).value == 1


def _report(document: Document) -> Report:
    return Report(document=document, renderers={each.name: each for each in RENDERERS})


def test_a_report_is_written_by_its_suffix(tmp_path: Any) -> None:
    written = _report(_document(Paragraph(text="x", tone=Tone.PLAIN))).write(tmp_path / "r.xlsx")

    assert read(written.read_bytes()).sheetnames == ["title"]
