"""Digest: what a pack says, without where it says it and what people call it."""

from __future__ import annotations

from typing import Final

from ccops.messages import LABEL_LANGUAGES
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.values.canonical import canonical_json, digest

#: Words for people: they change no figure.
_WORDS_FOR_PEOPLE: Final = frozenset({"label", "asks", "says"})
_LANGUAGES: Final = frozenset(LABEL_LANGUAGES)
#: Sections that decide nothing: a new worked example leaves a pack what it is.
NOT_DIGESTED: Final = frozenset({"cases", "defaults"})


def pack_digest(document: MapNode) -> str:
    """Return the digest of a merged document: sources count; places, labels and cases do not."""
    entries = tuple(each for each in document.entries if each[0].text not in NOT_DIGESTED)
    return digest(canonical_json(document_value(MapNode(entries, document.span))))


def document_value(node: Node) -> object:
    """Return a node as plain data: texts, lists and mappings, without places and labels."""
    match node:
        case ScalarNode():
            return node.text
        case ListNode():
            return [document_value(item) for item in node.items]
        case MapNode():
            entries = ((key.text, value) for key, value in node.entries)
            return {
                key: document_value(value) for key, value in entries if not _is_label(key, value)
            }


def _is_label(key: str, value: Node) -> bool:
    """Say whether an entry is words for people; a rule whose id is ``label`` is not."""
    if key not in _WORDS_FOR_PEOPLE:
        return False
    return isinstance(value, ScalarNode) or (
        isinstance(value, MapNode) and _LANGUAGES.issuperset(value.keys)
    )
