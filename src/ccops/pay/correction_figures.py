"""The figures of corrections: what is posted, what is taken at most, the accounts, the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Label, Text
from ccops.pay.correction_terms import Recovery
from ccops.plan import (
    AccountFigure,
    Beyond,
    Definition,
    RowFigure,
    TotalFigure,
    Usable,
    account_parts,
)
from ccops.values import Rounding, RoundingMode, Unit, minor_scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.pay.correction import CorrectionPolicy

_WAGE: Final = Label(zh="当期工资(不含更正)", en="wage of the period without corrections")
_TO_PAY: Final = Label(zh="本期记入补发", en="posted to be paid")
_TO_RECOVER: Final = Label(zh="本期记入扣回", en="posted to be taken back")
_DUE: Final = Label(zh="待补发", en="still to be paid")
_OWED: Final = Label(zh="待扣回", en="still owed")
_DUE_NOW: Final = Label(zh="本期可补发", en="to be paid now")
_TAKEN: Final = Label(zh="本期最多扣回", en="taken at most")
_RECOVERED: Final = Label(zh="扣回", en="taken back")


class CorrectionFigures:
    """What one correction policy adds to a plan; ``wage`` are the lines that are the wage."""

    def __init__(self, rule: CorrectionPolicy, wage: tuple[Text, ...], currency: str) -> None:
        self.rule = rule
        self.wage = wage
        #: What is taken is never a cent over the cap.
        self.rounding = Rounding(scale=minor_scale(currency), mode=RoundingMode.DOWN)

    def listed(self) -> tuple[Definition, ...]:
        """Return all of them in the order in which they follow from one another."""
        return (
            self._total(),
            self._row("to_pay", " + ".join(self.rule.paid_from), _TO_PAY),
            self._row("to_recover", " + ".join(self.rule.owed_from) or "no_pay", _TO_RECOVER),
            self._row(
                "due_now", f"{self._name('due')}_opening + {self._name('to_pay')}", _DUE_NOW
            ),
            *self._account("due", "to_pay", "due_now", _DUE, self.rule.paid_from),
            self._taken(),
            *self._account("owed", "to_recover", "taken_at_most", _OWED, self.rule.owed_from),
            self._line(self.rule.name, f"{self._name('due')}_used", self.rule.label),
            self._line(
                self.rule.recovered,
                f"no_pay - {self._name('owed')}_used",
                self.rule.label.followed_by(_RECOVERED),
            ),
        )

    def _total(self) -> TotalFigure:
        return TotalFigure(
            name=self._name("wage"),
            population=self.rule.population,
            label=_WAGE,
            origin=self.rule.origin,
            policy=self.rule.name,
            adds=self.wage,
            is_printed=False,
        )

    def _due_now(self) -> RowFigure:
        opening, posted = f"{self._name('due')}_opening", self._name("to_pay")
        return self._row("due_now", f"{opening} + {posted}", _DUE_NOW)

    def _taken(self) -> RowFigure:
        """Return what may be taken in the period; nothing is asked where nothing is owed."""
        wage, owed = self._name("wage"), f"{self._name('owed')}_opening"
        most = f"{wage} * {self.rule.cap.value}"
        if self.rule.has_floor:
            most = f"max(min({most}, {wage} - {self.rule.floor.value}), no_pay)"
        some = f"{owed} + {self._name('to_recover')} > no_pay"
        if self.rule.recover is Recovery.WITH_CONSENT:
            some = f"{some} and coalesce({self.rule.consent}, no)"
        formula = (
            "no_pay" if self.rule.recover is Recovery.NEVER else f"{most} if {some} else no_pay"
        )
        return self._row("taken_at_most", formula, _TAKEN, rounding=self.rounding)

    def _account(
        self, part: str, posted: str, used: str, label: Label, sources: tuple[str, ...]
    ) -> Iterator[Definition]:
        span = self.rule.origin.span
        is_owed = part == "owed"
        account = AccountFigure(
            name=self._name(part),
            population=self.rule.population,
            label=self.rule.label.followed_by(label),
            origin=self.rule.origin,
            policy=self.rule.name,
            unit=Unit.MONEY,
            posted=Text(self._name(posted), span),
            used=Text(self._name(used), span),
            usable=Usable.SAME_PERIOD,
            beyond=Beyond.CUT,
            lapse_after=self.rule.limit_months if is_owed else None,
            sources=sources,
        )
        yield account
        yield from account_parts(account)

    def _row(
        self, part: str, formula: str, label: Label, *, rounding: Rounding | None = None
    ) -> RowFigure:
        return RowFigure(
            name=self._name(part),
            population=self.rule.population,
            label=self.rule.label.followed_by(label),
            origin=self.rule.origin,
            policy=self.rule.name,
            formula=Text(formula, self.rule.origin.span),
            unit=Unit.MONEY,
            rounding=rounding,
            named_at={each.value: each.span for each in (self.rule.cap, self.rule.floor)},
        )

    def _line(self, name: str, formula: str, label: Label) -> RowFigure:
        return RowFigure(
            name=name,
            population=self.rule.population,
            label=label,
            origin=self.rule.origin,
            policy=self.rule.name,
            formula=Text(formula, self.rule.origin.span),
            unit=Unit.MONEY,
            named_at={},
        )

    def _name(self, part: str) -> str:
        return f"{self.rule.name}_{part}"
