"""What a pack declares and nothing in it reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from ccops.rulepack.lints.lint import Found, Lint, Reach
from ccops.rulepack.nodes import ListNode, MapNode, Node, ScalarNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.lints.lint import Checked

_NAME: Final = re.compile(r"\w+")
#: Keys whose values are words for people, and sections that only tell about the rules.
_WORDS_FOR_PEOPLE: Final = frozenset(
    {"label", "asks", "says", "because", "source", "accept", "choices", "cases", "defaults"}
)


def unread(checked: Checked) -> Iterator[Found]:
    """Yield each fact, parameter, figure and rank that nothing in the pack names."""
    read = frozenset(_words_of(checked.pack.source_document))
    lines = {line.figure for policy in checked.rules.policies for line in policy.lines()}
    for section in ("facts", "parameters", "figures", "ranks"):
        for name, rule in checked.rules.by_name(section).items():
            parts = {name, f"{name}_size", f"{name}_tied", *getattr(rule, "names", ())}
            if not parts & read and name not in lines:
                yield Found(rule.origin.span, {"name": name})


def _words_of(document: MapNode) -> Iterator[str]:
    """Yield every word of a document that may name something, under any reading."""
    waiting: list[Node] = [document]
    while waiting:
        node = waiting.pop()
        match node:
            case ScalarNode():
                yield from _NAME.findall(node.text)
            case ListNode():
                waiting.extend(node.items)
            case MapNode():
                waiting.extend(
                    value for key, value in node.entries if key.text not in _WORDS_FOR_PEOPLE
                )


LINTS: Final = (Lint(code="unused-name", finds=unread, reach=Reach.PACK),)
