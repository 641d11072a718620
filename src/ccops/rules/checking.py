"""From the syntax tree of a formula to a checked tree: names, units, bounds, missing values."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from fractions import Fraction
from typing import Final

import attrs

from ccops.messages import Diagnostic, Span, Text, nearest
from ccops.rules.expressions import (
    Arithmetic,
    Comparison,
    Conditional,
    Constant,
    Logic,
    Negation,
    Node,
    Not,
    Reference,
)
from ccops.rules.functions import FUNCTIONS, Built, Checker
from ccops.rules.narrowing import known_if_false, known_if_true
from ccops.rules.parsing import Source, parse_formula
from ccops.values import (
    NUMERIC,
    Bounds,
    Carrier,
    Scalar,
    Type,
    Unit,
    combine,
    comparable,
    parse_scalar,
)

FLAG: Final = Type(Unit.FLAG)
_OPERATORS: Final = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISONS: Final = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_SAME_ONLY: Final = frozenset({Unit.FLAG, Unit.WORD})


@attrs.frozen(kw_only=True)
class Name:
    """What a name in a formula stands for: a parameter's constant, or a value of a column.

    ``optional``: the value may be missing although nothing is wrong with the data.
    """

    name: str
    type: Type
    carrier: Carrier
    bounds: Bounds = attrs.field(factory=Bounds)
    optional: bool = False
    constant: Scalar | None = None


Scope = Mapping[str, Name]


def check_formula(
    text: Text, *, scope: Scope, if_zero: Scalar | None = None
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the checked tree of a formula, or every finding about it.

    ``scope`` says what names stand for; ``if_zero`` is the value of a quotient over zero, which
    is missing (``zero_base``) without it.
    """
    tree, source, problems = parse_formula(text)
    if tree is None:
        return None, problems
    walk = _Walk(scope, source, if_zero)
    node = walk.check(tree, frozenset())
    return (None if walk.problems else node), tuple(walk.problems)


