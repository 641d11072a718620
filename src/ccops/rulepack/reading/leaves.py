"""Leaves: the values a rule holds that are no rules themselves, each shape read in one way."""

from __future__ import annotations

import datetime as dt
import functools
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeVar, cast

import attrs

from ccops.frozen import frozen
from ccops.messages import LABEL_LANGUAGES, Label, Span, Text, nearest
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.text.nodes import TRADITIONAL, LabelNode, ListNode, MapNode, Node, ScalarNode
from ccops.rules import ColumnRule, FieldSpec, Shape
from ccops.rules.places import Quotas
from ccops.values import Rounding, RoundingMode, Scalar, Unit, Unrounded, parse_scalar

if TYPE_CHECKING:
    import enum
    from collections.abc import Callable, Iterable, Mapping

#: The text of a dated value from the day on which there is none any more.
CLOSED: Final = "null"
_NAME: Final = re.compile(r"\w[\w.:/-]*")
_WHOLE: Final = re.compile(r"[0-9]{1,15}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL: Final = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,12})?")
_FLAGS: Final = {"yes": True, "no": False, "true": True, "false": False}
#: The signs that Chinese is written with, by the first and the last of a range.
_CHINESE: Final = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"))
_EXAMPLES: Final = {
    Unit.MONEY: "CNY 500",
    Unit.DURATION: "150 s",
    Unit.POINTS: "85",
    Unit.COUNT: "3",
    Unit.RATIO: "30%",
    Unit.QUANTITY: "3 d",
    Unit.RATE: "CNY 30/h",
    Unit.FLAG: "yes",
    Unit.WORD: "night",
    Unit.DATE: "2026-10-01",
    Unit.NUMBER: "12",
}
T = TypeVar("T")


class UnreadError(Exception):
    """A value could not be read; why stands in the context."""


@frozen
class Field:
    """The field being read: its key, what the class says of it, and the rule it belongs to."""

    key: str
    spec: FieldSpec
    rule: str
    context: ReadContext

    def report(self, code: str, span: Span, **args: object) -> None:
        """Add a finding about the field."""
        self.context.report(code, span, key=self.key, rule=self.rule, **args)

    def refusal(self, code: str, span: Span, **args: object) -> UnreadError:
        """Add a finding and return what to raise, to give the value up."""
        self.report(code, span, **args)
        return UnreadError(code)

    def each(self, parts: Iterable[Node], read: Callable[[Field, Node], T]) -> tuple[T, ...]:
        """Read every part, so that all findings come at once; give up if one could not be read."""
        found: list[T] = []
        failed = False
        for part in parts:
            try:
                found.append(read(self, part))
            except UnreadError:
                failed = True
        if failed:
            raise UnreadError
        return tuple(found)


def read_leaf(field: Field, node: Node) -> object:
    """Return the value of a field whose shape holds no rules.

    Raises ``UnreadError`` after the findings are in the context, and ``KeyError`` for a shape
    that holds rules.
    """
    return LEAVES[field.spec.shape](field, node)


def scalar_of(field: Field, node: Node) -> ScalarNode:
    """Return the node as the text it must be."""
    if not isinstance(node, ScalarNode):
        raise field.refusal("wants-text", node.span)
    if node.is_empty:
        raise field.refusal("value-missing", node.span)
    return node


def worded(field: Field, node: Node) -> ScalarNode:
    """Return the node as the words it must be; blanks in quotes say nothing."""
    found = scalar_of(field, node)
    if not found.text.strip():
        raise field.refusal("value-missing", node.span)
    return found


def list_of(field: Field, node: Node) -> tuple[Node, ...]:
    """Return the items of the list the node must be."""
    if not isinstance(node, ListNode):
        raise field.refusal("wants-list", node.span)
    return node.items


def map_of(field: Field, node: Node) -> MapNode:
    """Return the node as the mapping it must be."""
    if not isinstance(node, MapNode):
        raise field.refusal("wants-mapping", node.span)
    return node


def read_date_node(field: Field, node: Node) -> dt.date:
    """Return a day written ``YYYY-MM-DD``."""
    found = scalar_of(field, node)
    if _DATE.fullmatch(found.text):
        try:
            return dt.date.fromisoformat(found.text)
        except ValueError:
            raise field.refusal("date-impossible", found.span, got=found.text) from None
    raise field.refusal("date-wrong", found.span, got=found.text)


