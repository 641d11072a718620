"""The figures of star pay: the months that count, the grade, and what is paid of it when."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label, Text
from ccops.pay.account import AccountPolicy
from ccops.plan import (
    Definition,
    RankFigure,
    RowFigure,
    TableFigure,
    Usable,
    declared_rounding,
    rank_key,
)
from ccops.values import Unit, Unrounded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.pay.bonus import BonusPolicy
    from ccops.pay.star import StarPayPolicy
    from ccops.plan import Cadence, RankRule, Surroundings
    from ccops.rules import ColumnRule

_MONTHS: Final = Label(zh="计入的期数", en="periods that count")
_ENOUGH: Final = Label(zh="期数足够", en="enough periods count")
_SCORE: Final = Label(zh="平均得分", en="mean score")
_RANK: Final = Label(zh="名次", en="place")
_RATE: Final = Label(zh="标准", en="rate")
_GRANTED: Final = Label(zh="本次评定", en="granted")
_DUE: Final = Label(zh="待发", en="still to be paid")


class Pays(enum.Enum):
    """What the amount of the table is: for each period it is paid in, for all of them, or once."""

    PER_MONTH = "per_month"
    SPREAD = "spread"
    ONCE = "once"


def bonus_like(name: Text, around: Surroundings) -> BonusPolicy | None:
    """Return the bonus a policy is like, if there is one of that name."""
    found: BonusPolicy | None = around.rules.get("bonuses", {}).get(name.value)
    return found


def takes_over(bonus: BonusPolicy, average: Text, around: Surroundings) -> bool:
    """Say whether a mean of ``average`` can go through the table of a bonus.

    One column reads that score, the other a place, of a rank whose keys are names.
    """
    ranks = around.rules.get("ranks", {})
    reads = [_read(each) for each in bonus.columns]
    ranked = [name for name in reads if name in ranks]
    keys = [rank_key(text)[0].value for name in ranked for text in ranks[name].order]
    others = set(reads) - {average.value, *ranked}
    return average.value in reads and len(ranked) == 1 and not others and all(map(_is_name, keys))


def _read(column: ColumnRule) -> str:
    text: Text = column.reads if column.places_of is None else column.places_of
    return text.value


def _is_name(key: str) -> bool:
    return key.isidentifier()


class StarFigures:
    """What one star pay adds to a plan, from the bonus it is like."""

    def __init__(
        self, rule: StarPayPolicy, bonus: BonusPolicy, cadence: Cadence, around: Surroundings
    ) -> None:
        self.rule = rule
        self.bonus = bonus
        self.cadence = cadence
        self.around = around

    def listed(self) -> tuple[Definition, ...]:
        """Return all of them in the order in which they follow from one another."""
        return (
            self._months(),
            self._enough(),
            self._score(),
            *self._ranks(),
            *self._rates(),
            self._granted(),
            *self._account(),
            self._row(self.rule.name, f"{self._name('due')}_used", unit=Unit.MONEY, paid=True),
        )

    # -- the months -------------------------------------------------------------------------

    def _months(self) -> RowFigure:
        """Return how many periods count; one whose score is awaited will."""
        formula = f"count_last({self.rule.counts.value}, {self.cadence.every}, at_least=1)"
        if self.rule.awaits is not None:
            formula += f" + (1 if {self.rule.awaits.value} else 0)"
        return self._row(self._name("months"), formula, part=_MONTHS, unit=Unit.COUNT)

    def _enough(self) -> RowFigure:
        months, every = self._name("months"), self.cadence.every
        formula = f"{months} >= {self.rule.needs}"
        if self.rule.skips is not None:
            skipped = f"count_last({self.rule.skips.value}, {every}, at_least=1)"
            formula += f" or ({months} >= 1 and {months} + {skipped} >= {every})"
        return self._row(self._name("enough"), formula, part=_ENOUGH, unit=Unit.FLAG)

    def _score(self) -> RowFigure:
        """Return the mean; not known before the score of this period is, where it is awaited."""
        score = self.rule.average.value
        formula = self._mean(score)
        if self.rule.awaits is not None:
            formula = f"{score} if {self.rule.awaits.value} else {formula}"
        made = self._row(self._name("score"), formula, part=_SCORE, unit=Unit.POINTS)
        return attrs.evolve(
            made,
            rounding=declared_rounding(self.rule.rounding),
            unrounded=self.rule.rounding is Unrounded.NONE,
            cadence=self.cadence,
        )

    def _mean(self, of: str) -> str:
        skip = f"not {self.rule.counts.value}"
        return f"mean_last({of}, {self.cadence.every}, at_least=1, skip={skip})"

    # -- the grade --------------------------------------------------------------------------

    def _ranks(self) -> Iterator[RankFigure]:
        """Yield the rank of the bonus once more: by means, among those who have enough."""
        ranks = self.around.rules.get("ranks", {})
        for each in self.bonus.columns:
            name = _read(each)
            if name in ranks:
                yield self._rank(ranks[name])

    def _rank(self, like: RankRule) -> RankFigure:
        group = self.rule.eligibility
        return attrs.evolve(
            like.definition(self.around),
            name=self._name("rank"),
            population=self.rule.among,
            label=self._label(_RANK),
            origin=self.rule.origin,
            policy=self.rule.name,
            cadence=self.cadence,
            order=tuple(map(self._key, like.order)),
            barred_by=self.around.eligibility[group.value].reasons() if group else (),
        )

    def _key(self, text: Text) -> Text:
        read, direction = rank_key(text)
        own = read.value == self.rule.average.value
        mean = self._name("score") if own else self._mean(read.value)
        return attrs.evolve(text, value=f"{mean} {direction}".strip())

    def _rates(self) -> Iterator[Definition]:
        """Yield what the table of the bonus pays for the mean, before and after eligibility."""
        like = attrs.evolve(
            self.bonus,
            name=self._name("rate"),
            population=self.rule.population,
            label=self._label(_RATE),
            origin=self.rule.origin,
            eligibility=self.rule.eligibility,
            unranked=self.rule.unranked or self.bonus.unranked,
            columns=tuple(map(self._column, self.bonus.columns)),
            shares=self.rule.shares,
            rounding=self.bonus.rounding if self.rule.shares else None,
        )
        for each in like.figures(self.around):
            made = attrs.evolve(each, policy=self.rule.name, cadence=self.cadence)
            if isinstance(made, TableFigure):
                made = attrs.evolve(made, table_of=self.bonus.name)
            yield made

    def _column(self, column: ColumnRule) -> ColumnRule:
        read = _read(column)
        name = self._name("score" if read == self.rule.average.value else "rank")
        if column.places_of is not None:
            return attrs.evolve(column, places_of=Text(name, column.places_of.span))
        return attrs.evolve(column, reads=Text(name, column.reads.span))

    # -- what is paid -----------------------------------------------------------------------

    def _granted(self) -> RowFigure:
        rate = self._name("rate")
        is_each = self.rule.pays is Pays.PER_MONTH
        formula = f"{self.cadence.every} * {rate}" if is_each else rate
        made = self._row(self._name("granted"), formula, part=_GRANTED, unit=Unit.MONEY)
        return attrs.evolve(made, cadence=self.cadence)

    def _account(self) -> Iterator[Definition]:
        is_once = self.rule.pays is Pays.ONCE
        periods = "1 period" if is_once else f"{self.cadence.every} periods"
        span = self.rule.origin.span
        account = AccountPolicy(
            name=self._name("due"),
            label=self._label(_DUE),
            population=self.rule.paid_to,
            unit=Unit.MONEY,
            posted=Text(self._name("granted"), span),
            use_over=Text(periods, span),
            usable=Usable.NEXT_PERIOD,
            lapse=Text("never", span),
            stop_on=self.rule.stop_on,
            origin=self.rule.origin,
        )
        for each in account.figures(self.around):
            yield attrs.evolve(each, policy=self.rule.name)

    # -- making them ------------------------------------------------------------------------

    def _name(self, part: str) -> str:
        return f"{self.rule.name}_{part}"

    def _label(self, part: Label) -> Label:
        return self.rule.label.followed_by(part)

    def _row(
        self, name: str, formula: str, *, unit: Unit, part: Label | None = None, paid: bool = False
    ) -> RowFigure:
        """Return a figure whose formula the policy made; its findings stand at the rule."""
        return RowFigure(
            name=name,
            population=self.rule.paid_to if paid else self.rule.population,
            label=self._label(part) if part else self.rule.label,
            origin=self.rule.origin,
            policy=self.rule.name,
            formula=Text(formula, self.rule.origin.span),
            unit=unit,
            named_at={},
        )
