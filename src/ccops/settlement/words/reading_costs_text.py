"""The costs of the readings of a question in words: one line a reading, then the pay codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.errors import UnknownNameError
from ccops.messages import LOCALES, Locale, aligned, format_money, message, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.settlement.revised.reading_costs import ReadingCost, ReadingCosts
    from ccops.values import Money

_TAKEN: Final = "*"
_NONE: Final = "-"


def write_costs(costs: ReadingCosts, locale: str) -> Iterator[str]:
    """Yield what a month costs under each reading.

    Raises ``UnknownNameError`` for a locale without words.
    """
    if locale not in LOCALES:
        raise UnknownNameError("locale", locale, nearest(locale, LOCALES))
    yield from _Writer(costs, locale).lines()


class _Writer:
    def __init__(self, costs: ReadingCosts, locale: Locale) -> None:
        self._costs = costs
        self._locale = locale

    def lines(self) -> Iterator[str]:
        found = self._costs
        asks = found.asks.in_locale(self._locale)
        yield self._say("costs-head", choice=found.choice, asks=asks)
        yield self._say("costs-month", period=found.period, employees=found.employees)
        yield ""
        yield from aligned([self._names(), *map(self._row, found.readings)], right=range(1, 4))
        yield ""
        yield from aligned(self._by_code(), right=range(2, 2 + len(found.readings)))
        if found.taken:
            yield self._say("costs-taken", reading=found.taken)
        else:
            yield self._say("costs-open")
        for each in found.readings:
            if each.unknown:
                yield self._say("costs-unknown", reading=each.reading, count=each.unknown)

    def _names(self) -> list[str]:
        words = ("reading", "total", "difference", "moved")
        return [self._say(f"costs-{each}") for each in words]

    def _row(self, cost: ReadingCost) -> list[str]:
        is_taken = cost.reading == self._costs.taken
        if cost.difference is None or is_taken:
            return [self._called(cost), self._money(cost.total), _NONE, _NONE]
        sign = "+" if cost.difference.amount > 0 else ""
        difference = f"{sign}{self._money(cost.difference)}"
        return [self._called(cost), self._money(cost.total), difference, str(len(cost.moved))]

    def _called(self, cost: ReadingCost) -> str:
        called = cost.called.in_locale(self._locale)
        return self._marked(cost, f"{called} [{cost.reading}]" if called else cost.reading)

    def _named(self, cost: ReadingCost) -> str:
        return self._marked(cost, cost.reading)

    def _marked(self, cost: ReadingCost, name: str) -> str:
        return f"{name} {_TAKEN}" if cost.reading == self._costs.taken else name

    def _by_code(self) -> Iterator[list[str]]:
        """Yield a row for each pay code that comes to anything under some reading."""
        readings = self._costs.readings
        yield [self._say("costs-code"), self._say("costs-line"), *map(self._named, readings)]
        for code, label in self._costs.codes.items():
            found = [each.by_code.get(code) for each in readings]
            if any(each is not None and each.amount for each in found):
                amounts = [_NONE if each is None else self._money(each) for each in found]
                yield [code, label.in_locale(self._locale), *amounts]

    def _money(self, amount: Money) -> str:
        return format_money(amount.amount, amount.currency, locale=self._locale)

    def _say(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self._locale)
