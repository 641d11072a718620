"""What ``ccops demo`` leaves for people to read: every page there is of a month."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.center import Center
from ccops.cli.demo_files import CLIENT, INVOICES, Page
from ccops.cli.demo_months import Earlier
from ccops.cli.inputs import InputMonth
from ccops.reports import (
    APPROVAL,
    REPORT_CALENDAR,
    ApprovalKind,
    Layout,
    Report,
    RuleBook,
    SpanKind,
    build_kpi,
    measure_kpi,
)
from ccops.settlement import Settlement, Source, SourceKind
from ccops.settlement.words.career_words import careers_text
from ccops.settlement.words.discipline_words import discipline_text
from ccops.settlement.words.invoices_text import write_invoice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from ccops.learning import Learning
    from ccops.messages import Locale
    from ccops.reports import KpiSources, Operations, Quality
    from ccops.settlement.lists.organizing import OrganizationMonth
    from ccops.values import PeriodDays

#: The records the page of indicators is about.
_TELEPHONY: Final = ("queue_visit", "handle_segment")
#: Reports that are many pages in one file.
_PLURALS: Final = {
    "statement": "statements",
    "bonus-notice": "bonus-notices",
    "appraisal": "appraisals",
}


#: The files that say what was heard of calls, and what became of it.
_HEARD: Final = (SourceKind.EVALUATIONS, SourceKind.EVALUATION_REVIEWS)
#: The pages of operations by what they are of.
_SPANS: Final = {SpanKind.MONTH: "monthly", SpanKind.WEEK: "weekly", SpanKind.DAY: "daily"}
_STATEMENT: Final = "statement"


@attrs.frozen(kw_only=True, eq=False, slots=False)
class DemoPages:
    """The pages of a month that was read and settled; of the one before, what it leads on to."""

    center: Center
    found: InputMonth
    settlement: Settlement
    earlier: Earlier | None = None

    @property
    def groups(self) -> tuple[Callable[[Locale], Iterator[tuple[str, Page]]], ...]:
        """The pages in groups of what is worked out together, the longest work first.

        A group yields its pages in one language under their names: a report, or plain text.
        """
        return (
            self._of_operations,
            self._statements,
            self.of_settlement,
            self.lists,
        )

    # -- pages ------------------------------------------------------------------------------

    def _statements(self, locale: Locale) -> Iterator[tuple[str, Report]]:
        if _STATEMENT in self.center.plugins.reports:
            yield _PLURALS[_STATEMENT], self._report(_STATEMENT, locale)

    def of_settlement(self, locale: Locale) -> Iterator[tuple[str, Page]]:
        """Yield what a settlement says, but the statements, and what the month before leads to."""
        for kind in self.center.plugins.reports_of(Settlement):
            if kind == APPROVAL.name:
                yield kind, self._approval(locale)
            elif kind != _STATEMENT:
                page = self._report(kind, locale)
                yield _PLURALS.get(kind, kind), page
                if kind == CLIENT and page.document.layout is Layout.PAGES:
                    yield INVOICES, self._invoices(locale)
        if self.earlier is not None:
            yield from self._of_month_before(self.earlier, locale)
        yield from self._texts(locale)

    def _report(self, kind: str, locale: Locale) -> Report:
        return self.center.report(
            kind,
            self.settlement,
            locale=locale,
            names=self.found.names,
            locales=self.found.locales,
        )

    def _approval(self, locale: Locale) -> Report:
        last = self.earlier.corrected if self.earlier is not None else None
        names = self.found.names
        kind = ApprovalKind(last=last)
        return self.center.report(kind, self.settlement, locale=locale, names=names)

    def _of_month_before(self, earlier: Earlier, locale: Locale) -> Iterator[tuple[str, Report]]:
        """Yield what was put right in the month before."""
        names = self.found.names
        yield (
            "corrections",
            self.center.report("corrections", earlier.difference, locale=locale, names=names),
        )

    def _of_operations(self, locale: Locale) -> Iterator[tuple[str, Report]]:
        for span, name in _SPANS.items():
            yield name, self.center.report("operations", self._operations[span], locale=locale)
        names = self.found.names
        yield "quality", self.center.report("quality", self._quality, locale=locale, names=names)

    def lists(self, locale: Locale) -> Iterator[tuple[str, Report]]:
        """Yield the pages of lists, each under the name of the verb that shows it."""
        center, names = self.center, self.found.names
        yield "kpi", self._kpi(locale)
        yield "learning", center.report("learning", self._learning, locale=locale, names=names)
        if self.settlement.rules.organization.roles:
            made = self._organizing.organization()
            yield "organization", center.report("organization", made, locale=locale, names=names)
        if self.settlement.rules.organization.report_duties:
            calendar = self._organizing.report_calendar()
            page = center.report(REPORT_CALENDAR, calendar, locale=locale, names=names)
            yield "reports-due", page

    def _texts(self, locale: Locale) -> Iterator[tuple[str, str]]:
        """Yield what verbs show as text alone."""
        month, names = self.found.month, self.found.names
        if self.settlement.rules.careers.ladders:
            careers = month.careers(self.settlement)
            yield "promotions", careers_text(careers, locale=locale, names=names)
        if self.settlement.rules.careers.discipline_ladders:
            discipline = month.month.discipline(
                self.found.records, findings=self.found.diagnostics, on=self._days.last
            )
            yield "discipline", discipline_text(discipline, locale=locale, names=names)

    def _invoices(self, locale: Locale) -> Mapping[str, tuple[str, str]]:
        """Return each contract's invoice as text, under its id, with what the contract is called.

        Clients do not learn one another's prices: each has a file of its own.
        """
        return {
            each.contract: (
                each.label.in_locale(locale) or each.contract,
                "\n".join(write_invoice(each, locale)),
            )
            for each in self.settlement.invoices()
        }

    def _kpi(self, locale: Locale) -> Report:
        own = self.settlement.rules.labels["words"]
        document = build_kpi(self._indicators, locale=locale, names=self.found.names, own=own)
        return Report(document=document, renderers=self.center.renderers)

    @property
    def _days(self) -> PeriodDays:
        """The days of the month: lists stand as of the last."""
        return self.settlement.rules.period.days("performance")

    @cached_property
    def _indicators(self) -> KpiSources:
        rules, records, days = self.settlement.rules, self.found.records, self._days
        return measure_kpi(
            {name: records[name].within(days) for name in _TELEPHONY if name in records},
            rules.indicators,
            contracts=self.center.pack.rules.section("contracts"),
            first=days.first,
            last=days.last,
            zone=rules.zone,
        )

    @cached_property
    def _learning(self) -> Learning:
        return self.found.month.month.learning(
            self.found.records, on=self._days.last, since=self.found.inputs.since
        )

    @cached_property
    def _operations(self) -> Mapping[SpanKind, Operations]:
        """What operations came to in the month, and in its last week and day."""
        month, records = self.found.month, self.found.records.values()
        on, since = self._days.last, self.found.inputs.since
        return {
            span: month.operations(
                *records,
                span=span,
                on=on,
                since=since,
                settlement=self.settlement if span is SpanKind.MONTH else None,
                earlier=self._months_before if span is SpanKind.MONTH else (),
            )
            for span in SpanKind
        }

    @property
    def _months_before(self) -> tuple[Settlement, ...]:
        """The settlements of earlier months, for trends."""
        return () if self.earlier is None else (self.earlier.corrected,)

    @cached_property
    def _quality(self) -> Quality:
        """What quality came to: of each item, as the rows of the evaluations have it."""
        found = self.found
        rows = [each for each in found.sources if isinstance(each, Source) and each.kind in _HEARD]
        whole = self._operations[SpanKind.MONTH]
        return found.month.quality(*rows, read=found.records, operations=whole)

    @cached_property
    def _organizing(self) -> OrganizationMonth:
        return self.found.month.month.organizing(
            self.found.records,
            on=self._days.last,
            since=self.found.inputs.since,
            work_calendar=self.found.month.workdays(),
        )


def book_pages(center: Center, locales: Iterable[Locale]) -> Iterator[tuple[Locale, str, Report]]:
    """Yield the rules as a booklet in some languages; its examples are worked out once."""
    book = RuleBook.of(center.pack)
    for locale in locales:
        page = Report(document=book.document(locale), renderers=center.renderers)
        yield locale, "rule-book", page
