"""Funnels: how many of the chosen are dialed, reached, won and recorded (S3-20, S4-13)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Text
from ccops.plan import Definition, RowFigure
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import PayLine, Surroundings

_LEAST: Final = 2
_STEP: Final = Label(zh="占上一步", en="of the step before")
_OVERALL: Final = Label(zh="占第一步", en="of the first step")
_WIDENS: Final = Label(zh="后一步多于前一步", en="a step has more than the one before")


@frozen(kw_only=True)
class FunnelPolicy:
    """A funnel ``f`` over counts, widest first: ``stages: [dialed, dials_connected, successes]``.

    For each stage but the first there are ``f_<stage>_step``, its share of the stage before, and
    ``f_<stage>_overall``, its share of the first; nothing over nothing is missing. ``f_widens``
    says that a stage has more than the one before it: then the records do not fit together, and
    settling warns.
    """

    section: ClassVar[str] = "funnels"
    #: Sections in which it looks up what people call its stages.
    looks_up: ClassVar[tuple[str, ...]] = ("indicators", "facts")

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    population: Text = pack_field(
        Shape.NAME, key="for", of="population", zh="适用人群", en="whose funnel it is"
    )
    stages: tuple[Text, ...] = pack_field(
        Shape.NAMES, of="figure", zh="各步", en="what is counted, in the order of the work"
    )
    warns: Label = pack_field(
        Shape.LABEL, zh="提请复核", en="what to look at where a step has more than the one before"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:
        """Return the shares of every stage, and whether the funnel widens."""
        if len(self.stages) < _LEAST:
            return ()
        first = self.stages[0]
        shares = [
            row
            for before, stage in pairwise(self.stages)
            for row in (
                self._share(stage, before, "step", _called(stage, around).followed_by(_STEP)),
                self._share(stage, first, "overall", _called(stage, around).followed_by(_OVERALL)),
            )
        ]
        return (*shares, self._widens())

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: a funnel pays nothing."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:  # noqa: ARG002 - as every policy
        """Return what is wrong with its stages: fewer than two, or one twice."""
        return tuple(self._problems())

    def _problems(self) -> Iterator[Diagnostic]:
        told = {"name": self.name}
        names = [each.value for each in self.stages]
        if len(names) < _LEAST:
            yield Diagnostic(code="funnel-short", span=self.origin.span, args=told)
        for number, each in enumerate(self.stages):
            if each.value in names[:number]:
                args = {**told, "stage": each.value}
                yield Diagnostic(code="funnel-twice", span=each.span, args=args)

    def _share(self, stage: Text, of: Text, part: str, label: Label) -> RowFigure:
        return self._row(f"{stage.value}_{part}", f"{stage.value} / {of.value}", label, Unit.RATIO)

    def _widens(self) -> RowFigure:
        pairs = (f"{stage.value} > {before.value}" for before, stage in pairwise(self.stages))
        return self._row("widens", " or ".join(pairs), _WIDENS, Unit.FLAG, warns=self.warns)

    def _row(
        self, part: str, formula: str, label: Label, unit: Unit, *, warns: Label | None = None
    ) -> RowFigure:
        return RowFigure(
            name=f"{self.name}_{part}",
            population=self.population,
            label=self.label.followed_by(label),
            origin=self.origin,
            policy=self.name,
            formula=Text(formula, self.origin.span),
            unit=unit,
            named_at={each.value: each.span for each in self.stages},
            warns=warns or Label(),
        )


def _called(stage: Text, around: Surroundings) -> Label:
    """Return what people call a stage; its name where the pack has no label of it."""
    for section in FunnelPolicy.looks_up:
        rule = around.rules.get(section, {}).get(stage.value)
        if rule is not None and rule.label != Label():
            label: Label = rule.label
            return label
    return Label(zh=stage.value, en=stage.value)
