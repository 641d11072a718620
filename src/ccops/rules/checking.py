"""From the syntax tree of a formula to a checked tree: names, units, bounds, missing values."""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.messages import Diagnostic, Span, Text, nearest
from ccops.rules.calculating import calculated, negated
from ccops.rules.checker import FLAG, Checker
from ccops.rules.comparing import compared
from ccops.rules.expressions import Conditional, Constant, Logic, Node, Not, Reference, weight
from ccops.rules.functions import FUNCTIONS, Function
from ccops.rules.narrowing import NOTHING, Proven, proven_if_false, proven_if_true
from ccops.rules.parsing import Source, parse_formula
from ccops.rules.windows import WINDOWS, is_window, read_window
from ccops.values import Bounds, Scalar, Type, Unit, comparable, parse_scalar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ccops.rules.names import Name, Scope

_NUMBER: Final = Type(Unit.NUMBER)
#: How many nodes a formula may come to where nodes in several places are repeated.
HEAVIEST: Final = 4_000


def check_formula(
    text: Text,
    *,
    scope: Scope,
    if_zero: Scalar | None = None,
    functions: Mapping[str, Function] = FUNCTIONS,
    proven: Proven = NOTHING,
) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Return the checked tree of a formula, or every finding about it.

    ``scope`` says what names stand for; ``if_zero`` is the value of a quotient over zero, which
    is missing (``zero_base``) without it; ``functions`` are those it may call; ``proven`` is what
    holds wherever the formula is asked.
    """
    tree, source, problems = parse_formula(text)
    if tree is None:
        return None, problems
    walk = _Walk(scope, source, if_zero, functions)
    node = walk.check(tree, proven)
    if node is not None and walk.repeats and weight(node) > HEAVIEST:
        walk.refuse("formula-unfolds", tree, limit=HEAVIEST)
    return (None if walk.problems else node), tuple(walk.problems)


class _Walk(Checker):
    """One walk over one formula; collects findings and goes on."""

    def __init__(
        self,
        scope: Scope,
        source: Source,
        if_zero: Scalar | None,
        functions: Mapping[str, Function],
    ) -> None:
        self._scope = scope
        self._source = source
        self._if_zero = if_zero
        self._functions = functions
        self.problems: list[Diagnostic] = []
        #: Whether some node stands in several places, as the middle of a chain does.
        self.repeats = False

    def refuse(self, code: str, at: ast.AST, **arguments: object) -> None:
        """Note a finding at a node of the formula."""
        texts = {name: str(value) for name, value in arguments.items()}
        self.problems.append(Diagnostic(code=code, span=self._source.place(at), args=texts))

    def place(self, at: ast.AST) -> Span | None:
        """Return where a node stands in the pack."""
        return self._source.place(at)

    def check(self, tree: ast.expr, known: Proven) -> Node | None:
        """Return the checked node, or ``None`` where something below it was refused."""
        match tree:
            case ast.Constant():
                return self._constant(tree)
            case ast.Name():
                return self._name(tree, known)
            case ast.Compare():
                self.repeats |= len(tree.ops) > 1 or isinstance(tree.ops[0], ast.In | ast.NotIn)
                return compared(self, tree, known)
            case ast.IfExp():
                return self._conditional(tree, known)
            case ast.Call():
                return self._call(tree, known)
            case ast.UnaryOp() | ast.BinOp() | ast.BoolOp():
                return self._operation(tree, known)
            case _:
                self.refuse("formula-not-allowed", tree, what=self._source.written(tree)[:60])
                return None

    def _operation(self, tree: ast.UnaryOp | ast.BinOp | ast.BoolOp, known: Proven) -> Node | None:
        match tree:
            case ast.BoolOp():
                return self._logic(tree, known)
            case ast.BinOp():
                left, right = self.check(tree.left, known), self.check(tree.right, known)
                if left is None or right is None:
                    return None
                return calculated(self, tree, (left, right), self._if_zero)
            case ast.UnaryOp(op=ast.Not()):
                flag = self._flag(tree.operand, known)
                return flag and Not(type=FLAG, operand=flag, may_miss=flag.may_miss)
            case _:
                number = self.check(tree.operand, known)
                return number and negated(self, tree, number)

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
        return Constant(type=_NUMBER, value=number, bounds=Bounds(number, number), span=span)

    def _name(self, tree: ast.Name, known: Proven) -> Node | None:
        span = self.place(tree)
        if tree.id in ("yes", "no"):
            return Constant(type=FLAG, value=tree.id == "yes", span=span)
        found = self._scope.get(tree.id)
        if found is None:
            self.refuse("unknown-name", tree, name=tree.id, near=self._meant(tree.id) or "-")
            return None
        if found.constant is not None:
            return _parameter(found, found.constant, span)
        return _reference(found, known, span)

    def _meant(self, name: str) -> str:
        """Return the word that lacks its quotes, or the name that is spelled most like this."""
        if any(name in (each.type.words or ()) for each in self._scope.values()):
            return f"'{name}'"
        return nearest(name, [*self._scope, *self._functions, *WINDOWS])

    def _window(self, tree: ast.Call, known: Proven) -> Node | None:
        """Return the reading of the figure that a window was lifted into."""
        call, problems = read_window(tree, self._source)
        for each in problems:
            self.refuse(each.code, each.at, **each.arguments)
        if call is None:
            return None
        found = self._scope.get(call.text)
        if found is None:
            self.refuse("window-not-here", tree, name=call.text)
            return None
        return _reference(found, known, self.place(tree))

    def _flag(self, tree: ast.expr, known: Proven) -> Node | None:
        node = self.check(tree, known)
        if node is not None and node.type.unit is not Unit.FLAG:
            self.refuse("not-a-flag", tree, unit=node.type)
            return None
        return node

    def _logic(self, tree: ast.BoolOp, known: Proven) -> Node | None:
        both = isinstance(tree.op, ast.And)
        parts: list[Node | None] = []
        for value in tree.values:
            part = self._flag(value, known)
            parts.append(part)
            if part is not None:
                known |= proven_if_true(part) if both else proven_if_false(part)
        checked = tuple(part for part in parts if part is not None)
        if len(checked) < len(parts):
            return None
        return Logic(
            type=FLAG,
            operator="and" if both else "or",
            parts=checked,
            may_miss=any(part.may_miss for part in checked),
            span=self.place(tree),
        )

    def _conditional(self, tree: ast.IfExp, known: Proven) -> Node | None:
        test = self._flag(tree.test, known)
        if test is None:
            return None
        then = self.check(tree.body, known | proven_if_true(test))
        otherwise = self.check(tree.orelse, known | proven_if_false(test))
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
        currencies = {node.type.currency for node in nodes}
        is_one = len(units) == 1 and len(currencies) == 1
        if not is_one or not all(comparable(node.type.unit, unit) for node in nodes):
            names = [str(node.type) for node in nodes]
            self.refuse("unit-clash", at, left=names[0], operator="else", right=names[-1])
            return None
        if unit is not Unit.WORD:
            return Type(unit, currency=currencies.pop())
        lists = [node.type.words for node in nodes]
        words = None if None in lists else frozenset().union(*(each or () for each in lists))
        return Type(Unit.WORD, words)

    def _call(self, tree: ast.Call, known: Proven) -> Node | None:
        if is_window(tree):
            return self._window(tree, known)
        name = tree.func.id if isinstance(tree.func, ast.Name) else ""
        function = self._functions.get(name)
        if function is None:
            near = nearest(name, [*self._functions, *WINDOWS]) if name else ""
            self.refuse("unknown-function", tree, name=name or "?", near=near or "-")
            return None
        if tree.keywords or not function.least <= len(tree.args) <= function.most:
            self.refuse("wrong-arguments", tree, name=name, signature=function.signature)
            return None
        arguments = [self.check(each, known) for each in tree.args]
        checked = tuple(each for each in arguments if each is not None)
        return function.build(self, checked, tree) if len(checked) == len(arguments) else None


def _reference(found: Name, known: Proven, span: Span | None) -> Reference:
    name = found.name
    return Reference(
        name=name,
        type=found.type,
        carrier=found.carrier,
        bounds=found.bounds.both(known.bounds.get(name, found.bounds)),
        may_miss=found.optional and name not in known.names,
        known=name in known.names,
        never_zero=name in known.not_zero,
        range=found.bounds,
        span=span,
    )


def _parameter(found: Name, constant: Scalar, span: Span | None) -> Constant:
    value = constant.value
    number = value if isinstance(value, Fraction) else None
    return Constant(
        type=found.type, value=value, bounds=Bounds(number, number), name=found.name, span=span
    )
