"""The sheet of reasons: every explanation of the document, step by step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ccops.reports.document.model import Document, Unfolding
from ccops.reports.formats.xlsx.book import Book, fit, height, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.reports.document.model import Section, Step
    from ccops.reports.document.words import Words

_HEADS: Final = ("of", "step", "value", "notes")
_DEEPEST: Final = 12
_NOTES_WIDTH: Final = 90
#: How small notes are beside other text.
_NOTES_SIZE: Final = 0.85


def unfoldings_of(document: Document) -> Iterator[tuple[Section, Unfolding]]:
    """Yield every explanation with the section it stands in."""
    for section in document.sections:
        for part in section.parts:
            if isinstance(part, Unfolding):
                yield section, part


def reason_links(document: Document, sheet: str) -> Mapping[str, str]:
    """Return, by the id of an explanation, the link to where it will stand."""
    found, row = {}, _first_row(document)
    for _, each in unfoldings_of(document):
        found[each.id] = f"internal:{quoted(sheet)}!A{row + 1}"
        row += _size(each.step)
    return found


def _first_row(document: Document) -> int:
    return 3 + len(document.foot) + bool(document.subtitle)


def _size(step: Step) -> int:
    return 1 + sum(map(_size, step.steps))


def write_reasons(book: Book, name: str, document: Document, words: Words) -> None:
    """Write the sheet: where the document comes from, then each explanation a row a step."""
    sheet: Any = book.sheet(name)
    row = _write_head(book, sheet, document, words)
    muted, heading, text, note = map(book.format, ("muted", "heading", "text", "note"))
    for section, each in unfoldings_of(document):
        sheet.write_string(row, 0, fit(section.title), muted)
        for depth, step in _steps(each.step, 0):
            look = text if depth else heading
            sheet.write_string(row, 1, fit("    " * depth + step.label), look)
            sheet.write_string(row, 2, fit(step.value), text)
            notes = fit("\n".join(step.notes))
            if notes:
                sheet.write_string(row, 3, notes, note)
                sheet.set_row(row, height(notes, _NOTES_WIDTH) * _NOTES_SIZE)
            row += 1
    for column, width in enumerate((18, 44, 24, _NOTES_WIDTH)):
        sheet.set_column(column, column, width)


def _write_head(book: Book, sheet: Any, document: Document, words: Words) -> int:
    """Write what the document is and what it was made from; return the first free row."""
    sheet.write_string(0, 0, fit(f"{words.say('why')} · {document.title}"), book.format("title"))
    row = 1
    for line in (*([document.subtitle] if document.subtitle else []), *document.foot):
        sheet.write_string(row, 0, fit(line), book.format("subtitle"))
        row += 1
    row += 1
    for column, head in enumerate(_HEADS):
        sheet.write_string(row, column, words.say(f"sheet-reason-{head}"), book.format("head"))
    sheet.freeze_panes(row + 1, 0)
    sheet.repeat_rows(row)
    return row + 1


def _steps(step: Step, depth: int) -> Iterator[tuple[int, Step]]:
    yield min(depth, _DEEPEST), step
    for each in step.steps:
        yield from _steps(each, depth + 1)
