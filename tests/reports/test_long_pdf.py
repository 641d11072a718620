"""A PDF of many statements is laid out piece by piece and joined: nothing of that is seen."""

from __future__ import annotations

import os
import re
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Final

import pikepdf
import pytest

from ccops.errors import MissingExtraError, MissingFontError
from ccops.reports import PdfRenderer
from ccops.reports.formats.pdf.beside import beside
from ccops.reports.formats.pdf.joining import joined
from ccops.reports.formats.pdf.renderer import PDF, PDF_ARCHIVE
from tests.reports.papers import document, needs_poppler, pages, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TITLES: Final = tuple(f"E{number:02}" for number in range(85))


@pytest.fixture(scope="module")
def made() -> bytes:
    return PDF.render(pages(*TITLES))


def test_every_section_is_there_in_its_order(made: bytes) -> None:
    with pikepdf.open(BytesIO(made)) as opened, opened.open_outline() as outline:
        leads = [each.destination for each in outline.root]
        places = {page.objgen: place for place, page in enumerate(opened.pages)}

        assert [each.title for each in outline.root] == list(TITLES)
        assert [places[each[0].objgen] for each in leads] == list(range(len(TITLES)))  # type: ignore[index]
        assert int(opened.Root.Outlines.Count) == len(TITLES)


@needs_poppler
def test_every_page_says_what_it_said_alone(made: bytes, tmp_path: Path) -> None:
    read = text_of(made, tmp_path).split("\f")[:-1]

    assert len(read) == len(TITLES)
    for title, page in zip(TITLES, read, strict=True):
        assert page == text_of(PDF.render(pages(title)), tmp_path).rstrip("\f")


def test_the_same_sections_make_the_same_bytes(made: bytes) -> None:
    assert PDF.render(pages(*TITLES)) == made
    assert PDF.render(pages(*TITLES[:-1], "E99")) != made


@pytest.mark.parametrize("processors", [None, 1, 3, 128])
def test_processors_change_no_byte(
    made: bytes, processors: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)

    assert PDF.render(pages(*TITLES)) == made


def test_a_character_without_a_font_is_told_of_the_last_piece_too() -> None:
    with pytest.raises(MissingFontError, match="\U00010900"):
        PDF.render(pages(*TITLES, "\U00010900"))


def test_few_pieces_are_begun_before_one_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 128)
    asked: list[int] = []

    def asking() -> Iterator[int]:
        for each in range(50):
            asked.append(each)
            yield each

    made = beside(str, asking())

    assert next(made) == "0"
    assert len(asked) <= 5
    assert list(made) == [str(each) for each in range(1, 50)]


def test_what_it_says_of_itself_is_of_all_its_pages(made: bytes) -> None:
    other = PDF.render(pages(*TITLES[:-1], "E99"))
    with pikepdf.open(BytesIO(made)) as one, pikepdf.open(BytesIO(other)) as two:
        said = [bytes(each.Root.Metadata.read_bytes()).decode() for each in (one, two)]

        assert re.findall(r"NPages>(\d+)<", said[0]) == ["85"]
        assert str(one.docinfo.Title) == "title"
        assert said[0] != said[1]
        assert "/CreationDate" not in one.docinfo


def test_an_archive_keeps_its_standard() -> None:
    with pikepdf.open(BytesIO(PDF_ARCHIVE.render(pages(*TITLES)))) as opened:
        with opened.open_metadata() as said:
            assert said.pdfa_status == "3B"
        assert len(opened.Root.OutputIntents) == 1
        assert len(opened.pages) == len(TITLES)


@pytest.mark.parametrize(
    ("titles", "standard", "is_tagged"),
    [(TITLES[:20], "", True), (TITLES, "", False), (TITLES, "a-2a", True)],
    ids=["few", "many", "a standard that asks for it"],
)
def test_few_sections_tell_programs_what_is_a_heading(
    titles: tuple[str, ...], standard: str, *, is_tagged: bool
) -> None:
    made = PdfRenderer(standard=standard).render(pages(*titles))

    with pikepdf.open(BytesIO(made)) as opened:
        assert ("/StructTreeRoot" in opened.Root) is is_tagged
        assert len(opened.pages) == len(titles)


def test_a_document_that_runs_on_is_one_piece() -> None:
    sections = pages(*TITLES).sections

    with pikepdf.open(BytesIO(PDF.render(document(sections=sections)))) as opened:
        assert "/StructTreeRoot" in opened.Root
        assert len(opened.pages) < len(TITLES)


def test_pages_without_an_outline_are_joined_too() -> None:
    with pikepdf.new() as empty:
        empty.add_blank_page()
        part = BytesIO()
        empty.save(part, deterministic_id=True)

    with pikepdf.open(BytesIO(joined([part.getvalue(), PDF.render(pages("E1"))]))) as opened:
        assert len(opened.pages) == 2


def test_nothing_is_not_joined() -> None:
    with pytest.raises(ValueError, match="nothing to join"):
        joined([])


def test_the_missing_extra_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pikepdf", None)

    with pytest.raises(MissingExtraError, match=r"ccops\[pdf\]"):
        joined([b""])
