"""Decisions that are lists: which items a period has, and the parts of each.

``period.yaml`` has ``[{id: accuracy_theme, winners: 2, amount: CNY 200}]``. What is stored with a
settlement, and stands on its pages, is the same as one text: ``accuracy_theme: winners 2, amount
CNY 200``; items are parted by semicolons, and a period without any has the word ``none``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Final

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity, Span, Text, nearest
from ccops.rulepack.assembly.constant_texts import parse_constant, wanted_unit
from ccops.rulepack.pack_rules import DECIDED, DecisionRule, part_of
from ccops.rulepack.text.plain import DecidedList
from ccops.rules.ranges import parse_range
from ccops.values import NUMERIC, Scalar, Unit

if TYPE_CHECKING:
    from ccops.rulepack.pack_rules import DecidedPartRule

#: What is written where a period has none of the items.
NONE: Final = "none"
_ID: Final = "id"


@frozen
class DecidedItem:
    """One item as it was decided: its id, its parts as texts, and where it is written."""

    id: str
    parts: Mapping[str, str]
    place: Span | None = None


def decided_items(value: object) -> tuple[DecidedItem, ...] | None:
    """Return the items of a list, or of the same list as one text; ``None`` for neither.

    >>> decided_items("neat: winners 2, amount CNY 200")[0].parts
    {'winners': '2', 'amount': 'CNY 200'}
    """
    if isinstance(value, str | Text):
        return _of_text(str(value), value.span if isinstance(value, Text) else None)
    if not isinstance(value, list | tuple):
        return None
    places = value.places if isinstance(value, DecidedList) else (None,) * len(value)
    found = [_of_mapping(each, place) for each, place in zip(value, places, strict=True)]
    known = tuple(each for each in found if each is not None)
    return known if len(known) == len(found) else None


def decided_text(value: object) -> str:
    """Return a decision as one text, by which it is stored: a list by its items."""
    items = decided_items(value) if isinstance(value, list | tuple) else None
    if items is None:
        return str(value)
    return "; ".join(map(_text, items)) or NONE


def _text(item: DecidedItem) -> str:
    parts = ", ".join(f"{name} {value}" for name, value in item.parts.items())
    return f"{item.id}: {parts}"


def _of_mapping(each: object, place: Span | None) -> DecidedItem | None:
    if not isinstance(each, Mapping) or not each.get(_ID):
        return None
    parts = {str(name): str(value) for name, value in each.items() if name != _ID}
    return DecidedItem(str(each[_ID]), parts, place)


def _of_text(text: str, place: Span | None) -> tuple[DecidedItem, ...] | None:
    if text.strip() == NONE:
        return ()
    found: list[DecidedItem] = []
    for piece in text.split(";"):
        name, colon, rest = piece.partition(":")
        words = [each.strip().partition(" ") for each in rest.split(",")]
        if not colon or not name.strip() or not all(value for _, _, value in words):
            return None
        parts = {part: value.strip() for part, _, value in words}
        found.append(DecidedItem(name.strip(), parts, place))
    return tuple(found)


# -- reading them by their declaration ----------------------------------------------------------


@attrs.define
class ListReader:
    """Reads one list by what the pack declares; keeps what is wrong with it."""

    rule: DecisionRule
    currency: str
    values: dict[str, Scalar] = attrs.field(factory=dict[str, Scalar])
    problems: list[Diagnostic] = attrs.field(factory=list[Diagnostic])

    def read(self, items: Iterable[DecidedItem]) -> None:
        """Take the items of a period; of all others the flag is no and the parts are 0."""
        for declared in self.rule.items:
            for part in self.rule.each:
                self.values[part_of(declared.name, part.name)] = self._nothing(part)
            self.values[part_of(declared.name, DECIDED)] = Scalar(Unit.FLAG, value=False)
        known = {each.name for each in self.rule.items}
        seen: set[str] = set()
        for item in items:
            told = {"name": f"{self.rule.name}.{item.id}"}
            if item.id not in known:
                near = nearest(item.id, known) or "-"
                self._wrong_item("unknown-decision", item.place, **told, near=near)
            elif item.id in seen:
                self._wrong_item("decision-item-twice", item.place, **told)
            else:
                seen.add(item.id)
                self._take(item)

    def _take(self, item: DecidedItem) -> None:
        parts = {each.name: each for each in self.rule.each}
        for name in item.parts.keys() - parts.keys():
            told = {"name": f"{self.rule.name}.{item.id}.{name}"}
            near = nearest(name, parts) or "-"
            self._wrong_item("unknown-decision", item.place, **told, near=near)
        for part in self.rule.each:
            self._take_part(item, part)
        self.values[part_of(item.id, DECIDED)] = Scalar(Unit.FLAG, value=True)

    def _take_part(self, item: DecidedItem, part: DecidedPartRule) -> None:
        name = f"{self.rule.name}.{item.id}.{part.name}"
        written = item.parts.get(part.name)
        if written is None:
            self._wrong_item("decision-missing", item.place, name=name)
            return
        scalar = parse_constant(Text(written), part.unit, self.currency)
        if scalar is None:
            unit = wanted_unit(part.unit, self.currency)
            self._wrong_item("decision-wrong", item.place, name=name, got=written, unit=unit)
            return
        if part.range is not None:
            bounds, _ = parse_range(part.range, unit=part.unit)
            if isinstance(scalar.value, Fraction) and not bounds.holds(scalar.value):
                self._wrong_item(
                    "decision-out-of-range", item.place, name=name, range=part.range.value
                )
        self.values[part_of(item.id, part.name)] = scalar

    def _nothing(self, part: DecidedPartRule) -> Scalar:
        currency = self.currency if part.unit is Unit.MONEY else ""
        return Scalar(part.unit, Fraction(0), currency)

    def _wrong_item(self, code: str, place: Span | None, **told: object) -> None:
        self.problems.append(Diagnostic(code=code, severity=Severity.ERROR, span=place, args=told))


def list_findings(rule: DecisionRule) -> Iterator[Diagnostic]:
    """Yield what is wrong with a declaration: neither or both of a unit and a list, no number."""
    told = {"name": rule.name}
    span = rule.origin.span
    is_whole = bool(rule.items and rule.each)
    if is_whole == (rule.unit is not None) or bool(rule.items) != bool(rule.each):
        yield Diagnostic(code="decision-needs-one", span=span, args=told)
    for part in rule.each:
        if part.unit not in NUMERIC or part.name == DECIDED:
            wrong = {"name": f"{rule.name}.{part.name}"}
            yield Diagnostic(code="decision-part-wrong", span=part.origin.span, args=wrong)
        elif part.range is not None:
            yield from parse_range(part.range, unit=part.unit)[1]


def list_placeholders(rule: DecisionRule, currency: str) -> Mapping[str, Scalar]:
    """Return some value of every part, for a check before anybody has decided."""
    found: dict[str, Scalar] = {}
    for item in rule.items:
        found[part_of(item.name, DECIDED)] = Scalar(Unit.FLAG, value=True)
        for part in rule.each:
            least = Fraction(1)
            if part.range is not None:
                least = parse_range(part.range, unit=part.unit)[0].low or least
            money = currency if part.unit is Unit.MONEY else ""
            found[part_of(item.name, part.name)] = Scalar(part.unit, least, money)
    return found
