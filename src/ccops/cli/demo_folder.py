"""The folder that ``ccops demo`` leaves: every page, some on paper, and one that leads there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs

from ccops.cli.demo_index import Entry, demo_index
from ccops.cli.demo_pages import DemoPages
from ccops.cli.output import error_words, run_locale
from ccops.errors import MissingExtraError, MissingFontError
from ccops.messages import Locale
from ccops.reports import Report

#: The pages that are handed on as files too, and in which forms.
_FORMS: Final = {
    "monthly": ("pdf",),
    "approval": ("pdf", "xlsx"),
    "statements": ("pdf",),
}
INDEX: Final = "index.html"


@attrs.frozen(kw_only=True, eq=False)
class DemoFolder:
    """Where the pages of a demo are written, and in which languages, the center's own first."""

    pages: DemoPages
    output: Path
    locales: Sequence[Locale]
    #: The files that were not written, by the error that says what they want.
    left_out: dict[str, list[str]] = attrs.field(factory=dict[str, list[str]])

    @property
    def indexes(self) -> tuple[Path, ...]:
        """The pages that lead to all others, one a language."""
        return tuple(self.output / self._index_name(each) for each in self.locales)

    def write(self) -> Iterator[Path]:
        """Write every page, and yield where each lies; the pages that lead to them come last.

        Files to hand on are in the first language; a form without its extra is left out.
        """
        entries: dict[Locale, list[Entry]] = {}
        for locale in self.locales:
            entries[locale] = []
            for entry in self._written(locale):
                entries[locale].append(entry)
                yield from (self.output / file for file in entry.files.values())
        for locale in self.locales:
            yield self._index(locale, entries[locale])

    # -- writing ----------------------------------------------------------------------------

    def _written(self, locale: Locale) -> Iterator[Entry]:
        for name, page in self.pages.pages(locale):
            if isinstance(page, str):
                file = f"{name}-{locale}.txt"
                (self.output / file).write_text(f"{page}\n", encoding="utf-8")
                yield Entry(name=name, title="", files={"text": file})
            elif page.document.sections:
                title = page.document.title
                yield Entry(name=name, title=title, files=self._files(name, page, locale))

    def _files(self, name: str, page: Report, locale: Locale) -> Mapping[str, str]:
        """Write a report as a page, and in the forms it is handed on in; return the files."""
        files = {"html": f"{name}-{locale}.html"}
        page.write(self.output / files["html"])
        for form in _FORMS.get(name, ()) if locale == self.locales[0] else ():
            file = f"{name}-{locale}.{form}"
            try:
                page.write(self.output / file)
            except (MissingExtraError, MissingFontError) as error:
                why = error_words(error, run_locale())
                self.left_out.setdefault(why, []).append(file)
            else:
                files[form] = file
        return files

    def _index(self, locale: Locale, entries: Sequence[Entry]) -> Path:
        others = {each: self._index_name(each) for each in self.locales if each != locale}
        document = demo_index(self.pages, locale, entries, others)
        page = Report(document=document, renderers=self.pages.center.renderers)
        return page.write(self.output / self._index_name(locale))

    def _index_name(self, locale: Locale) -> str:
        return INDEX if locale == self.locales[0] else f"index-{locale}.html"
