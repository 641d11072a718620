"""The board: what a pack publishes to teams, the center or anybody, a sheet each; never why."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.messages import format_money, format_number
from ccops.organization import Audience
from ccops.reports.document.model import (
    Cell,
    Column,
    ColumnKind,
    Document,
    Layout,
    Paragraph,
    Part,
    Section,
    Table,
    Tone,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.scales import half_up
from ccops.settlement import PublishedColumn, PublishedSheet, Settlement, write_value
from ccops.values import Money, Unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ccops.values import PublicValue

#: Who a board is hung out for; what one person or the approver sees is no board.
_OPEN: Final = (Audience.TEAM, Audience.CENTER, Audience.PUBLIC)
_WORDS: Final = (Unit.WORD, Unit.FLAG, Unit.DATE)
_TWO: Final = 2


@attrs.frozen
class BoardKind:
    """The sheets of every publication that more than one person sees."""

    name: str = "board"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,  # noqa: ARG002 - a board shows who is on top
    ) -> Document:
        """Return one sheet a section.

        Raises ``DataError`` where a publication by name lacks one, and ``UnknownNameError`` for a
        locale without words.
        """
        words = Words.of(locale)
        sheets = [
            sheet
            for rule in settlement.rules.publications
            if rule.audience in _OPEN
            for sheet in settlement.publication(rule.name, names=names).sheets
        ]
        return Document(
            kind=self.name,
            title=words.say("board", period=settlement.period),
            locale=locale,
            layout=Layout.PAGES,
            sections=tuple(_section(each, words) for each in sheets),
            foot=(words.say("board-foot"),),
        )


BOARD: Final = BoardKind()


def _section(sheet: PublishedSheet, words: Words) -> Section:
    title = words.head(sheet.label, sheet.publication)
    if sheet.reader:
        title = words.say("board-of", label=title, team=sheet.reader)
    name = "-".join(filter(None, (sheet.publication, sheet.reader)))
    return Section(id=name, title=title, parts=tuple(_parts(sheet, words, name)))


def _parts(sheet: PublishedSheet, words: Words, name: str) -> Iterator[Part]:
    if sheet.provisional:
        yield Paragraph(text=words.say("appraisal-waits"), tone=Tone.PROVISIONAL)
    if not sheet.rows:
        yield Paragraph(text=words.say("list-empty"), tone=Tone.MUTED)
        return
    yield Table(
        id=f"{name}-table",
        caption=words.head(sheet.label, sheet.publication),
        columns=(
            Column(id="who", title=words.say("list-employee")),
            *(_column(each, words) for each in sheet.columns),
        ),
        rows=tuple(
            (
                text_cell(row.who),
                *(
                    _cell(value, column, words)
                    for value, column in zip(row.values, sheet.columns, strict=True)
                ),
            )
            for row in sheet.rows
        ),
    )


def _column(column: PublishedColumn, words: Words) -> Column:
    kind = ColumnKind.TEXT if column.unit in _WORDS else ColumnKind.NUMBER
    kind = ColumnKind.MONEY if column.unit is Unit.MONEY else kind
    return Column(id=column.name, title=words.head(column.label, column.name), kind=kind)


def _cell(value: PublicValue | None, column: PublishedColumn, words: Words) -> Cell:
    """Return a value to two decimals for showing; nothing is a dash, and never says why."""
    if value is None:
        return Cell(text="–", tone=Tone.MUTED)
    if isinstance(value, Money):
        text = format_money(value.amount, value.currency, locale=words.locale)
        return Cell(text=text, value=value)
    is_score = column.unit is Unit.POINTS and isinstance(value, Decimal | Fraction | int)
    if is_score and not isinstance(value, bool):
        shown = half_up(Fraction(value), _TWO)  # type: ignore[arg-type]  # a number, as asked above
        return Cell(text=format_number(shown, locale=words.locale), value=value)
    if isinstance(value, str) and column.unit is Unit.WORD:
        return Cell(text=words.word(value), value=value)
    return Cell(text=write_value(value, column.unit, locale=words.locale), value=value)
