"""Invoices: what a client owes for a project in a period, as data for whoever sends it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from ccops.frozen import frozen
from ccops.messages import Label
from ccops.projects.invoice_lines import LineKind
from ccops.values import Missing, Money, Rounding, Unit

#: A value as an invoice shows it.
Shown = Money | Decimal | Fraction | int | bool | str | dt.date | dt.timedelta | Missing

#: Milliseconds in a second; hundredths; hundredths of a per cent.
_SECOND: Final = 1_000
_CENTS: Final = 100
_PERCENT_CENTS: Final = 10_000


@frozen(kw_only=True)
class InvoiceValue:
    """One value that a line of an invoice rests on: what is measured, or how it came about."""

    name: str
    label: Label
    unit: Unit
    value: Shown

    @property
    def shown(self) -> Shown:
        """What is shown of the value: shares to 0.01 %, durations to the second, cut.

        Cut, not rounded: 79.996 % is below 80 %, and reads as 79.99 %, never as 80 %.
        """
        match self.value:
            case Fraction() | Decimal() as number if self.unit is Unit.RATIO:
                return Fraction(int(number * _PERCENT_CENTS), _PERCENT_CENTS)
            case Fraction() | Decimal() as number if self.unit is Unit.DURATION:
                return int(number) // _SECOND * _SECOND
            case dt.timedelta() as duration:
                return duration - duration % dt.timedelta(seconds=1)
            case Fraction() as number:
                return Decimal(int(number * _CENTS)).scaleb(-2)
            case found:
                return found

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "name": self.name,
            "label": self.label.to_dict(),
            "unit": self.unit.value,
            "value": plain_shown(self.value),
        }


@frozen(kw_only=True)
class InvoiceEntry:
    """One line: its amount, what it is billed by, and the values it rests on.

    ``terms`` are those of the contract in words, ``formula`` what was worked out of them.
    ``before`` is the amount before its rounding; ``figure`` is what an explanation is asked for.
    ``source`` is where the rule comes from.
    """

    figure: str
    kind: LineKind
    label: Label
    amount: Money | Missing
    before: Shown
    formula: str
    terms: Label
    source: str
    measured: InvoiceValue | None
    beside: tuple[InvoiceValue, ...]

    @property
    def values(self) -> tuple[InvoiceValue, ...]:
        """Everything the line rests on: what it is billed by first."""
        return self.beside if self.measured is None else (self.measured, *self.beside)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        return {
            "figure": self.figure,
            "kind": self.kind.value,
            "label": self.label.to_dict(),
            "amount": plain_shown(self.amount),
            "before_rounding": plain_shown(self.before),
            "formula": self.formula,
            "terms": self.terms.to_dict(),
            "source": self.source,
            "measured": None if self.measured is None else self.measured.to_dict(),
            "beside": [each.to_dict() for each in self.beside],
        }


@frozen(kw_only=True)
class Invoice:
    """What a client owes for one project and period, under one contract.

    The lines add up to the ``total``, each rounded by itself as ``rounding`` says. A line whose
    measure is missing is missing, and then so is the total. ``settlement`` is the digest of the
    settlement it was made of, whose pay rests on the same values.
    """

    contract: str
    label: Label
    project: str
    project_label: Label
    client: Label
    currency: str
    period: str
    first: dt.date
    last: dt.date
    rounding: Rounding
    lines: tuple[InvoiceEntry, ...]
    total: Money | Missing
    pack: str
    settlement: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data: amounts as decimal text beside the currency."""
        return {
            "schema": "ccops.invoice/1",
            "contract": self.contract,
            "label": self.label.to_dict(),
            "project": self.project,
            "project_label": self.project_label.to_dict(),
            "client": self.client.to_dict(),
            "currency": self.currency,
            "period": self.period,
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "rounding": {"to": f"1/{self.rounding.scale}", "mode": self.rounding.mode.value},
            "lines": [each.to_dict() for each in self.lines],
            "total": plain_shown(self.total),
            "pack_digest": self.pack,
            "settlement_digest": self.settlement,
        }


def plain_shown(value: Shown) -> Any:  # noqa: ANN401 - JSON
    """Return a value as plain JSON data; an amount without its currency, which heads it."""
    match value:
        case Missing():
            return {"missing": value.value}
        case Money():
            return f"{value.amount:f}"
        case Decimal():
            return f"{value:f}"
        case Fraction():
            return [value.numerator, value.denominator]
        case dt.timedelta():
            return value // dt.timedelta(milliseconds=1)
        case dt.date():
            return value.isoformat()
        case _:
            return value
