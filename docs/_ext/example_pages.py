"""The scripts of ``examples/`` in order, each with what it prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
_FROM_THE_PAGE: Final = "../../examples"


def render() -> str:
    """Return a section for each example."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    for script in sorted(EXAMPLES.glob("[0-9][0-9]_*.py")):
        text = script.read_text(encoding="utf-8")
        told = text.splitlines()[0].strip('"').rstrip(".")
        name, _, rest = told.partition(":")
        yield f"## {name}\n"
        yield f"`examples/{script.name}`{':' if rest else ''}{rest}.\n"
        yield from _included(
            script.name, "python", "start-after: from __future__ import annotations"
        )
        yield "It prints\n"
        yield from _included(f"{script.stem}.out", "text")


def _included(name: str, language: str, *options: str) -> Iterator[str]:
    yield f"```{{literalinclude}} {_FROM_THE_PAGE}/{name}"
    yield f":language: {language}"
    yield from (f":{each}" for each in options)
    yield "```\n"
