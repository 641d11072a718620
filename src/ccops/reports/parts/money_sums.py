"""Sums of an amount over people, exactly; who misses it is counted and never taken for nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from ccops.messages import format_number
from ccops.reports.document.model import Cell, Tone
from ccops.values import Missing, Money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.reports.document.words import Words
    from ccops.settlement import Settlement


@attrs.frozen(kw_only=True)
class MoneySum:
    """What an amount comes to over some people.

    ``people`` have the line, ``paid`` of them other than nothing, ``missing`` is of how many it
    is not known: they add nothing to ``amount``.
    """

    amount: Money
    people: int
    paid: int
    missing: int


def summed(settlement: Settlement, employees: Iterable[str], figure: str) -> MoneySum:
    """Return the sum of a figure in money over some employees."""
    values = [settlement.value(each, figure) for each in employees]
    known = [each for each in values if isinstance(each, Money)]
    missing = sum(isinstance(each, Missing) for each in values)
    total = sum((each.amount for each in known), start=Decimal(0))
    return MoneySum(
        amount=Money(settlement.rules.currency, total),
        people=len(known) + missing,
        paid=sum(1 for each in known if each.minor),
        missing=missing,
    )


def sum_cell(found: MoneySum, words: Words) -> Cell:
    """Return a sum without its currency; a note says of how many it is not known."""
    note = words.say("approval-missing", count=found.missing) if found.missing else ""
    return Cell(
        text=format_number(found.amount.amount, locale=words.locale),
        value=found.amount,
        note=note,
        tone=Tone.PROVISIONAL if found.missing else Tone.TOTAL,
    )
