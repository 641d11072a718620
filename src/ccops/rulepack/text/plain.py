"""Plain YAML files beside the data: ``inputs.yaml``, ``period.yaml``, ``map.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.frozen import frozen
from ccops.messages import Span, Text
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.rulepack.text.parsing import read_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from ccops.messages import Diagnostic


def read_mapping(path: Path) -> tuple[dict[str, object], tuple[Diagnostic, ...]]:
    """Return a YAML file as texts, lists and mappings, read as strictly as a pack.

    Raises ``OSError`` where the file cannot be opened.
    """
    node, problems = read_yaml(path)
    if not isinstance(node, MapNode):
        return {}, problems
    return {key.text: plain_value(value) for key, value in node.entries}, problems


@frozen
class Decided(Text):
    """What was decided under a name, as it was written; ``key`` is where the name stands."""

    key: Span | None = None


class DecidedList(list[object]):
    """A list that was decided under a name: where the name stands, and where each item does."""

    key: Span | None = None
    places: tuple[Span | None, ...] = ()


def read_decided(path: Path) -> tuple[dict[str, object], tuple[Diagnostic, ...]]:
    """Return ``period.yaml`` as :func:`read_mapping`, each text and list with its place.

    Raises ``OSError`` where the file cannot be opened.
    """
    node, problems = read_yaml(path)
    if not isinstance(node, MapNode):
        return {}, problems
    found: dict[str, object] = {}
    for key, value in node.entries:
        if isinstance(value, ScalarNode):
            found[key.text] = Decided(value.text, value.span, key=key.span)
        elif isinstance(value, ListNode):
            listed = DecidedList(map(plain_value, value.items))
            listed.key, listed.places = key.span, tuple(each.span for each in value.items)
            found[key.text] = listed
        else:
            found[key.text] = plain_value(value)
    return found, problems


def plain_value(node: Node) -> object:
    """Return a node as texts, lists and mappings, without places."""
    if isinstance(node, MapNode):
        return {key.text: plain_value(value) for key, value in node.entries}
    if isinstance(node, ListNode):
        return [plain_value(each) for each in node.items]
    return node.text
