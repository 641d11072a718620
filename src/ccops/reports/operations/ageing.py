"""What is open and how old it is: each list's buckets, which add up to what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.reports.document.model import Column, ColumnKind, Paragraph, Table, Tone
from ccops.reports.document.tables import text_cell
from ccops.reports.parts.list_cells import cell_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.learning import AgeingList, Learning
    from ccops.reports.document.model import Part
    from ccops.reports.document.words import Words


def ageing_parts(learning: Learning, words: Words) -> Iterator[Part]:
    """Yield a table for each ageing list: how many are open in each bucket, the oldest first.

    Of what nobody tells whether it was settled, the number is told.
    """
    for each in learning.ageing:
        if each.entries:
            yield _table(each, words)
        if each.untold:
            name = words.head(each.label, each.name)
            told = words.say("ops-untold-of", name=name, count=each.untold)
            yield Paragraph(text=told, tone=Tone.PROVISIONAL)


def _table(ageing: AgeingList, words: Words) -> Table:
    buckets = list(ageing.buckets.items())[::-1]
    total = sum(ageing.buckets.values())
    return Table(
        id=f"ageing-{ageing.name}",
        caption=words.head(ageing.label, ageing.name),
        columns=(
            Column(id="bucket", title=words.say("list-bucket")),
            Column(id="open", title=words.say("ops-open"), kind=ColumnKind.NUMBER),
        ),
        rows=tuple((text_cell(name), cell_of(count, words)) for name, count in buckets),
        foot=((text_cell(words.say("ops-open-all")), cell_of(total, words)),),
    )
