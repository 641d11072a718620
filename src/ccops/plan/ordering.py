"""What reads what: the names in formulas resolved to figures, and the order this demands."""

from __future__ import annotations

import ast
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Span, Text
from ccops.plan.account_figures import AccountFigure, AccountPart, AccountPartFigure
from ccops.plan.definitions import (
    EVERYBODY,
    Definition,
    MembersFigure,
    PopulationRule,
    RankFigure,
    RowFigure,
    TableFigure,
    TotalFigure,
    WindowFigure,
)
from ccops.plan.populations import Lineage
from ccops.plan.rank_keys import rank_key
from ccops.plan.steps import RANK_PARTS, Key, Reading
from ccops.rules.parsing import KEPT_FORMULAS, Source, parse_formula
from ccops.rules.windows import WindowKind, is_window, read_window
from ccops.values import Unit


class PopulationKey(NamedTuple):
    """A population as something the plan works out."""

    name: str


NodeKey = Key | PopulationKey


@frozen(eq=False)
class Definitions:
    """The definitions of a plan by the names they give."""

    by_name: Mapping[str, tuple[Definition, ...]]
    populations: Mapping[str, PopulationRule]
    lineage: Lineage
    #: At which place among those of a name the one stands that holds for a population.
    _giving: dict[tuple[str, str], int | None] = attrs.field(
        factory=dict[tuple[str, str], "int | None"], repr=False
    )
    _keys: dict[str, tuple[Key, ...]] = attrs.field(
        factory=dict[str, "tuple[Key, ...]"], repr=False
    )
    #: By identity; the definition is kept, so that no other one gets its identity.
    _reads: dict[int, tuple[Definition, tuple[str, ...]]] = attrs.field(
        factory=dict[int, tuple["Definition", tuple[str, ...]]], repr=False
    )

    def instead(
        self, written: Mapping[Key, Definition], populations: Mapping[str, PopulationRule]
    ) -> Definitions:
        """Return these with some definitions written otherwise, of the same names and kinds.

        The populations lie within each other as before.
        """
        by_name = dict(self.by_name)
        for key, definition in written.items():
            for part in parts_of(definition):
                listed = by_name[key.name + part]
                by_name[key.name + part] = tuple(
                    definition if key_of(each) == key else each for each in listed
                )
        kept = (self._giving, self._keys, self._reads)
        return Definitions(by_name, populations, self.lineage, *kept)

    def is_laid_as(self, other: Definitions) -> bool:
        """Say whether these are known to have the names, kinds and populations of others."""
        return self._keys is other._keys

    def keys_giving(self, name: str) -> tuple[Key, ...]:
        """Return the keys of the figures that give a name, each once."""
        found = self._keys.get(name)
        if found is None:
            found = tuple(dict.fromkeys(map(key_of, self.by_name.get(name, ()))))
            self._keys[name] = found
        return found

    def reads(self, definition: Definition) -> tuple[str, ...]:
        """Return the names a definition of the plan reads in its own population."""
        found = self._reads.get(id(definition))
        if found is None or found[0] is not definition:  # in a copy identities are others
            found = self._reads[id(definition)] = (definition, names_read(definition))
        return found[1]

    def giving(self, name: str, population: str) -> Definition | None:
        """Return the definition of a name that holds for everybody of a population."""
        key, listed = (name, population), self.by_name.get(name, ())
        if key not in self._giving:
            contains = self.lineage.contains
            holding = (
                at for at, d in enumerate(listed) if contains(d.population.value, population)
            )
            self._giving[key] = next(holding, None)
        at = self._giving[key]
        return listed[at] if at is not None else None

    def ranking(self, name: str, population: str) -> RankFigure | None:
        """Return the rank a table over a population compares places of, or ``None``.

        One population lies in the other, or both in a part of the employees: who is in none of
        the ranked has no place.
        """
        ranks = [each for each in self.by_name.get(name, ()) if isinstance(each, RankFigure)]
        for fits in (self.lineage.related, self.lineage.beside):
            for each in ranks:
                if fits(each.population.value, population):
                    return each
        return None


