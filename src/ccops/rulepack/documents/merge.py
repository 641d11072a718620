"""Merge: the files of a pack as one document, and that document over its parent's.

A document is sections (``figures``, ``bonuses``) of rules by id. Rules are merged by id and
replaced whole; where something stands in a list or a file never matters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Diagnostic, Severity, Span, nearest
from ccops.rulepack.documents.translating import TRANSLATIONS, merged_translations
from ccops.rulepack.text.nodes import NOTHING, LabelNode, ListNode, MapNode, Node, ScalarNode
from ccops.rulepack.text.plain import plain_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: In a section: the ids of the parent's rules that the pack does without.
REMOVE: Final = "remove"
#: Sections a child neither inherits nor overrides: each pack proves itself by its own cases.
NOT_INHERITED: Final = frozenset({"cases", "defaults"})
#: Sections whose keys are single values, which a child simply states anew.
KEY_BY_KEY: Final = frozenset({"pack", "answers"})
#: Keys of ``pack`` that belong to one pack alone.
OWN_KEYS: Final = frozenset({"id", "version", "extends", "format"})
#: What a rule says of its being an override, which is nothing about what it rules.
_OVERRIDING: Final = frozenset({"override", "because"})
_ANSWERS: Final = "answers"
_CHOICES: Final = "choices"

_Entry = tuple[ScalarNode, Node]
#: Merges a section of a pack with the one of its parent.
_Merge = Callable[[ScalarNode, MapNode, MapNode], tuple[MapNode, tuple[Diagnostic, ...]]]
#: The rules of the parent's section as they stand so far, and the section itself.
_Above = tuple["Mapping[str, _Entry]", MapNode]


def merge_files(documents: Iterable[MapNode]) -> tuple[MapNode, tuple[Diagnostic, ...]]:
    """Return the documents of all files of one pack as one.

    A section may be spread over files; an id declared in two of them is a finding that names
    both places, and the first one stays.
    """
    sections: dict[str, _Section] = {}
    found: list[Diagnostic] = []
    span: Span | None = None
    for document in documents:
        span = span or document.span
        for key, value in document.entries:
            if not isinstance(value, MapNode):
                found.append(_not_a_section(key, value))
                continue
            section = sections.setdefault(key.text, _Section(key, value.span))
            found.extend(section.add(value))
    entries = tuple((each.key, each.node()) for each in sections.values())
    return MapNode(entries, span or Span("", 1, 1)), tuple(found)


@attrs.define
class _Section:
    """The rules of one section as they are gathered from the files."""

    key: ScalarNode
    span: Span
    rules: dict[str, _Entry] = attrs.field(factory=dict[str, _Entry])
    removed: list[Node] = attrs.field(factory=list[Node])

    def add(self, section: MapNode) -> list[Diagnostic]:
        found = []
        for key, value in section.entries:
            if key.text == REMOVE and isinstance(value, ListNode):
                self.removed.extend(value.items)
            elif key.text in self.rules:
                first = self.rules[key.text][0].span
                args = {"id": key.text, "section": self.key.text, "first": first}
                found.append(Diagnostic(code="id-declared-twice", span=key.span, args=args))
            else:
                self.rules[key.text] = (key, value)
        return found

    def node(self) -> MapNode:
        entries = tuple(self.rules.values())
        if self.removed:
            span = self.removed[0].span
            remove = (ScalarNode.at(span, REMOVE), ListNode(tuple(self.removed), span))
            entries = (*entries, remove)
        return MapNode(entries, self.span)


def _not_a_section(key: ScalarNode, value: Node) -> Diagnostic:
    span = key.span if isinstance(value, ScalarNode) and value.is_empty else value.span
    return Diagnostic(code="section-not-mapping", span=span, args={"section": key.text})


def inherit(
    child: MapNode, parent: MapNode | None = None
) -> tuple[MapNode, tuple[Diagnostic, ...]]:
    """Return a merged document over its parent's merged and inherited document.

    Rules that only one of them has keep their nodes. A rule of the parent is replaced whole,
    by one that says ``override: true`` and ``because:``, or left out by ``remove: [id]``;
    one that says ``final: true`` is neither. Without a parent, both are findings.
    """
    above = {key.text: (key, value) for key, value in parent.entries} if parent else {}
    entries: list[_Entry] = []
    found = list(_answer_problems(child, parent))
    above = _without_overridden(above, child)
    for key, value in child.entries:
        inherited = above.pop(key.text, None)
        base = inherited[1] if inherited and key.text not in NOT_INHERITED else None
        section, problems = _merge_of(key)(key, _section(value), _section(base))
        entries.append((key, section))
        found.extend(problems)
    entries.extend((key, value) for key, value in above.values() if key.text not in NOT_INHERITED)
    return MapNode(tuple(entries), child.span), tuple(found)


def _merge_of(section: ScalarNode) -> _Merge:
    if section.text == TRANSLATIONS:
        return _merged_words
    return _merged_keys if section.text in KEY_BY_KEY else _merged_rules


def _section(node: Node | None) -> MapNode:
    return node if isinstance(node, MapNode) else MapNode((), Span("", 1, 1))


def _without_overridden(above: Mapping[str, _Entry], child: MapNode) -> dict[str, _Entry]:
    """Return the parent's sections without its answers to what the child asks anew."""
    asked = _section(child.get(_CHOICES))
    if _ANSWERS not in above or not asked.entries:
        return dict(above)
    key, answers = above[_ANSWERS]
    kept = tuple(entry for entry in _section(answers).entries if entry[0].text not in asked)
    return {**above, _ANSWERS: (key, MapNode(kept, answers.span))}


