"""Clauses: what is written under a key of a rule, as a part of a sentence.

A catalog says how: ``book-say-role-reports_to`` for the class and the key, ``book-say-every`` for
a key of any class; with the word behind it where a word or a flag is a sentence of its own
(``book-say-leave_kind-protected-yes``). What has no such words is told as a head and its value, so
that a key nobody thought of is told all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.kpi import IndicatorRule
from ccops.messages import has_message
from ccops.organization import DutyRule
from ccops.rulepack.describing import words_of
from ccops.rulepack.text.nodes import ListNode, ScalarNode
from ccops.rules import FieldSpec, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.reports.document.words import Words
    from ccops.reports.rulebook.telling import Written
    from ccops.rulepack.text.nodes import Node

#: What a sentence begins with, where that is not what is written first.
_FIRST: Final[Mapping[type, tuple[str, ...]]] = {
    IndicatorRule: (
        "contract", "ratio", "mean", "count", "total", "maximum", "percentile", "share_total",
        "over", "where",
    ),
    DutyRule: ("every",),
}  # fmt: skip
_WORDS: Final = frozenset({Shape.FLAG, Shape.WORD, Shape.FORMULA})


def in_order(fields: Iterable[Written], rule_class: type) -> list[Written]:
    """Return what is written in a rule in the order of a sentence."""
    first = _FIRST.get(rule_class, ())
    places = {key: place for place, key in enumerate(first)}
    return sorted(fields, key=lambda each: places.get(each[0], len(places)))


def clause_key(rule_class: type, key: str, spec: FieldSpec, node: Node) -> str:
    """Return by what the catalogs know the words of a clause; empty where they have none."""
    rule = words_of(rule_class).replace(" ", "_")
    found = [f"{rule}-{key}", key]
    if spec.shape in _WORDS and isinstance(node, ScalarNode) and node.text.isidentifier():
        found = [*(f"{each}-{node.text}" for each in found), *found]
    if isinstance(node, ListNode) and not node.items:
        found = [*(f"{each}-none" for each in found), *found]
    return next((each for each in found if has_message(f"report-book-say-{each}")), "")


def as_sentence(text: str, words: Words) -> str:
    """Return a text with a capital first and a full stop last; nothing of nothing."""
    if not text:
        return ""
    return words.say("book-sentence", told=f"{text[:1].upper()}{text[1:]}")
