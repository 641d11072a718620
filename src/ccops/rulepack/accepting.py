"""Accepts outside of tables: one that accepts nothing is told. Tables answer for their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from ccops.messages import Diagnostic
from ccops.plan import TableFigure
from ccops.rulepack.nodes import MapNode, Node
from ccops.rulepack.reader import accepts_in
from ccops.rules.accepts import Accept

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.rulepack.assembling import Assembly
    from ccops.rulepack.pack import Pack

#: The finding a rule that is no table may accept: that nothing reads it.
UNUSED: Final = "unused-name"
#: Sections whose rules accept nothing.
WITHOUT_ACCEPTS: Final = frozenset({"pack", "choices", "cases", "defaults"})


@attrs.frozen
class AcceptCheck:
    """Checks the accepts of a pack under its readings; ``unused`` are the rules nothing reads."""

    unused: frozenset[tuple[str, str]]
    _known: dict[int, tuple[Node, tuple[Accept, ...]]] = attrs.field(
        factory=dict[int, tuple[Node, "tuple[Accept, ...]"]], init=False, repr=False
    )

    def findings(self, pack: Pack, assembly: Assembly) -> Iterator[Diagnostic]:
        """Yield the accepts that accept nothing."""
        listed = assembly.plan.definitions.by_name.values()
        tables = {
            accept.span
            for definitions in listed
            for each in definitions
            if isinstance(each, TableFigure)
            for accept in each.accept
        }
        for section, rules in pack.document.entries:
            if section.text in WITHOUT_ACCEPTS or not isinstance(rules, MapNode):
                continue
            for key, rule in rules.entries:
                if pack.rules.left_out.gives(key.text):
                    continue
                is_unused = (section.text, key.text) in self.unused
                for accept in self._accepts(rule):
                    is_met = is_unused and accept.code.value == UNUSED
                    if accept.span not in tables and not is_met:
                        told = {"name": key.text, "code": accept.code.value}
                        yield Diagnostic(code="accepts-nothing", span=accept.span, args=told)

    def _accepts(self, rule: Node) -> tuple[Accept, ...]:
        known = self._known.get(id(rule))
        if known is None:  # the node is kept, so that its identity is not used again
            self._known[id(rule)] = known = (rule, accepts_in(rule))
        return known[1]
