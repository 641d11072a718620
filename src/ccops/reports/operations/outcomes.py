"""How visits ended: buckets that add up to the volume, each with its share."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.messages import format_number
from ccops.reports.document.model import Cell, Column, ColumnKind, Paragraph, Table, Tone
from ccops.reports.document.tables import text_cell
from ccops.reports.parts.scales import half_up, shares_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.reports.document.model import Part
    from ccops.reports.document.words import Words
    from ccops.reports.parts.kpi_data import KpiSources

_TWO: Final = 2


def outcome_parts(sources: KpiSources, words: Words) -> Iterator[Part]:
    """Yield the table of outcomes, after a warning where they do not add up to the volume."""
    counts = sorted(sources.outcomes.items(), key=lambda each: (-each[1], each[0]))
    if not counts:
        return
    total = sum(sources.outcomes.values())
    yield from _conservation(sources, total, words)
    shares = shares_of(tuple(count for _, count in counts))
    say = words.say
    yield Table(
        id="outcomes-table",
        caption=say("outcomes-caption"),
        columns=(
            Column(id="outcome", title=say("outcome")),
            Column(id="visits", title=say("visits"), kind=ColumnKind.NUMBER),
            Column(id="share", title=say("share"), kind=ColumnKind.PERCENT),
        ),
        rows=tuple(
            (text_cell(say(f"outcome-{name}")), _count(count, words), _share(share, words))
            for (name, count), share in zip(counts, shares, strict=True)
        ),
        foot=((text_cell(say("all-outcomes")), _count(total, words), _share(10_000, words)),),
    )


def _conservation(sources: KpiSources, total: int, words: Words) -> Iterator[Part]:
    measured = sources.by().get(sources.volume)
    if measured is None:
        return
    offered = measured.value(sources.volume, ())
    if offered != total:
        text = words.say("outcomes-differ", offered=offered, total=total)
        yield Paragraph(text=text, tone=Tone.PROVISIONAL)


def _count(count: int, words: Words) -> Cell:
    return Cell(text=format_number(count, locale=words.locale), value=count)


def _share(hundredths: int, words: Words) -> Cell:
    percent = half_up(Fraction(hundredths, 100), _TWO)
    text = f"{format_number(percent, locale=words.locale)}%"
    return Cell(text=text, value=Decimal(hundredths).scaleb(-4))
