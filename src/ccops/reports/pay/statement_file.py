"""Statements read back: what each one shows, and what it carries to be verified by."""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import DataError
from ccops.messages import Diagnostic
from ccops.reports.document.words import Words
from ccops.reports.formats.pdf.reading import read_pdf
from ccops.reports.parts.own_lines import LINES, NOTHING
from ccops.reports.pay.statement_behind import ATTESTATION
from ccops.reports.pay.statement_page import SPACE, Row, StatementPage, between
from ccops.settlement import Attestation
from ccops.values.canonical import canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LOCALES: Final = {"en": "en", "en-GB": "en", "zh-CN": "zh_CN", "zh-TW": "zh_TW"}


class Form(enum.Enum):
    """What a statement was written as."""

    HTML = "html"
    JSON = "json"
    PDF = "pdf"


@attrs.frozen(kw_only=True)
class Reader:
    """Somebody whose statement is in a file: his language, and the heading of it."""

    employee: str
    locale: str
    heading: str


@attrs.frozen(kw_only=True, eq=False)
class StatementSource:
    """The file that statements stand in: its language, whose they are, its text if it is one."""

    form: Form
    locale: str = ""
    text: str = attrs.field(default="", repr=False)
    people: tuple[Reader, ...] = ()

    @property
    def is_of_several(self) -> bool:
        """Whether there are statements of several people in it."""
        return len(self.people) > 1


_PAPER: Final = StatementSource(form=Form.PDF)


@attrs.frozen(kw_only=True)
class StatementFile:
    """One statement of a file: what it shows as people read it, and its attestation.

    ``titles`` are the titles that name its month, each with its locale; ``letterhead`` is what
    else stands over it. ``heading`` names the person; ``head`` is all the text from there to the
    first line, with the letterhead before it where ``letterhead`` is ``None``. ``rows`` are those
    of the lines; ``values`` the texts of all cells with their values, in a file that has values.
    ``explained`` is the text of the explanations on paper, empty where it has none.
    ``workings`` are the figures it was worked out from, each with its title, where it has them.
    ``source`` is the file it stands in.
    """

    employee: str
    locale: str
    titles: tuple[tuple[str, str], ...]
    letterhead: str | None
    heading: str
    head: str
    rows: tuple[Row, ...]
    values: tuple[tuple[str, str], ...] | None = None
    explained: str = ""
    workings: Mapping[str, Row] = attrs.field(factory=dict[str, Row])
    attestation: Attestation
    source: StatementSource = attrs.field(default=_PAPER, eq=False, repr=False)

    @property
    def name(self) -> str:
        """The name of the person as it is shown; none where the heading is not of him."""
        if not self.heading.endswith(self.employee):
            return ""
        return self.heading.removesuffix(self.employee).strip(SPACE)


def statements_in(data: bytes, *, file: str, password: str = "") -> tuple[StatementFile, ...]:
    """Return the statements of a report in HTML, JSON or PDF, which may open with a password.

    Raises ``DataError`` for anything else, and for a report that carries no statement;
    ``MissingExtraError`` for a PDF without the extra ``pdf``.
    """
    try:
        found = tuple(_statements(data, password))
    except DataError:
        raise
    except PermissionError as error:
        code = "statement-password" if password else "statement-locked"
        raise DataError((Diagnostic(code=code, args={"file": file}),)) from error
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError) as error:
        raise DataError((Diagnostic(code="statement-unreadable", args={"file": file}),)) from error
    if not found:
        raise DataError((Diagnostic(code="statement-none", args={"file": file}),))
    return found


def _statements(data: bytes, password: str) -> Iterator[StatementFile]:
    if data.startswith(b"%PDF-"):
        return _of_pdf(data, password)
    text = data.decode("utf-8")
    return _of_page(text) if text.lstrip().startswith("<") else _of_json(text)


def row_texts(cells: Iterable[tuple[str, str]]) -> Row:
    """Return a row of texts with their notes as people read it."""
    return tuple(" ".join(f"{text} {note}".split()) for text, note in cells)


# -- JSON -----------------------------------------------------------------------------------------


