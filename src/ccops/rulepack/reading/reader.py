"""Reader: the one way from nodes to rule classes, by what each class says of its fields.

Everything wrong with a rule is found at once; a rule with a finding is not made.
"""

from __future__ import annotations

import functools
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Label, Origin, Span, Text, nearest
from ccops.plan import PeriodRule
from ccops.rulepack.reading.accepts import Accept
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.reading.dated import ALWAYS, PLAIN, RULES_OF_PERIODS, Entry, in_force_of
from ccops.rulepack.reading.ids import is_id, stray_letter
from ccops.rulepack.reading.in_force import FROM, PERIOD_RULE, UNTIL
from ccops.rulepack.reading.leaves import (
    LEAVES,
    Field,
    UnreadError,
    label_from,
    list_of,
    map_of,
    read_date_node,
    read_leaf,
    scalar_of,
    worded,
)
from ccops.rulepack.reading.rule_classes import (
    ASSUMED,
    RULE_KEYS,
    fields_of,
    keys_of,
    rule_keys_of,
    words_of,
)
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rules import (
    FieldSpec,
    Shape,
    is_needed,
    name_attribute,
    origin_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping

#: How many rules are kept by the nodes they were read from: those of a few packs.
_MOST_RULES: Final = 3_000
T = TypeVar("T")


def read_rule(  # noqa: PLR0913 - what is around the rule, one keyword each
    node: Node,
    rule_class: type[T],
    *,
    name: str | Text,
    context: ReadContext,
    source: str = "",
    may_date: bool = False,
    key: str = "",
) -> T | None:
    """Return an instance of a rule class from its node, or ``None`` after its findings.

    ``name`` is the id under which the rule stands; as a ``Text`` it also gives the place of
    the rule. ``source`` is the clause of the rule around it, for a rule without its own; ``key``
    the key of that rule under which it stands.
    ``may_date``: it stands where a rule may say from which day and until which day it holds.
    """
    known = context.known(node, rule_class, str(name), source)
    if known is None:
        instance = None
        if isinstance(node, MapNode):
            instance = _read(_Reading(node, rule_class, name, context, source, may_date))
        else:
            told = (key, str(name)) if key else (str(name), words_of(rule_class))
            context.report("wants-mapping", node.span, key=told[0], rule=told[1])
        context.remember(node, rule_class, str(name), source, instance)
    else:
        instance = known[1]
    context.failures += instance is None
    return cast("T | None", instance)


def read_section(
    node: Node, rule_class: type[T], *, context: ReadContext, source: str = ""
) -> tuple[T, ...]:
    """Return the rules of a section ``{id: rule}``; those with findings are left out.

    An id may hold a list of rules, one for each population; all of them bear its name.
    """
    read = read_entries(node, rule_class, context=context, source=source)
    return tuple(each.rule for each in read if each.rule is not None and each.is_whole)


def read_entries(
    node: Node,
    rule_class: type[T],
    *,
    context: ReadContext,
    source: str = "",
    may_date: bool = False,
    asking: Container[str] | None = None,
) -> tuple[Entry[T], ...]:
    """Return the rules of a section ``{id: rule}``, those with findings among them.

    ``may_date`` as for :func:`read_rule`. ``asking`` are the ids whose nodes are made for this
    load alone, by a reading of a choice; the others stand in files, and what they come to is
    known the next time those are read. Without it nothing is.
    """
    if not isinstance(node, MapNode):
        context.report("wants-mapping", node.span, key="", rule=words_of(rule_class))
        return ()
    reading = _Entries(rule_class, context, source, may_date)
    found: list[Entry[T]] = []
    for key, value in node.entries:
        lasts = asking is not None and key.text not in asking
        read = partial(reading.as_before if lasts else reading.under, key, value)
        found.extend(context.entries.made(read, value, key, rule_class, source, may_date))
    return tuple(found)


@frozen
class _Entries:
    """How the entries of a section are read."""

    rule_class: type[Any]
    context: ReadContext
    source: str
    may_date: bool

    def as_before(self, key: ScalarNode, value: Node) -> tuple[Entry[Any], ...]:
        """Return the rules that stand under an id, read now or for an earlier load."""
        kind: type = self.rule_class
        found, problems = read_alone(kind, (self.source, self.may_date), key, value)
        self.context.diagnostics.extend(problems)
        return found

    def under(self, key: ScalarNode, value: Node) -> tuple[Entry[Any], ...]:
        """Return the rules that stand under an id; none could be made under a wrong id."""
        context = self.context
        if not is_id(key.text):
            context.report("id-wrong", key.span, got=key.text, rule=words_of(self.rule_class))
            return (Entry(id=key.text, node=value, rule=None, is_whole=False),)
        if letter := stray_letter(key.text):
            told = {"letter": letter, "name": unicodedata.name(letter).lower()}
            context.report("id-mixed-letters", key.span, got=key.text, **told)
        listed = isinstance(value, ListNode) and (value.items or value.stands_nowhere)
        parts = value.items if isinstance(value, ListNode) and listed else (value,)
        return tuple(self._entry(key, part) for part in parts)

    def _entry(self, key: ScalarNode, part: Node) -> Entry[Any]:
        rule = read_rule(
            part,
            self.rule_class,
            name=key.as_text(),
            context=self.context,
            source=self.source,
            may_date=self.may_date,
        )
        nearly = rule or self.context.nearly(part, self.rule_class, key.text, self.source)
        return Entry(
            id=key.text,
            node=part,
            rule=nearly,
            is_whole=rule is not None,
            in_force=in_force_of(part) if self.may_date else ALWAYS,
        )


@functools.lru_cache(maxsize=_MOST_RULES)
def read_alone(
    rule_class: type, around: tuple[str, bool], key: ScalarNode, value: Node
) -> tuple[tuple[Entry[Any], ...], tuple[Diagnostic, ...]]:
    """Return the rules that these very nodes come to, and what is wrong with them."""
    context = ReadContext()
    found = _Entries(rule_class, context, *around).under(key, value)
    return found, tuple(context.diagnostics)


@frozen
class _Reading:
    """One rule while it is read: its node, class and name, and the source of what is around."""

    node: MapNode
    rule_class: type
    name: str | Text
    context: ReadContext
    around: str
    may_date: bool = False

    def field(self, key: str, spec: FieldSpec = PLAIN) -> Field:
        return Field(key, spec, str(self.name), self.context)

    @property
    def source(self) -> str:
        return self.node.text_of("source") or self.around


def _read(reading: _Reading) -> object | None:
    node, context, name = reading.node, reading.context, reading.name
    meant = _check_keys(reading)
    before = (len(context.diagnostics), context.failures)
    _check_rule_keys(reading)
    values = _values(reading, meant)
    if (len(context.diagnostics), context.failures) != before:
        return None
    try:
        instance = reading.rule_class(**values)
    except ValueError as error:
        context.report("rule-invalid", node.span, rule=str(name), problem=str(error))
        return None
    if meant is None:
        return cast("object", instance)
    context.remember_nearly(node, reading.rule_class, str(name), reading.around, instance)
    return None


def _check_keys(reading: _Reading) -> frozenset[str] | None:
    """Refuse the keys nobody knows; return the keys they may have meant, ``None`` without any."""
    known = keys_of(reading.rule_class)
    strange = [key for key, _ in reading.node.entries if key.text not in known]
    if not strange:
        return None
    wanted = [
        key
        for key, (attribute, spec) in fields_of(reading.rule_class).items()
        if key not in reading.node and is_needed(attribute, spec, reading.node)
    ]
    meant: list[str] = []
    for key in strange:
        args = {"got": key.text, "known": ", ".join(sorted(known - RULE_KEYS))}
        meant.append(nearest(key.text, wanted) or nearest(key.text, known))
        reading.field(key.text).report("key-unknown", key.span, nearest=meant[-1], **args)
    return frozenset(meant)


def _check_rule_keys(reading: _Reading) -> None:
    """Check what every rule may say; a class may have a field of its own by such a key."""
    for key in rule_keys_of(reading.rule_class):
        node = reading.node.get(key)
        if node is not None:
            try:
                _RULE_KEY_READERS[key](reading, reading.field(key), node)
            except UnreadError:
                continue
    _check_days(reading)
    if reading.node.text_of("source") == ASSUMED and "because" not in reading.node:
        key_node = reading.node.key("source")
        span = key_node.span if key_node else reading.node.span
        reading.field("because").report("assumed-without-because", span)


def _check_accepts(reading: _Reading, field: Field, node: Node) -> None:
    for each in list_of(field, node):
        read_rule(each, Accept, name=str(reading.name), context=reading.context)


def _check_flag(_: _Reading, field: Field, node: Node) -> None:
    LEAVES[Shape.FLAG](field, node)


def _check_text(_: _Reading, field: Field, node: Node) -> None:
    worded(field, node)


def _check_label(_: _Reading, field: Field, node: Node) -> None:
    label_from(field, node)


def _check_date(reading: _Reading, field: Field, node: Node) -> None:
    if not reading.may_date:
        key = reading.node.key(field.key)
        raise field.refusal("dates-not-here", key.span if key else node.span)
    read_date_node(field, node)


def _check_period_rule(reading: _Reading, field: Field, node: Node) -> None:
    if not reading.may_date:
        _check_date(reading, field, node)
    said = scalar_of(field, node)
    if said.text not in RULES_OF_PERIODS:
        code = "split-only-parameter" if said.text == PeriodRule.SPLIT.value else "word-unknown"
        told = {"allowed": ", ".join(RULES_OF_PERIODS), "got": said.text}
        raise field.refusal(code, said.span, nearest=nearest(said.text, RULES_OF_PERIODS), **told)


def _check_days(reading: _Reading) -> None:
    """Refuse a rule that ends before it begins."""
    days = in_force_of(reading.node) if reading.may_date else ALWAYS
    if days.first is not None and days.last is not None and days.last < days.first:
        told = {"first": days.first, "last": days.last}
        node = reading.node.get(UNTIL) or reading.node
        reading.field(UNTIL).report("dates-reversed", node.span, **told)


_RULE_KEY_READERS: Final[Mapping[str, Callable[[_Reading, Field, Node], None]]] = {
    "source": _check_text,
    "because": _check_label,
    "carries": _check_text,
    "override": _check_flag,
    "final": _check_flag,
    "was": _check_text,
    "accept": _check_accepts,
    FROM: _check_date,
    UNTIL: _check_date,
    PERIOD_RULE: _check_period_rule,
}


def _values(reading: _Reading, meant: frozenset[str] | None) -> dict[str, object]:
    """Return the arguments that make the rule; where one could not be read there is a finding.

    A key that is ``meant`` by a misspelled one is not told as missing once more.
    """
    values: dict[str, object] = {}
    missing: list[str] = []
    for key, (attribute, spec) in fields_of(reading.rule_class).items():
        node = reading.node.get(key)
        if node is not None:
            try:
                values[attribute.alias or key] = _value(reading, reading.field(key, spec), node)
            except UnreadError:
                continue
        elif not is_needed(attribute, spec, reading.node):
            continue
        elif meant and key in meant:
            reading.context.failures += 1
        else:
            missing.append(key)
    _tell_missing(reading, missing)
    named, origin = name_attribute(reading.rule_class), origin_attribute(reading.rule_class)
    if named is not None:
        values[named] = str(reading.name)
    if origin is not None:
        values[origin] = _origin(reading)
    return values


def _tell_missing(reading: _Reading, missing: list[str]) -> None:
    """Tell the keys a rule lacks; of an override once, for it was taken for an amendment."""
    if missing and reading.node.text_of("override") in ("true", "yes"):
        told, missing = ", ".join(missing), []
        reading.field("override").report("override-partial", _span_of(reading), missing=told)
    for key in missing:
        reading.field(key).report("key-missing", _span_of(reading))


def _value(reading: _Reading, field: Field, node: Node) -> object:
    shape, rule_class, context = field.spec.shape, field.spec.of, reading.context
    source, name = reading.source, str(reading.name)  # what is inside stands at its own place
    match shape:
        case Shape.ONE:
            return read_rule(
                node, rule_class, name=name, context=context, source=source, key=field.key
            )
        case Shape.MANY:
            return tuple(
                read_rule(
                    each, rule_class, name=name, context=context, source=source, key=field.key
                )
                for each in list_of(field, node)
            )
        case Shape.BY_NAME:
            return read_section(map_of(field, node), rule_class, context=context, source=source)
        case _:
            return read_leaf(field, node)


def _span_of(reading: _Reading) -> Span:
    """Return the place of the rule: its id, where that is known, or where it begins."""
    named = reading.name.span if isinstance(reading.name, Text) else None
    return named or reading.node.span


def _origin(reading: _Reading) -> Origin:
    because = reading.node.get("because")
    label = Label() if because is None else _because(reading, because)
    carries = reading.node.text_of("carries")
    return Origin(span=_span_of(reading), source=reading.source, because=label, carries=carries)


def _because(reading: _Reading, node: Node) -> Label:
    quiet = attrs.evolve(reading, context=ReadContext())  # findings come from checking the key
    try:
        return label_from(quiet.field("because"), node)
    except UnreadError:
        return Label()
