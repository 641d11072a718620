"""The files a center hands in, with their columns, from the schema they are read by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.adapters.inputs.columns import CellKind, InputColumn, InputFile
from ccops.adapters.inputs.schema import INPUT_FILES

if TYPE_CHECKING:
    from collections.abc import Iterator

_KINDS = {
    CellKind.TEXT: "text",
    CellKind.DAY: "day",
    CellKind.INSTANT: "day and time",
    CellKind.MOMENT: "day, or day and time",
    CellKind.HOURS: "hours",
    CellKind.NUMBER: "number",
    CellKind.COUNT: "whole number",
    CellKind.MONEY: "amount",
    CellKind.FLAG: "`yes` or `no`",
}


def render(language: str) -> str:
    """Return every input file with its columns as Markdown."""
    return "\n".join(line for each in INPUT_FILES.values() for line in _file(each))


def _file(file: InputFile) -> Iterator[str]:
    yield from (f"## `{file.name}`", "")
    if file.is_open:
        yield from ("Further columns are named after what they hold.", "")
    yield from ("| column | holds |", "|---|---|")
    for name, column in file.columns.items():
        yield f"| `{name}`{' *' if column.required else ''} | {_holds(column)} |"
    yield ""


def _holds(column: InputColumn) -> str:
    if column.words:
        return ", ".join(f"`{word}`" for word in sorted(column.words))
    return _KINDS[column.kind]
