"""Populations: which lies within which, and which two can never share a member."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.messages import Diagnostic, nearest
from ccops.plan.definitions import EVERYBODY, PopulationRule
from ccops.rules.expressions import Comparison, Constant, Logic, Not, Reference
from ccops.values import Unit

if TYPE_CHECKING:
    from ccops.rules import Node

#: How many populations may lie within each other.
DEEPEST: Final = 40
_OPPOSITE: Final = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@frozen
class Limit:
    """A bound of a number; an open one is not reached itself."""

    at: Fraction
    is_open: bool = False


@frozen(kw_only=True)
class Constraint:
    """What a population demands of one name: words it may be, or is not, a flag, or bounds."""

    words: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()
    flag: bool | None = None
    low: Limit | None = None
    high: Limit | None = None

    def excludes(self, other: Constraint) -> bool:
        """Say whether no value meets both."""
        if self.flag is not None and other.flag is not None:
            return self.flag is not other.flag
        if self.words is not None and other.words is not None:
            return not self.words & other.words
        if self.words is not None or other.words is not None:
            words = self.words or other.words or frozenset()
            return words <= (other.excluded if self.words is not None else self.excluded)
        return _apart(self, other) or _apart(other, self)


def _apart(lower: Constraint, upper: Constraint) -> bool:
    if lower.high is None or upper.low is None:
        return False
    touch = lower.high.at == upper.low.at and (lower.high.is_open or upper.low.is_open)
    return touch or lower.high.at < upper.low.at


@frozen
class Lineage:
    """The populations each population lies within, itself first, everybody last.

    ``open_ends`` are those of which one around them is unknown: of what they lie within
    nothing is certain.
    """

    chains: Mapping[str, tuple[str, ...]]
    open_ends: frozenset[str] = frozenset()

    def is_open(self, name: str) -> bool:
        """Say whether it is unknown what a population lies within, or the population itself."""
        return name not in self.chains or name in self.open_ends

    def contains(self, outer: str, inner: str) -> bool:
        """Say whether everybody of ``inner`` is proven to be in ``outer``."""
        return outer in self.chains.get(inner, ())

    def related(self, one: str, other: str) -> bool:
        """Say whether one of the two is proven to contain the other."""
        return self.contains(one, other) or self.contains(other, one)

    def beside(self, one: str, other: str) -> bool:
        """Say whether both lie in one population that is not everybody."""
        around = set(self.chains.get(one, ())).intersection(self.chains.get(other, ()))
        return bool(around - {EVERYBODY})


def trace_lineage(
    rules: Mapping[str, PopulationRule],
) -> tuple[Lineage, tuple[Diagnostic, ...]]:
    """Return what lies within what; unknown populations and circles are findings."""
    problems: list[Diagnostic] = []
    chains: dict[str, tuple[str, ...]] = {EVERYBODY: (EVERYBODY,)}
    open_ends: set[str] = set()
    for name in rules:
        chain, problem = _climb(name, rules)
        chains[name] = (*chain, EVERYBODY)
        if problem is not None:
            problems.append(problem)
            open_ends.add(name)
    return Lineage(chains, frozenset(open_ends)), tuple(dict.fromkeys(problems))


def _climb(
    name: str, rules: Mapping[str, PopulationRule]
) -> tuple[tuple[str, ...], Diagnostic | None]:
    """Return a population and those around it, and why the last is not everybody."""
    chain = [name]
    within = rules[name].within
    while within is not None and within.value != EVERYBODY:
        if within.value not in rules:
            arguments = {"name": within.value, "near": nearest(within.value, rules) or "-"}
            code = "unknown-population"
            return tuple(chain), Diagnostic(code=code, span=within.span, args=arguments)
        if within.value in chain:
            return tuple(chain), _circle(chain[chain.index(within.value) :], rules)
        if len(chain) >= DEEPEST:
            told = {"name": name, "limit": DEEPEST}
            span = rules[name].origin.span
            return tuple(chain), Diagnostic(code="populations-too-deep", span=span, args=told)
        chain.append(within.value)
        within = rules[within.value].within
    return tuple(chain), None


def _circle(names: list[str], rules: Mapping[str, PopulationRule]) -> Diagnostic:
    """Return the finding about a circle, the same from wherever it was entered."""
    start = names.index(min(names))
    circle = [*names[start:], *names[:start]]
    within = rules[circle[0]].within
    arguments = {"chain": " → ".join([*circle, circle[0]])}
    return Diagnostic(code="cycle", span=within.span if within else None, args=arguments)


def constraints_of(test: Node) -> dict[str, Constraint]:
    """Return what a population's condition demands of the names it reads, as far as proven."""
    match test:
        case Logic(operator="and"):
            found: dict[str, Constraint] = {}
            for part in test.parts:
                for name, constraint in constraints_of(part).items():
                    found[name] = _both(found.get(name), constraint)
            return found
        case Logic(operator="or"):
            return _words_of_either(test)
        case Not():
            return _denied(test.operand)
        case Reference(type=type_) if type_.unit is Unit.FLAG:
            return {test.name: Constraint(flag=True)}
        case Comparison():
            return _compared(test.operator, test)
        case _:
            return {}


