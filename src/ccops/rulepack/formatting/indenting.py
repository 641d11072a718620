"""Indenting: how far each line of a YAML text is from the margin when levels are two apart."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import Final

import attrs
import yaml

from ccops.rulepack.text.parsing import LOADER

#: How many spaces one level is.
LEVEL: Final = 2
#: How many lines above a comment are asked for what it stands in line with.
_NEARBY: Final = 200


@attrs.frozen(kw_only=True)
class Indents:
    """Where lines begin, counted from 0: set for those that begin something, moved for the rest.

    ``kept`` are the lines whose end belongs to a text of several lines.
    """

    begins: Mapping[int, int]
    moved: Mapping[int, int]
    kept: frozenset[int]

    def of(self, line: int, before: int) -> int:
        """Return how far a line is from the margin that was ``before`` away."""
        found = self.begins.get(line)
        return found if found is not None else max(0, before + self.moved.get(line, 0))


def indents_of(text: str) -> Indents:
    """Return the indents of a text. Raises ``yaml.YAMLError`` for broken syntax."""
    measuring = _Measuring(text)
    root = yaml.compose(text, Loader=LOADER)
    if root is not None:
        measuring.node(root, 0, owner=root.start_mark.line)
    measuring.comments()
    return Indents(begins=measuring.begins, moved=measuring.moved, kept=frozenset(measuring.kept))


class _Measuring:
    """Walks the nodes of a document from the outside in."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.begins: dict[int, int] = {}
        self.moved: dict[int, int] = {}
        self.kept: set[int] = set()
        dashes = [
            token.start_mark
            for token in yaml.scan(text, Loader=LOADER)
            if isinstance(token, yaml.BlockEntryToken)
        ]
        self._dashes = {mark.index: mark for mark in dashes}
        self._dash_at = sorted(self._dashes)

    def node(self, node: yaml.Node, indent: int, *, owner: int) -> None:
        """Place a node whose children begin at ``indent``; ``owner`` is the line it hangs on."""
        if isinstance(node, yaml.MappingNode) and not node.flow_style:
            self._mapping(node, indent)
        elif isinstance(node, yaml.SequenceNode) and not node.flow_style:
            self._sequence(node, indent)
        else:
            self._leaf(node, indent, owner)

    def _mapping(self, node: yaml.MappingNode, indent: int) -> None:
        for key, value in node.value:
            self._begin(key.start_mark, indent)
            self.node(value, indent + LEVEL, owner=key.start_mark.line)

    def _sequence(self, node: yaml.SequenceNode, indent: int) -> None:
        for item in node.value:
            # an item that is empty stands right behind its dash
            at = bisect_left(self._dash_at, max(item.start_mark.index, 1)) - 1
            dash = self._dashes[self._dash_at[at]]
            self._begin(dash, indent)
            self.node(item, indent + LEVEL, owner=dash.line)

    def _leaf(self, node: yaml.Node, indent: int, owner: int) -> None:
        """Place a text or a value in brackets; its further lines move with its first one."""
        first, last = node.start_mark.line, node.end_mark.line
        if node.end_mark.column == 0 and last > first:
            last -= 1
        if first != owner:
            self._begin(node.start_mark, indent)
        move = self._move(first)
        for line in range(first + 1, last + 1):
            self.moved[line] = move
        for text in _texts(node):
            self._keep(text, last)

    def _keep(self, text: yaml.ScalarNode, last: int) -> None:
        """Note the lines of a text whose end, or whose emptiness, belongs to it."""
        first = text.start_mark.line
        last = min(last, text.end_mark.line)
        if text.style in ("|", ">"):
            self.kept.update(range(first + 1, last + 1))
        elif text.style in ("'", '"'):
            self.kept.update(range(first, last))
        else:  # empty lines inside a bare text are line ends
            self.kept.update(x for x in range(first + 1, last) if not self.lines[x].strip(" \t"))

    def _begin(self, mark: yaml.Mark, indent: int) -> None:
        if not self.lines[mark.line][: mark.column].strip(" \t"):
            self.begins[mark.line] = indent

    def _move(self, line: int) -> int:
        if line in self.begins:
            return self.begins[line] - _before(self.lines[line])
        return self.moved.get(line, 0)

    def comments(self) -> None:
        """Place lines that are comments alone: as what they stand above, or below."""
        following: int | None = None
        for line in reversed(range(len(self.lines))):
            if line in self.begins:
                following = line
            elif line not in self.moved and self.lines[line].lstrip(" \t").startswith("#"):
                self.moved[line] = self._comment_move(line, following)

    def _comment_move(self, line: int, following: int | None) -> int:
        column = _before(self.lines[line])
        near = [] if following is None else [following]
        nearby = range(line - 1, max(-1, line - _NEARBY), -1)
        for each in (*near, *(above for above in nearby if above in self.begins)):
            if _before(self.lines[each]) == column:
                return self._move(each)
        return self._move(following) if following is not None else 0


def _texts(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Yield the texts of a value in brackets, keys among them, or the one text it is."""
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item)
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            for part in pair:
                yield from _texts(part)


def _before(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))
