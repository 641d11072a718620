from __future__ import annotations

import re
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from ccops.errors import MissingExtraError, MissingFontError, TemplateError
from ccops.messages import LOCALES
from ccops.reports import (
    Cell,
    Column,
    ColumnKind,
    DocxRenderer,
    Fact,
    Facts,
    Look,
    Paragraph,
    Signature,
    SignatureBlock,
    Table,
)
from ccops.reports.formats import drawing
from ccops.reports.formats.docx import library_template
from ccops.values import Money
from tests.reports.papers import HOSTILE, chart, document, everything, needs_chinese, pages

if TYPE_CHECKING:
    from pathlib import Path

    from tests.reports.conftest import Settle, Statement

DOCX = DocxRenderer()


def _opened(made: bytes) -> Any:
    return docx.Document(BytesIO(made))


def _texts(made: bytes) -> list[str]:
    """Return every text of the body of a document, and of the heads and feet of its pages."""
    opened = _opened(made)
    section = opened.sections[0]
    roots = (opened.element.body, section.header._element, section.footer._element)
    return [
        "".join(text.text or "" for text in each.iter(qn("w:t")))
        for root in roots
        for each in root.iter(qn("w:p"))
    ]


def _xml(made: bytes, part: str = "word/document.xml") -> str:
    with ZipFile(BytesIO(made)) as archive:
        return archive.read(part).decode("utf-8")


# -- the same numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize("locale", LOCALES)
def test_amounts_of_statements_are_those_of_the_settlement_to_the_cent(
    settle: Settle, statement: Statement, locale: str
) -> None:
    people: dict[str, dict[str, object]] = {
        "E1": {"basic_pay_due": "CNY 12345.67"},
        "E2": {"basic_pay_due": "CNY 0.01", "score": "61"},
        "E3": {"absent_days": 9},
    }
    settlement = settle(people)
    for employee in people:
        report = statement(settlement, locale=locale, subjects=(employee,))
        read = _texts(DOCX.render(report.document))
        for figure in ("basic_pay", "bonus", "night_allowance", "handed_on"):
            value = settlement.value(employee, figure)
            assert not isinstance(value, Money) or f"{value.amount:,.2f}" in read


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(text: str) -> None:
    read = "\n".join(_texts(DOCX.render(everything(text))))

    assert read.count(text) >= 12


def test_text_that_xml_cannot_write_is_marked() -> None:
    made = DOCX.render(document(Paragraph(text="a\x00b\x0bc")))

    assert "a\ufffdb\ufffdc" in _texts(made)


def test_numbers_stand_on_the_right_under_heads_that_are_on_every_page() -> None:
    columns = (
        Column(id="a", title="who"),
        Column(id="b", title="pay", kind=ColumnKind.MONEY),
    )
    table = Table(
        id="t", caption="c", columns=columns, rows=((Cell(text="x"), Cell(text="1.00")),)
    )

    (shown,) = (
        each for each in _opened(DOCX.render(document(table))).tables if each.style.name == "Lines"
    )

    assert [each.text for row in shown.rows for each in row.cells] == ["who", "pay", "x", "1.00"]
    assert [each.paragraphs[0].alignment for each in shown.rows[1].cells] == [None, 2]
    assert "w:tblHeader" in shown.rows[0]._tr.xml
    assert len(shown._tbl.tblGrid.gridCol_lst) == 2


def test_what_is_signed_stays_with_the_places_to_sign() -> None:
    block = SignatureBlock(signatures=(Signature(role="HR"),), day="Date")
    before, told = Paragraph(text="Before."), Paragraph(text="Objections may be raised.")

    body = _opened(DOCX.render(document(before, told, block))).element.body

    kept = {
        "".join(text.text or "" for text in each.iter(qn("w:t")))
        for each in body.iter(qn("w:p"))
        if each.pPr is not None and each.pPr.find(qn("w:keepNext")) is not None
    }
    assert {"Objections may be raised.", "HR "} <= kept
    assert not {"Before.", "Date"} & kept


def test_there_is_room_to_write_comments_by_hand() -> None:
    room = Facts(facts=(Fact(label="Comments", value=Cell(text="")),), look=Look.SPACE)
    listed = Facts(facts=(Fact(label="Team", value=Cell(text="A")),))

    space, plain = _opened(DOCX.render(document(room, listed))).tables

    assert space.rows[0].cells[0].text == "Comments"
    assert space.rows[0].height.mm > 20
    assert plain.rows[0].height is None


