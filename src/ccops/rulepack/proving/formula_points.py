"""The points of a formula: its conditions, the limits in them, and the choices it makes.

A formula is walked as it is worked out, in written order, and no further than that: what a
condition before it has decided is not reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from ccops.messages import Span
from ccops.rulepack.proving.points import Point, PointKind
from ccops.rulepack.proving.wording import written
from ccops.rules import (
    Arithmetic,
    Coalesce,
    Comparison,
    Conditional,
    Extreme,
    Formula,
    Known,
    Logic,
    Negation,
    Node,
    Not,
    Reference,
    children,
    references,
)
from ccops.values import Cell, Missing, Type, Unit

#: Comparisons with a limit.
_ORDERED: Final = frozenset({"<", "<=", ">", ">="})
_Cells = Mapping[str, Cell | Missing]
_Place = tuple[int, str]


@attrs.frozen(eq=False)
class Walked:
    """What one row's cells reach: the points hit, and the names that had a say."""

    points: frozenset[Point]
    names: frozenset[str]


@attrs.define(eq=False)
class FormulaProbe:
    """Knows the points of one formula, and which of them a row of cells hits.

    ``rule`` names the rule the formula stands in, ``reasons`` the reason codes by flag: a flag
    that is one is a reason rather than a condition. A formula that ``is_made`` by a policy is
    written nowhere: all its points stand at ``span``.
    """

    rule: str
    node: Node
    span: Span | None
    reasons: Mapping[str, str] = attrs.field(factory=dict[str, str])
    is_made: bool = False
    _formulas: dict[int, Formula] = attrs.field(factory=dict, init=False)
    _equalities: dict[tuple[int, int], Comparison] = attrs.field(factory=dict, init=False)
    _walked: dict[tuple[object, ...], Walked] = attrs.field(factory=dict, init=False)
    _points: dict[_Place, Point] = attrs.field(factory=dict, init=False)
    _inputs: tuple[str, ...] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._inputs = tuple(each.name for each in references(self.node))
        for place, point in self._enumerated(self.node):
            self._points.setdefault(place, point)

    @property
    def points(self) -> frozenset[Point]:
        """Every point of the formula."""
        return frozenset(self._points.values())

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names the formula reads."""
        return self._inputs

    def walk(self, cells: _Cells) -> Walked:
        """Return what a row of cells reaches."""
        key = tuple(cells[name] for name in self._inputs)
        found = self._walked.get(key)
        if found is None:
            walk = _Walk(self, cells)
            walk.visit(self.node)
            points = (self._points[place] for place in walk.places if place in self._points)
            found = self._walked[key] = Walked(frozenset(points), frozenset(walk.names))
        return found

    def value(self, node: Node, cells: _Cells) -> Cell | Missing:
        """Return what a part of the formula comes to."""
        formula = self._formulas.get(id(node))
        if formula is None:
            formula = self._formulas[id(node)] = Formula(node=node)
        return formula.at(cells)

    def equality(self, left: Node, right: Node) -> Comparison:
        """Return the question whether two parts come to the same."""
        key = (id(left), id(right))
        found = self._equalities.get(key)
        if found is None:
            miss = left.may_miss or right.may_miss
            type_ = Type(Unit.FLAG)
            found = Comparison(type=type_, operator="==", left=left, right=right, may_miss=miss)
            self._equalities[key] = found
        return found

    # -- all points -------------------------------------------------------------------------

    def _enumerated(self, node: Node) -> Iterator[tuple[_Place, Point]]:
        if not references(node):
            return
        for side, words, kind, args in self._sides(node):
            yield (id(node), side), self._point(node, words, kind, args)
        if isinstance(node, Known):
            return  # whether something is known does not depend on what it is
        for below in children(node):
            yield from self._enumerated(below)

    def _sides(
        self, node: Node
    ) -> Iterator[tuple[str, str, PointKind, tuple[tuple[str, str], ...]]]:
        branch = PointKind.BRANCH
        match node:
            case Extreme():
                for number, part in enumerate(node.parts):
                    args = (("what", written(node)), ("part", written(part)))
                    yield str(number), "point-extreme", branch, args
            case Comparison() if node.operator in _ORDERED:
                yield from self._limit_sides(node)
            case Comparison() | Known():
                yield "true", "point-holds", branch, ()
                yield "false", "point-fails", branch, ()
            case Reference() if node.type.unit is Unit.FLAG and node.name in self.reasons:
                code = (("code", self.reasons[node.name]),)
                yield "true", "point-reason-hits", PointKind.REASON, code
                yield "false", "point-reason-spares", PointKind.REASON, code
            case Reference() if node.type.unit is Unit.FLAG:
                yield "true", "point-holds", branch, ()
                yield "false", "point-fails", branch, ()
            case Coalesce():
                for number, part in enumerate(node.parts):
                    args = (("what", written(node)), ("part", written(part)))
                    yield str(number), "point-coalesce", branch, args
            case Arithmetic() if node.if_zero is not None:
                yield "true", "point-divisor-zero", branch, ()
                yield "false", "point-divisor-not-zero", branch, ()
            case _:
                return

    def _limit_sides(
        self, node: Comparison
    ) -> Iterator[tuple[str, str, PointKind, tuple[tuple[str, str], ...]]]:
        """Yield both sides of a limit: what is equal, and what lies beyond it."""
        low, high = node.left.bounds.low, node.left.bounds.high
        right = node.right.bounds
        can_meet = not (
            (low is not None and right.high is not None and low > right.high)
            or (high is not None and right.low is not None and high < right.low)
        )
        if can_meet:
            yield "equal", "point-limit-met", PointKind.EDGE, ()
        yield "beyond", "point-limit-missed", PointKind.EDGE, ()

    def _point(
        self, node: Node, words: str, kind: PointKind, args: tuple[tuple[str, str], ...]
    ) -> Point:
        span = self.span if self.is_made else node.span or self.span
        told = args or (("what", written(node)),)
        return Point(kind=kind, rule=self.rule, words=words, span=span, args=told)


@attrs.define(eq=False)
class _Walk:
    """One row on its way through a formula."""

    probe: FormulaProbe
    cells: _Cells
    places: set[_Place] = attrs.field(factory=set, init=False)
    names: set[str] = attrs.field(factory=set, init=False)

    def visit(self, node: Node) -> Cell | Missing:
        """Walk a part and return its value."""
        match node:
            case Reference():
                return self._reference(node)
            case Conditional():
                return self._conditional(node)
            case Logic():
                return self._logic(node)
            case Coalesce() | Extreme():
                return self._chosen(node)
            case Known():
                self.names.add(node.operand.name)
                return self._noted(node, self.probe.value(node, self.cells))
            case Comparison():
                return self._comparison(node)
            case Arithmetic():
                self._both(node)
                if node.if_zero is not None:
                    self._mark(node, is_zero(self.probe.value(node.right, self.cells)))
            case Not() | Negation():
                self.visit(node.operand)
            case _:
                self._both(node)
        return self.probe.value(node, self.cells)

    def _reference(self, node: Reference) -> Cell | Missing:
        self.names.add(node.name)
        value = self.cells[node.name]
        return self._noted(node, value) if node.type.unit is Unit.FLAG else value

    def _conditional(self, node: Conditional) -> Cell | Missing:
        test = self.visit(node.test)
        if isinstance(test, Missing):
            return test
        return self.visit(node.then if test else node.otherwise)

    def _logic(self, node: Logic) -> Cell | Missing:
        value: Cell | Missing = node.operator == "and"
        for part in node.parts:
            value = self.visit(part)
            if isinstance(value, Missing) or value is (node.operator == "or"):
                break
        return value

    def _chosen(self, node: Coalesce | Extreme) -> Cell | Missing:
        return self._coalesce(node) if isinstance(node, Coalesce) else self._extreme(node)

    def _coalesce(self, node: Coalesce) -> Cell | Missing:
        value: Cell | Missing = Missing.NOT_MEASURED
        for number, part in enumerate(node.parts):
            value = self.visit(part)
            if not isinstance(value, Missing):
                self.places.add((id(node), str(number)))
                return value
        return value

    def _extreme(self, node: Extreme) -> Cell | Missing:
        """Walk a ``min`` or ``max``; of several equal values the first is the one that counts."""
        self._both(node)
        for number, part in enumerate(node.parts):
            if self.probe.value(self.probe.equality(part, node), self.cells) is True:
                self.places.add((id(node), str(number)))
                break
        return self.probe.value(node, self.cells)

    def _comparison(self, node: Comparison) -> Cell | Missing:
        self._both(node)
        value = self.probe.value(node, self.cells)
        if node.operator not in _ORDERED:
            return self._noted(node, value)
        if not isinstance(value, bool):
            return value
        equal = self.probe.value(self.probe.equality(node.left, node.right), self.cells)
        if equal is True:
            self.places.add((id(node), "equal"))
        elif value is not (node.operator in (">=", "<=")):
            self.places.add((id(node), "beyond"))
        return value

    def _both(self, node: Node) -> None:
        for each in children(node):
            self.visit(each)

    def _noted(self, node: Node, value: Cell | Missing) -> Cell | Missing:
        if isinstance(value, bool):
            self._mark(node, value)
        return value

    def _mark(self, node: Node, side: bool) -> None:  # noqa: FBT001 - the side taken
        self.places.add((id(node), "true" if side else "false"))


def is_zero(value: Cell | Missing) -> bool:
    """Say whether a number is nothing."""
    return value[0] == 0 if isinstance(value, tuple) else value == 0
