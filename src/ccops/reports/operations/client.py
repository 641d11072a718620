"""The report to a client: what was agreed and reached, and the invoice that follows from it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.errors import UnknownNameError
from ccops.messages import format_date, nearest
from ccops.projects import Invoice, LineKind
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Layout,
    Look,
    Paragraph,
    Section,
    Step,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.operations.aims import plain_number
from ccops.reports.operations.shown import invoice_text
from ccops.reports.parts.durations import cut_duration
from ccops.settlement import Settlement, write_value
from ccops.values import Missing, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.projects import InvoiceEntry, InvoiceValue
    from ccops.reports.document.model import Part

#: The lines that follow from a service level.
_BY_SERVICE: Final = (LineKind.PENALTY, LineKind.BONUS)


@attrs.frozen
class ClientKind:
    """What clients are told: one section a contract, so that each may be sent its own alone."""

    name: str = "client"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],  # noqa: ARG002 - nobody is named in it
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return the report; ``subjects`` are the contracts, all without it.

        Raises ``UnknownNameError`` for a contract of which there is no invoice, and for a locale
        without words.
        """
        words = Words.of(locale)
        invoices = {each.contract: each for each in settlement.invoices()}
        for each in subjects or ():
            if each not in invoices:
                raise UnknownNameError("client contract", each, nearest(each, invoices))
        chosen = [invoices[each] for each in subjects or invoices]
        return Document(
            kind=self.name,
            title=words.say("client", period=settlement.period),
            locale=locale,
            sections=tuple(_section(each, words) for each in chosen),
            layout=Layout.PAGES,
            foot=(words.say("client-foot"),),
        )


CLIENT: Final = ClientKind()


def _section(invoice: Invoice, words: Words) -> Section:
    made = _Client(invoice, words)
    return Section(
        id=invoice.contract,
        title=words.head(invoice.label, invoice.contract),
        note=made.about(),
        parts=tuple(made.parts()),
    )


@attrs.frozen(eq=False)
class _Client:
    """The report to the client of one contract, in the making."""

    invoice: Invoice
    words: Words

    def about(self) -> str:
        """Return who it is for, which project, and of which days."""
        invoice, words = self.invoice, self.words
        days = [format_date(each, locale=words.locale) for each in (invoice.first, invoice.last)]
        return words.say(
            "client-about",
            client=words.label(invoice.client),
            project=words.label(invoice.project_label, invoice.project),
            first=days[0],
            last=days[1],
        )

    def parts(self) -> Iterator[Part]:
        """Yield what was reached, the lines of the invoice, and how each came about."""
        yield from self._services()
        if isinstance(self.invoice.total, Missing):
            yield Paragraph(text=self.words.say("client-open"), tone=Tone.PROVISIONAL)
        yield self._lines()
        yield from map(self._how, self.invoice.lines)

    def _services(self) -> Iterator[Part]:
        """Yield each service level with what it takes and earns."""
        levels: dict[str, list[InvoiceEntry]] = {}
        for each in self.invoice.lines:
            if each.kind in _BY_SERVICE and each.measured is not None:
                levels.setdefault(each.measured.name, []).append(each)
        facts = tuple(map(self._service, levels.values()))
        if facts:
            yield Facts(facts=facts, title=self.words.say("client-services"), look=Look.TILES)

    def _service(self, entries: Sequence[InvoiceEntry]) -> Fact:
        first = entries[0]
        label = self._label(first)
        if first.measured is not None:
            label = self.words.head(first.measured.label, first.measured.name)
        cell = attrs.evolve(self._measured(first), note=self._credits(entries))
        return Fact(label=label, value=cell)

    def _credits(self, entries: Sequence[InvoiceEntry]) -> str:
        """Return what a service level takes and earns in all."""
        amounts = [(each, plain_number(each.amount)) for each in entries]
        if any(number is None for _, number in amounts):
            return self.words.say("client-unknown")
        told = [self._money(each) for each, number in amounts if number]
        return self.words.say("listed").join(told) or self.words.say("client-nothing")

    def _lines(self) -> Table:
        say, invoice = self.words.say, self.invoice
        return Table(
            id=f"{invoice.contract}-lines",
            caption=say("client-lines", currency=invoice.currency),
            columns=(
                Column(id="line", title=say("client-line")),
                Column(id="measured", title=say("client-measured"), kind=ColumnKind.NUMBER),
                Column(id="amount", title=say("client-amount"), kind=ColumnKind.MONEY),
            ),
            rows=tuple(map(self._row, invoice.lines)),
            foot=(self._total(),),
        )

    def _row(self, entry: InvoiceEntry) -> tuple[Cell, ...]:
        amount = Cell(
            text=self._money(entry),
            value=entry.amount,
            explain=self._how_id(entry),
            tone=Tone.MISSING if isinstance(entry.amount, Missing) else Tone.PLAIN,
        )
        return (text_cell(self._label(entry)), self._measured(entry), amount)

    def _total(self) -> tuple[Cell, ...]:
        total = self.invoice.total
        text = write_value(total, Unit.MONEY, locale=self.words.locale)
        label = text_cell(self.words.say("client-total"), tone=Tone.TOTAL)
        return (label, Cell(text=""), Cell(text=text, value=total, tone=Tone.TOTAL))

    def _label(self, entry: InvoiceEntry) -> str:
        return self.words.head(entry.label, entry.figure)

    def _money(self, entry: InvoiceEntry) -> str:
        return write_value(entry.amount, Unit.MONEY, locale=self.words.locale)

    def _measured(self, entry: InvoiceEntry) -> Cell:
        if entry.measured is None:
            return Cell(text="")
        text = invoice_text(entry.measured, self.words)
        return Cell(text=text, value=entry.measured.value)

    # -- how a line came about ------------------------------------------------------------------

    def _how_id(self, entry: InvoiceEntry) -> str:
        return f"{self.invoice.contract}-{entry.figure}"

    def _how(self, entry: InvoiceEntry) -> Unfolding:
        words = self.words
        values = (*((entry.measured,) if entry.measured else ()), *entry.beside)
        steps = (
            Step(label=words.head(each.label, each.name), value=self._exact(each))
            for each in values
        )
        notes = [words.say("client-how", terms=words.label(entry.terms, entry.formula))]
        if entry.source:
            told = words.say("source-assumed") if entry.source == "assumed" else entry.source
            notes.append(words.say("client-source", source=told))
        step = Step(
            label=self._label(entry),
            value=self._money(entry),
            notes=tuple(notes),
            steps=tuple(steps),
        )
        return Unfolding(id=self._how_id(entry), step=step)

    def _exact(self, value: InvoiceValue) -> str:
        """Return a value as the amount was worked out with it: nothing is rounded away."""
        exact = value.value
        if value.unit is Unit.DURATION and isinstance(exact, Fraction) and exact.denominator > 1:
            cut = cut_duration(exact, locale=self.words.locale)
            return self.words.say("about", number=cut)
        return write_value(exact, value.unit, locale=self.words.locale)
