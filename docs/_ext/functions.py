"""The functions formulas may call, from the catalog of the rule language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import Label
from ccops.rules import FUNCTIONS, WhenMissing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.rules import Example, Function

_MISSING: Final[Mapping[WhenMissing, Label]] = {
    WhenMissing.ASKS: Label(
        en="says so, and is never missing itself", zh="如实回答，本身从不缺失"
    ),
    WhenMissing.TAKES_NEXT: Label(
        en="takes the next; missing only where all are, with the first reason",
        zh="取下一个；全部缺失时才缺失，原因取第一个",
    ),
    WhenMissing.IS_MISSING: Label(
        en="is missing, with the reason of the first that is",
        zh="结果缺失，原因取第一个缺失的参数",
    ),
}


def render(language: str) -> str:
    """Return the functions as a table in Markdown."""
    return "\n".join(_lines(FUNCTIONS))


def _lines(functions: Mapping[str, Function]) -> Iterator[str]:
    yield "| function | what for | 用途 | where an argument is missing | 参数缺失时 | example |"
    yield "|---|---|---|---|---|---|"
    for each in functions.values():
        example = _shown(each.example) if each.example else ""
        missing = _MISSING[each.when_missing]
        words = (each.label.en, each.label.zh, missing.en, missing.zh)
        yield f"| {' | '.join((f'`{each.signature}`', *words, example))} |"


def _shown(example: Example) -> str:
    given = ", ".join(f"`{name}` {value or 'missing'}" for name, _, value in example.given)
    return f"`{example.formula}` is {example.result}, with {given}"
