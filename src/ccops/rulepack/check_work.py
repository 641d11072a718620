"""Check work: how much is done to check a pack once more, counted so that it ends in time.

It is counted in names looked up and rules looked into, whatever the machine: the same pack is
checked as far each time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ccops.messages import Diagnostic
    from ccops.rulepack.lints import Reach
    from ccops.rulepack.pack import Pack
    from ccops.rulepack.whole_checks import Look

#: How much is done to check later periods, and as much again to check other readings.
MOST_WORK: Final = 30_000
#: To pass so many rules by, which nothing has reached, takes as long as to look up a name.
_PASSED_BY: Final = 10
#: What it takes to look at any pack once more, however small.
_LOOK: Final = 40


@attrs.define(eq=False)
class CheckWork:
    """What is left of the work that may be done."""

    left: int = MOST_WORK

    def has_left(self, pack: Pack) -> bool:
        """Say whether enough is left to look at a pack once more."""
        return self.left >= _passing(pack)

    def pass_by(self, pack: Pack) -> None:
        """Take off what it takes to look at a pack once more and find nothing to work out."""
        self.left -= _passing(pack)

    def look(
        self,
        look: Look,
        pack: Pack,
        listed: Iterable[Diagnostic],
        *reaches: Reach,
        label: str = "",
    ) -> tuple[Diagnostic, ...]:
        """Return what a look finds; what it takes is taken off."""
        before = pack.work + look.memo.work
        found = look.at(pack, listed, *reaches, label=label)
        self.pass_by(pack)
        self.left -= pack.work + look.memo.work - before
        return found


def _passing(pack: Pack) -> int:
    return _LOOK + pack.rules.count // _PASSED_BY
