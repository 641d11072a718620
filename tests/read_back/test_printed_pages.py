"""Pages printed from a browser: what is folded on the screen is unfolded on paper."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest

from ccops.reports import Unfolding
from tests.read_back.months import PACKS, shown
from tests.read_back.test_screens import open_page, rendered
from tests.reports.papers import needs_poppler, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ccops.reports import Document, Step
    from tests.read_back.browser import Page

#: These print what explains them; the sheet to approve is printed without the reasons of all.
_EXPLAINED = ("appraisal", "bonus-notice", "hours", "statement", "team-goals")

#: So many pages the statement of somebody takes at most, on average.
_MOST_PAGES = 3.5

#: So many texts of each report are looked for.
_MANY = 200


def _texts(step: Step) -> Iterator[str]:
    yield from (step.label, step.value, *step.notes)
    for each in step.steps:
        yield from _texts(each)


def _told(document: Document) -> list[str]:
    parts = (part for section in document.sections for part in section.parts)
    texts = (x for part in parts if isinstance(part, Unfolding) for x in _texts(part.step))
    return list(islice(texts, _MANY))


def _bare(text: str) -> str:
    """Return a text without its spaces and hyphens: a line may end at any of them.

    Poppler takes a hyphen there for one that parts a word.
    """
    return "".join(text.replace("-", "").split())


@needs_poppler
@pytest.mark.parametrize("kind", _EXPLAINED)
def test_paper_shows_the_explanations_that_nobody_opened(
    browser_page: Page, tmp_path: Path, kind: str
) -> None:
    told = 0
    for pack in (each for each in PACKS if kind in shown(each).reports("en")):
        document, html = rendered(pack, kind, "en")
        open_page(browser_page, document, html, tmp_path)
        browser_page.look(width=1280, scheme="dark")
        paper = _bare(text_of(browser_page.printed(), tmp_path))
        missing = [each for each in _told(document) if _bare(each) not in paper]
        assert not missing, (pack, missing[:3])
        told += len(_told(document))

    assert told


@needs_poppler
@pytest.mark.parametrize("locale", ["en", "zh_CN"])
@pytest.mark.parametrize("pack", PACKS)
def test_a_statement_is_printed_on_few_pages(
    browser_page: Page, tmp_path: Path, pack: str, locale: str
) -> None:
    document, html = rendered(pack, "statement", locale)
    open_page(browser_page, document, html, tmp_path)

    pages = text_of(browser_page.printed(), tmp_path).count("\f")

    assert len(document.sections) <= pages <= _MOST_PAGES * len(document.sections)


@needs_poppler
def test_the_sheet_to_approve_is_printed_without_the_explanations_of_all(
    browser_page: Page, tmp_path: Path
) -> None:
    document, html = rendered(PACKS[0], "approval", "en")
    assert "<details" in html
    open_page(browser_page, document, html, tmp_path)

    paper = _bare(text_of(browser_page.printed(), tmp_path))

    assert _bare(document.title) in paper
    assert "Formula:" not in paper
