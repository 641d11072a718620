"""Every report of the month of every pack, in every form: the numbers are the settlement's."""

from __future__ import annotations

import json
import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from babel.numbers import get_minus_sign_symbol

from ccops.reports import At, RowsAbove, SumOf
from ccops.reports.formats.csv_text import CSV, cell_value
from ccops.reports.formats.terminal import TERMINAL
from ccops.values import Money
from tests.read_back import forms
from tests.read_back.months import KINDS, PACKS, shown
from tests.reports import spreadsheets
from tests.reports.papers import needs_chinese, needs_poppler, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Locale
    from ccops.reports import Document, Report

LOCALES = ("en", "zh_CN")
#: A sign before a number that is no part of a date, a range or an id.
_BELOW_0 = re.compile(r"(?<![\w.)])[-\u2212\ufe63\uff0d](?=[¥$]?\d)")
_CLOCK = re.compile(r"-?\d+(:\d\d){1,2}(\.\d+…?)?")
every_pack = pytest.mark.parametrize("pack", PACKS)
every_locale = pytest.mark.parametrize("locale", LOCALES)


def reports(pack: str, locale: Locale) -> list[tuple[str, Report]]:
    """Return what the month of a pack has to say, by kind."""
    return list(shown(pack).reports(locale).items())


def documents(pack: str, locale: Locale) -> list[tuple[str, Document]]:
    return [(kind, report.document) for kind, report in reports(pack, locale)]


def _text(report: Report, form: str) -> str:
    made = report.render(form)
    assert isinstance(made, str)
    return made


def test_every_kind_of_report_is_made_of_the_month_of_some_pack() -> None:
    made = {kind for pack in PACKS for kind in shown(pack).reports("en")}
    brought = {kind for pack in PACKS for kind in shown(pack).center.plugins.reports}

    assert made == set(KINDS)
    assert brought - {"operations"} <= made  # it is a page of the month, of its last week and day


@every_pack
@every_locale
def test_a_clock_stands_only_where_its_form_is_named(pack: str, locale: Locale) -> None:
    """``4:02`` may be hours or minutes: alone it says nothing."""
    named = 0
    for kind, document in documents(pack, locale):
        for cell in forms.facts(document):
            assert not _CLOCK.fullmatch(cell.text), (kind, cell)
        for table in forms.tables(document):
            for row in (*table.rows, *table.foot):
                for column, cell in zip(table.columns, row, strict=True):
                    if _CLOCK.fullmatch(cell.text) and not isinstance(cell.value, str):
                        assert column.form is not None, (kind, table.id, column.title)
                        named += 1

    assert named


@every_pack
@every_locale
def test_what_is_below_0_has_the_sign_of_its_language(pack: str, locale: Locale) -> None:
    sign, found = get_minus_sign_symbol(locale), 0
    for kind, document in documents(pack, locale):
        for cell in forms.cells(document):
            signs = {each[0] for each in _BELOW_0.findall(f"{cell.text} {cell.note}")}
            assert signs <= {sign}, (kind, cell)
            found += len(signs)

    assert found


# -- a report says what was settled ---------------------------------------------------------------


@every_pack
def test_a_figure_in_a_report_is_that_of_the_settlement(pack: str) -> None:
    settlement = shown(pack).settlement
    sheets = (settlement, *(settlement.of(kind.value) for kind in settlement.groups))
    compared: Counter[str] = Counter()
    for kind, document in documents(pack, "en"):
        for cell in forms.cells(document):
            if isinstance(cell.follows, At) and forms.exact(cell.value) is not None:
                sheet = next(x for x in sheets if cell.follows.subject in x.employees)
                wanted = sheet.value(cell.follows.subject, cell.follows.figure)
                assert cell.value == wanted, (kind, cell)
                compared[kind] += 1

    assert {"statement", "bonus-notice", "appraisal", "approval"} <= compared.keys()


@every_pack
def test_a_total_is_the_sum_of_the_rows_above_it(pack: str) -> None:
    totals = 0
    for kind, document in documents(pack, "en"):
        for table in forms.tables(document):
            for at, cell in enumerate(chain.from_iterable(table.foot)):
                is_of_lines = table.id == "by-line"  # a total does not add up every line
                if isinstance(cell.follows, RowsAbove | SumOf) and not is_of_lines:
                    column = at % len(table.columns)
                    added = sum(forms.column_above(table, column), Fraction(0))
                    assert forms.exact(cell.value) == added, (kind, table.id, cell)
                    totals += 1

    assert totals


