"""Goals: what the center is to reach, broken down to teams and persons (S2-03, S2-12, S2-17)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.facts import GROUP_POPULATIONS
from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.organization.aims.limits import LimitRule, limit_problems
from ccops.plan import (
    Definition,
    Gathering,
    IfNone,
    MembersFigure,
    RowFigure,
    anchor_field,
    every_field,
)
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import PayLine, Surroundings

_COUNTED: Final = Label(zh="计入人数", en="people counted")
_REACHED: Final = Label(zh="达到人数", en="people there")
_SHARE: Final = Label(zh="达到比例", en="share there")
#: What everybody who is employed has, so that all can be counted by it.
_EVERYONE_HAS: Final = "employed_days"


@frozen(kw_only=True)
class GoalRule:
    """A goal ``g``: a share of people who are to be there, of the center and of each team.

    ``met`` is the flag of a person, ``counts`` those who are asked. Adds ``g`` for each of them;
    and for each group with a limit ``g_counted``, ``g_reached``, ``g_share`` and ``g``. Who is
    not known to be there counts as not there. ``every`` says in which periods it is asked.
    """

    section: ClassVar[str] = "goals"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    counts: Text = pack_field(Shape.NAME, of="population", zh="考核人群", en="who is asked")
    met: Text = pack_field(Shape.NAME, of="figure", zh="个人达到", en="the flag of a person")
    limits: tuple[LimitRule, ...] = pack_field(
        Shape.MANY,
        of=LimitRule,
        zh="各级的目标值",
        en="the share asked of the center, and of each of the teams",
    )
    every: Text | None = every_field()
    anchor: Text | None = anchor_field()
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the flag of a person, and what each group comes to."""
        person = self._row(self.counts, self.name, self.label, self.met.value, Unit.FLAG)
        sound = (each for each in self.limits if self._is_sound(each))
        groups = (figure for each in sound for figure in self._of_group(each))
        return (attrs.evolve(person, named_at={self.met.value: self.met.span}), *groups)

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: a goal pays nothing."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return what is wrong with its limits.

        A limit that is none or two (``limit-not-one``), and one of people (``goal-not-group``).
        """
        wrong = (
            Diagnostic(
                code="goal-not-group",
                span=each.population.span or self.origin.span,
                args={
                    "name": self.name,
                    "population": each.population.value,
                    "known": ", ".join(GROUP_POPULATIONS),
                },
            )
            for each in self.limits
            if each.population.value not in GROUP_POPULATIONS
        )
        return (*limit_problems(self.name, self.limits), *wrong)

    def _is_sound(self, limit: LimitRule) -> bool:
        return len(limit.words) == 1 and limit.population.value in GROUP_POPULATIONS

    def _of_group(self, limit: LimitRule) -> Iterator[Definition]:
        counted, reached = f"{self.name}_counted", f"{self.name}_reached"
        share = f"{self.name}_share"
        yield self._members(limit, counted, _COUNTED, Text(_EVERYONE_HAS, self.counts.span))
        gathered = self._members(limit, reached, _REACHED, self.met)
        yield attrs.evolve(gathered, where=self.met)
        label = self.label.followed_by(_SHARE)
        yield self._row(limit.population, share, label, f"{reached} / {counted}", Unit.RATIO)
        flag = self._row(limit.population, self.name, self.label, limit.holds(share), Unit.FLAG)
        yield attrs.evolve(flag, named_at={limit.level.value: limit.level.span})

    def _members(self, limit: LimitRule, name: str, part: Label, what: Text) -> MembersFigure:
        return MembersFigure(
            name=name,
            population=limit.population,
            label=self.label.followed_by(part),
            origin=self.origin,
            policy=self.name,
            gathering=Gathering.COUNT,
            figure=what,
            of=self.counts,
            over=GROUP_POPULATIONS[limit.population.value].value,
            if_none=IfNone.ZERO,
        )

    def _row(
        self, population: Text, name: str, label: Label, formula: str, unit: Unit
    ) -> RowFigure:
        return RowFigure(
            name=name,
            population=population,
            label=label,
            origin=self.origin,
            policy=self.name,
            formula=Text(formula, self.origin.span),
            unit=unit,
            named_at={},
        )
