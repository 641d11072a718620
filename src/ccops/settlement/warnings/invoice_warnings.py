"""Invoices without a total: a fee or a service level reads something nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Diagnostic, Severity, listed
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.plan import Results
    from ccops.projects import ClientContractPolicy
    from ccops.values import Cell, NotApplicable


def invoice_warnings(
    results: Results, contracts: Iterable[ClientContractPolicy]
) -> Iterator[Diagnostic]:
    """Yield a warning for each invoice that has no total, with what it reads and is not known.

    ``results`` are those of projects. The lines of people stand all the same, so that nothing
    else of the month says it.
    """
    for contract in contracts:
        for found in results.columns_of(contract.name):
            for position in sorted(found.column.missing):
                yield _warning(results, contract, found.members.rows[position])


def _warning(results: Results, contract: ClientContractPolicy, row: int) -> Diagnostic:
    read = contract.metrics()
    lacking = [name for name in read if isinstance(_value(results, name, row), Missing)]
    first = read[lacking[0]].span if lacking else None
    return Diagnostic(
        code="invoice-open",
        severity=Severity.WARNING,
        span=first or contract.origin.span,
        args={
            "contract": contract.name,
            "project": results.facts.employees.ids[row],
            "names": listed(lacking) or contract.name,
        },
    )


def _value(results: Results, name: str, row: int) -> Cell | Missing | NotApplicable:
    """Return what an invoice reads of a project: a figure of it, or else a fact."""
    figure = results.column_at(name, row)
    if figure is not None:
        return figure.at(row)
    fact = results.facts.employees.columns.get(name)
    return Missing.NOT_MEASURED if fact is None else fact.at(row)
