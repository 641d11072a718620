"""The folder that ``ccops demo`` leaves: every page, some on paper, and one that leads there."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

import attrs

from ccops.cli.demo_files import PageFiles, Written
from ccops.cli.demo_index import Entry, demo_index
from ccops.cli.demo_months import BEFORE, INPUT, SETTLEMENT, DemoMonths
from ccops.cli.demo_pages import DemoPages, book_pages
from ccops.messages import Locale, message
from ccops.reports import Document, Report

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.center import Center
    from ccops.cli.demo_workers import Workers

INDEX: Final = "index.html"
_PAYROLL: Final = "payroll"
_PAYROLL_COLUMNS: Final = (
    "employee_id", "pay_code", "label", "amount", "currency", "pay_period", "corrects_period",
    "line_id",
)  # fmt: skip
_CORRECTIONS: Final = "corrections"


#: Behind which of the groups of pages, as the longest work comes first, the rule book is told of.
_BOOK_BEHIND: Final = 3


@attrs.frozen(kw_only=True, eq=False, slots=False)
class DemoFolder:
    """Where the pages of a demo are written, and in which languages, the center's own first.

    ``book`` waits for the rule book, which says what no month has changed.
    """

    months: DemoMonths
    files: PageFiles
    book: Callable[[], Sequence[Written]]
    #: The files that were not written, by the error that says what they want.
    left_out: dict[str, list[str]] = attrs.field(factory=dict[str, list[str]])

    @property
    def output(self) -> Path:
        """The folder."""
        return self.files.output

    @property
    def indexes(self) -> tuple[Path, ...]:
        """The pages that lead to all others, one a language."""
        return tuple(self.output / self._index_name(each) for each in self.files.locales)

    def write(self, workers: Workers) -> Iterator[Path]:
        """Write every page, and yield where each lies; the pages that lead to them come last.

        Files to hand on are in the first language; a form without its extra is left out. The
        work is shared out among the processors.
        """
        entries: dict[Locale, list[Entry]] = {each: [] for each in self.files.locales}
        for written in self._written(workers):
            entries[written.locale].extend(written.entries)
            for why, files in written.left_out.items():
                self.left_out.setdefault(why, []).extend(files)
            for entry in written.entries:
                yield from (self.output / file for file in entry.files.values())
                yield from (self.output / file for _, file in entry.own)
        for locale in self.files.locales:
            yield self._index(locale, entries[locale])

    # -- writing ----------------------------------------------------------------------------

    def _written(self, workers: Workers) -> Iterator[Written]:
        work: list[Callable[[], Written]] = [
            partial(self._group, number, locale)
            for number in range(len(self._pages.groups))
            for locale in self.files.locales
        ]
        for number, written in enumerate(workers.shared_out([*work, self._payroll])):
            if number == _BOOK_BEHIND * len(self.files.locales):
                yield from self.book()
            yield written

    @cached_property
    def _pages(self) -> DemoPages:
        """The pages; what several languages tell of is worked out once in a process."""
        months = self.months
        return DemoPages(
            center=months.center,
            found=months.found,
            settlement=months.settlement,
            earlier=months.earlier,
        )

    def _group(self, number: int, locale: Locale) -> Written:
        """Write the pages of a group in one language."""
        return self.files.written(self._pages.groups[number](locale), locale)

    def _payroll(self) -> Written:
        """Write what payroll reads, as a draft, and what the month before changed, as data."""
        locale, months = self.files.locales[0], self.months
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
        others = {each: self._index_name(each) for each in self.files.locales if each != locale}
        beside = [INPUT, SETTLEMENT, *([BEFORE] if self.months.earlier is not None else [])]
        document = demo_index(self.months, locale, entries, others=others, beside=beside)
        page = Report(document=document, renderers=self.months.center.renderers)
        return page.write(self.output / self._index_name(locale))

    def _index_name(self, locale: Locale) -> str:
        return INDEX if locale == self.files.locales[0] else f"index-{locale}.html"


def write_book(center: Center, files: PageFiles) -> tuple[Written, ...]:
    """Write the rules as a booklet in each language."""
    pages = book_pages(center, files.locales)
    return tuple(files.written([(name, page)], locale) for locale, name, page in pages)


def check_pages(center: Center) -> None:
    """Write an empty page to nowhere: what pages need is asked for before any work is done.

    Raises ``MissingExtraError`` and ``TemplateError`` as a page does.
    """
    nothing = Document(kind="index", title="", locale=center.pack.locale, sections=())
    Report(document=nothing, renderers=center.renderers).rendered("html")


def _payroll_head(column: str, locale: Locale) -> str:
    return message(f"demo-payroll-{column.replace('_', '-')}", {}, locale=locale)
