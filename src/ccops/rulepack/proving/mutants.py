"""Mutants: the rules of a pack with one thing changed by one step, found by the rule classes.

What may be changed follows from how a class says that its fields are written, so that a rule of
any kind, a plugin's too, is covered without being known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ccops.kpi import Better
from ccops.messages import Span
from ccops.organization import MadeBy
from ccops.rulepack.proving import nudges
from ccops.rulepack.proving.formula_edits import edits_of, nudged_key
from ccops.rulepack.taking import BY, NO_READINGS
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode, children
from ccops.rules import FieldSpec, Shape, pack_fields
from ccops.rules.tables import HitPolicy
from ccops.values import Unit

if TYPE_CHECKING:
    from ccops.rules.columns import TableColumn

#: Words that say what a thing is or how it is shown, not what comes out of it.
_NO_STEP: Final = (Unit, Better, HitPolicy, MadeBy)
_Within = tuple[tuple[str, str], ...]
#: The columns of a table by where its row begins.
ColumnsAt = Mapping[Span, tuple["TableColumn", ...]]


@attrs.frozen(kw_only=True)
class Mutant:
    """A rule with one thing changed: where, what was written, and what is instead.

    ``within`` are the readings, by choice, under which the place exists at all.
    """

    section: str
    rule: str
    span: Span
    old: str
    new: str
    within: _Within
    node: Node = attrs.field(eq=False, repr=False)


@attrs.frozen
class _Edit:
    """One text instead of another, at its place."""

    target: ScalarNode
    text: str
    old: str
    new: str
    span: Span
    within: _Within


def mutants_of(
    section: str, rule: str, node: Node, rule_class: type, columns: ColumnsAt
) -> Iterator[Mutant]:
    """Yield the mutants of one rule of a section, in the order in which it is written."""
    finder = _Finder(columns)
    parts = node.items if isinstance(node, ListNode) else (node,)
    for part in parts:
        for edit in finder.in_rule(part, rule_class, ()):
            written = edit.target._replace(text=edit.text)
            yield Mutant(
                section=section,
                rule=rule,
                span=edit.span,
                old=edit.old,
                new=edit.new,
                within=edit.within,
                node=with_node(node, edit.target, written),
            )


def with_node(node: Node, old: Node, new: Node) -> Node:
    """Return a node in which another stands instead of one inside it."""
    if node is old:
        return new
    if isinstance(node, ListNode):
        items = tuple(with_node(each, old, new) for each in node.items)
        same = all(one is other for one, other in zip(items, node.items, strict=True))
        return node if same else ListNode(items, node.span)
    if isinstance(node, MapNode):
        entries = tuple((key, with_node(value, old, new)) for key, value in node.entries)
        pairs = zip(entries, node.entries, strict=True)
        same = all(one[1] is other[1] for one, other in pairs)
        return node if same else MapNode(entries, node.span)
    return node


class _Finder:
    """Goes through a rule field by field and yields what can be changed in each."""

    def __init__(self, columns: ColumnsAt) -> None:
        self._columns = columns

    def in_rule(self, node: Node, rule_class: type, within: _Within) -> Iterator[_Edit]:
        for rule, readings in _alternatives(node, within):
            if not isinstance(rule, MapNode):
                continue
            for key, (_, spec) in pack_fields(rule_class).items():
                value = rule.get(key)
                for each, inner in _alternatives(value, readings) if value else ():
                    yield from self._in_field(each, spec, inner)

    def _in_field(self, node: Node, spec: FieldSpec, within: _Within) -> Iterator[_Edit]:
        match spec.shape:
            case Shape.ONE:
                yield from self.in_rule(node, spec.of, within)
            case Shape.MANY | Shape.BY_NAME:
                for each in children(node):
                    yield from self.in_rule(each, spec.of, within)
            case Shape.ROWS:
                for row in children(node):
                    yield from self._in_row(row, within)
            case Shape.FORMULA:
                yield from _in_formula(node, within)
            case Shape.ROUNDING:
                yield from _in_rounding(node, within)
            case Shape.DATED | Shape.TEXTS | Shape.VALUES:
                for each in tuple(children(node)) or (node,):
                    yield from _in_leaf(each, within, _leaf(spec))
            case _:
                yield from _in_leaf(node, within, _leaf(spec))

    def _in_row(self, row: Node, within: _Within) -> Iterator[_Edit]:
        cells = [each for each in children(row) if isinstance(each, ScalarNode)]
        at = cells[0].as_text().span if cells else None
        columns = self._columns.get(at, ()) if at is not None else ()
        for cell, column in zip(cells, columns, strict=False):
            texts = list(nudges.nudged_cell(cell.text, column))
            yield from _edits(cell, texts, within)
        for cell in cells[len(columns) :] if columns else ():
            yield from _in_leaf(cell, within, nudges.nudged_constant)


def _alternatives(node: Node, within: _Within) -> Iterator[tuple[Node, _Within]]:
    """Yield the readings of a value that is a choice, or the value itself."""
    by = node.get(BY) if isinstance(node, MapNode) else None
    if not isinstance(by, ScalarNode) or not isinstance(node, MapNode):
        yield node, within
        return
    for key, value in node.entries:
        if key.text not in NO_READINGS:
            yield from _alternatives(value, (*within, (by.text, key.text)))


def _leaf(spec: FieldSpec) -> Callable[[str], Iterable[str]]:
    """Return what changes a text of a field."""
    match spec.shape:
        case Shape.SCALAR | Shape.DATED | Shape.VALUES:
            return nudges.nudged_constant
        case Shape.TEXTS:
            return nudged_key
        case Shape.WHOLE:
            return nudges.nudged_whole
        case Shape.FLAG:
            return nudges.other_flag
        case Shape.TEXT:
            return nudges.nudged_text
        case Shape.WORD if spec.of not in _NO_STEP:
            words = spec.of
            return lambda text: nudges.other_words(text, words)
        case _:
            return lambda _: ()


def _in_leaf(
    node: Node, within: _Within, change: Callable[[str], Iterable[str]]
) -> Iterator[_Edit]:
    for leaf, readings in _alternatives(node, within):
        if isinstance(leaf, ScalarNode):
            yield from _edits(leaf, change(leaf.text), readings)


def _edits(leaf: ScalarNode, texts: Iterable[str], within: _Within) -> Iterator[_Edit]:
    for text in texts:
        yield _Edit(leaf, text, leaf.text, text, leaf.span, within)


def _in_formula(node: Node, within: _Within) -> Iterator[_Edit]:
    if isinstance(node, ScalarNode):
        span = node.as_text().span or node.span
        for edit in edits_of(node.text):
            place = span.shifted(edit.at)
            yield _Edit(node, edit.text, edit.old, edit.new, place, within)


def _in_rounding(node: Node, within: _Within) -> Iterator[_Edit]:
    """Yield the neighbors of a rounding mode, and of what is rounded to."""
    if isinstance(node, MapNode):
        for key, change in (("to", nudges.neighbor_scales), ("mode", nudges.neighbor_modes)):
            value = node.get(key)
            if value is not None:
                yield from _in_leaf(value, within, change)
