"""Draws the way data takes through ccops, in the language of the page, wide and narrow."""

from __future__ import annotations

from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs
from languages import pick

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDE: Final = 640
_NARROW: Final = 340
_BOX: Final = (150, 46)
_PITCH: Final = 66
_STYLE: Final = """
<style>
.way { width: 100%; height: auto; max-width: 44rem; margin-bottom: 1.15rem; font-family: inherit; }
.way rect { fill: var(--pst-color-surface); stroke: var(--pst-color-border); }
.way .step rect { fill: var(--pst-color-background); stroke: var(--pst-color-primary); }
.way text { fill: var(--pst-color-text-base); font-size: 11.5px; text-anchor: middle; }
.way .name { font-weight: bold; font-size: 13px; }
.way path { fill: none; stroke: var(--pst-color-text-muted); stroke-width: 1.5; }
.way path.head { fill: var(--pst-color-text-muted); stroke: none; }
.way-narrow { display: none; }
@media (max-width: 600px) { .way-wide { display: none; } .way-narrow { display: block; } }
</style>
"""


@attrs.frozen(kw_only=True)
class Place:
    """What data is at one place, or a step it takes: its name, and what is said of it."""

    en: tuple[str, str]
    zh: tuple[str, str]
    is_step: bool = False


PLACES: Final[Mapping[str, Place]] = MappingProxyType(
    {
        "files": Place(en=("telephony files", "by an adapter"), zh=("话务文件", "经适配器读入")),
        "tables": Place(
            en=("tables", "roster, leave, events"), zh=("表格", "排班、请假、质检、事件")
        ),
        "given": Place(
            en=("facts of the host", "which it has already"), zh=("宿主的事实", "已有的")
        ),
        "pack": Place(en=("rule pack", "YAML files"), zh=("规则包", "YAML 文件")),
        "before": Place(
            en=("the month before", "closing, or opening"), zh=("上一期", "结转或期初")
        ),
        "measure": Place(
            en=("measure", "records: calls, shifts"), zh=("测量", "记录：来电、班次"), is_step=True
        ),
        "facts": Place(en=("facts", "a value per subject"), zh=("事实", "每个对象、每个期间一个")),
        "plan": Place(en=("plan", "checked and compiled"), zh=("计划", "检查并编译")),
        "settle": Place(
            en=("settle", "figures in their order"), zh=("结算", "按次序计算"), is_step=True
        ),
        "settlement": Place(en=("settlement", "figures, reasons"), zh=("结算结果", "数字与理由")),
        "out": Place(en=("explain, report", "export, close"), zh=("解释、报表", "导出、结转")),
    }
)
#: Where each place stands: the left edge, and the row from the top.
_STANDS: Final[Mapping[int, Mapping[str, tuple[int, float]]]] = MappingProxyType(
    {
        _WIDE: {
            "files": (0, 0), "tables": (0, 1), "given": (0, 2), "pack": (0, 3), "before": (0, 4),
            "measure": (245, 0.5), "facts": (245, 2), "plan": (245, 3),
            "settle": (490, 3), "settlement": (490, 2), "out": (490, 1),
        },
        _NARROW: {
            "files": (0, 0), "tables": (0, 1), "given": (0, 2), "pack": (0, 3), "before": (0, 4),
            "measure": (180, 0.5), "facts": (180, 2), "plan": (180, 3),
            "settle": (180, 4), "settlement": (180, 5), "out": (180, 6),
        },
    }
)  # fmt: skip
#: From where to where, and the sides it leaves and arrives at; ``right, right`` goes around.
_ARROWS: Final = (
    ("files", "measure", "right", "left"),
    ("tables", "measure", "right", "left"),
    ("measure", "facts", "bottom", "top"),
    ("given", "facts", "right", "left"),
    ("pack", "plan", "right", "left"),
)
_ARROWS_OF: Final[Mapping[int, tuple[tuple[str, str, str, str], ...]]] = MappingProxyType(
    {
        _WIDE: (
            ("facts", "settle", "right", "left"),
            ("plan", "settle", "right", "left"),
            ("before", "settle", "right", "bottom"),
            ("settle", "settlement", "top", "bottom"),
            ("settlement", "out", "top", "bottom"),
        ),
        _NARROW: (
            ("facts", "settle", "right", "right"),
            ("plan", "settle", "bottom", "top"),
            ("before", "settle", "right", "left"),
            ("settle", "settlement", "bottom", "top"),
            ("settlement", "out", "bottom", "top"),
        ),
    }
)
_SIDES: Final = MappingProxyType(
    {"left": (0, 0.5), "right": (1, 0.5), "top": (0.5, 0), "bottom": (0.5, 1)}
)


