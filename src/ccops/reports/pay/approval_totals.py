"""The sums of an approval sheet: by line, by team, post and level, and against the budget."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label, format_number
from ccops.reports.document.following import RowLess, RowsAbove, SumOf
from ccops.reports.document.model import Cell, Column, ColumnKind, Paragraph, Part, Table, Tone
from ccops.reports.document.tables import text_cell
from ccops.reports.parts.money_sums import MoneySum, sum_cell, summed
from ccops.reports.parts.signing import role_label
from ccops.reports.pay.approval_people import SheetPeople
from ccops.settlement import Settlement
from ccops.values import Money, minor_scale

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import TotalStep
    from ccops.reports.document.following import CellFollows

#: What employees are grouped by, as far as the pack has it.
GROUPED: Final = ("team", "role", "level")


@attrs.frozen(eq=False)
class SheetTotals:
    """The sums over the people of a sheet; ``last`` is the period before, where it is known."""

    people: SheetPeople
    last: Settlement | None = None

    # -- by line ----------------------------------------------------------------------------

    def by_line(self) -> Table:
        """Return each line with how many have it and what it comes to."""
        people, say = self.people, self.people.words.say
        return Table(
            id="by-line",
            caption=say("approval-by-line"),
            columns=(
                Column(id="item", title=say("item")),
                Column(id="code", title=say("code")),
                Column(id="people", title=say("approval-count"), kind=ColumnKind.NUMBER),
                Column(id="paid", title=say("approval-paid"), kind=ColumnKind.NUMBER),
                self._money_column(),
            ),
            rows=tuple(
                (
                    text_cell(people.words.head(line.label, line.figure)),
                    text_cell(line.code, tone=Tone.MUTED),
                    *self._counted(line.figure),
                )
                for line in people.lines
            ),
            foot=tuple(self._total(step) for step in people.totals),
        )

    def _total(self, step: TotalStep) -> tuple[Cell, ...]:
        head = self.people.words.head(step.label, step.key.name)
        return (text_cell(head, tone=Tone.TOTAL), Cell(text=""), *self._counted(step.key.name))

    def _counted(self, figure: str) -> tuple[Cell, Cell, Cell]:
        found = self._sum(self.people.subjects, figure)
        paid = self._count(found.paid, SumOf(figure=figure, is_count=True))
        return self._count(found.people), paid, self._cell(found, SumOf(figure=figure))

    def _count(self, number: int, follows: CellFollows | None = None) -> Cell:
        text = format_number(number, locale=self.people.words.locale)
        return Cell(text=text, value=number, follows=follows)

    def _cell(self, found: MoneySum, follows: SumOf) -> Cell:
        cell = attrs.evolve(sum_cell(found, self.people.words), follows=follows)
        return cell if found.missing else attrs.evolve(cell, tone=Tone.PLAIN)

    def _sum(self, employees: tuple[str, ...], figure: str) -> MoneySum:
        return summed(self.people.settlement, employees, figure)

    def _money_column(self, name: str = "amount", title: str = "") -> Column:
        currency = self.people.settlement.rules.currency
        head = title or self.people.words.say("amount", currency=currency)
        return Column(id=name, title=head, kind=ColumnKind.MONEY)

    # -- by group ---------------------------------------------------------------------------

    def by_group(self) -> Iterator[Table]:
        """Yield the totals by team, by post and by level."""
        for name in GROUPED:
            groups = self._groups(name)
            if groups and self.people.totals:
                yield self._grouped(name, groups)

    def _groups(self, name: str) -> dict[str, list[str]]:
        settlement, found = self.people.settlement, dict[str, list[str]]()
        if not settlement.has_name(name):
            return found
        for each in self.people.subjects:
            value = settlement.value(each, name)
            found.setdefault(value if isinstance(value, str) else "", []).append(each)
        return {key: found[key] for key in sorted(found)} if any(found) else {}

    def _grouped(self, name: str, groups: dict[str, list[str]]) -> Table:
        say, totals = self.people.words.say, self.people.totals
        return Table(
            id=f"by-{name}",
            caption=say(f"approval-by-{name}"),
            columns=(
                Column(id=name, title=say(f"list-{name}")),
                Column(id="people", title=say("approval-count"), kind=ColumnKind.NUMBER),
                *(
                    self._money_column(x.key.name, self.people.words.head(x.label, x.key.name))
                    for x in totals
                ),
            ),
            rows=tuple(
                (
                    text_cell(self._called(name, group)),
                    self._count(len(who)),
                    *(self._among(name, who, x.key.name) for x in totals),
                )
                for group, who in groups.items()
            ),
            foot=(self._group_foot(),),
        )

    def _among(self, name: str, who: list[str], figure: str) -> Cell:
        """Return what a figure comes to over a group, which its first employee stands for."""
        follows = SumOf(figure=figure, by=name, like=who[0])
        return self._cell(self._sum(tuple(who), figure), follows)

    def _group_foot(self) -> tuple[Cell, ...]:
        people, names = self.people, [each.key.name for each in self.people.totals]
        sums = (sum_cell(self._sum(people.subjects, each), people.words) for each in names)
        return (
            text_cell(people.words.say("form-total"), tone=Tone.TOTAL),
            self._count(len(people.subjects), RowsAbove()),
            *(
                attrs.evolve(each, follows=SumOf(figure=name))
                for name, each in zip(names, sums, strict=True)
            ),
        )

    def _called(self, name: str, group: str) -> str:
        words, rules = self.people.words, self.people.settlement.rules
        if not group:
            return words.say("approval-without")
        if name == "role":
            return role_label(self.people.settlement, group, words)
        if name == "level":
            labels = (x for ladder in rules.careers.ladders for x in ladder.levels)
            own = {**rules.labels.get("words", {}), **{each.name: each.label for each in labels}}
            return words.label(own.get(group, Label()), group)
        return group

    # -- the budget -------------------------------------------------------------------------

    def budget(self) -> Iterator[Part]:
        """Yield each total against its budget, or else against the period before."""
        say = self.people.words.say
        rows = tuple(filter(None, map(self._against, self.people.totals)))
        if not rows:
            yield Paragraph(text=say("approval-no-budget"), tone=Tone.MUTED)
            return
        yield Table(
            id="budget",
            caption=say("approval-budget"),
            columns=(
                Column(id="total", title=say("item")),
                self._money_column(),
                Column(id="against", title=say("approval-against")),
                self._money_column("budget", say("approval-budgeted")),
                self._money_column("difference", say("approval-difference")),
            ),
            rows=rows,
        )

    def _against(self, step: TotalStep) -> tuple[Cell, ...] | None:
        """Return one total held against something; ``None`` where nothing is known."""
        words, name = self.people.words, step.key.name
        budgeted, last = self._budgeted(name), self._last(name)
        known = budgeted or last
        if known is None:
            return None
        found = self._sum(self.people.subjects, name)
        told = (
            words.say("approval-budget-of")
            if budgeted
            else words.say("approval-last", period=self.last.period if self.last else "")
        )
        more = Money(known.currency, found.amount.amount - known.amount)
        return (
            text_cell(words.head(step.label, name)),
            self._cell(found, SumOf(figure=name)),
            text_cell(told),
            self._plain(known),
            self._difference(more, missing=found.missing, is_budget=budgeted is not None),
        )

    def _difference(self, more: Money, *, missing: int, is_budget: bool) -> Cell:
        """Return the difference; what is more than was budgeted says so, or of how many it lacks.

        Of a total that nobody knows in full the difference is not known either: it would read as
        if there were money left.
        """
        say = self.people.words.say
        over = say("approval-over-budget") if is_budget else ""
        follows = RowLess(column="amount", less="budget", over=over)
        cell = attrs.evolve(self._plain(more, signed=True), follows=follows)
        is_over = is_budget and more.amount > Decimal(0)
        if not missing and not is_over:
            return cell
        note = over if is_over else say("approval-missing", count=missing)
        return attrs.evolve(cell, note=note, tone=Tone.PROVISIONAL)

    def _budgeted(self, total: str) -> Money | None:
        """Return what the pack, or a decision of the period, budgets for a total."""
        rules = self.people.settlement.rules
        rule = next((each for each in rules.statements if each.name == total), None)
        name = rule.budget.value if rule is not None and rule.budget is not None else ""
        constant = rules.plan.constants.get(name)
        if constant is None or constant.constant is None:
            return None
        scalar = constant.constant
        currency = scalar.currency or rules.currency
        minor = scalar.number * minor_scale(currency)
        return Money.from_minor(currency, int(minor))

    def _last(self, total: str) -> Money | None:
        """Return what the period before came to; ``None`` where it is not known of everybody."""
        if self.last is None or not self.last.has_name(total):
            return None
        found = summed(self.last, self.last.employees, total)
        return None if found.missing else found.amount

    def _plain(self, money: Money, *, signed: bool = False) -> Cell:
        text = format_number(money.amount, locale=self.people.words.locale)
        more = "+" if signed and money.amount > Decimal(0) else ""
        return Cell(text=f"{more}{text}", value=money)