def label_from(field: Field, node: Node) -> Label:
    """Return a label from ``{zh: …, en: …}``, or from one text in either language."""
    if isinstance(node, ScalarNode):
        text = worded(field, node).text
        return Label(zh=text) if any(map(_is_chinese, text)) else Label(en=text)
    written = node.written if isinstance(node, LabelNode) else map_of(field, node)
    for key, _ in written.entries:
        if key.text not in LABEL_LANGUAGES:
            raise field.refusal("label-language", key.span, got=key.text)
    words = {key.text: worded(field, value).text for key, value in written.entries}
    if not words:
        raise field.refusal("value-missing", node.span)
    if isinstance(node, LabelNode):
        words[TRADITIONAL] = cast("str", node.words)  # looked up when somebody asks
    return Label.from_dict(words)


def _is_chinese(sign: str) -> bool:
    return any(first <= sign <= last for first, last in _CHINESE)


def _text(field: Field, node: Node) -> Text:
    return scalar_of(field, node).as_text()


def _worded(field: Field, node: Node) -> Text:
    return worded(field, node).as_text()


def _name(field: Field, node: Node) -> Text:
    found = scalar_of(field, node)
    if not _NAME.fullmatch(found.text):
        raise field.refusal("name-wrong", found.span, got=found.text)
    return found.as_text()


def _texts(field: Field, node: Node) -> tuple[Text, ...]:
    return field.each(list_of(field, node), _text)


def _names(field: Field, node: Node) -> tuple[Text, ...]:
    return field.each(list_of(field, node), _name)


def _word(field: Field, node: Node) -> enum.Enum:
    found = scalar_of(field, node)
    known = _members_of(field.spec.of)
    if found.text not in known:
        args = {"got": found.text, "allowed": ", ".join(known)}
        raise field.refusal("word-unknown", found.span, nearest=nearest(found.text, known), **args)
    return known[found.text]


@functools.cache
def _members_of(words: type[enum.Enum]) -> Mapping[str, enum.Enum]:
    return {str(member.value): member for member in words}


def _flag(field: Field, node: Node) -> bool:
    found = scalar_of(field, node)
    if found.text not in _FLAGS:
        raise field.refusal("flag-wrong", found.span, got=found.text)
    return _FLAGS[found.text]


def _whole(field: Field, node: Node) -> int:
    found = scalar_of(field, node)
    if not _WHOLE.fullmatch(found.text):
        raise field.refusal("whole-wrong", found.span, got=found.text)
    return int(found.text)


def _scalar(field: Field, node: Node) -> Scalar:
    found = scalar_of(field, node)
    unit = field.spec.unit
    value = parse_scalar(found.text, unit=unit)
    if value is not None:
        return value
    other = parse_scalar(found.text)
    if unit is not None and other is not None and other.unit is not unit:
        args = {"got": found.text, "wanted": unit.value, "found": other.unit.value}
        raise field.refusal("unit-wrong", found.span, example=_EXAMPLES[unit], **args)
    examples = [_EXAMPLES[unit]] if unit else _EXAMPLES.values()
    raise field.refusal("scalar-wrong", found.span, got=found.text, example=", ".join(examples))


def _step(field: Field, node: Node) -> Fraction:
    """A step is a whole part of one (0.01, 0.5, 1), so that columns hold whole numbers of it."""
    found = scalar_of(field, node)
    written = _DECIMAL.fullmatch(found.text.removesuffix("%"))
    percent = 100 if found.text.endswith("%") else 1
    step = Fraction(written[0]) / percent if written else Fraction(0)
    if step <= 0 or (1 / step).denominator != 1:
        raise field.refusal("step-wrong", found.span, got=found.text)
    return step


def _rounding(field: Field, node: Node) -> Rounding | Unrounded:
    if isinstance(node, ScalarNode):
        if node.text != "none":
            raise field.refusal("rounding-wrong", node.span, got=node.text)
        return Unrounded.NONE
    written = map_of(field, node)
    for key, _ in written.entries:
        if key.text not in ("to", "mode"):
            known = {"got": key.text, "nearest": nearest(key.text, ("to", "mode"))}
            raise field.refusal("rounding-key", key.span, **known)
    mode, to = written.get("mode"), written.get("to")
    if mode is not None and scalar_of(field, mode).text == "none":
        return Unrounded.NONE
    if mode is None or to is None:
        raise field.refusal("rounding-wrong", written.span, got=", ".join(written.keys))
    modes = attrs.evolve(field, spec=FieldSpec(shape=Shape.WORD, of=RoundingMode))
    chosen = RoundingMode(_word(modes, mode).value)
    return Rounding(scale=(1 / _step(field, to)).numerator, mode=chosen)


