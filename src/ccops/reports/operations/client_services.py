"""The service level of each client's project in the month, as its own contract counts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.projects import Invoice, InvoiceEntry, LineKind
from ccops.reports.document.model import Cell, Fact
from ccops.reports.operations.shown import invoice_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ccops.contacts import ServiceLevelContract
    from ccops.messages import Label
    from ccops.reports.document.words import Words
    from ccops.settlement import Settlement


@attrs.frozen(kw_only=True, eq=False)
class ClientService:
    """A service level that a client pays by: of whose project, over which queues.

    ``contract`` is the name of what counts it.
    """

    invoice: Invoice
    entry: InvoiceEntry
    indicator: str
    contract: str
    queues: frozenset[str]

    @property
    def project(self) -> Label:
        """What the project is called."""
        return self.invoice.project_label


def client_services_of(settlement: Settlement | None) -> Iterator[ClientService]:
    """Yield each service level that a client pays by, in the order of the contracts."""
    if settlement is None or not settlement.rules.client_contracts:
        return
    counted = {x.name: x.contract for x in settlement.rules.indicators if x.contract}
    queues = {x.name: frozenset(q.value for q in x.queues) for x in settlement.rules.projects}
    for invoice in settlement.invoices():
        told: set[str] = set()
        for entry in invoice.lines:
            name = entry.measured.name if entry.measured else ""
            if entry.kind is LineKind.PENALTY and name in counted and name not in told:
                told.add(name)
                yield ClientService(
                    invoice=invoice,
                    entry=entry,
                    indicator=name,
                    contract=counted[name],
                    queues=queues.get(invoice.project, frozenset()),
                )


def service_facts(
    services: Iterable[ClientService], contracts: Mapping[str, ServiceLevelContract], words: Words
) -> Iterator[Fact]:
    """Yield a figure for each: what the invoice goes by, how it is counted, what was agreed."""
    for each in services:
        value, contract = each.entry.measured, contracts.get(each.contract)
        if value is None or contract is None:
            continue
        counted = words.say("contract", name=words.label(contract.label, contract.name))
        agreed = words.label(each.entry.terms, each.entry.formula)
        text = invoice_text(value, words)
        project = words.head(each.project, each.invoice.project)
        cut = (words.say("ops-as-invoiced"),) if value.shown != value.value else ()
        note = words.say("listed").join((counted, agreed, *cut))
        cell = Cell(text=text, value=value.value, note=note)
        yield Fact(label=f"{project} · {words.head(value.label, value.name)}", value=cell)
