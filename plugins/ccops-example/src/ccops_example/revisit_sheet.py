"""A report of the center's own: what the revisits of the month came to, agent by agent.

In a copy: a report is a document of tables and words, built once; the library writes it as HTML,
PDF, DOCX, XLSX, CSV, Markdown and JSON. Every cell holds its value and the text people read.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Final

import attrs

from ccops.messages import Label, format_money, format_number, format_percent
from ccops.reports import Cell, Column, ColumnKind, Document, Section, Table, Tone
from ccops.settlement import Settlement
from ccops.values import Missing, Money, NotApplicable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.values import PublicValue

_TITLE: Final = Label(zh="回访情况", zh_TW="回訪情況", en="Revisits")
_EACH: Final = Label(zh="逐人", zh_TW="逐人", en="Agent by agent")
_MATTERS: Final = Label(
    zh="回访件数与津贴", zh_TW="回訪件數與津貼", en="Matters and what they pay"
)
_WHO: Final = Label(zh="话务员", zh_TW="話務員", en="agent")
_TOTAL: Final = Label(zh="合计", zh_TW="合計", en="total")
#: The columns: a figure or fact of the pack, what it is called, and what it holds.
_SHOWN: Final = (
    ("matters_reached", Label(zh="接通", zh_TW="接通", en="reached"), ColumnKind.NUMBER),
    ("matters_solved", Label(zh="解决", zh_TW="解決", en="solved"), ColumnKind.NUMBER),
    ("solve_rate", Label(zh="解决率", zh_TW="解決率", en="share solved"), ColumnKind.PERCENT),
    ("lot_pay", Label(zh="疑难件津贴", zh_TW="疑難件津貼", en="pay"), ColumnKind.MONEY),
)


@attrs.frozen
class RevisitSheet:
    """The revisits of a month: a row an agent, and what they come to in all."""

    name: str = "revisits"
    about: ClassVar[type] = Settlement

    def build(
        self,
        settlement: Settlement,
        *,
        locale: str,
        names: Mapping[str, str],
        subjects: Sequence[str] | None = None,
    ) -> Document:
        """Return the sheet; one without sections where the pack has no revisits."""
        sheet = _Sheet(settlement, locale, names)
        is_ours = all(settlement.has_name(name) for name, _, _ in _SHOWN)
        chosen = settlement.employees if subjects is None else subjects
        return Document(
            kind=self.name,
            title=_TITLE.in_locale(locale),
            subtitle=settlement.period,
            locale=locale,
            sections=(sheet.section(chosen),) if is_ours else (),
        )


@attrs.frozen(eq=False)
class _Sheet:
    """The sheet in the making."""

    settlement: Settlement
    locale: str
    names: Mapping[str, str]

    def section(self, employees: Sequence[str]) -> Section:
        """Return the table of some people; who has no such pay is no agent."""
        value = self.settlement.value
        agents = [x for x in employees if not isinstance(value(x, "lot_pay"), NotApplicable)]
        columns = (Column(id="agent", title=_WHO.in_locale(self.locale)), *self._columns())
        table = Table(
            id="revisits",
            caption=_MATTERS.in_locale(self.locale),
            columns=columns,
            rows=tuple(self._row(each) for each in agents),
            foot=(self._total(agents),),
        )
        return Section(id="revisits", title=_EACH.in_locale(self.locale), parts=(table,))

    def _columns(self) -> Iterator[Column]:
        for name, label, kind in _SHOWN:
            yield Column(id=name, title=label.in_locale(self.locale), kind=kind)

    def _row(self, employee: str) -> tuple[Cell, ...]:
        who = f"{employee} {self.names.get(employee, '')}".strip()
        shown = (self.settlement.value(employee, name) for name, _, _ in _SHOWN)
        return (Cell(text=who, value=employee), *map(self._cell, shown))

    def _cell(self, value: PublicValue | Missing | NotApplicable) -> Cell:
        """Return a cell; what is not known is a dash, and never 0."""
        if isinstance(value, Missing | NotApplicable):
            return Cell(text="–", value=value, tone=Tone.MISSING)
        if isinstance(value, Money):
            text = format_money(value.amount, value.currency, locale=self.locale)
        elif isinstance(value, int):
            text = format_number(value, locale=self.locale)
        else:
            hundredths = round(Fraction(str(value)) * 10_000)
            text = format_percent(Fraction(hundredths, 10_000), locale=self.locale)
        return Cell(text=text, value=value)

    def _total(self, agents: Sequence[str]) -> tuple[Cell, ...]:
        """Return what is added up; a share is that of the sums, and not a mean of shares."""
        reached, solved = self._sum(agents, "matters_reached"), self._sum(agents, "matters_solved")
        share = Fraction(solved, reached) if reached else Missing.NO_RECORDS
        pays = [self.settlement.value(each, "lot_pay") for each in agents]
        known = [each for each in pays if isinstance(each, Money)]
        paid: Money | Missing = Missing.NOT_MEASURED
        if len(known) == len(pays):
            paid = sum(known[1:], start=known[0]) if known else Missing.NO_RECORDS
        cells = (
            Cell(text=_TOTAL.in_locale(self.locale)),
            *map(self._cell, (reached, solved, share, paid)),
        )
        return tuple(attrs.evolve(each, tone=Tone.TOTAL) for each in cells)

    def _sum(self, agents: Sequence[str], name: str) -> int:
        found = (self.settlement.value(each, name) for each in agents)
        return sum(each for each in found if isinstance(each, int))
