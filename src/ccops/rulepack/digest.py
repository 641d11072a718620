"""Digest: what a pack says, without where it says it and what people call it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.messages import LABEL_LANGUAGES
from ccops.plan import Kept
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode
from ccops.values.canonical import canonical_json, digest

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Words for people: they change no figure.
_WORDS_FOR_PEOPLE: Final = frozenset({"label", "asks", "says"})
#: The words of a question, and what its readings are called.
_ASKS: Final = "asks"
_CALLED: Final = "called"
#: Keys below which names stand that a pack chose itself: of columns, groups, readings.
_NAMES_BELOW: Final = frozenset({"better", "columns", "groups", "readings"})
_LANGUAGES: Final = frozenset(LABEL_LANGUAGES)
#: How far below the whole of a pack its rules stand: in a section, under an id.
_RULES: Final = 2
#: Sections that decide nothing: a worked example, or a name, leaves a pack what it is.
NOT_DIGESTED: Final = frozenset({"cases", "defaults", "words", "translations"})


def pack_digest(document: MapNode, kept: Kept | None = None) -> str:
    """Return the digest of a merged document: sources count; places, labels and cases do not.

    It is that of the canonical JSON of its ``document_value``. What a rule says is ``kept``: a
    pack of which one rule is written otherwise is not gone through again.
    """
    entries = tuple(each for each in document.entries if each[0].text not in NOT_DIGESTED)
    said = _said(MapNode(entries, document.span), kept or Kept(), of=_RULES)
    return digest(said + b"\n")


def _said(node: Node, kept: Kept, *, of: int, are_names: bool = False) -> bytes:
    """Return the canonical JSON of a node; what stands ``of`` mappings below it is kept."""
    if of and isinstance(node, MapNode):
        found = {
            key: _said(value, kept, of=of - 1, are_names=key in _NAMES_BELOW)
            for key, value in _counted(node, are_names=are_names)
        }
        return b"{%b}" % b",".join(_one(key) + b":" + found[key] for key in sorted(found))
    names = _NAMES_BELOW if are_names else _LANGUAGES  # either is there for good
    return kept.made(lambda: _one(_value(node, are_names=are_names)), node, names)


def _one(value: object) -> bytes:
    return canonical_json(value)[:-1]


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
            return {
                key: _value(value, are_names=key in _NAMES_BELOW)
                for key, value in _counted(node, are_names=are_names)
            }


def _counted(node: MapNode, *, are_names: bool) -> Iterator[tuple[str, Node]]:
    """Yield the entries of a mapping that are no words for people."""
    is_question = not are_names and any(
        key.text == _ASKS and _is_label(_ASKS, value, is_name=False) for key, value in node.entries
    )
    for key, value in node.entries:
        is_called = is_question and key.text == _CALLED
        if not is_called and not _is_label(key.text, value, is_name=are_names):
            yield key.text, value


def _is_label(key: str, value: Node, *, is_name: bool) -> bool:
    """Say whether an entry is words for people; a rule whose id is ``label`` is not."""
    if key not in _WORDS_FOR_PEOPLE:
        return False
    if isinstance(value, ScalarNode):
        return not is_name
    return isinstance(value, MapNode) and _LANGUAGES.issuperset(value.keys)
