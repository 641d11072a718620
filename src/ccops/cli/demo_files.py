"""The files of a demo: each page as HTML, and in the forms in which it is handed on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from ccops.cli.demo_index import Entry
from ccops.cli.output import error_words, run_locale
from ccops.errors import MissingExtraError, MissingFontError
from ccops.messages import Locale, message
from ccops.reports import Layout, Report, reports_of_each, write_each
from ccops.reports.formats.each import file_names

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The pages that are handed on as files too, and in which forms.
_FORMS: Final = {
    "monthly": ("pdf",),
    "approval": ("pdf", "xlsx"),
    "statements": ("pdf", "xlsx"),
    "appraisals": ("pdf", "docx"),
    "client": ("pdf",),
}
#: The page of which each client gets its own, the invoices beside it, and where these lie.
CLIENT: Final = "client"
INVOICES: Final = "invoices"
CLIENTS: Final = "clients"
#: The page of which everybody gets his own, and where these lie.
_OWN: Final = "statements"
EMPLOYEES: Final = "employees"

#: A report, plain text, or each contract's invoice: what the contract is called, and the text.
Page = Report | str | Mapping[str, tuple[str, str]]


@attrs.frozen(kw_only=True)
class Written:
    """What a group of pages left in the folder, and what of it could not be written, by why."""

    locale: Locale
    entries: tuple[Entry, ...]
    left_out: Mapping[str, Sequence[str]]


@attrs.frozen(kw_only=True, eq=False)
class PageFiles:
    """Where pages are written, and in which languages: files to hand on are in the first.

    A form without its extra is left out.
    """

    output: Path
    locales: Sequence[Locale]

    def written(self, pages: Iterable[tuple[str, Page]], locale: Locale) -> Written:
        """Write pages in one language, each under its name."""
        entries: list[Entry] = []
        left_out: dict[str, list[str]] = {}
        for name, page in pages:
            if isinstance(page, str):
                file = f"{name}-{locale}.txt"
                (self.output / file).write_text(f"{page}\n", encoding="utf-8")
                entries.append(Entry(name=name, title="", files={"text": file}))
            elif isinstance(page, Mapping):
                entries.extend(self._of_invoices(page, locale))
            elif name == CLIENT and page.document.layout is Layout.PAGES:
                entries.extend(self._of_contracts(page, locale, left_out))
            elif page.document.sections:
                title = page.document.title
                files = self._written_as(name, page, f"{name}-{locale}", locale, left_out)
                own = self._own(name, page, locale)
                entries.append(Entry(name=name, title=title, files=files, own=own))
        return Written(locale=locale, entries=tuple(entries), left_out=left_out)

    def _of_contracts(
        self, page: Report, locale: Locale, left_out: dict[str, list[str]]
    ) -> Iterator[Entry]:
        """Write to the client of each contract what is its own: no other's prices are in it."""
        folder = self._of_clients(locale)
        title = page.document.title
        reports = reports_of_each(page)
        names = file_names(reports)
        for contract, report in reports.items():
            (self.output / folder).mkdir(exist_ok=True)
            (section,) = report.document.sections
            name = f"{folder}/{CLIENT}-{names[contract]}"
            files = self._written_as(CLIENT, report, name, locale, left_out)
            yield Entry(name=CLIENT, title=f"{title} · {section.title}", files=files)

    def _of_invoices(
        self, invoices: Mapping[str, tuple[str, str]], locale: Locale
    ) -> Iterator[Entry]:
        """Write the invoice of each contract: clients do not learn one another's prices."""
        folder = self._of_clients(locale)
        names = file_names(invoices)
        for contract, (label, text) in invoices.items():
            (self.output / folder).mkdir(exist_ok=True)
            file = f"{folder}/invoice-{names[contract]}.txt"
            (self.output / file).write_text(f"{text}\n", encoding="utf-8")
            called = message(f"demo-title-{INVOICES}", {}, locale=locale)
            yield Entry(name=INVOICES, title=f"{called} · {label}", files={"text": file})

    def _of_clients(self, locale: Locale) -> str:
        """Return the folder of what clients get in a language."""
        return CLIENTS if locale == self.locales[0] else f"{CLIENTS}-{locale}"

    def _written_as(
        self, name: str, page: Report, stem: str, locale: Locale, left_out: dict[str, list[str]]
    ) -> Mapping[str, str]:
        """Write a report as a page, and in the forms it is handed on in; return the files."""
        files = {"html": f"{stem}.html"}
        page.write(self.output / files["html"])
        for form in _FORMS.get(name, ()) if locale == self.locales[0] else ():
            file = f"{stem}.{form}"
            try:
                page.write(self.output / file)
            except (MissingExtraError, MissingFontError) as error:
                left_out.setdefault(error_words(error, run_locale()), []).append(file)
            else:
                files[form] = file
        return files

    def _own(self, name: str, page: Report, locale: Locale) -> tuple[tuple[str, str], ...]:
        """Write to everybody what is his own, and return whose each file is."""
        if name != _OWN or locale != self.locales[0]:
            return ()
        people = [each.id for each in page.document.sections]
        files = write_each(page, self.output / EMPLOYEES, "html")
        names = [each.relative_to(self.output).as_posix() for each in files]
        return tuple(zip(people, names, strict=True))
