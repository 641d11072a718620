"""Closing a period: from its settlement and the closing before to what the next period needs."""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING, Any

import attrs

from ccops.facts import RUN_OF, Column, HistoryNeed, PastLots, PastValues, packed, recast
from ccops.plan import Key, Results, WindowStep, running_on
from ccops.plan.reading import Reader
from ccops.settlement.carried.account_closing import accounts_away, accounts_now, accounts_on
from ccops.settlement.carried.closing import Closing, GroupPast
from ccops.settlement.carried.corrections_closing import corrections_closed
from ccops.values import EXACT, WHOLE, Carrier, Type, Unit
from ccops.values.periods import period_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ccops.settlement.settled.settlement import Settlement


def closing_of(settlement: Settlement) -> Closing:
    """Return what the next period needs of a settlement and of the closing before it.

    Somebody who is not in this period keeps what the closing before says of him, as long as a
    window may still ask for it. So do teams that nobody is in.
    """
    said = _said_of(settlement)
    groups = {kind: _said_of(settlement.of(kind.value)) for kind in settlement.groups}
    return Closing(
        period=settlement.period,
        pack_id=settlement.rules.identity.id,
        currency=settlement.rules.currency,
        settlement_digest=settlement.digest,
        employees=said.ids,
        values=said.values,
        accounts=said.accounts,
        corrections=corrections_closed(settlement),
        groups={kind: each for kind, each in groups.items() if each.values or each.accounts},
    )


def _said_of(settlement: Settlement) -> GroupPast:
    """Return what the next period needs about the subjects of one sheet."""
    results, before = settlement.results, settlement.before
    needs = settlement.rules.closing_needs
    here = settlement.employees
    now = [(here, each) for need in needs for each in _of_this_period(need, results)]
    carried = (
        [(before.employees, each) for each in _carried(needs, before, settlement.period)]
        if before
        else []
    )
    held = [(here, each) for each in accounts_now(results)]
    away = (
        [
            (before.employees, each)
            for each in accounts_away(results, before, settlement.rules.accounts)
        ]
        if before
        else []
    )
    listed = here if needs or held else ()
    everybody, values = _on_one_list([*now, *carried], [*held, *away], listed)
    accounts = accounts_on(everybody, [*held, *away])
    return GroupPast(ids=everybody, values=values, accounts=accounts)


# -- this period --------------------------------------------------------------------------------


def _of_this_period(need: HistoryNeed, results: Results) -> Iterator[PastValues]:
    label = results.facts.period.label
    parts = list(_columns(need.name, results))
    if parts:
        rows, column = _joined(parts)
        yield PastValues(name=need.name, period=label, rows=rows, column=column)


def _columns(name: str, results: Results) -> Iterator[tuple[Sequence[int], Column]]:
    """Yield the columns of a name with their rows: one for each population it is defined for."""
    facts = results.facts.employees
    reader = Reader(results.facts)
    reader.figures.update(results.figures)
    definitions = results.plan.definitions.by_name.get(name, ())
    if not definitions and name in facts.columns:
        yield range(len(facts)), facts.columns[name]
    for each in definitions:
        found = results.figures.get(Key(each.name, each.population.value))
        if found is not None and found.step.is_due(results.facts.period.label):
            column = reader.own_column(found, name)
            yield found.members.rows, column
    for step in _streaks(name, results):
        members = results.populations[step.key.population]
        size = len(results.facts.employees)
        runs = results.history.before(name, 1, size)
        cells = running_on(
            now=reader.cells(step.source, members),
            skip=step.left_out(reader.cells(step.skip, members)) if step.skip else None,
            values=results.figures[step.key].column.sequence(),
            runs=[runs[row] for row in members.rows],
        )
        yield members.rows, packed(Type(Unit.COUNT), WHOLE, cells)


def _streaks(name: str, results: Results) -> Iterator[WindowStep]:
    """Yield the streaks whose run has a name."""
    for step in results.plan.of_kind(WindowStep):
        if RUN_OF.format(step.key.name) == name:
            yield step


def _joined(parts: Sequence[tuple[Sequence[int], Column]]) -> tuple[Sequence[int], Column]:
    """Return one column of several populations, who share nobody."""
    if len(parts) == 1:
        return parts[0]
    type_ = Type(parts[0][1].type.unit)
    carrier = _finest([column.carrier for _, column in parts])
    pairs: list[tuple[int, Any]] = []
    for rows, column in parts:
        cells = recast(column, type_, carrier).sequence()
        pairs.extend(zip(rows, cells, strict=True))
    pairs.sort(key=lambda each: each[0])
    return [row for row, _ in pairs], packed(type_, carrier, [cell for _, cell in pairs])


def _finest(carriers: Sequence[Carrier]) -> Carrier:
    scales = [each.scale for each in carriers]
    known = [each for each in scales if each is not None]
    return Carrier(lcm(*known)) if len(known) == len(scales) else EXACT


# -- earlier periods ----------------------------------------------------------------------------


def _carried(needs: Sequence[HistoryNeed], before: Closing, label: str) -> Iterator[PastValues]:
    """Yield the values of earlier periods that the next one still asks for, under their names."""
    for need in needs:
        for past in past_of(need, before):
            age = period_number(label) - period_number(past.period)
            if 0 < age < need.periods:
                yield attrs.evolve(past, name=need.name)


def past_of(need: HistoryNeed, closing: Closing) -> Iterator[PastValues]:
    """Yield what a closing says of a name, or else of what it was called before."""
    names = {each.name for each in closing.values}
    name = need.name if need.name in names or not need.was else need.was
    return (each for each in closing.values if each.name == name)


def _on_one_list(
    listed: Sequence[tuple[Sequence[str], PastValues]],
    held: Sequence[tuple[Sequence[str], PastLots]],
    here: Sequence[str],
) -> tuple[tuple[str, ...], tuple[PastValues, ...]]:
    """Return everybody of whom something is said, and the values by their places in that list."""
    said = [(employees, past.rows) for employees, past in listed]
    said += [(employees, (*lots.lots, *lots.unknown)) for employees, lots in held]
    ordered = _everybody(said, here)
    lists = {id(employees): employees for employees, _ in said}
    other = {key: each for key, each in lists.items() if tuple(each) != ordered}
    places = {each: at for at, each in enumerate(ordered)} if other else {}
    moved = {key: [places.get(who, -1) for who in each] for key, each in other.items()}
    values = []
    for employees, past in listed:
        standing = moved.get(id(employees))
        rows = past.rows if standing is None else [standing[row] for row in past.rows]
        values.append(attrs.evolve(past, rows=rows))
    return ordered, tuple(values)


def _everybody(
    said: Sequence[tuple[Sequence[str], Sequence[int]]], here: Sequence[str]
) -> tuple[str, ...]:
    """Return those who are here and those of whom something is said, each list looked at once."""
    rows_of: dict[int, set[int]] = {}
    named = set(here)
    for employees, rows in said:
        if employees is not here:
            rows_of.setdefault(id(employees), set()).update(rows)
    for employees in {id(employees): employees for employees, _ in said}.values():
        named.update(employees[row] for row in rows_of.get(id(employees), ()))
    return tuple(here) if len(named) == len(here) else tuple(sorted(named))
