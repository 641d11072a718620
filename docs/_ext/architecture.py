"""Draws the rooms on their floors, as the import contract of pyproject.toml has them.

Nothing is drawn by hand: a room that is added to the contract stands in the drawing, and one that
nobody has named for people is an error of the build.
"""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_ROOT: Final = Path(__file__).parents[2]
_PACKAGE: Final = "ccops"
#: What people call a room, in English and in Chinese.
NAMES: Final = {
    "cli": ("command line", "命令行"),
    "testing": ("sample months, kits", "示例月、测试工具"),
    "center": ("the front door", "正门"),
    "hooks": ("what plugins bring", "插件接口"),
    "adapters": ("files in", "读入文件"),
    "payroll": ("payroll files", "工资文件"),
    "reports": ("reports out", "报表"),
    "rulepack": ("rule packs", "规则包"),
    "settlement": ("the month", "月度结算"),
    "pay": ("pay", "薪酬"),
    "career": ("career, conduct", "晋级与奖惩"),
    "projects": ("client projects", "外包项目"),
    "organization": ("posts and duties", "岗位与职责"),
    "worktime": ("shifts and leave", "班次与假期"),
    "contacts": ("service levels", "话务与服务水平"),
    "learning": ("training, knowledge", "培训与知识库"),
    "casework": ("orders, complaints", "工单与投诉"),
    "scorecards": ("forms, evaluations", "质检评分"),
    "kpi": ("indicators, engines", "指标与引擎"),
    "plan": ("figures in order", "计算顺序"),
    "facts": ("people and facts", "人员与数据"),
    "rules": ("formulas, tables", "公式与表格"),
    "values": ("money, units, time", "金额、单位、时间"),
    "errors": ("exceptions", "异常"),
    "messages": ("words, diagnostics", "文字与诊断"),
    "deprecation": ("names that go", "弃用的名称"),
    "doors": ("names, opened later", "按需载入"),
    "frozen": ("classes of values", "值的类"),
    "adapters.inputs": ("tables of a month", "当月表格"),
    "adapters.kept": ("kept records", "留存记录"),
    "adapters.mapped": ("column maps", "列对应"),
    "adapters.gathered": ("gathered contacts", "归并联络"),
    "adapters.contacts": ("contacts", "联络"),
    "adapters.agents": ("agents", "座席"),
    "adapters.protocol": ("what an adapter is", "适配器约定"),
    "organization.whole": ("the whole of a day", "全貌"),
    "organization.duties": ("duties", "职责"),
    "organization.reporting": ("who answers to whom", "汇报关系"),
    "organization.staff": ("staff", "人员"),
    "organization.posts": ("posts", "岗位"),
    "organization.aims": ("aims", "目标"),
    "organization.floor": ("the floor", "现场"),
    "organization.publishing": ("publishing", "公布"),
    "reports.operations": ("operations", "运营"),
    "reports.pay": ("pay", "薪酬"),
    "reports.people": ("people", "人员"),
    "reports.rulebook": ("rule book", "规则手册"),
    "reports.parts": ("parts of pages", "页面部件"),
    "reports.formats": ("file formats", "文件格式"),
    "reports.document": ("what a report is", "报表结构"),
    "settlement.whole": ("the whole month", "整月"),
    "settlement.lists": ("lists", "名单"),
    "settlement.settled": ("figures, reasons", "结果与理由"),
    "settlement.revised": ("corrections", "更正"),
    "settlement.warnings": ("warnings", "提醒"),
    "settlement.carried": ("carried over", "结转"),
    "settlement.approved": ("approvals", "审批"),
    "settlement.attested": ("proofs", "凭证"),
    "settlement.words": ("words", "文字"),
    "settlement.measured": ("measured facts", "测得数据"),
    "settlement.plain_data": ("plain data", "纯数据"),
}
_WIDE: Final = 640
_NARROW: Final = 340
_BOX: Final = 58
_GAP: Final = 8
_NUMBER: Final = 34  # where the number of a floor stands
_STYLE: Final = """
<style>
.floors { width: 100%; height: auto; max-width: 44rem; font-family: inherit; }
.floors .floor > rect { fill: var(--pst-color-surface); }
.floors .room rect { fill: var(--pst-color-background); stroke: var(--pst-color-border); }
.floors a:focus-visible rect, .floors a:hover rect { stroke: var(--pst-color-primary); }
.floors text { fill: var(--pst-color-text-base); font-size: 12px; text-anchor: middle; }
.floors .name { font: bold 14px var(--pst-font-family-monospace); }
.floors .number { fill: var(--pst-color-text-muted); font-size: 13px; }
.floors a { text-decoration: none; }
.floors a .name { fill: var(--pst-color-link); }
.floors-narrow { display: none; }
@media (max-width: 600px) { .floors-wide { display: none; } .floors-narrow { display: block; } }
.floors-inside {
  display: grid; gap: 1rem 2rem; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr));
}
</style>
"""


