"""The careers of a month: its ladders and last places, read off a settlement, with their days."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Final

import attrs

from ccops.career import (
    LadderRule,
    LastPlaceRule,
    LastPlaceStage,
    PayFrom,
    Proposal,
    TrialOutcome,
    level_times,
    ways_up,
)
from ccops.career.gaps import gaps_of
from ccops.career.proposals import OFF_LADDER, needs_of
from ccops.career.reviews import (
    Careers,
    LadderReview,
    LastPlace,
    LastPlaces,
    Need,
    Standing,
)
from ccops.career.trials import ON_TRIAL
from ccops.facts import Assignment, Employee
from ccops.frozen import frozen
from ccops.plan import RowStep
from ccops.settlement.settled.settlement import Settlement
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.career import LevelRule
    from ccops.messages import Label
    from ccops.values import PeriodDays

_ONE_DAY: Final = dt.timedelta(days=1)


def careers_of(
    settlement: Settlement,
    employees: tuple[Employee, ...],
    assignments: tuple[Assignment, ...],
) -> Careers:
    """Return how everybody stands on every ladder of a pack, and with last places.

    Raises ``SettlementError`` where one of these rests on a decision nobody took.
    """
    rules = settlement.rules.careers
    named = {*(each.name for each in rules.ladders), *(each.name for each in rules.last_places)}
    if not named.isdisjoint(settlement.rules.left_out):
        settlement.rules.refuse_undecided()
    asked = _Asked(settlement, employees, assignments)
    return Careers(
        period=settlement.period,
        ladders=tuple(map(asked.ladder, rules.ladders)),
        last_places=tuple(map(asked.last_places, rules.last_places)),
    )


def trials_of(settlement: Settlement, employee: str) -> tuple[tuple[LadderRule, Standing], ...]:
    """Return the trials somebody is on, each with its ladder: their days, and when pay moves.

    Raises ``UnknownNameError`` for an employee who is not settled.
    """
    asked, found = _Asked(settlement, (), ()), list[tuple[LadderRule, Standing]]()
    row = settlement.row_of(employee)
    for rule in settlement.rules.careers.ladders:
        is_of = settlement.results.column_at(f"{rule.name}_{OFF_LADDER}", row) is not None
        standing = _Standings(asked, rule).on_trial(employee) if is_of else None
        if standing is not None and standing.trial_from is not None:
            found.append((rule, standing))
    return tuple(found)


@frozen(eq=False)
class _Asked:
    """A settlement that is asked for careers."""

    settlement: Settlement
    employees: tuple[Employee, ...]
    assignments: tuple[Assignment, ...]

    @property
    def _days(self) -> PeriodDays:
        return self.days_after(0)

    def days_after(self, periods: int) -> PeriodDays:
        """Return the days of the period so many after this one, in the default calendar."""
        rules = self.settlement.rules
        return rules.period.earlier(-periods).days(rules.default_calendar)

    def ladder(self, rule: LadderRule) -> LadderReview:
        """Return one ladder with whoever is of its population."""
        cadence, label = rule.cadence, self.settlement.period
        least = self._constant(rule.least_history.value) if rule.least_history else 0
        times = (
            level_times(rule, self.employees, self.assignments, on=self._days.last, least=least)
            if least
            else ()
        )
        period = self.settlement.rules.period
        ahead = (period.earlier(-number).label for number in range(1, _YEARS))
        return LadderReview(
            ladder=rule.name,
            label=rule.label,
            is_due=cadence is None or cadence.is_due(label),
            next_review=next(x for x in ahead if cadence is None or cadence.is_due(x)),
            standings=tuple(_Standings(self, rule).all()),
            levels=tuple((each.name, each.label) for each in rule.levels),
            posts=tuple((each.name, each.label) for each in rule.posts),
            agreed=rule.agreed.value if rule.agreed else "",
            times=times,
        )

    def last_places(self, rule: LastPlaceRule) -> LastPlaces:
        """Return everybody with whom it does not stand at ``clear``."""
        name, days = rule.name, self._constant(rule.training_days.value)
        first = self._days.last + _ONE_DAY
        found = []
        for employee in self.people_with(f"{name}_stage"):
            stage = self.settlement.value(employee, f"{name}_stage")
            months = self.settlement.value(employee, f"{name}_months")
            if not isinstance(stage, str) or stage == LastPlaceStage.CLEAR.value:
                continue
            trains = stage in {"stand_by", "second_training"}
            found.append(
                LastPlace(
                    employee=employee,
                    stage=stage,
                    months=months if isinstance(months, int) else 0,
                    training_from=first if trains else None,
                    training_until=first + dt.timedelta(days=days - 1) if trains else None,
                )
            )
        return LastPlaces(rule=name, label=rule.label, entries=tuple(found))

    def people_with(self, figure: str) -> Iterator[str]:
        """Yield the employees who have a figure of a name."""
        results = self.settlement.results
        for row, employee in enumerate(self.settlement.employees):
            if results.column_at(figure, row) is not None:
                yield employee

    def _constant(self, name: str) -> int:
        found = self.settlement.results.plan.constants[name].constant
        return int(found.number) if found is not None else 0


#: How far ahead the next review is looked for: more periods than a cadence may have.
_YEARS: Final = 62


@frozen(eq=False)
class _Standings:
    """How everybody stands on one ladder."""

    asked: _Asked
    rule: LadderRule

    @cached_property
    def _up(self) -> dict[str, tuple[str, ...]]:
        return dict(ways_up(self.rule))

    def all(self) -> Iterator[Standing]:
        """Yield the standing of everybody of its population, by employee."""
        levels = {each.name: each for each in self.rule.levels}
        for employee in self.asked.people_with(self._name(OFF_LADDER)):
            yield self._standing(employee, levels)

    def on_trial(self, employee: str) -> Standing | None:
        """Return the trial somebody is on with its days; ``None`` for whoever is on none."""
        trial = self._trial(employee)
        if trial in (None, TrialOutcome.NO_TRIAL):
            return None
        level = self._value(employee, self.rule.level.value)
        known = level if isinstance(level, str | Missing) else Missing.NOT_MEASURED
        return self._dated(Standing(employee=employee, level=known, proposal=None))

    def _standing(self, employee: str, levels: dict[str, LevelRule]) -> Standing:
        level = self._value(employee, self.rule.level.value)
        own = levels.get(level) if isinstance(level, str) else None
        above = [levels[name] for name in self._up[own.name]] if own else []
        made = Standing(
            employee=employee,
            level=level if isinstance(level, str | Missing) else Missing.NOT_MEASURED,
            proposal=self._proposal(employee),
            target=self._word(employee, "target"),
            reasons=tuple(self._reasons(employee, own)),
            lacks=tuple(each for level in above for each in self._lacks(employee, level)),
            reserve=tuple(x.name for x in above if self._holds(employee, x.name, "reserve")),
            posts=tuple(x.name for x in self.rule.posts if self._holds(employee, "post", x.name)),
        )
        return self._dated(made)

    def _proposal(self, employee: str) -> Proposal | Missing | None:
        found = self._value(employee, self._name("proposal"))
        if isinstance(found, Missing):
            return found
        return Proposal(found) if isinstance(found, str) else None

    # -- needs ----------------------------------------------------------------------------------

    def _lacks(self, employee: str, level: LevelRule) -> Iterator[Need]:
        """Yield the needs of a level above that do not hold, or of which nobody knows."""
        for need in needs_of(self.rule, level):
            yield from self._need(employee, level, need.name, ("entry", "lacks"))

    def _reasons(self, employee: str, own: LevelRule | None) -> Iterator[Need]:
        if own is None:
            yield Need(code=OFF_LADDER, level="", label=self._label(OFF_LADDER))
            return
        for need in own.keep:
            yield from self._need(employee, own, need.name, ("keep", "lost"))
        for each in own.exit:
            yield from self._need(employee, own, each.name, ("exit", "hit"))
        for level in self.rule.levels if self._trial(employee) is TrialOutcome.FAILED else ():
            for need in level.tried_by if self._holds(employee, level.name, "trying") else ():
                yield from self._need(employee, level, need.name, ("trial", "failed"))
        if self.rule.trial_periods and self._holds(employee, ON_TRIAL):
            yield Need(code=ON_TRIAL, level="", label=self._label(ON_TRIAL))

    def _need(
        self, employee: str, level: LevelRule, code: str, kinds: tuple[str, str]
    ) -> Iterator[Need]:
        """Yield a condition whose flag says that it matters for somebody, with its gaps."""
        holds, matters = (self._name(level.name, kind, code) for kind in kinds)
        hits = self._value(employee, matters)
        if hits is False:
            return
        results, row = self.asked.settlement.results, self.asked.settlement.row_of(employee)
        found = results.column_at(holds, row)
        step = found.step if found is not None else None
        tells = kinds[0] != "exit" or isinstance(hits, Missing)
        gaps = gaps_of(step, results, row) if tells and isinstance(step, RowStep) else ()
        yield Need(code=code, level=level.name, label=self._label_of(holds), gaps=gaps)

    # -- days -----------------------------------------------------------------------------------

    def _dated(self, made: Standing) -> Standing:
        """Return a standing with the days of its trial, and from when the level proposed is paid.

        A step down moves pay on the first day of the period after, a promotion on the first day
        after its trial, or of its trial where the ladder says so.
        """
        trial, length = self._trial(made.employee), self.rule.trial_periods
        early = self.rule.pay_from is PayFrom.TRIAL_START
        next_first = self.asked.days_after(1).first
        first: dt.date | None = None
        until: dt.date | None = None
        pays: dt.date | None = None
        match made.proposal, trial:
            case (_, TrialOutcome.RUNNING | TrialOutcome.PASSED | TrialOutcome.FAILED):
                run = self._value(made.employee, self._name("trial"))
                begun = run - 1 if isinstance(run, int) else 0
                first = self.asked.days_after(-begun).first
                until = self.asked.days_after(length - 1 - begun).last
                pays = first if early else until + _ONE_DAY
                pays = None if trial is TrialOutcome.FAILED else pays
            case (Proposal.PROMOTE, _) if length:
                first, until = next_first, self.asked.days_after(length).last
                pays = first if early else until + _ONE_DAY
            case (Proposal.PROMOTE | Proposal.DEMOTE, _):
                pays = next_first
        return attrs.evolve(
            made,
            trial=trial,
            trial_level=self._word(made.employee, "trial_level") if first is not None else None,
            trial_from=first,
            trial_until=until,
            pay_from=pays,
        )

    def _trial(self, employee: str) -> TrialOutcome | None:
        found = self._word(employee, "trial_outcome") if self.rule.trial_periods else None
        return TrialOutcome(found) if found is not None else None

    # -- values and names -----------------------------------------------------------------------

    def _name(self, *parts: str) -> str:
        return "_".join([self.rule.name, *parts])

    def _value(self, employee: str, name: str) -> object:
        return self.asked.settlement.value(employee, name)

    def _word(self, employee: str, *parts: str) -> str | None:
        found = self._value(employee, self._name(*parts))
        return found if isinstance(found, str) else None

    def _holds(self, employee: str, *parts: str) -> bool:
        name = self._name(*parts)
        return self.asked.settlement.has_name(name) and self._value(employee, name) is True

    def _label(self, *parts: str) -> Label:
        return self._label_of(self._name(*parts))

    def _label_of(self, figure: str) -> Label:
        return self.asked.settlement.results.plan.label_of(figure)
