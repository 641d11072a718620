"""Dependencies: which rule of a pack reads which, exactly as the plan of a period reads.

Rules are named by section and id. A rule that gives several names (a bonus, a rank, a group of
conditions) is one rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.messages import Label
from ccops.plan import EVERYBODY
from ccops.plan.definitions import (
    Definition,
    GroupFactFigure,
    MembersFigure,
    RankFigure,
    RowFigure,
    TableFigure,
    TotalFigure,
)
from ccops.plan.ordering import names_in, names_read
from ccops.plan.table_inputs import names_in_cells
from ccops.rulepack.stretches import Stretches
from ccops.rulepack.text.nodes import MapNode, Node, ScalarNode, walk

if TYPE_CHECKING:
    from ccops.messages import Text
    from ccops.rulepack.assembly.assembling import Assembly
    from ccops.rulepack.pack import Pack

#: A rule of a pack: its section and its id.
RuleId = tuple[str, str]
#: Sections whose rules say how the records of a kind are made from what a center hands in.
_MAKES_RECORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "worked_shift": ("shifts",),
    "worked_day": ("shifts", "work_years"),
    "leave_day": ("leave_kinds", "work_years"),
    "evaluation": ("scorecards",),
}
_PERIOD_NAMES: Final = frozenset({"period_start", "period_end"})


@attrs.frozen(kw_only=True, eq=False)
class Dependencies:
    """The rules of a pack with what they give, what they read, and who reads them.

    All of this in any period: ``figures`` are the definitions by the names they give, ``lines``
    those names that are lines of the pay statement.
    """

    gives: Mapping[RuleId, tuple[str, ...]]
    reads: Mapping[RuleId, frozenset[RuleId]]
    readers: Mapping[RuleId, frozenset[RuleId]]
    owners: Mapping[str, RuleId]
    figures: Mapping[str, tuple[Definition, ...]]
    lines: frozenset[str]
    labels: Mapping[str, Label]

    def downstream(
        self, rules: Iterable[RuleId], beyond: Callable[[RuleId], bool] = lambda _: True
    ) -> tuple[RuleId, ...]:
        """Return every rule that reads one of these, directly or not, and these themselves.

        They stand in the order of the pack's own rules. ``beyond`` says of a rule found whether
        its own readers count as well.
        """
        found: set[RuleId] = set()
        waiting = [each for each in rules if each in self.gives]
        while waiting:
            rule = waiting.pop()
            if rule not in found:
                found.add(rule)
                waiting.extend(self.readers.get(rule, ()) if beyond(rule) else ())
        return tuple(each for each in self.gives if each in found)


def dependencies_of(pack: Pack) -> Dependencies:
    """Return which rule reads which in a pack under its readings, in any of its periods."""
    periods = ("", *Stretches.of(pack).labels)
    finder = _Finder(pack, [pack.check_assembly(label) for label in periods])
    rules = [
        (section, rule.name)
        for section, listed in pack.rules.sections.items()
        for rule in listed
        if isinstance(getattr(rule, "name", None), str)
    ]
    listed = dict.fromkeys([*rules, *finder.owners.values()])  # what a plan adds of its own too
    reads = {rule: frozenset(finder.reads(rule)) - {rule} for rule in listed}
    readers: dict[RuleId, set[RuleId]] = {}
    for rule, read in reads.items():
        for each in read:
            readers.setdefault(each, set()).add(rule)
    return Dependencies(
        gives={rule: finder.gives(rule) for rule in reads},
        reads=reads,
        readers={rule: frozenset(found) for rule, found in readers.items()},
        owners=finder.owners,
        figures={name: tuple(found) for name, found in finder.figures.items()},
        lines=finder.lines,
        labels={name: finder.label_of(name) for name in finder.owners},
    )


class _Finder:
    """Finds what each rule gives and reads."""

    def __init__(self, pack: Pack, assemblies: Sequence[Assembly]) -> None:
        self._pack = pack
        self._plans = [each.plan for each in assemblies]
        self.lines = frozenset(line.figure for plan in self._plans for line in plan.lines)
        self.figures: dict[str, list[Definition]] = {}
        policies = {each.name: each.section for each in pack.rules.policies}
        self._policies: Mapping[str, str] = policies
        self._definitions: dict[RuleId, list[Definition]] = {}
        self.owners: dict[str, RuleId] = {}
        for section in ("populations", "contracts", "calendars", "roles"):
            for name in pack.rules.by_name(section):
                self.owners.setdefault(f"{section}.{name}", (section, name))
        for section in ("facts", "indicators", "parameters", "per_period"):
            for name in pack.rules.by_name(section):
                self.owners.setdefault(name, (section, name))
        for rule in pack.rules.section("per_period"):
            for name in rule.constants():
                self.owners.setdefault(name, ("per_period", rule.name))
        for plan in self._plans:
            for name, definitions in plan.definitions.by_name.items():
                for each in definitions:
                    self._take(name, each)

    def _take(self, name: str, definition: Definition) -> None:
        rule = (self._section(definition), definition.policy or definition.name)
        self.owners[name] = rule
        for listed in (self._definitions.setdefault(rule, []), self.figures.setdefault(name, [])):
            if definition not in listed:
                listed.append(definition)

    def label_of(self, name: str) -> Label:
        """Return what people call a name, by the first period that has it."""
        found = next((plan for plan in self._plans if plan.steps_of(name)), self._plans[0])
        return found.label_of(name)

    def _section(self, definition: Definition) -> str:
        owner = definition.policy or definition.name
        if owner in self._policies:
            return self._policies[owner]
        if isinstance(definition, RankFigure):
            return "ranks"
        return "eligibility" if owner in self._pack.rules.by_name("eligibility") else "figures"

    def gives(self, rule: RuleId) -> tuple[str, ...]:
        """Return the names a rule gives to formulas, tables and ranks."""
        found = [name for name, owner in self.owners.items() if owner == rule and "." not in name]
        return tuple(dict.fromkeys(found))

    def reads(self, rule: RuleId) -> Iterator[RuleId]:
        """Yield the rules a rule reads."""
        for definition in self._definitions.get(rule, ()):
            yield from self._owned(self._names_of(definition))
            yield from self._population(definition.population.value)
        section, name = rule
        for each in self._rules(section, name):
            yield from self._around(section, each)

    def _rules(self, section: str, name: str) -> Iterator[Any]:
        yield from (each for each in self._pack.rules.section(section) if each.name == name)

    def _names_of(self, definition: Definition) -> Iterator[str]:
        yield from names_read(definition)
        match definition:
            case MembersFigure():
                yield definition.figure.value
                yield from names_in(definition.where) if definition.where else ()
                yield f"populations.{definition.of.value}"
            case GroupFactFigure():
                yield definition.fact.value
            case TotalFigure():
                yield from (each.value for each in definition.adds)
            case TableFigure():
                ranks = (each.places_of for each in definition.columns if each.places_of)
                yield from (each.value for each in ranks)
                cells = names_in_cells(definition)
                yield from (each for each in cells if self._is_parameter(each))
            case RowFigure() if definition.if_zero is not None:
                yield from names_in(definition.if_zero)
            case _:
                pass

    def _is_parameter(self, name: str) -> bool:
        """Say whether a word of a cell is a parameter's name."""
        return self.owners.get(name, ("", ""))[0] == "parameters"

    def _owned(self, names: Iterable[str]) -> Iterator[RuleId]:
        for name in names:
            if name in self.owners:
                yield self.owners[name]
            if name in _PERIOD_NAMES:
                yield ("calendars", self._pack.rules.pack.default_calendar.value)

    def _population(self, name: str) -> Iterator[RuleId]:
        if name != EVERYBODY and f"populations.{name}" in self.owners:
            yield ("populations", name)

    def _around(self, section: str, rule: Any) -> Iterator[RuleId]:  # noqa: ANN401 - any rule
        """Yield what a rule reads beside the figures it gives."""
        if section == "populations":
            yield from self._population(rule.within.value if rule.within else EVERYBODY)
            yield from self._owned(names_in(rule.is_) if rule.is_ else ())
        elif section == "indicators":
            yield from self._measured(rule)
        elif section == "calendars":
            yield from (("calendars", rule.same_as.value),) if rule.same_as else ()
        elif section in self._policies.values():
            yield from self._owned(self._words(section, rule.name))

    def _measured(self, rule: Any) -> Iterator[RuleId]:  # noqa: ANN401 - an indicator
        calendar: Text = rule.calendar or self._pack.rules.pack.default_calendar
        yield ("calendars", calendar.value)
        if rule.contract is not None:
            yield ("contracts", rule.contract.value)
        kind = rule.over.value if rule.over is not None else ""
        for section in _MAKES_RECORDS.get(kind, ()):
            yield from ((section, each.name) for each in self._pack.rules.section(section))
        known = self._pack.rules.by_name("parameters")
        words = self._words("indicators", rule.name)
        yield from (("parameters", word) for word in words if word in known)

    def _words(self, section: str, name: str) -> Iterator[str]:
        """Yield the names written anywhere in a rule that no figure of the plan reads for it."""
        rules = self._pack.document.get(section)
        node = rules.get(name) if isinstance(rules, MapNode) else None
        for part in walk(node) if node is not None else ():
            if isinstance(part, ScalarNode):
                yield from names_in(part.as_text())


def rule_node(pack: Pack, rule: RuleId) -> Node | None:
    """Return a rule as it is written, under the readings of a pack."""
    section = pack.document.get(rule[0])
    return section.get(rule[1]) if isinstance(section, MapNode) else None
