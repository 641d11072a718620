"""The formulas a pack writes, and what can be said of each without data, looked for once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
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

    from ccops.kpi import Indicator
    from ccops.plan.steps import Step


@frozen(kw_only=True)
class Decided:
    """A condition inside a formula and what it always is; ``skips`` is the branch never taken."""

    test: Node
    answer: bool
    skips: Node | None = None


@frozen(kw_only=True, eq=False)
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


def look(step: Step) -> tuple[Looked, ...]:
    """Return what can be said of the formula of a step without data, if there is anything.

    Formulas that policies make are left out: nobody wrote them. A value that may not miss by
    the rules still does where an input was not handed in; so ``known`` is idle only behind
    another ``known`` of the same name.
    """
    match step:
        case RowStep() if step.rule.named_at is None:
            formula = step.formula.node
        case PopulationStep(formula=written) | MembersStep(where=written) if written:
            formula = written.node
        case _:
            return ()
    return _looked(formula, tuple(each for each in _asked(formula) if each.operand.known))


def look_at_records(indicator: Indicator) -> tuple[Looked, ...]:
    """Return what can be said of the formulas of an indicator, if there is anything.

    The cells of records are there or optional. A service-level contract writes no formulas.
    """
    written = () if indicator.contract else indicator.tallies
    nodes = (node for tally in written for node in tally.nodes)
    return tuple(found for node in nodes for found in _looked(node, _idle(node)))


def _idle(formula: Node) -> tuple[Known, ...]:
    return tuple(each for each in _asked(formula) if not each.operand.may_miss)


def _asked(formula: Node) -> Iterator[Known]:
    return (each for each in inside(formula) if isinstance(each, Known))


def _looked(formula: Node, known: tuple[Known, ...]) -> tuple[Looked, ...]:
    coalesced = (each for each in inside(formula) if isinstance(each, Coalesce))
    found = Looked(
        formula=formula,
        decided=_decided(formula),
        spares=tuple(pair for each in coalesced for pair in _spares(each)),
        known=known,
    )
    return () if found.is_clean else (found,)


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
