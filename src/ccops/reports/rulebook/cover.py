"""The first and the last page: what the booklet is, from when it holds, and who has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import format_date
from ccops.reports.document.model import (
    Column,
    Facts,
    Paragraph,
    Section,
    Signature,
    SignatureBlock,
    Table,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.rulebook.blocks import fact

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Mapping

    from ccops.reports.document.model import Fact, Part
    from ccops.reports.document.words import Words
    from ccops.rulepack import Pack


def cover(pack: Pack, words: Words, *, on: dt.date, count: int) -> Section:
    """Return the first page: the pack, its days, and how the booklet is read."""
    say = words.say
    paragraphs = ("numbers", "rounding", "missing", "clauses")
    return Section(
        id="cover",
        title=say("book-cover"),
        parts=(
            Facts(facts=tuple(_facts(pack, words, on, count))),
            *(Paragraph(text=say(f"book-read-{each}")) for each in paragraphs),
        ),
    )


def _facts(pack: Pack, words: Words, on: dt.date, count: int) -> Iterator[Fact]:
    say, head = words.say, pack.rules.pack
    adopted = head.adopted
    yield fact(say("book-pack"), words.label(head.label, pack.id))
    yield fact(say("book-version"), pack.version)
    yield fact(say("book-effective"), _day(head.effective, words))
    yield fact(say("book-as-of"), _day(on, words))
    yield fact(say("book-count"), str(count))
    yield fact(say("book-currency"), pack.currency)
    yield fact(say("book-zone"), pack.zone)
    none = say("book-not-said")
    consulted = _day(adopted.consulted_on, words) if adopted else none
    published = _day(adopted.published_on, words) if adopted else none
    yield fact(say("book-consulted-on"), consulted)
    yield fact(say("book-published-on"), published)
    by = adopted.acknowledged_by if adopted else None
    yield fact(say("book-acknowledged-by"), none if by is None else _day(by, words))


def acknowledgement(pack: Pack, words: Words, signed: Mapping[str, dt.date]) -> Section:
    """Return the last page, which whoever has read the booklet signs; and who has by now."""
    say, adopted = words.say, pack.rules.pack.adopted
    told = say("book-acknowledge", version=pack.version)
    parts: list[Part] = [Paragraph(text=told)]
    if adopted is not None and adopted.acknowledged_by is not None:
        day = _day(adopted.acknowledged_by, words)
        parts.append(Paragraph(text=say("book-acknowledge-until", day=day)))
    if signed:
        parts.append(_signed(signed, words))
    signatures = ("book-employee", "book-staff-number", "book-issued-by")
    block = SignatureBlock(
        signatures=tuple(Signature(role=say(each)) for each in signatures), day=say("signed-on")
    )
    return Section(id="acknowledgement", title=say("book-acknowledgement"), parts=(*parts, block))


def _signed(signed: Mapping[str, dt.date], words: Words) -> Table:
    say = words.say
    return Table(
        id="signed",
        caption=say("book-signed", count=len(signed)),
        columns=(
            Column(id="employee", title=say("book-staff-number")),
            Column(id="day", title=say("book-signed-on")),
        ),
        rows=tuple(
            (text_cell(each), text_cell(_day(day, words))) for each, day in sorted(signed.items())
        ),
    )


def _day(day: dt.date, words: Words) -> str:
    return format_date(day, locale=words.locale)
