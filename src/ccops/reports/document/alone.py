"""A document of one person out of one of many: his pages, and nothing of anybody else's.

What a page does not show leaves as well: of the workings he gets the row that is his, with what
his figures follow from; a place among others, who are not there, is taken as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

import attrs

from ccops.reports.document.following import (
    At,
    ByFormula,
    ByRank,
    BySum,
    ByTable,
    Follows,
    Given,
)
from ccops.reports.document.model import Facts, Section, Table
from ccops.reports.document.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ccops.reports.document.model import Document
    from ccops.reports.document.workings import WorkingColumn, Workings


def each_alone(document: Document, own: Sequence[Document] = ()) -> dict[str, Document]:
    """Return a document a section, by its id: wholly in the language of who reads it.

    ``own`` has the sections of those who read another language than the document is in.
    """
    theirs = {each.id: (other, each) for other in own for each in other.sections}
    found = (theirs.get(each.id, (document, each)) for each in document.sections)
    return {section.id: _alone(whole, section) for whole, section in found}


def _alone(document: Document, section: Section) -> Document:
    workings = document.workings
    if workings is not None:
        others = Words.of(document.locale).say("given-others")
        figures = (each.figure for each in shown_in(section) if each.subject == section.id)
        workings = workings_alone(workings, section.id, figures, others=others)
    return attrs.evolve(document, sections=(section,), workings=workings)


def shown_in(section: Section) -> Iterator[At]:
    """Yield the figures that the cells of a section say they show."""
    for part in section.parts:
        if isinstance(part, Facts):
            cells = [each.value for each in part.facts]
        elif isinstance(part, Table):
            cells = [cell for row in (*part.rows, *part.foot) for cell in row]
        else:
            continue
        yield from (each.follows for each in cells if isinstance(each.follows, At))


def workings_alone(
    workings: Workings, subject: str, figures: Iterable[str], *, others: str
) -> Workings:
    """Return what figures of one subject follow from: nothing where none of them is known.

    ``others`` says why a place is taken as it is.
    """
    if subject not in workings.subjects:
        return attrs.evolve(workings, subjects=(), names=(), columns=(), parameters=(), tables=())
    row = workings.subjects.index(subject)
    rows = {each.id: _row_of(each, row, others) for each in workings.columns}
    behind = _behind(rows, figures)
    columns = tuple(each for name, each in rows.items() if name in behind and each is not None)
    follows = [each.follows[0] for each in columns]
    parameters = {
        name
        for each in follows
        if isinstance(each, ByFormula | ByTable)
        for name in each.parameters.values()
    }
    tables = tuple(
        each
        for each in workings.tables
        if each.name in {by.name for by in follows if isinstance(by, ByTable)}
    )
    parameters |= {name for each in tables for named in each.parameters for name in named}
    return attrs.evolve(
        workings,
        subjects=(subject,),
        names=(workings.names[row],),
        columns=columns,
        parameters=tuple(each for each in workings.parameters if each.id in parameters),
        tables=tables,
    )


def _row_of(column: WorkingColumn, row: int, others: str) -> WorkingColumn | None:
    """Return a column of one row, under the rule that holds there; nothing without one."""
    rule = column.rules[row]
    if rule < 0:
        return None
    follows = column.follows[rule]
    return attrs.evolve(
        column,
        carriers=(column.carriers[rule],),
        cells=(column.cells[row],),
        follows=(Given(why=others) if isinstance(follows, ByRank) else follows,),
        rules=(0,),
    )


def _behind(rows: dict[str, WorkingColumn | None], figures: Iterable[str]) -> set[str]:
    """Return the columns that figures follow from, themselves among them."""
    waiting, found = list(figures), set[str]()
    while waiting:
        name = waiting.pop()
        column = rows.get(name)
        if column is not None and name not in found:
            found.add(name)
            waiting.extend(_read_by(column.follows[0]))
    return found


def _read_by(follows: Follows) -> Iterable[str]:
    """Return the columns a value follows from."""
    match follows:
        case ByFormula():
            return follows.reads.values()
        case BySum():
            return follows.columns
        case ByTable():
            return (*follows.reads, *follows.sizes, follows.place, *follows.last)
        case ByRank():
            return (follows.rank, *follows.keys)
        case Given():
            return ()
        case _:
            assert_never(follows)
