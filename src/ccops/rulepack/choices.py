"""Choices: questions a manual leaves open, and a document with one reading of each taken.

Any value may be written ``{by: CHOICE, reading_a: …, reading_b: …}``. Taking readings happens
before anything is checked; what does not depend on a choice keeps its very nodes, and a rule
under the same readings is the same node again, so that later steps can keep what they did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Severity, Span, Text, nearest
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.reading.reader import read_section
from ccops.rulepack.taking import NO_READINGS, choice_of, replaced, take
from ccops.rulepack.text.nodes import MapNode, Node, ScalarNode, collections_in
from ccops.rules import Shape, name_field, origin_field, pack_field

#: What ``chosen:`` says while nobody has decided.
OPEN: Final = "open"
_SECTION: Final = "choices"
_ANSWERS: Final = "answers"
#: Sections in which ``by:`` is a person or a group, and nothing depends on a choice.
WITHOUT_CHOICES: Final = frozenset({_SECTION, _ANSWERS, "cases", "pack"})
_LEAST_READINGS: Final = 2

#: A rule of the document: its section and its id.
RuleId = tuple[str, str]
#: Readings by choice.
_Readings = tuple[tuple[str, str], ...]
_MemoKey = tuple[RuleId, _Readings]


@frozen(kw_only=True)
class Choice:
    """A question with its readings, each with one worked amount, and the one chosen."""

    name: str = name_field()
    asks: Label = pack_field(Shape.LABEL, zh="问题", en="the question")
    says: Label = pack_field(
        Shape.LABEL, default=Label(), zh="手册怎么说", en="what the manual says, in few words"
    )
    readings: Mapping[str, Text] = pack_field(
        Shape.TEXT_BY_NAME, zh="各种读法", en="the readings, each with a worked amount"
    )
    called: Mapping[str, Label] = pack_field(
        Shape.LABEL_BY_NAME,
        default=attrs.Factory(dict),
        zh="各读法的名称",
        en="what people call each reading",
    )
    chosen: Text = pack_field(Shape.NAME, zh="所取读法", en="the reading taken, or open")
    by: Text | None = pack_field(Shape.TEXT, default=None, zh="决定人", en="who decided")
    on: dt.date | None = pack_field(Shape.DATE, default=None, zh="决定日期", en="when")
    before: Choice | None = None
    origin: Origin = origin_field()

    def answered(self, answer: Answer) -> Choice:
        """Return the choice as a pack answers it that extends the one that asks.

        ``before`` keeps what the pack that asks had taken, by whom and when.
        """
        source = answer.origin.source or f"{answer.by}, {answer.on}"
        return attrs.evolve(
            self,
            chosen=answer.takes,
            by=answer.by,
            on=answer.on,
            before=self,
            origin=attrs.evolve(answer.origin, source=source),
        )

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.chosen.value == OPEN

    @property
    def provisional(self) -> str:
        """The reading a pack is checked under: the chosen one, or the first while open."""
        if not self.is_open:
            return self.chosen.value
        return next(iter(self.readings), "")


@frozen(kw_only=True)
class Answer:
    """The reading a pack takes of a question that a pack above it asks.

    ``bonus_reading: {takes: slices, by: Li Min, on: 2026-01-01}``.
    """

    name: str = name_field()
    takes: Text = pack_field(Shape.NAME, zh="所取读法", en="the reading taken, or open")
    by: Text = pack_field(Shape.TEXT, zh="决定人", en="who decided")
    on: dt.date = pack_field(Shape.DATE, zh="决定日期", en="when")
    origin: Origin = origin_field()


@frozen(kw_only=True)
class ChoicePlace:
    """A value written by readings: where, in which rule, and which reading around it it needs.

    ``within`` are the readings, by choice, under which the place exists at all.
    """

    choice: str
    span: Span
    rule: RuleId
    within: tuple[tuple[str, str], ...] = ()


@frozen(kw_only=True)
class Resolution:
    """A document under one reading of every choice.

    ``used`` names the choices each rule depends on under the readings taken; ``open`` those of
    the pack's choices that neither the pack nor ``taken`` decides.
    """

    document: MapNode
    taken: Mapping[str, str]
    used: Mapping[RuleId, frozenset[str]]
    open: frozenset[str]
    diagnostics: tuple[Diagnostic, ...]


@frozen
class _Taken:
    """A document under readings, and which choices its rules depend on under them."""

    document: MapNode
    readings: Mapping[str, str]
    used: Mapping[RuleId, frozenset[str]]


def resolve(document: MapNode, taken: Mapping[str, str]) -> Resolution:
    """Return a document with the chosen readings in place; ``taken`` goes before ``chosen:``."""
    return Choices.of(document).resolve(taken)


@frozen(kw_only=True, eq=False)
class Choices:
    """The choices of a document and every place that depends on one, found once."""

    document: MapNode
    choices: Mapping[str, Choice]
    places: tuple[ChoicePlace, ...]
    diagnostics: tuple[Diagnostic, ...]
    _memo: dict[_MemoKey, tuple[Node, frozenset[str]]] = attrs.field(
        factory=dict[_MemoKey, tuple[Node, frozenset[str]]], repr=False
    )
    _sections: dict[Hashable, tuple[Node, Node, object]] = attrs.field(
        factory=dict[Hashable, tuple[Node, Node, object]], init=False, repr=False
    )

    @classmethod
    def of(cls, document: MapNode) -> Choices:
        """Read the choices of a merged document and find what depends on them."""
        context = ReadContext()
        section = document.get(_SECTION)
        listed = read_section(section, Choice, context=context) if section else ()
        choices = {each.name: each for each in listed}
        answers = document.get(_ANSWERS)
        given = read_section(answers, Answer, context=context) if answers else ()
        context.diagnostics.extend(_unasked(given, choices))
        for each in given:
            if each.name in choices:
                choices[each.name] = choices[each.name].answered(each)
        declared = section.keys if isinstance(section, MapNode) else ()
        finder = _Finder(choices, frozenset(declared))
        places = tuple(finder.places(document))
        found = (*context.diagnostics, *finder.diagnostics, *_choice_problems(choices, places))
        return cls(document=document, choices=choices, places=places, diagnostics=found)

    def resolve(self, taken: Mapping[str, str]) -> Resolution:
        """Return the document with one reading of every choice in place.

        A choice that is open and not taken has its first reading. Rules without a choice keep
        their nodes; a rule or section under the same readings is the same node each time.
        """
        before = self._provisional
        usual = before.readings
        other = {name: each for name, each in taken.items() if usual.get(name) != each}
        problems = tuple(self._taken_problems(other))
        known = {name: each for name, each in other.items() if self._knows(name, each)}
        found = self._under(known) if known else before
        return Resolution(
            document=found.document,
            taken=found.readings,
            used=found.used,
            open=self._undecided.difference(taken),
            diagnostics=(*self.diagnostics, *problems),
        )

    def with_rule(self, rule: RuleId, node: Node) -> Choices:
        """Return the same choices with another node for one rule, written by the same readings."""
        section, id_ = rule

        def of_section(name: str, rules: Node) -> Node:
            if name != section or not isinstance(rules, MapNode):
                return rules
            return replaced(rules, lambda key, value: node if key == id_ else value)

        kept = {key: each for key, each in self._memo.items() if key[0] != rule}
        return attrs.evolve(self, document=replaced(self.document, of_section), memo=kept)

    def _knows(self, name: str, reading: str) -> bool:
        return name in self.choices and reading in self.choices[name].readings

    def _taken_problems(self, taken: Mapping[str, str]) -> Iterator[Diagnostic]:
        for name, reading in taken.items():
            if name not in self.choices:
                near = nearest(name, self.choices)
                yield Diagnostic(code="choice-unknown", args={"choice": name, "nearest": near})
            elif not self._knows(name, reading):
                yield _unknown_reading(self.choices[name], reading, None)

    @cached_property
    def _undecided(self) -> frozenset[str]:
        """The choices that nobody has decided."""
        return frozenset(name for name, each in self.choices.items() if each.is_open)

    @cached_property
    def _provisional(self) -> _Taken:
        """The document under the reading of every choice that is taken when none is given."""
        readings = {name: choice.provisional for name, choice in self.choices.items()}
        return self._replacing(_Taken(self.document, readings, {}), self._depends_on)

    def _replacing(self, before: _Taken, rules: Iterable[RuleId]) -> _Taken:
        """Return a document with some rules under the readings of ``before``."""
        used = dict(before.used)
        written: dict[str, dict[str, Node]] = {}
        for rule in rules:
            section, id_ = rule
            node = self._rule(rule, self._written[rule], before.readings, used)
            written.setdefault(section, {})[id_] = node

        def of_section(name: str, node: Node) -> Node:
            nodes = written.get(name)
            return node if nodes is None else self._section(name, node, nodes)

        return _Taken(replaced(before.document, of_section), before.readings, used)

    def _section(self, name: str, section: Node, nodes: Mapping[str, Node]) -> Node:
        """Return a section with some rules written otherwise, the same node each time."""
        if not isinstance(section, MapNode):
            return section
        other = {id_: node for id_, node in nodes.items() if section.get(id_) is not node}
        if not other:
            return section
        key = (name, id(section), *other.keys(), *map(id, other.values()))
        if key not in self._sections:  # with what it was made of, so that identities stay theirs
            made = replaced(section, other.get)
            self._sections[key] = (made, section, other)
        return self._sections[key][0]

    def _under(self, other: Mapping[str, str]) -> _Taken:
        """Return the document under other readings: only rules that ask are written otherwise."""
        before = self._provisional
        rules = dict.fromkeys(rule for name in other for rule in self._asking.get(name, ()))
        readings = {**before.readings, **other}
        return self._replacing(attrs.evolve(before, readings=readings), rules)

    @cached_property
    def _written(self) -> Mapping[RuleId, Node]:
        """The rules in which a choice stands, as they are written."""
        found: dict[RuleId, Node] = {}
        for section in {rule[0] for rule in self._depends_on}:
            rules = self.document.get(section)
            entries = rules.entries if isinstance(rules, MapNode) else ()
            written = (((section, key.text), node) for key, node in entries)
            found.update((rule, node) for rule, node in written if rule in self._depends_on)
        return found

    def _rule(
        self,
        rule: RuleId,
        node: Node,
        readings: Mapping[str, str],
        used: dict[RuleId, frozenset[str]],
    ) -> Node:
        names = self._depends_on.get(rule)
        if names is None:
            return node
        key = (rule, tuple((name, readings.get(name, "")) for name in sorted(names)))
        if key not in self._memo:
            taken: set[str] = set()
            self._memo[key] = (take(node, readings, taken), frozenset(taken))
        found, used[rule] = self._memo[key]
        return found

    @cached_property
    def _depends_on(self) -> Mapping[RuleId, frozenset[str]]:
        """Which choices stand anywhere in a rule, whatever is taken."""
        found: dict[RuleId, set[str]] = {}
        for place in self.places:
            found.setdefault(place.rule, set()).add(place.choice)
        return {rule: frozenset(names) for rule, names in found.items()}

    @cached_property
    def _asking(self) -> Mapping[str, tuple[RuleId, ...]]:
        """The rules in which a choice stands anywhere, whatever is taken."""
        found: dict[str, dict[RuleId, None]] = {}
        for place in self.places:
            found.setdefault(place.choice, {})[place.rule] = None
        return {name: tuple(rules) for name, rules in found.items()}


class _Finder:
    """Finds the places of choices, and what is wrong with how they are written."""

    def __init__(self, choices: Mapping[str, Choice], declared: frozenset[str]) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._choices = choices
        self._declared = declared

    def places(self, document: MapNode) -> Iterator[ChoicePlace]:
        for section, rules in document.entries:
            if section.text in WITHOUT_CHOICES or not isinstance(rules, MapNode):
                continue
            for key, rule in rules.entries:
                yield from self._inside(rule, (section.text, key.text), ())

    def _inside(
        self, node: Node, rule: RuleId, within: tuple[tuple[str, str], ...]
    ) -> Iterator[ChoicePlace]:
        by = choice_of(node)
        if by is None or not isinstance(node, MapNode):
            for child in collections_in(node):
                yield from self._inside(child, rule, within)
            return
        self._check(by, node, within)
        yield ChoicePlace(choice=by.text, span=by.span, rule=rule, within=within)
        for key, value in node.entries:
            if key.text not in NO_READINGS:
                yield from self._inside(value, rule, (*within, (by.text, key.text)))

    def _check(self, by: ScalarNode, node: MapNode, within: tuple[tuple[str, str], ...]) -> None:
        choice = self._choices.get(by.text)
        if choice is None:
            if by.text not in self._declared:
                args = {"choice": by.text, "nearest": nearest(by.text, self._choices)}
                self.diagnostics.append(Diagnostic(code="choice-unknown", span=by.span, args=args))
            return
        if by.text in dict(within):
            args = {"choice": by.text}
            self.diagnostics.append(Diagnostic(code="choice-in-itself", span=by.span, args=args))
        strange = [
            key
            for key, _ in node.entries
            if key.text not in NO_READINGS and key.text not in choice.readings
        ]
        meant = {nearest(key.text, choice.readings) for key in strange}
        for reading in choice.readings:
            if reading not in node and reading not in meant:  # a misspelled one is told once
                args = {"choice": by.text, "reading": reading}
                found = Diagnostic(code="reading-missing", span=by.span, args=args)
                self.diagnostics.append(found)
        for key in strange:
            self.diagnostics.append(_unknown_reading(choice, key.text, key.span))


def _unasked(answers: Iterable[Answer], choices: Mapping[str, Choice]) -> Iterator[Diagnostic]:
    for each in answers:
        if each.name not in choices:
            args = {"choice": each.name, "nearest": nearest(each.name, choices)}
            yield Diagnostic(code="answer-unasked", span=each.origin.span, args=args)


def _unknown_reading(choice: Choice, reading: str, span: Span | None) -> Diagnostic:
    args = {
        "choice": choice.name,
        "reading": reading,
        "known": ", ".join(choice.readings),
        "nearest": nearest(reading, choice.readings),
    }
    return Diagnostic(code="reading-unknown", span=span, args=args)


def _choice_problems(
    choices: Mapping[str, Choice], places: Iterable[ChoicePlace]
) -> Iterator[Diagnostic]:
    used = {place.choice for place in places}
    for name, choice in choices.items():
        span, args = choice.origin.span, {"choice": name}
        if len(choice.readings) < _LEAST_READINGS:
            yield Diagnostic(code="choice-one-reading", span=span, args=args)
        for reading in sorted(NO_READINGS.union({OPEN}).intersection(choice.readings)):
            text = choice.readings[reading]
            reserved = {**args, "reading": reading}
            yield Diagnostic(code="reading-reserved", span=text.span, args=reserved)
        for reading in choice.called:
            if reading not in choice.readings:
                yield _unknown_reading(choice, reading, span)
        if choice.is_open:
            yield Diagnostic(code="question-open", severity=Severity.WARNING, span=span, args=args)
        elif choice.chosen.value not in choice.readings:
            yield _unknown_reading(choice, choice.chosen.value, choice.chosen.span)
        if name not in used:
            yield Diagnostic(code="choice-unused", severity=Severity.WARNING, span=span, args=args)
