"""Telling: what is written under a key of a rule, in words, on one line.

What a value means follows from how its class says that it is written, so that a rule of any kind,
a plugin's too, is told without being known here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from ccops.kpi import RatioRule
from ccops.messages import LABEL_LANGUAGES, Label, has_message, message
from ccops.reports.parts.formula_words import FormulaWords
from ccops.reports.rulebook.cell_words import tell_cell
from ccops.reports.rulebook.clauses import clause_key, in_order
from ccops.reports.rulebook.constant_words import tell_display, tell_written
from ccops.reports.rulebook.names import PackNames
from ccops.reports.rulebook.quantities import is_quantity, told_quantity
from ccops.rulepack.describing import RULE_FIELDS
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rules import FieldSpec, Shape, pack_fields
from ccops.values import Unit

if TYPE_CHECKING:
    import enum
    from collections.abc import Iterator

    from ccops.reports.document.words import Words

#: What is said of a rule apart from its fields, or is between packs and no business of readers.
ASIDE: Final = frozenset({
    "label", "asks", "accept", "source", "because", "carries", "override", "final", "was",
    "gives", "lots",
})  # fmt: skip
#: Shapes under which rules stand inside a rule.
RULES: Final = frozenset({Shape.ONE, Shape.MANY, Shape.BY_NAME})
_LISTS: Final = frozenset({Shape.NAMES, Shape.TEXTS, Shape.VALUES})
#: What follows in the description of a field is how it is written, for whoever writes it.
_ASIDE: Final = re.compile(r"[:;] ")
#: The key that says how a ratio is printed, ``0.0%``.
_DISPLAY: Final = "display"
#: Keys whose numbers count nothing: a year has no thousands, nor has a seed.
_AS_WRITTEN: Final = frozenset({"year", "seed"})
#: Between the two languages of a text that is written once for both.
_BOTH: Final = re.compile(r"(.+?) ?[·/] ([\x20-\x7e]+)")

_LATIN: Final = re.compile(r"^[\x00-\x7f]*[A-Za-z][\x00-\x7f]*$")

#: A key of a rule as it is written: the key, how its class has it, and the value.
Written = tuple[str, FieldSpec, Node]


def written_fields(node: Node, rule_class: type) -> Iterator[Written]:
    """Yield the keys that say what a rule is, in the order in which they are written."""
    specs = {**RULE_FIELDS, **{key: spec for key, (_, spec) in pack_fields(rule_class).items()}}
    for key, value in node.entries if isinstance(node, MapNode) else ():
        if key.text in specs and key.text not in ASIDE:
            yield key.text, specs[key.text], value


@attrs.frozen(kw_only=True, eq=False)
class Teller:
    """Tells what is written in rules.

    ``over`` is the kind of records whose columns may be meant, ``local`` the labels of what
    stands inside the rule that is told, ``constants`` what the parameters of the pack come to,
    ``nothing`` those that come to nothing.
    """

    names: PackNames
    constants: Mapping[str, str] = attrs.field(factory=dict[str, str])
    nothing: frozenset[str] = frozenset()
    over: str = ""
    local: Mapping[str, Label] = attrs.field(factory=dict[str, Label])

    @property
    def words(self) -> Words:
        """The words of the language it tells in."""
        return self.names.words

    def within(self, node: Node, rule_class: type) -> Teller:
        """Return who tells what stands inside a rule: by its records and its own names."""
        if not isinstance(node, MapNode):
            return self
        local = dict(self.local)
        for _, spec, value in written_fields(node, rule_class):
            if spec.shape is Shape.BY_NAME and isinstance(value, MapNode):
                local.update((key.text, label_of(each)) for key, each in value.entries)
            if spec.shape is Shape.COLUMNS and isinstance(value, ListNode):
                local.update(filter(None, map(self._column, value.items)))
        kind = node.text_of("over") or self.names.measured_over.get(node.text_of("of"), "")
        over = kind if kind in self.names.kinds else self.over
        return attrs.evolve(self, over=over, local=local)

    def _column(self, node: Node) -> tuple[str, Label] | None:
        """Return the name of a column of a table with the label of what it reads."""
        entries = node.entries if isinstance(node, MapNode) else ()
        for key, reads in entries:
            if key.text != "step":
                name = reads.text_of("places_of") if isinstance(reads, MapNode) else _text(reads)
                called = self.names.called(name)
                return key.text, Label(zh=called, en=called)
        return None

    # -- what keys are called -----------------------------------------------------------------

    def head(self, key: str, spec: FieldSpec) -> str:
        """Return what people call a key of a rule, where a line begins with it."""
        known = f"book-field-{key}"
        if has_message(f"report-{known}"):
            return self.words.say(known)
        said = re.split(_ASIDE, spec.en, maxsplit=1)[0]
        return self.words.head(Label(zh=spec.zh, en=said), key)

    def called(self, name: str, kind: str = "") -> str:
        """Return what people call a name."""
        own = self.words.label(self.local.get(name, Label()))
        return own or self.names.called(name, kind, over=self.over)

    def both(self, ratio: MapNode) -> dict[str, str]:
        """Return what stands above and below the line of a ratio."""
        return {key: told_quantity(self, ratio.text_of(key)) for key in ("of", "over")}

    # -- what stands under them ---------------------------------------------------------------

    def told(self, spec: FieldSpec, node: Node) -> str:
        """Return what is written under a key, in words."""
        if spec.shape in RULES:
            return self._rules(spec, node)
        match node:
            case ListNode() if spec.shape is Shape.ROWS:
                return self.words.say("book-next").join(map(self._row, node.items))
            case ListNode():
                told = list(dict.fromkeys(self.told(spec, each) for each in node.items))
                return self.words.say("book-listed").join(told) or self.words.say("book-none")
            case MapNode():
                return self._mapping(spec, node)
            case ScalarNode():
                return self._text(spec, node.text)

    def _text(self, spec: FieldSpec, text: str) -> str:
        match spec.shape:
            case Shape.FORMULA:
                return self.formulas.told(text)
            case Shape.NAME | Shape.NAMES:
                return self._named(text, str(spec.of))
            case Shape.WORD:
                return self._word(text, spec.of)
            case Shape.FLAG:
                return message(text, {}, locale=self.words.locale)
            case Shape.RANGE:
                return self.cell(text)
            case Shape.TEXTS if text.endswith((" asc", " desc")):
                return self.formulas.key(text)
            case Shape.LABEL:
                return self.names.plain(text)
            case _:
                return self._constant(spec, text)

    def _constant(self, spec: FieldSpec, text: str) -> str:
        is_unrounded = spec.shape is Shape.ROUNDING
        return self.words.say("book-not-rounded") if is_unrounded else self.value(text)

    def _mapping(self, spec: FieldSpec, node: MapNode) -> str:
        match spec.shape:
            case Shape.LABEL:
                return self.names.plain(self.words.label(label_of(node, "")))
            case Shape.ROUNDING:
                to, mode = node.text_of("to"), node.text_of("mode")
                return self.words.say("book-rounded", to=self.value(to), mode=self._mode(mode))
            case Shape.DATED:
                told = (self.since(key.text, value) for key, value in node.entries)
                return self.words.say("book-next").join(told)
            case _:
                told = (
                    self.pair(self.called(key.text), self._entry(value))
                    for key, value in node.entries
                )
                return self.words.say("listed").join(told)

    def _entry(self, node: Node) -> str:
        if isinstance(node, MapNode):
            return self.words.label(label_of(node, ""))
        return self.value(node.text) if isinstance(node, ScalarNode) else ""

    def _mode(self, mode: str) -> str:
        return self.words.say(f"book-word-roundingmode-{mode}")

    def since(self, day: str, value: Node) -> str:
        """Return a value and from which day on it holds; that there is none from then on."""
        text = value.text if isinstance(value, ScalarNode) else ""
        told = self.words.say("book-none") if text == "null" else self.value(text)
        return self.words.say("book-since", day=self.value(day), value=told)

    def value(self, text: str) -> str:
        """Return a constant, a name or a word as people say it."""
        constant = tell_written(text, self.words)
        if constant is not None:
            return constant
        if text in self.local or self.names.knows(text, self.over):
            return self.names.word(text) or self.called(text)
        both = _BOTH.fullmatch(text)
        if both is not None and not _LATIN.search(both[1]):
            return both[2] if self.words.locale == "en" else self.names.text(both[1])
        if ".." in text and text[0] in "[(":
            return self.cell(text)
        return self.names.word(text) or self.names.text(self.words.word(text))

    def cell(self, text: str) -> str:
        """Return a cell of a table, or a range, in words; a parameter in it with its value."""
        return tell_cell(text, self.words, self._limit)

    def _limit(self, text: str) -> str:
        constant = self.constants.get(text)
        if constant is None:
            return self.value(text.strip("'\""))
        return self.words.say("book-inside", name=constant, told=self.called(text))

    def _named(self, text: str, kind: str) -> str:
        if kind == "None" and not self.names.knows(text, self.over):
            return self.names.word(text) or self.words.word(text)
        constant = self.constants.get(text)
        if constant is None:
            return self.called(text, kind)
        return self.words.say("book-inside", name=self.called(text, kind), told=constant)

    def _word(self, text: str, among: Any) -> str:  # noqa: ANN401 - an enum, or some of its words
        listed: list[enum.Enum] = list(among)
        found = next((each for each in listed if each.value == text), None)
        if found is None:
            return self.words.word(text)
        key = f"book-word-{type(found).__name__.lower()}-{found.name.lower()}"
        return self.words.say(key) if has_message(f"report-{key}") else self.words.word(text)

    @property
    def formulas(self) -> FormulaWords:
        """Who tells the formulas of the rule."""
        return FormulaWords(
            words=self.words,
            called=self.called,
            word=self._quoted,
            function=self.names.function,
            is_date=self._is_date,
        )

    def _is_date(self, name: str) -> bool:
        kind = self.names.kinds.get(self.over)
        column = kind.scope.get(name) if kind is not None else None
        unit = self.names.plan.unit_of(name) if column is None else column.type.unit
        return unit is Unit.DATE

    def _quoted(self, word: str) -> str:
        return self.names.word(word) or self.words.word(word)

    # -- rules inside a rule ------------------------------------------------------------------

    def _rules(self, spec: FieldSpec, node: Node) -> str:
        next_one = self.words.say("book-next")
        if spec.shape is Shape.BY_NAME and isinstance(node, MapNode):
            named = ((self.item(key.text, each), each) for key, each in node.entries)
            told = (self._inside(name, self.inner(each, spec.of)) for name, each in named)
            return next_one.join(told)
        if isinstance(node, ListNode):
            return next_one.join(self.inner(each, spec.of) for each in node.items)
        return self.inner(node, spec.of)

    def item(self, name: str, node: Node) -> str:
        """Return what a rule inside a rule is called: its label, or what its name is called."""
        return self.words.label(label_of(node)) or self.called(name)

    def sentence(self, node: Node, rule_class: type) -> str:
        """Return everything that is written in a rule on one line."""
        return self.words.say("book-clause").join(self._clauses(node, rule_class))

    def inner(self, node: Node, rule_class: type) -> str:
        """Return everything that is written in a rule inside another, for its sentence."""
        return self.words.say("book-inner").join(self._clauses(node, rule_class))

    def _clauses(self, node: Node, rule_class: type) -> Iterator[str]:
        if not isinstance(node, MapNode):
            yield self._short(node)
            return
        within = self.within(node, rule_class)
        fields = in_order(written_fields(node, rule_class), rule_class)
        yield from filter(None, (within.clause(rule_class, each) for each in fields))

    def clause(self, rule_class: type, field: Written) -> str:
        """Return what is written under a key as a part of a sentence."""
        key, spec, value = field
        said = clause_key(rule_class, key, spec, value)
        told = self.told_of(rule_class, field)
        if not said:
            return self.pair(self.head(key, spec), told)
        return self.words.say(f"book-say-{said}", told=told)

    def told_of(self, rule_class: type, field: Written) -> str:
        """Return what is written under a key of a class of rules, in words."""
        key, spec, value = field
        if is_quantity(rule_class, key) and isinstance(value, ScalarNode):
            return told_quantity(self, value.text)
        if key == _DISPLAY and isinstance(value, ScalarNode):
            return tell_display(value.text, self.words)
        if spec.of is RatioRule and isinstance(value, MapNode):
            return self.words.say("book-ratio", **self.within(value, RatioRule).both(value))
        if key in _AS_WRITTEN and spec.shape is Shape.WHOLE and isinstance(value, ScalarNode):
            return value.text
        return self.told(spec, value)

    def _short(self, node: Node) -> str:
        """Return a rule that is written as one value."""
        if isinstance(node, ListNode):
            return self.words.say("listed").join(map(self._short, node.items))
        return self.value(node.text) if isinstance(node, ScalarNode) else ""

    def _inside(self, name: str, told: str) -> str:
        return self.words.say("book-inside", name=name, told=told) if told else name

    def pair(self, head: str, told: str) -> str:
        """Return a head with what is told of it."""
        return self.words.say("book-pair", head=head, told=told)

    def _row(self, row: Node) -> str:
        cells = [each.text for each in _scalars(row)]
        told = self.words.say("listed").join(map(self.cell, cells[:-1]))
        return self.words.say("book-row", held=told, gives=self.cell(cells[-1]))


def _text(node: Node) -> str:
    return node.text if isinstance(node, ScalarNode) else ""


def _scalars(node: Node) -> tuple[ScalarNode, ...]:
    items = node.items if isinstance(node, ListNode) else ()
    return tuple(each for each in items if isinstance(each, ScalarNode))


def label_of(node: Node | None, key: str = "label") -> Label:
    """Return the label that stands in a node under a key, or that a node is."""
    found = node.get(key) if key and isinstance(node, MapNode) else node
    if not isinstance(found, MapNode):
        return Label()
    return Label.from_dict({each: found.text_of(each) for each in LABEL_LANGUAGES})
