"""The floor report: what each team and the center came to, against its targets and goals (S3-09).

It is for those who lead: numbers of groups, and of people only how many met a target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.facts import GROUP_POPULATIONS, GroupKind
from ccops.messages import Label
from ccops.organization import Aims
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Paragraph,
    Part,
    Section,
    Table,
    Tone,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.durations import with_clocks
from ccops.reports.parts.floor_cells import (
    column_kind,
    limit_of_clocks,
    limit_text,
    limits_of_groups,
    met_cell,
    value_cell,
    with_limit,
)
from ccops.settlement import Settlement
from ccops.values import NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.organization import GoalRule, LimitRule, TargetRule, WatchRule
    from ccops.reports.parts.durations import Limit

_PROJECT: Final = GroupKind.PROJECT
_STATES: Final = ("met", "missed", "open", "unknown")


@attrs.frozen
class FloorKind:
    """Teams and the center: watches, targets, goals, and every other figure of theirs."""

    name: str = "floor"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],  # noqa: ARG002 - nobody is named in it
        subjects: Sequence[str] | None = None,  # noqa: ARG002 - it is about groups
    ) -> Document:
        """Return the report. Raises ``UnknownNameError`` for a locale without words."""
        words = Words.of(locale)
        sections = tuple(_Floor.of(settlement, words).sections())
        return Document(
            kind=self.name,
            title=words.say("floor", period=settlement.period),
            locale=locale,
            sections=tuple(each for each in sections if each.parts),
            foot=(words.say("floor-foot"),),
        )


FLOOR: Final = FloorKind()


@attrs.frozen(kw_only=True, eq=False)
class _Floor:
    """The report in the making: ``groups`` are the settlement asked by teams and as a whole."""

    settlement: Settlement
    groups: Mapping[GroupKind, Settlement]
    aims: Aims
    words: Words
    shown: set[str] = attrs.field(factory=set[str])

    @classmethod
    def of(cls, settlement: Settlement, words: Words) -> _Floor:
        groups = {kind: settlement.of(kind.value) for kind in settlement.groups}
        return cls(settlement=settlement, groups=groups, aims=settlement.rules.aims, words=words)

    def sections(self) -> Iterator[Section]:
        for watch in self.aims.watches:
            title = self.words.head(watch.label, watch.name)
            parts = tuple(self._watch(watch))
            yield Section(id=watch.name, title=title, parts=parts)
        yield self._section("floor-targets", self._other_targets())
        yield self._section("floor-goals", self._goals())
        yield self._section("floor-people", self._people())
        yield self._section("floor-figures", self._figures())

    def _section(self, name: str, parts: Iterator[Part]) -> Section:
        return Section(id=name, title=self.words.say(name), parts=tuple(parts))

    # -- targets of groups ------------------------------------------------------------------

    def _watch(self, watch: WatchRule) -> Iterator[Part]:
        """Yield the values looked at together, how many are missed, and what they point to."""
        named = (self.aims.target(each.value) for each in watch.together)
        targets = [each for each in named if each is not None]
        self.shown.update((f"{watch.name}_missed", *map(watch.flag_name, watch.flags)))
        yield from self._target_table(watch.name, targets, watch)

    def _other_targets(self) -> Iterator[Part]:
        watched = {each.value for watch in self.aims.watches for each in watch.together}
        left = [each for each in self.aims.targets if each.name not in watched]
        yield from self._target_table("floor-targets", [x for x in left if limits_of_groups(x)])

    def _target_table(
        self, name: str, targets: Sequence[TargetRule], watch: WatchRule | None = None
    ) -> Iterator[Table]:
        limits = (limit for each in targets for limit in limits_of_groups(each))
        asked = {GROUP_POPULATIONS[each.population.value] for each in limits}
        rows = [
            (
                text_cell(self._group_name(kind, group)),
                *(self._target_cell(each, kind, group) for each in targets),
                *self._flag_cells(watch, kind, group),
            )
            for kind, group in self._every_group()
            if kind in asked
        ]
        self.shown.update(part for each in targets for part in (each.name, each.of.value))
        if targets and rows:
            table = Table(
                id=f"{name}-table",
                caption=self.words.say("floor-compared"),
                columns=(
                    Column(id="group", title=self.words.say("group")),
                    *map(self._target_column, targets),
                    *self._flag_columns(watch),
                ),
                rows=tuple(rows),
            )
            yield with_clocks(table, self.words, limits=self._clock_limits(targets))

    def _target_column(self, target: TargetRule) -> Column:
        limit, about = self._first_limit(target)
        name = target.of.value
        title = self.words.head(about.results.plan.label_of(name), name)
        titled = with_limit(title, limit, about, self.words)
        return Column(id=target.name, title=titled, kind=column_kind(about.unit_of(name)))

    def _clock_limits(self, targets: Sequence[TargetRule]) -> Mapping[str, Limit | None]:
        """Return the limits that are written as the clocks below them, by column."""
        return {each.name: limit_of_clocks(*self._first_limit(each)) for each in targets}

    def _first_limit(self, target: TargetRule) -> tuple[LimitRule, Settlement]:
        """Return the first limit of groups, and the settlement asked by what it is for."""
        limit = limits_of_groups(target)[0]
        return limit, self.groups[GROUP_POPULATIONS[limit.population.value]]

    def _target_cell(self, target: TargetRule, kind: GroupKind, group: str) -> Cell:
        about = self.groups[kind]
        if kind not in {GROUP_POPULATIONS[x.population.value] for x in limits_of_groups(target)}:
            return Cell(text="")
        value = value_cell(about, group, target.of.value, self.words)
        met = met_cell(about, group, target.name, self.words)
        return attrs.evolve(value, note=met.text if met.tone is Tone.PLAIN else "")

    def _flag_columns(self, watch: WatchRule | None) -> Iterator[Column]:
        if watch is not None:
            say = self.words.say
            yield Column(id="missed", title=say("floor-missed"), kind=ColumnKind.NUMBER)
            yield Column(id="flags", title=say("floor-flags"))

    def _flag_cells(self, watch: WatchRule | None, kind: GroupKind, group: str) -> Iterator[Cell]:
        if watch is None:
            return
        if kind is not GROUP_POPULATIONS.get(watch.population.value):
            yield from (Cell(text=""), Cell(text=""))
            return
        about = self.groups[kind]
        yield value_cell(about, group, f"{watch.name}_missed", self.words)
        up = [x for x in watch.flags if about.value(group, watch.flag_name(x)) is True]
        words = self.words.say("listed").join(self.words.head(x.label, x.name) for x in up)
        yield text_cell(words)

    # -- goals ------------------------------------------------------------------------------

    def _goals(self) -> Iterator[Part]:
        for goal in self.aims.goals:
            self.shown.update(
                f"{goal.name}{part}" for part in ("", "_counted", "_reached", "_share")
            )
            rows = tuple(self._goal_rows(goal))
            if rows:
                say = self.words.say
                yield Table(
                    id=goal.name,
                    caption=self.words.head(goal.label, goal.name),
                    columns=(
                        Column(id="group", title=say("group")),
                        Column(id="counted", title=say("goal-counted"), kind=ColumnKind.NUMBER),
                        Column(id="reached", title=say("goal-reached"), kind=ColumnKind.NUMBER),
                        Column(id="share", title=say("goal-share"), kind=ColumnKind.PERCENT),
                        Column(id="limit", title=say("goal-limit")),
                        Column(id="met", title=say("goal-met")),
                    ),
                    rows=rows,
                )
                yield from self._not_there(goal)

    def _goal_rows(self, goal: GoalRule) -> Iterator[tuple[Cell, ...]]:
        """Yield the center and the teams, where the goal is asked in the period."""
        for limit in goal.limits:
            kind = GROUP_POPULATIONS[limit.population.value]
            about = self.groups[kind]
            for group in about.employees:
                if isinstance(about.value(group, goal.name), NotApplicable):
                    continue
                yield (
                    text_cell(self._group_name(kind, group)),
                    *(
                        value_cell(about, group, f"{goal.name}_{part}", self.words)
                        for part in ("counted", "reached", "share")
                    ),
                    text_cell(limit_text(limit, about, self.words)),
                    met_cell(about, group, goal.name, self.words),
                )

    def _not_there(self, goal: GoalRule) -> Iterator[Paragraph]:
        """Yield the staff numbers of those who are not there yet (S2-04)."""
        people = self.settlement.employees
        absent = [each for each in people if self.settlement.value(each, goal.name) is False]
        if absent:
            listed = self.words.say("listed").join(absent)
            text = self.words.say("goal-not-there", count=len(absent), people=listed)
            yield Paragraph(text=text, tone=Tone.MUTED)

    # -- targets of people ------------------------------------------------------------------

    def _people(self) -> Iterator[Part]:
        rows = tuple(
            row
            for target in self.aims.targets
            for limit in target.cohorts
            if limit.population.value not in GROUP_POPULATIONS
            for row in self._of_cohort(target, limit)
        )
        if rows:
            say = self.words.say
            heads = (
                Column(id=each, title=say(f"floor-{each}-people"), kind=ColumnKind.NUMBER)
                for each in _STATES
            )
            yield Table(
                id="people-table",
                caption=say("floor-people-caption"),
                columns=(
                    Column(id="target", title=say("target")),
                    Column(id="cohort", title=say("cohort")),
                    Column(id="limit", title=say("goal-limit")),
                    *heads,
                ),
                rows=rows,
            )

    def _of_cohort(self, target: TargetRule, limit: LimitRule) -> Iterator[tuple[Cell, ...]]:
        """Yield how many of a cohort met a target, missed it, or wait to be judged."""
        population = limit.population.value
        members = self.settlement.results.populations.get(population, ())
        ids = self.settlement.employees
        counts = Counter(self._state(target, ids[row]) for row in members)
        rule = self.settlement.results.plan.definitions.populations.get(population)
        label = self.words.head(rule.label, population) if rule else population
        kind = self.words.say(f"target-{target.kind.value}")
        if counts:
            yield (
                text_cell(self.words.head(target.label, target.name), note=kind),
                text_cell(label),
                text_cell(limit_text(limit, self.settlement, self.words)),
                *(Cell(text=str(counts[each]), value=counts[each]) for each in _STATES),
            )

    def _state(self, target: TargetRule, employee: str) -> str:
        value = self.settlement.value(employee, target.name)
        if value is True:
            is_open = target.pending is not None
            name = f"{target.name}_open"
            return "open" if is_open and self.settlement.value(employee, name) is True else "met"
        return "missed" if value is False else "unknown"

    # -- everything else --------------------------------------------------------------------

    def _figures(self) -> Iterator[Part]:
        """Yield every other figure of groups: a row each, teams and the center side by side.

        Projects stand by themselves, without what their invoices say line by line.
        """
        yield from self._figures_of("figures-table", [x for x in self.groups if x is not _PROJECT])
        yield from self._figures_of("projects-table", [x for x in self.groups if x is _PROJECT])

    def _figures_of(self, table: str, kinds: Sequence[GroupKind]) -> Iterator[Part]:
        groups = [(kind, group) for kind, group in self._every_group() if kind in kinds]
        names = dict.fromkeys(
            name for kind in kinds for name in self._names_of(kind) if name not in self.shown
        )
        rows = tuple(
            (text_cell(self._label(name)), *(self._figure(name, *each) for each in groups))
            for name in names
        )
        if rows:
            heads = (
                Column(id=f"{kind.value}-{group}", title=self._group_name(kind, group))
                for kind, group in groups
            )
            yield Table(
                id=table,
                caption=self.words.say("floor-figures"),
                columns=(Column(id="figure", title=self.words.say("figure")), *heads),
                rows=rows,
            )

    def _names_of(self, kind: GroupKind) -> Iterator[str]:
        """Yield the names of a kind of group in the order of the pack: gathered, then made."""
        plan = next(each for each in self.settlement.rules.groups if each.kind is kind)
        invoiced = {each.name for each in self.settlement.rules.client_contracts}
        yield from (step.key.name for step in plan.gathered)
        for name, listed in plan.plan.definitions.by_name.items():
            is_own = name in invoiced or all(each.policy not in invoiced for each in listed)
            if is_own and name.isidentifier():  # a window is read by figures, and is none to show
                yield name

    def _label(self, name: str) -> str:
        for about in self.groups.values():
            if about.has_name(name):
                return self.words.head(about.results.plan.label_of(name), name)
        return name

    def _figure(self, name: str, kind: GroupKind, group: str) -> Cell:
        about = self.groups[kind]
        return (
            value_cell(about, group, name, self.words) if about.has_name(name) else Cell(text="")
        )

    # -- groups -----------------------------------------------------------------------------

    def _every_group(self) -> Iterator[tuple[GroupKind, str]]:
        for kind, about in self.groups.items():
            yield from ((kind, group) for group in about.employees)

    def _group_name(self, kind: GroupKind, group: str) -> str:
        match kind:
            case GroupKind.CENTER:
                return self.words.say("the-center")
            case GroupKind.TEAM:
                return self.words.say("the-team", team=group)
            case GroupKind.PROJECT:
                rules = self.settlement.rules.projects
                label = next((each.label for each in rules if each.name == group), Label())
                return self.words.say("the-project", project=self.words.label(label, group))
