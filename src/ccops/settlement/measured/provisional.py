"""Provisional figures: what waits for an input, of a rank or of one employee's own pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.plan import (
    EVERYBODY,
    AccountStep,
    Key,
    RankStep,
    TotalStep,
    figures_needed,
)
from ccops.plan.steps import FigureStep
from ccops.rules.ranks import Unknown
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.plan import FigureColumn, Results


@frozen(kw_only=True)
class Blocked:
    """Why a figure stands provisionally: the employees whose input is missing.

    With a ``rank``, everybody's figure waits, for everybody's place may move; without one, only
    the figure of those employees does.
    """

    rank: str
    employees: tuple[str, ...]

    def waits(self, employee: str) -> bool:
        """Say whether an employee's figure waits for the input."""
        return bool(self.rank) or employee in self.employees


def provisional_figures(results: Results) -> Mapping[Key, Blocked]:
    """Return the figures that stand provisionally, and why.

    A rank whose keys are missing blocks all that follows it; a pay line or total that is
    missing blocks the employees who miss it, and so does an account that an input leaves unknown.
    """
    found: dict[Key, Blocked] = {}
    for key, rows in results.blocked.items():
        step = results.figures[key].step
        if rows and isinstance(step, RankStep) and step.spec.unknown is Unknown.BLOCK_ALL:
            ids = tuple(results.facts.employees.ids[row] for row in rows)
            found[key] = Blocked(rank=key.name, employees=ids)
    for each in results.plan.steps:
        if isinstance(each, FigureStep) and each.key not in found:
            needed = next((need for need in figures_needed(each) if need in found), None)
            if needed is not None:
                found[each.key] = found[needed]
    found.update(_missing_pay(results, found))
    found.update(_unknown_accounts(results))
    return found


def _unknown_accounts(results: Results) -> dict[Key, Blocked]:
    """Return the accounts fed by records that an input leaves unknown to some."""
    found: dict[Key, Blocked] = {}
    for name, run in results.facts.accounts.items():
        rows = [row for row, why in run.unknown.items() if why is not Missing.NO_HISTORY]
        if rows:
            who = tuple(results.facts.employees.ids[row] for row in sorted(rows))
            found[Key(name, EVERYBODY)] = Blocked(rank="", employees=who)
    return found


def _missing_pay(results: Results, known: Mapping[Key, Blocked]) -> dict[Key, Blocked]:
    """Return the pay lines, totals and accounts that some employees miss, and who they are."""
    lines = {line.figure for line in results.plan.lines}
    found: dict[Key, Blocked] = {}
    for key, column in results.figures.items():
        is_pay = key.name in lines or isinstance(column.step, TotalStep)
        missing = column.column.missing
        if isinstance(column.step, AccountStep):
            missing = {at: why for at, why in missing.items() if why is not Missing.NO_HISTORY}
        elif not is_pay:
            continue
        if missing and key not in known:
            found[key] = Blocked(rank="", employees=_who(results, column, missing))
    return found


def _who(results: Results, column: FigureColumn, positions: Iterable[int]) -> tuple[str, ...]:
    ids, rows = results.facts.employees.ids, column.members.rows
    return tuple(ids[rows[position]] for position in sorted(positions))