def _answer_problems(child: MapNode, parent: MapNode | None) -> Iterator[Diagnostic]:
    """Yield the answers to a pack's own questions, and to those that are final."""
    own = _section(child.get(_CHOICES))
    asked = _section(parent.get(_CHOICES) if parent else None)
    for key, _ in _section(child.get(_ANSWERS)).entries:
        first, above = own.key(key.text), asked.key(key.text)
        question = asked.get(key.text)
        if first is not None:
            args = {"choice": key.text, "first": first.span}
            yield Diagnostic(code="answer-own", span=key.span, args=args)
        elif above is not None and question is not None and _says(question, "final"):
            args = {"choice": key.text, "parent": above.span}
            yield Diagnostic(code="answer-final", span=key.span, args=args)


def _merged_keys(
    section: ScalarNode, child: MapNode, parent: MapNode
) -> tuple[MapNode, tuple[Diagnostic, ...]]:
    kept = tuple(
        entry
        for entry in parent.entries
        if entry[0].text not in child
        and (section.text == _ANSWERS or entry[0].text not in OWN_KEYS)
    )
    return MapNode((*child.entries, *kept), child.span), ()


def _merged_words(
    _: ScalarNode, child: MapNode, parent: MapNode
) -> tuple[MapNode, tuple[Diagnostic, ...]]:
    return merged_translations(child, parent), ()


def _merged_rules(
    section: ScalarNode, child: MapNode, parent: MapNode
) -> tuple[MapNode, tuple[Diagnostic, ...]]:
    rules = {key.text: (key, value) for key, value in parent.entries}
    removed, found = _removed(section, child, rules, parent)
    for key, value in child.entries:
        if key.text == REMOVE:
            continue
        found.extend(_override_problems(section, (key, value), (rules, parent)))
        if key.text in removed:
            found.append(_problem("remove-and-declare", key.span, section, key))
        rules[key.text] = (key, value)
    kept = (entry for name, entry in rules.items() if name not in removed or name in child)
    return MapNode(tuple(kept), child.span), tuple(found)


def _removed(
    section: ScalarNode, child: MapNode, rules: Mapping[str, _Entry], parent: MapNode
) -> tuple[frozenset[str], list[Diagnostic]]:
    """Return the ids that ``remove:`` names and what is wrong with it."""
    node = child.get(REMOVE)
    if node is None:
        return frozenset(), []
    names = node.items if isinstance(node, ListNode) else (node,)
    found: list[Diagnostic] = []
    removed: set[str] = set()
    first: dict[str, Span] = {}
    for name in names:
        if isinstance(node, ScalarNode) or not isinstance(name, ScalarNode):
            found.append(Diagnostic(code="remove-not-list", span=name.span))
        elif name.span != first.setdefault(name.text, name.span):
            found.append(
                _problem("remove-twice", name.span, section, name, first=first[name.text])
            )
        elif name.text not in rules:
            found.append(_unknown("remove-unknown", section, name, (rules, parent)))
        elif _says(rules[name.text][1], "final"):
            found.append(_final(section, name, rules[name.text][0]))
        else:
            removed.add(name.text)
    return frozenset(removed), found


