"""Corrected periods told to people: which settlement became which, and what changed by it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from ccops.facts import short_digest
from ccops.frozen import frozen
from ccops.messages import Locale, listed
from ccops.pay import Posted
from ccops.settlement.words.writing import write_value
from ccops.values import Money, Unit, minor_scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.facts import CorrectedLine
    from ccops.settlement.settled.settlement import Settlement  # noqa: TC004 - a circle otherwise


@frozen(kw_only=True)
class CorrectionWords:
    """Tells what a posted fact is made of: ``say`` finds the words, ``named`` names figures."""

    settlement: Settlement
    say: Callable[..., str]
    named: Callable[[str], str]
    locale: Locale

    def is_posted(self, fact: str) -> bool:
        """Say whether a fact is one that corrected periods give."""
        return fact in self._posted

    @cached_property
    def _posted(self) -> frozenset[str]:
        policies = self.settlement.rules.corrections
        return frozenset(policy.fact_of(each) for policy in policies for each in Posted)

    def lines(self, employee: str, fact: str) -> Iterator[str]:
        """Yield the corrected periods behind a fact of somebody, and his lines that changed."""
        corrections = self.settlement.results.facts.corrections
        behind = [each for each in corrections if each.amount(fact, employee)]
        for each in behind:
            before, after = short_digest(each.before), short_digest(each.after)
            yield self.say("explain-correction", period=each.period, before=before, after=after)
            for line in each.lines.get(employee, ()):
                yield self._line(line)
        if not behind:
            yield self.say("explain-correction-none")

    def _line(self, line: CorrectedLine) -> str:
        told = {"figure": self.named(line.figure), "amount": self._signed(line.amount)}
        if not line.because:
            return self.say("explain-correction-moved", **told)
        because = listed(self.named(each) if each else "-" for each in line.because)
        return self.say("explain-correction-line", because=because, **told)

    def _signed(self, amount: int) -> str:
        currency = self.settlement.rules.currency
        scale = minor_scale(currency)
        money = Money(currency, f"{amount}E-{len(str(scale)) - 1}")
        written = write_value(money, Unit.MONEY, locale=self.locale)
        return f"+{written}" if amount > 0 else written
