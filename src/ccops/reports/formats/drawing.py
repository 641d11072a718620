"""Charts drawn by Vega-Lite, as SVG or as a picture, for what is printed."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import MissingExtraError, MissingFontError
from ccops.reports.document.charts import ChartKind
from ccops.reports.document.plain import plain
from ccops.reports.formats.fonts import FAMILIES, has_chinese
from ccops.reports.formats.forked import draws_here

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import ModuleType

    from ccops.reports.document.charts import Chart

#: The version of Vega-Lite that the specifications are written for.
_VERSION: Final = "5.20"
_WIDTH: Final = 640
_HEIGHT: Final = 170
_ROW: Final = 20
_INK: Final = "#5b646d"
_LINE: Final = "#dedbd3"
_ACCENT: Final = "#1f5f86"
_CONFIG: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "background": "white",
        "view": {"stroke": None},
        "bar": {"color": _ACCENT},
        "line": {"color": _ACCENT, "strokeWidth": 2},
        "point": {"color": _ACCENT, "filled": True, "size": 30},
        "range": {
            "category": [_ACCENT, "#c77f2b", "#5f8a3c", "#8c2f2f", "#6d5a9c", "#5b646d"],
            "ramp": ["#eef4f8", "#123f5b"],
            "heatmap": ["#eef4f8", "#123f5b"],
        },
        "axis": {
            "labelColor": _INK,
            "titleColor": _INK,
            "titleFontWeight": "normal",
            "gridColor": _LINE,
            "domainColor": _LINE,
            "tickColor": _LINE,
            "labelFontSize": 11,
        },
        "legend": {"labelColor": _INK, "titleColor": _INK, "titleFontWeight": "normal"},
    }
)
#: One character as a picture.
_ONE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
    '<text y="30" font-size="20" font-family="{}, sans-serif">{}</text></svg>'
)
#: Vega counts its gradients and clips as long as it runs; here each drawing counts its own.
_COUNTED: Final = re.compile(r'(?<=id=")(gradient|clip)_?\d+(?=")|(?<=url\(#)(gradient|clip)_?\d+')


@attrs.frozen(kw_only=True)
class Drawing:
    """Draws charts with fonts, best first. Needs the extra ``charts``."""

    families: tuple[str, ...] = ("sans-serif",)

    @classmethod
    def for_locale(cls, locale: str) -> Drawing:
        """Return what draws the charts of a document in a locale."""
        return cls(families=(*FAMILIES[locale], "sans-serif"))

    def svg(self, chart: Chart, *, title: str = "") -> str:
        """Return a chart as SVG: same chart, same bytes. Raises as ``png``."""
        return _counted(_vega().vegalite_to_svg(self._spec(chart, title), vl_version=_VERSION))

    def png(self, chart: Chart, *, title: str = "", scale: int = 2) -> bytes:
        """Return a chart as a picture in PNG.

        Raises ``MissingExtraError``, ``ForkedError`` in a process forked from one that drew, and
        ``MissingFontError`` for Chinese where nothing that is installed draws it.
        """
        if has_chinese(chart.text) and not draws_chinese():
            raise MissingFontError
        spec = self._spec(chart, title)
        made: bytes = _vega().vegalite_to_png(spec, vl_version=_VERSION, scale=scale)
        return made

    def _spec(self, chart: Chart, title: str) -> dict[str, Any]:
        """Return the specification of a chart with its size, colors and fonts."""
        rows = len(chart.series) if chart.kind is ChartKind.HEAT else 0
        config = {**_CONFIG, "font": ", ".join(self.families)}
        size = {"width": _WIDTH, "height": rows * _ROW or _HEIGHT, "config": config}
        return {**plain(chart.spec), "title": title, **size}


@cache
def draws_chinese() -> bool:
    """Say whether some font of the machine draws Chinese otherwise than what nobody has."""
    families = ", ".join(FAMILIES["zh_TW"])
    drawn, unknown = (
        _vega().svg_to_png(_ONE.format(families, each)) for each in ("中", "\U0010fffd")
    )
    return bool(drawn != unknown)


def _vega() -> ModuleType:
    try:
        import vl_convert
    except ImportError as error:
        raise MissingExtraError("charts") from error
    draws_here("vl-convert")
    found: ModuleType = vl_convert
    return found


def _counted(svg: str) -> str:
    names: dict[str, str] = {}
    return _COUNTED.sub(lambda found: names.setdefault(found[0], f"counted-{len(names)}"), svg)