def key_of(definition: Definition) -> Key:
    """Return the name of a definition and whom it holds for."""
    return Key(definition.name, definition.population.value)


def parts_of(definition: Definition) -> tuple[str, ...]:
    """Return what stands behind a definition's name in the names it gives; a rank gives three."""
    return RANK_PARTS if isinstance(definition, RankFigure) else ("",)


def define(
    figures: Iterable[Definition], populations: Mapping[str, PopulationRule], lineage: Lineage
) -> Definitions:
    """Return the definitions by name."""
    by_name: dict[str, list[Definition]] = {}
    for figure in figures:
        for part in parts_of(figure):
            by_name.setdefault(figure.name + part, []).append(figure)
    listed = {name: tuple(found) for name, found in by_name.items()}
    return Definitions(listed, populations, lineage)


@functools.lru_cache(maxsize=KEPT_FORMULAS)
def names_in(text: Text) -> tuple[str, ...]:
    """Return the names a formula reads, in written order; none where it does not parse."""
    tree, source, _ = parse_formula(text)
    if tree is None:
        return ()
    return tuple(dict.fromkeys(_names(tree, source)))


def _names(tree: ast.AST, source: Source) -> Iterator[str]:
    """Yield the names in a formula; a window is one name, whatever stands in it."""
    if isinstance(tree, ast.Call) and is_window(tree):
        call, _ = read_window(tree, source)
        if call is not None:
            yield call.text
    elif isinstance(tree, ast.Name):
        yield tree.id
    else:
        # the word that calls a function is no name that is read
        parts = tree.args if isinstance(tree, ast.Call) else ast.iter_child_nodes(tree)
        for below in parts:
            yield from _names(below, source)


def names_read(definition: Definition) -> tuple[str, ...]:
    """Return the names a definition reads in its own population."""
    match definition:
        case RowFigure():
            found = (n for n in names_in(definition.formula) if n not in definition.constants)
            return (*found, *(each.flag for each in definition.reasons))
        case TableFigure():
            texts = [each.reads for each in definition.columns if each.places_of is None]
            names = [name for text in texts for name in names_in(text)]
            return (*names, definition.lead) if definition.output else tuple(names)
        case RankFigure():
            keys = tuple(name for text in definition.order for name in names_in(rank_key(text)[0]))
            scope = tuple(each.value for each in definition.scope)
            return keys + scope + tuple(each.flag for each in definition.barred_by)
        case WindowFigure():
            skip = (definition.skip.value,) if definition.skip else ()
            return (definition.argument.value, *skip)
        case AccountFigure():
            return tuple(each.flag for each in definition.stops)
        case _:
            return ()


def added_names(definition: Definition) -> tuple[str, ...]:
    """Return the names a definition reads of everybody who has them: others add nothing."""
    match definition:
        case TotalFigure():
            return tuple(text.value for text in definition.adds)
        case AccountFigure():
            texts = (definition.posted, definition.used)
            return tuple(text.value for text in texts if text is not None)
        case _:
            return ()


def reading(definitions: Definitions, name: str, population: str) -> Reading:
    """Return where a name is read from by somebody of a population."""
    return Reading(name, source(definitions, name, population))


def source(definitions: Definitions, name: str, population: str) -> Key | None:
    """Return the figure a name is read from by somebody of a population; a fact is none."""
    found = definitions.giving(name, population)
    return key_of(found) if found else None


