"""Cards as text: what a rule is, in words somebody reads who has the manual beside him."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import LABEL_LANGUAGES, Label, Locale, message, width_of
from ccops.rulepack.cards.card import CardField, Named, RuleCard, written
from ccops.rulepack.describing import section_words
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rules import FieldSpec, Shape, pack_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_INDENT: Final = "  "
_LISTS: Final = (Shape.NAMES, Shape.TEXTS)
_RULES: Final = (Shape.ONE, Shape.MANY, Shape.BY_NAME)
#: So many cases are named; the rest is counted.
MOST_CASES: Final = 12


def card_text(card: RuleCard, locale: Locale) -> str:
    """Return a card as lines of text in a locale."""
    return "\n".join(_Teller(card, locale).lines())


@attrs.frozen
class _Teller:
    card: RuleCard
    locale: Locale

    def lines(self) -> Iterator[str]:
        card = self.card
        section = section_words(card.section, self.locale)
        yield f"{section}: {self._called(card.name, card.label)}"
        yield from self._indented(self._head())
        for number, part in enumerate(card.parts, 1):
            if len(card.parts) > 1:
                yield _INDENT + self._say("card-part", number=number, count=len(card.parts))
            yield from self._indented(self._fields(part))
        yield from self._indented(self._around())

    def _say(self, key: str, **arguments: object) -> str:
        return message(key, arguments, locale=self.locale)

    def _indented(self, lines: Iterable[str]) -> Iterator[str]:
        yield from (f"{_INDENT}{line}" for line in lines)

    def _called(self, name: str, label: Label | None = None) -> str:
        found = label or self.card.labels.get(name) or Label()
        words = found.in_locale(self.locale)
        return f"{words} ({name})" if words and words != name else name

    # -- head -----------------------------------------------------------------------------------

    def _head(self) -> Iterator[str]:
        card = self.card
        because = card.origin.because.in_locale(self.locale)
        if card.is_assumed:
            yield self._say("card-assumed", because=because)
        elif card.origin.source:
            yield self._say("card-source", source=card.origin.source)
            if because:
                yield self._say("card-because", because=because)
        if card.origin.carries:
            yield self._say("card-carries", clause=card.origin.carries)
        yield self._say("card-place", pack=card.pack, place=card.origin.span or "-")

    # -- fields ---------------------------------------------------------------------------------

    def _fields(self, fields: Sequence[CardField]) -> Iterator[str]:
        columns = next((each.node for each in fields if each.spec.shape is Shape.COLUMNS), None)
        for each in fields:
            yield from self._field(each.key, each.spec, each.node, columns)

    def _field(self, key: str, spec: FieldSpec, node: Node, columns: Node | None) -> Iterator[str]:
        words = Label(zh=spec.zh, en=spec.en).in_locale(self.locale) or key
        head = f"{words} ({key}):"
        if spec.shape is Shape.ROWS and isinstance(node, ListNode):
            yield head
            yield from self._indented(self._rows(node, columns))
        elif spec.shape in _RULES:
            yield head
            yield from self._indented(self._inner(spec, node, columns))
        elif spec.shape is Shape.DATED and isinstance(node, MapNode):
            yield head
            for day, value in node.entries:
                yield _INDENT + self._say("card-since", day=day.text, value=written(value))
        elif spec.shape is Shape.TEXT_BY_NAME and isinstance(node, MapNode):
            yield head
            yield from (f"{_INDENT}{name.text}: {written(value)}" for name, value in node.entries)
        elif spec.shape is Shape.LABEL_BY_NAME and isinstance(node, MapNode):
            yield head
            for name, value in node.entries:
                called = _label(value).in_locale(self.locale) if isinstance(value, MapNode) else ""
                yield f"{_INDENT}{name.text}: {called or written(value)}"
        else:
            yield f"{head} {self._value(spec, node)}"

    def _value(self, spec: FieldSpec, node: Node) -> str:
        if spec.shape is Shape.LABEL and isinstance(node, MapNode):
            return _label(node).in_locale(self.locale)
        if spec.shape is Shape.NAME and isinstance(node, ScalarNode):
            return self._called(node.text)
        if spec.shape in _LISTS and isinstance(node, ListNode):
            return ", ".join(self._called(written(each)) for each in node.items)
        return written(node)

    def _inner(self, spec: FieldSpec, node: Node, columns: Node | None) -> Iterator[str]:
        """Yield the rules inside a rule, each with its own fields."""
        if spec.shape is Shape.BY_NAME and isinstance(node, MapNode):
            for key, value in node.entries:
                yield f"{self._inner_name(key.text, value)}:"
                yield from self._indented(self._one(spec, value, columns))
        elif isinstance(node, ListNode):
            for number, each in enumerate(node.items, 1):
                yield f"{number}."
                yield from self._indented(self._one(spec, each, columns))
        else:
            yield from self._one(spec, node, columns)

    def _inner_name(self, name: str, node: Node) -> str:
        label = node.get("label") if isinstance(node, MapNode) else None
        if isinstance(label, MapNode):
            return self._called(name, _label(label))
        return name

    def _one(self, spec: FieldSpec, node: Node, columns: Node | None) -> Iterator[str]:
        fields = pack_fields(spec.of)
        for key, value in node.entries if isinstance(node, MapNode) else ():
            if key.text in fields and key.text != "label":
                yield from self._field(key.text, fields[key.text][1], value, columns)

    def _rows(self, node: ListNode, columns: Node | None) -> Iterator[str]:
        """Yield the rows of a table in columns, the names of the columns above them."""
        items = columns.items if isinstance(columns, ListNode) else ()
        names = [self._column(each) for each in items]
        rows = [
            [written(cell) for cell in row.items]
            for row in node.items
            if isinstance(row, ListNode)
        ]
        missing = max(map(len, rows), default=0) - len(names)
        table = [[*names, *[self._say("card-pays")] * missing], *rows] if names else rows
        widths = [max(map(width_of, column)) for column in zip(*table, strict=False)]
        for number, row in enumerate(table, 0 if names else 1):
            cells = (
                cell + " " * (width - width_of(cell))
                for cell, width in zip(row, widths, strict=False)
            )
            yield f"{number or ' ':>2}  " + " | ".join(cells).rstrip()

    def _column(self, node: Node) -> str:
        if not isinstance(node, MapNode):
            return self._called(written(node))
        named = next((each for each in node.entries if each[0].text != "step"), None)
        if named is None:
            return written(node)
        key, reads = named
        name = reads.text_of("places_of") if isinstance(reads, MapNode) else written(reads)
        return f"{key.text}: {self._called(name)}"

    # -- around ---------------------------------------------------------------------------------

    def _around(self) -> Iterator[str]:
        card = self.card
        yield from self._list("card-gives", card.gives)
        if card.parameters:
            yield self._say("card-parameters")
            for each in card.parameters:
                values = "; ".join(
                    self._say("card-since", day=value.since, value=value.value or "-")
                    for value in each.values
                )
                yield f"{_INDENT}{self._called(each.name, each.label)}: {values} [{each.source}]"
        yield from self._list("card-reads", card.reads)
        yield from self._list("card-read-by", card.read_by)
        for choice in card.choices:
            state = "card-choice-open" if choice.is_open else "card-choice"
            asks = choice.choice.asks.in_locale(self.locale)
            yield self._say(state, name=choice.name, asks=asks, taken=choice.taken)
        for accept in card.accepted:
            because = accept.because.in_locale(self.locale)
            yield self._say("card-accepted", code=accept.code.value, because=because)
        yield from self._cases()

    def _list(self, key: str, names: Sequence[Named]) -> Iterator[str]:
        if names:
            listed = (self._called(each.name, each.label) for each in names)
            yield f"{self._say(key)} {', '.join(listed)}"

    def _cases(self) -> Iterator[str]:
        names = [each.name for each in self.card.cases]
        if names:
            more = len(names) - MOST_CASES
            told = ", ".join(names[:MOST_CASES]) + (f", … +{more}" if more > 0 else "")
            yield f"{self._say('card-cases')} {told}"
        elif self.card.gives:
            yield self._say("card-no-cases")


def _label(node: MapNode) -> Label:
    return Label.from_dict({language: node.text_of(language) for language in LABEL_LANGUAGES})
