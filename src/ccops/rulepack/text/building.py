"""Building: parser events, one by one, into nodes, with what a pack does not need refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar, Final

import yaml

from ccops.messages import LABEL_LANGUAGES, Diagnostic, Span
from ccops.rulepack.text.nodes import (
    SIMPLIFIED,
    TRADITIONAL,
    LabelNode,
    ListNode,
    MapNode,
    Node,
    Quoting,
    ScalarNode,
    with_traditional,
)
from ccops.rulepack.text.syntax import UNREADABLE, unquoted_source
from ccops.rulepack.text.turns import Turns, turns_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ccops.rulepack.text.nodes import Words

#: How deep lists and mappings may stand in each other.
MAX_DEPTH: Final = 64
#: After so many findings in one file reading stops, and says so.
MAX_FINDINGS: Final = 100
_STANDARD_TAG: Final = "tag:yaml.org,2002:"
_QUOTING: Final[Mapping[str | None, Quoting]] = {
    None: Quoting.PLAIN,  # so say parsers in Python,
    "": Quoting.PLAIN,  # and so does the one in C
    "'": Quoting.SINGLE,
    '"': Quoting.DOUBLE,
    "|": Quoting.BLOCK,
    ">": Quoting.BLOCK,
}
#: Makes a named tuple of a tuple; a pack has ten thousand of them.
_made: Final = tuple.__new__
_PLAIN: Final = Quoting.PLAIN
_LANGUAGES: Final = frozenset(LABEL_LANGUAGES)
_LABEL: Final = "label"
_INTERVAL: Final = re.compile(r"(?=.*\d)[^,()]{0,80}\.\.[^,()]{0,80}")


class DocumentRefusedError(Exception):
    """Nothing more can be said about the document; its findings stand in the builder."""


class _Frame:
    """A list or mapping that is still open. ``is_flow``: written in brackets or braces.

    A mapping has ``entries``, a list has ``items``; ``key`` is one whose value is to come.
    """

    __slots__ = ("entries", "is_flow", "is_map", "items", "key", "place")

    def __init__(self, place: tuple[str, int, int], *, is_map: bool, is_flow: bool) -> None:
        self.place = place
        self.is_map = is_map
        self.is_flow = is_flow
        self.key: ScalarNode | None = None
        self.entries: dict[str, tuple[ScalarNode, Node]] = {}
        self.items: list[Node] = []


_Start = yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent


class Builder:
    """Takes the events of one document; holds its root and its findings.

    Its labels have their traditional characters by ``words``, where these are given.
    """

    def __init__(self, file: str, lines: list[str], words: Words | None = None) -> None:
        self.root: Node | None = None
        self.is_refused = False
        self.diagnostics: list[Diagnostic] = []
        self.lines = lines
        self._file = file
        self._words = words
        self._documents = 0
        self._stack: list[_Frame] = []
        #: The innermost list or mapping that is open: the last one of the stack.
        self._frame: _Frame | None = None

    def take_all(self, next_event: Callable[[], yaml.Event | None]) -> None:
        """Take one event after the other. Raises ``DocumentRefusedError`` where reading stops."""
        takers = self._TAKERS
        for event in iter(next_event, None):
            take = takers.get(type(event))
            if take is not None:
                take(self, event)

    def report(self, code: str, span: Span, **args: object) -> None:
        """Add a finding; past the cap say so and stop."""
        self.diagnostics.append(Diagnostic(code=code, span=span, args=args))
        if len(self.diagnostics) >= MAX_FINDINGS:
            stop = Diagnostic(code="yaml-too-many", span=span, args={"limit": MAX_FINDINGS})
            self.diagnostics.append(stop)
            raise DocumentRefusedError

    @property
    def bracket(self) -> Span | None:
        """The innermost bracket or brace that is still open."""
        return next((Span(*each.place) for each in reversed(self._stack) if each.is_flow), None)

    def _span(self, event: yaml.Event) -> Span:
        mark = event.start_mark
        if mark is None:
            return Span(self._file, 1, 1)
        return Span(self._file, mark.line + 1, mark.column + 1)

    def _start_document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        span = self._span(event)
        if self._documents > 1:
            self.report("yaml-documents", span)
            raise DocumentRefusedError
        if event.version or event.tags:
            self.report("yaml-directive", span)

    def _take_alias(self, event: yaml.AliasEvent) -> None:
        span = self._span(event)
        self.is_refused = True
        self.report("yaml-alias", span, name=event.anchor)
        self._add(ScalarNode.at(span, ""))

    def _refuse_properties(self, event: _Start, span: Span) -> None:
        if event.anchor is not None:
            self.report("yaml-anchor", span, name=event.anchor)
        if event.tag is not None:
            self.report("yaml-tag", span, tag=event.tag.replace(_STANDARD_TAG, "!!"))

    def _open(self, event: yaml.SequenceStartEvent | yaml.MappingStartEvent) -> None:
        start: Any = event.start_mark  # parsers always say where
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event, self._span(event))
        if len(self._stack) >= MAX_DEPTH:
            self.report("yaml-too-deep", self._span(event), limit=MAX_DEPTH)
            raise DocumentRefusedError
        around = self._frame
        if around is not None and around.is_map and around.key is None:
            self.report("yaml-key-not-text", self._span(event))
            raise DocumentRefusedError
        is_map = type(event) is yaml.MappingStartEvent
        place = (self._file, start.line + 1, start.column + 1)
        self._frame = _Frame(place, is_map=is_map, is_flow=bool(event.flow_style))
        self._stack.append(self._frame)

    def _close(self, _: yaml.CollectionEndEvent) -> None:
        frame = self._stack.pop()
        self._frame = self._stack[-1] if self._stack else None
        if frame.is_map:
            made = MapNode(tuple(frame.entries.values()), frame.place, frame.entries)
            is_label = self._words is not None and SIMPLIFIED in frame.entries
            self._add(self._label(made, frame) if is_label else made)
        else:
            self._add(self._interval(frame) or ListNode(tuple(frame.items), frame.place))

    def _label(self, made: MapNode, frame: _Frame) -> MapNode:
        """Return a label that is asked for its traditional characters; others are as they are."""
        is_label = TRADITIONAL not in frame.entries and _LANGUAGES.issuperset(frame.entries)
        if self._words is None or not is_label:
            return made
        return LabelNode(made, self._words)

    def _interval(self, frame: _Frame) -> ScalarNode | None:
        """Return the cell that ``[80..85]`` was meant to be, after saying so."""
        only = frame.items[0] if len(frame.items) == 1 and frame.is_flow else None
        if not isinstance(only, ScalarNode) or only.quoting is not Quoting.PLAIN:
            return None
        if not _INTERVAL.fullmatch(only.text):
            return None
        cell = f"[{only.text}]"
        span = Span(*frame.place)
        self.report("cell-unquoted", span, cell=cell)
        return ScalarNode.at(span, cell)

    def _take_scalar(self, event: yaml.ScalarEvent) -> None:
        start: Any = event.start_mark  # parsers always say where
        end: Any = event.end_mark
        text, line, quoting = event.value, start.line, _QUOTING[event.style]
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event, self._span(event))
        turns = self._turns(text, self._span(event), quoting) if line != end.line else ()
        node = _made(ScalarNode, (text, self._file, line + 1, start.column + 1, quoting, turns))
        frame = self._frame
        if quoting is not _PLAIN:
            self._check_quoted(node)
        elif frame is not None and frame.is_flow and ("(" in text or ")" in text):
            self._check_cut(node)
        if frame is not None and frame.is_map and frame.key is None:
            self._check_key(frame, node)
            frame.key = node
        else:
            self._add(node)

    def _check_quoted(self, node: ScalarNode) -> None:
        bad = UNREADABLE.search(node.text) if node.quoting is Quoting.DOUBLE else None
        if bad is not None:
            self.report("yaml-control-character", node.span, character=f"U+{ord(bad[0]):04X}")

    def _turns(self, text: str, span: Span, quoting: Quoting) -> Turns:
        if quoting is Quoting.BLOCK:
            return turns_of(text, self.lines, Span(span.file, span.line + 1, 1))
        if quoting is Quoting.PLAIN:
            return turns_of(text, self.lines, span)
        doubled = "'" if quoting is Quoting.SINGLE else ""
        return turns_of(text, self.lines, span.shifted(1), doubled=doubled)

    def _check_cut(self, node: ScalarNode) -> None:
        """Report a bare text in brackets that YAML cut at a comma or a bracket of its own."""
        opened, closed = node.text.count("("), node.text.count(")")
        if opened == closed or (opened < closed and "[" not in self._before(node)):
            return
        code = "cell-unquoted" if ".." in node.text else "text-unquoted"
        cell, span = unquoted_source(self.lines, node.span)
        self.report(code, span, cell=cell)

    def _before(self, node: ScalarNode) -> str:
        line, end = self.lines[node.span.line - 1], node.span.column - 1
        return line[max(0, end - MAX_DEPTH) : end].rstrip()[-1:]

    def _add(self, node: Node) -> None:
        """Add what was read to the list around it, or as the value of a key."""
        frame = self._frame
        if frame is None:
            self.root = node
        elif not frame.is_map:
            frame.items.append(node)
        elif (key := frame.key) is not None:
            frame.key = None
            if key.text not in frame.entries:
                self._add_value(frame, key, node)

    def _check_key(self, frame: _Frame, key: ScalarNode) -> None:
        text = key.text
        if text and text != "<<" and text not in frame.entries:
            return
        if text == "<<" and key.quoting is Quoting.PLAIN:
            self.is_refused = True
            self.report("yaml-merge-key", key.span)
        elif not text and key.is_empty:
            self.report("yaml-empty-key", key.span)
        elif text in frame.entries:
            first = frame.entries[text][0].span
            self.report("yaml-duplicate-key", key.span, key=text, first=first)

    def _add_value(self, frame: _Frame, key: ScalarNode, value: Node) -> None:
        if type(value) is not ScalarNode or value.text or not value.is_empty:
            is_label = self._words is not None and key.text == _LABEL
            frame.entries[key.text] = (key, self._plain_label(value) if is_label else value)
            return
        frame.entries[key.text] = (key, ScalarNode.at(key.span, ""))  # the key is the place
        if frame.is_flow and re.search(r":\S", key.text):
            self.report("yaml-space-after-colon", key.span)
        elif frame.is_flow and self._is_rest(key):
            self.report("yaml-comma-in-text", key.span, text=key.text)

    def _plain_label(self, value: Node) -> Node:
        """Return a label written as one text with its traditional characters, where listed."""
        if self._words is None or not isinstance(value, ScalarNode) or value.text.isascii():
            return value
        label = MapNode(((ScalarNode.at(value.span, SIMPLIFIED), value),), value.span)
        whole = with_traditional(label, self._words)
        return value if whole is label else whole

    def _is_rest(self, key: ScalarNode) -> bool:
        """Say whether a key in braces has no colon either: the rest of a text cut at its comma."""
        if key.quoting is not Quoting.PLAIN or "\n" in key.text:
            return False
        told = any(one.span and one.span.line == key.span.line for one in self.diagnostics)
        line = self.lines[key.span.line - 1]
        behind = line[key.span.column - 1 :].removeprefix(key.text).lstrip()
        return not told and behind[:1] in (",", "}")

    #: What takes each kind of event; the others say nothing.
    _TAKERS: ClassVar[Mapping[type[yaml.Event], Callable[[Builder, Any], None]]] = {
        yaml.ScalarEvent: _take_scalar,
        yaml.MappingStartEvent: _open,
        yaml.MappingEndEvent: _close,
        yaml.SequenceStartEvent: _open,
        yaml.SequenceEndEvent: _close,
        yaml.AliasEvent: _take_alias,
        yaml.DocumentStartEvent: _start_document,
    }
