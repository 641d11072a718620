"""Which names a test proves to be there: ``known(x)`` narrows what follows it."""

from __future__ import annotations

from ccops.rules.expressions import Known, Logic, Node, Not


def known_if_true(test: Node) -> frozenset[str]:
    """Return the names that are there wherever the test holds."""
    match test:
        case Known():
            return frozenset({test.operand.name})
        case Not():
            return known_if_false(test.operand)
        case Logic(operator="and"):
            return frozenset().union(*(known_if_true(part) for part in test.parts))
        case _:
            return frozenset()


def known_if_false(test: Node) -> frozenset[str]:
    """Return the names that are there wherever the test does not hold."""
    match test:
        case Not():
            return known_if_true(test.operand)
        case Logic(operator="or"):
            return frozenset().union(*(known_if_false(part) for part in test.parts))
        case _:
            return frozenset()
