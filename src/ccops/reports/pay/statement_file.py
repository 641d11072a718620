"""Statements read back: what each one shows, and what it carries to be verified by."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import DataError
from ccops.messages import Diagnostic
from ccops.reports.document.words import Words
from ccops.reports.formats.pdf.reading import read_pdf
from ccops.reports.parts.own_lines import LINES
from ccops.reports.pay.statement_behind import ATTESTATION
from ccops.settlement import Attestation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: The text of a row, cell by cell; a note stands behind what it is about.
Row = tuple[str, ...]
_LOCALES: Final = {"en": "en", "en-GB": "en", "zh-CN": "zh_CN", "zh-TW": "zh_TW"}
_CAPTION: Final = "-caption"


@attrs.frozen(kw_only=True)
class StatementFile:
    """One statement of a file: the rows of its lines as people read them, and its attestation."""

    employee: str
    locale: str
    rows: tuple[Row, ...]
    attestation: Attestation


def statements_in(data: bytes, *, file: str) -> tuple[StatementFile, ...]:
    """Return the statements of a report in HTML, JSON or PDF.

    Raises ``DataError`` for anything else, and for a report that carries no statement;
    ``MissingExtraError`` for a PDF without the extra ``pdf``.
    """
    try:
        found = tuple(_statements(data))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        told = {"file": file, "problem": f"{type(error).__name__}: {error}"}
        raise DataError((Diagnostic(code="statement-unreadable", args=told),)) from error
    if not found:
        raise DataError((Diagnostic(code="statement-none", args={"file": file}),))
    return found


def _statements(data: bytes) -> Iterator[StatementFile]:
    if data.startswith(b"%PDF-"):
        return _of_pdf(data)
    text = data.decode("utf-8")
    return _of_page(text) if text.lstrip().startswith("<") else _of_json(text)


def row_texts(cells: Iterable[tuple[str, str]]) -> Row:
    """Return a row of texts with their notes as people read it."""
    return tuple(" ".join(f"{text} {note}".split()) for text, note in cells)


# -- JSON -----------------------------------------------------------------------------------------


def _of_json(text: str) -> Iterator[StatementFile]:
    document = json.loads(text)
    of_all = Words.of(document["locale"]).locale
    for section in document["sections"]:
        parts = {part["id"]: part for part in section["parts"] if "id" in part}
        employee = section["id"]
        frame = section.get("frame")
        if f"{ATTESTATION}{employee}" in parts:
            table = parts[f"{LINES}{employee}"]
            yield StatementFile(
                employee=employee,
                locale=Words.of(frame["locale"]).locale if frame else of_all,
                rows=tuple(map(_row, [*table["rows"], *table["foot"]])),
                attestation=_attestation(parts[f"{ATTESTATION}{employee}"]["text"]),
            )


def _row(cells: list[Mapping[str, Any]]) -> Row:
    return row_texts((each["text"], each["note"]) for each in cells)


def _attestation(text: str) -> Attestation:
    return Attestation.from_dict(json.loads(text))


# -- PDF ------------------------------------------------------------------------------------------


def _of_pdf(data: bytes) -> Iterator[StatementFile]:
    read = read_pdf(data)
    carried = zip(read.files.items(), read.rows, strict=True) if read.files else ()
    for (name, text), rows in carried:
        employee = _between(name, ATTESTATION, "")
        if employee:
            yield StatementFile(
                employee=employee,
                locale=_LOCALES[read.language],
                rows=tuple(tuple(" ".join(each.split()) for each in row) for row in rows),
                attestation=_attestation(text),
            )


# -- HTML -----------------------------------------------------------------------------------------


def _of_page(text: str) -> Iterator[StatementFile]:
    page = _Page()
    page.feed(text)
    page.close()
    for employee, data in page.attestations.items():
        yield StatementFile(
            employee=employee,
            locale=_LOCALES[page.languages.get(employee, page.language)],
            rows=tuple(page.rows[employee]),
            attestation=_attestation(data),
        )


class _Page(HTMLParser):
    """Takes the rows of each statement's lines and the data it carries out of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = ""
        self.languages: dict[str, str] = {}
        self.attestations: dict[str, str] = {}
        self.rows: dict[str, list[Row]] = {}
        self._of = ""
        self._carries = ""
        self._row: list[str] | None = None
        self._is_cell = False
        self._is_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("id", "")
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "section" and "lang" in given:
            self.languages[name] = given["lang"]
        elif tag == "caption":
            self._of = _between(name, LINES, _CAPTION)
        elif tag == "script" and given.get("type") == "application/json":
            self._carries = _between(name, ATTESTATION, "")
        elif self._of:
            self._start_cell(tag)

    def _start_cell(self, tag: str) -> None:
        if tag == "thead":
            self._is_head = True
        elif tag == "tr":
            self._row = []
        elif tag in {"td", "th"} and self._row is not None:
            self._row.append("")
            self._is_cell = True
        elif tag == "small" and self._row:
            self._row[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._carries = ""
        elif tag == "table":
            self._of = ""
        elif tag == "thead":
            self._is_head = False
        elif tag in {"td", "th"}:
            self._is_cell = False
        elif tag == "tr" and self._of and self._row is not None:
            rows = self.rows.setdefault(self._of, [])
            if not self._is_head:
                rows.append(tuple(" ".join(each.split()) for each in self._row))
            self._row = None

    def handle_data(self, data: str) -> None:
        if self._carries:
            self.attestations[self._carries] = self.attestations.get(self._carries, "") + data
        elif self._is_cell and self._row:
            self._row[-1] += data


def _between(text: str, before: str, after: str) -> str:
    """Return what stands between two texts; nothing where they do not stand there."""
    fits = text.startswith(before) and text.endswith(after)
    return text.removeprefix(before).removesuffix(after) if fits else ""
