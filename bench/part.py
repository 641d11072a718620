"""A part of a pack: one rule with all that it follows from, as a pack of its own."""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any, Final

import yaml
from yaml.resolver import Resolver

from ccops.rulepack.reach import Reach
from ccops.rulepack.taking import choice_of, replaced, take
from ccops.rulepack.text.nodes import ListNode, MapNode, Quoting, ScalarNode, walk
from ccops.rulepack.text.parsing import read_yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from ccops.rulepack import Pack
    from ccops.rulepack.text.nodes import Node

#: A rule of a pack: its section and its id.
RuleId = tuple[str, str]
#: What is cut out: with star pay come score, rank, monthly bonus and who is barred from them.
PART: Final[RuleId] = ("star_pays", "star_pay")
#: Sections that are kept whole: what a pack says of itself and of its people and days.
_WHOLE: Final = frozenset({"calendars", "leave_kinds", "pack", "roles", "shifts", "work_years"})
_SECTION: Final = re.compile(r"(\w+):\s*(?:#.*)?$")
#: Says as what a bare text would be read; the library of YAML has no types for it.
_TAGS: Final[Any] = Resolver()
_QUOTES: Final = {
    Quoting.PLAIN: None,
    Quoting.SINGLE: "'",
    Quoting.DOUBLE: '"',
    Quoting.BLOCK: "|",
}
_RULE: Final = re.compile(r"  ([^\s#:]+):")


def write_part(folder: Path, pack: Pack, rule: RuleId) -> None:
    """Write a rule of a pack, what it follows from under any reading, and their questions.

    What is kept is kept to the letter, in files of the same names; the parent is the same.
    """
    kept = _behind(pack, rule)
    asked = (each for each in pack.choice_places if each.rule[0] in _WHOLE or each.rule in kept)
    kept |= {("choices", each.choice) for each in asked}
    for path in sorted(pack.places[0].glob("*.yaml")):
        text = "".join(_parts(path.read_text(encoding="utf-8").splitlines(keepends=True), kept))
        if text:
            (folder / path.name).write_text(text, encoding="utf-8")


def edit(folder: Path) -> None:
    """Add a remark on top of the largest file of a pack: each rule in it stands elsewhere."""
    largest = max(folder.glob("*.yaml"), key=lambda path: path.stat().st_size)
    largest.write_text(f"# remark\n{largest.read_text(encoding='utf-8')}", encoding="utf-8")


def decide(folder: Path, pack: Pack, asked: int) -> None:
    """Write the files of a pack anew, so that it asks so many of its questions.

    The others are decided as the pack says: the reading taken stands in their place, and a file
    of which nothing is left is gone.
    """
    open_still = frozenset(list(pack.choices)[:asked])
    for path in sorted(folder.glob("*.yaml")):
        node, _ = read_yaml(path)
        assert isinstance(node, MapNode), path
        left = _left(node, open_still, pack.readings)
        if not left.entries:
            path.unlink()
        elif left is not node:
            text = yaml.serialize(
                _yaml(left), Dumper=yaml.SafeDumper, width=99, allow_unicode=True
            )
            path.write_text(text, encoding="utf-8")


def _left(file: MapNode, asked: Collection[str], readings: Mapping[str, str]) -> MapNode:
    """Return what a file says that asks some questions only."""

    def of_section(name: str, rules: Node) -> Node:
        if name != "choices" or not isinstance(rules, MapNode):
            return _decided(rules, asked, readings)
        kept = tuple(each for each in rules.entries if each[0].text in asked)
        return rules if len(kept) == len(rules.entries) else MapNode(kept, rules.span)

    left = replaced(file, of_section)
    full = (each for each in left.entries if isinstance(each[1], MapNode) and each[1].entries)
    return left if left is file else MapNode(tuple(full), file.span)


def _decided(node: Node, asked: Collection[str], readings: Mapping[str, str]) -> Node:
    by = choice_of(node)
    if by is not None and by.text not in asked:
        return _decided(take(node, readings, set()), asked, readings)
    if isinstance(node, MapNode):
        return replaced(node, lambda _, value: _decided(value, asked, readings))
    if isinstance(node, ListNode):
        items = tuple(_decided(each, asked, readings) for each in node.items)
        is_same = all(map(operator.is_, items, node.items))
        return node if is_same else ListNode(items, node.span)
    return node


def _yaml(node: Node) -> yaml.Node:
    """Return a node as it is written: with the same quotes, and in braces what was on one line."""
    if isinstance(node, ScalarNode):
        tag = _TAGS.resolve(yaml.ScalarNode, node.text, (True, False))
        return yaml.ScalarNode(tag, node.text, style=_QUOTES[node.quoting])
    lines = {each.span.line for each in walk(node)}
    if isinstance(node, ListNode):
        items = [_yaml(each) for each in node.items]
        return yaml.SequenceNode("tag:yaml.org,2002:seq", items, flow_style=len(lines) == 1)
    pairs = [(_yaml(key), _yaml(value)) for key, value in node.entries]
    return yaml.MappingNode("tag:yaml.org,2002:map", pairs, flow_style=len(lines) == 1)


def _behind(pack: Pack, rule: RuleId) -> set[RuleId]:
    """Return the rules that one follows from, that one among them."""
    read: dict[RuleId, set[RuleId]] = {}
    for giver, readers in Reach.of(pack.source_document).readers.items():
        for reader in readers:
            read.setdefault(reader, set()).add(giver)
    found, waiting = set[RuleId](), [rule]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting.extend(read.get(each, ()))
    return found


def _parts(lines: Sequence[str], kept: Collection[RuleId]) -> Iterator[str]:
    """Yield the lines of a file that belong to what is kept, each section with its key."""
    section, head, is_kept = "", "", False
    for line in lines:
        begins, rule = _SECTION.match(line), _RULE.match(line)
        if begins:
            section, head = begins[1], line
            is_kept = section in _WHOLE
        elif rule and section not in _WHOLE:
            is_kept = (section, rule[1]) in kept
        elif line[:1] not in (" ", "\n"):
            continue  # a remark above a section
        if is_kept:
            yield head
            if begins is None:
                yield line
            head = ""
