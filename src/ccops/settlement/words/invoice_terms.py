"""What a line of an invoice is billed by, in the words of the contract: prices, targets, caps."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final, assert_never

from ccops.messages import LOCALES, Label, Locale, message
from ccops.projects.bands import BandReach
from ccops.projects.fees import Billing
from ccops.projects.invoice_lines import LineKind
from ccops.projects.levels import Operator
from ccops.settlement.words.writing import write_scalar
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ccops.projects import ClientContractPolicy, InvoiceLine
    from ccops.projects.bands import BandRule
    from ccops.projects.fees import FeeRule
    from ccops.projects.levels import KpiRule

    Labels = Callable[[str], Label]

#: What one of what is counted is called, where a price is for one.
_EACH: Final = {
    Billing.PER_SEAT: "seat",
    Billing.PACKAGE: "one",
    Billing.PER_CALL: "one",
    Billing.PER_MINUTE: "minute",
    Billing.PER_STARTED_MINUTE: "started",
    Billing.COMMISSION: "one",
}


def terms_of(contract: ClientContractPolicy, line: InvoiceLine, labels: Labels) -> Label:
    """Return what a line is billed by, in every language; ``labels`` calls what is counted."""
    told = {each: _Terms(contract, each, labels).of(line) for each in LOCALES}
    return Label(zh=told["zh_CN"], en=told["en"], zh_TW=told["zh_TW"])


class _Terms:
    def __init__(self, contract: ClientContractPolicy, locale: Locale, labels: Labels) -> None:
        self._contract = contract
        self._locale = locale
        self._labels = labels

    def of(self, line: InvoiceLine) -> str:
        """Return the terms of a line."""
        name = line.figure.removeprefix(f"{self._contract.name}_")
        match line.kind:
            case LineKind.FEE:
                rules = {f"fee_{each.name}": each for each in self._contract.fees}
                return self._listed(self._fee(rules[name]))
            case LineKind.PENALTY:
                return self._listed(self._penalty(self._level(name, "penalty")))
            case LineKind.BONUS:
                return self._bonus(self._level(name, "bonus"))
            case LineKind.EARN_BACK:
                return self._earn_back(self._level(name, "given_back"))
            case LineKind.RELIEF:
                cap = self._contract.penalty_cap
                return self._say("invoice-relief", cap=self._shown(cap) if cap else "-")
            case _:
                assert_never(line.kind)

    def _level(self, name: str, part: str) -> KpiRule:
        names = {f"{each.name}_{part}": each for each in self._contract.levels}
        return names[name]

    # -- fees -------------------------------------------------------------------------------

    def _fee(self, fee: FeeRule) -> Iterator[str]:
        if fee.billing is Billing.PACKAGE and fee.amount is not None:
            included = self._number(fee.included or 0)
            yield self._say("invoice-package", amount=self._shown(fee.amount), included=included)
            yield self._say("invoice-beyond", bands=self._bands(fee))
        else:
            yield self._bands(fee)
        if fee.reduced is not None and fee.deadband is not None:
            told = {"share": self._shown(fee.deadband), "price": self._shown(fee.reduced)}
            yield self._say("invoice-reduced", **told)
        if fee.least is not None:
            yield self._say("invoice-least", amount=self._shown(fee.least))

    def _bands(self, fee: FeeRule) -> str:
        first, *others = (self._price(each, fee) for each in fee.bands)
        starts = (self._shown(each.starts) for each in fee.bands[1:])
        further = [
            self._say("invoice-band", start=start, price=price)
            for start, price in zip(starts, others, strict=True)
        ]
        if further:
            is_slices = fee.reach is BandReach.SLICES
            further.append(self._say("invoice-slices" if is_slices else "invoice-whole"))
        return self._listed([first, *further])

    def _price(self, band: BandRule, fee: FeeRule) -> str:
        rate = self._shown(band.rate)
        if band.share is not None:
            return self._say("invoice-share", share=rate)
        if fee.per is not None:
            return self._say("invoice-per", price=rate, per=self._number(fee.per))
        return self._say(f"invoice-each-{_EACH[fee.billing]}", price=rate)

    # -- service levels -----------------------------------------------------------------------

    def _penalty(self, level: KpiRule) -> Iterator[str]:
        told = {
            "target": self._limit(level, level.target),
            "step": self._shown(level.step),
            "share": self._shown(level.penalty_pct),
            "cap": self._shown(level.cap_pct),
        }
        yield self._say(f"invoice-steps-{level.steps.value}", **told)
        if level.needs is not None:
            label = self._labels(level.needs.of.value).in_locale(self._locale)
            least = self._number(level.needs.at_least)
            yield self._say("invoice-needs", label=label, least=least)

    def _bonus(self, level: KpiRule) -> str:
        rule = level.bonus
        if rule is None:
            return ""
        told = {
            "limit": self._limit(level, rule.above),
            "step": self._shown(rule.step),
            "share": self._shown(rule.bonus_pct),
            "cap": self._shown(rule.cap_pct),
        }
        return self._say("invoice-bonus", **told)

    def _earn_back(self, level: KpiRule) -> str:
        rule = level.earn_back
        if rule is None:
            return ""
        told = {
            "periods": str(rule.periods),
            "limit": self._limit(level, rule.above),
            "share": self._shown(rule.share),
        }
        return self._say("invoice-earn-back", **told)

    def _limit(self, level: KpiRule, scalar: Scalar) -> str:
        is_least = level.operator is Operator.AT_LEAST
        key = "invoice-at-least" if is_least else "invoice-at-most"
        return self._say(key, limit=self._shown(scalar))

    # -- words ----------------------------------------------------------------------------------

    def _shown(self, scalar: Scalar) -> str:
        if scalar.unit is Unit.NUMBER:
            scalar = Scalar(Unit.QUANTITY, scalar.number)
        return write_scalar(scalar, locale=self._locale)

    def _number(self, number: int) -> str:
        return self._shown(Scalar(Unit.QUANTITY, Fraction(number)))

    def _listed(self, texts: list[str] | Iterator[str]) -> str:
        return self._say("invoice-and").join(texts)

    def _say(self, key: str, **told: str) -> str:
        return message(key, told, locale=self._locale)
