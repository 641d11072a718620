"""What a ladder adds to the plan: flags for every need, the proposal, and the level proposed."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Final

import attrs

from ccops.career.graph import falls, ways_down, ways_up
from ccops.career.levels import ExitRule, LevelRule, NeedRule, Outcome
from ccops.messages import Label, Origin, Text
from ccops.plan import Definition, Reason, RowFigure
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.career.ladders import LadderRule


class Proposal(enum.Enum):
    """What a ladder proposes for somebody. ``review``: a person must decide."""

    PROMOTE = "promote"
    HOLD = "hold"
    DEMOTE = "demote"
    STAND_BY = "stand_by"
    REVIEW = "review"


#: The reason code of somebody whose level is none of the ladder.
OFF_LADDER: Final = "off_ladder"
#: The reason code of too few days in the level before.
LEAST_TIME: Final = "least_time"
_LEADS_TO: Final = {
    Outcome.DEMOTE: Proposal.DEMOTE,
    Outcome.STAND_BY: Proposal.STAND_BY,
    Outcome.EXIT: Proposal.REVIEW,
}


def ladder_figures(ladder: LadderRule) -> tuple[Definition, ...]:
    """Return the figures of a ladder ``g``, each a flag unless said otherwise.

    ``g_L_entry_c``, ``g_L_keep_c`` and ``g_L_exit_c`` say whether a condition of level ``L``
    holds. ``g_L_lacks_c``: the need does not hold yet for somebody below ``L``; ``g_L_lost_c``
    and ``g_L_hit_c``: it holds no more, or it hits, for somebody in ``L``. ``g_L_ready``: every
    need of ``L`` holds for somebody below it. ``g_proposal`` and ``g_target`` are words.
    """
    return tuple(_Figures(ladder).all()) if ladder.levels else ()


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

    def all(self) -> Iterator[Definition]:
        concerns = tuple(each for level in self.ladder.levels for each in self._concerns(level))
        stranger = self._stranger()
        reached = [level for level in self.ladder.levels if self._below(level)]
        for each in concerns:
            yield each.condition
            yield each.flag
        yield stranger.flag
        yield from map(self._ready, reached)
        reasons = tuple(each.reason for each in (*concerns, stranger))
        yield attrs.evolve(self._proposal(concerns, reached), reasons=reasons)
        yield self._target(reached)

    # -- what matters for whom ----------------------------------------------------------------

    def _concerns(self, level: LevelRule) -> Iterator[_Concern]:
        below = self._below(level)
        if below:
            for need in self._needs(level):
                yield self._concern(level, need, ("entry", "lacks"), f"{_any(below)} and not {{}}")
        for need in level.keep:
            found = self._concern(level, need, ("keep", "lost"), f"{self._is(level)} and not {{}}")
            yield attrs.evolve(found, leads_to=Proposal.DEMOTE)
        for each in level.exit:
            found = self._concern(level, each, ("exit", "hit"), f"{self._is(level)} and {{}}")
            yield attrs.evolve(found, leads_to=_LEADS_TO[each.outcome])

    def _needs(self, level: LevelRule) -> tuple[NeedRule, ...]:
        """Return the needs of a level, the time in the level before first."""
        if level.least_time is None or self.ladder.since is None:
            return level.entry
        asked = f"period_end - {self.ladder.since.value} >= {level.least_time.value}"
        time = NeedRule(
            name=LEAST_TIME,
            label=Label(zh="在原级天数", en="days in the level before"),
            is_=Text(asked, level.least_time.span),
            origin=level.origin,
        )
        return (time, *level.entry)

    def _concern(
        self, level: LevelRule, rule: NeedRule | ExitRule, kinds: tuple[str, str], test: str
    ) -> _Concern:
        label = level.label.followed_by(rule.label)
        holds, matters = (f"{self._name(level)}_{kind}_{rule.name}" for kind in kinds)
        written = rule.is_ if isinstance(rule, NeedRule) else rule.if_
        condition = self._figure(holds, written, label=label, origin=rule.origin)
        flag = self._made(matters, test.format(holds), label=label, origin=rule.origin)
        reason = Reason(code=rule.name, flag=matters, label=label, origin=rule.origin)
        return _Concern(condition, flag, reason)

    def _stranger(self) -> _Concern:
        """Return the flag of somebody whose level is none of the ladder."""
        name, label = f"{self.ladder.name}_{OFF_LADDER}", _OFF_LADDER_LABEL
        formula = f"not {_any(self._is(level) for level in self.ladder.levels)}"
        flag = self._made(name, formula, label=label, origin=self.ladder.origin)
        reason = Reason(code=OFF_LADDER, flag=name, label=label, origin=self.ladder.origin)
        return _Concern(flag, flag, reason)

    # -- what follows from it -----------------------------------------------------------------

    def _ready(self, level: LevelRule) -> RowFigure:
        lacks = (f"not {self._name(level)}_lacks_{need.name}" for need in self._needs(level))
        return self._made(
            f"{self._name(level)}_ready",
            " and ".join([_any(self._below(level)), *lacks]),
            label=level.label.followed_by(Label(zh="条件均满足", en="every need holds")),
            origin=level.origin,
        )

    def _proposal(self, concerns: Iterable[_Concern], reached: Iterable[LevelRule]) -> RowFigure:
        """Return the proposal: what leads out or down comes before what leads up."""
        hits = {Proposal.PROMOTE: [f"{self._name(level)}_ready" for level in reached]}
        for each in concerns:
            if each.leads_to is not None:
                hits.setdefault(each.leads_to, []).append(each.flag.name)
        formula = f"'{Proposal.HOLD.value}'"
        for found in (Proposal.PROMOTE, Proposal.DEMOTE, Proposal.STAND_BY, Proposal.REVIEW):
            if hits.get(found):
                formula = f"'{found.value}' if {' or '.join(hits[found])} else {formula}"
        label = self.ladder.label.followed_by(Label(zh="建议", en="proposal"))
        origin = self.ladder.origin
        return self._made(self._proposed, formula, label=label, origin=origin, unit=Unit.WORD)

    def _target(self, reached: Iterable[LevelRule]) -> RowFigure:
        """Return the level proposed: the one somebody has where nothing is to change."""
        formula = self.ladder.level.value
        for level in self.ladder.levels:
            below = ways_down(self.ladder).get(level.name)
            if below is not None and falls(level):
                test = f"{self._proposed} == '{Proposal.DEMOTE.value}' and {self._is(level)}"
                formula = f"'{below}' if {test} else {formula}"
        for level in reversed(list(reached)):
            ready = f"{self._name(level)}_ready"
            test = f"{self._proposed} == '{Proposal.PROMOTE.value}' and {ready}"
            formula = f"'{level.name}' if {test} else {formula}"
        return self._made(
            f"{self.ladder.name}_target",
            formula,
            label=self.ladder.label.followed_by(Label(zh="建议等级", en="level proposed")),
            origin=self.ladder.origin,
            unit=Unit.WORD,
        )

    # -- names and tests ----------------------------------------------------------------------

    @property
    def _proposed(self) -> str:
        return f"{self.ladder.name}_proposal"

    def _name(self, level: LevelRule) -> str:
        return f"{self.ladder.name}_{level.name}"

    def _is(self, level: LevelRule) -> str:
        return f"{self.ladder.level.value} == '{level.name}'"

    def _below(self, level: LevelRule) -> tuple[str, ...]:
        """Return the tests for the levels from which one may enter a level."""
        up = ways_up(self.ladder)
        return tuple(self._is(each) for each in self.ladder.levels if level.name in up[each.name])

    def _made(
        self, name: str, formula: str, *, label: Label, origin: Origin, unit: Unit = Unit.FLAG
    ) -> RowFigure:
        """Return a figure whose formula the ladder made; its findings stand at the rule."""
        written = Text(formula, origin.span)
        figure = self._figure(name, written, label=label, origin=origin, unit=unit)
        return attrs.evolve(figure, named_at={})

    def _figure(
        self, name: str, formula: Text, *, label: Label, origin: Origin, unit: Unit = Unit.FLAG
    ) -> RowFigure:
        return RowFigure(
            name=name,
            population=self.ladder.population,
            label=label,
            origin=origin,
            policy=self.ladder.name,
            formula=formula,
            unit=unit,
        )


_OFF_LADDER_LABEL: Final = Label(zh="等级不在本序列", en="level not on the ladder")


def _any(tests: Iterable[str]) -> str:
    listed = tuple(tests)
    return listed[0] if len(listed) == 1 else f"({' or '.join(listed)})"
