"""Futile expectations: what a case hands in itself proves nothing when it comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.facts import employee_facts
from ccops.messages import Diagnostic
from ccops.rulepack.cases.checks import EMPLOYEE_COLUMNS
from ccops.rulepack.text.nodes import ListNode, MapNode, Node, ScalarNode, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: Columns of employees that are no facts: a figure may be called as one of them.
_NO_FACTS: Final = EMPLOYEE_COLUMNS - {each.name for each in employee_facts(roles=frozenset())}


def futile_expectations(
    name: str, node: MapNode, defaults: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield a finding for each expected figure that a case pins, and each fact that it gives.

    A blank fragment stands in every explanation.

    ``node`` is a case with what a variant adds in place. A default counts as given where the
    case has no records, which would go before it.
    """
    is_measured = "records" in node or "evaluations" in node
    usual = frozenset() if is_measured else frozenset(defaults)
    grouped = "employees" in node
    for person, expected in _by_person(node.get("expect"), grouped=grouped):
        pinned = _keys_of(node.get("pin"), person)
        given = _keys_of(node.get("given"), person) | _keys_of(node.get("employees"), person)
        given -= _NO_FACTS
        for key in _scalars(expected):
            told = {"name": name, "figure": key.text}
            if key.text in pinned:
                yield Diagnostic(code="case-expects-pinned", span=key.span, args=told)
            elif key.text in given | usual:
                yield Diagnostic(code="case-expects-given", span=key.span, args=told)
    explains = node.get("explains")
    for fragment in _fragments(explains) if explains is not None else ():
        if not fragment.text.strip():
            yield Diagnostic(code="case-explains-nothing", span=fragment.span, args={"name": name})


def _fragments(node: Node) -> Iterator[ScalarNode]:
    """Yield the fragments of explanations, by figure: one text, or a list of them."""
    for part in walk(node):
        listed = part.entries if isinstance(part, MapNode) else ()
        for _, value in listed:
            items = value.items if isinstance(value, ListNode) else (value,)
            yield from (each for each in items if isinstance(each, ScalarNode))


def _by_person(node: Node | None, *, grouped: bool) -> Iterator[tuple[str, Node]]:
    if not grouped:
        yield from () if node is None else [("", node)]
    elif isinstance(node, MapNode):
        yield from ((key.text, value) for key, value in node.entries)


def _keys_of(node: Node | None, person: str) -> frozenset[str]:
    """Return the names a section gives one person, or everybody where nobody is named."""
    own = node.get(person) if person and isinstance(node, MapNode) else node
    return frozenset(own.keys) if isinstance(own, MapNode) else frozenset()


def _scalars(node: Node) -> Iterator[ScalarNode]:
    if isinstance(node, MapNode):
        yield from (key for key, _ in node.entries)
