"""Populations: which lies within which, and which two can never share a member."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import attrs

from ccops.messages import Diagnostic, nearest
from ccops.plan.definitions import EVERYBODY, PopulationRule
from ccops.rules import Node
from ccops.rules.expressions import Comparison, Constant, Logic, Not, Reference
from ccops.values import Unit


@attrs.frozen(kw_only=True)
class Constraint:
    """What a population demands of one name: words it may be, or words it is not, or a flag."""

    words: frozenset[str] | None = None
    excluded: frozenset[str] = frozenset()
    flag: bool | None = None
    low: Fraction | None = None
    high: Fraction | None = None

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
    return lower.high is not None and upper.low is not None and lower.high < upper.low


@attrs.frozen
class Lineage:
    """The populations each population lies within, itself first, everybody last."""

    chains: Mapping[str, tuple[str, ...]]

    def contains(self, outer: str, inner: str) -> bool:
        """Say whether everybody of ``inner`` is proven to be in ``outer``."""
        return outer in self.chains.get(inner, ())

    def related(self, one: str, other: str) -> bool:
        """Say whether one of the two is proven to contain the other."""
        return self.contains(one, other) or self.contains(other, one)


def trace_lineage(
    rules: Mapping[str, PopulationRule],
) -> tuple[Lineage, tuple[Diagnostic, ...]]:
    """Return what lies within what; unknown populations and circles are findings."""
    problems: list[Diagnostic] = []
    chains: dict[str, tuple[str, ...]] = {EVERYBODY: (EVERYBODY,)}
    for name in rules:
        chain = [name]
        rule: PopulationRule | None = rules[name]
        while rule is not None and rule.within is not None and rule.within.value != EVERYBODY:
            outer = rule.within.value
            if outer not in rules:
                arguments = {"name": outer, "near": nearest(outer, rules) or "-"}
                problems.append(
                    Diagnostic(code="unknown-population", span=rule.within.span, args=arguments)
                )
                break
            if outer in chain:
                arguments = {"chain": " → ".join([*chain, outer])}
                problems.append(Diagnostic(code="cycle", span=rule.within.span, args=arguments))
                break
            chain.append(outer)
            rule = rules[outer]
        chains[name] = (*chain, EVERYBODY)
    return Lineage(chains), tuple(problems)


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
        case Not(operand=Reference() as reference):
            return {reference.name: Constraint(flag=False)}
        case Not(operand=inner):
            return {
                name: Constraint(excluded=constraint.words)
                for name, constraint in _only_words(inner).items()
                if constraint.words is not None
            }
        case Reference(type=type_) if type_.unit is Unit.FLAG:
            return {test.name: Constraint(flag=True)}
        case Comparison():
            return _compared(test)
        case _:
            return {}


def _both(before: Constraint | None, other: Constraint) -> Constraint:
    if before is None:
        return other
    words = before.words if other.words is None else other.words
    if before.words is not None and other.words is not None:
        words = before.words & other.words
    return Constraint(
        words=words,
        excluded=before.excluded | other.excluded,
        flag=before.flag if other.flag is None else other.flag,
        low=before.low if other.low is None else other.low,
        high=before.high if other.high is None else other.high,
    )


def _only_words(test: Node) -> dict[str, Constraint]:
    found = constraints_of(test)
    return found if len(found) == 1 else {}


def _words_of_either(test: Logic) -> dict[str, Constraint]:
    parts = [_only_words(part) for part in test.parts]
    names = {name for part in parts for name in part}
    if len(names) != 1 or not all(parts):
        return {}
    (name,) = names
    lists = [part[name].words for part in parts]
    if any(words is None for words in lists):
        return {}
    return {name: Constraint(words=frozenset().union(*(words or () for words in lists)))}


def _compared(test: Comparison) -> dict[str, Constraint]:
    reference, constant = test.left, test.right
    if not isinstance(reference, Reference) or not isinstance(constant, Constant):
        return {}
    value = constant.value
    if isinstance(value, str):
        words = frozenset({value})
        negative = test.operator == "!="
        return {
            reference.name: Constraint(excluded=words) if negative else Constraint(words=words)
        }
    if not isinstance(value, Fraction):
        return {}
    match test.operator:
        case "<" | "<=":
            return {reference.name: Constraint(high=value)}
        case ">" | ">=":
            return {reference.name: Constraint(low=value)}
        case "==":
            return {reference.name: Constraint(low=value, high=value)}
        case _:
            return {}


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
