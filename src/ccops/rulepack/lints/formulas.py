"""The formulas a pack writes, and what can be said of each without data, looked for once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ccops.plan import MembersStep, RowStep
from ccops.plan.steps import PopulationStep
from ccops.rulepack.lints.deciding import verdict
from ccops.rules.expressions import (
    Coalesce,
    Comparison,
    Conditional,
    Known,
    Logic,
    Node,
    children,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.assembly.assembling import Assembly


@attrs.frozen(kw_only=True)
class Decided:
    """A condition inside a formula and what it always is; ``skips`` is the branch never taken."""

    test: Node
    answer: bool
    skips: Node | None = None


@attrs.frozen(kw_only=True, eq=False)
class Looked:
    """What was found in one formula.

    ``spares`` are values of ``coalesce`` behind one that misses only where an input was not
    handed in, and that one; ``known`` asks of a value that is there for certain.
    """

    formula: Node
    decided: tuple[Decided, ...]
    spares: tuple[tuple[Node, Node], ...]
    known: tuple[Known, ...]

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.decided or self.spares or self.known)


def formulas(assembly: Assembly) -> Iterator[Node]:
    """Yield every formula of the figures, populations and members of a pack.

    Formulas that policies make are left out: nobody wrote them.
    """
    for step in assembly.plan.steps:
        match step:
            case RowStep() if step.rule.named_at is None:
                yield step.formula.node
            case PopulationStep(formula=formula) | MembersStep(where=formula) if formula:
                yield formula.node
            case _:
                continue


def record_formulas(assembly: Assembly) -> Iterator[Node]:
    """Yield every formula of the indicators of a pack, but those of service-level contracts."""
    for indicator in assembly.indicators:
        if not indicator.contract:
            for tally in indicator.tallies:
                yield from tally.nodes


def look(formula: Node) -> Looked:
    """Return what can be said of a formula without data.

    A value that may not miss by the rules still does where an input was not handed in; so
    ``known`` is idle only behind another ``known`` of the same name.
    """
    return _looked(formula, tuple(each for each in _asked(formula) if each.operand.known))


def look_at_records(formula: Node) -> Looked:
    """Return what can be said of a formula over records, whose cells are there or optional."""
    return _looked(formula, tuple(each for each in _asked(formula) if not each.operand.may_miss))


def _asked(formula: Node) -> Iterator[Known]:
    return (each for each in inside(formula) if isinstance(each, Known))


def _looked(formula: Node, known: tuple[Known, ...]) -> Looked:
    coalesced = (each for each in inside(formula) if isinstance(each, Coalesce))
    return Looked(
        formula=formula,
        decided=_decided(formula),
        spares=tuple(pair for each in coalesced for pair in _spares(each)),
        known=known,
    )


def inside(node: Node) -> Iterator[Node]:
    """Yield a node and every node below it, in written order."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def _spares(node: Coalesce) -> tuple[tuple[Node, Node], ...]:
    """Return the first value that is never asked for, with what always stands before it."""
    pairs = zip(node.parts, node.parts[1:], strict=False)
    return tuple(each for each in pairs if not each[0].may_miss)[:1]


def _decided(formula: Node) -> tuple[Decided, ...]:
    """Return the innermost conditions that are decided, and branches nobody reaches."""
    found: list[Decided] = []
    waiting: list[Node] = [formula]
    while waiting:
        node = waiting.pop()
        below = children(node)
        if isinstance(node, Conditional):
            answer = verdict(node.test)
            if answer is not None:
                skips, below = node.otherwise, (node.then,)
                if not answer:
                    skips, below = node.then, (node.otherwise,)
                found.append(Decided(test=node.test, answer=answer, skips=skips))
        elif isinstance(node, Comparison | Logic):
            answer = verdict(node)
            if answer is not None and not any(map(_holds_decided, below)):
                found.append(Decided(test=node, answer=answer))
        waiting.extend(reversed(below))
    return tuple(found)


def _holds_decided(node: Node) -> bool:
    return any(verdict(each) is not None for each in inside(node))
