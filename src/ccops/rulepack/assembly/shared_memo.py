"""Shared memo: what the assemblies of a pack share, begun when the first one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from ccops.rulepack.assembly.memo import AssemblyMemo  # noqa: TC004 - in annotations of attrs alone


@attrs.define(eq=False)
class SharedMemo:
    """The one memo of a pack under all of its readings; a branch of it goes when it goes.

    Whoever only reads rules asks for none, and does not wait for what a period is made ready by.
    """

    _begun: list[AssemblyMemo] = attrs.field(factory=list)

    @property
    def memo(self) -> AssemblyMemo:
        """The memo; of two that two threads begin at once the first one stays."""
        if not self._begun:
            from ccops.rulepack.assembly.memo import AssemblyMemo

            self._begun.append(AssemblyMemo())
        return self._begun[0]

    def branch(self) -> SharedMemo:
        """Return a branch of what is known so far."""
        return SharedMemo([self.memo.branch()])
