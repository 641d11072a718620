"""What ``ccops demo`` leaves for people to read: every page there is of a month."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.center import Center
from ccops.cli.inputs import InputMonth
from ccops.reports import Report, RuleBook, SpanKind, build_kpi, measure_kpi
from ccops.settlement import Settlement, Source, SourceKind
from ccops.settlement.words.career_words import careers_text
from ccops.settlement.words.discipline_words import discipline_text
from ccops.settlement.words.invoices_text import write_invoice

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


#: The pages of operations by what they are of.
_SPANS: Final = {SpanKind.MONTH: "monthly", SpanKind.WEEK: "weekly", SpanKind.DAY: "daily"}


@attrs.frozen(kw_only=True, eq=False, slots=False)
class DemoPages:
    """The pages of a month that was read and settled."""

    center: Center
    found: InputMonth
    settlement: Settlement

    def pages(self, locale: Locale) -> Iterator[tuple[str, Report | str]]:
        """Yield every page there is in one language under its name: a report, or plain text."""
        for kind in self.center.plugins.reports:
            report = self.center.report(
                kind,
                self.settlement,
                locale=locale,
                names=self.found.names,
                locales=self.found.locales,
            )
            yield _PLURALS.get(kind, kind), report
        yield from self._lists(locale)
        yield from self._texts(locale)

    # -- pages ------------------------------------------------------------------------------

    def _lists(self, locale: Locale) -> Iterator[tuple[str, Report]]:
        """Yield the pages of lists, each under the name of the verb that shows it."""
        center, names = self.center, self.found.names
        yield "kpi", self._kpi(locale)
        yield "learning", center.learning_report(self._learning, locale=locale, names=names)
        for span, name in _SPANS.items():
            yield name, center.operations_report(self._operations[span], locale=locale)
        yield "quality", center.quality_report(self._quality, locale=locale, names=names)
        if self.settlement.rules.organization.roles:
            made = self._organizing.organization()
            yield "organization", center.organization_report(made, locale=locale, names=names)
        if self.settlement.rules.organization.report_duties:
            calendar = self._organizing.report_calendar()
            page = center.report_calendar_report(calendar, locale=locale, names=names)
            yield "reports-due", page
        book, renderers = self._rule_book.document(locale), center.renderers
        yield "rule-book", Report(document=book, renderers=renderers)

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
        invoices = [write_invoice(each, locale) for each in self.settlement.invoices()]
        if invoices:
            yield "invoices", "\n\n".join("\n".join(lines) for lines in invoices)

    def _kpi(self, locale: Locale) -> Report:
        document = build_kpi(self._indicators, locale=locale, names=self.found.names)
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
            )
            for span in SpanKind
        }

    @cached_property
    def _quality(self) -> Quality:
        """What quality came to: of each item, as the rows of the evaluations have it."""
        month, found = self.found.month, self.found
        rows = [
            each
            for each in found.sources
            if isinstance(each, Source) and each.kind is SourceKind.EVALUATIONS
        ]
        own = month.records(*rows)
        others = (records for kind, records in found.records.items() if kind not in own)
        return month.quality(*rows, *others, since=found.inputs.since)

    @cached_property
    def _rule_book(self) -> RuleBook:
        """The rules of the pack, whose examples are worked out once for all languages."""
        return RuleBook.of(self.center.pack)

    @cached_property
    def _organizing(self) -> OrganizationMonth:
        return self.found.month.month.organizing(
            self.found.records,
            on=self._days.last,
            since=self.found.inputs.since,
            work_calendar=self.found.month.workdays(),
        )
