"""Building ranks: a chain of keys over a population, every choice stated."""

from __future__ import annotations

import ast
from fractions import Fraction
from typing import TYPE_CHECKING

from ccops.plan.rank_keys import rank_key
from ccops.plan.steps import Key, RankStep
from ccops.rules import Reference
from ccops.rules.parsing import parse_formula
from ccops.rules.ranks import Order, RankSpec
from ccops.rules.windows import is_window
from ccops.values import NUMERIC, WHOLE, Bounds, Type, Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.messages import Text
    from ccops.plan.definitions import RankFigure
    from ccops.plan.scope import Building

_DIRECTIONS = {each.value: each for each in Order}
_ORDERED = NUMERIC | {Unit.DATE}


def build_rank(rule: RankFigure, building: Building) -> RankStep | None:
    """Return the compiled rank, or ``None`` after noting what is wrong with it."""
    population = rule.population.value
    keys = [_key(text, population, building) for text in rule.order]
    if not keys:
        building.refuse("rank-without-order", rule.origin.span, name=rule.name)
    known = [key for key in keys if key is not None]
    scope = _scope_names(rule, building)
    if not keys or len(known) < len(keys) or len(scope) < len(rule.scope):
        return None
    if not _are_distinct(rule, known, building):
        return None
    names = tuple(name for name, _ in known)
    flags = tuple(each.flag for each in rule.barred_by)
    read = (*names, *scope, *flags)
    return RankStep(
        rule=rule,
        key=Key(rule.name, population),
        type=Type(Unit.COUNT),
        carrier=WHOLE,
        bounds=Bounds(Fraction(1)),
        optional=True,
        readings=building.readings(read, population),
        spec=RankSpec(
            order=tuple(descending for _, descending in known),
            ties=rule.ties,
            unknown=rule.unknown,
            barred=rule.barred,
        ),
        keys=names,
        scope=scope,
        barred_by=flags,
    )


def _key(text: Text, population: str, building: Building) -> tuple[str, Order] | None:
    read, direction = rank_key(text)
    tree, _, problems = parse_formula(read)
    is_key = isinstance(tree, ast.Name) or (tree is not None and is_window(tree))
    if problems or not is_key or direction not in ("", *_DIRECTIONS):
        building.refuse("rank-key-wrong", text.span, text=text.value)
        return None
    if not direction:
        building.refuse("rank-key-direction", text.span, text=text.value)
        return None
    node, problems = building.check(read, population)
    building.report(problems, read, population)
    if node is None:
        return None
    if node.type.unit not in _ORDERED or not isinstance(node, Reference):
        building.refuse("rank-key-no-order", text.span, name=read.value, unit=node.type)
        return None
    return node.name, _DIRECTIONS[direction]


def _are_distinct(rule: RankFigure, keys: Sequence[tuple[str, Order]], building: Building) -> bool:
    """Say whether every key may decide; one that stands above already never does."""
    seen: set[str] = set()
    for text, (name, _) in zip(rule.order, keys, strict=True):
        if name in seen:
            building.refuse("rank-key-twice", text.span, text=rank_key(text)[0].value)
        seen.add(name)
    return len(seen) == len(keys)


def _scope_names(rule: RankFigure, building: Building) -> tuple[str, ...]:
    """Return the words whose groups are ranked apart; what is none of them is noted."""
    population, found = rule.population.value, []
    scope = building.scope(population)
    for text in rule.scope:
        name = scope.get(text.value)
        if name is None:
            building.report_unknown(text.value, text.span, population)
        elif name.type.unit is not Unit.WORD:
            building.refuse("rank-scope-no-group", text.span, name=text.value, unit=name.type)
        else:
            found.append(text.value)
    return tuple(found)
