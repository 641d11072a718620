from __future__ import annotations

import re
import sys
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccops.errors import MissingExtraError, MissingFontError, TemplateError, UnknownNameError
from ccops.messages import LOCALES
from ccops.reports import (
    RENDERERS,
    Cell,
    Column,
    Fact,
    Facts,
    Look,
    Paragraph,
    PdfRenderer,
    Report,
    Step,
    Table,
    Unfolding,
    write_each,
)
from ccops.reports.formats import fonts
from ccops.reports.formats.pdf import PDF_ARCHIVE
from ccops.values import Money
from tests.laws import tried
from tests.reports.papers import (
    HOSTILE,
    chart,
    document,
    everything,
    needs_chinese,
    needs_poppler,
    pages,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.reports import Document
    from tests.reports.conftest import Settle, Statement

PDF = PdfRenderer()
AMOUNT = re.compile(r"(?<![\d,.])\d[\d,]*\.\d\d(?!\d)")


def _opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(pdf))


def _outline(pdf: bytes) -> list[str]:
    with _opened(pdf).open_outline() as outline:
        return [each.title for each in outline.root]


def _words(text: str) -> str:
    """Return a text without what only lays it out."""
    return re.sub(r"\s+", "", text)


# -- the same numbers ---------------------------------------------------------------------------


@needs_chinese
@needs_poppler
@pytest.mark.parametrize("locale", LOCALES)
def test_amounts_of_statements_are_those_of_the_settlement_to_the_cent(
    settle: Settle, statement: Statement, tmp_path: Path, locale: str
) -> None:
    people: dict[str, dict[str, object]] = {
        "E1": {"basic_pay_due": "CNY 12345.67"},
        "E2": {"basic_pay_due": "CNY 0.01", "score": "61"},
        "E3": {"absent_days": 9},
    }
    settlement = settle(people)
    for employee in people:
        report = statement(settlement, locale=locale, subjects=(employee,))
        read = AMOUNT.findall(text_of(PDF.render(report.document), tmp_path, "-layout"))
        wanted = [
            settlement.value(employee, figure)
            for figure in ("basic_pay", "bonus", "night_allowance", "handed_on")
        ]
        for value in wanted:
            assert not isinstance(value, Money) or f"{value.amount:,.2f}" in read


@needs_poppler
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_as_it_is(tmp_path: Path, text: str) -> None:
    read = _words(text_of(PDF.render(everything(text)), tmp_path))

    assert read.count(_words(text)) >= 12


@needs_poppler
def test_every_part_and_the_foot_are_on_the_page(tmp_path: Path) -> None:
    made = document(
        Paragraph(text="a paragraph"),
        Facts(facts=(Fact(label="a fact", value=Cell(text="large")),), look=Look.TILES),
        chart(),
        foot=("digest sha256:0",),
    )

    read = text_of(PDF.render(made), tmp_path)

    for each in ("a paragraph", "a fact", "large", "Mon", "all of it", "table of Mon", "sha256:0"):
        assert each in read


@needs_poppler
def test_explanation_stands_beneath_with_a_mark_at_its_cell(tmp_path: Path) -> None:
    step = Step(label="pay", value="10", notes=("clause",), steps=(Step(label="deep", value="7"),))
    cell = Cell(text="10", explain="why")
    table = Table(id="t", caption="lines", columns=(Column(id="a", title="a"),), rows=((cell,),))
    made = document(table, Unfolding(id="why", step=step))

    read = text_of(PDF.render(made), tmp_path)

    assert read.count("[1]") == 2
    assert "clause" in read
    assert "deep 7" in read


@needs_poppler
def test_deeper_explanation_shows_every_step(tmp_path: Path) -> None:
    deep = Step(label="deep", value="7", notes=("a note far down",))
    step = Step(label="pay", value="10", steps=(deep,))

    made = PdfRenderer(depth=9).render(document(Unfolding(id="why", step=step)))

    assert "a note far down" in text_of(made, tmp_path)


# -- pages --------------------------------------------------------------------------------------


@needs_poppler
def test_each_statement_begins_a_page_and_counts_its_own(tmp_path: Path) -> None:
    made = PDF.render(pages("E1", "E2"))

    assert len(_opened(made).pages) == 2
    assert _words(text_of(made, tmp_path)).count("1/1") == 2


@needs_poppler
def test_long_section_names_itself_on_its_other_pages(tmp_path: Path) -> None:
    lines = tuple(Paragraph(text=f"line {number}") for number in range(120))
    made = pages("E1", "E2")
    first = attrs.evolve(made.sections[0], parts=lines)

    read = text_of(
        PDF.render(attrs.evolve(made, sections=(first, made.sections[1]))), tmp_path
    ).split("\f")

    assert [len(re.findall(r"\bE1\b", page)) for page in read[:3]] == [1, 1, 1]
    assert "2/3" in _words(read[1])
    assert "1/1" in _words(read[3])
    assert "E1" not in read[3]


