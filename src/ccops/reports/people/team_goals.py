"""Team goals: for the center and each team its goals and targets, what is missing, and why."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.facts import GROUP_POPULATIONS, GroupKind
from ccops.plan import RowStep
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Fact,
    Facts,
    Paragraph,
    Part,
    Section,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.floor_cells import limit_text, met_cell, value_cell
from ccops.reports.parts.foot import foot_of
from ccops.reports.parts.readings import Readings
from ccops.reports.parts.unfolding import Told, Unfolder
from ccops.reports.people.appraisal_form import points_cell
from ccops.settlement import Settlement
from ccops.values import NotApplicable, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction

    from ccops.organization import GoalRule, LimitRule, TargetRule

_KINDS: Final = (GroupKind.CENTER, GroupKind.TEAM)


@attrs.frozen
class TeamGoalsKind:
    """The center first, then each team: for those who lead it, and for whoever asks them."""

    name: str = "team-goals"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],  # noqa: ARG002 - people stand in it by number alone
        subjects: Sequence[str] | None = None,  # noqa: ARG002 - it is about groups
    ) -> Document:
        """Return the report. Raises ``UnknownNameError`` for a locale without words."""
        words = Words.of(locale)
        sections = [
            _Group(settlement, settlement.of(kind.value), kind, group, words).section()
            for kind in _KINDS
            if kind in settlement.groups
            for group in settlement.of(kind.value).employees
        ]
        return Document(
            kind=self.name,
            title=words.say("team-goals", period=settlement.period),
            locale=locale,
            sections=tuple(each for each in sections if each.parts),
            foot=foot_of(settlement, words),
        )


TEAM_GOALS: Final = TeamGoalsKind()


def _limit_of(limits: Sequence[LimitRule], kind: GroupKind) -> LimitRule | None:
    """Return the limit of a kind of group, if there is one."""
    return next((x for x in limits if GROUP_POPULATIONS.get(x.population.value) is kind), None)


@attrs.frozen(eq=False)
class _Group:
    """One team, or the center, in the making; ``about`` is the settlement asked by such groups."""

    settlement: Settlement
    about: Settlement
    kind: GroupKind
    group: str
    words: Words

    def section(self) -> Section:
        is_center = self.kind is GroupKind.CENTER
        say = self.words.say
        title = say("the-center") if is_center else say("the-team", team=self.group)
        return Section(
            id=f"{self.kind.value}-{self.group}", title=title, parts=tuple(self._parts())
        )

    def _parts(self) -> Iterator[Part]:
        goals, targets = tuple(self._goals()), tuple(self._targets())
        if goals:
            yield self._goal_table(goals)
            yield from self._following(goals)
            yield from filter(None, (self._not_there(goal) for goal, _ in goals))
        if targets:
            yield self._target_table(targets)
        shown = [x.name for x, _ in goals] + [x.name for x, _ in targets]
        told = Told()
        yield from (self._unfolding(each, told) for each in shown)
        traces = (self.about.trace(self.group, each) for each in shown)
        yield from Readings(self.about, self.words).facts(traces)

    def _value(self, name: str) -> Cell:
        if self.about.unit_of(name) is Unit.POINTS:
            return points_cell(self.about, self.group, name, self.words)
        return value_cell(self.about, self.group, name, self.words)

    def _label(self, name: str) -> str:
        return self.words.head(self.about.results.plan.label_of(name), name)

    def _met(self, name: str) -> Cell:
        cell = met_cell(self.about, self.group, name, self.words)
        return attrs.evolve(cell, explain=self._why(name))

    # -- goals ------------------------------------------------------------------------------

    def _goals(self) -> Iterator[tuple[GoalRule, LimitRule]]:
        """Yield the goals that are asked of the group in the period, with its limit."""
        for goal in self.settlement.rules.aims.goals:
            limit = _limit_of(goal.limits, self.kind)
            if limit is not None and self._is_asked(goal.name):
                yield goal, limit

    def _is_asked(self, name: str) -> bool:
        about = self.about
        known = about.has_name(name)
        return known and not isinstance(about.value(self.group, name), NotApplicable)

    def _goal_table(self, goals: Sequence[tuple[GoalRule, LimitRule]]) -> Table:
        say, number = self.words.say, ColumnKind.NUMBER
        return Table(
            id=f"goals-{self.kind.value}-{self.group}",
            caption=say("floor-goals"),
            columns=(
                Column(id="goal", title=say("goal")),
                Column(id="counted", title=say("goal-counted"), kind=number),
                Column(id="reached", title=say("goal-reached"), kind=number),
                Column(id="share", title=say("goal-share"), kind=ColumnKind.PERCENT),
                Column(id="limit", title=say("goal-limit")),
                Column(id="more", title=say("goal-more"), kind=number),
                Column(id="met", title=say("goal-met")),
            ),
            rows=tuple(
                (
                    text_cell(self.words.head(goal.label, goal.name)),
                    *(self._value(f"{goal.name}_{x}") for x in ("counted", "reached", "share")),
                    text_cell(limit_text(limit, self.about, self.words)),
                    self._more(goal, limit),
                    self._met(goal.name),
                )
                for goal, limit in goals
            ),
        )

    def _more(self, goal: GoalRule, limit: LimitRule) -> Cell:
        """Return how many people more are needed for the goal; a dash where it is not known."""
        counted, reached = (
            self.about.value(self.group, f"{goal.name}_{x}") for x in ("counted", "reached")
        )
        share = self._level(limit)
        if not isinstance(counted, int) or not isinstance(reached, int) or share is None:
            return Cell(text="–", tone=Tone.MISSING)
        wanted = share * counted
        strict = limit.words[0][0] == "more_than"
        least = math.floor(wanted) + 1 if strict else math.ceil(wanted)
        more = max(0, least - reached)
        return Cell(text=str(more), value=more)

    def _level(self, limit: LimitRule) -> Fraction | None:
        found = self.about.rules.plan.constants.get(limit.level.value)
        if not limit.is_upward or found is None or found.constant is None:
            return None
        return found.constant.number

    def _following(self, goals: Sequence[tuple[GoalRule, LimitRule]]) -> Iterator[Facts]:
        """Yield what else the pack says of the goals: the gain, and where they stand."""
        known = {f"{goal.name}{x}" for goal, _ in goals for x in ("", "_share")}
        facts = [
            Fact(label=self._label(key.name), value=self._word(key.name))
            for key, step in self.about.results.plan.figures.items()
            if isinstance(step, RowStep)
            and key.name not in known
            and known & {each.name for each in step.readings.values()}
            and self._is_asked(key.name)
        ]
        if facts:
            yield Facts(facts=tuple(facts))

    def _word(self, name: str) -> Cell:
        cell = self._value(name)
        is_word = isinstance(cell.value, str) and self.about.unit_of(name) is Unit.WORD
        return attrs.evolve(cell, text=self.words.word(cell.text)) if is_word else cell

    def _not_there(self, goal: GoalRule) -> Paragraph | None:
        """Return the staff numbers of those who are not there yet (S2-04)."""
        step = self.about.gathering(f"{goal.name}_counted")
        if step is None or self.kind is GroupKind.CENTER:
            return None
        asked = sorted(self.about.members_of(self.group, step))
        absent = [x for x in asked if self.settlement.value(x, goal.name) is False]
        if not absent:
            return None
        listed = self.words.say("listed").join(absent)
        text = self.words.say("goal-not-there", count=len(absent), people=listed)
        return Paragraph(text=text, tone=Tone.MUTED)

    # -- targets ----------------------------------------------------------------------------

    def _targets(self) -> Iterator[tuple[TargetRule, LimitRule]]:
        """Yield the targets of the group, with its limit."""
        for target in self.settlement.rules.aims.targets:
            limit = _limit_of(target.cohorts, self.kind)
            if limit is not None and self._is_asked(target.name):
                yield target, limit

    def _target_table(self, targets: Sequence[tuple[TargetRule, LimitRule]]) -> Table:
        say = self.words.say
        return Table(
            id=f"targets-{self.kind.value}-{self.group}",
            caption=say("goal-targets"),
            columns=(
                Column(id="target", title=say("target")),
                Column(id="value", title=say("form-measured"), kind=ColumnKind.NUMBER),
                Column(id="limit", title=say("goal-limit")),
                Column(id="met", title=say("goal-met")),
            ),
            rows=tuple(
                (
                    text_cell(
                        self.words.head(target.label, target.name),
                        note=say(f"target-{target.kind.value}"),
                    ),
                    self._value(target.of.value),
                    text_cell(limit_text(limit, self.about, self.words)),
                    self._met(target.name),
                )
                for target, limit in targets
            ),
        )

    # -- why --------------------------------------------------------------------------------

    def _why(self, name: str) -> str:
        return f"why-{self.kind.value}-{self.group}-{name}"

    def _unfolding(self, name: str, told: Told) -> Unfolding:
        unfolder = Unfolder(settlement=self.about, words=self.words)
        step = unfolder.explanation(self.about.trace(self.group, name), self._label(name), told)
        return Unfolding(id=self._why(name), step=step)
