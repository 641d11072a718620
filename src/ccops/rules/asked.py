"""Which of its inputs working out one row of a formula asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.rules.expressions import Coalesce, Conditional, Node, Reference, children
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.rules.formulas import Formula
    from ccops.values import Cell


def unasked_at(formula: Formula, values: Mapping[str, Cell | Missing]) -> frozenset[str]:
    """Return the missing inputs that one row does not ask for.

    ``b`` has no say in ``a if full else b`` of somebody who is ``full``, nor in
    ``coalesce(a, b)`` where ``a`` is known.
    """
    missing = {name for name in formula.inputs if isinstance(values[name], Missing)}
    if not missing:
        return frozenset()
    decisions = formula._decisions  # noqa: SLF001 - compiled once for the formula, like itself
    return frozenset(missing.difference(_asked(formula.node, decisions, values)))


def _asked(
    node: Node, decisions: Mapping[int, Formula], values: Mapping[str, Cell | Missing]
) -> Iterator[str]:
    if isinstance(node, Reference):
        yield node.name
    for each in _followed(node, decisions, values):
        yield from _asked(each, decisions, values)


def _followed(
    node: Node, decisions: Mapping[int, Formula], values: Mapping[str, Cell | Missing]
) -> Iterator[Node]:
    """Yield the parts of a node that are worked out."""
    match node:
        case Conditional():
            yield node.test
            test = decisions[id(node.test)].at(values)
            if not isinstance(test, Missing):
                yield node.then if test else node.otherwise
        case Coalesce():
            for part in node.parts:
                yield part
                if not isinstance(decisions[id(part)].at(values), Missing):
                    return
        case _:
            yield from children(node)