def test_statements_are_bookmarks() -> None:
    assert _outline(PDF.render(pages("E1", "E2"))) == ["E1", "E2"]


@needs_poppler
def test_heads_of_a_long_table_are_on_every_page(tmp_path: Path) -> None:
    rows = tuple((Cell(text=f"row {number}"),) for number in range(120))
    table = Table(id="t", caption="c", columns=(Column(id="a", title="head"),), rows=rows)

    made = PDF.render(document(table))

    assert text_of(made, tmp_path).count("head") == len(_opened(made).pages) > 1


def test_wide_table_turns_the_page() -> None:
    columns = tuple(Column(id=f"c{number}", title="c") for number in range(12))
    row = tuple(Cell(text="1,234.56") for _ in columns)
    table = Table(id="t", caption="c", columns=columns, rows=(row,))

    with _opened(PDF.render(document(table))) as opened:
        left, low, right, high = map(float, opened.pages[0].mediabox)

    assert right - left > high - low


def test_document_without_sections_is_a_page() -> None:
    assert len(_opened(PDF.render(pages())).pages) == 1


# -- bytes --------------------------------------------------------------------------------------


@needs_chinese
@pytest.mark.parametrize("kind", ["pdf", "pdf-a"])
def test_same_report_gives_the_same_bytes(settle: Settle, statement: Statement, kind: str) -> None:
    first = statement(settle({"E1": {}, "E2": {}}), names={"E1": "张三"})
    second = statement(settle({"E2": {}, "E1": {}}), names={"E1": "张三"})

    assert first.render(kind) == second.render(kind)


def test_charts_are_drawn_alike_each_time() -> None:
    assert PDF.render(document(chart())) == PDF.render(document(chart()))


def test_nothing_in_the_file_says_when_it_was_made() -> None:
    assert "/CreationDate" not in _opened(PDF.render(pages("E1"))).docinfo


def test_archive_says_its_standard(settle: Settle, statement: Statement) -> None:
    made = statement(settle({"E1": {}})).rendered("pdf-a")

    with _opened(made).open_metadata() as metadata:
        assert metadata.pdfa_status == "3B"


def test_suffix_of_both_writes_the_plain_one(tmp_path: Path) -> None:
    report = _report(pages("E1"))

    written = report.write(tmp_path / "all.pdf").read_bytes()

    assert written == report.render("pdf")


# -- what is lacking ----------------------------------------------------------------------------


@pytest.mark.parametrize(("module", "extra"), [("typst", "pdf"), ("vl_convert", "charts")])
def test_missing_extra_is_told_by_name(
    monkeypatch: pytest.MonkeyPatch, module: str, extra: str
) -> None:
    fonts.typst_fonts.cache_clear()
    monkeypatch.setitem(sys.modules, module, None)

    with pytest.raises(MissingExtraError, match=rf"ccops\[{extra}\]"):
        PDF.render(document(chart()))


@pytest.fixture
def no_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_families", lambda _: frozenset({"Libertinus Serif"}))


@pytest.mark.usefixtures("no_chinese")
def test_chinese_without_a_font_is_refused_with_the_package_to_install() -> None:
    with pytest.raises(MissingFontError, match="fonts-noto-cjk") as told:
        PDF.render(document(Paragraph(text="工资")))

    assert "中文字体" in told.value.text("zh_CN")


@pytest.mark.usefixtures("no_chinese")
def test_chinese_in_a_chart_is_refused_too() -> None:
    with pytest.raises(MissingFontError):
        PDF.render(document(chart(label="周一")))


@pytest.mark.usefixtures("no_chinese")
def test_other_text_needs_no_chinese_font() -> None:
    assert PDF.render(document(Paragraph(text="café, CN¥1.00"))).startswith(b"%PDF")


#: No font has it: its plane is for private use.
NOBODYS = "\U0010fff0"


@pytest.mark.parametrize("renderer", [PDF, PDF_ARCHIVE], ids=["pdf", "pdf-a"])
def test_a_character_that_no_font_has_is_refused_by_name(renderer: PdfRenderer) -> None:
    """Typst would print an empty box for a name, and blame the template for archives."""
    with pytest.raises(MissingFontError, match=r"U\+10FFF0") as told:
        renderer.render(document(Paragraph(text=f"Li {NOBODYS} Na")))

    assert told.value.characters == NOBODYS
    assert "U+10FFF0" in told.value.text("zh_CN")


