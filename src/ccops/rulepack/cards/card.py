"""Cards: what one rule of a pack is, with everything somebody asks about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.errors import UnknownNameError
from ccops.messages import Label, Origin, Span, nearest
from ccops.rulepack.cards.dependencies import RuleId, dependencies_of, rule_node
from ccops.rulepack.cases.case import Case, read_cases
from ccops.rulepack.choices import Choice
from ccops.rulepack.describing import RULE_FIELDS
from ccops.rulepack.reading.accepting import accepts_in
from ccops.rulepack.reading.accepts import Accept
from ccops.rulepack.reading.rule_classes import ASSUMED
from ccops.rulepack.ruleset import sections_of
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rulepack.word_rules import NAMING
from ccops.rules import FieldSpec, pack_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.pack import Pack

#: Fields that stand in the head of a card, not among the rest.
_HEAD: Final = frozenset({"label", "asks", "accept", "source", "because", "carries"})
_CHOICES: Final = "choices"
#: Sections whose rules a case neither gives nor expects.
_UNNAMED: Final = frozenset({"parameters", "populations", "calendars", "contracts"})


@attrs.frozen(kw_only=True)
class CardField:
    """One key of a rule: its word in the pack, what it is for, and what is written there."""

    key: str
    spec: FieldSpec
    node: Node


@attrs.frozen(kw_only=True)
class Named:
    """A name with its label and the section it comes from (empty: it is no rule's own)."""

    section: str
    name: str
    label: Label = attrs.field(factory=Label)


@attrs.frozen(kw_only=True)
class DatedValue:
    """A value of a parameter from a day on; ``None`` where it ends."""

    since: dt.date
    value: str | None


@attrs.frozen(kw_only=True)
class ParameterUse:
    """A parameter a rule reads: its values by date and where they come from."""

    name: str
    label: Label
    values: tuple[DatedValue, ...]
    source: str


@attrs.frozen(kw_only=True)
class ChoiceUse:
    """A question a rule depends on: its readings, the one taken, and whether it is decided."""

    name: str
    choice: Choice
    taken: str
    is_open: bool


@attrs.frozen(kw_only=True)
class RuleCard:
    """What one rule is. A rule with a definition for each population has a part for each."""

    section: str
    name: str
    label: Label
    origin: Origin
    pack: str
    parts: tuple[tuple[CardField, ...], ...]
    gives: tuple[Named, ...]
    parameters: tuple[ParameterUse, ...]
    reads: tuple[Named, ...]
    read_by: tuple[Named, ...]
    choices: tuple[ChoiceUse, ...]
    accepted: tuple[Accept, ...]
    cases: tuple[Case, ...]
    labels: Mapping[str, Label] = attrs.field(factory=dict[str, Label], repr=False)

    @property
    def is_assumed(self) -> bool:
        """Whether the rule stands in no manual."""
        return self.origin.source == ASSUMED


def explain_rule(pack: Pack, name: str) -> tuple[RuleCard, ...]:
    """Return a card for each rule of a name; ``section.id`` asks for one of them.

    A name that a rule gives (``monthly_bonus_by_table``) leads to that rule. Raises
    ``UnknownNameError`` with the nearest name where there is none.
    """
    return CardIndex(pack).of(name)


#: The sections whose names a formula reads: of two rules of one name, theirs is meant.
_READ: Final = frozenset({"figures", "facts", "indicators", "parameters", "per_period"})


class CardIndex:
    """The cards of one pack: what all of them share is made once, whoever asks for many."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        graph = self._graph = dependencies_of(pack)
        self._cases = read_cases(pack)[0]
        self._told = tuple((case, _names_told(case)) for case in self._cases)
        self._classes = sections_of(pack.catalog)
        listed = {**pack.rules.sections, _CHOICES: tuple(pack.choices.values())}
        self._rules: dict[RuleId, list[Any]] = {}
        for section, rules in listed.items():
            for rule in rules if section not in NAMING else ():
                self._rules.setdefault((section, rule.name), []).append(rule)
        read_last = sorted(self._rules, key=lambda rule: rule[0] in _READ)
        self._labels = {**{rule[1]: self._label(rule) for rule in read_last}, **graph.labels}

    @property
    def rules(self) -> tuple[RuleId, ...]:
        """The rules of the pack, section by section, and then its questions."""
        return tuple(self._rules)

    @property
    def labels(self) -> Mapping[str, Label]:
        """What people call everything that has a name, by name."""
        return self._labels

    @property
    def cases(self) -> tuple[Case, ...]:
        """The cases of the pack."""
        return self._cases

    def label_of(self, rule: RuleId) -> Label:
        """Return what people call a rule."""
        return self._label(rule)

    def card(self, rule: RuleId) -> RuleCard:
        """Return the card of a rule. Raises ``KeyError`` where there is none."""
        return self._card(rule)

    def of(self, name: str) -> tuple[RuleCard, ...]:
        """Return a card for each rule of a name, as ``explain_rule`` does."""
        found = self._rules_named(name)
        if not found:
            raise UnknownNameError("rule", name, nearest(name, self._names()))
        return tuple(map(self._card, found))

    def _names(self) -> tuple[str, ...]:
        """Return every name that can be asked for."""
        ids = (name for _, name in self._rules)
        return tuple(dict.fromkeys([*ids, *self._graph.owners, *self._codes()]))

    def _rules_named(self, name: str) -> list[RuleId]:
        """Return the rules that have a name, or that give it."""
        section, dot, id_ = name.partition(".")
        if dot and (section, id_) in self._rules:
            return [(section, id_)]
        found = [rule for rule in self._rules if rule[1] == name]
        owner = self._graph.owners.get(name)
        if not found and owner in self._rules:
            found.append(owner)
        return found or self._codes().get(name, [])

    def _codes(self) -> dict[str, list[RuleId]]:
        """Return the reason codes with the groups each stands in."""
        found: dict[str, list[RuleId]] = {}
        for group in self._pack.rules.section("eligibility"):
            for code in group.codes:
                found.setdefault(code.name, []).append(("eligibility", group.name))
        return found

    def _card(self, rule: RuleId) -> RuleCard:
        rules = self._rules[rule]
        section, name = rule
        return RuleCard(
            section=section,
            name=name,
            label=self._label(rule),
            origin=rules[0].origin,
            pack=self._pack_of(rules[0].origin.span),
            parts=tuple(self._parts(rule)),
            gives=self._given(rule),
            parameters=tuple(self._parameters(rule)),
            reads=self._named(self._graph.reads.get(rule, frozenset())),
            read_by=self._named(self._readers(rule)),
            choices=tuple(self._choices(rule)),
            accepted=self._accepted(rule),
            cases=tuple(self._touching(rule)),
            labels=self._labels,
        )

    # -- what is written ------------------------------------------------------------------------

    def _parts(self, rule: RuleId) -> Iterator[tuple[CardField, ...]]:
        node = self._node(rule)
        own = {key: spec for key, (_, spec) in pack_fields(self._classes[rule[0]]).items()}
        specs = {**RULE_FIELDS, **own}
        for part in node.items if isinstance(node, ListNode) else (node,):
            if isinstance(part, MapNode):
                yield tuple(
                    CardField(key=key.text, spec=specs[key.text], node=value)
                    for key, value in part.entries
                    if key.text in specs and key.text not in _HEAD
                )

    def _node(self, rule: RuleId) -> Node | None:
        return rule_node(self._pack, rule)

    def _label(self, rule: RuleId) -> Label:
        first = self._rules[rule][0]
        found = first.asks if isinstance(first, Choice) else getattr(first, "label", Label())
        return found if isinstance(found, Label) else Label()

    def _pack_of(self, span: Span | None) -> str:
        """Return the folder of the pack, or of the one it extends, in which a rule stands."""
        return span.file.partition("/")[0] if span is not None else self._pack.id

    # -- what belongs to it ---------------------------------------------------------------------

    def _given(self, rule: RuleId) -> tuple[Named, ...]:
        return tuple(
            Named(section=rule[0], name=name, label=self._graph.labels[name])
            for name in self._graph.gives.get(rule, ())
        )

    def _named(self, rules: frozenset[RuleId]) -> tuple[Named, ...]:
        """Return rules by label, in the order of the pack; parameters are told by their values."""
        return tuple(
            Named(section=each[0], name=each[1], label=self._label(each))
            for each in self._rules
            if each in rules and each[0] != "parameters"
        )

    def _readers(self, rule: RuleId) -> frozenset[RuleId]:
        if rule[0] != _CHOICES:
            return self._graph.readers.get(rule, frozenset())
        used = self._pack.resolution.used
        return frozenset(each for each, names in used.items() if rule[1] in names)

    def _parameters(self, rule: RuleId) -> Iterator[ParameterUse]:
        read = self._graph.reads.get(rule, frozenset())
        for each in self._pack.rules.section("parameters"):
            if ("parameters", each.name) in read:
                values = tuple(
                    DatedValue(since=day, value=None if text.value == "null" else text.value)
                    for day, text in each.values
                )
                yield ParameterUse(
                    name=each.name, label=each.label, values=values, source=each.origin.source
                )

    def _choices(self, rule: RuleId) -> Iterator[ChoiceUse]:
        resolution = self._pack.resolution
        for name in sorted(resolution.used.get(rule, frozenset())):
            yield ChoiceUse(
                name=name,
                choice=self._pack.choices[name],
                taken=resolution.taken[name],
                is_open=name in resolution.open,
            )

    def _accepted(self, rule: RuleId) -> tuple[Accept, ...]:
        node = self._node(rule)
        return accepts_in(node) if node is not None and rule[0] != _CHOICES else ()

    def _touching(self, rule: RuleId) -> Iterator[Case]:
        """Yield the cases that expect, give or pin a name of a rule, or choose its reading.

        A rule that cases cannot name, a parameter say, is touched by those of its readers.
        """
        names = self._names_in_cases(rule)
        for case, told in self._told:
            if names & told or (rule[0] == _CHOICES and rule[1] in case.choose):
                yield case

    def _names_in_cases(self, rule: RuleId) -> set[str]:
        codes = {code for code, groups in self._codes().items() if rule in groups}
        names = {rule[1], *self._graph.gives.get(rule, ())} | codes
        waiting, seen = [rule], {rule}
        while waiting:
            unnamed = waiting.pop()
            for reader in self._readers(unnamed) if unnamed[0] in _UNNAMED else ():
                if reader not in seen:
                    seen.add(reader)
                    waiting.append(reader)
                    names.update(self._graph.gives.get(reader, ()))
        return names


def _names_told(case: Case) -> frozenset[str]:
    """Return every name a case gives, expects, sets, measures or asks for."""
    by_person = (case.expect, case.pin, case.employees, case.reasons)
    told = {name for each in by_person for named in each.values() for name in named}
    reasons = (listed for each in case.reasons.values() for listed in each.values())
    told.update(code for listed in reasons for code in listed)
    told.update(case.measures)
    told.update(str(each.columns.get("form", "")) for each in case.evaluations)
    return frozenset(told | set(case.decisions) | {case.rank})


def written(node: Node) -> str:
    """Return a node as one line, as it would stand in a pack."""
    match node:
        case ScalarNode():
            return node.text
        case ListNode():
            return f"[{', '.join(map(written, node.items))}]"
        case MapNode():
            entries = (f"{key.text}: {written(value)}" for key, value in node.entries)
            return f"{{{', '.join(entries)}}}"
