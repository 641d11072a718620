"""Memos of what was made before: under another reading only what it changes is made again."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, Any, Final, TypeVar

import attrs

from ccops.messages import Diagnostic, Span
from ccops.plan.definitions import (
    EVERYBODY,
    Definition,
    PopulationRule,
    RankFigure,
    RowFigure,
    TableFigure,
)
from ccops.plan.kept import Kept
from ccops.plan.ordering import names_in
from ccops.plan.table_inputs import constants_in
from ccops.rules import Name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ccops.facts import FactDeclaration
    from ccops.plan.scope import Building
    from ccops.values import Scalar

#: How many outlines are kept: those under the readings of a pack come and go.
_MOST_OUTLINES: Final = 8
#: What a step was compiled from, the step, and what is wrong with it.
_KnownStep = tuple[object, Any, tuple[Diagnostic, ...]]
D = TypeVar("D", bound=Definition | PopulationRule)
T = TypeVar("T")


@attrs.define(eq=False)
class StepMemo:
    """Steps by everything they were compiled from: the rule itself and what its names stand for.

    One memo serves the builds of one pack, which differ by readings and dates only. A branch
    knows all that its trunk knows, and keeps what is new for itself.
    """

    _trunk: StepMemo | None = None
    #: What was built first, under whatever reading and in whichever period.
    built: Any = attrs.field(default=None, init=False)
    _kept: dict[Hashable, _KnownStep] = attrs.field(factory=dict, init=False)
    _bases: Kept = attrs.field(factory=Kept, init=False)
    #: Of equal entries the one that stands for all, and by identity which one that is.
    _entries: dict[Name, Name] = attrs.field(factory=dict, init=False)
    _seen: dict[int, tuple[Name, Name]] = attrs.field(factory=dict, init=False)
    _outlines: dict[Hashable, tuple[object, Any]] = attrs.field(factory=dict, init=False)
    _latest: dict[int, tuple[object, Any]] = attrs.field(factory=dict, init=False)
    _tables: dict[Hashable, Any] = attrs.field(factory=dict, init=False)
    #: How many names were looked up so far, and once more for what was compiled with them.
    work: int = attrs.field(default=0, init=False)

    def branch(self) -> StepMemo:
        """Return a branch."""
        branch = StepMemo(self)
        branch.built, branch._bases = self.built, self._bases.branch()
        return branch

    def builds(self, outline: object) -> Iterator[Any]:
        """Yield what was built first, and what came of an outline the last time."""
        if self.built is not None:
            yield self.built
        found = self._latest.get(id(outline))
        if found is not None:
            yield found[1]
        elif self._trunk is not None:
            yield from self._trunk.builds(outline)

    def keep(self, outline: object, built: Any) -> None:  # noqa: ANN401 - as above
        """Leave what came of an outline to the next time, and the first one to all others."""
        self._latest[id(outline)] = (outline, built)
        self.built = self.built or built

    def base(
        self, facts: Mapping[str, FactDeclaration], constants: Mapping[str, Name]
    ) -> Mapping[str, Name]:
        """Return what facts and constants stand for in formulas, made now or before."""

        def made() -> Mapping[str, Name]:
            return {**{each.name: each.as_name for each in facts.values()}, **constants}

        return self._bases.made(made, facts, constants)

    def outline(
        self,
        figures: Sequence[Definition],
        populations: Mapping[str, PopulationRule],
        constants: frozenset[str],
        make: Callable[[Any], T],
    ) -> T:
        """Return the outline of some figures, made now or lately; ``make`` gets the first one."""
        parts = (*figures, None, *populations.values())
        key = (tuple(map(id, parts)), constants)
        found = self._outline_of(key)
        if found is None:
            found = (parts, make(self.built.outline if self.built is not None else None))
        self._outlines.pop(key, None)
        self._outlines[key] = found  # the latest stands last
        if len(self._outlines) > _MOST_OUTLINES:
            dropped = self._outlines.pop(next(iter(self._outlines)))
            self._latest.pop(id(dropped[1]), None)
        known: T = found[1]
        return known

    def _outline_of(self, key: Hashable) -> tuple[object, Any] | None:
        found = self._outlines.get(key)
        return self._trunk._outline_of(key) if found is None and self._trunk else found  # noqa: SLF001

    def table(self, written: Hashable) -> Any | None:  # noqa: ANN401 - what reads tables knows
        """Return what a table came to that was written just so; ``None`` where none was."""
        found = self._tables.get(written)
        return self._trunk.table(written) if found is None and self._trunk else found

    def keep_table(self, written: Hashable, table: Any) -> None:  # noqa: ANN401 - as above
        """Leave what a table came to, to others that are written just so."""
        self._tables[written] = table

    def figure(
        self,
        definition: Definition,
        building: Building,
        build: Callable[[Definition, Building], T],
    ) -> T:
        """Return the step of a definition, compiled now or before; its findings are noted."""
        names, rest = building.definitions.reads(definition), _around(definition, building)
        if rest is None:
            self.work += 1 + len(names)
            return build(definition, building)
        return self._step(definition, building, build, (definition.population.value, names, rest))

    def population(
        self,
        rule: PopulationRule,
        building: Building,
        build: Callable[[PopulationRule, Building], T],
    ) -> T:
        """Return the step of a population, compiled now or before; its findings are noted."""
        outer = rule.within.value if rule.within else EVERYBODY
        names = names_in(rule.is_) if rule.is_ else ()
        return self._step(rule, building, build, (outer, names, ()))

    def _step(
        self,
        rule: D,
        building: Building,
        build: Callable[[D, Building], T],
        reads: tuple[str, Iterable[str], Hashable],
    ) -> T:
        population, read, rest = reads
        names = tuple(dict.fromkeys(read))
        scope = building.scope(population)
        entries = tuple(self._one_of(scope.get(name)) for name in names)
        key = (id(rule), tuple(map(id, entries)), _origins(building, names, population), rest)
        found = self._known(key)
        self.work += 1 + len(names)
        if found is None:
            self.work += 1 + len(names)
            before = len(building.problems)
            step = build(rule, building)
            # the rule and the entries are kept, so that nothing else gets their identities
            self._kept[key] = ((rule, entries), step, tuple(building.problems[before:]))
            return step
        building.problems.extend(found[2])
        known: T = found[1]
        return known

    def _known(self, key: Hashable) -> _KnownStep | None:
        found = self._kept.get(key)
        return self._trunk._known(key) if found is None and self._trunk else found  # noqa: SLF001

    def _one_of(self, entry: Name | None) -> Name | None:
        """Return the one entry that stands for all that are equal to it."""
        if entry is None:
            return None
        seen = self._seen.get(id(entry))
        if seen is None:  # the entry is kept, so that no other one gets its identity
            one = self._entry(entry)
            self._entries.setdefault(one, one)
            seen = self._seen[id(entry)] = (entry, one)
        return seen[1]

    def _entry(self, entry: Name) -> Name:
        found = self._entries.get(entry)
        if found is None and self._trunk is not None:
            return self._trunk._entry(entry)  # noqa: SLF001 - a memo of the same kind
        return entry if found is None else found


def same_as(before: Definition | None, now: Definition) -> Definition:
    """Return a definition as it was made before, where it says the very same."""
    if before is None or before != now:
        return now
    return before if _named_at(before) == _named_at(now) else now


def _named_at(definition: Definition) -> Mapping[str, Span | None] | None:
    return definition.named_at if isinstance(definition, RowFigure) else None


def _around(definition: Definition, building: Building) -> Hashable | None:
    """Return what else a step depends on, or ``None`` for kinds that are compiled each time."""
    population = definition.population.value
    if not isinstance(definition, RowFigure | TableFigure | RankFigure):
        return None
    if population not in building.definitions.lineage.chains:
        return None
    chain = building.definitions.lineage.chains[population]
    ranks = _ranks(definition, building) if isinstance(definition, TableFigure) else ()
    named = _named(definition, building) if isinstance(definition, TableFigure) else ()
    is_line = definition.name in building.lines
    doubts = (
        building.is_unsound(building.definitions.reads(definition), population),
        building.definitions.lineage.is_open(population),
    )
    return (chain, ranks, is_line, doubts, named)


def _origins(building: Building, names: Iterable[str], population: str) -> tuple[str, ...]:
    """Return the population each name is read from, an empty text for what is no figure."""
    found = (building.definitions.giving(name, population) for name in names)
    return tuple("" if each is None else each.population.value for each in found)


def _named(definition: TableFigure, building: Building) -> tuple[tuple[str, Scalar], ...]:
    """Return the constants the cells of a table name, with their values."""
    known, named = constants_in(definition, building)
    return tuple((name, known[name]) for name in sorted(named))


def _ranks(definition: TableFigure, building: Building) -> tuple[Definition | None, ...]:
    texts = [
        column.reads if column.places_of is None else column.places_of
        for column in definition.columns
    ]
    population = definition.population.value
    return tuple(building.definitions.ranking(text.value, population) for text in texts if text)