@attrs.frozen(kw_only=True)
class Building:
    """One contract of layers: the floors of a package, the uppermost first."""

    container: str
    floors: tuple[tuple[str, ...], ...]

    def key(self, room: str) -> str:
        """Return the name of a room within the library: ``settlement.words``."""
        return f"{self.container}.{room}".removeprefix(f"{_PACKAGE}.")


def buildings(pyproject: Path = _ROOT / "pyproject.toml") -> tuple[Building, ...]:
    """Return the contracts of layers, that of the whole library first."""
    told = tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["importlinter"]
    found = [
        Building(container=container, floors=tuple(map(_rooms, each["layers"])))
        for each in told["contracts"]
        if each["type"] == "layers"
        for container in each["containers"]
    ]
    return tuple(sorted(found, key=lambda each: (each.container != _PACKAGE, each.container)))


def render(language: str = "en") -> str:
    """Return the drawings as HTML: the library, wide and narrow, and what is inside of rooms.

    Rooms are named in both languages; who hears the drawing is told it in that of the page.
    """
    library, *insides = buildings()
    opened = {each.container.removeprefix(f"{_PACKAGE}.") for each in insides}
    wide = draw(library, width=_WIDE, kind="wide", opened=opened, language=language)
    narrow = draw(library, width=_NARROW, kind="narrow", opened=opened, language=language)
    inside = "\n".join(
        f'<div id="inside-{name}"><p><strong><code>{name}</code></strong></p>'
        f"{draw(each, width=_NARROW, kind='inside', language=language)}</div>"
        for each in insides
        for name in (each.container.removeprefix(f"{_PACKAGE}."),)
    )
    drawn = f'{_STYLE}{wide}\n{narrow}\n<div class="floors-inside">\n{inside}\n</div>'
    return f"```{{raw}} html\n{drawn}\n```"


def draw(
    building: Building,
    *,
    width: int,
    kind: str,
    opened: Collection[str] = (),
    language: str = "en",
) -> str:
    """Return one building as SVG; rooms that are ``opened`` lead to what is inside them."""
    parts: list[str] = []
    top = 0
    count = len(building.floors)
    for place, rooms in enumerate(building.floors):
        rows = tuple(_rows(rooms, width))
        height = len(rows) * (_BOX + _GAP) + _GAP
        boxes = "".join(_row(building, row, top + n * (_BOX + _GAP) + _GAP, width, opened)
                        for n, row in enumerate(rows))  # fmt: skip
        middle = top + height // 2 + 5
        number = count - 1 - place
        parts.append(
            f'<g class="floor"><rect x="0" y="{top}" width="{width}" height="{height}" rx="6"/>'
            f'<text class="number" x="{_NUMBER // 2}" y="{middle}">{number}</text>{boxes}</g>'
        )
        top += height + _GAP // 2
    title = f"{building.container}-{kind}".replace(".", "-")
    told = escape(_told(building, language))
    return (
        f'<svg class="floors floors-{kind}" viewBox="0 0 {width} {top}" role="img" '
        f'aria-labelledby="{title}"><title id="{title}">{told}</title>'
        f"{''.join(parts)}</svg>"
    )


def _rooms(layer: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in layer.split("|"))


def _rows(rooms: tuple[str, ...], width: int) -> Iterator[tuple[str, ...]]:
    """Yield the rooms of a floor in as many rows as the width asks for."""
    most = 3 if width == _WIDE else 2
    yield from (rooms[start : start + most] for start in range(0, len(rooms), most))


def _row(
    building: Building,
    rooms: tuple[str, ...],
    top: int,
    width: int,
    opened: Collection[str],
) -> str:
    size = (width - _NUMBER - _GAP * len(rooms)) // len(rooms)
    return "".join(
        _room(building, room, _NUMBER + place * (size + _GAP), top, size, opened)
        for place, room in enumerate(rooms)
    )


def _room(
    building: Building, room: str, left: int, top: int, size: int, opened: Collection[str]
) -> str:
    en, zh = NAMES[building.key(room)]
    middle = left + size // 2
    box = (
        f'<g class="room" data-room="{building.key(room)}">'
        f'<rect x="{left}" y="{top}" width="{size}" height="{_BOX}" rx="4"/>'
        f'<text class="name" x="{middle}" y="{top + 18}">{escape(room)}</text>'
        f'<text x="{middle}" y="{top + 34}" lang="en">{escape(en)}</text>'
        f'<text x="{middle}" y="{top + 50}" lang="zh">{escape(zh)}</text></g>'
    )
    return f'<a href="#inside-{room}">{box}</a>' if room in opened else box


def _told(building: Building, language: str) -> str:
    """Return the drawing for those who hear it: each floor with its rooms, from the top."""
    count = len(building.floors)
    floors = (
        f"{count - 1 - place}: {', '.join(rooms)}" for place, rooms in enumerate(building.floors)
    )
    if language.startswith("zh"):
        return f"{building.container} 的各层，自上而下：{'；'.join(floors)}"
    return f"{building.container}, floor by floor from the top: {'; '.join(floors)}"
