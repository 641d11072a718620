"""How large a pack is: what the time for its check is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import attrs

if TYPE_CHECKING:
    from ccops.rulepack import Pack


@attrs.frozen(kw_only=True)
class Size:
    """So many rules and figures, questions, and readings beside those taken."""

    rules: int
    figures: int
    questions: int
    readings: int

    @classmethod
    def of(cls, pack: Pack) -> Self:
        """Return the size of a pack; figures are those of its first period, of groups too."""
        choices = pack.choices.values()
        return cls(
            rules=pack.rules.count,
            figures=sum(len(plan.figures) for plan in pack.check_assembly().plans),
            questions=len(choices),
            readings=sum(len(each.readings) - 1 for each in choices),
        )

    def __str__(self) -> str:
        return (
            f"{self.rules} rules, {self.figures} figures, "
            f"{self.questions} questions, {self.readings} further readings"
        )
