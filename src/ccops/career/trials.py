"""Trials: a promotion begins with one, and is taken back if what the trial asks does not hold.

A trial begins in the period after the one whose review proposed the promotion, and there are
figures of it in every period, whenever reviews are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.career.ladder_figures import LACKING, LadderFigures
from ccops.career.outcomes import PayFrom, Proposal, TrialOutcome
from ccops.messages import Label
from ccops.plan import Reason
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.career.ladders import LadderRule
    from ccops.career.levels import LevelRule, NeedRule
    from ccops.plan import Definition, RowFigure


#: The reason code of somebody who is not promoted because a trial runs.
ON_TRIAL: Final = "on_trial"


def trial_figures(ladder: LadderRule, reached: Sequence[LevelRule]) -> tuple[Definition, ...]:
    """Return the figures of the trials of a ladder, of every period; none without a trial."""
    return tuple(_Trials(ladder).all(reached)) if ladder.trial_periods else ()


class _Trials:
    """Makes the figures of trials of one ladder."""

    def __init__(self, ladder: LadderRule) -> None:
        self.ladder = ladder
        self.figures = LadderFigures(ladder)
        self.run = self.figures.called("trial")
        self.level = self.figures.called("trial_level")

    def all(self, reached: Sequence[LevelRule]) -> Iterator[Definition]:
        yield from map(self._promoted, reached)
        yield self._run(reached)
        yield from map(self._trying, reached)
        yield self._level(reached)
        reasons: list[Reason] = []
        for level in reached:
            for need in level.tried_by:
                condition, flag = self._asked(level, need)
                reasons.append(
                    Reason(
                        code=need.name, flag=flag.name, label=condition.label, origin=need.origin
                    )
                )
                yield from (condition, flag)
        yield attrs.evolve(self._outcome(reasons), reasons=tuple(reasons))
        yield self._paid()

    def _promoted(self, level: LevelRule) -> RowFigure:
        """Return the flag that a level is proposed, in the periods in which that is reviewed."""
        proposed, target = self.figures.called("proposal"), self.figures.called("target")
        reviews = LadderFigures(self.ladder, self.ladder.cadence)
        return reviews.made(
            self.figures.called(level.name, "promoted"),
            f"{proposed} == '{Proposal.PROMOTE.value}' and {target} == '{level.name}'",
            label=level.label.followed_by(Label(zh="提议晋升", en="promotion proposed")),
            origin=level.origin,
        )

    def _begins(self, level: LevelRule) -> str:
        before = f"previous({self.figures.called(level.name, 'promoted')})"
        return f"known({before}) and {before}"

    def _run(self, reached: Sequence[LevelRule]) -> RowFigure:
        """Return which period of a trial this is, from 1; 0 for whoever is on none."""
        length, before = self.ladder.trial_periods, f"previous({self.run})"
        goes_on = f"({before} + 1 if known({before}) and 1 <= {before} < {length} else 0)"
        begins = " or ".join(f"({self._begins(each)})" for each in reached)
        rest = goes_on if length > 1 else "0"
        label = Label(zh="试岗第几期", en="period of the trial")
        return self._made(self.run, f"1 if {begins} else {rest}", label, Unit.COUNT)

    def _trying(self, level: LevelRule) -> RowFigure:
        """Return the flag of whoever is on trial in a level."""
        name = self.figures.called(level.name, "trying")
        goes_on = f"{self.run} > 1 and known(previous({name})) and previous({name})"
        rest = f" or ({goes_on})" if self.ladder.trial_periods > 1 else ""
        label = level.label.followed_by(Label(zh="试岗中", en="on trial"))
        formula = f"({self._begins(level)}){rest}"
        return self.figures.made(name, formula, label=label, origin=level.origin)

    def _level(self, reached: Sequence[LevelRule]) -> RowFigure:
        """Return the level on trial; the one somebody has where there is no trial."""
        formula = self.ladder.level.value
        for level in reversed(reached):
            trying = self.figures.called(level.name, "trying")
            formula = f"'{level.name}' if {trying} else {formula}"
        return self._made(
            self.level, formula, Label(zh="试岗等级", en="level on trial"), Unit.WORD
        )

    def _asked(self, level: LevelRule, need: NeedRule) -> tuple[RowFigure, RowFigure]:
        """Return what the trial of a level asks, and the flag that it does not hold at the end."""
        label = level.label.followed_by(need.label)
        condition = self.figures.of_rule(
            self.figures.called(level.name, "trial", need.name), need, label
        )
        trying = self.figures.called(level.name, "trying")
        ends = f"{self.run} == {self.ladder.trial_periods} and {trying}"
        flag = self.figures.made(
            self.figures.called(level.name, "failed", need.name),
            f"{ends} and not {condition.name}",
            label=label.followed_by(LACKING),
            origin=need.origin,
        )
        return condition, flag

    def _outcome(self, reasons: Sequence[Reason]) -> RowFigure:
        failed = " or ".join(each.flag for each in reasons)
        at_end = f"'{TrialOutcome.PASSED.value}'"
        if failed:
            at_end = f"('{TrialOutcome.FAILED.value}' if {failed} else {at_end})"
        formula = (
            f"'{TrialOutcome.NO_TRIAL.value}' if {self.run} == 0 else "
            f"'{TrialOutcome.RUNNING.value}' if {self.run} < {self.ladder.trial_periods} "
            f"else {at_end}"
        )
        label = Label(zh="试岗结果", en="how the trial stands")
        return self._made(self.figures.called("trial_outcome"), formula, label, Unit.WORD)

    def _paid(self) -> RowFigure:
        has = self.ladder.level.value
        early = self.ladder.pay_from is PayFrom.TRIAL_START
        formula = f"{self.level} if {self.run} > 0 else {has}" if early else has
        label = Label(zh="计薪等级", en="level that is paid")
        return self._made(self.figures.called("paid"), formula, label, Unit.WORD)

    def _made(self, name: str, formula: str, label: Label, unit: Unit) -> RowFigure:
        whole, origin = self.ladder.label.followed_by(label), self.ladder.origin
        return self.figures.made(name, formula, label=whole, origin=origin, unit=unit)
