"""Targets: what a value of a person, a team or the center is to reach, month by month (S2-05)."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.frozen import frozen
from ccops.kpi import Better
from ccops.messages import Diagnostic, Label, Origin, Severity, Text
from ccops.organization.aims.limits import LimitRule, limit_problems
from ccops.plan import Definition, RowFigure, anchor_field, cadence_of, every_field
from ccops.rules import Shape, name_field, origin_field, pack_field
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import PayLine, Surroundings

_MISSED: Final = Label(zh="未达标", en="missed")
_TIMES: Final = Label(zh="未达标期数", en="periods missed")
_MEAN: Final = Label(zh="各期平均", en="mean of the periods")
_YEAR: Final = Label(zh="全年", en="whole year")
_OPEN: Final = Label(zh="待核实", en="still to be verified")


class TargetKind(enum.Enum):
    """Whether a target must be met, or is one to strive for (爭取): no pass mark."""

    REQUIRED = "required"
    STRETCH = "stretch"


class YearRule(enum.Enum):
    """What a year comes to: every month must do, or the mean of the months."""

    EVERY_MONTH = "every_month"
    YEAR_MEAN = "year_mean"


@frozen(kw_only=True)
class TargetRule:
    """A target ``t`` of the value ``of``: adds the flag ``t`` for each of its ``cohorts``.

    Values are compared as they are, never rounded. With ``pending`` it adds ``t_open``: it is
    met, and something that may still count against it is not decided. With ``year`` it adds, in
    the last of ``every`` so many periods, ``t_times_missed`` (for which ``t_missed`` says it of
    each period) or ``t_mean``, and ``t_year``; ``needs`` periods must be known for that.
    """

    section: ClassVar[str] = "targets"
    #: Sections in which it looks up which way an indicator is good.
    looks_up: ClassVar[tuple[str, ...]] = ("indicators",)
    #: It says of each figure itself in which periods there is one.
    sets_cadence: ClassVar[bool] = True

    name: str = name_field()
    label: Label = pack_field(Shape.LABEL, zh="显示名称", en="what people call it")
    of: Text = pack_field(Shape.NAME, of="figure", zh="考核的数值", en="the value it is about")
    kind: TargetKind = pack_field(
        Shape.WORD, of=TargetKind, zh="性质", en="whether it must be met, or is striven for"
    )
    cohorts: tuple[LimitRule, ...] = pack_field(
        Shape.MANY, of=LimitRule, zh="各人群的目标值", en="the limit of each population"
    )
    pending: Text | None = pack_field(
        Shape.NAME,
        of="figure",
        default=None,
        zh="待核实数",
        en="the number of those still to be verified, which do not count yet",
    )
    year: YearRule | None = pack_field(
        Shape.WORD, of=YearRule, default=None, zh="全年口径", en="what the year comes to"
    )
    every: Text | None = every_field()
    anchor: Text | None = anchor_field()
    needs: int | None = pack_field(
        Shape.WHOLE, default=None, zh="所需期数", en="how many periods of the year must be known"
    )
    origin: Origin = origin_field()

    def figures(self, around: Surroundings) -> tuple[Definition, ...]:  # noqa: ARG002 - as every policy
        """Return the flag of each cohort, and what its year comes to."""
        sound = (each for each in self.cohorts if len(each.words) == 1)
        return tuple(figure for each in sound for figure in self._of_cohort(each))

    def lines(self) -> tuple[PayLine, ...]:
        """Return nothing: a target pays nothing by itself."""
        return ()

    def check(self, around: Surroundings) -> tuple[Diagnostic, ...]:
        """Return what is wrong with its limits and its year.

        A cohort with no limit or two (``limit-not-one``), no cohort at all (``target-nobody``), a
        year half said (``target-year-half``), or of more periods than there are
        (``needs-too-many``); as a warning a limit against the way in which an indicator is good
        (``target-against-direction``).
        """
        found = list(limit_problems(self.name, self.cohorts))
        if not self.cohorts:
            found.append(self._problem("target-nobody"))
        found.extend(self._wrong_year())
        found.extend(self._wrong_way(around))
        return tuple(found)

    # -- figures ----------------------------------------------------------------------------

    def _of_cohort(self, cohort: LimitRule) -> Iterator[RowFigure]:
        value = self.of.value
        named = {each.value: each.span for each in (self.of, cohort.level)}
        flag = self._row(cohort, self.name, cohort.holds(value), Unit.FLAG)
        yield attrs.evolve(flag, named_at=named)
        if self.pending is not None:
            formula = f"{self.name} and {self.pending.value} > 0"
            yield self._row(cohort, f"{self.name}_open", formula, Unit.FLAG, _OPEN)
        cadence, needs = cadence_of(self)[0], self.needs
        if self.year is None or cadence is None or needs is None:
            return
        if self.year is YearRule.EVERY_MONTH:
            missed = f"{self.name}_missed"
            yield self._row(cohort, missed, f"not {self.name}", Unit.FLAG, _MISSED)
            formula = f"count_last({missed}, {cadence.every}, at_least={needs})"
            name, unit, label = f"{self.name}_times_missed", Unit.COUNT, _TIMES
        else:
            formula = f"mean_last({self.of.value}, {cadence.every}, at_least={needs})"
            name, unit, label = f"{self.name}_mean", None, _MEAN
        gathered = attrs.evolve(self._row(cohort, name, formula, unit, label), unrounded=True)
        is_met = f"{name} == 0" if self.year is YearRule.EVERY_MONTH else cohort.holds(name)
        year = self._row(cohort, f"{self.name}_year", is_met, Unit.FLAG, _YEAR)
        yield from (attrs.evolve(each, cadence=cadence) for each in (gathered, year))

    def _row(
        self,
        cohort: LimitRule,
        name: str,
        formula: str,
        unit: Unit | None,
        part: Label | None = None,
    ) -> RowFigure:
        return RowFigure(
            name=name,
            population=cohort.population,
            label=self.label.followed_by(part) if part else self.label,
            origin=self.origin,
            policy=self.name,
            formula=Text(formula, self.origin.span),
            unit=unit,
            named_at={},
        )

    # -- checks -----------------------------------------------------------------------------

    def _wrong_year(self) -> Iterator[Diagnostic]:
        cadence, needs = cadence_of(self)[0], self.needs
        said = [self.year is not None, self.every is not None, self.needs is not None]
        if any(said) and not all(said):
            yield self._problem("target-year-half")
        elif cadence and needs is not None and not 1 <= needs <= cadence.every:
            yield self._problem("needs-too-many", needs=needs, every=cadence.every)

    def _wrong_way(self, around: Surroundings) -> Iterator[Diagnostic]:
        indicator = around.rules.get("indicators", {}).get(self.of.value)
        better = getattr(indicator, "better", Better.NEITHER)
        for each in self.cohorts:
            if len(each.words) == 1 and better is (
                Better.LOWER if each.is_upward else Better.HIGHER
            ):
                told = {
                    "of": self.of.value,
                    "better": better.value,
                    "cohort": each.population.value,
                }
                found = self._problem("target-against-direction", **told)
                yield attrs.evolve(found, severity=Severity.WARNING, span=self.of.span)

    def _problem(self, code: str, **told: object) -> Diagnostic:
        return Diagnostic(code=code, span=self.origin.span, args={"name": self.name, **told})
