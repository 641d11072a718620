"""Provisional figures: what waits for an input, of a rank or of one employee's own pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
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
    from collections.abc import Iterable

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
    for key in results.blocked:
        blocked = _blocked_rank(results, results.figures[key].step)
        if blocked is not None:
            found[key] = blocked
    for each in results.plan.steps:
        if isinstance(each, FigureStep) and each.key not in found:
            needed = next((need for need in figures_needed(each) if need in found), None)
            if needed is not None:
                found[each.key] = found[needed]
    found.update(_missing_pay(results, found))
    found.update(_unknown_accounts(results))
    return found


class AskedWaiting(Mapping[Key, Blocked]):
    """The figures that stand provisionally where figures are worked out when they are asked for.

    Each is looked at when it is asked for. Some may always wait: what is so worked out is no
    settlement that anybody approves.
    """

    def __init__(self, results: Results) -> None:
        self._results = results
        self._by_rank: dict[Key, Blocked | None] = {}

    def __getitem__(self, key: Key) -> Blocked:
        found = self._found(key)
        if found is None:
            raise KeyError(key)
        return found

    def _found(self, key: Key) -> Blocked | None:
        account = self._accounts.get(key)
        if account is not None or key not in self._results.plan.figures:
            return account
        return self._behind(key) or self._missing(key)

    @cached_property
    def _accounts(self) -> Mapping[Key, Blocked]:
        return _unknown_accounts(self._results)

    def _behind(self, key: Key) -> Blocked | None:
        """Return what blocks the rank that a figure is or follows."""
        if key not in self._by_rank:
            step = self._results.plan.figures[key]
            found = _blocked_rank(self._results, step)
            behind = filter(None, map(self._behind, figures_needed(step)))
            self._by_rank[key] = next(behind, None) if found is None else found
        return self._by_rank[key]

    def _missing(self, key: Key) -> Blocked | None:
        return _missing_of(self._results, self._results.figures[key])

    def __iter__(self) -> Iterator[Key]:
        keys = (*self._results.plan.figures, *self._accounts)
        return (each for each in dict.fromkeys(keys) if self._found(each) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return True


def _blocked_rank(results: Results, step: FigureStep) -> Blocked | None:
    """Return who blocks a rank by missing its keys, if it is one that all wait for."""
    if not isinstance(step, RankStep) or step.spec.unknown is not Unknown.BLOCK_ALL:
        return None
    _ = results.figures[step.key]  # where figures are asked for, it may be the first
    ids = tuple(results.facts.employees.ids[row] for row in results.blocked.get(step.key, ()))
    return Blocked(rank=step.key.name, employees=ids) if ids else None


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
    found = ((key, _missing_of(results, column)) for key, column in results.figures.items())
    return {key: each for key, each in found if each is not None and key not in known}


def _missing_of(results: Results, column: FigureColumn) -> Blocked | None:
    """Return who misses a figure, if it is one that is paid, or that an account holds."""
    missing = column.column.missing
    if not missing:
        return None
    step = column.step
    if isinstance(step, AccountStep):
        missing = {at: why for at, why in missing.items() if why is not Missing.NO_HISTORY}
    elif step.key.name not in results.plan.paid and not isinstance(step, TotalStep):
        return None
    return Blocked(rank="", employees=_who(results, column, missing)) if missing else None


def _who(results: Results, column: FigureColumn, positions: Iterable[int]) -> tuple[str, ...]:
    ids, rows = results.facts.employees.ids, column.members.rows
    return tuple(ids[rows[position]] for position in sorted(positions))
