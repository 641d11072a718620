"""The bonus notice: a letter to each employee about his bonus lines, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.messages import format_money, format_number
from ccops.plan import PayLine
from ccops.reports.document.following import RowsAbove
from ccops.reports.document.model import (
    Cell,
    Document,
    Paragraph,
    Part,
    Section,
    Signature,
    SignatureBlock,
    Table,
    Tone,
)
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.bonus_lines import bonus_lines
from ccops.reports.parts.own_lines import OwnLines
from ccops.reports.parts.people_pages import people_pages
from ccops.reports.parts.signing import appeal_text
from ccops.reports.parts.unfolding import Unfolder
from ccops.settlement import Settlement
from ccops.values import Missing, Money

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


@attrs.frozen
class BonusNoticeKind:
    """One letter an employee who has a bonus line: what it is, and why."""

    name: str = "bonus-notice"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return one letter a section. Raises ``UnknownNameError`` for a stranger."""
        words = Words.of(locale)
        chosen = settlement.employees if subjects is None else tuple(subjects)
        figures = {each.figure for each in bonus_lines(settlement)}
        sections, unfolder = [], Unfolder(settlement=settlement, words=words)
        for employee in chosen:
            own = OwnLines(settlement=settlement, words=words, employee=employee, told_by=unfolder)
            lines = tuple(each for each in own.lines() if each.figure in figures)
            if lines:
                sections.append(_Letter(own, lines, names.get(employee, "")).section())
        return people_pages(settlement, words, sections, names, kind=self.name, title="notice")


BONUS_NOTICE: Final = BonusNoticeKind()


@attrs.frozen(eq=False)
class _Letter:
    """One letter in the making."""

    own: OwnLines
    lines: tuple[PayLine, ...]
    name: str

    def section(self) -> Section:
        employee = self.own.employee
        title = f"{self.name} {employee}" if self.name else employee
        return Section(id=employee, title=title, parts=tuple(self._parts()))

    def _parts(self) -> Iterator[Part]:
        own, say = self.own, self.own.words.say
        yield Paragraph(text=say("notice-dear", name=self.name or own.employee))
        yield Paragraph(text=self._told())
        if own.is_provisional([each.figure for each in self.lines]):
            yield Paragraph(text=say("provisional"), tone=Tone.PROVISIONAL)
        yield self._table()
        appeal = appeal_text(own.settlement, own.words)
        yield Paragraph(text=f"{say('notice-ask')}{appeal}")
        yield Paragraph(text=say("notice-thanks"))
        yield SignatureBlock(
            signatures=(
                Signature(role=say("issued-by")),
                Signature(role=say("acknowledged-by"), name=self.name or own.employee),
            ),
            day=say("signed-on"),
        )
        yield from own.unfoldings(self.lines)
        yield from own.readings(self.lines)

    def _told(self) -> str:
        """Return the sentence with the amount: none, some, or not known yet."""
        total, words = self._sum(), self.own.words
        period = self.own.settlement.period
        if not isinstance(total, Money):
            return words.say("notice-unknown", period=period)
        if not total.minor:
            return words.say("notice-none", period=period)
        amount = format_money(total.amount, total.currency, locale=words.locale)
        return words.say("notice-amount", period=period, amount=amount)

    def _sum(self) -> Money | Missing:
        """Return what the lines come to; one that is missing leaves the sum unknown."""
        settlement = self.own.settlement
        values = [settlement.value(self.own.employee, each.figure) for each in self.lines]
        missing = next((each for each in values if isinstance(each, Missing)), None)
        if missing is not None:
            return missing
        amounts = (each.amount for each in values if isinstance(each, Money))
        return Money(settlement.rules.currency, sum(amounts, start=Decimal(0)))

    def _table(self) -> Table:
        table, total, words = self.own.table(self.lines, ()), self._sum(), self.own.words
        if isinstance(total, Money):
            text = format_number(total.amount, locale=words.locale)
            amount = Cell(text=text, value=total, tone=Tone.TOTAL, follows=RowsAbove())
        else:
            amount = Cell(text="–", value=total, tone=Tone.MISSING)
        head = text_cell(words.say("notice-total"), tone=Tone.TOTAL)
        foot = (head, Cell(text=""), Cell(text=""), amount)
        return attrs.evolve(table, caption=words.say("notice-lines"), foot=(foot,))
