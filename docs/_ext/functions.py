"""The functions formulas may call, from the catalog of the rule language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.rules import FUNCTIONS, WhenMissing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.rules import Example, Function

_MISSING: Final[Mapping[WhenMissing, str]] = {
    WhenMissing.ASKS: "says so, and is never missing itself",
    WhenMissing.TAKES_NEXT: "takes the next; missing only where all are, with the first reason",
    WhenMissing.IS_MISSING: "is missing, with the reason of the first that is",
}


def render() -> str:
    """Return the functions as a table in Markdown."""
    return "\n".join(_lines(FUNCTIONS))


def _lines(functions: Mapping[str, Function]) -> Iterator[str]:
    yield "| function | what for | 用途 | where an argument is missing | example |"
    yield "|---|---|---|---|---|"
    for each in functions.values():
        example = _shown(each.example) if each.example else ""
        cells = (f"`{each.signature}`", each.label.en, each.label.zh, _MISSING[each.when_missing])
        yield f"| {' | '.join((*cells, example))} |"


def _shown(example: Example) -> str:
    given = ", ".join(f"`{name}` {value or 'missing'}" for name, _, value in example.given)
    return f"`{example.formula}` is {example.result}, with {given}"
