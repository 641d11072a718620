"""Charts drawn as SVG by pure functions of whole numbers; colors come from the page's style."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final, assert_never

import attrs

from ccops.messages import width_of
from ccops.reports.document.charts import Chart, ChartKind, Series

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

_WIDTH: Final = 720
#: The width of what a phone shows without scrolling.
_NARROW: Final = 348
_EDGE: Final = 20
_LEFT: Final = 52
_RIGHT: Final = 8
_TOP: Final = 26
_PLOT_HEIGHT: Final = 180
_BELOW: Final = 46
#: How far below the plot labels and what they count stand: clear of a tick at the bottom.
_LABELS: Final = 19
_UNIT: Final = 38
_LABEL_WIDTH: Final = 46
_CELL_HEIGHT: Final = 22
#: Rows of a grid on a phone; above it stand the shades and the names of the columns.
_ROW_HEIGHT: Final = 16
_GRID_TOP: Final = 48
_MIDDLE: Final = 2
#: The width of a letter, and of half a Chinese character, with some room.
_LETTER: Final = 8


@attrs.frozen
class _Frame:
    """The area a chart is plotted in, in units of the drawing."""

    left: int
    top: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def right(self) -> int:
        return self.left + self.width


def draw(chart: Chart) -> str:
    """Return a chart as one SVG element; every text in it is escaped."""
    match chart.kind:
        case ChartKind.BARS | ChartKind.LINE:
            return _plotted(chart, _WIDTH, chart.id)
        case ChartKind.HEAT:
            height = _CELL_HEIGHT * len(chart.series)
            frame = _Frame(_LEFT, _TOP, _WIDTH - _LEFT - _RIGHT, height)
            body = [*_cells(chart, frame), *_axis(chart, frame)]
            return _drawing(chart, (_WIDTH, frame.bottom + _BELOW), body, chart.id)
        case _:
            assert_never(chart.kind)


def draw_narrow(chart: Chart) -> str:
    """Return the same for a phone: a grid stands on end, its labels one below the other."""
    name = f"{chart.id}-narrow"
    match chart.kind:
        case ChartKind.BARS | ChartKind.LINE:
            return _plotted(chart, _NARROW, name)
        case ChartKind.HEAT:
            height = _ROW_HEIGHT * len(chart.labels)
            frame = _Frame(_LEFT, _GRID_TOP, _NARROW - _LEFT - _EDGE, height)
            return _drawing(chart, (_NARROW, frame.bottom + 4), list(_upright(chart, frame)), name)
        case _:
            assert_never(chart.kind)


def _plotted(chart: Chart, width: int, name: str) -> str:
    right = _RIGHT if width == _WIDTH else _EDGE
    frame = _Frame(_LEFT, _TOP, width - _LEFT - right, _PLOT_HEIGHT)
    marks = _bars if chart.kind is ChartKind.BARS else _lines
    body = [*_grid(chart, frame), *marks(chart, frame), *_axis(chart, frame)]
    return _drawing(chart, (width, frame.bottom + _BELOW), body, name)


def _drawing(chart: Chart, size: tuple[int, int], body: list[str], name: str) -> str:
    title, (width, height) = escape(f"{name}-title"), size
    return "".join(
        (
            f'<svg class="chart {chart.kind.value}" viewBox="0 0 {width} {height}" role="img"',
            f' aria-labelledby="{title}"><title id="{title}">{escape(chart.title)}</title>',
            *body,
            "</svg>",
        )
    )


# -- axes -------------------------------------------------------------------------------------


def _grid(chart: Chart, frame: _Frame) -> Iterator[str]:
    for value, text in chart.ticks:
        y = _height_of(value, chart, frame)
        yield f'<line class="grid" x1="{frame.left}" x2="{frame.right}" y1="{y}" y2="{y}"/>'
        yield _text(frame.left - 6, y, text, anchor="end")


def _axis(chart: Chart, frame: _Frame) -> Iterator[str]:
    every = max(1, -(-len(chart.labels) * _LABEL_WIDTH // frame.width))
    for number, label in enumerate(chart.labels):
        if number % every == 0:
            x = _slot(number, len(chart.labels), frame)[0]
            middle = (x + _slot(number + 1, len(chart.labels), frame)[0]) // _MIDDLE
            yield _text(middle, frame.bottom + _LABELS, label)
    yield _text(frame.right, frame.bottom + _UNIT, chart.x_title, anchor="end", kind="unit")


def _slot(number: int, count: int, frame: _Frame) -> tuple[int, int]:
    """Return where a label's slot begins, and its width without the gap to the next."""
    begins = frame.left + frame.width * number // count
    ends = frame.left + frame.width * (number + 1) // count
    return begins, max(1, ends - begins - max(1, (ends - begins) // 5))


def _height_of(value: Decimal, chart: Chart, frame: _Frame) -> int:
    top = chart.top
    part = int(value * frame.height / top) if top else 0
    return frame.bottom - part


# -- marks ------------------------------------------------------------------------------------


def _bars(chart: Chart, frame: _Frame) -> Iterator[str]:
    for order, series in enumerate(chart.series):
        for number, value in enumerate(series.values):
            if value is None:
                continue
            begins, width = _slot(number, len(chart.labels), frame)
            each = max(1, width // len(chart.series))
            y = _height_of(value, chart, frame)
            yield (
                f'<rect class="mark s{order}" x="{begins + each * order}" y="{y}"'
                f' width="{each}" height="{frame.bottom - y}" rx="1">'
                f"{_tip(chart, series, number)}</rect>"
            )


def _lines(chart: Chart, frame: _Frame) -> Iterator[str]:
    for order, series in enumerate(chart.series):
        for run in _runs(series):
            points = [(_center(chart, frame, n), _height_of(v, chart, frame)) for n, v in run]
            joined = " ".join(f"{x},{y}" for x, y in points)
            yield f'<polyline class="path s{order}" points="{joined}"/>'
            for (number, _), (x, y) in zip(run, points, strict=True):
                tip = _tip(chart, series, number)
                yield f'<circle class="dot s{order}" cx="{x}" cy="{y}" r="3">{tip}</circle>'


def _runs(series: Series) -> Iterator[list[tuple[int, Decimal]]]:
    """Yield the stretches without a gap; a line is never drawn across what is not known."""
    run: list[tuple[int, Decimal]] = []
    for number, value in enumerate(series.values):
        if value is not None:
            run.append((number, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _center(chart: Chart, frame: _Frame, number: int) -> int:
    begins, width = _slot(number, len(chart.labels), frame)
    return begins + width // _MIDDLE


def _cells(chart: Chart, frame: _Frame) -> Iterator[str]:
    for order, series in enumerate(chart.series):
        y = frame.top + order * _CELL_HEIGHT
        yield _text(frame.left - 6, y + _CELL_HEIGHT // _MIDDLE, series.name, anchor="end")
        for number, value in enumerate(series.values):
            begins, ends = _edges(number, len(chart.labels), frame)
            shade = "none" if value is None else f"shade h{_tenth(value, chart)}"
            yield (
                f'<rect class="{shade}" x="{begins}" y="{y}" width="{max(1, ends - begins - 1)}"'
                f' height="{_CELL_HEIGHT - 1}">{_tip(chart, series, number)}</rect>'
            )
    yield from _legend(chart, frame)


def _upright(chart: Chart, frame: _Frame) -> Iterator[str]:
    """Yield a grid with a column for each series; a phone shows no tips, so there are none."""
    yield from _legend(chart, _Frame(frame.left, _TOP, frame.width, frame.height))
    yield _text(0, frame.top - 10, chart.x_title, anchor="start", kind="unit")
    yield from _columns(chart, frame)
    for number, label in enumerate(chart.labels):
        y = frame.top + number * _ROW_HEIGHT
        yield _text(frame.left - 6, y + _ROW_HEIGHT // _MIDDLE, label, anchor="end")
        for order, series in enumerate(chart.series):
            begins, ends = _edges(order, len(chart.series), frame)
            value = series.values[number]
            shade = "none" if value is None else f"shade h{_tenth(value, chart)}"
            yield (
                f'<rect class="{shade}" x="{begins}" y="{y}"'
                f' width="{max(1, ends - begins - 1)}" height="{_ROW_HEIGHT - 1}"/>'
            )


def _columns(chart: Chart, frame: _Frame) -> Iterator[str]:
    """Yield the names over the columns, as many as stand beside each other."""
    widest = max(width_of(each.name) for each in chart.series) * _LETTER
    every = max(1, -(-widest * len(chart.series) // frame.width))
    for order, series in enumerate(chart.series):
        if order % every == 0:
            begins, ends = _edges(order, len(chart.series), frame)
            yield _text((begins + ends) // _MIDDLE, frame.top - 10, series.name)


def _edges(number: int, count: int, frame: _Frame) -> tuple[int, int]:
    begins = frame.left + frame.width * number // count
    return begins, frame.left + frame.width * (number + 1) // count


def _tenth(value: Decimal, chart: Chart) -> int:
    """Return the shade, 0 to 10, by how far a value reaches up the scale."""
    return min(10, max(0, int(value * 10 / chart.top))) if chart.top else 0


def _legend(chart: Chart, frame: _Frame) -> Iterator[str]:
    low, high = chart.ticks[0][1], chart.ticks[-1][1]
    begins = frame.right - 11 * 12 - 44
    yield _text(begins - 6, frame.top - 14, low, anchor="end")
    for shade in range(11):
        x = begins + shade * 12
        yield f'<rect class="shade h{shade}" x="{x}" y="{frame.top - 20}" width="12" height="12"/>'
    yield _text(begins + 11 * 12 + 6, frame.top - 14, high, anchor="start")


def _tip(chart: Chart, series: Series, number: int) -> str:
    name = f"{series.name} " if series.name else ""
    return f"<title>{escape(name + chart.labels[number])}: {escape(series.texts[number])}</title>"


def _text(x: int, y: int, text: str, *, anchor: str = "middle", kind: str = "label") -> str:
    if not text:
        return ""
    place = f'x="{x}" y="{y}" text-anchor="{anchor}" dominant-baseline="middle"'
    return f'<text class="{kind}" {place}>{escape(text)}</text>'
