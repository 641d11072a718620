"""Charts as plain data: labels and series, the table they are read from, and a Vega-Lite form."""

from __future__ import annotations

import enum
import json
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from ccops.reports.document.tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping


class ChartKind(enum.Enum):
    """Bars or a line over labels, or a grid of shades: one series a row of the grid."""

    BARS = "bars"
    LINE = "line"
    HEAT = "heat"


@attrs.frozen(kw_only=True)
class Series:
    """One line, set of bars or row of the grid; ``None`` where nothing is known.

    ``texts`` are the values as people read them, of the same length.
    """

    name: str
    values: tuple[Decimal | None, ...]
    texts: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Chart:
    """A chart and its data. ``labels`` name the places along the horizontal axis.

    ``ticks`` are the values marked on the scale with their texts, lowest first; the scale ends
    at the last. ``series`` holds at least one.
    """

    id: str
    title: str
    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    table: Table
    ticks: tuple[tuple[Decimal, str], ...]
    x_title: str = ""
    y_title: str = ""

    @property
    def top(self) -> Decimal:
        """The value at which the scale ends."""
        return self.ticks[-1][0]

    @property
    def text(self) -> str:
        """Every word that a drawing shows."""
        names = (each.name for each in self.series)
        ticks = (text for _, text in self.ticks)
        return "\n".join((self.title, self.x_title, self.y_title, *self.labels, *names, *ticks))

    @property
    def spec(self) -> Mapping[str, Any]:
        """The chart as a Vega-Lite specification; its numbers are texts, read exactly.

        Where nothing is known the value is null: a line is not drawn across it.
        """
        values = tuple(
            MappingProxyType(
                {
                    "x": label,
                    "series": each.name,
                    "value": None if value is None else f"{value:f}",
                }
            )
            for each in self.series
            for label, value in zip(self.labels, each.values, strict=True)
        )
        data = {"values": values, "format": MappingProxyType({"parse": {"value": "number"}})}
        return MappingProxyType(
            {
                "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
                "title": self.title,
                "data": MappingProxyType(data),
                "mark": _MARKS[self.kind],
                "encoding": MappingProxyType(self._encoding()),
            }
        )

    def _encoding(self) -> dict[str, Any]:
        axis = {"labelAngle": 0, "labelOverlap": "parity", "ticks": False}
        x = {"field": "x", "type": "ordinal", "sort": None, "title": self.x_title, "axis": axis}
        value: dict[str, Any] = {"field": "value", "type": "quantitative", "title": self.y_title}
        value["scale"] = {"domainMin": 0, "domainMax": {"expr": f"{self.top:f}"}}
        series = {"field": "series", "type": "nominal", "sort": None, "title": ""}
        if self.kind is ChartKind.HEAT:
            rows = {**series, "axis": {"ticks": False}}
            return {"x": x, "y": rows, "color": {**value, "legend": self._marked()}}
        found = {"x": x, "y": {**value, "axis": self._marked()}}
        if len(self.series) == 1:
            return found
        color = {**found, "color": {**series, "legend": {"orient": "top"}}}
        return {**color, "xOffset": {**series}} if self.kind is ChartKind.BARS else color

    def _marked(self) -> dict[str, Any]:
        """Return the marks of the scale with their texts, as an axis or a legend has them."""
        values = ", ".join(f"{value:f}" for value, _ in self.ticks)
        texts = json.dumps([text for _, text in self.ticks])
        return {
            "values": {"expr": f"[{values}]"},
            "labelExpr": f"{texts}[indexof([{values}], datum.value)]",
        }


_MARKS: Mapping[ChartKind, object] = MappingProxyType(
    {
        ChartKind.BARS: "bar",
        ChartKind.LINE: MappingProxyType({"type": "line", "point": True}),
        ChartKind.HEAT: "rect",
    }
)
