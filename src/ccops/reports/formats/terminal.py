"""The terminal renderer: a document as text, columns straight also where characters are wide."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final, assert_never

import attrs

from ccops.errors import MissingExtraError
from ccops.messages import isolated
from ccops.reports.document.charts import Chart
from ccops.reports.document.model import (
    Cell,
    ColumnKind,
    Document,
    Facts,
    Paragraph,
    Section,
    Shown,
    SignatureBlock,
    Step,
    Table,
    Tone,
    Unfolding,
)
from ccops.reports.document.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

_WIDTH: Final = 100
_STEERING: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_STYLES: Final = {
    Tone.PLAIN: "",
    Tone.MUTED: "dim",
    Tone.MISSING: "yellow",
    Tone.PROVISIONAL: "italic yellow",
    Tone.TOTAL: "bold",
}
_RIGHT: Final = frozenset(ColumnKind) - {ColumnKind.TEXT, ColumnKind.DATE}


@attrs.frozen
class TerminalRenderer:
    """Writes a document as text for a terminal. Needs the extra ``cli``.

    ``width`` is how many characters a line has. Colors are for whoever shows it on a screen
    that has them (``is_colored``); nothing is told by color alone.
    """

    name: str = "text"
    suffix: str = ".txt"
    width: int = _WIDTH
    is_colored: bool = False

    def render(self, document: Document) -> str:
        """Return the text. Raises ``MissingExtraError`` where rich is not installed."""
        try:
            from rich.console import Console
        except ImportError as error:
            raise MissingExtraError("cli") from error
        stream = io.StringIO()
        console = Console(
            file=stream,
            width=self.width,
            color_system="standard" if self.is_colored else None,
            force_terminal=self.is_colored,
            force_jupyter=False,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
            _environ={},
        )
        for each in _document(document):
            console.print(each)
        lines = (line.rstrip() for line in stream.getvalue().splitlines())
        return "\n".join(lines).rstrip("\n") + "\n"


TERMINAL: Final = TerminalRenderer()
_TO_FILL_IN: Final = "........"


def _text(text: str, style: str = "") -> Any:  # noqa: ANN401 - of rich
    from rich.text import Text

    return Text(_harmless(text), style=style)


def _harmless(text: str) -> str:
    """Return a text without the signs that steer a terminal, that turns nothing around it."""
    return isolated(_STEERING.sub("", text))


def _document(document: Document) -> Iterator[Any]:
    yield _text(document.title, "bold")
    if document.subtitle:
        yield _text(document.subtitle, "dim")
    if document.contents:
        yield from ("", _text(document.contents, "bold underline"))
        for each in document.sections:
            yield _text(f"{'  ' * (each.level - 1)}{each.title}")
    for section in document.sections:
        yield from _section(section, document)
    yield ""
    yield from (_text(line, "dim") for line in document.foot)


def _section(section: Section, document: Document) -> Iterator[Any]:
    yield ""
    if section.title != document.title:
        yield _text(section.title, "bold underline")
    if section.note:
        yield _text(section.note, "dim")
    is_told, words = False, Words.of((section.frame or document).locale)
    for part in section.annexed:
        if isinstance(part, Unfolding) and not is_told:
            is_told = True
            yield from ("", _text(words.say("why"), "bold"))
        yield from _part(part, words)


def _part(part: Shown, words: Words) -> Iterator[Any]:
    match part:
        case Paragraph():
            mark = "! " if part.tone is Tone.PROVISIONAL else ""
            yield _text(mark + part.text, _STYLES[part.tone])
        case Facts():
            yield from _facts(part)
        case Table():
            yield _table(part)
        case Chart():
            yield _table(part.table)
        case Unfolding():
            yield _tree(part.step, words)
        case SignatureBlock():
            yield from _signatures(part, words)
        case _:
            assert_never(part)


def _facts(part: Facts) -> Iterator[Any]:
    from rich.table import Table as Grid

    grid = Grid.grid(padding=(0, 2))
    for each in part.facts:
        grid.add_row(_text(each.label, "dim"), _cell(each.value))
    yield ""
    if part.title:
        yield _text(part.title, "bold")
    yield grid


def _table(table: Table) -> Any:  # noqa: ANN401 - of rich
    from rich import box
    from rich.table import Table as Grid

    grid = Grid(box=box.SIMPLE_HEAD, title=_text(table.caption, "bold"), title_justify="left")
    for column in table.columns:
        justify: Any = "right" if column.kind in _RIGHT else "left"
        grid.add_column(_text(column.title), justify=justify, overflow="fold")
    for row in table.rows:
        grid.add_row(*map(_cell, row))
    if table.foot:
        grid.add_section()
    for row in table.foot:
        grid.add_row(*map(_cell, row), style="bold")
    return grid


def _cell(cell: Cell) -> Any:  # noqa: ANN401 - of rich
    found = _text(cell.text, _STYLES[cell.tone])
    if cell.note:
        found.append(f"\n({_harmless(cell.note)})", style="dim")
    return found


def _tree(step: Step, words: Words) -> Any:  # noqa: ANN401 - of rich
    from rich.tree import Tree

    tree = Tree(_step(step, words), guide_style="dim")
    _grow(tree, step, words)
    return tree


def _grow(tree: Any, step: Step, words: Words) -> None:  # noqa: ANN401 - of rich
    for note in step.notes:
        tree.add(_text(note, "dim"))
    for each in step.steps:
        _grow(tree.add(_step(each, words)), each, words)


def _step(step: Step, words: Words) -> Any:  # noqa: ANN401 - of rich
    found = _text(words.say("value-told", label=step.label, value=""))
    return found.append(_harmless(step.value), style="bold")


def _signatures(block: SignatureBlock, words: Words) -> Iterator[Any]:
    yield ""
    for each in block.signatures:
        name = f" ({each.name})" if each.name else ""
        labels = (f"{each.role}{name}", block.day)
        lines = (words.say("value-told", label=label, value=_TO_FILL_IN) for label in labels)
        yield _text("  ".join(lines))
