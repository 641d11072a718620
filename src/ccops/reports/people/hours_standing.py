"""How everybody stands in an hours account: every term of it, so that each row adds up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Label, format_duration
from ccops.reports.document.model import Cell, Column, ColumnKind, Paragraph, Part, Table, Tone
from ccops.reports.document.words import Words
from ccops.reports.parts.durations import with_hours
from ccops.reports.parts.list_cells import name_cell
from ccops.settlement import Settlement, write_value
from ccops.values import Missing, NotApplicable, Unit
from ccops.worktime.hours_ready import HoursAccount

if TYPE_CHECKING:
    from collections.abc import Iterator


#: What the balance of hours is made of: what adds to it and what is taken off.
_WORKED: Final = ("counted", "credit")
_DUE: Final = ("standard", "debt_before")
#: What comp time at the end is made of.
_GAINED: Final = ("before", "granted")
_LOST: Final = ("used", "lapsed", "payout")
#: Terms that stand in every table; the others do where somebody has any.
_ALWAYS: Final = frozenset({"counted", "standard", "before", "granted", "used"})


@attrs.frozen(kw_only=True, eq=False)
class Standing:
    """How the people of some rows stand; ``why`` names what explains somebody's comp time."""

    settlement: Settlement
    words: Words
    names: Mapping[str, str]
    account: HoursAccount
    rows: Sequence[int]
    why: Callable[[str], str]

    def parts(self) -> Iterator[Part]:
        """Yield the hours against what was due, and the comp time, each with what adds up."""
        hours, comp = self.account.policy.names.hours, self.account.policy.names.comp_hours
        worked = [*self._there(map(hours, _WORKED)), *self._there([comp("taken")])]
        due = self._there(map(hours, _DUE))
        balance, debt = hours("balance"), hours("debt")
        offset = self._there([comp("offset")])
        yield self._adding_up(balance, worked, due)
        shown = [*worked, *due, balance, *offset, debt]
        yield self._table("hours-everybody", shown)
        gained, lost = (self._there(map(comp, each)) for each in (_GAINED, _LOST))
        yield self._adding_up(comp("open"), gained, lost)
        soon = [comp("lapsing_soon"), comp("lapsing")]
        yield self._table("hours-comp", [*gained, *lost, comp("open"), *soon])

    def _there(self, figures: Iterator[str] | Sequence[str]) -> list[str]:
        """Return the figures that always stand there, and those of which somebody has any."""
        names = self.account.policy.names
        always = {f(each) for each in _ALWAYS for f in (names.hours, names.comp_hours)}
        return [each for each in figures if each in always or self._is_there(each)]

    def _is_there(self, figure: str) -> bool:
        """Say whether anybody has any of a figure."""
        values = (self.settlement.value(self._employee(row), figure) for row in self.rows)
        return any(isinstance(each, dt.timedelta) and each for each in values)

    def _employee(self, row: int) -> str:
        return self.settlement.employees[row]

    def _adding_up(self, total: str, more: Sequence[str], less: Sequence[str]) -> Paragraph:
        """Say in the words of the columns what a total is made of."""
        terms = " + ".join(map(self._title, more))
        taken_off = "".join(f" − {self._title(each)}" for each in less)
        return Paragraph(text=f"{self._title(total)} = {terms}{taken_off}", tone=Tone.MUTED)

    def _table(self, name: str, figures: Sequence[str]) -> Table:
        duration = ColumnKind.DURATION
        table = Table(
            id=f"{name}-{self.account.name}-table",
            caption=self.words.say(name),
            columns=(
                Column(id="employee", title=self.words.say("list-employee")),
                *(Column(id=x, title=self._title(x), kind=duration) for x in figures),
            ),
            rows=tuple(self._row(row, figures) for row in self.rows),
        )
        return with_hours(table, self.words)

    def _title(self, figure: str) -> str:
        """Return what a fact is called; what lapses soon is told with its days."""
        policy, say = self.account.policy, self.words.say
        soon, later = policy.lapsing_soon_days, policy.lapsing_days
        if figure == policy.names.comp_hours("lapsing_soon"):
            return say("hours-lapses", days=soon)
        if figure == policy.names.comp_hours("lapsing"):
            return say("hours-lapses-in-all", days=later, soon=soon)
        labels = {each.name: each.label for each in self.account.facts}
        return self.words.head(labels.get(figure, Label()), figure)

    def _row(self, row: int, figures: Sequence[str]) -> tuple[Cell, ...]:
        employee = self._employee(row)
        cells = (self._value(employee, each) for each in figures)
        return (name_cell(employee, self.names), *cells)

    def _value(self, employee: str, figure: str) -> Cell:
        value = self.settlement.value(employee, figure)
        if isinstance(value, dt.timedelta):
            is_open = figure == self.account.policy.names.comp_hours("open") and value
            why = self.why(employee) if is_open else ""
            return Cell(
                text=format_duration(value, locale=self.words.locale), value=value, explain=why
            )
        if isinstance(value, Missing | NotApplicable):
            text = write_value(value, Unit.DURATION, locale=self.words.locale)
            return Cell(text=text, value=value, tone=Tone.MISSING)
        raise TypeError(f"{figure} is no duration")
