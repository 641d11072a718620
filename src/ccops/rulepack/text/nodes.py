"""Nodes: a document as it is written, every part with its place and nothing interpreted."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

import attrs

from ccops.frozen import frozen
from ccops.messages import Span, Text

if TYPE_CHECKING:
    from collections.abc import Iterator


class Quoting(enum.Enum):
    """How a text is written: bare, in quotes, or as a block of lines (``|`` and ``>``)."""

    PLAIN = "plain"
    SINGLE = "single"
    DOUBLE = "double"
    BLOCK = "block"


class ScalarNode(NamedTuple):
    """A text, and where it begins in the file, with its quote; numbers stay texts.

    ``turns`` say where the further lines of a text over several lines stand. A pack has ten
    thousand texts, so the place is made a ``span`` when somebody asks for it.
    """

    text: str
    file: str
    line: int
    column: int
    quoting: Quoting = Quoting.PLAIN
    turns: tuple[tuple[int, Span], ...] = ()

    @classmethod
    def at(cls, span: Span, text: str) -> ScalarNode:
        """Return a bare text at a place."""
        return cls(text, *span)

    @property
    def span(self) -> Span:
        """Where the text begins."""
        return Span(self.file, self.line, self.column)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written: ``key:`` without a value."""
        return not self.text and self.quoting is Quoting.PLAIN

    @property
    def is_null(self) -> bool:
        """Whether the bare word ``null`` (or ``~``) is written."""
        return self.text in ("null", "~") and self.quoting is Quoting.PLAIN

    def as_text(self) -> Text:
        """Return the text with the place of its first character, behind the quote."""
        quoted = self.quoting in (Quoting.SINGLE, Quoting.DOUBLE)
        span = self.span.shifted(1) if quoted else self.span
        return Text(self.text, span, self.turns)


#: The keys of a label in simplified and in traditional characters.
SIMPLIFIED: Final = "zh"
TRADITIONAL: Final = "zh_TW"

#: A file, a line and a column: what a ``Span`` is made of when somebody asks for it. Of plain
#: tuples of texts and numbers the garbage collector need not know, and a pack has thousands.
_Place = tuple[str, int, int]


def _placed(place: _Place) -> _Place:
    return place if type(place) is tuple else (place[0], place[1], place[2])


@frozen(eq=False)
class ListNode:
    """A list of nodes in written order.

    One that ``stands_nowhere`` is no part of a text: it says that there is nothing.
    """

    items: tuple[Node, ...]
    _place: _Place = attrs.field(alias="span", converter=_placed)

    @property
    def span(self) -> Span:
        """Where the list begins."""
        return Span(*self._place)

    @property
    def stands_nowhere(self) -> bool:
        """Whether nobody wrote the list."""
        return not self._place[1]


@frozen(eq=False)
class MapNode:
    """Keys with their values in written order; every key once."""

    entries: tuple[Entry, ...]
    _place: _Place = attrs.field(alias="span", converter=_placed)
    _by_key: Mapping[str, Entry] = attrs.field(
        default=attrs.Factory(lambda self: _by_key(self.entries), takes_self=True), repr=False
    )

    @property
    def span(self) -> Span:
        """Where the mapping begins."""
        return Span(*self._place)

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or ``None`` where the key is not written."""
        found = self._by_key.get(key)
        return None if found is None else found[1]

    def key(self, key: str) -> ScalarNode | None:
        """Return the key itself, for its place."""
        found = self._by_key.get(key)
        return None if found is None else found[0]

    def text_of(self, key: str) -> str:
        """Return the text under a key, or an empty text where there is none."""
        found = self.get(key)
        return found.text if isinstance(found, ScalarNode) else ""

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys in written order."""
        return tuple(self._by_key)


#: Sets what a frozen class holds while it is made.
_set: Final = object.__setattr__


class Words(Protocol):
    """Labels in traditional characters that stand in a file of their own."""

    def __hash__(self) -> int: ...

    def node_of(self, simplified: str) -> ScalarNode | None:
        """Return the label in traditional characters, where it is listed."""

    def text_of(self, simplified: str) -> str:
        """Return its text, or an empty one."""


class LabelNode(MapNode):
    """A label whose traditional characters stand elsewhere: they are looked up when asked for.

    It reads as if they stood beside what is ``written``; most who open a pack never ask.
    """

    __slots__ = ("_whole", "words", "written")

    words: Words
    written: MapNode
    _whole: MapNode | None

    def __init__(self, written: MapNode, words: Words) -> None:
        _set(self, "written", written)
        _set(self, "words", words)
        _set(self, "_whole", None)
        _set(self, "_place", written._place)  # noqa: SLF001 - of the same class

    def __reduce__(self) -> tuple[type[LabelNode], tuple[MapNode, Words]]:
        return type(self), (self.written, self.words)

    @property
    def whole(self) -> MapNode:
        """The label with its traditional characters; what is written, where nobody lists them."""
        if self._whole is None:
            _set(self, "_whole", with_traditional(self.written, self.words))
        return self._whole or self.written

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The languages in written order, the traditional characters last."""
        return self.whole.entries

    @property
    def _by_key(self) -> Mapping[str, Entry]:
        return self.whole._by_key  # noqa: SLF001 - of the same class

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or ``None`` where the key is not written."""
        found = self.written.get(key)
        return self.whole.get(key) if found is None and key == TRADITIONAL else found


def with_traditional(label: MapNode, words: Words) -> MapNode:
    """Return a label with its traditional characters beside it; itself where it has none."""
    found = words.node_of(label.text_of(SIMPLIFIED))
    if TRADITIONAL in label or found is None:
        return label
    key = ScalarNode.at(found.span, TRADITIONAL)
    return MapNode((*label.entries, (key, found)), label.span)


def _by_key(entries: tuple[Entry, ...]) -> Mapping[str, Entry]:
    return {entry[0].text: entry for entry in entries}


Node = ScalarNode | ListNode | MapNode
Entry = tuple[ScalarNode, Node]

#: What a rule is that is not there: no definition of it.
NOTHING: Final = ListNode((), Span("", 0, 0))


def children(node: Node) -> Iterator[Node]:
    """Yield the values directly inside a node; a scalar has none."""
    if isinstance(node, ListNode):
        yield from node.items
    elif isinstance(node, MapNode):
        yield from (value for _, value in node.entries)


def walk(node: Node) -> Iterator[Node]:
    """Yield a node and everything inside it, in written order."""
    stack = [node]
    while stack:
        found = stack.pop()
        yield found
        stack.extend(reversed(tuple(children(found))))


def collections_in(node: Node) -> list[ListNode | MapNode]:
    """Return the lists and mappings directly inside a node; most of what is inside is texts."""
    if isinstance(node, LabelNode):
        return []
    if isinstance(node, MapNode):
        return [value for _, value in node.entries if not isinstance(value, ScalarNode)]
    if isinstance(node, ListNode):
        return [value for value in node.items if not isinstance(value, ScalarNode)]
    return []


def mappings_in(node: Node) -> Iterator[MapNode]:
    """Yield every mapping inside a node and the node itself, in written order."""
    stack = [node]
    while stack:
        found = stack.pop()
        if isinstance(found, MapNode):
            yield found
        inside = collections_in(found)
        if inside:
            stack += reversed(inside)