def _of_json(text: str) -> Iterator[StatementFile]:
    document = json.loads(text, object_pairs_hook=_once)
    of_all = (Words.of(document["locale"]).locale, str(document["title"]))
    source = StatementSource(
        form=Form.JSON,
        locale=of_all[0],
        text=text,
        people=tuple(
            Reader(
                employee=each["id"],
                locale=(each.get("frame") or document)["locale"],
                heading=each["title"],
            )
            for each in document["sections"]
            if any(part.get("id") == f"{ATTESTATION}{each['id']}" for part in each["parts"])
        ),
    )
    for section in document["sections"]:
        parts = {part["id"]: part for part in section["parts"] if "id" in part}
        employee, frame = section["id"], section.get("frame")
        own = [(Words.of(frame["locale"]).locale, str(frame["title"]))] if frame else []
        if f"{ATTESTATION}{employee}" in parts:
            table, nothing = parts[f"{LINES}{employee}"], parts.get(f"{NOTHING}{employee}")
            above = section["parts"][: section["parts"].index(table) + 1]
            front = above if nothing is None else [*above, nothing]
            yield StatementFile(
                employee=employee,
                locale=(own or [of_all])[0][0],
                titles=(of_all, *own),
                letterhead="",
                heading=section["title"],
                head=" ".join(" ".join(row) for row in head_of(above)),
                rows=tuple(map(_row, _rows_of(front))),
                values=values_of(front),
                workings=workings_in(document["workings"], employee),
                attestation=_attestation(parts[f"{ATTESTATION}{employee}"]["text"]),
                source=source,
            )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON. Raises ``ValueError`` where a key stands there twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def _rows_of(front: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    for part in front:
        yield from (*part.get("rows", ()), *part.get("foot", ()))


def head_of(front: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Yield the texts from the top of a statement to its first line, of parts as plain data."""
    for part in front:
        if part["part"] == "facts":
            if part["title"]:
                yield (part["title"],)
            yield from ((fact["label"], *_row([fact["value"]])) for fact in part["facts"])
        elif part["part"] == "table":
            yield (part["caption"], *(each["title"] for each in part["columns"]))
        else:
            yield (part["text"],)


def values_of(front: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """Return the text and the value of each cell, of parts as plain data."""
    cells: list[Mapping[str, Any]] = []
    for part in front:
        cells.extend(fact["value"] for fact in part.get("facts", ()))
        cells.extend(each for row in part.get("rows", ()) for each in row)
        cells.extend(each for row in part.get("foot", ()) for each in row)
    return tuple((each["text"], canonical_json(each["value"]).decode().strip()) for each in cells)


def workings_in(workings: Mapping[str, Any] | None, employee: str) -> dict[str, Row]:
    """Return the figures of somebody in workings as plain data, by id: the title and the value."""
    if workings is None:
        return {}
    at = workings["subjects"].index(employee)
    return {
        each["id"]: (each["title"], _worked(each, at))
        for each in workings["columns"]
        if each["cells"][at] is not None
    }


def _worked(column: Mapping[str, Any], at: int) -> str:
    """Return a figure as an exact number, however its cells are scaled; or its word."""
    cell = column["cells"][at]
    if isinstance(cell, dict):
        return str(cell["missing"])
    if isinstance(cell, list):
        return str(Fraction(*cell))
    if isinstance(cell, str | bool):
        return str(cell)
    return str(Fraction(cell, column["scales"][max(column["rules"][at], 0)]))


def _row(cells: list[Mapping[str, Any]]) -> Row:
    return row_texts((each["text"], each["note"]) for each in cells)


def _attestation(text: str) -> Attestation:
    return Attestation.from_dict(json.loads(text))


# -- PDF ------------------------------------------------------------------------------------------


def _of_pdf(data: bytes, password: str) -> Iterator[StatementFile]:
    read = read_pdf(data, password=password)
    carried = zip(read.files.items(), read.sections, strict=True) if read.files else ()
    for (name, text), section in carried:
        employee = between(name, ATTESTATION, "")
        if employee:
            locale = _LOCALES[section.language]
            yield StatementFile(
                employee=employee,
                locale=locale,
                titles=(),
                letterhead=None,
                heading=section.title,
                head=section.head,
                rows=tuple(tuple(" ".join(each.split()) for each in row) for row in section.rows),
                explained=section.below.get(Words.of(locale).say("why"), ""),
                attestation=_attestation(text),
            )


# -- HTML -----------------------------------------------------------------------------------------


def _of_page(text: str) -> Iterator[StatementFile]:
    if not text.rstrip().endswith(">"):  # reading marks without end takes their square in time
        raise ValueError("the last mark has no end")
    page = StatementPage()
    page.feed(text)
    page.close()
    of_all = (_LOCALES[page.language], page.text("title"))
    locales = {x: _LOCALES[page.languages.get(x, page.language)] for x in page.attestations}
    source = StatementSource(
        form=Form.HTML,
        locale=of_all[0],
        text=text,
        people=tuple(
            Reader(employee=each, locale=locale, heading=page.text("heading", each))
            for each, locale in locales.items()
        ),
    )
    for employee, data in page.attestations.items():
        locale = locales[employee]
        overline = page.text("overline", employee)
        yield StatementFile(
            employee=employee,
            locale=locale,
            titles=(of_all, (locale, overline)) if overline else (of_all,),
            letterhead=page.text("h1"),
            heading=page.text("heading", employee),
            head=page.text("head", employee),
            rows=tuple(page.rows[employee]),
            attestation=_attestation(data),
            source=source,
        )