def _both(before: Constraint | None, other: Constraint) -> Constraint:
    if before is None:
        return other
    words = before.words if other.words is None else other.words
    if before.words is not None and other.words is not None:
        words = before.words & other.words
    lows = [each for each in (before.low, other.low) if each is not None]
    highs = [each for each in (before.high, other.high) if each is not None]
    return Constraint(
        words=words,
        excluded=before.excluded | other.excluded,
        flag=before.flag if other.flag is None else other.flag,
        low=max(lows, key=lambda each: (each.at, each.is_open), default=None),
        high=min(highs, key=lambda each: (each.at, not each.is_open), default=None),
    )


def _denied(test: Node) -> dict[str, Constraint]:
    """Return what ``not`` of a condition demands: of a flag, a comparison or a list of words."""
    match test:
        case Reference():
            return {test.name: Constraint(flag=False)}
        case Not():
            return constraints_of(test.operand)
        case Comparison():
            return _compared(_OPPOSITE[test.operator], test)
        case Logic(operator="or"):  # none of its parts holds
            denied = Logic(type=test.type, operator="and", parts=tuple(map(_not, test.parts)))
            return constraints_of(denied)
        case _:  # of a conjunction only some part fails, nobody knows which
            return {}


def _not(test: Node) -> Node:
    return Not(type=test.type, operand=test)


def _words_of_either(test: Logic) -> dict[str, Constraint]:
    parts = [constraints_of(part) for part in test.parts]
    shared = set(parts[0]).intersection(*parts[1:])
    found: dict[str, Constraint] = {}
    for name in sorted(shared):
        lists = [words for part in parts if (words := part[name].words) is not None]
        if len(lists) == len(parts):
            found[name] = Constraint(words=frozenset().union(*lists))
    return found


def _compared(operator: str, test: Comparison) -> dict[str, Constraint]:
    """Return what a comparison of a name with a constant demands, either way round."""
    reference, constant = test.left, test.right
    if isinstance(reference, Constant):
        reference, constant = constant, reference
        operator = _MIRRORED.get(operator, operator)
    if not isinstance(reference, Reference) or not isinstance(constant, Constant):
        return {}
    constraint = _constraint(operator, constant.value)
    return {} if constraint is None else {reference.name: constraint}


def _constraint(operator: str, value: object) -> Constraint | None:
    match value:
        case bool():
            return Constraint(flag=value is (operator == "=="))
        case str() if operator == "==":
            return Constraint(words=frozenset({value}))
        case str():
            return Constraint(excluded=frozenset({value}))
        case Fraction():
            return _limits(operator, value)
        case _:
            return None


def _limits(operator: str, value: Fraction) -> Constraint | None:
    limit = Limit(value, is_open=operator in ("<", ">"))
    match operator:
        case "<" | "<=":
            return Constraint(high=limit)
        case ">" | ">=":
            return Constraint(low=limit)
        case "==":
            return Constraint(low=limit, high=limit)
        case _:
            return None


def proven_disjoint(
    one: str, other: str, lineage: Lineage, demands: Mapping[str, Mapping[str, Constraint]]
) -> bool:
    """Say whether it is proven that nobody belongs to both populations."""
    for first in lineage.chains.get(one, ()):
        for second in lineage.chains.get(other, ()):
            here, there = demands.get(first, {}), demands.get(second, {})
            if any(here[name].excludes(there[name]) for name in here.keys() & there.keys()):
                return True
    return False
