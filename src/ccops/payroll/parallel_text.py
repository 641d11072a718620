"""A parallel month in words: differences with their causes, who and what only one side has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Label, Locale, message
from ccops.payroll.asking import known_locale
from ccops.settlement import write_value
from ccops.values import Missing, Money, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from ccops.payroll.parallel import Alone, PaidDifference, ParallelMonth


def write_parallel(parallel: ParallelMonth, locale: str) -> Iterator[str]:
    """Return the lines of a comparison. Raises ``UnknownNameError`` for a locale without words."""
    return _Writer(parallel, known_locale(locale)).lines()


class _Writer:
    def __init__(self, parallel: ParallelMonth, locale: Locale) -> None:
        self._parallel = parallel
        self._locale = locale
        self._currency = parallel.settlement.rules.currency

    def lines(self) -> Iterator[str]:
        found = self._parallel
        yield self._say(
            "parallel-head",
            period=found.settlement.period,
            paid=len(found.sheet.employees),
            settled=len(found.settlement.employees),
        )
        if found.is_same:
            yield self._say("parallel-same")
        for each in found.differences:
            yield from self._difference(each)
        yield from self._alone("parallel-people-paid", found.people_paid)
        yield from self._alone("parallel-people-settled", found.people_settled)
        yield from self._alone("parallel-lines-paid", found.lines_paid)
        yield from self._alone("parallel-lines-settled", found.lines_settled)
        for total in found.totals:
            yield self._say(
                "parallel-total",
                line=self._line(total.pay_code, total.figure, total.label),
                paid=self._money(total.paid),
                settled=self._money(total.settled),
            )

    def _difference(self, each: PaidDifference) -> Iterator[str]:
        told: dict[str, object] = {
            "employee": each.employee,
            "line": self._line(each.pay_code, each.figure, each.label),
            "paid": self._money(each.paid),
            "settled": self._money(each.settled),
        }
        if each.missing:
            unit = Unit.MONEY
            told["settled"] = write_value(Missing(each.missing), unit, locale=self._locale)
            yield self._say("parallel-line-open", **told)
        else:
            yield self._say("parallel-line", difference=self._signed(each.difference), **told)
        for cause in each.causes:
            yield f"  {cause.text(self._parallel.settlement, self._locale)}"

    def _alone(self, key: str, listed: Iterable[Alone]) -> Iterator[str]:
        named = [f"{self._name(each)} {self._money(each.amount)}" for each in listed]
        if named:
            yield self._say(key, count=len(named), listed=", ".join(named))

    def _name(self, each: Alone) -> str:
        label = each.label.in_locale(self._locale)
        return f"{each.name} {label}" if label else each.name

    def _line(self, code: str, figure: str, label: Label) -> str:
        words = label.in_locale(self._locale) or figure
        return f"{code} {words}" if code else words

    def _money(self, amount: Decimal | None) -> str:
        if amount is None:
            return self._say("parallel-nothing")
        return write_value(Money(self._currency, amount), Unit.MONEY, locale=self._locale)

    def _signed(self, amount: Decimal | None) -> str:
        return (
            f"+{self._money(amount)}" if amount is not None and amount > 0 else self._money(amount)
        )

    def _say(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self._locale)
