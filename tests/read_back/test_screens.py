"""Every report in a real browser: on phone and desk, light and dark, by ear and by keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from ccops.reports import Unfolding
from tests.read_back import forms
from tests.read_back.months import KINDS, PACKS, shown

if TYPE_CHECKING:
    from ccops.reports import Document, Step
    from tests.read_back.browser import Page

_AUDIT: Final = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")
_WIDTHS: Final = (390, 1280)
_SCHEMES: Final = ("light", "dark")
_LOCALES: Final = ("en", "zh_CN")
_UNFOLD: Final = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
#: The tables of a page; a note is apart from what it is about.
_TABLES: Final = """
[...document.querySelectorAll("table")].map(table => [...table.rows].map(row =>
  [...row.cells].map(cell => {
    const note = cell.querySelector("small")?.textContent || "";
    const text = cell.cloneNode(true);
    text.querySelectorAll("small").forEach(each => each.remove());
    return `${text.textContent} ${note}`.split(/\\s+/).filter(Boolean).join(" ");
  })))
"""
_STEPS: Final = """
[...document.querySelectorAll(".unfolding")].flatMap(each =>
  [...each.querySelectorAll(".label, .value")].map(one => one.textContent.trim()))
"""
_ACTIVE: Final = "document.activeElement"


def open_page(page: Page, document: Document, html: str, folder: Path) -> None:
    path = folder / f"{document.kind}-{document.locale}.html"
    path.write_text(html, encoding="utf-8")
    page.open(path)


def rendered(pack: str, kind: str, locale: Any) -> tuple[Document, str]:
    report = shown(pack).reports(locale)[kind]
    made = report.render("html")
    assert isinstance(made, str)
    return report.document, made


def packs_with(kind: str) -> list[str]:
    return [pack for pack in PACKS if kind in shown(pack).reports("en")]


@pytest.mark.parametrize("locale", _LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_read_by_everybody(
    browser_page: Page, tmp_path: Path, kind: str, locale: str
) -> None:
    """No request, no error, nothing beside the page, heads and names, contrast of 4.5."""
    for pack in packs_with(kind):
        document, html = rendered(pack, kind, locale)
        open_page(browser_page, document, html, tmp_path)
        browser_page.run(_UNFOLD)
        for width in _WIDTHS:
            for scheme in _SCHEMES:
                browser_page.look(width=width, scheme=scheme)
                assert browser_page.run(_AUDIT) == [], (pack, width, scheme)
        assert browser_page.problems == [], pack
        assert len(browser_page.requests) == 1, pack


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_shows_what_the_report_says(browser_page: Page, tmp_path: Path, kind: str) -> None:
    """Tables cell for cell, explanations step for step."""
    for pack in packs_with(kind):
        document, html = rendered(pack, kind, "zh_CN")
        open_page(browser_page, document, html, tmp_path)

        read = [[tuple(row) for row in table] for table in browser_page.run(_TABLES)]

        assert read == forms.written(document), pack
        unfoldings = [x for s in document.sections for x in s.parts if isinstance(x, Unfolding)]
        steps = [text for each in unfoldings for text in told(each.step)]
        assert browser_page.run(_STEPS) == steps, pack


def told(step: Step) -> list[str]:
    """Return the labels and values of a step and those it was made from."""
    return [step.label.strip(), step.value.strip(), *(x for s in step.steps for x in told(s))]


def test_an_amount_leads_to_its_explanation_by_keyboard(
    browser_page: Page, tmp_path: Path
) -> None:
    document, html = rendered(PACKS[0], "statement", "en")
    open_page(browser_page, document, html, tmp_path)
    browser_page.look(width=390, scheme="light")
    links = 'document.querySelectorAll("table a")'
    aim = f"document.getElementById(decodeURIComponent({_ACTIVE}.hash.slice(1)))"
    assert browser_page.run(f"{links}.length") > 5
    browser_page.run(f"{links}[0].focus()")
    assert browser_page.run(f"{aim}.closest('details').open") is False

    browser_page.run(f"window.aim = {aim}")
    browser_page.press("Enter")

    assert browser_page.run("window.aim.closest('details').open") is True
    assert browser_page.run("window.aim.checkVisibility()") is True


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_every_explanation_unfolds_by_keyboard(
    browser_page: Page, tmp_path: Path, key: str
) -> None:
    """From the beginning of a page every explanation of it is come to by Tab alone."""
    document, html = rendered("outsourced", "client", "en")
    wanted = sum(isinstance(x, Unfolding) for s in document.sections for x in s.parts)
    open_page(browser_page, document, html, tmp_path)
    unfolded = 0
    for _ in range(400):
        browser_page.press("Tab")
        if browser_page.run(f"{_ACTIVE} === document.body"):
            break
        if browser_page.run(f"{_ACTIVE}.matches('.unfolding > summary')"):
            outline = f"getComputedStyle({_ACTIVE}).outlineStyle"
            assert browser_page.run(outline) != "none"
            browser_page.press(key)
            assert browser_page.run(f"{_ACTIVE}.parentElement.open") is True
            unfolded += 1

    assert wanted
    assert unfolded == wanted


_BROKEN: Final = """<meta name="viewport" content="width=device-width, initial-scale=1">
<h1>a</h1><h3>b</h3><p style="color:#999">pale</p><table><tr><th>x<th scope=col>y</table>
<svg role=img><text x=0 y=10>ab</text><text x=3 y=10>cd</text></svg><a href="#no">z</a>
<div style="width:500px">wide</div><p id=i><p id=i><p style="font-size:9px">small</p>
<script>throw 1</script><img src="there-is-none.png">"""


def test_what_is_wrong_with_a_page_is_seen(browser_page: Page, tmp_path: Path) -> None:
    """The audit itself: a page with everything wrong with it."""
    path = tmp_path / "broken.html"
    path.write_text(_BROKEN, encoding="utf-8")
    browser_page.open(path)
    browser_page.look(width=390, scheme="dark")

    found = "\n".join(browser_page.run(_AUDIT))

    for each in (
        "no language", "no title", "not one main part", "heading of level 3 after 1", "no name",
        "drawing without title", "head without scope", "table without caption", "leads nowhere",
        "scrolls sideways", "contrast 2.85", "lies on", "id i stands 2 times", "letters of 9px",
    ):  # fmt: skip
        assert each in found
    assert len(browser_page.requests) == 2
    assert any("Uncaught" in each for each in browser_page.problems)
