"""Duties by post: what each post has to do, the frequent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.reports.rulebook.arranging import post_of
from ccops.reports.rulebook.chapters import BY_POST
from ccops.rulepack.text.nodes import ListNode, MapNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.reports.rulebook.entries import Rule

#: How often something is due, the most often first; last what is due whenever it comes up.
_OFTEN: Final = (
    "shift", "day", "workday", "week", "month", "quarter", "half_year", "year", "as_it_comes",
)  # fmt: skip


def duties_by_post(rules: Iterable[Rule]) -> Mapping[str, Mapping[str, tuple[Rule, ...]]]:
    """Return the duties and reports of each post, by how often they are due."""
    found: dict[str, dict[str, tuple[Rule, ...]]] = {}
    for rule in rules:
        key = BY_POST.get(rule.card.section)
        if key is not None:
            own = found.setdefault(post_of(rule.node, key), {})
            every = _every(rule)
            own[every] = (*own.get(every, ()), rule)
    return {post: dict(sorted(own.items(), key=_place)) for post, own in found.items()}


def targets_by_value(rules: Iterable[Rule]) -> Mapping[str, tuple[Rule, ...]]:
    """Return the targets by what they are about: an indicator, or a figure."""
    found: dict[str, tuple[Rule, ...]] = {}
    for rule in rules:
        first = rule.definitions[0] if rule.card.section == "targets" else None
        if isinstance(first, MapNode):
            about = first.text_of("of")
            found[about] = (*found.get(about, ()), rule)
    return found


def _every(rule: Rule) -> str:
    first = rule.node.items[0] if isinstance(rule.node, ListNode) else rule.node
    return first.text_of("every") if isinstance(first, MapNode) else ""


def _place(entry: tuple[str, tuple[Rule, ...]]) -> int:
    return _OFTEN.index(entry[0]) if entry[0] in _OFTEN else len(_OFTEN)
