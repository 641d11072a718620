"""The scripts of ``examples/`` in order, each with what it prints."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from languages import pick

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
_FROM_THE_PAGE: Final = "../../examples"


def render(language: str) -> str:
    """Return a section for each example."""
    return "\n".join(line for each in _scripts() for line in _section(each, language))


def gathered() -> str:
    """Return the English of the page whose Chinese stands in the catalog of the page."""
    return "\n\n".join(line for each in _scripts() for line in _told(each))


def _scripts() -> list[Path]:
    return sorted(EXAMPLES.glob("[0-9][0-9]_*.py"))


def _section(script: Path, language: str) -> Iterator[str]:
    yield from (f"{each}\n" for each in _told(script))
    yield from _included(script.name, "python", "start-after: from __future__ import annotations")
    yield pick(language, en="It prints\n", zh="打印出\n")
    yield from _included(f"{script.stem}.out", "text")


def _told(script: Path) -> tuple[str, str]:
    """Return the heading of an example, and the line under it."""
    told = script.read_text(encoding="utf-8").splitlines()[0].strip('"').rstrip(".")
    name, _, rest = told.partition(":")
    return f"## {name}", f"`examples/{script.name}`{':' if rest else ''}{rest}."


def _included(name: str, language: str, *options: str) -> Iterator[str]:
    yield f"```{{literalinclude}} {_FROM_THE_PAGE}/{name}"
    yield f":language: {language}"
    yield from (f":{each}" for each in options)
    yield "```\n"
