"""Reach: which rules a change may make a difference to, by the words with which they name others.

Found on the document with every reading in it, so it may name too many rules, never too few.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from ccops.frozen import frozen
from ccops.rulepack.reading.in_force import RuleId
from ccops.rulepack.text.nodes import MapNode, Node, ScalarNode, mappings_in
from ccops.rulepack.word_rules import NAMING

_NAME: Final = re.compile(r"\w+")
#: Keys whose values are words for people.
WORDS_FOR_PEOPLE: Final = frozenset({"label", "asks", "says", "because", "source", "accept"})
#: Sections that only tell about the rules.
NO_RULES: Final = NAMING | {"pack", "choices", "answers", "cases", "defaults"}
#: Sections whose rules only add up what others found: no change reaches further through them.
_SUMS: Final = frozenset({"statements"})


def words_of(node: Node) -> frozenset[str]:
    """Return every word inside a node that may name something, under any reading."""
    texts: list[str] = []
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, ScalarNode):
            texts.append(each.text)
        elif isinstance(each, MapNode):
            waiting += [value for key, value in each.entries if key.text not in WORDS_FOR_PEOPLE]
        else:
            waiting += each.items
    return frozenset(_NAME.findall("\n".join(texts)))


@frozen(eq=False)
class Reach:
    """Who reads whom in a document. ``readers`` are the rules that name one, by the rule."""

    readers: Mapping[RuleId, frozenset[RuleId]]

    @classmethod
    def of(cls, document: MapNode) -> Reach:
        """Return who reads whom, by the names that rules give and the words they use."""
        rules = {
            (section.text, key.text): rule
            for section, listed in document.entries
            if section.text not in NO_RULES and isinstance(listed, MapNode)
            for key, rule in listed.entries
        }
        givers: dict[str, set[RuleId]] = {}
        for id_, rule in rules.items():
            for name in _given(id_, rule):
                givers.setdefault(name, set()).add(id_)
        readers: dict[RuleId, set[RuleId]] = {}
        for id_, rule in rules.items():
            if id_[0] not in _SUMS:
                for word in words_of(rule):
                    for giver in _givers(word, givers):
                        readers.setdefault(giver, set()).add(id_)
        return cls({id_: frozenset(found) for id_, found in readers.items()})

    def from_(self, rules: Iterable[RuleId]) -> frozenset[RuleId]:
        """Return the rules a change of some rules may reach, those among them."""
        reached = set(rules)
        waiting = list(reached)
        while waiting:
            following = self.readers.get(waiting.pop(), frozenset()) - reached
            reached |= following
            waiting.extend(following)
        return frozenset(reached)


def _given(id_: RuleId, rule: Node) -> Collection[str]:
    """Return what a rule gives, under any reading: its id, and what a form ``gives``."""
    return {id_[1], *(each.text_of("gives") for each in mappings_in(rule))} - {""}


def _givers(word: str, givers: Mapping[str, set[RuleId]]) -> Iterator[RuleId]:
    """Yield the rules that may give a name; a policy gives names that begin with its id."""
    parts = word.split("_")
    for end in range(1, len(parts) + 1):
        yield from givers.get("_".join(parts[:end]), ())
