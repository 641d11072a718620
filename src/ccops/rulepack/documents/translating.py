"""Translating: labels in traditional characters that stand in a file of their own.

The files a manager reads have two languages; a third beside every label would hide the rules.
``translations`` lists the labels once more, and each label of the same files is read as if its
``zh_TW`` stood beside it. A file that holds nothing else is read when somebody asks for one.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from ccops.frozen import frozen
from ccops.rulepack.documents.known_files import document_of
from ccops.rulepack.documents.sole_keys import holds_alone
from ccops.rulepack.text.nodes import TRADITIONAL, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.messages import Diagnostic


#: The section; it may hold the language ``zh_TW``.
TRANSLATIONS: Final = "translations"
_WORDS: Final = "words"
_ALONE: Final = (b"translations:",)


@frozen
class TraditionalWords:
    """The labels in traditional characters that a file lists, read when one is asked for.

    ``stand_alone``: the file can have no other section.
    """

    data: bytes
    shown: str

    def node_of(self, simplified: str) -> ScalarNode | None:
        """Return the label in traditional characters, where it is listed."""
        found = self._listed.get(simplified)
        return found if isinstance(found, ScalarNode) else None

    def text_of(self, simplified: str) -> str:
        """Return its text, or an empty one."""
        found = self.node_of(simplified)
        return found.text if found is not None else ""

    @property
    def texts(self) -> Mapping[str, str]:
        """Every text that is listed, with the same in traditional characters."""
        entries = self._listed.entries
        return {key.text: value.text for key, value in entries if isinstance(value, ScalarNode)}

    @property
    def stand_alone(self) -> bool:
        """Whether the file has nothing else to say."""
        return holds_alone(self.data, _ALONE)

    def read(self) -> tuple[Node | None, tuple[Diagnostic, ...]]:
        """Return the document of the file and what is wrong with it."""
        return document_of(self.data, self.shown)

    @cached_property
    def _listed(self) -> MapNode:
        node, _ = self.read()
        found = translations_in((node,))
        return found if found is not None else MapNode((), (self.shown, 1, 1))


def words_among(files: Iterable[tuple[str, bytes]]) -> TraditionalWords | None:
    """Return what one of a pack's own files lists; most of them cannot, and stay unread."""
    for shown, data in files:
        if TRANSLATIONS.encode() in data:
            words = TraditionalWords(data, shown)
            if words.stand_alone or translations_in((words.read()[0],)) is not None:
                return words
    return None


def translations_in(documents: Iterable[Node | None]) -> MapNode | None:
    """Return the labels in traditional characters that one of a pack's own files lists."""
    for document in documents:
        section = document.get(TRANSLATIONS) if isinstance(document, MapNode) else None
        listed = section.get(TRADITIONAL) if isinstance(section, MapNode) else None
        words = listed.get(_WORDS) if isinstance(listed, MapNode) else None
        if isinstance(words, MapNode):
            return words
    return None


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