@given(text=st.text(st.sampled_from("aé–→¥工资龘㐀𠮷สกא" + NOBODYS), min_size=1, max_size=12))
@tried(12)
def test_what_is_printed_has_a_glyph_for_everything(text: str) -> None:
    """What the archive's standard draws is drawn, and what it does not is refused by both."""

    def lacking(renderer: PdfRenderer) -> str:
        try:
            renderer.render(document(Paragraph(text=text)))
        except MissingFontError as error:
            return error.characters
        return ""

    assert lacking(PDF) == lacking(PDF_ARCHIVE)
    assert (NOBODYS in lacking(PDF)) is (NOBODYS in text)


@pytest.mark.parametrize(
    ("path", "is_taken"),
    [("NotoSansCJK-Regular.ttc", True), ("NotoSansCJK-VF.otf.ttc", False), (None, True)],
)
def test_font_that_varies_is_not_taken(path: str | None, *, is_taken: bool) -> None:
    assert fonts._varies(path) is not is_taken


# -- templates ----------------------------------------------------------------------------------


@needs_poppler
def test_center_brings_its_own_letterhead(tmp_path: Path) -> None:
    own = Path(fonts.__file__).parent / "templates" / "letterhead.typ"
    changed = own.read_text("utf-8") + "\n#let letterhead(doc, section) = [Blue Sky Center]"
    (tmp_path / "letterhead.typ").write_text(changed, encoding="utf-8")

    read = text_of(_report(pages("E1")).with_templates(tmp_path).rendered("pdf"), tmp_path)

    assert "Blue Sky Center" in read
    assert "of E1" in read


def test_wrong_template_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.typ").write_text("#nothing", encoding="utf-8")

    with pytest.raises(TemplateError, match=r"unknown variable: nothing"):
        _report(pages("E1")).with_templates(tmp_path).render("pdf")


# -- a file a person ----------------------------------------------------------------------------


def _report(made: Document) -> Report:
    return Report(document=made, renderers={each.name: each for each in RENDERERS})


@needs_chinese
@needs_poppler
def test_each_person_has_a_file_with_nothing_of_anybody_else(
    settle: Settle, statement: Statement, tmp_path: Path
) -> None:
    report = statement(settle({"E1": {}, "E2": {}}), names={"E1": "张三", "E2": "李四"})

    written = list(write_each(report, tmp_path, "pdf"))

    assert [each.name for each in written] == ["statement-E1.pdf", "statement-E2.pdf"]
    first = text_of(written[0].read_bytes(), tmp_path)
    assert "张三" in first
    assert "李四" not in first
    assert "E2" not in first


def test_file_of_one_person_is_the_report_on_him_alone(
    settle: Settle, statement: Statement, tmp_path: Path
) -> None:
    settlement = settle({"E1": {}, "E2": {}})

    (path,) = (
        each
        for each in write_each(statement(settlement), tmp_path, "pdf")
        if each.name == "statement-E2.pdf"
    )

    assert path.read_bytes() == statement(settlement, subjects=("E2",)).render("pdf")


def test_id_never_leads_out_of_the_folder(tmp_path: Path) -> None:
    (written,) = write_each(_report(pages("../../etc/x")), tmp_path / "in", "pdf")

    assert written.parent == tmp_path / "in"


def test_report_of_one_document_has_no_file_a_person(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one document"):
        list(write_each(_report(document()), tmp_path, "pdf"))


def test_unknown_format_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        list(write_each(_report(pages("E1")), tmp_path / "in", "pfd"))

    assert not (tmp_path / "in").exists()


def _key(person: str) -> str:
    return f"secret of {person}"


def test_password_opens_the_own_statement_only(tmp_path: Path) -> None:
    first, second = write_each(_report(pages("E1", "E2")), tmp_path, "pdf", password=_key)

    with pikepdf.open(first, password=_key("E1")) as opened:
        assert opened.encryption.bits == 256
        assert opened.encryption.R == 6
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(second, password=_key("E1"))
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(first)


@pytest.mark.parametrize(
    ("form", "password"),
    [("html", _key), ("pdf-a", _key), ("pdf", lambda _: "")],
    ids=["not-a-pdf", "archive", "empty"],
)
def test_password_that_cannot_be_kept_is_refused(
    tmp_path: Path, form: str, password: Callable[[str], str]
) -> None:
    with pytest.raises(ValueError, match="password"):
        list(write_each(_report(pages("E1")), tmp_path, form, password=password))

    assert not list(tmp_path.iterdir())


def test_host_that_knows_no_password_stops_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        list(
            write_each(
                _report(pages("E1", "E2")), tmp_path, "pdf", password={"E1": "a"}.__getitem__
            )
        )

    assert not list(tmp_path.iterdir())
