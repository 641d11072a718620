"""The functions formulas may call, from the catalog of the rule language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from languages import ENGLISH, heads, pick

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
    return "\n".join(_lines(FUNCTIONS, language))


def _lines(functions: Mapping[str, Function], language: str) -> Iterator[str]:
    yield from heads(
        language,
        en="function | what for | 用途 | where an argument is missing | 参数缺失时 | example",
        zh="函数 | 用途 | 参数缺失时 | 例子",
    )
    for each in functions.values():
        example = _shown(each.example, language) if each.example else ""
        missing = _MISSING[each.when_missing]
        words = (each.label.zh, missing.zh)
        if language == ENGLISH:
            words = (each.label.en, each.label.zh, missing.en, missing.zh)
        yield f"| {' | '.join((f'`{each.signature}`', *words, example))} |"


def _shown(example: Example, language: str) -> str:
    absent = pick(language, en="missing", zh="缺失")
    given = [f"`{name}` {value or absent}" for name, _, value in example.given]
    return pick(
        language,
        en=f"`{example.formula}` is {example.result}, with {', '.join(given)}",
        zh=f"`{example.formula}` 得 {example.result}，其中 {'、'.join(given)}",
    )
