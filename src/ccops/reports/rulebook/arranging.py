"""Arranging: the rules of a pack by chapter and section, each under its number."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from ccops.reports.rulebook.chapters import BY_POST, Chapter, chaptered
from ccops.reports.rulebook.entries import Rule
from ccops.rulepack.cards.dependencies import rule_node
from ccops.rulepack.ruleset import sections_of
from ccops.rulepack.text.nodes import ListNode, MapNode, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ccops.rulepack import Pack
    from ccops.rulepack.cards.card import CardIndex
    from ccops.rulepack.text.nodes import Node

#: The rules of a section, and the sections of a chapter.
Arranged = tuple[tuple[Chapter, tuple[tuple[str, tuple[Rule, ...]], ...]], ...]


def arranged(pack: Pack, index: CardIndex) -> Arranged:
    """Return the chapters with their rules, numbered in the order of the booklet."""
    return tuple(_chapters(pack, index))


def _chapters(
    pack: Pack, index: CardIndex
) -> Iterator[tuple[Chapter, tuple[tuple[str, tuple[Rule, ...]], ...]]]:
    classes = sections_of(pack.catalog)
    by_section: dict[str, list[tuple[str, str]]] = {}
    for rule in index.rules:
        by_section.setdefault(rule[0], []).append(rule)
    for number, (chapter, sections) in enumerate(chaptered(by_section), 1):
        listed = []
        for place, section in enumerate(sections, 1):
            own = []
            for order, rule in enumerate(_by_post(pack, section, by_section), 1):
                node = rule_node(pack, rule)
                own.append(
                    Rule(
                        number=f"{number}.{place}.{order}",
                        card=index.card(rule),
                        node=ListNode((), pack.document.span) if node is None else node,
                        rule_class=classes[section],
                    )
                )
            listed.append((section, tuple(own)))
        yield chapter, tuple(listed)


def _by_post(
    pack: Pack, section: str, by_section: Mapping[str, list[tuple[str, str]]]
) -> list[tuple[str, str]]:
    """Return the rules of a section, those of one post beside each other."""
    key = BY_POST.get(section)
    if key is None:
        return by_section[section]
    posts = [name for _, name in by_section.get("roles", ())]

    def place(rule: tuple[str, str]) -> int:
        post = post_of(rule_node(pack, rule), key)
        return posts.index(post) if post in posts else len(posts)

    return sorted(by_section[section], key=place)


def post_of(node: Node | None, key: str) -> str:
    """Return whose duty a rule is: the first post that it names."""
    first = node.items[0] if isinstance(node, ListNode) and node.items else node
    named = first.get(key) if isinstance(first, MapNode) else None
    if isinstance(named, ListNode):
        named = named.items[0] if named.items else None
    return named.text if isinstance(named, ScalarNode) else ""


def last_change(pack: Pack) -> dt.date:
    """Return the last day on which something of a pack begins to hold, as it is written."""
    return max(_days(pack.document), default=pack.rules.pack.effective)


def _days(document: MapNode) -> Iterator[dt.date]:
    head = document.get("pack")
    for section, rules in document.entries:
        if section.text == "parameters" and isinstance(rules, MapNode):
            yield from (day for _, node in rules.entries for day in _values_since(node))
        for _, node in rules.entries if isinstance(rules, MapNode) and rules is not head else ():
            yield from (_day(each) for each in _froms(node))


def _froms(node: Node) -> Iterator[str]:
    for each in node.items if isinstance(node, ListNode) else (node,):
        text = each.text_of("from") if isinstance(each, MapNode) else ""
        if text:
            yield text


def _values_since(node: Node) -> Iterator[dt.date]:
    values = node.get("values") if isinstance(node, MapNode) else None
    for key, value in values.entries if isinstance(values, MapNode) else ():
        if isinstance(value, ScalarNode):
            yield _day(key.text)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
