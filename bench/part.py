"""A part of a pack: one rule with all that it follows from, as a pack of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import attrs

from ccops.rulepack.assembly.memo import AssemblyMemo
from ccops.rulepack.choices import Choices
from ccops.rulepack.reach import Reach
from ccops.rulepack.reading.context import ReadContext
from ccops.rulepack.ruleset import read_ruleset
from ccops.rulepack.taking import choice_of, replaced, take
from ccops.rulepack.text.nodes import ListNode, MapNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
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


def with_questions(pack: Pack, count: int) -> Pack:
    """Return a pack that asks so many of its questions; the others are decided as it says."""
    asked = frozenset(list(pack.choices)[:count])

    def of_section(name: str, rules: Node) -> Node:
        if name == "choices" and isinstance(rules, MapNode):
            kept = tuple(each for each in rules.entries if each[0].text in asked)
            return MapNode(kept, rules.span)
        return _decided(rules, asked, pack)

    document = replaced(pack.source_document, of_section)
    choices, context = Choices.of(document), ReadContext()
    taken = choices.resolve({})
    written = {each.rule for each in pack.choice_places}
    rules, problems = read_ruleset(
        taken.document, catalog=pack.catalog, context=context, asking=written
    )
    assert rules is not None, problems
    return attrs.evolve(
        pack,
        rules=rules,
        resolution=taken,
        choices=choices,
        context=context,
        memo=AssemblyMemo(),
    )


def _decided(node: Node, asked: Collection[str], pack: Pack) -> Node:
    by = choice_of(node)
    if by is not None and by.text not in asked:
        return _decided(take(node, pack.readings, set()), asked, pack)
    if isinstance(node, MapNode):
        return replaced(node, lambda _, value: _decided(value, asked, pack))
    if isinstance(node, ListNode):
        return ListNode(tuple(_decided(each, asked, pack) for each in node.items), node.span)
    return node


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
