"""Who was left out of a month's pay and why: places given, codes that decided, what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.messages import format_number
from ccops.plan import RankStep
from ccops.reports.document.model import Cell, Column, ColumnKind, Part, Table, Tone
from ccops.reports.document.tables import text_cell
from ccops.reports.parts.bonus_lines import names_behind
from ccops.reports.pay.approval_people import SheetPeople

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import PayLine, Reason


@attrs.frozen(eq=False)
class LeftOut:
    """What the people of a sheet were left out of."""

    people: SheetPeople

    def parts(self) -> Iterator[Part]:
        """Yield how many are ranked, who was left out and why, and what waits for whom."""
        for table in (self._ranks(), self._codes(), self._waiting()):
            if table.rows:
                yield table
        yield from self.people.unfoldings()
        yield from self.people.readings()

    def _count(self, number: int) -> Cell:
        return Cell(text=format_number(number, locale=self.people.words.locale), value=number)

    def _named(self, figure: str) -> str:
        plan = self.people.settlement.results.plan
        return self.people.words.head(plan.label_of(figure), figure)

    # -- N ----------------------------------------------------------------------------------

    def _ranks(self) -> Table:
        """Return the ranks behind the lines: how many could have a place, and how many have."""
        say = self.people.words.say
        return Table(
            id="ranks",
            caption=say("approval-ranks"),
            columns=(
                Column(id="rank", title=say("approval-rank")),
                Column(id="members", title=say("approval-members"), kind=ColumnKind.NUMBER),
                Column(id="ranked", title=say("approval-ranked"), kind=ColumnKind.NUMBER),
                Column(id="outside", title=say("approval-outside"), kind=ColumnKind.NUMBER),
            ),
            rows=tuple(map(self._rank, self._behind())),
        )

    def _behind(self) -> tuple[RankStep, ...]:
        plan = self.people.settlement.results.plan
        names = {x for line in self.people.lines for x in names_behind(plan, line.figure)}
        steps = (step for key, step in plan.figures.items() if key.name in names)
        figures = self.people.settlement.results.figures
        ranks = (step for step in steps if isinstance(step, RankStep))
        return tuple(step for step in ranks if len(figures[step.key].members))

    def _rank(self, step: RankStep) -> tuple[Cell, ...]:
        settlement, name = self.people.settlement, step.key.name
        members = settlement.results.figures[step.key].members
        ids = settlement.employees
        ranked = sum(isinstance(settlement.value(ids[x], name), int) for x in members)
        counts = (len(members), ranked, len(members) - ranked)
        return (text_cell(self._named(name)), *map(self._count, counts))

    # -- codes ------------------------------------------------------------------------------

    def _codes(self) -> Table:
        """Return each line with each code that decided somebody's amount, and who they are."""
        say = self.people.words.say
        return Table(
            id="left-out-table",
            caption=say("approval-left-out"),
            columns=(
                Column(id="item", title=say("item")),
                Column(id="reason", title=say("list-reason")),
                Column(id="clause", title=say("approval-clause")),
                Column(id="people", title=say("approval-count"), kind=ColumnKind.NUMBER),
                Column(id="who", title=say("list-employee")),
            ),
            rows=tuple(row for line in self.people.lines for row in self._of_line(line)),
        )

    def _of_line(self, line: PayLine) -> Iterator[tuple[Cell, ...]]:
        found: dict[str, tuple[Reason, list[str]]] = {}
        for employee in self.people.subjects:
            for each in self.people.settlement.reasons(employee, line.figure):
                found.setdefault(each.code, (each, []))[1].append(employee)
        words = self.people.words
        for code, (reason, who) in found.items():
            source = reason.origin.source
            clause = words.say("source-assumed") if source == "assumed" else source
            yield (
                text_cell(words.head(line.label, line.figure)),
                text_cell(words.label(reason.label, code), note=code),
                text_cell(clause),
                self._count(len(who)),
                text_cell(words.say("listed").join(who)),
            )

    # -- what waits -------------------------------------------------------------------------

    def _waiting(self) -> Table:
        """Return the lines and totals that stand provisionally, and whose input is missing."""
        say, settlement = self.people.words.say, self.people.settlement
        shown = {each.figure for each in settlement.results.plan.lines}
        shown |= {each.key.name for each in self.people.totals}
        return Table(
            id="waiting",
            caption=say("approval-waiting"),
            columns=(
                Column(id="item", title=say("item")),
                Column(id="rank", title=say("approval-by-rank")),
                Column(id="who", title=say("approval-waits-for")),
            ),
            rows=tuple(
                (
                    text_cell(self._named(key.name), tone=Tone.PROVISIONAL),
                    text_cell(self._named(blocked.rank) if blocked.rank else ""),
                    text_cell(say("listed").join(blocked.employees)),
                )
                for key, blocked in settlement.provisional.items()
                if key.name in shown
            ),
        )
