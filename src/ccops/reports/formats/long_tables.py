"""Tables of the same columns in several sections: one long table, with the section in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.reports.document.charts import Chart
from ccops.reports.document.model import Section
from ccops.reports.document.tables import Table

if TYPE_CHECKING:
    from ccops.reports.document.model import Document


@attrs.frozen(kw_only=True)
class LongTable:
    """The tables of one kind, each with the section it stands in.

    ``name`` is the id they share: what is left of an id without that of its section.
    """

    name: str
    parts: tuple[tuple[Section, Table], ...]

    @property
    def first(self) -> Table:
        """The first of the tables; the others have the same columns."""
        return self.parts[0][1]

    @property
    def is_long(self) -> bool:
        """Whether tables of several sections stand one below the other."""
        return len(self.parts) > 1


def long_tables(document: Document) -> tuple[LongTable, ...]:
    """Return the tables of a document, those of charts too, in the order in which they come.

    Tables of one id in several sections, but for the id of the section, are one long table.
    """
    found: dict[tuple[str, tuple[str, ...]], list[tuple[Section, Table]]] = {}
    for section in document.sections:
        for part in section.parts:
            table = part.table if isinstance(part, Chart) else part
            if isinstance(table, Table):
                name = table.id.replace(f"-{section.id}", "")
                columns = tuple(each.id for each in table.columns)
                found.setdefault((name, columns), []).append((section, table))
    return tuple(LongTable(name=name, parts=tuple(parts)) for (name, _), parts in found.items())


def table_names(document: Document) -> tuple[str, ...]:
    """Return the names of a document's tables, each once."""
    return tuple(dict.fromkeys(each.name for each in long_tables(document)))
