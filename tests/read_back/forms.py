"""What stands in a report, and the same read out of each form it was written in."""

from __future__ import annotations

import csv
import html
import io
import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import docx

from ccops.reports import Cell, Chart, Document, Facts, Table
from ccops.values import Money
from tests.reports import spreadsheets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from openpyxl import Workbook

#: The texts of the cells of a table, row by row; a note stands behind what it is about.
Rows = list[tuple[str, ...]]
#: An amount as people read it, in any language.
_AMOUNT: Final = re.compile(r"-?\d[\d,]*\.\d\d(?![\d%])")
#: Where paper says which explanation is about a value.
_REFERENCE: Final = re.compile(r"\s\[\d+\]")
_MARKS: Final = re.compile(r"\\([\\`*_{}\[\]|~#>=+\-])")
_LINK: Final = re.compile(r"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\(#[^)]*\)")
_BARS: Final = re.compile(r"(?<!\\)\|")


def plain(text: object) -> str:
    """Return a text on one line."""
    return " ".join(str(text).split())


def tables(document: Document) -> Iterator[Table]:
    """Yield the tables of a document, those of charts too."""
    for section in document.sections:
        for part in section.parts:
            table = part.table if isinstance(part, Chart) else part
            if isinstance(table, Table):
                yield table


def in_full(table: Table) -> list[tuple[Cell, ...]]:
    """Return the rows of a table with those of its foot."""
    return [*table.rows, *table.foot]


def cells(document: Document) -> Iterator[Cell]:
    """Yield every cell of tables and facts."""
    for table in tables(document):
        yield from (cell for row in in_full(table) for cell in row)
    yield from facts(document)


def facts(document: Document) -> Iterator[Cell]:
    """Yield the values of every list of facts."""
    for section in document.sections:
        for part in section.parts:
            if isinstance(part, Facts):
                yield from (fact.value for fact in part.facts)


def written(document: Document) -> list[Rows]:
    """Return the tables as a document says them, the heads first."""
    return [
        [
            tuple(plain(each.title) for each in table.columns),
            *(tuple(plain(f"{each.text} {each.note}") for each in row) for row in in_full(table)),
        ]
        for table in tables(document)
    ]


def amounts(texts: Iterable[str]) -> Counter[Decimal]:
    """Return the amounts in texts, and how often each stands there."""
    found = (each for text in texts for each in _AMOUNT.findall(text))
    return Counter(Decimal(each.replace(",", "")) for each in found)


def amounts_of(document: Document) -> Counter[Decimal]:
    """Return the amounts that tables and facts of a document show."""
    return amounts(f"{each.text} {each.note}" for each in cells(document))


# -- read out of a form -----------------------------------------------------------------------


def of_markdown(text: str) -> list[Rows]:
    """Return the tables of Markdown."""
    found: list[Rows] = []
    lines = ["", *text.splitlines()]
    for before, line in pairwise(lines):
        if not line.startswith("|"):
            continue
        row = tuple(map(_unmarked, _BARS.split(line)[1:-1]))
        if set(line) <= set("|:- "):
            continue
        if before.startswith("|"):
            found[-1].append(row)
        else:
            found.append([row])
    return found


def _unmarked(text: str) -> str:
    strong = _LINK.sub(r"\1", text.strip())
    strong = re.sub(r"^\*\*(.*?)(?<!\\)\*\*", r"\1", strong)
    return plain(html.unescape(_MARKS.sub(r"\1", strong)))


def in_brackets(rows: list[Rows], document: Document) -> list[Rows]:
    """Return the rows as a form has them that puts notes in brackets."""
    noted = {
        plain(f"{cell.text} {cell.note}"): plain(f"{cell.text} ({cell.note})")
        for cell in cells(document)
        if cell.note
    }
    return [[tuple(noted.get(cell, cell) for cell in row) for row in table] for table in rows]


def of_json(made: dict[str, Any]) -> list[Rows]:
    """Return the tables of a document as plain data."""
    parts = [part for section in made["sections"] for part in section["parts"]]
    found = [part["table"] if part["part"] == "chart" else part for part in parts]
    return [
        [
            tuple(plain(each["title"]) for each in table["columns"]),
            *(
                tuple(plain(f"{each['text']} {each['note']}") for each in row)
                for row in [*table["rows"], *table["foot"]]
            ),
        ]
        for table in found
        if table["part"] == "table"
    ]


def of_csv(made: bytes) -> list[list[str]]:
    """Return the rows of a CSV file, without its heads."""
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline="")))[1:]


def of_word(made: bytes) -> list[Rows]:
    """Return the tables of a document of Word that have lines."""
    opened: Any = docx.Document(io.BytesIO(made))
    return [
        [tuple(plain(_REFERENCE.sub("", cell.text)) for cell in row.cells) for row in table.rows]
        for table in opened.tables
        if table.style.name == "Lines"
    ]


def numbers_of(book: Workbook) -> Counter[Decimal]:
    """Return the numbers of the sheets that people see, to the cent."""
    values = (
        cell
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    )
    found = (
        each for each in values if isinstance(each, int | float) and not isinstance(each, bool)
    )
    return Counter(map(spreadsheets.cents, found))


def money_of(document: Document) -> Counter[Decimal]:
    """Return the amounts of a document that are values and not only words."""
    found = (cell.value for cell in cells(document))
    return Counter(each.amount for each in found if isinstance(each, Money))


def exact(value: object) -> Fraction | None:
    """Return a number or amount exactly; nothing for what is none."""
    if isinstance(value, Money):
        return Fraction(value.amount)
    if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    return None


def column_above(table: Table, at: int) -> Sequence[Fraction]:
    """Return the numbers in the rows of a column above its foot."""
    found = (exact(row[at].value) for row in table.rows)
    return [each for each in found if each is not None]
