"""The charts of the page of indicators: by day, and by weekday and half-hour."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ccops.messages import format_number
from ccops.reports.charts import Chart, ChartKind, Series
from ccops.reports.kpi_data import half_hours, number_of, shown
from ccops.reports.scales import half_up, round_steps
from ccops.reports.tables import Cell, Column, ColumnKind, Table, text_cell
from ccops.values import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from ccops.kpi import Indicator, Key, Measured
    from ccops.reports.words import Words

_WEEKDAYS: Final = range(7)
_DIGITS: Final = 2


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
    indicator = measured.indicators[name]
    labels = tuple(text for text, _ in days)
    column = measured.column(name, [key for _, key in days])
    label = words.head(indicator.label, name)
    values = [number_of(indicator, value) for value in column]
    series = (_series(label, indicator, values, words),)
    title = words.say("chart-by-day", name=label)
    return Chart(
        id=f"day-{name}",
        title=title,
        kind=kind,
        labels=labels,
        series=series,
        table=_data(f"day-{name}", title, words.say("day"), labels, series),
        ticks=_ticks(indicator, series, words),
        y_title=label,
    )


def week_chart(measured: Measured, name: str, *, words: Words) -> Chart:
    """Return an indicator measured by the clock (``by_clock``) as a grid of the week."""
    indicator = measured.indicators[name]
    labels = half_hours()
    known = set(measured.fold(name).states)
    series = []
    for day in _WEEKDAYS:
        keys: list[Key] = [(day, slot) for slot in range(len(labels))]
        values = [
            number_of(indicator, value) if key in known else None
            for key, value in zip(keys, measured.column(name, keys), strict=True)
        ]
        series.append(_series(weekday(day, words), indicator, values, words))
    title = words.say("chart-by-hour", name=words.head(indicator.label, name))
    x_title = words.say("half-hour")
    return Chart(
        id=f"hours-{name}",
        title=title,
        kind=ChartKind.HEAT,
        labels=labels,
        series=tuple(series),
        table=_data(f"hours-{name}", title, x_title, labels, series),
        ticks=_ticks(indicator, series, words),
        x_title=x_title,
    )


def _series(
    name: str, indicator: Indicator, values: Sequence[Fraction | None], words: Words
) -> Series:
    return Series(
        name=name,
        values=tuple(None if each is None else _plotted(indicator, each) for each in values),
        texts=tuple("–" if each is None else shown(indicator, each, words) for each in values),
    )


def _plotted(indicator: Indicator, number: Fraction) -> Decimal:
    """Return where a value is drawn: ratios in per cent, durations in seconds."""
    match indicator.type.unit:
        case Unit.RATIO:
            return half_up(number * 100, _DIGITS)
        case Unit.DURATION:
            return half_up(number / 1_000, 0)
        case _:
            return half_up(number, 0 if number.denominator == 1 else _DIGITS)


def _ticks(
    indicator: Indicator, series: Sequence[Series], words: Words
) -> tuple[tuple[Decimal, str], ...]:
    found = [value for each in series for value in each.values if value is not None]
    is_ratio = indicator.type.unit is Unit.RATIO
    greatest = 100 if is_ratio else int(max(found, default=Decimal(1))) + 1
    sign = "%" if is_ratio else ""
    return tuple(
        (Decimal(step), f"{format_number(step, locale=words.locale)}{sign}")
        for step in round_steps(greatest)
    )


def _data(
    name: str, caption: str, head: str, labels: Sequence[str], series: Sequence[Series]
) -> Table:
    """Return the table a chart is read from."""
    columns = (
        Column(id=f"s{number}", title=each.name, kind=ColumnKind.NUMBER)
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
