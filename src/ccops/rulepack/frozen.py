"""Frozen: what a document says on one day, without any date in it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

import attrs

from ccops.rulepack.reach import NO_RULES
from ccops.rulepack.reading.dated import in_force_of
from ccops.rulepack.reading.in_force import DATE_KEYS, PERIOD_RULE
from ccops.rulepack.reading.leaves import is_closed
from ccops.rulepack.taking import BY
from ccops.rulepack.text.nodes import NOTHING, ListNode, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterable

_PARAMETERS: Final = "parameters"
_VALUES: Final = "values"
#: What a rule that is a choice as a whole says beside its readings.
_BESIDE: Final = frozenset({BY, "override", "because", "final"})
_DROPPED: Final = frozenset({*DATE_KEYS, PERIOD_RULE})


@attrs.frozen(kw_only=True)
class _On:
    """The day asked for, from when on its values are said to hold, and the section read."""

    day: dt.date
    since: dt.date
    section: str


def document_on(document: MapNode, day: dt.date, *, since: dt.date) -> MapNode:
    """Return a document with the rules that hold on a day, and parameters with that day's value.

    A value holds from ``since``; what does not hold on the day is not there.
    """
    sections = []
    for key, rules in document.entries:
        if key.text in NO_RULES or not isinstance(rules, MapNode):
            sections.append((key, rules))
            continue
        on = _On(day=day, since=since, section=key.text)
        kept = _kept((id_, _rule(rule, on)) for id_, rule in rules.entries)
        sections.append((key, MapNode(kept, rules.span)))
    return MapNode(tuple(sections), document.span)


def _kept(
    entries: Iterable[tuple[ScalarNode, Node | None]],
) -> tuple[tuple[ScalarNode, Node], ...]:
    return tuple((key, value) for key, value in entries if value is not None)


def _rule(node: Node, on: _On) -> Node | None:
    """Return a rule as it is on a day, or ``None`` where it does not hold."""
    match node:
        case ListNode():
            return _versions(node, on)
        case MapNode() if isinstance(node.get(BY), ScalarNode):
            return _choice(node, on)
        case MapNode():
            return _undated(node, on) if in_force_of(node).holds(on.day) else None
        case _:
            return node


def _versions(node: ListNode, on: _On) -> Node | None:
    parts = (_rule(each, on) for each in node.items)
    kept = tuple(each for each in parts if each is not None)
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else ListNode(kept, node.span)


def _choice(node: MapNode, on: _On) -> Node:
    """Return a rule written by readings; one that does not hold on the day is nothing."""
    entries = (
        (key, value if key.text in _BESIDE else _rule(value, on) or NOTHING)
        for key, value in node.entries
    )
    return MapNode(tuple(entries), node.span)


def _undated(node: MapNode, on: _On) -> Node | None:
    """Return one rule without its dates; a parameter without a value on the day is none."""
    entries = tuple(entry for entry in node.entries if entry[0].text not in _DROPPED)
    if on.section != _PARAMETERS:
        return MapNode(entries, node.span)
    kept = _kept(
        (key, _value(value, on) if key.text == _VALUES else value) for key, value in entries
    )
    return MapNode(kept, node.span) if len(kept) == len(entries) else None


def _value(node: Node, on: _On) -> Node | None:
    """Return the values of a parameter as the one that holds on a day."""
    if not isinstance(node, MapNode):
        return node
    if isinstance(node.get(BY), ScalarNode):
        entries = ((key, v if key.text == BY else _value(v, on)) for key, v in node.entries)
        return MapNode(_kept(entries), node.span)
    begun = [entry for entry in node.entries if entry[0].text <= on.day.isoformat()]
    if not begun:
        return None
    key, value = max(begun, key=lambda entry: entry[0].text)
    if is_closed(value):
        return None
    return MapNode(((ScalarNode.at(key.span, on.since.isoformat()), value),), node.span)
