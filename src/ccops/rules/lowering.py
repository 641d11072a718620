"""From a checked tree to the source of one Python expression over whole numbers.

A number is lowered to a numerator over a positive denominator: a static part (the scales of
fixed columns, the denominators of constants) and the denominators of exact columns. Nothing is
rounded on the way. Values that may be missing are asked for first, in written order; the first
missing one is the result. The source holds no text of the pack but its words, quoted by
``repr``; columns appear under the variables they are given.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction
from math import gcd, lcm
from typing import TYPE_CHECKING, Final

import attrs

from ccops.rules.expressions import (
    Arithmetic,
    Coalesce,
    Comparison,
    Conditional,
    Constant,
    Known,
    Logic,
    Negation,
    Node,
    Not,
    Reference,
)
from ccops.values import NUMERIC, Unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: The name of the class of missing values, and of the missing quotient, in lowered source.
MISSING: Final = "M"
ZERO_BASE: Final = "Z"


@attrs.frozen(kw_only=True)
class Number:
    """``factor * code / (below * product of divisors)``; divisors are positive by construction."""

    factor: int
    code: str = ""
    below: int = 1
    divisors: tuple[str, ...] = ()

    def numerator(self, times: int = 1, by: Sequence[str] = ()) -> str:
        """Return the source of the numerator times a whole number and further factors."""
        factor = self.factor * times
        parts = [self.code] if self.code else []
        parts.extend(by)
        if factor != 1 or not parts:
            parts.insert(0, str(factor))
        return "*".join(parts)

    def denominator(self) -> str:
        """Return the source of the denominator."""
        parts = [str(self.below)] if self.below != 1 or not self.divisors else []
        return "*".join([*parts, *self.divisors])


@attrs.frozen(kw_only=True)
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
            case Arithmetic():
                return self._arithmetic(node, guards)
            case Conditional() | Coalesce():
                return self._chosen_number(node, guards)
            case _:
                raise AssertionError(f"{type(node).__name__} is no number")

    def _reference(self, node: Reference, guards: list[Guard]) -> Number:
        variable = self._asked(node, guards)
        if node.carrier.scale is None:
            return Number(factor=1, code=f"{variable}[0]", divisors=(f"{variable}[1]",))
        return Number(factor=1, code=variable, below=node.carrier.scale)

    def _asked(self, node: Reference, guards: list[Guard]) -> str:
        variable = self._variables[node.name]
        if not node.known and node.name not in self._present:
            guard = Guard(test=f"{variable}.__class__ is {MISSING}", result=variable)
            if guard not in guards:
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
                return _product(first, second)
            case "/":
                return self._quotient(first, second, node, guards)
            case sign:
                return _sum(first, second, sign)

    def _quotient(
        self, first: Number, second: Number, node: Arithmetic, guards: list[Guard]
    ) -> Number:
        is_constant = not second.code and not second.divisors
        if is_constant and node.safe and node.if_zero is None:
            return _product(first, _turned_constant(second))
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
        quotient = _product(first, turned)
        if node.if_zero is None:
            guards.append(Guard(test=is_zero, result=ZERO_BASE))
            return quotient
        instead = f"({node.if_zero.numerator},{node.if_zero.denominator})"
        return self._pair(f"({instead} if {is_zero} else {_pair_of(quotient)})", guards)

    def _pair(self, source: str, guards: list[Guard]) -> Number:
        """Return the number of a pair that is worked out once."""
        pair = self._temporary()
        guards.append(Guard(test=f"({pair}:={source}) is None", result=pair))
        return Number(factor=1, code=f"{pair}[0]", divisors=(f"{pair}[1]",))

    def _chosen_number(self, node: Conditional | Coalesce, guards: list[Guard]) -> Number:
        branches = self._branches(node, guards)
        numbers = [each.number for each in branches]
        may_miss = any(each.guards for each in branches)
        if any(number.divisors for number in numbers):
            source = _choose(branches, [_pair_of(number) for number in numbers])
            if not may_miss:
                return self._pair(source, guards)
            pair = self._or_missing(source, guards)
            return Number(factor=1, code=f"{pair}[0]", divisors=(f"{pair}[1]",))
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
                self._branch(node.then, test=test),
                self._branch(node.otherwise, test=""),
            ]
        last = self._branch(node.parts[-1], test="")
        reason = guarded(self._branch(node.parts[0], test="").guards, "None")
        none_there = tuple(attrs.evolve(guard, result=reason) for guard in last.guards)
        return [
            *(self._coalesce_branch(part) for part in node.parts[:-1]),
            attrs.evolve(last, guards=none_there),
        ]

    def _branch(self, node: Node, *, test: str) -> _Branch:
        inner: list[Guard] = []
        if node.type.unit in NUMERIC:
            number = self._number(node, inner)
            return _Branch(test=test, guards=tuple(inner), number=number)
        code = self._plain(node, inner)
        return _Branch(test=test, guards=tuple(inner), code=code)

    def _coalesce_branch(self, part: Node) -> _Branch:
        """Return a branch that is taken where its value is there; its guards become the test."""
        branch = self._branch(part, test="")
        asked = [f"not ({guard.test})" for guard in branch.guards] or ["True"]
        return attrs.evolve(branch, test=" and ".join(asked), guards=())

    # -- flags, words, dates ----------------------------------------------------------------

    def _plain(self, node: Node, guards: list[Guard]) -> str:
        match node:
            case Constant():
                return _literal(node)
            case Reference():
                return self._asked(node, guards)
            case Not():
                return f"(not {self._plain(node.operand, guards)})"
            case Known():
                name = node.operand.name
                variable = self._variables[name]
                if name in self._present:
                    return "True"
                return f"({variable}.__class__ is not {MISSING})"
            case Comparison():
                return self._comparison(node, guards)
            case Logic():
                return self._logic(node, guards)
            case Conditional() | Coalesce():
                return self._chosen_plain(node, guards)
            case _:
                raise AssertionError(f"{type(node).__name__} is no flag, word or date")

    def _comparison(self, node: Comparison, guards: list[Guard]) -> str:
        if node.left.type.unit not in NUMERIC:
            left, right = self._plain(node.left, guards), self._plain(node.right, guards)
            return f"({left}{node.operator}{right})"
        first = self._number(node.left, guards)
        second = self._number(node.right, guards)
        left, right, _, _ = _common(first, second)
        return f"({left}{node.operator}{right})"

    def _logic(self, node: Logic, guards: list[Guard]) -> str:
        first = self._plain(node.parts[0], guards)
        rest = [self._branch(part, test="") for part in node.parts[1:]]
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


@attrs.frozen(kw_only=True)
class _Branch:
    """One alternative: taken where ``test`` holds (always, if empty)."""

    test: str
    guards: tuple[Guard, ...]
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


def _pair_of(number: Number) -> str:
    return f"({number.numerator()},{number.denominator()})"


def _turned_constant(number: Number) -> Number:
    """Return one over a constant that is not zero, the sign above the line."""
    sign = 1 if number.factor > 0 else -1
    return Number(factor=sign * number.below, below=abs(number.factor))


def _product(first: Number, second: Number) -> Number:
    factor = first.factor * second.factor
    below = first.below * second.below
    divisor = gcd(factor, below) or 1
    codes = [code for code in (first.code, second.code) if code]
    return Number(
        factor=factor // divisor,
        code="*".join(codes),
        below=below // divisor,
        divisors=first.divisors + second.divisors,
    )


def _sum(first: Number, second: Number, sign: str) -> Number:
    left, right, below, divisors = _common(first, second)
    code = f"({left}{sign}{_wrapped(right)})"
    return Number(factor=1, code=code, below=below, divisors=divisors)


def _wrapped(code: str) -> str:
    return f"({code})" if code.startswith("-") else code


def _common(first: Number, second: Number) -> tuple[str, str, int, tuple[str, ...]]:
    """Return both numerators over one denominator, and that denominator."""
    below = lcm(first.below, second.below)
    every = Counter(first.divisors) | Counter(second.divisors)
    left_by = tuple((every - Counter(first.divisors)).elements())
    right_by = tuple((every - Counter(second.divisors)).elements())
    left = first.numerator(below // first.below, left_by)
    right = second.numerator(below // second.below, right_by)
    return left, right, below, tuple(every.elements())
