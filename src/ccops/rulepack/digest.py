"""Digest: what a pack says, without where it says it and what people call it."""

from __future__ import annotations

from typing import Final

from ccops.messages import LABEL_LANGUAGES
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.values.canonical import canonical_json, digest

#: Words for people: they change no figure.
_WORDS_FOR_PEOPLE: Final = frozenset({"label", "asks", "says"})
#: The words of a question, and what its readings are called.
_ASKS: Final = "asks"
_CALLED: Final = "called"
#: Keys below which names stand that a pack chose itself: of columns, groups, readings.
_NAMES_BELOW: Final = frozenset({"better", "columns", "groups", "readings"})
_LANGUAGES: Final = frozenset(LABEL_LANGUAGES)
#: Sections that decide nothing: a worked example, or a name, leaves a pack what it is.
NOT_DIGESTED: Final = frozenset({"cases", "defaults", "words", "translations"})


def pack_digest(document: MapNode) -> str:
    """Return the digest of a merged document: sources count; places, labels and cases do not."""
    entries = tuple(each for each in document.entries if each[0].text not in NOT_DIGESTED)
    return digest(canonical_json(document_value(MapNode(entries, document.span))))


def document_value(node: Node) -> object:
    """Return a node as plain data: texts, lists and mappings, without places and labels."""
    return _value(node, are_names=False)


def _value(node: Node, *, are_names: bool) -> object:
    """Return a node as plain data; where its keys ``are_names``, one called ``label`` is none."""
    match node:
        case ScalarNode():
            return node.text
        case ListNode():
            return [_value(item, are_names=are_names) for item in node.items]
        case MapNode():
            is_question = not are_names and any(
                key.text == _ASKS and _is_label(_ASKS, value, is_name=False)
                for key, value in node.entries
            )
            return {
                key.text: _value(value, are_names=key.text in _NAMES_BELOW)
                for key, value in node.entries
                if not _is_label(key.text, value, is_name=are_names)
                and not (is_question and key.text == _CALLED)
            }


def _is_label(key: str, value: Node, *, is_name: bool) -> bool:
    """Say whether an entry is words for people; a rule whose id is ``label`` is not."""
    if key not in _WORDS_FOR_PEOPLE:
        return False
    if isinstance(value, ScalarNode):
        return not is_name
    return isinstance(value, MapNode) and _LANGUAGES.issuperset(value.keys)
