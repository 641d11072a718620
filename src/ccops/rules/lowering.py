"""From a checked tree to the source of one Python expression over whole numbers.

A number is lowered to a numerator over a positive denominator: a static part (the scales of
fixed columns, the denominators of constants) and the denominators of exact columns. Nothing is
rounded on the way. Values that may be missing are asked for first, in written order; the first
missing one is the result. The source holds no text of the pack but its words, quoted by
``repr``; columns appear under the variables they are given.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.rules.expressions import (
    Absolute,
    Arithmetic,
    Call,
    Coalesce,
    Comparison,
    Conditional,
    Constant,
    Extreme,
    Known,
    Logic,
    Negation,
    Node,
    Not,
    Reference,
)
from ccops.rules.lowered_numbers import (
    Number,
    common,
    exactly,
    pair_of,
    product,
    total,
    turned_constant,
    without_sign,
)
from ccops.values import NUMERIC, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The name of the class of missing values, and of the missing quotient, in lowered source.
MISSING: Final = "M"
ZERO_BASE: Final = "Z"
#: What the names of typed functions begin with in lowered source.
FUNCTION: Final = "F_"


@frozen(kw_only=True)
class Guard:
    """What is asked before the value: where ``test`` holds, ``result`` is the value."""

    test: str
    result: str


class Lowering:
    """Lowers the trees of one expression; hands out temporary names that never clash.

    ``variables`` says which Python variable holds each column; ``present`` names columns in
    which nothing is missing, so that nothing need be asked.
    """

    def __init__(
        self, variables: Mapping[str, str], *, present: frozenset[str] = frozenset()
    ) -> None:
        self._variables = variables
        self._present = present
        self._temporaries = 0
        self._asked_before: frozenset[Guard] = frozenset()

    # -- whole expressions ------------------------------------------------------------------

    def plain(self, node: Node) -> str:
        """Return the source of a flag, word or date: its value, or a missing value."""
        guards: list[Guard] = []
        return guarded(guards, self._plain(node, guards))

    def number(self, node: Node) -> tuple[list[Guard], Number]:
        """Return what must be asked first, and the number."""
        guards: list[Guard] = []
        return guards, self._number(node, guards)

    # -- numbers ----------------------------------------------------------------------------

    def _number(self, node: Node, guards: list[Guard]) -> Number:
        match node:
            case Constant():
                value = node.value if isinstance(node.value, Fraction) else Fraction(0)
                return Number(factor=value.numerator, below=value.denominator)
            case Reference():
                return self._reference(node, guards)
            case Negation():
                number = self._number(node.operand, guards)
                return attrs.evolve(number, factor=-number.factor)
            case Absolute():
                number = self._number(node.operand, guards)
                return number if node.operand.bounds.is_non_negative else without_sign(number)
            case Extreme():
                return self._extreme_number(node, guards)
            case Call():
                return self._called_number(node, guards)
            case Arithmetic():
                return self._arithmetic(node, guards)
            case Conditional() | Coalesce():
                return self._chosen_number(node, guards)
            case _:
                raise AssertionError(f"{type(node).__name__} is no number")

    def _reference(self, node: Reference, guards: list[Guard]) -> Number:
        variable = self._asked(node, guards)
        if node.carrier.scale is None:
            return exactly(variable)
        return Number(factor=1, code=variable, below=node.carrier.scale)

    def _asked(self, node: Reference, guards: list[Guard]) -> str:
        variable = self._variables[node.name]
        if not node.known and node.name not in self._present:
            guard = Guard(test=f"{variable}.__class__ is {MISSING}", result=variable)
            if guard not in guards and guard not in self._asked_before:
                guards.append(guard)
        return variable

    def _arithmetic(self, node: Arithmetic, guards: list[Guard]) -> Number:
        if node.left.type.unit is Unit.DATE:
            left, right = self._plain(node.left, guards), self._plain(node.right, guards)
            return Number(factor=1, code=f"({left}-{right})")
        first = self._number(node.left, guards)
        second = self._number(node.right, guards)
        match node.operator:
            case "*":
                return product(first, second)
            case "/":
                return self._quotient(first, second, node, guards)
            case sign:
                return total(first, second, sign)

    def _quotient(
        self, first: Number, second: Number, node: Arithmetic, guards: list[Guard]
    ) -> Number:
        is_constant = not second.code and not second.divisors
        if is_constant and node.safe and node.if_zero is None:
            return product(first, turned_constant(second))
        divisor = self._temporary()
        is_zero = f"({divisor}:={second.numerator()})==0"
        turned = Number(
            factor=second.below,
            code="*".join(second.divisors),
            divisors=(divisor,),
        )
        if not node.right.bounds.is_non_negative:
            sign = f"(1 if {divisor}>0 else -1)"
            code = "*".join([*second.divisors, sign])
            turned = attrs.evolve(turned, code=code, divisors=(f"abs({divisor})",))
        quotient = product(first, turned)
        if node.if_zero is None:
            guards.append(Guard(test=is_zero, result=ZERO_BASE))
            return quotient
        instead = f"({node.if_zero.numerator},{node.if_zero.denominator})"
        return self._pair(f"({instead} if {is_zero} else {pair_of(quotient)})", guards)

    def _pair(self, source: str, guards: list[Guard]) -> Number:
        """Return the number of a pair that is worked out once."""
        pair = self._temporary()
        guards.append(Guard(test=f"({pair}:={source}) is None", result=pair))
        return exactly(pair)

    def _chosen_number(self, node: Conditional | Coalesce, guards: list[Guard]) -> Number:
        branches = self._branches(node, guards)
        numbers = [each.number for each in branches]
        may_miss = any(each.guards for each in branches)
        if any(number.divisors for number in numbers):
            source = _choose(branches, [pair_of(number) for number in numbers])
            if not may_miss:
                return self._pair(source, guards)
            pair = self._or_missing(source, guards)
            return exactly(pair)
        below = lcm(*(number.below for number in numbers))
        source = _choose(branches, [each.numerator(below // each.below) for each in numbers])
        code = self._or_missing(source, guards) if may_miss else source
        return Number(factor=1, code=code, below=below)

    def _or_missing(self, source: str, guards: list[Guard]) -> str:
        """Return the name of a value that is worked out once and may be missing."""
        held = self._temporary()
        guards.append(Guard(test=f"({held}:={source}).__class__ is {MISSING}", result=held))
        return held

    def _branches(self, node: Conditional | Coalesce, guards: list[Guard]) -> list[_Branch]:
        if isinstance(node, Conditional):
            test = self._plain(node.test, guards)
            return [
                self._branch(node.then, guards, test=test),
                self._branch(node.otherwise, guards),
            ]
        last = self._branch(node.parts[-1], guards)
        reason = guarded(self._branch(node.parts[0], guards).guards, "None")
        none_there = tuple(attrs.evolve(guard, result=reason) for guard in last.guards)
        return [
            *(self._coalesce_branch(part, guards) for part in node.parts[:-1]),
            attrs.evolve(last, guards=none_there),
        ]

    def _branch(self, node: Node, guards: Sequence[Guard], *, test: str = "") -> _Branch:
        """Return one alternative; what was asked before all of them is not asked again."""
        before = self._asked_before
        self._asked_before = before.union(guards)
        inner: list[Guard] = []
        if node.type.unit in NUMERIC:
            branch = _Branch(test=test, guards=inner, number=self._number(node, inner))
        else:
            branch = _Branch(test=test, guards=inner, code=self._plain(node, inner))
        self._asked_before = before
        return branch

    def _coalesce_branch(self, part: Node, guards: Sequence[Guard]) -> _Branch:
        """Return a branch that is taken where its value is there; its guards become the test."""
        branch = self._branch(part, guards)
        asked = [f"not ({guard.test})" for guard in branch.guards] or ["True"]
        return attrs.evolve(branch, test=" and ".join(asked), guards=())

    # -- extremes and calls -----------------------------------------------------------------

    def _extreme_number(self, node: Extreme, guards: list[Guard]) -> Number:
        numbers = [self._number(part, guards) for part in node.parts]
        if any(number.divisors for number in numbers):
            best = numbers[0]
            for number in numbers[1:]:
                best = self._better(node.operator, best, number, guards)
            return best
        below = lcm(*(number.below for number in numbers))
        codes = [number.numerator(below // number.below) for number in numbers]
        return Number(factor=1, code=self._best(node.operator, codes), below=below)

    def _better(self, operator: str, one: Number, other: Number, guards: list[Guard]) -> Number:
        """Return the better of two numbers, each worked out once as a pair."""
        first, second = self._held_pair(one, guards), self._held_pair(other, guards)
        left, right, _, _ = common(first, second)
        best = f"({pair_of(first)} if {left}{operator}{right} else {pair_of(second)})"
        return self._pair(best, guards)

    def _held_pair(self, number: Number, guards: list[Guard]) -> Number:
        pair = pair_of(number)
        return number if pair.isidentifier() else self._pair(pair, guards)

    def _best(self, operator: str, codes: Sequence[str]) -> str:
        """Return the source of the least or greatest of several whole numbers."""
        best = codes[0]
        for code in codes[1:]:
            (left, one), (right, other) = self._held(best), self._held(code)
            best = f"({one} if {left}{operator}{right} else {other})"
        return best

    def _held(self, code: str) -> tuple[str, str]:
        """Return the source that works a value out and the one that names it then."""
        if code.isidentifier() or code.lstrip("-").isdecimal():
            return code, code
        held = self._temporary()
        return f"({held}:={code})", held

    def _called_number(self, node: Call, guards: list[Guard]) -> Number:
        held = self._called(node, guards)
        scale = node.function.carrier.scale
        return exactly(held) if scale is None else Number(factor=1, code=held, below=scale)

    def _called(self, node: Call, guards: list[Guard]) -> str:
        """Return the name of what a function says, asked once all its arguments are there."""
        arguments = [
            pair_of(self._number(part, guards))
            if part.type.unit in NUMERIC
            else self._plain(part, guards)
            for part in node.parts
        ]
        source = f"{FUNCTION}{node.function.name}({','.join(arguments)})"
        if node.function.may_miss:
            return self._or_missing(source, guards)
        held = self._temporary()
        guards.append(Guard(test=f"({held}:={source}) is None", result=held))
        return held

    # -- flags, words, dates ----------------------------------------------------------------

    def _plain(self, node: Node, guards: list[Guard]) -> str:
        match node:
            case Constant():
                return _literal(node)
            case Reference():
                return self._asked(node, guards)
            case Extreme():
                return self._best(node.operator, [self._plain(p, guards) for p in node.parts])
            case Call():
                return self._called(node, guards)
            case Conditional() | Coalesce():
                return self._chosen_plain(node, guards)
            case _:
                return self._flag(node, guards)

    def _flag(self, node: Node, guards: list[Guard]) -> str:
        match node:
            case Not():
                return f"(not {self._plain(node.operand, guards)})"
            case Known() if node.operand.name in self._present:
                return "True"
            case Known():
                return f"({self._variables[node.operand.name]}.__class__ is not {MISSING})"
            case Comparison():
                return self._comparison(node, guards)
            case Logic():
                return self._logic(node, guards)
            case _:
                raise AssertionError(f"{type(node).__name__} is no flag, word or date")

    def _comparison(self, node: Comparison, guards: list[Guard]) -> str:
        if node.left.type.unit not in NUMERIC:
            left, right = self._plain(node.left, guards), self._plain(node.right, guards)
            return f"({left}{node.operator}{right})"
        first = self._number(node.left, guards)
        second = self._number(node.right, guards)
        left, right, _, _ = common(first, second)
        return f"({left}{node.operator}{right})"

    def _logic(self, node: Logic, guards: list[Guard]) -> str:
        first = self._plain(node.parts[0], guards)
        rest = [self._branch(part, guards) for part in node.parts[1:]]
        codes = [first, *(guarded(each.guards, each.code) for each in rest)]
        if not any(each.guards for each in rest):
            return "(" + f" {node.operator} ".join(codes) + ")"
        source = "".join(self._decided(code, node.operator) for code in codes[:-1])
        return self._or_missing(f"({source}{codes[-1]})", guards)

    def _decided(self, code: str, operator: str) -> str:
        """Return the start of a choice: the part, where it is missing or decides the whole."""
        held = self._temporary()
        decides = f"not {held}" if operator == "and" else held
        return f"{held} if ({held}:={code}).__class__ is {MISSING} or {decides} else "

    def _chosen_plain(self, node: Conditional | Coalesce, guards: list[Guard]) -> str:
        branches = self._branches(node, guards)
        source = _choose(branches, [each.code for each in branches])
        return self._or_missing(source, guards) if any(b.guards for b in branches) else source

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"t{self._temporaries}"


@frozen(kw_only=True)
class _Branch:
    """One alternative: taken where ``test`` holds (always, if empty)."""

    test: str
    guards: Sequence[Guard]
    code: str = ""
    number: Number = attrs.field(factory=lambda: Number(factor=0))


def _choose(branches: Sequence[_Branch], codes: Sequence[str]) -> str:
    parts = []
    for branch, code in zip(branches, codes, strict=True):
        value = guarded(branch.guards, code)
        parts.append(f"{value} if {branch.test} else " if branch.test else value)
    return "(" + "".join(parts) + ")"


def guarded(guards: Sequence[Guard], code: str) -> str:
    """Return the source that asks the guards in order and then gives the value."""
    asked = "".join(f"{guard.result} if {guard.test} else " for guard in guards)
    return f"({asked}{code})"


def _literal(node: Constant) -> str:
    if isinstance(node.value, dt.date):
        return str(node.value.toordinal())
    return repr(node.value)
