"""How many stand at each level between two reviews, and how many of them are ready to move."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.career import LadderReview
from ccops.reports.document.model import Cell, Column, ColumnKind, Table
from ccops.reports.document.tables import text_cell
from ccops.reports.document.words import Words
from ccops.reports.parts.list_cells import cell_of
from ccops.settlement import Settlement
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.career import Standing

_PROBATION: Final = "probation_until"


def levels_table(
    review: LadderReview, standings: Sequence[Standing], settlement: Settlement, words: Words
) -> Table:
    """Return a row a level: its people, those on probation or on trial, those who lack nothing.

    People whose level is not known stand in a row of their own.
    """
    say, number = words.say, ColumnKind.NUMBER
    found = {each.level for each in standings}
    unknown = [each for each in Missing if each in found]
    levels: list[str | Missing] = [*(name for name, _ in review.levels), *unknown]
    made = _Levels(review, settlement, words)
    return Table(
        id=f"{review.ladder}-levels",
        caption=say("promotion-levels"),
        columns=(
            Column(id="level", title=say("list-level")),
            Column(id="people", title=say("approval-count"), kind=number),
            Column(id="probation", title=say("promotion-on-probation"), kind=number),
            Column(id="trial", title=say("promotion-on-trial"), kind=number),
            Column(id="ready", title=say("promotion-ready"), kind=number),
        ),
        rows=tuple(
            made.row(each, [one for one in standings if one.level == each]) for each in levels
        ),
    )


@attrs.frozen(eq=False)
class _Levels:
    """Counts the people of levels at the end of the period."""

    review: LadderReview
    settlement: Settlement
    words: Words

    def row(self, level: str | Missing, own: Sequence[Standing]) -> tuple[Cell, ...]:
        """Return a level with its people; above the last one there is nothing to be ready for."""
        labels = dict(self.review.levels)
        is_last = isinstance(level, Missing) or level == self.review.levels[-1][0]
        ready = sum(not each.lacks and not each.reasons for each in own)
        return (
            cell_of(level, self.words)
            if isinstance(level, Missing)
            else text_cell(self.words.label(labels[level], level)),
            _count(len(own)),
            _count(sum(self._is_on_probation(each.employee) for each in own)),
            _count(sum(each.trial_from is not None for each in own)),
            text_cell("") if is_last else _count(ready),
        )

    def _is_on_probation(self, employee: str) -> bool:
        until = self.settlement.value(employee, _PROBATION)
        days = self.settlement.rules.period.days(self.settlement.rules.default_calendar)
        return isinstance(until, dt.date) and until >= days.last


def _count(number: int) -> Cell:
    return Cell(text=str(number), value=number)
