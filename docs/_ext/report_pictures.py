"""The reports in pictures: those of the sample months, drawn as they are when the pages are built.

Each card shows the first page of a report on paper and leads to the report itself, which lies
beside the pages. Nothing is drawn by hand, so none shows what the library no longer writes.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pypdfium2
from languages import CHINESE, ENGLISH, pick

from ccops.cli.demo import example_of
from ccops.cli.demo_index import READERS
from ccops.cli.demo_months import settled
from ccops.cli.demo_pages import DemoPages, book_pages
from ccops.cli.options import open_center
from ccops.errors import MissingFontError
from ccops.messages import has_message, message
from ccops.reports import REPORTS, Layout, Report, reports_of_each
from ccops.testing.sample_centers import SAMPLE_CENTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sphinx.application import Sphinx

    from ccops.cli.demo_months import DemoMonths
    from ccops.messages import Locale

#: The sample center whose reports are shown, and the one of what that has none of.
_SHOWN: Final = "telecom-7x24"
_BESIDE: Final = "outsourced"
_OF_BESIDE: Final = ("client", "promotion", "reports-due")
#: The kinds whose pages are called otherwise in a demo.
_CALLED: Final = {
    "monthly": "operations",
    "statements": "statement",
    "bonus-notices": "bonus-notice",
    "appraisals": "appraisal",
}
_MADE: Final = Path(__file__).parents[1] / "_build" / "reports"
#: Where they lie in the site.
_FOLDER: Final = "reports-shown"
#: How many dots of a picture are a point of paper: A4 is then 893 wide; and how many colors.
_DOTS: Final = 1.5
_COLORS: Final = 64
#: The file that keeps what each is called.
_TITLES: Final = "titles.json"
_LOCALES: Final[Mapping[str, Locale]] = {ENGLISH: "en", CHINESE: "zh_CN"}


def render(language: str) -> str:
    """Return a section for each kind of reader, with a card for each report."""
    locale = _LOCALES[language]
    folder = _MADE / language
    if not folder.is_dir():
        _make()
    titles: dict[str, str] = json.loads((folder / _TITLES).read_text(encoding="utf-8"))
    lines: list[str] = []
    for reader, names in READERS.items():
        there = [each for each in names if each in titles]
        if there:
            lines += [f"## {message(f'demo-for-{reader}', {}, locale=locale)}", ""]
            lines += ["::::{grid} 1 2 2 2", ":gutter: 3", ""]
            lines += [line for each in there for line in _card(each, titles[each], language)]
            lines += ["::::", ""]
    return "\n".join(lines)


def gathered() -> str:
    """Return nothing: a report says itself in the language it is in."""
    return ""


def _make() -> None:
    """Write the reports in every language: their months are settled once."""
    shutil.rmtree(_MADE, ignore_errors=True)
    titles: dict[str, dict[str, str]] = {each: {} for each in _LOCALES}
    for pack in (_SHOWN, _BESIDE):
        with tempfile.TemporaryDirectory() as place:
            months = settled(open_center(pack), SAMPLE_CENTERS[pack], (None, None), Path(place))
            for language, locale in _LOCALES.items():
                (_MADE / language).mkdir(parents=True, exist_ok=True)
                for name, page in _pages(months, locale):
                    report = _first(months, page)
                    titles[language][name] = report.document.title
                    _write(report, _MADE / language / name)
    for language, found in titles.items():
        lacking = {each.name for each in REPORTS} - {_CALLED.get(each, each) for each in found}
        if lacking:
            raise LookupError(f"reports without a picture: {', '.join(sorted(lacking))}")
        (_MADE / language / _TITLES).write_text(json.dumps(found), encoding="utf-8")


def _pages(months: DemoMonths, locale: Locale) -> Iterator[tuple[str, Report]]:
    """Yield the reports of a month that are shown, by their names in a demo."""
    pages = DemoPages(
        center=months.center,
        found=months.found,
        settlement=months.settlement,
        earlier=months.earlier,
    )
    is_beside = months.center.pack.id == _BESIDE
    for group in (pages.of_settlement, pages.lists) if is_beside else pages.groups:
        for name, page in group(locale):
            is_shown = not is_beside or name in _OF_BESIDE
            if is_shown and isinstance(page, Report) and page.document.sections:
                yield name, page
    if not is_beside:
        yield from ((name, page) for _, name, page in book_pages(months.center, [locale]))


def _first(months: DemoMonths, report: Report) -> Report:
    """Return a report, or of one with a page for everybody that of somebody."""
    if report.document.layout is not Layout.PAGES:
        return report
    each = reports_of_each(report)
    who = example_of(months.settlement, months.shown.figure)
    return each.get(who) or next(iter(each.values()))


def _write(report: Report, stem: Path) -> None:
    """Write a report as a page, on paper where its fonts are, and its first sheet as a picture."""
    report.write(stem.with_suffix(".html"))
    paper = stem.with_suffix(".pdf")
    try:
        report.write(paper)
    except MissingFontError:
        return
    with pypdfium2.PdfDocument(paper) as document:
        picture = document[0].render(scale=_DOTS).to_pil()
    picture.quantize(colors=_COLORS).save(stem.with_suffix(".png"), optimize=True)


def _card(name: str, title: str, language: str) -> Iterator[str]:
    locale = _LOCALES[language]
    has_paper = (_MADE / language / f"{name}.png").is_file()
    yield f":::{{grid-item-card}} {title}"
    if has_paper:
        yield f":img-top: /_build/reports/{language}/{name}.png"
        yield f":img-alt: {title}"
    yield ""
    key = f"demo-shows-{name}"
    yield message(key, {}, locale=locale) if has_message(key) else ""
    page = pick(language, en="page", zh="网页")
    yield "```{raw} html"
    yield f'<a href="{_FOLDER}/{name}.html">{page}</a>'
    if has_paper:
        yield f' · <a href="{_FOLDER}/{name}.pdf">PDF</a>'
    yield "```"
    yield from (":::", "")


def put_reports(app: Sphinx, failed: Exception | None) -> None:
    """Put the reports that cards lead to beside the pages."""
    made = _MADE / app.config.language
    if failed is None and app.builder.format == "html" and made.is_dir():
        target = Path(app.outdir) / _FOLDER
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target, ignore=shutil.ignore_patterns("*.png"))


def setup(app: Sphinx) -> dict[str, bool]:
    """Register with Sphinx."""
    app.connect("build-finished", put_reports)
    return {"parallel_read_safe": True}
