"""Splitting: lines whose amount changes inside a period, taken part by part of the period.

A parameter with ``period_rule: split`` has no value in a period, only on a day. A figure that is
so much for each of something counted over dated records reads it by counting those records
stretch by stretch: 6 nights at the old rate and 9 at the new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from ccops.frozen import frozen
from ccops.kpi import Indicator, RecordKind
from ccops.kpi.by_day import DayConstant, Stretch, is_additive, part_of
from ccops.messages import Diagnostic, Label, Origin, Span, Text
from ccops.plan import AddsUp, Definition, ParameterRule, RowFigure
from ccops.rulepack.assembly.split import Split
from ccops.values import Period


@frozen(kw_only=True)
class Part:
    """What one stretch of a period adds to a line: the names of its count and of its amount."""

    counted: str
    amount: str
    stretch: Stretch


@frozen(kw_only=True, eq=False)
class Measuring:
    """What splitting looks up: indicators, their records, the days of calendars, known names."""

    indicators: Mapping[str, Indicator]
    kinds: Mapping[str, RecordKind]
    period: Period
    default_calendar: str
    known: frozenset[str]

    def stretches(self, indicator: Indicator, constant: DayConstant) -> tuple[Stretch, ...]:
        """Return the parts of the period in which a constant has one value, as counted."""
        calendar = indicator.calendar.value if indicator.calendar else self.default_calendar
        return constant.stretches(self.period.days(calendar))


def split_figures(
    figures: Iterable[Definition],
    constants: Mapping[str, DayConstant],
    rules: Mapping[str, ParameterRule],
    measuring: Measuring,
) -> Split:
    """Return the figures with every line split that reads a constant by day.

    ``rules`` are the parameters by id. A line that does not add up over dated records is a
    finding, at the amount it reads.
    """
    splitter = _Splitter(constants, rules, measuring)
    found = tuple(splitter.figure(each) for each in figures)
    return Split(
        figures=found,
        indicators=tuple(splitter.indicators.values()),
        parameters=splitter.parameters,
        unsound=frozenset(splitter.unsound),
        diagnostics=tuple(splitter.problems),
    )


@attrs.define(eq=False)
class _Splitter:
    """Splits the lines of one period, and gathers what they need."""

    constants: Mapping[str, DayConstant]
    rules: Mapping[str, ParameterRule]
    measuring: Measuring
    indicators: dict[str, tuple[str, Indicator]] = attrs.field(factory=dict, init=False)
    parameters: dict[str, tuple[Label, Origin]] = attrs.field(factory=dict, init=False)
    problems: list[Diagnostic] = attrs.field(factory=list[Diagnostic], init=False)
    unsound: set[str] = attrs.field(factory=set[str], init=False)

    def figure(self, figure: Definition) -> Definition:
        """Return a figure, a line that reads a constant by day written out part by part."""
        sum_ = figure.adds_up if isinstance(figure, RowFigure) else None
        constant = self.constants.get(sum_.amount.value) if sum_ else None
        if not isinstance(figure, RowFigure) or sum_ is None or constant is None:
            return figure
        indicator = self.measuring.indicators.get(sum_.per.value)
        if indicator is None or not is_additive(indicator):
            return self._refused(figure, sum_, constant)
        parts = _parts(sum_, self.measuring.stretches(indicator, constant))
        for part in parts:
            self._take(part, indicator, self.rules[sum_.amount.value])
        return _in_parts(figure, sum_, parts)

    def _refused(self, figure: RowFigure, sum_: AddsUp, constant: DayConstant) -> RowFigure:
        """Note that a line does not add up; it goes on with some amount, to be checked."""
        if sum_.per.value in self.measuring.known:
            self.problems.append(_not_additive(figure, sum_))
        self.unsound.add(figure.name)
        return attrs.evolve(figure, constants={sum_.amount.value: constant.values[0][1]})

    def _take(self, part: Part, indicator: Indicator, rule: ParameterRule) -> None:
        label = rule.label
        if part.counted != indicator.name:
            kind = self.measuring.kinds[indicator.over]
            counted = part_of(indicator, kind, part.stretch, name=part.counted)
            counted = attrs.evolve(counted, label=_dated_label(indicator.label, part.stretch))
            self.indicators[part.counted] = (indicator.name, counted)
            label = _dated_label(label, part.stretch)
        self.parameters[part.amount] = (label, rule.origin)


def _parts(sum_: AddsUp, stretches: tuple[Stretch, ...]) -> tuple[Part, ...]:
    """Return the parts of a line; a period with one value has one, under the names as written."""
    per, amount = sum_.per.value, sum_.amount.value
    if len(stretches) == 1:
        return (Part(counted=per, amount=amount, stretch=stretches[0]),)
    return tuple(
        Part(
            counted=f"{per}_from_{each.first:%Y%m%d}",
            amount=f"{amount}_from_{each.first:%Y%m%d}",
            stretch=each,
        )
        for each in stretches
    )


def _in_parts(figure: RowFigure, sum_: AddsUp, parts: tuple[Part, ...]) -> RowFigure:
    formula = " + ".join(f"{part.counted} * {part.amount}" for part in parts)
    places: dict[str, Span | None] = {}
    for part in parts:
        places[part.counted], places[part.amount] = sum_.per.span, sum_.amount.span
    return attrs.evolve(
        figure,
        formula=Text(formula, figure.formula.span),
        constants={part.amount: part.stretch.scalar for part in parts},
        named_at=places,
    )


def _dated_label(label: Label, stretch: Stretch) -> Label:
    days = f"{stretch.first} – {stretch.last}"
    zh = f"{label.zh}（{days}）" if label.zh else ""
    en = f"{label.en} ({days})" if label.en else ""
    traditional = f"{label.zh_TW}（{days}）" if label.zh_TW else ""
    return Label(zh=zh, en=en, zh_TW=traditional)


def _not_additive(figure: RowFigure, sum_: AddsUp) -> Diagnostic:
    told = {"name": sum_.amount.value, "by": figure.name, "per": sum_.per.value}
    return Diagnostic(code="split-not-additive", span=sum_.amount.span, args=told)
