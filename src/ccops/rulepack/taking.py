"""Taking: nodes with one reading of every choice in place of ``{by: CHOICE, …}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.rulepack.text.nodes import LabelNode, ListNode, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

#: The key that makes a mapping a choice between readings.
BY: Final = "by"
#: What a rule that is a choice as a whole says about itself beside its readings.
NO_READINGS: Final = frozenset({BY, "override", "because", "final"})


def replaced(node: MapNode, replace: Callable[[str, Node], Node]) -> MapNode:
    """Return a mapping with its values replaced, or the very same one where none changed."""
    others = [(old, replace(old[0].text, old[1])) for old in node.entries]
    if all(new is old[1] for old, new in others):
        return node
    return MapNode(tuple(o if n is o[1] else (o[0], n) for o, n in others), node.span)


def without(node: MapNode, left_out: Collection[int]) -> MapNode:
    """Return a mapping without the nodes of some identities, however deep they stand.

    A choice that has no reading left, and a list that has no item left, are left out too.
    """
    kept = ((key, _left(value, left_out)) for key, value in node.entries)
    return MapNode(tuple((key, value) for key, value in kept if value is not None), node.span)


def _left(node: Node, left_out: Collection[int]) -> Node | None:
    if id(node) in left_out:
        return None
    if isinstance(node, MapNode):
        found = without(node, left_out)
        emptied = choice_of(node) is not None and NO_READINGS.issuperset(found.keys)
        return None if emptied else found
    if isinstance(node, ListNode):
        items = tuple(each for item in node.items if (each := _left(item, left_out)) is not None)
        return ListNode(items, node.span) if items or not node.items else None
    return node


def take(node: Node, readings: Mapping[str, str], used: set[str]) -> Node:
    """Return a node with the readings in place; one that holds no choice is returned itself."""
    by = choice_of(node)
    if by is not None and isinstance(node, MapNode):
        used.add(by.text)
        chosen = node.get(readings.get(by.text, ""))
        others = (value for key, value in node.entries if key.text not in NO_READINGS)
        found = chosen if chosen is not None else next(others, by)
        return take(found, readings, used)
    if isinstance(node, MapNode) and not isinstance(node, LabelNode):
        return replaced(node, lambda _, value: take(value, readings, used))
    if isinstance(node, ListNode):
        items = tuple(take(item, readings, used) for item in node.items)
        pairs = zip(items, node.items, strict=True)
        return node if all(new is old for new, old in pairs) else ListNode(items, node.span)
    return node


def choice_of(node: Node) -> ScalarNode | None:
    """Return the name after ``by:`` where a node is a choice; ``by: [a, b]`` is none."""
    by = node.get(BY) if isinstance(node, MapNode) else None
    return by if isinstance(by, ScalarNode) else None
