"""An invoice in words: its head, a row a line, how each line came about, the total."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.errors import UnknownNameError
from ccops.facts import short_digest
from ccops.messages import LOCALES, Locale, aligned, format_date, message, nearest
from ccops.settlement.words.writing import write_value
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.projects import Invoice, InvoiceEntry, InvoiceValue


def write_invoice(invoice: Invoice, locale: str) -> Iterator[str]:
    """Yield an invoice line by line.

    Raises ``UnknownNameError`` for a locale without words.
    """
    if locale not in LOCALES:
        raise UnknownNameError("locale", locale, nearest(locale, LOCALES))
    yield from _Writer(invoice, locale).lines()


class _Writer:
    def __init__(self, invoice: Invoice, locale: Locale) -> None:
        self._invoice = invoice
        self._locale = locale

    def lines(self) -> Iterator[str]:
        found = self._invoice
        project = found.project_label.in_locale(self._locale) or found.project
        client = found.client.in_locale(self._locale)
        label = found.label.in_locale(self._locale)
        yield self._say("invoice-head", label=label, period=found.period, client=client)
        days = [format_date(each, locale=self._locale) for each in (found.first, found.last)]
        yield self._say("invoice-about", project=project, first=days[0], last=days[1])
        yield ""
        rows = [self._heads(), *map(self._row, found.lines)]
        total = write_value(found.total, Unit.MONEY, locale=self._locale)
        yield from aligned([*rows, [self._say("invoice-total"), "", total]], right=range(2, 3))
        yield ""
        for each in found.lines:
            label, terms = (x.in_locale(self._locale) for x in (each.label, each.terms))
            yield self._say("invoice-how", label=label, how=terms)
            yield from (f"  {told}" for told in map(self._value, each.values))
        mode = self._say(f"rounding-{found.rounding.mode.value}")
        yield self._say("invoice-rounding", to=f"1/{found.rounding.scale}", mode=mode)
        if self._is_cut():
            yield self._say("invoice-cut")
        digests = {"pack": found.pack, "settlement": found.settlement}
        shown = {name: short_digest(each) for name, each in digests.items()}
        yield self._say("invoice-digest", **shown)

    def _heads(self) -> list[str]:
        return [self._say(f"invoice-{each}") for each in ("line", "measured", "amount")]

    def _row(self, entry: InvoiceEntry) -> list[str]:
        measured = "" if entry.measured is None else self._shown(entry.measured)
        amount = write_value(entry.amount, Unit.MONEY, locale=self._locale)
        return [entry.label.in_locale(self._locale), measured, amount]

    def _value(self, value: InvoiceValue) -> str:
        label = value.label.in_locale(self._locale) or value.name
        return self._say("invoice-value", label=label, value=self._shown(value))

    def _shown(self, value: InvoiceValue) -> str:
        return write_value(value.shown, value.unit, locale=self._locale)

    def _is_cut(self) -> bool:
        """Say whether any value is shown shorter than it is worked with."""
        return any(x.shown != x.value for each in self._invoice.lines for x in each.values)

    def _say(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self._locale)
