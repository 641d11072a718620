"""The files a center hands in, with their columns, from the schema they are read by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from languages import heads, pick

from ccops.adapters.inputs.columns import CellKind, InputColumn, InputFile
from ccops.adapters.inputs.schema import INPUT_FILES
from ccops.messages import Label

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {
    CellKind.TEXT: Label(en="text", zh="文本"),
    CellKind.DAY: Label(en="day", zh="日期"),
    CellKind.INSTANT: Label(en="day and time", zh="日期和时间"),
    CellKind.MOMENT: Label(en="day, or day and time", zh="日期，或日期和时间"),
    CellKind.HOURS: Label(en="hours", zh="小时"),
    CellKind.NUMBER: Label(en="number", zh="数字"),
    CellKind.COUNT: Label(en="whole number", zh="整数"),
    CellKind.MONEY: Label(en="amount", zh="金额"),
    CellKind.FLAG: Label(en="`yes` or `no`", zh="`yes` 或 `no`"),
}


def render(language: str) -> str:
    """Return every input file with its columns as Markdown."""
    return "\n".join(line for each in INPUT_FILES.values() for line in _file(each, language))


def _file(file: InputFile, language: str) -> Iterator[str]:
    yield from (f"## `{file.name}`", "")
    if file.is_open:
        further = "Further columns are named after what they hold."
        yield from (pick(language, en=further, zh="其余各列以所存的内容命名。"), "")
    yield from heads(language, en="column | holds", zh="列 | 内容")
    for name, column in file.columns.items():
        yield f"| `{name}`{' *' if column.required else ''} | {_holds(column, language)} |"
    yield ""


def _holds(column: InputColumn, language: str) -> str:
    if column.words:
        comma = pick(language, en=", ", zh="、")
        return comma.join(f"`{word}`" for word in sorted(column.words))
    return _KINDS[column.kind].in_locale(language)
