"""The charts of the page of indicators: by day, and by weekday and half-hour."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from ccops.kpi import Indicator
from ccops.messages import (
    DurationForm,
    clock_form,
    form_named,
    format_duration,
    format_number,
)
from ccops.reports.document.charts import Chart, ChartKind, Series
from ccops.reports.document.tables import Cell, Column, ColumnKind, Table, text_cell
from ccops.reports.parts.kpi_data import half_hours, number_of, shown
from ccops.reports.parts.scales import clock_steps, half_up, round_steps
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from ccops.kpi import Key, Measured
    from ccops.reports.document.words import Words

_WEEKDAYS: Final = range(7)
_DIGITS: Final = 2
_SECOND: Final = 1_000


def weekday(number: int, words: Words) -> str:
    """Return the short name of a weekday, 0 Monday."""
    return words.say(f"weekday-{number + 1}")


def day_chart(
    measured: Measured,
    name: str,
    kind: ChartKind,
    days: Sequence[tuple[str, Key]],
    *,
    words: Words,
) -> Chart:
    """Return an indicator by day; ``days`` are labels with their keys."""
    title = words.say("chart-by-day", name=words.head(measured.indicators[name].label, name))
    drawn = _along(measured, name, days, words)
    return _chart(f"day-{name}", title, kind, drawn, words.say("day"), words)


def half_hour_chart(measured: Measured, name: str, kind: ChartKind, *, words: Words) -> Chart:
    """Return an indicator measured by half-hour of the day (its number) along the clock."""
    title = words.say("chart-by-half-hour", name=words.head(measured.indicators[name].label, name))
    known = set(measured.fold(name).states)
    places: list[tuple[str, Key]] = [
        (text, slot) for slot, text in enumerate(half_hours()) if slot in known
    ]
    drawn = _along(measured, name, places, words)
    return _chart(f"clock-{name}", title, kind, drawn, words.say("half-hour"), words)


def _along(
    measured: Measured, name: str, places: Sequence[tuple[str, Key]], words: Words
) -> _Drawn:
    indicator = measured.indicators[name]
    column = measured.column(name, [key for _, key in places])
    values = [number_of(indicator, value) for value in column]
    series = _series(words.head(indicator.label, name), indicator, values, words)
    return _Drawn(indicator, tuple(text for text, _ in places), series)


@attrs.frozen
class _Drawn:
    """One indicator along labelled places."""

    indicator: Indicator
    labels: tuple[str, ...]
    series: Series


def _chart(
    name: str, title: str, kind: ChartKind, drawn: _Drawn, head: str, words: Words
) -> Chart:
    unit = drawn.indicator.type.unit
    series, form = in_one_form(unit, [drawn.series], words)
    titled = form_named(title, form, locale=words.locale)
    return Chart(
        id=name,
        title=titled,
        kind=kind,
        labels=drawn.labels,
        series=series,
        table=data_table(name, titled, head, drawn.labels, series, form=form),
        ticks=ticks_of(unit, series, words),
        y_title=drawn.series.name,
    )


def week_chart(measured: Measured, name: str, *, words: Words) -> Chart:
    """Return an indicator measured by the clock (``by_clock``) as a grid of the week."""
    indicator = measured.indicators[name]
    labels = half_hours()
    known = set(measured.fold(name).states)
    found = []
    for day in _WEEKDAYS:
        keys: list[Key] = [(day, slot) for slot in range(len(labels))]
        values = [
            number_of(indicator, value) if key in known else None
            for key, value in zip(keys, measured.column(name, keys), strict=True)
        ]
        found.append(_series(weekday(day, words), indicator, values, words))
    series, form = in_one_form(indicator.type.unit, found, words)
    title = words.say("chart-by-hour", name=words.head(indicator.label, name))
    titled = form_named(title, form, locale=words.locale)
    x_title = words.say("half-hour")
    return Chart(
        id=f"hours-{name}",
        title=titled,
        kind=ChartKind.HEAT,
        labels=labels,
        series=series,
        table=data_table(f"hours-{name}", titled, x_title, labels, series, form=form),
        ticks=ticks_of(indicator.type.unit, series, words),
        x_title=x_title,
    )


def _series(
    name: str, indicator: Indicator, values: Sequence[Fraction | None], words: Words
) -> Series:
    return Series(
        name=name,
        values=tuple(None if x is None else plotted(indicator.type.unit, x) for x in values),
        texts=tuple("–" if each is None else shown(indicator, each, words) for each in values),
    )


def in_one_form(
    unit: Unit, series: Sequence[Series], words: Words
) -> tuple[tuple[Series, ...], DurationForm]:
    """Return series whose durations are all written in the form of their scale, and that form.

    What it is has to stand over them.
    """
    if unit is not Unit.DURATION:
        return tuple(series), DurationForm.UNITS
    form = _scale_form(series)
    written = tuple(
        attrs.evolve(
            each,
            texts=tuple(
                text if value is None else _duration(value, form, words)
                for value, text in zip(each.values, each.texts, strict=True)
            ),
        )
        for each in series
    )
    return written, form


def _scale_form(series: Sequence[Series]) -> DurationForm:
    """Return how durations of a scale are written: with units where one is an hour or more."""
    found = [int(value) * _SECOND for each in series for value in each.values if value is not None]
    is_short = clock_form(found) is DurationForm.MINUTES
    return DurationForm.MINUTES if is_short else DurationForm.UNITS


def _duration(seconds: Decimal | int, form: DurationForm, words: Words) -> str:
    return format_duration(int(seconds) * _SECOND, locale=words.locale, form=form)


def plotted(unit: Unit, number: Fraction) -> Decimal:
    """Return where a value is drawn: ratios in per cent, durations in seconds."""
    match unit:
        case Unit.RATIO:
            return half_up(number * 100, _DIGITS)
        case Unit.DURATION:
            return half_up(number / 1_000, 0)
        case _:
            return half_up(number, 0 if number.denominator == 1 else _DIGITS)


def ticks_of(
    unit: Unit, series: Sequence[Series], words: Words
) -> tuple[tuple[Decimal, str], ...]:
    """Return the marks of a scale on which all values of some series have a place.

    Marks are written as the values are: durations below an hour as on a stop watch.
    """
    found = [value for each in series for value in each.values if value is not None]
    is_ratio = unit is Unit.RATIO
    greatest = 100 if is_ratio else int(max(found, default=Decimal(1))) + 1
    if unit is Unit.DURATION:
        form = _scale_form(series)
        return tuple((Decimal(x), _duration(x, form, words)) for x in clock_steps(greatest))
    sign = "%" if is_ratio else ""
    return tuple(
        (Decimal(step), f"{format_number(step, locale=words.locale)}{sign}")
        for step in round_steps(greatest)
    )


def data_table(
    name: str,
    caption: str,
    head: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    form: DurationForm,
) -> Table:
    """Return the table a chart is read from; the caption says the form of its durations."""
    shown_as = None if form is DurationForm.UNITS else form
    columns = (
        Column(id=f"s{number}", title=each.name, kind=ColumnKind.NUMBER, form=shown_as)
        for number, each in enumerate(series)
    )
    rows = (
        (text_cell(label), *(Cell(text=s.texts[n], value=s.values[n]) for s in series))
        for n, label in enumerate(labels)
    )
    return Table(
        id=f"{name}-data",
        caption=caption,
        columns=(Column(id="label", title=head), *columns),
        rows=tuple(rows),
    )