def needs_of(definition: Definition, definitions: Definitions) -> tuple[NodeKey, ...]:
    """Return what must be worked out before a figure."""
    population = definition.population.value
    needs: list[NodeKey] = [PopulationKey(population)]
    for name in _names_needed(definition, definitions):
        found = source(definitions, name, population)
        if found is not None:
            needs.append(found)
    if isinstance(definition, TableFigure):
        for column in definition.columns:
            text = column.reads if column.places_of is None else column.places_of
            if text is not None:
                rank = definitions.ranking(text.value, population)
                needs.extend([key_of(rank)] if rank else [])
    names = added_names(definition)
    lines = [each for name in names for each in definitions.by_name.get(name, ())]
    needs.extend(map(key_of, lines))
    if isinstance(definition, AccountPartFigure) and definition.part is not AccountPart.OPENING:
        needs.append(Key(definition.account.name, population))
    if isinstance(definition, MembersFigure):
        needs.extend(_member_needs(definition, definitions))
    return tuple(needs)


def _names_needed(definition: Definition, definitions: Definitions) -> tuple[str, ...]:
    """Return the names that must be worked out first.

    What ``previous`` reads is last period's: a figure that says its unit may so read itself.
    """
    names = definitions.reads(definition)
    if isinstance(definition, WindowFigure) and definition.call.kind is WindowKind.PREVIOUS:
        found = definitions.giving(names[0], definition.population.value)
        if found is not None and declares_type(found):
            return ()
    return names


def declares_type(definition: Definition) -> bool:
    """Say whether a figure's type is written with it, so that it need not be worked out."""
    if not isinstance(definition, RowFigure) or definition.unit is None:
        return False
    plain = (Unit.FLAG, Unit.DATE, Unit.COUNT, Unit.MONEY, Unit.DURATION)
    return definition.unit in plain or definition.rounding is not None


def _member_needs(definition: MembersFigure, definitions: Definitions) -> list[NodeKey]:
    population = definition.of.value
    names = [definition.figure.value, *(names_in(definition.where) if definition.where else ())]
    found = [source(definitions, name, population) for name in names]
    return [PopulationKey(population), *(each for each in found if each is not None)]


def population_needs(rule: PopulationRule, definitions: Definitions) -> tuple[NodeKey, ...]:
    """Return what must be worked out before it is known who belongs to a population."""
    outer = rule.within.value if rule.within else EVERYBODY
    is_circle = outer in definitions.populations and definitions.lineage.is_open(rule.name)
    needs: list[NodeKey] = [] if outer == EVERYBODY or is_circle else [PopulationKey(outer)]
    for name in names_in(rule.is_) if rule.is_ else ():
        found = source(definitions, name, outer)
        if found is not None:
            needs.append(found)
    return tuple(needs)


def in_order(
    needs: Mapping[NodeKey, Sequence[NodeKey]], spans: Callable[[NodeKey], Span | None]
) -> tuple[tuple[NodeKey, ...], tuple[Diagnostic, ...]]:
    """Return what to work out one after the other, and every circle as a finding.

    ``spans`` says where each is written.
    """
    below = {key: [each for each in listed if each in needs] for key, listed in needs.items()}
    done: dict[NodeKey, None] = {}
    problems: list[Diagnostic] = []
    reported: set[frozenset[NodeKey]] = set()
    for start in needs:
        path: dict[NodeKey, None] = {}
        stack: list[tuple[NodeKey, int]] = [(start, 0)]
        while stack:
            key, at = stack.pop()
            if at == 0:
                if key in done:
                    continue
                path[key] = None
            if at == len(below[key]):
                path.pop(key, None)
                done[key] = None
                continue
            stack.append((key, at + 1))
            following = below[key][at]
            if following in path:
                problem = _circle(list(path), following, spans, reported)
                problems.extend([problem] if problem else [])
            elif following not in done:
                stack.append((following, 0))
    return tuple(done), tuple(problems)


def _circle(
    path: Sequence[NodeKey],
    start: NodeKey,
    spans: Callable[[NodeKey], Span | None],
    reported: set[frozenset[NodeKey]],
) -> Diagnostic | None:
    circle = path[path.index(start) :]
    if frozenset(circle) in reported:
        return None
    reported.add(frozenset(circle))
    chain = " → ".join(each.name for each in [*circle, start])
    return Diagnostic(code="cycle", span=spans(start), args={"chain": chain})