class _Walk(Checker):
    """One walk over one formula; collects findings and goes on."""

    def __init__(self, scope: Scope, source: Source, if_zero: Scalar | None) -> None:
        self._scope = scope
        self._source = source
        self._if_zero = if_zero
        self.problems: list[Diagnostic] = []

    def refuse(self, code: str, at: ast.AST, **arguments: object) -> None:
        """Note a finding at a node of the formula."""
        texts = {name: str(value) for name, value in arguments.items()}
        self.problems.append(Diagnostic(code=code, span=self._source.place(at), args=texts))

    def place(self, at: ast.AST) -> Span | None:
        """Return where a node stands in the pack."""
        return self._source.place(at)

    def check(self, tree: ast.expr, known: frozenset[str]) -> Node | None:
        """Return the checked node, or ``None`` where something below it was refused."""
        match tree:
            case ast.Constant():
                return self._constant(tree)
            case ast.Name():
                return self._name(tree, known)
            case ast.UnaryOp(op=ast.USub()):
                return self._negation(tree, known)
            case ast.UnaryOp(op=ast.Not()):
                operand = self._flag(tree.operand, known)
                return operand and Not(type=FLAG, operand=operand, may_miss=operand.may_miss)
            case ast.BinOp():
                return self._arithmetic(tree, known)
            case ast.BoolOp():
                return self._logic(tree, known)
            case ast.Compare():
                return self._comparisons(tree, known)
            case ast.IfExp():
                return self._conditional(tree, known)
            case ast.Call():
                return self._call(tree, known)
            case _:
                self.refuse("formula-not-allowed", tree, what=self._source.written(tree)[:60])
                return None

    def _constant(self, tree: ast.Constant) -> Node | None:
        span = self.place(tree)
        if isinstance(tree.value, str):
            words = frozenset({tree.value})
            return Constant(type=Type(Unit.WORD, words), value=tree.value, span=span)
        found = parse_scalar(self._source.written(tree))
        if found is None or found.unit is not Unit.NUMBER:
            self.refuse("formula-not-allowed", tree, what=self._source.written(tree)[:60])
            return None
        number = found.number
        return Constant(
            type=Type(Unit.NUMBER), value=number, bounds=Bounds(number, number), span=span
        )

    def _name(self, tree: ast.Name, known: frozenset[str]) -> Node | None:
        span = self.place(tree)
        if tree.id in ("yes", "no"):
            return Constant(type=FLAG, value=tree.id == "yes", span=span)
        found = self._scope.get(tree.id)
        if found is None:
            near = nearest(tree.id, [*self._scope, *FUNCTIONS])
            self.refuse("unknown-name", tree, name=tree.id, near=near or "-")
            return None
        if found.constant is not None:
            return _parameter(found, found.constant, span)
        return Reference(
            name=found.name,
            type=found.type,
            carrier=found.carrier,
            bounds=found.bounds,
            may_miss=found.optional and tree.id not in known,
            known=tree.id in known,
            span=span,
        )

    def _negation(self, tree: ast.UnaryOp, known: frozenset[str]) -> Node | None:
        operand = self.check(tree.operand, known)
        if operand is None:
            return None
        if operand.type.unit not in NUMERIC:
            self.refuse("unit-clash", tree, left="-", operator="-", right=operand.type)
            return None
        if isinstance(operand, Constant) and isinstance(operand.value, Fraction):
            return attrs.evolve(operand, value=-operand.value, bounds=-operand.bounds)
        return Negation(
            type=operand.type,
            operand=operand,
            bounds=-operand.bounds,
            may_miss=operand.may_miss,
            span=self.place(tree),
        )

    def _arithmetic(self, tree: ast.BinOp, known: frozenset[str]) -> Node | None:
        left, right = self.check(tree.left, known), self.check(tree.right, known)
        if left is None or right is None:
            return None
        operator = _OPERATORS[type(tree.op)]
        unit = combine(operator, left.type.unit, right.type.unit)
        if unit is None:
            self.refuse(
                "unit-clash", tree, left=left.type, operator=operator, right=right.type
            )
            return None
        return self._quotient_or_other(tree, operator, unit, left, right)

    def _quotient_or_other(
        self, tree: ast.BinOp, operator: str, unit: Unit, left: Node, right: Node
    ) -> Node | None:
        may_miss = left.may_miss or right.may_miss
        safe = operator != "/" or right.bounds.excludes_zero
        node = Arithmetic(
            type=Type(unit),
            operator=operator,
            left=left,
            right=right,
            bounds=_bounds(operator, left, right, unit),
            may_miss=may_miss or not (safe or self._if_zero),
            safe=safe,
            span=self.place(tree),
        )
        if operator == "/" and isinstance(right, Constant) and right.value == 0:
            self.refuse("divided-by-zero", tree.right)
            return None
        if safe or self._if_zero is None:
            return node
        return self._with_if_zero(tree, node, self._if_zero)

    def _with_if_zero(self, tree: ast.BinOp, node: Arithmetic, scalar: Scalar) -> Node | None:
        units = {scalar.unit, node.type.unit}
        if len(units) > 1 and units != {Unit.NUMBER, Unit.RATIO} and units != {Unit.NUMBER, Unit.POINTS}:
            self.refuse("unit-clash", tree, left=node.type, operator="if_zero", right=scalar.unit.value)
            return None
        number = scalar.number
        instead = Constant(type=node.type, value=number, bounds=Bounds(number, number))
        zero = Constant(type=Type(Unit.NUMBER), value=Fraction(0), bounds=Bounds(Fraction(0), Fraction(0)))
        test = Comparison(
            type=FLAG, operator="==", left=node.right, right=zero, may_miss=node.right.may_miss
        )
        return Conditional(
            type=node.type,
            test=test,
            then=instead,
            otherwise=attrs.evolve(node, safe=True),
            bounds=node.bounds.union(instead.bounds),
            may_miss=node.may_miss,
            span=node.span,
        )

    def _flag(self, tree: ast.expr, known: frozenset[str]) -> Node | None:
        node = self.check(tree, known)
        if node is not None and node.type.unit is not Unit.FLAG:
            self.refuse("not-a-flag", tree, unit=node.type)
            return None
        return node

    def _logic(self, tree: ast.BoolOp, known: frozenset[str]) -> Node | None:
        both = isinstance(tree.op, ast.And)
        parts: list[Node | None] = []
        for value in tree.values:
            part = self._flag(value, known)
            parts.append(part)
            if part is not None:
                known |= known_if_true(part) if both else known_if_false(part)
        if any(part is None for part in parts):
            return None
        checked = tuple(part for part in parts if part is not None)
        return Logic(
            type=FLAG,
            operator="and" if both else "or",
            parts=checked,
            may_miss=any(part.may_miss for part in checked),
            span=self.place(tree),
        )

    def _comparisons(self, tree: ast.Compare, known: frozenset[str]) -> Node | None:
        parts: list[Node | None] = []
        left = tree.left
        for operator, right in zip(tree.ops, tree.comparators, strict=True):
            if isinstance(operator, ast.In | ast.NotIn):
                parts.append(self._membership(left, operator, right, known))
            else:
                parts.append(self._comparison(left, operator, right, known))
            left = right
        checked = tuple(part for part in parts if part is not None)
        if len(checked) < len(parts):
            return None
        if len(checked) == 1:
            return checked[0]
        may_miss = any(part.may_miss for part in checked)
        return Logic(type=FLAG, operator="and", parts=checked, may_miss=may_miss)

    def _comparison(
        self, left_tree: ast.expr, operator: ast.cmpop, right_tree: ast.expr, known: frozenset[str]
    ) -> Node | None:
        left, right = self.check(left_tree, known), self.check(right_tree, known)
        if left is None or right is None:
            return None
        sign = _COMPARISONS[type(operator)]
        same_only = left.type.unit in _SAME_ONLY and sign not in ("==", "!=")
        if not comparable(left.type.unit, right.type.unit) or same_only:
            self.refuse("unit-clash", right_tree, left=left.type, operator=sign, right=right.type)
            return None
        if not self._words_agree(left, right, right_tree):
            return None
        return Comparison(
            type=FLAG,
            operator=sign,
            left=left,
            right=right,
            may_miss=left.may_miss or right.may_miss,
            span=self.place(left_tree),
        )

    def _words_agree(self, left: Node, right: Node, tree: ast.expr) -> bool:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, Constant) and isinstance(one.value, str):
                words = other.type.words
                if words is not None and one.value not in words:
                    near = nearest(one.value, words)
                    self.refuse("unknown-word", tree, word=one.value, near=near or "-")
                    return False
        return True

    def _membership(
        self, left: ast.expr, operator: ast.cmpop, right: ast.expr, known: frozenset[str]
    ) -> Node | None:
        if not isinstance(right, ast.Tuple) or not right.elts:
            self.refuse("in-needs-list", right)
            return None
        parts = [self._comparison(left, ast.Eq(), each, known) for each in right.elts]
        checked = tuple(part for part in parts if part is not None)
        if len(checked) < len(parts):
            return None
        found = Logic(
            type=FLAG, operator="or", parts=checked, may_miss=any(p.may_miss for p in checked)
        )
        if isinstance(operator, ast.In):
            return found
        return Not(type=FLAG, operand=found, may_miss=found.may_miss)

    def _conditional(self, tree: ast.IfExp, known: frozenset[str]) -> Node | None:
        test = self._flag(tree.test, known)
        if test is None:
            return None
        then = self.check(tree.body, known | known_if_true(test))
        otherwise = self.check(tree.orelse, known | known_if_false(test))
        if then is None or otherwise is None:
            return None
        type_ = self.common_type((then, otherwise), tree)
        if type_ is None:
            return None
        return Conditional(
            type=type_,
            test=test,
            then=then,
            otherwise=otherwise,
            bounds=then.bounds.union(otherwise.bounds),
            may_miss=test.may_miss or then.may_miss or otherwise.may_miss,
            span=self.place(tree),
        )

    def common_type(self, nodes: tuple[Node, ...], at: ast.AST) -> Type | None:
        """Return the one type of several values, or refuse them."""
        units = {node.type.unit for node in nodes}
        if len(units) > 1:
            units -= {Unit.NUMBER}
        unit = next(iter(units))
        if len(units) > 1 or not all(comparable(node.type.unit, unit) for node in nodes):
            names = [str(node.type) for node in nodes]
            self.refuse("unit-clash", at, left=names[0], operator="else", right=names[-1])
            return None
        if unit is not Unit.WORD:
            return Type(unit)
        lists = [node.type.words for node in nodes]
        words = None if None in lists else frozenset().union(*(each or () for each in lists))
        return Type(Unit.WORD, words)

    def _call(self, tree: ast.Call, known: frozenset[str]) -> Node | None:
        name = tree.func.id if isinstance(tree.func, ast.Name) else ""
        function = FUNCTIONS.get(name)
        if function is None:
            near = nearest(name, FUNCTIONS) if name else ""
            self.refuse("unknown-function", tree, name=name or "?", near=near or "-")
            return None
        if tree.keywords or not function.least <= len(tree.args) <= function.most:
            self.refuse("wrong-arguments", tree, name=name, signature=function.signature)
            return None
        arguments: Built = [self.check(each, known) for each in tree.args]
        if any(each is None for each in arguments):
            return None
        return function.build(self, tuple(each for each in arguments if each is not None), tree)


def _parameter(found: Name, constant: Scalar, span: Span | None) -> Constant:
    value = constant.value
    number = value if isinstance(value, Fraction) else None
    return Constant(
        type=found.type, value=value, bounds=Bounds(number, number), name=found.name, span=span
    )


def _bounds(operator: str, left: Node, right: Node, unit: Unit) -> Bounds:
    if left.type.unit is Unit.DATE:
        return Bounds()
    match operator:
        case "+":
            return left.bounds + right.bounds
        case "-":
            return left.bounds - right.bounds
        case "*":
            return left.bounds * right.bounds
        case _:
            return left.bounds.divided_by(right.bounds)
