"""The figures of an award: whether its condition holds, how long, who is best, what is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label, Text
from ccops.plan import (
    CENTER,
    Definition,
    Gathering,
    IfNone,
    MembersFigure,
    RankFigure,
    Reason,
    RowFigure,
    declared_rounding,
    scopes_of,
)
from ccops.rules.places import PlacesRounding
from ccops.rules.ranges import parse_range
from ccops.rules.ranks import Barred
from ccops.values import Scalar, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.pay.award import AwardPolicy, BestRule, RunRule
    from ccops.plan import Surroundings

_MET: Final = Label(zh="条件满足", en="the condition holds")
_UNMET: Final = Label(zh="条件未满足", en="the condition does not hold")
_RUN: Final = Label(zh="连续期数", en="periods running")
_LEFT: Final = Label(zh="带入下期的连续期数", en="periods running that the next begins with")
_RANK: Final = Label(zh="名次", en="place")
_BEFORE: Final = Label(zh="上期未满名额", en="places left of the period before")
_PLACES: Final = Label(zh="名额", en="places")
_UNFILLED: Final = Label(zh="未满名额", en="places nobody fills")
#: The word for the greatest amount in the formula of an award with a cap.
_MOST: Final = "most_of_award"


class AwardFigures:
    """What one award adds to a plan."""

    def __init__(self, rule: AwardPolicy, around: Surroundings) -> None:
        self.rule = rule
        self.around = around
        group = around.eligibility.get(rule.eligibility.value) if rule.eligibility else None
        self.reasons = group.reasons() if group else ()

    def listed(self) -> tuple[Definition, ...]:
        """Return all of them in the order in which they follow from one another."""
        rule = self.rule
        met = self._row(self._name("met"), rule.if_.value, part=_MET, unit=Unit.FLAG)
        return (
            attrs.evolve(met, formula=rule.if_, named_at=None),
            *(self._running(rule.run) if rule.run else ()),
            *(self._ranked(rule.best) if rule.best else ()),
            *(self._places(rule.best) if rule.best and rule.best.unfilled else ()),
            self._paid(),
            *(self._left(rule.run) if rule.run else ()),
        )

    # -- periods running --------------------------------------------------------------------

    def _running(self, run: RunRule) -> Iterator[RowFigure]:
        """Yield for how many periods the condition holds by now; a skipped one changes nothing."""
        before = f"coalesce(previous({self._name('left')}), 0)"
        formula = f"{before} + 1 if {self._name('met')} else 0"
        if run.skips is not None:
            formula = f"{before} if {run.skips.value} else ({formula})"
        yield self._row(self._name("run"), formula, part=_RUN, unit=Unit.COUNT)

    def _left(self, run: RunRule) -> Iterator[RowFigure]:
        """Yield what the next period begins with: nothing once the run is paid."""
        formula = self._name("run")
        if run.restart.value == "after_payment":
            formula = f"0 if {self.rule.name} > no_pay else {formula}"
        yield self._row(self._name("left"), formula, part=_LEFT, unit=Unit.COUNT)

    # -- the best ---------------------------------------------------------------------------

    def _ranked(self, best: BestRule) -> Iterator[Definition]:
        """Yield the rank of those who meet the condition and are not barred."""
        unmet = self._row(
            self._name("unmet"), f"not {self._name('met')}", part=_UNMET, unit=Unit.FLAG
        )
        yield unmet
        missed = Reason(
            code=unmet.name, flag=unmet.name, label=unmet.label, origin=self.rule.origin
        )
        yield RankFigure(
            name=self._name("rank"),
            population=self.rule.population,
            label=self.rule.label.followed_by(_RANK),
            origin=best.origin,
            policy=self.rule.name,
            order=best.order,
            ties=best.ties,
            unknown=best.unknown,
            barred=Barred.LEAVE,
            places=PlacesRounding.EXACT,
            scope=scopes_of(best.scope),
            barred_by=(*self.reasons, missed),
        )

    def _places(self, best: BestRule) -> Iterator[Definition]:
        """Yield how many may win, and how many of these places nobody fills.

        Everybody knows how many were left before; who was not there then learns it of the rest.
        """
        places = best.winners.value
        if best.unfilled is not None and best.unfilled.value == "carry_over":
            before, others = self._name("before"), self._name("before_others")
            left = f"coalesce(previous({self._name('unfilled')}), 0)"
            yield self._row(before, left, part=_BEFORE, unit=Unit.COUNT)
            yield MembersFigure(
                name=others,
                population=self.rule.population,
                label=self.rule.label.followed_by(_BEFORE),
                origin=self.rule.origin,
                policy=self.rule.name,
                gathering=Gathering.GREATEST,
                figure=Text(before, self.rule.origin.span),
                of=self.rule.population,
                over=CENTER,
                if_none=IfNone.ZERO,
            )
            places = f"{places} + max({before}, {others})"
        yield self._row(self._name("places"), places, part=_PLACES, unit=Unit.COUNT)
        size, places = f"{self._name('rank')}_size", self._name("places")
        unfilled = f"{places} - {size} if {size} < {places} else 0"
        yield self._row(self._name("unfilled"), unfilled, part=_UNFILLED, unit=Unit.COUNT)

    # -- what is paid -----------------------------------------------------------------------

    def _paid(self) -> RowFigure:
        barred = " or ".join(each.flag for each in self.reasons)
        formula = f"{self._amount()} if {self._earned()} else no_pay"
        if barred:
            formula = f"no_pay if {barred} else ({formula})"
        made = self._row(self.rule.name, formula, unit=Unit.MONEY)
        named = (self.rule.amount, *((self.rule.per,) if self.rule.per else ()), *self.rule.shares)
        return attrs.evolve(
            made,
            population=self.rule.paid_to or self.rule.population,
            reasons=self.reasons,
            constants=self._most(),
            rounding=declared_rounding(self.rule.rounding),
            named_at={each.value: each.span for each in named},
        )

    def _earned(self) -> str:
        tests = [self._name("met")]
        if self.rule.run is not None:
            if self.rule.run.skips is not None:
                tests.append(f"not {self.rule.run.skips.value}")
            tests.append(f"{self._name('run')} >= {self.rule.run.periods}")
        if self.rule.best is not None:
            rank = self._name("rank")
            places = self.rule.best.winners.value
            if self.rule.best.unfilled is not None:
                places = self._name("places")
            tests.append(f"known({rank}) and {rank} <= {places}")
        return " and ".join(tests)

    def _amount(self) -> str:
        amount = self.rule.amount.value
        if self._most():
            amount = f"min({amount}, {_MOST})"
        counted = (self.rule.per,) if self.rule.per else ()
        return " * ".join((*(each.value for each in counted), amount, *self._shares()))

    def _shares(self) -> tuple[str, ...]:
        return tuple(each.value for each in self.rule.shares)

    def _most(self) -> dict[str, Scalar]:
        """Return the end of the range where that caps the amount."""
        if self.rule.range is None or self.rule.range.beyond.value != "cap":
            return {}
        most = parse_range(self.rule.range.within, unit=Unit.MONEY)[0].high
        if most is None:
            return {}
        return {_MOST: Scalar(Unit.MONEY, most, self.around.currency)}

    # -- making them ------------------------------------------------------------------------

    def _name(self, part: str) -> str:
        return f"{self.rule.name}_{part}"

    def _row(self, name: str, formula: str, *, unit: Unit, part: Label | None = None) -> RowFigure:
        """Return a figure whose formula the policy made; its findings stand at the rule."""
        return RowFigure(
            name=name,
            population=self.rule.population,
            label=self.rule.label.followed_by(part) if part else self.rule.label,
            origin=self.rule.origin,
            policy=self.rule.name,
            formula=Text(formula, self.rule.origin.span),
            unit=unit,
            named_at={},
        )
