"""Charts of a report as charts of the spreadsheet, drawn from cells of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.reports.charts import Chart, ChartKind
from ccops.reports.xlsx.book import Book, fit

if TYPE_CHECKING:
    from decimal import Decimal

_KINDS: Final = {ChartKind.BARS: "column", ChartKind.LINE: "line"}
_WIDTH: Final = 960
_HEIGHT: Final = 300
#: How many rows of a sheet a chart covers.
ROWS: Final = 17
_COLORS: Final = ("#1F5A8C", "#C46A1B", "#4B7F52", "#8A4F8B", "#6B6B6B")


def write_chart(book: Book, sheet: Any, name: str, row: int, chart: Chart) -> int:
    """Write a chart with its numbers beneath; return the first row after them."""
    sheet.write_string(row, 0, fit(chart.title), book.format("heading"))
    first = row + 1 + (0 if chart.kind is ChartKind.HEAT else ROWS)
    _write_numbers(book, sheet, first, chart)
    last = first + len(chart.series)
    if chart.kind is ChartKind.HEAT:
        shades = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#2E75B6"}
        sheet.conditional_format(first + 1, 1, last, len(chart.labels), shades)
    else:
        sheet.insert_chart(row + 1, 0, _drawn(book, name, first, chart))
    return last + 2


def _write_numbers(book: Book, sheet: Any, first: int, chart: Chart) -> None:
    sheet.write_string(first, 0, fit(chart.x_title), book.format("head"))
    for column, label in enumerate(chart.labels, 1):
        sheet.write_string(first, column, fit(label), book.format("head"))
    for row, series in enumerate(chart.series, first + 1):
        sheet.write_string(row, 0, fit(series.name), book.format("plain"))
        for column, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, column, _number(value), book.format("plain"))


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _drawn(book: Book, name: str, first: int, chart: Chart) -> Any:
    drawn = book.file.add_chart({"type": _KINDS[chart.kind]})
    width = len(chart.labels)
    for number, series in enumerate(chart.series):
        row, color = first + 1 + number, _COLORS[number % len(_COLORS)]
        look = {"fill": {"color": color}} if chart.kind is ChartKind.BARS else {}
        drawn.add_series(
            {
                "name": series.name,
                "categories": [name, first, 1, first, width],
                "values": [name, row, 1, row, width],
                "line": {"color": color, "width": 2},
                **look,
            }
        )
    drawn.set_title({"name": chart.title, "name_font": {"size": 12}})
    drawn.set_x_axis({"name": chart.x_title})
    drawn.set_y_axis({"name": chart.y_title, "min": 0, "max": int(chart.top)})
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    drawn.set_size({"width": _WIDTH, "height": _HEIGHT})
    return drawn
