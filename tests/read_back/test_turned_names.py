"""Names that would turn their line: the number behind one is read as it is, in every form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from ccops.reports.formats.terminal import TERMINAL
from tests import loaded
from tests.reports.papers import needs_poppler, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.reports import Report
    from tests.read_back.browser import Page

_HIRED: Final = {"employment_type": "full_time", "role": "agent", "hired_on": "2024-03-01"}
NAMES: Final = {"E17": "\u202eWang Da", "E28": "דנה", "E39": "\u2069\u2067Li"}
#: Where each letter of a heading is drawn, from the left.
_PLACES: Final = """
[...document.querySelectorAll("section > h2")].map(heading => {
  const text = heading.firstChild, at = text.data.indexOf("E");
  return [0, 1, 2].map(each => {
    const range = document.createRange();
    range.setStart(text, at + each);
    range.setEnd(text, at + each + 1);
    return range.getBoundingClientRect().left;
  });
})
"""


@pytest.fixture(scope="module")
def report() -> Report:
    center: Center = loaded.center()
    people = [{"employee_id": each, "team": "A", **_HIRED} for each in NAMES]
    month = center.month("2026-10", employees=people, decisions={"award_themes": []})
    settlement = month.settle(month.facts({each: {} for each in NAMES}))
    return center.report("statement", settlement, locale="en", names=NAMES)


def test_a_browser_draws_the_number_from_left_to_right(
    report: Report, browser_page: Page, tmp_path: Path
) -> None:
    path = tmp_path / "statements.html"
    path.write_bytes(report.rendered("html"))
    browser_page.open(path)

    places: Any = browser_page.run(_PLACES)

    assert len(places) == len(NAMES)
    assert all(each == sorted(each) for each in places), places


@needs_poppler
def test_paper_has_the_numbers_as_they_are(report: Report, tmp_path: Path) -> None:
    found = text_of(report.rendered("pdf"), tmp_path)

    assert all(each in found for each in NAMES)


def _ends_open(line: str) -> bool:
    return sum(line.count(each) for each in "\u2066\u2067\u2068") != line.count("\u2069")


@pytest.mark.parametrize("form", ["md", "text", "html", "json"])
def test_no_line_of_a_text_is_left_turned(report: Report, form: str) -> None:
    made = TERMINAL.render(report.document) if form == "text" else report.render(form)
    lines = [each for each in str(made).splitlines() if "\u2068" in each]

    assert lines
    assert not [each for each in lines if _ends_open(each)]
