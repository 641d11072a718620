"""Closing accounts: the lots that go on, also of those who are not in the period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.facts import PastLots, lots_left
from ccops.plan import AccountStep
from ccops.plan.account_running import moved_accounts
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from ccops.facts import AccountKind, Lot
    from ccops.plan import Results
    from ccops.settlement.carried.closing import Closing

#: An account with the list of employees that its rows are of.
Listed = tuple["Sequence[str]", PastLots]


def accounts_now(results: Results) -> Iterator[PastLots]:
    """Yield what the accounts of a period hold at its end, by the rows of its sheet."""
    for run in results.facts.accounts.values():
        open_lots = {row: lots_left(moves) for row, moves in run.moves.items()}
        yield PastLots(
            name=run.kind.name,
            type=run.kind.type,
            carrier=run.kind.carrier,
            lots={row: left for row, left in open_lots.items() if left},
            unknown=run.unknown,
        )
    for step in results.plan.steps:
        found = results.figures.get(step.key) if isinstance(step, AccountStep) else None
        if found is None or not isinstance(step, AccountStep):
            continue
        lots: dict[int, tuple[Lot, ...]] = {}
        unknown: dict[int, Missing] = {}
        for position, account in moved_accounts(found.accounts):
            row = found.members.rows[position]
            if isinstance(account, Missing):
                unknown[row] = account
            elif left := lots_left(account):
                lots[row] = left
        yield PastLots(
            name=step.key.name,
            type=step.type,
            carrier=step.carrier,
            lots=lots,
            unknown=unknown,
        )


def accounts_away(
    results: Results, before: Closing, kinds: Iterable[AccountKind]
) -> Iterator[PastLots]:
    """Yield what the closing before holds for those whose account this period does not run.

    ``kinds`` are the accounts of the pack. One whose records were not handed in was run for
    nobody: of that nothing is known any more.
    """
    rows = results.facts.employees.rows
    for kind in kinds:
        run_for = _run_for(kind, results)
        if run_for is None:
            continue
        for past in account_of(kind, before):
            kept = recast_lots(past, kind)
            ids = {row: before.employees[row] for row in (*kept.lots, *kept.unknown)}
            here = {row: rows.get(each) for row, each in ids.items()}
            gone = {row for row, at in here.items() if at is None or at not in run_for}
            yield PastLots(
                name=kind.name,
                type=kept.type,
                carrier=kept.carrier,
                lots={row: lots for row, lots in kept.lots.items() if row in gone},
                unknown={row: why for row, why in kept.unknown.items() if row in gone},
            )


def _run_for(kind: AccountKind, results: Results) -> Container[int] | None:
    """Return the rows an account was run for; ``None`` where it was not run at all."""
    run = results.facts.accounts.get(kind.name)
    if run is not None:
        return run.moves
    steps = [x for x in results.plan.steps_of(kind.name) if isinstance(x, AccountStep)]
    return results.figures[steps[0].key].members if steps else None


def account_of(kind: AccountKind, closing: Closing) -> Iterator[PastLots]:
    """Yield what a closing says of an account, or else of what it was called before."""
    names = {each.name for each in closing.accounts}
    name = kind.name
    if name not in names and kind.was:
        name = kind.was
    return (each for each in closing.accounts if each.name == name)


def recast_lots(past: PastLots, kind: AccountKind) -> PastLots:
    """Return lots as fine as an account keeps them.

    Raises ``ValueError`` for an amount that is finer.
    """
    if past.carrier == kind.carrier:
        return past
    above, below = kind.carrier.scale or 1, past.carrier.scale or 1

    def amount(number: int) -> int:
        whole, rest = divmod(number * above, below)
        if rest:
            raise ValueError(f"{number}/{below} is finer than 1/{above}")
        return whole

    lots = {
        row: tuple(attrs.evolve(x, amount=amount(x.amount), left=amount(x.left)) for x in listed)
        for row, listed in past.lots.items()
    }
    return PastLots(
        name=past.name, type=kind.type, carrier=kind.carrier, lots=lots, unknown=past.unknown
    )


def accounts_on(everybody: Sequence[str], listed: Sequence[Listed]) -> tuple[PastLots, ...]:
    """Return the accounts by the rows of one list of employees, each account once."""
    places = {each: at for at, each in enumerate(everybody)}
    lots: dict[str, dict[int, Sequence[Lot]]] = {}
    unknown: dict[str, dict[int, Missing]] = {}
    kept: dict[str, PastLots] = {}
    for employees, past in listed:
        kept.setdefault(past.name, past)
        own, why = lots.setdefault(past.name, {}), unknown.setdefault(past.name, {})
        own.update({places[employees[row]]: each for row, each in past.lots.items()})
        why.update({places[employees[row]]: each for row, each in past.unknown.items()})
    return tuple(
        PastLots(
            name=name,
            type=each.type,
            carrier=each.carrier,
            lots=lots[name],
            unknown=unknown[name],
        )
        for name, each in kept.items()
    )
