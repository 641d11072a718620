"""What the figures of a ladder are called, and how they are written: for all that it adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.career.graph import ways_up
from ccops.career.levels import ExitRule, LevelRule, NeedRule
from ccops.messages import Label, Origin, Text
from ccops.plan import Cadence, RowFigure
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.career.ladders import LadderRule  # noqa: TC004 - a circle otherwise

#: What the flag is called that somebody does not meet a need yet.
LACKING: Final = Label(zh="尚未满足", en="not met yet")


@attrs.frozen
class LadderFigures:
    """Makes figures of one ladder: those of its reviews, or those of every period."""

    ladder: LadderRule
    cadence: Cadence | None = None

    @property
    def every_period(self) -> LadderFigures:
        """The same ladder, for figures that there are in every period."""
        return LadderFigures(self.ladder)

    def called(self, *parts: str) -> str:
        """Return the name of a figure: that of the ladder and what it is about."""
        return "_".join([self.ladder.name, *parts])

    def is_in(self, level: LevelRule) -> str:
        """Return the test whether somebody has a level."""
        return f"{self.ladder.level.value} == '{level.name}'"

    def is_below(self, level: LevelRule) -> tuple[str, ...]:
        """Return the tests for the levels from which one may enter a level."""
        up = ways_up(self.ladder)
        return tuple(
            self.is_in(each) for each in self.ladder.levels if level.name in up[each.name]
        )

    def of_rule(self, name: str, rule: NeedRule | ExitRule, label: Label) -> RowFigure:
        """Return the flag of a condition as the pack writes it."""
        written = rule.is_ if isinstance(rule, NeedRule) else rule.if_
        return self._figure(name, written, label=label, origin=rule.origin)

    def made(
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
            cadence=self.cadence,
            formula=formula,
            unit=unit,
        )


def any_of(tests: Iterable[str]) -> str:
    """Return the test that holds where one of several does."""
    listed = tuple(tests)
    return listed[0] if len(listed) == 1 else f"({' or '.join(listed)})"