@every_pack
def test_the_sheet_to_approve_adds_up_to_what_is_handed_to_payroll(pack: str) -> None:
    month = shown(pack)
    sheet = month.reports("en")["approval"].document
    handed = [
        month.settlement.value(who, "handed_to_payroll") for who in month.settlement.employees
    ]
    total = sum((each.amount for each in handed if isinstance(each, Money)), Decimal(0))
    tiles = [cell for cell in forms.cells(sheet) if isinstance(cell.value, Money)]
    feet = [
        table.foot[-1][-1].value for table in forms.tables(sheet) if table.id.startswith("by-")
    ]

    assert total in {each.value.amount for each in tiles if isinstance(each.value, Money)}
    assert feet
    assert {each.amount for each in feet if isinstance(each, Money)} == {total}


@every_pack
def test_corrections_add_up_to_what_the_revision_pays_more(pack: str) -> None:
    month = shown(pack)
    found = month.difference
    amounts = forms.money_of(month.reports("en")["corrections"].document)

    assert found.lines
    for line in found.lines:
        if isinstance(line.difference, Money):
            assert line.difference.amount in amounts
    assert found.total.amount in amounts


# -- every form says what the report says ---------------------------------------------------------


@every_locale
@every_pack
def test_markdown_has_every_cell(pack: str, locale: Locale) -> None:
    for kind, report in reports(pack, locale):
        wanted = forms.in_brackets(forms.written(report.document), report.document)

        assert forms.of_markdown(_text(report, "md")) == wanted, kind


@every_pack
def test_json_has_every_cell(pack: str) -> None:
    for kind, report in reports(pack, "en"):
        made: dict[str, Any] = json.loads(_text(report, "json"))

        assert forms.of_json(made) == forms.written(report.document), kind


@every_pack
def test_csv_has_every_value(pack: str) -> None:
    for kind, document in documents(pack, "zh_CN"):
        read = Counter(
            cell for made in CSV.tables(document).values() for row in forms.of_csv(made)
            for cell in row
        )  # fmt: skip
        rows = (row for table in forms.tables(document) for row in forms.in_full(table))

        assert not Counter(cell_value(cell) for row in rows for cell in row) - read, kind


@every_locale
@every_pack
def test_a_terminal_shows_every_amount(pack: str, locale: Locale) -> None:
    wide = attrs.evolve(TERMINAL, width=400)
    for kind, document in documents(pack, locale):
        read = forms.amounts(wide.render(document).splitlines())

        assert not forms.amounts_of(document) - read, kind


@every_pack
def test_a_document_of_word_has_every_cell(pack: str) -> None:
    """Of rule books, which Word takes long for, one."""
    pytest.importorskip("vl_convert", reason="charts on paper want the extra charts")
    for kind, report in reports(pack, "zh_CN"):
        if kind == "rule-book" and pack != "outsourced":
            continue
        made = report.render("docx")
        assert isinstance(made, bytes)
        rows = Counter(chain.from_iterable(forms.of_word(made)))
        wanted = Counter(chain.from_iterable(forms.written(report.document)))

        assert not wanted - rows, kind


@needs_chinese
@needs_poppler
@every_pack
def test_a_pdf_shows_every_amount(pack: str, tmp_path: Path) -> None:
    pytest.importorskip("vl_convert", reason="charts on paper want the extra charts")
    for kind, report in reports(pack, "zh_CN"):
        made = report.render("pdf")
        assert isinstance(made, bytes)
        read = forms.amounts(text_of(made, tmp_path, "-layout").splitlines())

        assert not forms.amounts_of(report.document) - read, kind


# -- workbooks ------------------------------------------------------------------------------------


@every_pack
def test_a_workbook_has_every_amount(pack: str) -> None:
    for kind, report in reports(pack, "en"):
        made = report.render("xlsx")
        assert isinstance(made, bytes)
        read = forms.numbers_of(spreadsheets.read(made))

        assert not forms.money_of(report.document) - read, kind


@every_pack
def test_every_formula_of_every_workbook_recomputes(pack: str, tmp_path: Path) -> None:
    spreadsheets.program()
    made = {kind: report.rendered("xlsx") for kind, report in reports(pack, "zh_CN")}

    anew = spreadsheets.all_recomputed(made, tmp_path)

    checked = 0
    for kind, book in made.items():
        formulas, stands = (spreadsheets.read(book, formulas=each) for each in (True, False))
        told = dict(spreadsheets.seen(anew[kind], formulas))
        checked += len(told)
        assert not [
            (kind, at, value, told[at])
            for at, value in spreadsheets.seen(stands, formulas)
            if not spreadsheets.is_same(value, told[at])
        ]
    assert checked > 500
