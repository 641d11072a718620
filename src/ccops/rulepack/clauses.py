"""Clauses: which parts of the manual a pack carries, and in which of its rules each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Span
from ccops.rulepack.reading.rule_classes import ASSUMED
from ccops.rulepack.text.nodes import MapNode, Node, children
from ccops.rulepack.word_rules import NAMING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.pack import Pack

#: Sections that prove or describe the rules rather than state them.
_NO_RULES: Final = NAMING | {"pack", "cases", "defaults", "choices", "answers"}
#: What stands between several clauses of one rule.
SEVERAL: Final = ", "


@attrs.frozen(kw_only=True)
class ClauseRule:
    """A rule, or a part of one, that carries a clause: section, id and where it begins."""

    section: str
    name: str
    place: Span
    node: Node = attrs.field(eq=False, repr=False)


@attrs.frozen(kw_only=True)
class Clause:
    """A clause of the manual with what of a pack carries it, in written order.

    ``is_filled`` says that the manual only names it: what stands for it is assumed.
    """

    name: str
    rules: tuple[ClauseRule, ...]
    is_filled: bool


def pack_clauses(pack: Pack) -> tuple[Clause, ...]:
    """Return the clauses that a pack carries in its own files, by name.

    A clause is what ``source:`` names, or ``carries:`` beside it, which parts several by commas.
    What is assumed carries the clauses that name it without saying what it is, if any.
    """
    given: dict[str, list[ClauseRule]] = {}
    filled: dict[str, list[ClauseRule]] = {}
    home = home_of(pack)
    for section, rules in pack.source_document.entries:
        if section.text in _NO_RULES or not isinstance(rules, MapNode):
            continue
        for key, node in rules.entries:
            if key.span.file.partition("/")[0] != home:
                continue
            for part in _sourced(node):
                is_whole = part is node
                place = key.span if is_whole else part.span
                rule = ClauseRule(section=section.text, name=key.text, place=place, node=part)
                source = part.text_of("source")
                if source and source != ASSUMED:
                    given.setdefault(source, []).append(rule)
                carried = filled if source == ASSUMED else given
                for name in filter(None, part.text_of("carries").split(SEVERAL)):
                    carried.setdefault(name, []).append(rule)
    return tuple(
        Clause(
            name=name,
            rules=(*given.get(name, ()), *filled.get(name, ())),
            is_filled=name not in given,
        )
        for name in sorted({*given, *filled})
    )


def home_of(pack: Pack) -> str:
    """Return the folder whose rules are a pack's own: a parent's are its parent's business."""
    head = pack.source_document.get("pack")
    return head.span.file.partition("/")[0] if head is not None else ""


def _sourced(node: Node) -> Iterator[MapNode]:
    """Yield a rule and its parts, each where it says itself what it comes from."""
    if isinstance(node, MapNode) and ("source" in node or "carries" in node):
        yield node
    for each in children(node):
        yield from _sourced(each)