def _override_problems(section: ScalarNode, entry: _Entry, above: _Above) -> list[Diagnostic]:
    key, value = entry
    rules, _ = above
    overrides = _says(value, "override")
    if key.text not in rules:
        return [_unknown("override-of-nothing", section, key, above)] if overrides else []
    parent_key, parent_value = rules[key.text]
    if _says(parent_value, "final"):
        return [_final(section, key, parent_key)]
    if not overrides:
        return [_problem("override-undeclared", key.span, section, key, parent=parent_key.span)]
    if not _gives_reason(value):
        return [_problem("override-without-because", key.span, section, key)]
    if _rule_alike(value, parent_value):
        known = {"section": section.text, "id": key.text, "parent": parent_key.span}
        code, severity = "override-changes-nothing", Severity.WARNING
        return [Diagnostic(code=code, severity=severity, span=key.span, args=known)]
    return []


def _rule_alike(one: Node, other: Node) -> bool:
    """Say whether rules, or their definitions, say the same apart from what they override."""
    return _all_alike(_parts(one), _parts(other), but=_OVERRIDING)


def _all_alike(
    ones: Sequence[Node], others: Sequence[Node], *, but: frozenset[str] = frozenset()
) -> bool:
    pairs = zip(ones, others, strict=False)
    return len(ones) == len(others) and all(_alike(one, other, but=but) for one, other in pairs)


def _alike(one: Node, other: Node, *, but: frozenset[str] = frozenset()) -> bool:
    """Say whether nodes say the same, mappings apart from some keys; the first difference ends it.

    Labels in traditional characters are looked up only where all else is the same.
    """
    if isinstance(one, LabelNode) and isinstance(other, LabelNode):
        return _alike(one.written, other.written) and _alike(one.whole, other.whole)
    if isinstance(one, MapNode) and isinstance(other, MapNode):
        keys = [each for each in one.keys if each not in but]
        if set(keys) != {each for each in other.keys if each not in but}:
            return False
        return all(_alike(one.get(key) or NOTHING, other.get(key) or NOTHING) for key in keys)
    if isinstance(one, ListNode) and isinstance(other, ListNode):
        return _all_alike(one.items, other.items)
    is_text = isinstance(one, ScalarNode) and isinstance(other, ScalarNode)
    return is_text and plain_value(one) == plain_value(other)


def _parts(node: Node) -> tuple[Node, ...]:
    """Return a rule, or the definitions of a rule that has one per population."""
    return node.items if isinstance(node, ListNode) else (node,)


def _says(node: Node, key: str) -> bool:
    parts = (part for part in _parts(node) if isinstance(part, MapNode))
    return any(part.text_of(key) in ("true", "yes") for part in parts)


def _gives_reason(node: Node) -> bool:
    parts = (part for part in _parts(node) if isinstance(part, MapNode))
    return any("because" in part for part in parts)


def _final(section: ScalarNode, key: ScalarNode, parent: ScalarNode) -> Diagnostic:
    return _problem("override-final", key.span, section, key, parent=parent.span)


def _unknown(code: str, section: ScalarNode, name: ScalarNode, above: _Above) -> Diagnostic:
    """Return a finding about a rule that the parent has no more; it may say what it was."""
    rules, parent = above
    renamed = (key for key, (_, value) in rules.items() if _was(value, name.text))
    near = next(renamed, "") or nearest(name.text, rules)
    place = parent.span if parent.entries else "-"
    return _problem(code, name.span, section, name, nearest=near, parent=place)


def _was(node: Node, name: str) -> bool:
    parts = (part for part in _parts(node) if isinstance(part, MapNode))
    return any(part.text_of("was") == name for part in parts)


def _problem(
    code: str, span: Span, section: ScalarNode, key: ScalarNode, **args: object
) -> Diagnostic:
    known = {"section": section.text, "id": key.text}
    return Diagnostic(code=code, span=span, args={**known, **args})