def render(language: str) -> str:
    """Return the drawing as HTML, in the words of a language."""
    drawn = "\n".join(_draw(width, kind, language) for width, kind in
                      ((_WIDE, "wide"), (_NARROW, "narrow")))  # fmt: skip
    return f"```{{raw}} html\n{_STYLE}{drawn}\n```"


def _draw(width: int, kind: str, language: str) -> str:
    stands = _STANDS[width]
    height = int(max(row for _, row in stands.values()) * _PITCH) + _BOX[1] + 2
    title = pick(
        language,
        en="Files and tables are measured into facts, a rule pack is compiled into a plan; facts, "
        "plan and the month before are settled; what comes out is explained, reported, exported.",
        zh="文件和表格测量成事实，规则包编译成计划；事实、计划和上一期一起结算；结果用来解释、出报表、导出。",
    )
    arrows = (*_ARROWS, *_ARROWS_OF[width])
    lines = "".join(_arrow(stands, *each) for each in arrows)
    boxes = "".join(_box(name, *stands[name], language) for name in stands)
    return (
        f'<svg class="way way-{kind}" viewBox="-1 -1 {width + 14} {height}" role="img" '
        f'aria-labelledby="way-{kind}"><title id="way-{kind}">{escape(title)}</title>'
        f"{lines}{boxes}</svg>"
    )


def _box(name: str, left: int, row: float, language: str) -> str:
    place = PLACES[name]
    head, told = pick(language, en="\n".join(place.en), zh="\n".join(place.zh)).split("\n")
    top, middle = round(row * _PITCH), left + _BOX[0] // 2
    kind = "step" if place.is_step else "data"
    return (
        f'<g class="{kind}"><rect x="{left}" y="{top}" width="{_BOX[0]}" height="{_BOX[1]}" '
        f'rx="{_BOX[1] // 2 if place.is_step else 4}"/>'
        f'<text class="name" x="{middle}" y="{top + 20}">{escape(head)}</text>'
        f'<text x="{middle}" y="{top + 36}">{escape(told)}</text></g>'
    )


def _arrow(
    stands: Mapping[str, tuple[int, float]], begin: str, end: str, leaves: str, arrives: str
) -> str:
    """Return an arrow with at most one bend in each direction, and its head."""
    x, y = _side(stands[begin], leaves)
    to_x, to_y = _side(stands[end], arrives)
    if leaves == arrives:  # around what stands between them
        bent = f"H{x + 10}V{to_y}H{to_x}"
    elif arrives in {"top", "bottom"}:
        bent = f"H{to_x}V{to_y}" if leaves == "right" else f"V{to_y}"
    else:
        bent = f"H{to_x - 15}V{to_y}H{to_x}"
    ways = {"left": (-7, -4, -7, 4), "right": (7, -4, 7, 4), "top": (-4, -7, 4, -7),
            "bottom": (-4, 7, 4, 7)}  # fmt: skip
    ax, ay, bx, by = ways[arrives]
    head = f"M{to_x},{to_y}L{to_x + ax},{to_y + ay}L{to_x + bx},{to_y + by}Z"
    return f'<path d="M{x},{y}{bent}"/><path class="head" d="{head}"/>'


def _side(stands: tuple[int, float], side: str) -> tuple[int, int]:
    left, row = stands
    across, down = _SIDES[side]
    return round(left + across * _BOX[0]), round(row * _PITCH + down * _BOX[1])
