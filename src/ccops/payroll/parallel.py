"""The parallel month: what the old spreadsheet paid against the settlement, with reasons."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import DataError
from ccops.messages import Diagnostic, Label, has_errors
from ccops.payroll.cells import sum_of
from ccops.payroll.paid import PaidSheet, read_paid
from ccops.payroll.parallel_text import write_parallel
from ccops.payroll.reasons import Why, whys_of
from ccops.settlement import Settlement
from ccops.values import Missing, Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


SCHEMA: Final = "ccops.parallel/1"


@attrs.frozen(kw_only=True)
class PaidDifference:
    """One amount that was paid otherwise than it is settled, with why it is settled so.

    ``paid`` and ``settled`` are ``None`` where there is no amount; ``missing`` says why the
    settled one is not known, and ``difference`` (settled less paid) is ``None`` then.
    ``pay_code`` is empty for a total.
    """

    employee: str
    pay_code: str
    figure: str
    label: Label
    paid: Decimal | None
    settled: Decimal | None
    missing: str
    difference: Decimal | None
    provisional: bool
    causes: tuple[Why, ...]


@attrs.frozen(kw_only=True)
class PaidTotal:
    """What a pay line comes to over everybody, paid and settled."""

    pay_code: str
    figure: str
    label: Label
    paid: Decimal
    settled: Decimal


@attrs.frozen(kw_only=True)
class Alone:
    """Somebody, or a pay line, that only one of the two has, and what it comes to there."""

    name: str
    label: Label
    amount: Decimal


@attrs.frozen(kw_only=True, eq=False, repr=False)
class ParallelMonth:
    """What was paid and what is settled for one month; ``print`` it, or read its data.

    ``differences`` are of people and pay lines that both have. A line that is not there counts
    as nothing, one that is missing never does. ``diagnostics`` are the warnings.
    """

    settlement: Settlement
    sheet: PaidSheet
    diagnostics: tuple[Diagnostic, ...]

    def __repr__(self) -> str:
        return f"ParallelMonth({self.settlement.period!r}, {len(self.differences)} differences)"

    def __str__(self) -> str:
        return self.text()

    @property
    def is_same(self) -> bool:
        """Whether everybody was paid what is settled."""
        alone = (*self.people_paid, *self.people_settled, *self.lines_paid, *self.lines_settled)
        return not self.differences and not alone

    @cached_property
    def differences(self) -> tuple[PaidDifference, ...]:
        """The amounts that differ, by employee and in the order of the sheet's columns."""
        rows = self.settlement.results.facts.employees.rows
        both = sorted(each for each in self.sheet.employees if each in rows)
        found = (self._difference(who, figure) for who in both for figure in self.sheet.amounts)
        return tuple(each for each in found if each is not None)

    @cached_property
    def people_paid(self) -> tuple[Alone, ...]:
        """Who was paid and is not settled."""
        settled = set(self.settlement.employees)
        lines = {name: paid for name, paid in self.sheet.amounts.items() if name in self._codes}
        return tuple(
            self._alone(who, Label(), (paid[who] for paid in lines.values() if who in paid))
            for who in sorted(self.sheet.employees)
            if who not in settled
        )

    @cached_property
    def people_settled(self) -> tuple[Alone, ...]:
        """Who is settled and was not paid."""
        paid = set(self.sheet.employees)
        amounts: dict[str, list[Decimal]] = {
            each: [] for each in self.settlement.employees if each not in paid
        }
        for line in self.settlement.lines():
            if line.employee_id in amounts:
                amounts[line.employee_id].append(line.amount)
        return tuple(self._alone(who, Label(), found) for who, found in amounts.items())

    @cached_property
    def lines_paid(self) -> tuple[Alone, ...]:
        """The columns of amounts that are no pay line of the pack."""
        found = (self._alone(name, Label(), by.values()) for name, by in self.sheet.others.items())
        return tuple(each for each in found if each.amount)

    @cached_property
    def lines_settled(self) -> tuple[Alone, ...]:
        """The pay lines that the old sheet has no column of, where anybody has an amount."""
        codes = {
            line.code: line.label
            for line in self.settlement.rules.plan.lines
            if line.figure not in self.sheet.amounts
        }
        amounts: dict[str, list[Decimal]] = {code: [] for code in codes}
        for each in self.settlement.lines():
            if each.pay_code in amounts:
                amounts[each.pay_code].append(each.amount)
        found = (self._alone(code, codes[code], listed) for code, listed in amounts.items())
        return tuple(each for each in found if each.amount)

    @cached_property
    def totals(self) -> tuple[PaidTotal, ...]:
        """What each column comes to, over everybody in either."""
        return tuple(self._total(figure, paid) for figure, paid in self.sheet.amounts.items())

    def text(self, locale: str = "") -> str:
        """Return the comparison in words; raises ``UnknownNameError`` for a strange locale."""
        return "\n".join(write_parallel(self, locale or self.settlement.rules.locale))

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain JSON data, amounts as text."""
        return {
            "schema": SCHEMA,
            "period": self.settlement.period,
            "settlement": self.settlement.digest,
            "currency": self.settlement.rules.currency,
            "same": self.is_same,
            "differences": [_difference_data(each) for each in self.differences],
            "people_paid": [_alone_data(each) for each in self.people_paid],
            "people_settled": [_alone_data(each) for each in self.people_settled],
            "lines_paid": [_alone_data(each) for each in self.lines_paid],
            "lines_settled": [_alone_data(each) for each in self.lines_settled],
            "totals": [
                {
                    "pay_code": each.pay_code,
                    "figure": each.figure,
                    "paid": str(each.paid),
                    "settled": str(each.settled),
                }
                for each in self.totals
            ],
        }

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return {each.figure: each.code for each in self.settlement.rules.plan.lines}

    def _difference(self, employee: str, figure: str) -> PaidDifference | None:
        paid = self.sheet.amounts[figure].get(employee)
        settled, missing = self._settled(employee, figure)
        difference = None if missing else self._less(settled, paid)
        if difference is not None and not difference:
            return None
        row = self.settlement.row_of(employee)
        return PaidDifference(
            employee=employee,
            pay_code=self._codes.get(figure, ""),
            figure=figure,
            label=self.settlement.results.plan.label_of(figure),
            paid=paid,
            settled=settled,
            missing=missing,
            difference=difference,
            provisional=self.settlement.is_provisional(figure, row),
            causes=whys_of(self.settlement, employee, figure),
        )

    def _settled(self, employee: str, figure: str) -> tuple[Decimal | None, str]:
        """Return what is settled, and why it is missing; one not due is no line."""
        value = self.settlement.value(employee, figure)
        if isinstance(value, Missing):
            return None, "" if value is Missing.NOT_DUE else value.value
        return (value.amount, "") if isinstance(value, Money) else (None, "")

    def _less(self, settled: Decimal | None, paid: Decimal | None) -> Decimal:
        amounts = ([settled] if settled is not None else []) + (
            [paid.copy_negate()] if paid else []
        )
        return sum_of(amounts, self.settlement.rules.currency)

    def _total(self, figure: str, paid: Mapping[str, Decimal]) -> PaidTotal:
        currency = self.settlement.rules.currency
        found = (self._settled(each, figure)[0] for each in self.settlement.employees)
        return PaidTotal(
            pay_code=self._codes.get(figure, ""),
            figure=figure,
            label=self.settlement.results.plan.label_of(figure),
            paid=sum_of(paid.values(), currency),
            settled=sum_of((each for each in found if each is not None), currency),
        )

    def _alone(self, name: str, label: Label, amounts: Iterable[Decimal]) -> Alone:
        amount = sum_of(amounts, self.settlement.rules.currency)
        return Alone(name=name, label=label, amount=amount)


def compare_paid(settlement: Settlement, rows: Iterable[Mapping[str, object]]) -> ParallelMonth:
    """Return what was paid held against a settlement. Raises ``DataError`` for wrong rows."""
    sheet, findings = read_paid(settlement, rows)
    if has_errors(findings):
        raise DataError(findings)
    return ParallelMonth(settlement=settlement, sheet=sheet, diagnostics=findings)


def _difference_data(each: PaidDifference) -> dict[str, Any]:
    return {
        "employee": each.employee,
        "pay_code": each.pay_code,
        "figure": each.figure,
        "paid": _amount(each.paid),
        "settled": _amount(each.settled),
        "missing": each.missing,
        "difference": _amount(each.difference),
        "provisional": each.provisional,
        "causes": [one.to_dict() for one in each.causes],
    }


def _alone_data(each: Alone) -> dict[str, str]:
    return {"name": each.name, "amount": str(each.amount)}


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)
