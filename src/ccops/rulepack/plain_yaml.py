"""Plain YAML files beside the data: ``inputs.yaml``, ``period.yaml``, ``map.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.rulepack.nodes import ListNode, MapNode, Node
from ccops.rulepack.text import read_yaml

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
    return {key.text: _plain(value) for key, value in node.entries}, problems


def _plain(node: Node) -> object:
    if isinstance(node, MapNode):
        return {key.text: _plain(value) for key, value in node.entries}
    if isinstance(node, ListNode):
        return [_plain(each) for each in node.items]
    return node.text
