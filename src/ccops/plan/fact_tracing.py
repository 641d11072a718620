"""Tracing facts: given, measured, or made of other facts by an account fed by records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import attrs

from ccops.facts import Column, Derivation
from ccops.frozen import frozen
from ccops.messages import Label, Origin
from ccops.plan.account_tracing import traced_lot
from ccops.plan.traces import Trace, TracedGathering, TracedValue

if TYPE_CHECKING:
    from ccops.facts import Facts
    from ccops.plan.results import Results


#: Tells what a group gathered of its people under a name; nothing for any other name.
TellsGathered = Callable[[str, int], TracedGathering | None]


@frozen(kw_only=True, eq=False)
class FactAlike:
    """What is the same in the traces of a fact, whoever they are of."""

    column: Column
    kind: str
    label: Label
    origin: Origin
    made: Derivation | None


def fact_alike(name: str, results: Results) -> FactAlike:
    """Return what is the same in all traces of a fact."""
    declaration = results.facts.declarations[name]
    return FactAlike(
        column=results.facts.employees.columns[name],
        kind=_kind(name, results),
        label=results.plan.label_of(name),
        origin=declaration.origin,
        made=declaration.made,
    )


def traced_fact(
    name: str,
    results: Results,
    row: int,
    alike: FactAlike,
    gathered: TellsGathered | None = None,
) -> Trace:
    """Return the trace of a fact of somebody, with the facts it was made of, if it was.

    ``gathered`` tells, where the rows are groups, what they gathered of their people.
    """
    column, made = alike.column, alike.made
    found = Trace(
        name=name,
        kind=alike.kind,
        label=alike.label,
        row=row,
        value=TracedValue(cell=column.at(row), type=column.type, carrier=column.carrier),
        origin=alike.origin,
        gathered=gathered(name, row) if gathered is not None else None,
    )
    if made is None:
        return found
    reads = (traced_fact(each, results, row, fact_alike(each, results)) for each in made.reads)
    return attrs.evolve(found, inputs=tuple(reads), **_made(made, results.facts, row))


def _kind(name: str, results: Results) -> str:
    """Return how a fact came: measured, of dated assignments, gathered of a group, or handed in.

    The day since which something holds may be handed in where no assignment says it.
    """
    if name in results.facts.evidence:
        return "measured"
    declaration = results.facts.declarations[name]
    if declaration.assigned is not None:
        return "assigned-or-given" if declaration.assigned.since else "assigned"
    return "fact" if declaration.made is None else "gathered"


def _made(made: Derivation, facts: Facts, row: int) -> dict[str, Any]:
    """Return the fields of a trace that say how an account made a fact: its rule and formula.

    Where the fact is about lots, also what became of them, oldest first, or why nobody knows.
    """
    found: dict[str, Any] = {"policy": made.rule, "formula": made.formula}
    run = facts.accounts.get(made.account)
    if run is not None:
        found["lots"] = tuple(traced_lot(run.kind, each) for each in run.moves.get(row, ()))
        found["lots_unknown"] = run.unknown.get(row)
    return found
