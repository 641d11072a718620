"""Context: what one load of a pack gathers while it reads rules, and what it has read already."""

from __future__ import annotations

from typing import Final

import attrs

from ccops.messages import Diagnostic, Span
from ccops.plan import Kept
from ccops.rulepack.text.nodes import Node

#: How much of a wrong value a finding tells.
_LONGEST_GOT: Final = 80
_MemoKey = tuple[int, type, str, str]


@attrs.define
class ReadContext:
    """The findings so far, and every rule read, by the node it was read from.

    A node read again as the same class is the same instance: under another reading of a
    choice only the rules that changed are read anew. Findings are added the first time only.
    """

    diagnostics: list[Diagnostic] = attrs.field(factory=list[Diagnostic])
    #: How many rules could not be made, those known from before counted again.
    failures: int = attrs.field(default=0, init=False)
    _memo: dict[_MemoKey, tuple[Node, object]] = attrs.field(
        factory=dict[_MemoKey, tuple[Node, object]], init=False
    )
    _nearly: dict[_MemoKey, object] = attrs.field(factory=dict[_MemoKey, object], init=False)
    #: The rules read so far by what stands under an id, and the id.
    entries: Kept = attrs.field(factory=Kept, init=False)
    #: The sections read so far, with what was read.
    sections: Kept = attrs.field(factory=Kept, init=False)
    #: The rules of sections by id.
    named: Kept = attrs.field(factory=Kept, init=False)
    #: What the nodes of rules say, as a digest takes it.
    said: Kept = attrs.field(factory=Kept, init=False)

    def report(self, code: str, span: Span | None, **args: object) -> None:
        """Add an error; what was ``got`` is told in part where it is long."""
        got = args.get("got")
        if isinstance(got, str) and len(got) > _LONGEST_GOT:
            args["got"] = f"{got[:_LONGEST_GOT]}…"
        self.diagnostics.append(Diagnostic(code=code, span=span, args=args))

    def known(self, node: Node, rule: type, name: str, source: str) -> tuple[Node, object] | None:
        """Return what was read from a node before, with the node, or ``None``."""
        return self._memo.get((id(node), rule, name, source))

    def remember(self, node: Node, rule: type, name: str, source: str, instance: object) -> None:
        """Keep what was read; the node is kept too, so that its identity is not used again."""
        self._memo[id(node), rule, name, source] = (node, instance)

    def nearly(self, node: Node, rule: type, name: str, source: str) -> object | None:
        """Return the rule a node comes to without the keys nobody knows, or ``None``.

        It is told as wrong all the same; what else is wrong with it is found by this.
        """
        return self._nearly.get((id(node), rule, name, source))

    def remember_nearly(
        self, node: Node, rule: type, name: str, source: str, instance: object
    ) -> None:
        """Keep a rule that was not made, for unknown keys alone."""
        self._nearly[id(node), rule, name, source] = instance
