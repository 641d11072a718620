"""The Markdown renderer: for mail, chat and code review."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, assert_never
from urllib.parse import quote

import attrs

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
    from collections.abc import Iterable, Iterator

_ESCAPED: Final = re.compile(r"([\\`*_{}\[\]|~])|(^\s*[#=+\-])")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@attrs.frozen
class MarkdownRenderer:
    """Writes a document as Markdown; texts of the document are never read as marks."""

    name: str = "md"
    suffix: str = ".md"

    def render(self, document: Document) -> str:
        """Return the document as Markdown."""
        return "\n".join(_document(document)).rstrip("\n") + "\n"


MARKDOWN: Final = MarkdownRenderer()


def escaped(text: str) -> str:
    r"""Return a text so that Markdown shows it as it is, on one line.

    >>> escaped("=1|2")
    '\\=1\\|2'
    """
    joined = isolated(" ".join(text.split()))
    marked = _ESCAPED.sub(lambda found: "\\" + (found[1] or found[2].strip()), joined)
    return "".join(_ENTITIES.get(each, each) for each in marked)


def _document(document: Document) -> Iterator[str]:
    yield f"# {escaped(document.title)}"
    yield ""
    if document.subtitle:
        yield from (escaped(document.subtitle), "")
    if document.contents:
        yield from _contents(document)
    for section in document.sections:
        if document.contents:
            yield from (f'<a id="{section.id}"></a>', "")
        yield from _section(section, document)
    if document.foot:
        yield from ("---", "")
        yield from (f"- {escaped(line)}" for line in document.foot)


def _contents(document: Document) -> Iterator[str]:
    yield from (f"## {escaped(document.contents)}", "")
    for each in document.sections:
        yield f"{'  ' * (each.level - 1)}- [{escaped(each.title)}](#{each.id})"
    yield ""


def _section(section: Section, document: Document) -> Iterator[str]:
    yield from (f"#{'#' * section.level} {escaped(section.title)}", "")
    if section.note:
        yield from (escaped(section.note), "")
    is_told = False
    for part in section.annexed:
        if isinstance(part, Unfolding) and not is_told:
            is_told = True
            words = Words.of((section.frame or document).locale)
            yield from (f"##{'#' * section.level} {escaped(words.say('why'))}", "")
        yield from _part(part, section.level)


def _part(part: Shown, level: int) -> Iterator[str]:
    match part:
        case Paragraph():
            mark = "> " if part.tone is Tone.PROVISIONAL else ""
            yield from (mark + escaped(part.text), "")
        case Facts():
            yield from _facts(part, level)
        case Table():
            yield from _table(part)
        case Chart():
            yield from _table(part.table)
        case Unfolding():
            yield from _step(part.step, 0)
            yield ""
        case SignatureBlock():
            yield from _signatures(part)
        case _:
            assert_never(part)


def _facts(part: Facts, level: int) -> Iterator[str]:
    if part.title:
        yield from (f"##{'#' * level} {escaped(part.title)}", "")
    for each in part.facts:
        yield f"- {escaped(each.label)}: {_cell(each.value)}"
    yield ""


def _table(table: Table) -> Iterator[str]:
    yield from (f"**{escaped(table.caption)}**", "")
    yield _row(escaped(each.title) for each in table.columns)
    yield _row(":--" if each.kind is ColumnKind.TEXT else "--:" for each in table.columns)
    yield from (_row(_cell(each) for each in row) for row in table.rows)
    yield from (_row(_strong(each) for each in row) for row in table.foot)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    note = f" ({escaped(cell.note)})" if cell.note else ""
    text = escaped(cell.text)
    target = f"#{cell.link}" if cell.link else quote(cell.file)
    return ((f"[{text}]({target})" if target else text) + note).lstrip()


def _strong(cell: Cell) -> str:
    note = f" ({escaped(cell.note)})" if cell.note else ""
    text = f"**{escaped(cell.text)}**" if cell.text else ""
    return (text + note).lstrip()


def _step(step: Step, depth: int) -> Iterator[str]:
    pad = "  " * depth
    yield f"{pad}- **{escaped(step.label)}**: {escaped(step.value)}"
    for note in step.notes:
        yield f"{pad}  - {escaped(note)}"
    for each in step.steps:
        yield from _step(each, depth + 1)


def _signatures(block: SignatureBlock) -> Iterator[str]:
    for each in block.signatures:
        name = f" ({escaped(each.name)})" if each.name else ""
        yield f"- {escaped(each.role)}{name}: ........ {escaped(block.day)}: ........"
    yield ""
