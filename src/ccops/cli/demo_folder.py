"""The folder that ``ccops demo`` leaves: every page, some on paper, and one that leads there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

import attrs

from ccops.cli.demo_index import Entry, demo_index
from ccops.cli.demo_months import BEFORE, INPUT, SETTLEMENT, DemoMonths
from ccops.cli.demo_pages import DemoPages
from ccops.cli.demo_workers import shared_out
from ccops.cli.output import error_words, run_locale
from ccops.errors import MissingExtraError, MissingFontError
from ccops.messages import Locale, message
from ccops.reports import Document, Layout, Report, reports_of_each, write_each
from ccops.reports.formats.each import file_names

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ccops.center import Center

#: The pages that are handed on as files too, and in which forms.
_FORMS: Final = {
    "monthly": ("pdf",),
    "approval": ("pdf", "xlsx"),
    "statements": ("pdf", "xlsx"),
    "appraisals": ("pdf", "docx"),
    "client": ("pdf",),
}
#: The page of which each client gets its own, the invoices beside it, and where these lie.
_CLIENT: Final = "client"
_INVOICES: Final = "invoices"
CLIENTS: Final = "clients"
#: The page of which everybody gets his own, and where these lie.
_OWN: Final = "statements"
EMPLOYEES: Final = "employees"
INDEX: Final = "index.html"
_PAYROLL: Final = "payroll"
_PAYROLL_COLUMNS: Final = (
    "employee_id", "pay_code", "label", "amount", "currency", "pay_period", "corrects_period",
    "line_id",
)  # fmt: skip
_CORRECTIONS: Final = "corrections"


@attrs.frozen(kw_only=True)
class Written:
    """What a group of pages left in the folder, and what of it could not be written, by why."""

    locale: Locale
    entries: tuple[Entry, ...]
    left_out: Mapping[str, Sequence[str]]


@attrs.frozen(kw_only=True, eq=False)
class DemoFolder:
    """Where the pages of a demo are written, and in which languages, the center's own first."""

    months: DemoMonths
    locales: Sequence[Locale]
    #: The files that were not written, by the error that says what they want.
    left_out: dict[str, list[str]] = attrs.field(factory=dict[str, list[str]])

    @property
    def output(self) -> Path:
        """The folder."""
        return self.months.output

    @property
    def indexes(self) -> tuple[Path, ...]:
        """The pages that lead to all others, one a language."""
        return tuple(self.output / self._index_name(each) for each in self.locales)

    def write(self) -> Iterator[Path]:
        """Write every page, and yield where each lies; the pages that lead to them come last.

        Files to hand on are in the first language; a form without its extra is left out. The
        work is shared out among the processors.
        """
        entries: dict[Locale, list[Entry]] = {each: [] for each in self.locales}
        for written in shared_out(self._work()):
            entries[written.locale].extend(written.entries)
            for why, files in written.left_out.items():
                self.left_out.setdefault(why, []).extend(files)
            for entry in written.entries:
                yield from (self.output / file for file in entry.files.values())
                yield from (self.output / file for _, file in entry.own)
        for locale in self.locales:
            yield self._index(locale, entries[locale])

    # -- writing ----------------------------------------------------------------------------

    def _work(self) -> list[Callable[[], Written]]:
        pages = self._pages
        work: list[Callable[[], Written]] = [
            partial(self._group, number, locale)
            for number in range(len(pages.groups))
            for locale in self.locales
        ]
        return [*work, self._payroll]

    @property
    def _pages(self) -> DemoPages:
        months = self.months
        return DemoPages(
            center=months.center,
            found=months.found,
            settlement=months.settlement,
            earlier=months.earlier,
        )

    def _group(self, number: int, locale: Locale) -> Written:
        """Write the pages of a group in one language."""
        entries: list[Entry] = []
        left_out: dict[str, list[str]] = {}
        for name, page in self._pages.groups[number](locale):
            if isinstance(page, str):
                file = f"{name}-{locale}.txt"
                (self.output / file).write_text(f"{page}\n", encoding="utf-8")
                entries.append(Entry(name=name, title="", files={"text": file}))
            elif name == _CLIENT and page.document.layout is Layout.PAGES:
                entries.extend(self._of_contracts(page, locale, left_out))
            elif page.document.sections:
                title = page.document.title
                files = self._files(name, page, locale, left_out)
                own = self._own(name, page, locale)
                entries.append(Entry(name=name, title=title, files=files, own=own))
        return Written(locale=locale, entries=tuple(entries), left_out=left_out)

    def _of_contracts(
        self, page: Report, locale: Locale, left_out: dict[str, list[str]]
    ) -> Iterator[Entry]:
        """Write to the client of each contract what is its own: no other's prices are in it."""
        folder = CLIENTS if locale == self.locales[0] else f"{CLIENTS}-{locale}"
        title = page.document.title
        reports = reports_of_each(page)
        names = file_names(reports)
        for contract, report in reports.items():
            (self.output / folder).mkdir(exist_ok=True)
            (section,) = report.document.sections
            name = f"{folder}/{_CLIENT}-{names[contract]}"
            files = self._written_as(_CLIENT, report, name, locale, left_out)
            yield Entry(name=_CLIENT, title=f"{title} · {section.title}", files=files)
        invoices = self._pages.invoices(locale)
        names = file_names(invoices)
        for contract, (label, text) in invoices.items():
            (self.output / folder).mkdir(exist_ok=True)
            file = f"{folder}/invoice-{names[contract]}.txt"
            (self.output / file).write_text(f"{text}\n", encoding="utf-8")
            called = message(f"demo-title-{_INVOICES}", {}, locale=locale)
            yield Entry(name=_INVOICES, title=f"{called} · {label}", files={"text": file})

    def _files(
        self, name: str, page: Report, locale: Locale, left_out: dict[str, list[str]]
    ) -> Mapping[str, str]:
        """Write a report as a page, and in the forms it is handed on in; return the files."""
        return self._written_as(name, page, f"{name}-{locale}", locale, left_out)

    def _written_as(
        self, name: str, page: Report, stem: str, locale: Locale, left_out: dict[str, list[str]]
    ) -> Mapping[str, str]:
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

    def _payroll(self) -> Written:
        """Write what payroll reads, as a draft, and what the month before changed, as data."""
        locale, months = self.locales[0], self.months
        draft = months.center.export(
            months.settlement,
            {"columns": {each: _payroll_head(each, locale) for each in _PAYROLL_COLUMNS}},
            employees=months.found.inputs.rows("employees"),
            release="draft",
            locale=locale,
        )
        written = draft.write(self.output / f"{_PAYROLL}-{locale}.csv")
        files = {"csv": written[0].relative_to(self.output).as_posix()}
        entries = [Entry(name=_PAYROLL, title="", files=files)]
        if months.earlier is not None:
            data = months.earlier.difference.to_dict()
            text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
            (self.output / BEFORE / f"{_CORRECTIONS}.json").write_text(f"{text}\n", "utf-8")
        return Written(locale=locale, entries=tuple(entries), left_out={})

    def _index(self, locale: Locale, entries: Sequence[Entry]) -> Path:
        others = {each: self._index_name(each) for each in self.locales if each != locale}
        beside = [INPUT, SETTLEMENT, *([BEFORE] if self.months.earlier is not None else [])]
        document = demo_index(self.months, locale, entries, others=others, beside=beside)
        page = Report(document=document, renderers=self.months.center.renderers)
        return page.write(self.output / self._index_name(locale))

    def _index_name(self, locale: Locale) -> str:
        return INDEX if locale == self.locales[0] else f"index-{locale}.html"


def check_pages(center: Center) -> None:
    """Write an empty page to nowhere: what pages need is asked for before any work is done.

    Raises ``MissingExtraError`` and ``TemplateError`` as a page does.
    """
    nothing = Document(kind="index", title="", locale=center.pack.locale, sections=())
    Report(document=nothing, renderers=center.renderers).rendered("html")


def _payroll_head(column: str, locale: Locale) -> str:
    return message(f"demo-payroll-{column.replace('_', '-')}", {}, locale=locale)
