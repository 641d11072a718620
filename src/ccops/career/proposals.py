"""What a ladder adds to the plan: flags for every need, the proposal, and the level proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.career.graph import falls, ways_down
from ccops.career.ladder_figures import LACKING, LadderFigures, any_of
from ccops.career.levels import ExitRule, LevelRule, NeedRule, Outcome
from ccops.career.outcomes import Proposal
from ccops.career.posts import post_figures
from ccops.career.trials import ON_TRIAL, trial_figures
from ccops.messages import Label, Text
from ccops.plan import Definition, Reason, RowFigure
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.career.ladders import LadderRule


#: The reason code of somebody whose level is none of the ladder.
OFF_LADDER: Final = "off_ladder"
#: The reason code of too few days in the level before.
LEAST_TIME: Final = "least_time"
_LEADS_TO: Final = {
    Outcome.DEMOTE: Proposal.DEMOTE,
    Outcome.STAND_BY: Proposal.STAND_BY,
    Outcome.REVIEW: Proposal.REVIEW,
}
#: What the flag is called that says for whom a condition matters now.
_MATTERS: Final = {
    "lacks": LACKING,
    "lost": Label(zh="已不满足", en="no longer met"),
    "hit": Label(zh="已发生", en="has come about"),
}


def ladder_figures(ladder: LadderRule) -> tuple[Definition, ...]:
    """Return the figures of a ladder ``g``, each a flag unless said otherwise.

    ``g_L_entry_c``, ``g_L_keep_c`` and ``g_L_exit_c`` say whether a condition of level ``L``
    holds. ``g_L_lacks_c``: the need does not hold yet for somebody below ``L``; ``g_L_lost_c``
    and ``g_L_hit_c``: it holds no more, or it hits, for somebody in ``L``. ``g_L_ready``: every
    need of ``L`` holds for somebody below it; ``g_L_reserve``: every one but those that the
    reserve list may lack. ``g_proposal`` and ``g_target`` are words. Trials and posts add their
    own. Conditions are asked in every period, so that everybody sees what he still lacks; who is
    ready, and what is proposed, there is in reviews alone.
    """
    return tuple(_Figures(ladder).all()) if ladder.levels else ()


def needs_of(ladder: LadderRule, level: LevelRule) -> tuple[NeedRule, ...]:
    """Return the needs of a level, the time in the level before first."""
    if level.least_time is None or ladder.since is None:
        return level.entry
    asked = f"period_end - {ladder.since.value} >= {level.least_time.value}"
    time = NeedRule(
        name=LEAST_TIME,
        label=Label(zh="在原级天数", en="days in the level before"),
        is_=Text(asked, level.least_time.span),
        origin=level.origin,
    )
    return (time, *level.entry)


@attrs.frozen
class _Concern:
    """A condition of a level, and the flag that says for whom it matters now."""

    condition: RowFigure
    flag: RowFigure
    reason: Reason
    leads_to: Proposal | None = None


class _Figures:
    """Makes the figures of one ladder."""

    def __init__(self, ladder: LadderRule) -> None:
        self.ladder = ladder
        self.figures = LadderFigures(ladder)
        self.reviews = LadderFigures(ladder, ladder.cadence)
        self.proposal = self.figures.called("proposal")
        self.reached = [each for each in ladder.levels if self.figures.is_below(each)]

    def all(self) -> Iterator[Definition]:
        concerns = tuple(each for level in self.ladder.levels for each in self._concerns(level))
        for each in concerns:
            yield each.condition
            yield each.flag
        others = tuple(self._others())
        yield from (each.flag for each in others)
        for level in self.reached:
            yield self._ready(level)
            if level.reserve:
                yield self._reserve(level)
        reasons = tuple(each.reason for each in (*concerns, *others))
        yield attrs.evolve(self._proposal(concerns), reasons=reasons)
        yield self._target()
        yield from trial_figures(self.ladder, self.reached)
        yield from post_figures(self.ladder)

    # -- what matters for whom ----------------------------------------------------------------

    def _concerns(self, level: LevelRule) -> Iterator[_Concern]:
        here = self.figures.is_in(level)
        if level in self.reached:
            below = any_of(self.figures.is_below(level))
            for need in needs_of(self.ladder, level):
                yield self._concern(level, need, ("entry", "lacks"), f"{below} and not {{}}")
        for need in level.keep:
            found = self._concern(level, need, ("keep", "lost"), f"{here} and not {{}}")
            yield attrs.evolve(found, leads_to=Proposal.DEMOTE)
        for each in level.exit:
            found = self._concern(level, each, ("exit", "hit"), f"{here} and {{}}")
            yield attrs.evolve(found, leads_to=_LEADS_TO[each.outcome])

    def _concern(
        self, level: LevelRule, rule: NeedRule | ExitRule, kinds: tuple[str, str], test: str
    ) -> _Concern:
        label = level.label.followed_by(rule.label)
        holds, matters = (self.figures.called(level.name, kind, rule.name) for kind in kinds)
        condition = self.figures.of_rule(holds, rule, label)
        called = label.followed_by(_MATTERS[kinds[1]])
        flag = self.figures.made(matters, test.format(holds), label=called, origin=rule.origin)
        reason = Reason(code=rule.name, flag=matters, label=label, origin=rule.origin)
        return _Concern(condition, flag, reason)

    def _others(self) -> Iterator[_Concern]:
        """Yield what keeps somebody where he is whatever a level asks."""
        stranger = f"not {any_of(map(self.figures.is_in, self.ladder.levels))}"
        yield self._own_concern(OFF_LADDER, stranger, _OFF_LADDER_LABEL)
        if self.ladder.trial_periods:
            running = f"{self.figures.called('trial')} > 0"
            yield self._own_concern(ON_TRIAL, running, _ON_TRIAL_LABEL)

    def _own_concern(self, code: str, formula: str, label: Label) -> _Concern:
        name, origin = self.figures.called(code), self.ladder.origin
        flag = self.figures.made(name, formula, label=label, origin=origin)
        return _Concern(flag, flag, Reason(code=code, flag=name, label=label, origin=origin))

    # -- what follows from it -----------------------------------------------------------------

    def _ready(self, level: LevelRule) -> RowFigure:
        names = [need.name for need in needs_of(self.ladder, level)]
        label = Label(zh="条件均满足", en="every need holds")
        return self._below_with(level, "ready", names, label)

    def _reserve(self, level: LevelRule) -> RowFigure:
        spared = {each.value for each in level.reserve}
        names = [each.name for each in needs_of(self.ladder, level) if each.name not in spared]
        return self._below_with(
            level, "reserve", names, Label(zh="储备", en="on the reserve list")
        )

    def _below_with(
        self, level: LevelRule, kind: str, needs: Iterable[str], label: Label
    ) -> RowFigure:
        """Return the flag of whoever is below a level and lacks none of some needs."""
        tests = [any_of(self.figures.is_below(level))]
        tests += [f"not {self.figures.called(level.name, 'lacks', need)}" for need in needs]
        if self.ladder.trial_periods:
            tests.append(f"not {self.figures.called(ON_TRIAL)}")
        name, called = self.figures.called(level.name, kind), level.label.followed_by(label)
        return self.reviews.made(name, " and ".join(tests), label=called, origin=level.origin)

    def _proposal(self, concerns: Iterable[_Concern]) -> RowFigure:
        """Return the proposal: what leads out or down comes before what leads up."""
        ready = [self.figures.called(level.name, "ready") for level in self.reached]
        hits = {Proposal.PROMOTE: ready}
        for each in concerns:
            if each.leads_to is not None:
                hits.setdefault(each.leads_to, []).append(each.flag.name)
        formula = f"'{Proposal.HOLD.value}'"
        for found in (Proposal.PROMOTE, Proposal.DEMOTE, Proposal.STAND_BY, Proposal.REVIEW):
            if hits.get(found):
                formula = f"'{found.value}' if {' or '.join(hits[found])} else {formula}"
        return self._word(self.proposal, formula, Label(zh="建议", en="proposal"))

    def _target(self) -> RowFigure:
        """Return the level proposed: the one somebody has where nothing is to change."""
        formula = self.ladder.level.value
        for level in self.ladder.levels:
            below = ways_down(self.ladder).get(level.name)
            if below is not None and falls(level):
                demoted = f"{self.proposal} == '{Proposal.DEMOTE.value}'"
                formula = f"'{below}' if {demoted} and {self.figures.is_in(level)} else {formula}"
        promoted = f"{self.proposal} == '{Proposal.PROMOTE.value}'"
        for level in reversed(self.reached):
            ready = self.figures.called(level.name, "ready")
            formula = f"'{level.name}' if {promoted} and {ready} else {formula}"
        label = Label(zh="建议等级", en="level proposed")
        return self._word(self.figures.called("target"), formula, label)

    def _word(self, name: str, formula: str, label: Label) -> RowFigure:
        whole, origin = self.ladder.label.followed_by(label), self.ladder.origin
        return self.reviews.made(name, formula, label=whole, origin=origin, unit=Unit.WORD)


_OFF_LADDER_LABEL: Final = Label(zh="等级不在本序列", en="level not on the ladder")
_ON_TRIAL_LABEL: Final = Label(zh="本期仍在试岗期内", en="this period still belongs to the trial")
