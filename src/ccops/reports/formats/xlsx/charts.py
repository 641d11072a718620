"""Charts of a report as charts of the spreadsheet, drawn from the cells of their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.reports.document.charts import Chart, ChartKind
from ccops.reports.formats.xlsx.book import fit

if TYPE_CHECKING:
    from decimal import Decimal

    from ccops.reports.formats.xlsx.cells import CellWriter

_KINDS: Final = {ChartKind.BARS: "column", ChartKind.LINE: "line"}
_WIDTH: Final = 860
_HEIGHT: Final = 300
#: How many rows of a sheet a chart covers.
_ROWS: Final = 17
_COLORS: Final = ("#1F5A8C", "#C46A1B", "#4B7F52", "#8A4F8B", "#6B6B6B")


def write_chart(writer: CellWriter, name: str, row: int, chart: Chart) -> int:
    """Write a chart above its table; return the first row after both.

    A grid of shades is the table itself, shaded. Where the table is not the chart's numbers, a
    label a row and a series a column, those stand beneath it.
    """
    writer.text(row, 0, chart.title, "heading")
    is_grid = chart.kind is ChartKind.HEAT
    first = row + 1 + (0 if is_grid else _ROWS)
    writer.heads(first, chart.table.columns)
    last = writer.rows(first + 1, chart.table)
    data = first
    if not _is_its_numbers(chart):
        data = last + 1
        last = _write_numbers(writer, data, chart)
    if is_grid:
        shades = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#2E75B6"}
        end = data + len(chart.labels)
        writer.sheet.conditional_format(data + 1, 1, end, len(chart.series), shades)
    else:
        writer.sheet.insert_chart(row + 1, 0, _drawn(writer, name, data, chart))
    return last


def _is_its_numbers(chart: Chart) -> bool:
    table = chart.table
    return len(table.rows) == len(chart.labels) and len(table.columns) == 1 + len(chart.series)


def _write_numbers(writer: CellWriter, first: int, chart: Chart) -> int:
    """Write the chart's numbers, a label a row; return the row after them."""
    writer.text(first, 0, chart.x_title, "head")
    for column, series in enumerate(chart.series, 1):
        writer.text(first, column, series.name, "head_right")
        for row, value in enumerate(series.values, first + 1):
            if value is not None:
                writer.sheet.write_number(row, column, _number(value))
    for row, label in enumerate(chart.labels, first + 1):
        writer.text(row, 0, label, "plain")
    return first + 1 + len(chart.labels)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _drawn(writer: CellWriter, name: str, first: int, chart: Chart) -> Any:
    drawn = writer.book.file.add_chart({"type": _KINDS[chart.kind]})
    last = first + len(chart.labels)
    for number, series in enumerate(chart.series, 1):
        color = _COLORS[(number - 1) % len(_COLORS)]
        look = {"fill": {"color": color}} if chart.kind is ChartKind.BARS else {}
        drawn.add_series(
            {
                "name": fit(series.name),
                "categories": [name, first + 1, 0, last, 0],
                "values": [name, first + 1, number, last, number],
                "line": {"color": color, "width": 2},
                **look,
            }
        )
    drawn.set_title({"name": fit(chart.title), "name_font": {"size": 12}})
    drawn.set_x_axis({"name": fit(chart.x_title)})
    drawn.set_y_axis({"name": fit(chart.y_title), "min": 0})
    drawn.set_legend({"none": True} if len(chart.series) == 1 else {"position": "bottom"})
    drawn.set_size({"width": _WIDTH, "height": _HEIGHT})
    return drawn
