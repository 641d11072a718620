"""The checked tree of a formula: each node knows its type, its bounds and if it may be missing."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Span
from ccops.rules.typed_function import TypedFunction
from ccops.values import Bounds, Carrier, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


@frozen(kw_only=True)
class Node:
    """What every node knows. ``span`` is where it stands in the pack."""

    type: Type
    bounds: Bounds = attrs.field(factory=Bounds)
    may_miss: bool = False
    span: Span | None = None


@frozen(kw_only=True)
class Constant(Node):
    """A literal, or a parameter of the pack (``name``) with the value of the day."""

    value: Fraction | bool | str | dt.date
    name: str = ""


@frozen(kw_only=True)
class Reference(Node):
    """The value of a fact, indicator, figure or record column.

    ``known``: proven to be there; ``never_zero``: proven not to be zero. ``bounds`` hold where
    it stands, narrowed by the tests around it; ``range`` holds for the whole column.
    """

    name: str
    carrier: Carrier
    known: bool = False
    never_zero: bool = False
    range: Bounds = attrs.field(factory=Bounds)


@frozen(kw_only=True)
class Negation(Node):
    """The number with the other sign."""

    operand: Node


@frozen(kw_only=True)
class Absolute(Node):
    """The number without its sign."""

    operand: Node


@frozen(kw_only=True)
class Extreme(Node):
    """The least (``operator`` ``<=``) or the greatest (``>=``) of several values, or dates."""

    operator: str
    parts: tuple[Node, ...]


@frozen(kw_only=True)
class Call(Node):
    """What a typed function says of its arguments; it is never asked about a missing one."""

    function: TypedFunction
    parts: tuple[Node, ...]


@frozen(kw_only=True)
class Arithmetic(Node):
    """``+ - * /`` of two numbers, or a difference of dates.

    ``safe``: it always has a value, because the divisor is never zero or because ``if_zero``
    says what a quotient over zero is.
    """

    operator: str
    left: Node
    right: Node
    safe: bool = False
    if_zero: Fraction | None = None


@frozen(kw_only=True)
class Comparison(Node):
    """``< <= > >= == !=`` of two values of comparable units."""

    operator: str
    left: Node
    right: Node


@frozen(kw_only=True)
class Logic(Node):
    """``and`` / ``or`` of flags, asked in written order until one decides."""

    operator: str
    parts: tuple[Node, ...]


@frozen(kw_only=True)
class Not(Node):
    """The other flag."""

    operand: Node


@frozen(kw_only=True)
class Conditional(Node):
    """``then if test else otherwise``."""

    test: Node
    then: Node
    otherwise: Node


@frozen(kw_only=True)
class Known(Node):
    """Whether a named value is there."""

    operand: Reference


@frozen(kw_only=True)
class Coalesce(Node):
    """The first of several values that is there."""

    parts: tuple[Node, ...]


#: The nodes below a node, in written order, by its class; there are none below others.
_BELOW: Final[Mapping[type[Node], Callable[[Any], tuple[Node, ...]]]] = {
    **dict.fromkeys((Negation, Absolute, Not, Known), lambda node: (node.operand,)),
    **dict.fromkeys((Arithmetic, Comparison), attrgetter("left", "right")),
    **dict.fromkeys((Logic, Coalesce, Extreme, Call), attrgetter("parts")),
    Conditional: attrgetter("test", "then", "otherwise"),
}


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes below a node, in written order."""
    below = _BELOW.get(type(node))
    return () if below is None else below(node)


def substituted(node: Node, nodes: Mapping[str, Node]) -> Node:
    """Return a formula with other formulas, which always have a value, in the place of names."""

    def within(each: Node) -> Node:
        match each:
            case Reference():
                return nodes.get(each.name, each)
            case Known(operand=operand) if operand.name in nodes:
                return Constant(type=each.type, value=True, span=each.span)
            case Negation() | Absolute() | Not():
                return attrs.evolve(each, operand=within(each.operand))
            case Arithmetic() | Comparison():
                return attrs.evolve(each, left=within(each.left), right=within(each.right))
            case Logic() | Coalesce() | Extreme() | Call():
                return attrs.evolve(each, parts=tuple(map(within, each.parts)))
            case Conditional():
                return attrs.evolve(
                    each,
                    test=within(each.test),
                    then=within(each.then),
                    otherwise=within(each.otherwise),
                )
            case _:
                return each

    return within(node)


def every_node(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, in written order."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        below = _BELOW.get(type(current))
        if below is not None:
            waiting.extend(reversed(below(current)))


def decided_by(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node by which it is decided what else of it is worked out."""
    match node:
        case Conditional():
            return (node.test,)
        case Coalesce():
            return node.parts
        case _:
            return ()


def references(node: Node) -> tuple[Reference, ...]:
    """Return what a formula reads, each name once, in written order."""
    found: dict[str, Reference] = {}
    for each in every_node(node):
        if isinstance(each, Reference):
            found.setdefault(each.name, each)
    return tuple(found.values())


def constants(node: Node) -> tuple[Constant, ...]:
    """Return the parameters a formula reads, each name once, in written order."""
    found: dict[str, Constant] = {}
    for each in every_node(node):
        if isinstance(each, Constant) and each.name:
            found.setdefault(each.name, each)
    return tuple(found.values())


def words_written(node: Node) -> tuple[str, ...]:
    """Return the quoted words that a value may be as they stand, in written order."""
    match node:
        case Constant(value=str(word)):
            return (word,)
        case Conditional():
            return (*words_written(node.then), *words_written(node.otherwise))
        case Coalesce():
            return tuple(word for part in node.parts for word in words_written(part))
        case _:
            return ()


def functions_called(node: Node) -> Mapping[str, TypedFunction]:
    """Return the typed functions a formula calls, by name."""
    return {
        each.function.name: each.function for each in every_node(node) if isinstance(each, Call)
    }


def weight(node: Node) -> int:
    """Return how many nodes a formula has where those that stand in several places are repeated.

    A chain asks its middle twice, ``in`` its left side once for each value of the list.
    """
    return _weight(node, {})


def _weight(node: Node, known: dict[int, int]) -> int:
    found = known.get(id(node))
    if found is None:
        found = known[id(node)] = 1 + sum(_weight(each, known) for each in children(node))
    return found


def addends(node: Node) -> tuple[Node, ...]:
    """Return the terms of a sum at the top of a formula; a formula that is no sum is one term."""
    if isinstance(node, Arithmetic) and node.operator == "+":
        return (*addends(node.left), *addends(node.right))
    return (node,)
