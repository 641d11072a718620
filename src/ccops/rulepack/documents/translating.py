"""Translating: labels in traditional characters that stand in a file of their own.

The files a manager reads have two languages; a third beside every label would hide the rules.
``translations`` lists the labels once more, and each label of the same files is read as if its
``zh_TW`` stood beside it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from ccops.messages import LABEL_LANGUAGES
from ccops.rulepack.documents.known_files import MOST_FILES, document_of
from ccops.rulepack.text.nodes import Entry, ListNode, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


#: The section, and the language that it may hold.
TRANSLATIONS: Final = "translations"
TRADITIONAL: Final = "zh_TW"
_WORDS: Final = "words"
_LABEL: Final = "label"
_SIMPLIFIED: Final = "zh"
_LANGUAGES: Final = frozenset(LABEL_LANGUAGES)


def translations_in(documents: Iterable[Node | None]) -> MapNode | None:
    """Return the labels in traditional characters that one of a pack's own files lists."""
    for document in documents:
        section = document.get(TRANSLATIONS) if isinstance(document, MapNode) else None
        listed = section.get(TRADITIONAL) if isinstance(section, MapNode) else None
        words = listed.get(_WORDS) if isinstance(listed, MapNode) else None
        if isinstance(words, MapNode):
            return words
    return None


def translated_texts(document: MapNode) -> Mapping[str, str]:
    """Return every text of a merged document that is translated, its parents' too."""
    words = translations_in((document,))
    entries = words.entries if words is not None else ()
    return {key.text: value.text for key, value in entries if isinstance(value, ScalarNode)}


@lru_cache(maxsize=MOST_FILES)
def translated_document(data: bytes, shown: str, words: MapNode) -> Node | None:
    """Return the document of bytes with its labels translated; the same one each time."""
    document = document_of(data, shown)[0]
    return None if document is None else _translated(document, words)


def _translated(node: Node, words: MapNode) -> Node:
    """Return a node with the labels in it translated; itself where there are none."""
    if isinstance(node, ListNode):
        items = tuple(_translated(each, words) for each in node.items)
        same = all(new is old for new, old in zip(items, node.items, strict=True))
        return node if same else ListNode(items, node.span)
    if not isinstance(node, MapNode) or node is words:
        return node
    if _SIMPLIFIED in node and _LANGUAGES.issuperset(node.keys):
        return _label(node, words)
    entries = tuple((key, _under(key, value, words)) for key, value in node.entries)
    same = all(new[1] is old[1] for new, old in zip(entries, node.entries, strict=True))
    return node if same else MapNode(entries, node.span)


def _label(label: MapNode, words: MapNode) -> MapNode:
    found = words.get(label.text_of(_SIMPLIFIED))
    if TRADITIONAL in label or not isinstance(found, ScalarNode):
        return label
    key = ScalarNode.at(found.span, TRADITIONAL)
    return MapNode((*label.entries, (key, found)), label.span)


def _under(key: ScalarNode, value: Node, words: MapNode) -> Node:
    if key.text == _LABEL and isinstance(value, ScalarNode):
        label: tuple[Entry, ...] = ((ScalarNode.at(value.span, _SIMPLIFIED), value),)
        whole = _label(MapNode(label, value.span), words)
        return whole if TRADITIONAL in whole else value
    return _translated(value, words)


def merged_translations(child: MapNode, parent: MapNode) -> MapNode:
    """Return the translations of a pack with those of its parent that it does not have."""
    own = translations_in((_section(child),))
    above = translations_in((_section(parent),))
    if own is None or above is None:
        return child if own is not None else parent
    kept = tuple(each for each in above.entries if each[0].text not in own)
    words = MapNode((*own.entries, *kept), own.span)
    language = MapNode(((ScalarNode.at(own.span, _WORDS), words),), own.span)
    return MapNode(((ScalarNode.at(own.span, TRADITIONAL), language),), child.span)


def _section(section: MapNode) -> MapNode:
    return MapNode(((ScalarNode.at(section.span, TRANSLATIONS), section),), section.span)