def test_places_to_sign_are_side_by_side() -> None:
    block = SignatureBlock(
        signatures=(Signature(role="prepared"), Signature(role="approved", name="Li")), day="date"
    )

    (shown,) = _opened(DOCX.render(document(block))).tables

    rows = [[cell.text.strip() for cell in row.cells] for row in shown.rows]
    assert rows == [["prepared", "approved Li"], ["", ""], ["date", "date"]]


def test_chart_is_a_picture_with_its_data_beneath() -> None:
    made = DOCX.render(document(chart()))

    with ZipFile(BytesIO(made)) as archive:
        pictures = [each for each in archive.namelist() if each.endswith(".png")]
        assert archive.read(pictures[0]).startswith(b"\x89PNG")
    assert "table of Mon" in _texts(made)


def test_each_section_begins_a_page() -> None:
    assert _xml(DOCX.render(pages("E1", "E2", "E3"))).count("w:pageBreakBefore") == 2


def test_wide_table_turns_the_page() -> None:
    columns = tuple(Column(id=f"c{number}", title="c") for number in range(12))
    table = Table(
        id="t", caption="c", columns=columns, rows=(tuple(Cell(text="1") for _ in columns),)
    )

    page = _opened(DOCX.render(document(table))).sections[0]

    assert page.page_width > page.page_height


def test_foot_names_what_it_was_made_from_and_counts_pages() -> None:
    made = DOCX.render(document(foot=("digest sha256:0",)))

    assert "digest sha256:0" in _texts(made)
    assert "NUMPAGES" in _xml(made, "word/footer1.xml")


@pytest.mark.parametrize(
    ("locale", "family"),
    [("zh_CN", "Microsoft YaHei"), ("zh_TW", "Microsoft JhengHei"), ("en", "Microsoft YaHei")],
)
def test_chinese_has_a_font_of_its_own(locale: str, family: str) -> None:
    styles = _xml(DOCX.render(document(locale=locale)), "word/styles.xml")

    assert f'w:eastAsia="{family}"' in styles


# -- bytes --------------------------------------------------------------------------------------


def test_same_report_gives_the_same_bytes(settle: Settle, statement: Statement) -> None:
    first = statement(settle({"E1": {}, "E2": {}}))
    second = statement(settle({"E2": {}, "E1": {}}))

    assert first.render("docx") == second.render("docx")


def test_nothing_in_the_file_says_when_it_was_made() -> None:
    made = DOCX.render(document(chart()))

    with ZipFile(BytesIO(made)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not re.search(r"dcterms:(created|modified)", _xml(made, "docProps/core.xml"))


# -- what is lacking ----------------------------------------------------------------------------


@pytest.mark.parametrize(("module", "extra"), [("docxtpl", "docx"), ("vl_convert", "charts")])
def test_missing_extra_is_told_by_name(
    monkeypatch: pytest.MonkeyPatch, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(MissingExtraError, match=rf"ccops\[{extra}\]"):
        DOCX.render(document(chart()))


def test_chinese_in_a_chart_without_a_font_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "draws_chinese", lambda: False)

    with pytest.raises(MissingFontError, match="fonts-noto-cjk"):
        DOCX.render(document(chart(label="周一")))


# -- templates ----------------------------------------------------------------------------------


def test_center_brings_its_own_template(tmp_path: Path) -> None:
    opened = _opened(library_template())
    opened.sections[0].header.paragraphs[0].text = "Blue Sky · {{ doc.title }}"
    opened.save(tmp_path / "report.docx")

    made = DOCX.with_templates([tmp_path]).render(document(title="month"))

    assert "Blue Sky · month" in _texts(made)


def test_template_that_asks_for_what_is_not_there_is_told(tmp_path: Path) -> None:
    opened = _opened(library_template())
    opened.paragraphs[0].text = "{{ doc.salary }}"
    opened.save(tmp_path / "report.docx")

    with pytest.raises(TemplateError, match="salary"):
        DOCX.with_templates([tmp_path]).render(document())


@needs_chinese
def test_machine_with_a_chinese_font_draws_it() -> None:
    assert drawing.draws_chinese()