def _row(field: Field, node: Node) -> tuple[Text, ...]:
    return field.each(list_of(field, node), _text)


def _rows(field: Field, node: Node) -> tuple[tuple[Text, ...], ...]:
    return field.each(list_of(field, node), _row)


def _column(field: Field, node: Node) -> ColumnRule:
    if isinstance(node, ScalarNode):
        name = _name(field, node)
        return ColumnRule(name=name.value, reads=name)
    written = map_of(field, node)
    named = [entry for entry in written.entries if entry[0].text != "step"]
    if len(named) != 1:
        raise field.refusal("column-wrong", written.span, got=", ".join(written.keys))
    key, reads = named[0]
    step = written.get("step")
    known_step = None if step is None else _step(field, step)
    if not isinstance(reads, MapNode):
        return ColumnRule(name=key.text, reads=_name(field, reads), step=known_step)
    rank = reads.get("places_of")
    if rank is None or not {"places_of", "quotas"}.issuperset(reads.keys):
        raise field.refusal("column-wrong", reads.span, got=", ".join(reads.keys))
    quotas = reads.get("quotas")
    return ColumnRule(
        name=key.text,
        reads=None,
        places_of=_name(field, rank),
        step=known_step,
        quotas=None if quotas is None else _quotas(field, quotas),
    )


def _quotas(field: Field, node: Node) -> enum.Enum:
    words = attrs.evolve(field, spec=FieldSpec(shape=Shape.WORD, of=Quotas))
    return _word(words, node)


def _columns(field: Field, node: Node) -> tuple[ColumnRule, ...]:
    return field.each(list_of(field, node), _column)


def _dated(field: Field, node: Node) -> tuple[tuple[dt.date, Text], ...]:
    if isinstance(node, ScalarNode) and not node.is_empty:
        raise field.refusal("values-not-dated", node.span, got=node.text)
    written = map_of(field, node)
    if not written.entries:
        raise field.refusal("value-missing", node.span)
    days = field.each((key for key, _ in written.entries), read_date_node)
    texts = field.each((value for _, value in written.entries), _dated_text)
    return tuple(sorted(zip(days, texts, strict=True), key=lambda each: each[0]))


def is_closed(node: Node) -> bool:
    """Say whether a dated value says that from its day on there is none, in quotes or without."""
    return isinstance(node, ScalarNode) and (node.is_null or node.text == CLOSED)


def _dated_text(field: Field, node: Node) -> Text:
    if is_closed(node):
        return Text(CLOSED, node.span)
    return _text(field, node)


def _values(field: Field, node: Node) -> tuple[Text, ...]:
    if isinstance(node, ListNode):
        return field.each(node.items, _text)
    return (_text(field, node),)


def _text_by_name(field: Field, node: Node) -> Mapping[str, Text]:
    written = map_of(field, node)
    texts = field.each((value for _, value in written.entries), _text)
    return dict(zip(written.keys, texts, strict=True))


def _label_by_name(field: Field, node: Node) -> Mapping[str, Label]:
    written = map_of(field, node)
    labels = field.each((value for _, value in written.entries), label_from)
    return dict(zip(written.keys, labels, strict=True))


#: How each shape that holds no rules is read.
LEAVES: Final[Mapping[Shape, Callable[[Field, Node], object]]] = {
    Shape.TEXT: _worded,
    Shape.FORMULA: _text,
    Shape.NAME: _name,
    Shape.NAMES: _names,
    Shape.WORD: _word,
    Shape.FLAG: _flag,
    Shape.WHOLE: _whole,
    Shape.DATE: read_date_node,
    Shape.SCALAR: _scalar,
    Shape.STEP: _step,
    Shape.LABEL: label_from,
    Shape.ROUNDING: _rounding,
    Shape.RANGE: _text,
    Shape.TEXTS: _texts,
    Shape.VALUES: _values,
    Shape.ROWS: _rows,
    Shape.COLUMNS: _columns,
    Shape.DATED: _dated,
    Shape.TEXT_BY_NAME: _text_by_name,
    Shape.LABEL_BY_NAME: _label_by_name,
}


def value_at(dated: Iterable[tuple[dt.date, Text]], day: dt.date) -> Text | None:
    """Return the text that holds on a day, or ``None`` before the first date and when closed.

    >>> day = dt.date(2026, 1, 1)
    >>> str(value_at([(day, Text("30%"))], day))
    '30%'
    """
    found: Text | None = None
    for since, text in dated:
        if since <= day:
            found = text
    return None if found is None or found.value == CLOSED else found
