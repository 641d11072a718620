"""Invoices of a settlement: the lines of every client contract, with what they rest on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ccops.facts import GroupKind
from ccops.messages import Label
from ccops.projects import Invoice, InvoiceEntry, InvoiceLine, InvoiceValue
from ccops.settlement.words.invoice_terms import terms_of
from ccops.values import Missing, Money, NotApplicable, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.projects import ClientContractPolicy, ProjectRule
    from ccops.settlement.settled.settlement import Settlement


def invoices_of(settlement: Settlement) -> tuple[Invoice, ...]:
    """Return the invoices of a month, contract by contract and project by project."""
    rules = settlement.rules
    if GroupKind.PROJECT not in settlement.groups:
        return ()
    own = settlement.of(GroupKind.PROJECT.value)
    declared = {each.name: each for each in rules.projects}
    return tuple(
        _Writer(settlement, own, contract).invoice(project, declared.get(project))
        for contract in rules.client_contracts
        for project in own.employees
        if not isinstance(own.value(project, contract.name), NotApplicable)
    )


class _Writer:
    def __init__(
        self, settlement: Settlement, own: Settlement, contract: ClientContractPolicy
    ) -> None:
        self._settlement = settlement
        self._own = own
        self._contract = contract

    def invoice(self, project: str, rule: ProjectRule | None) -> Invoice:
        rules, contract = self._settlement.rules, self._contract
        days = rules.period.days(rules.default_calendar)
        return Invoice(
            contract=contract.name,
            label=contract.label,
            project=project,
            project_label=rule.label if rule else Label(en=project, zh=project),
            client=rule.client if rule else Label(),
            currency=contract.currency.value,
            period=rules.period.label,
            first=days.first,
            last=days.last,
            rounding=contract.rounding,
            lines=tuple(self._entry(project, each) for each in contract.invoice_lines()),
            total=self._amount(project, contract.name),
            pack=rules.identity.digest,
            settlement=self._settlement.digest,
        )

    def _entry(self, project: str, line: InvoiceLine) -> InvoiceEntry:
        trace = self._own.trace(project, line.figure)
        before: Any = self._own.value(project, line.figure)
        if trace.unrounded is not None:
            shown = trace.unrounded
            before = shown.cell
            if not isinstance(before, Missing):
                before = decode(before, shown.type, shown.carrier, currency=self._currency)
        source = trace.origin.source
        return InvoiceEntry(
            figure=line.figure,
            kind=line.kind,
            label=line.label,
            amount=self._amount(project, line.figure),
            before=before,
            formula=trace.formula,
            terms=terms_of(self._contract, line, self._own.results.plan.label_of),
            source=source,
            measured=self._value(project, line.reads) if line.reads else None,
            beside=tuple(self._values(project, line)),
        )

    @property
    def _currency(self) -> str:
        return self._contract.currency.value

    def _values(self, project: str, line: InvoiceLine) -> Iterator[InvoiceValue]:
        yield from (self._value(project, each) for each in line.beside)

    def _value(self, project: str, name: str) -> InvoiceValue:
        value = self._own.value(project, name)
        return InvoiceValue(
            name=name,
            label=self._own.results.plan.label_of(name),
            unit=self._own.unit_of(name),
            value=Missing.NOT_MEASURED if isinstance(value, NotApplicable) else value,
        )

    def _amount(self, project: str, name: str) -> Money | Missing:
        return cast("Money | Missing", self._own.value(project, name))
