"""Watches: targets looked at together, and what it means where several are missed (S3-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text, nearest
from ccops.plan import Definition, RowFigure
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import PayLine, Surroundings

_MISSED: Final = Label(zh="未达标项数", en="how many are missed")


@frozen(kw_only=True)
class JointFlagRule:
    """What targets missed together, while others are met, point to."""

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="联动提示", en="what it points to")
    missed: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="target", default=(), zh="未达标的", en="the targets that are missed"
    )
    met: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="target", default=(), zh="达标的", en="the targets that are met"
    )
    origin: Origin = origin_field()

    @property
    def names(self) -> tuple[Text, ...]:
        """Every target it reads."""
        return (*self.missed, *self.met)


@frozen(kw_only=True)
class WatchRule:
    """A watch ``w`` over the targets ``together``: adds ``w_missed``, how many of them are missed.

    Each joint flag ``f`` is ``w_f``: what it names as missed is missed, and what it names as met
    is met. Where a target is not known, neither is what reads it.
    """

    section: ClassVar[str] = "watches"

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whom or what it watches"
    )
    together: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="target", zh="一起看的目标", en="the targets looked at together"
    )
    flags: tuple[JointFlagRule, ...] = pack_field(
        Shape.BY_NAME, of=JointFlagRule, default=(), zh="联动提示", en="the joint flags"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return how many are missed, and the joint flags."""
        counted = " + ".join(f"(0 if {each.value} else 1)" for each in self.together)
        label = self.label.followed_by(_MISSED)
        found = [self._row("missed", label, counted, self.together)] if counted else []
        flags = (each for each in self.flags if each.names)
        return (*found, *map(self._flag, flags))

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: a watch pays nothing."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return what is wrong with its flags.

        One that says nothing (``watch-flag-empty``), and a target that is not looked at
        (``watch-outside``).
        """
        return tuple(self._problems())

    def flag_name(self, flag: JointFlagRule) -> str:
        """Return the figure that says whether a joint flag is up."""
        return f"{self.name}_{flag.name}"

    def _problems(self) -> Iterator[Diagnostic]:
        known = {each.value for each in self.together}
        for flag in self.flags:
            told = {"name": self.name, "flag": flag.name}
            if not flag.names:
                yield Diagnostic(code="watch-flag-empty", span=flag.origin.span, args=told)
            for each in flag.names:
                if each.value not in known:
                    near = nearest(each.value, known) or "-"
                    arguments = {**told, "target": each.value, "near": near}
                    yield Diagnostic(code="watch-outside", span=each.span, args=arguments)

    def _flag(self, flag: JointFlagRule) -> RowFigure:
        parts = [f"not {each.value}" for each in flag.missed]
        parts += [each.value for each in flag.met]
        made = self._row(flag.name, flag.label, " and ".join(parts), flag.names)
        return attrs.evolve(made, unit=Unit.FLAG)

    def _row(self, part: str, label: Label, formula: str, named: tuple[Text, ...]) -> RowFigure:
        return RowFigure(
            name=f"{self.name}_{part}",
            population=self.population,
            label=label,
            origin=self.origin,
            policy=self.name,
            formula=Text(formula, self.origin.span),
            unit=Unit.COUNT,
            named_at={each.value: each.span for each in named},
        )
