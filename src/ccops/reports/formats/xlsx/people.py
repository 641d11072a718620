"""People on sheets: the number in one column, to be looked up by, and the name in the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.reports.document.model import Cell, Column, Table
from ccops.reports.document.tables import text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.reports.document.model import Section


def with_names_beside(table: Table, head: str) -> Table:
    """Return a table whose people have a column for the number and one for the name.

    ``head`` is over the names.
    """
    named = {
        at
        for at in range(len(table.columns))
        if any(row[at].person for row in (*table.rows, *table.foot))
    }
    if not named:
        return table
    columns: list[Column] = []
    for at, column in enumerate(table.columns):
        columns.append(column)
        if at in named:
            columns.append(Column(id=f"{column.id}-name", title=head))
    return attrs.evolve(
        table,
        columns=tuple(columns),
        rows=tuple(tuple(_beside(row, named)) for row in table.rows),
        foot=tuple(tuple(_beside(row, named)) for row in table.foot),
    )


def _beside(row: Sequence[Cell], named: set[int]) -> Iterator[Cell]:
    for at, cell in enumerate(row):
        yield attrs.evolve(cell, note="", person="") if cell.person else cell
        if at in named:
            yield text_cell(cell.person) if cell.person else Cell(text="", tone=cell.tone)


def number_and_name(section: Section) -> tuple[str, str]:
    """Return whose page a section is: number and name; its title alone where it is no person's."""
    name = section.title.removesuffix(section.id).strip()
    is_person = section.title.endswith(section.id)
    return (section.id, name) if is_person else (section.title, "")
