"""Who is barred from a rank, by the flags it names."""

from __future__ import annotations

from operator import or_
from typing import TYPE_CHECKING, Any

from ccops.facts import is_complete
from ccops.rules.ranks import Barred
from ccops.values import Missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ccops.plan.reading import Reader
    from ccops.plan.results import Members
    from ccops.plan.steps import RankStep


def barred_rows(step: RankStep, reader: Reader, members: Members) -> Sequence[Any] | None:
    """Return whether each member is barred; who keeps his place is ranked like anybody."""
    if step.spec.barred is Barred.KEEP_PLACE:
        return None
    columns = [reader.column(step.readings[name], members) for name in step.barred_by]
    flags = [each.sequence() for each in columns if not (each.same and each.at(0) is False)]
    if len(flags) < 2:  # noqa: PLR2004 - one flag is who is barred as it is
        return flags[0] if flags else None
    if all(map(is_complete, flags)):
        barred: Sequence[Any] = flags[0]
        for each in flags[1:]:
            barred = list(map(or_, barred, each))
        return barred
    return [_is_any(row) for row in zip(*flags, strict=True)]


def _is_any(flags: Sequence[bool | Missing]) -> bool | Missing:
    """Return whether one holds; missing where none is known to, and one is not known."""
    if True in flags:
        return True
    return next((flag for flag in flags if isinstance(flag, Missing)), False)
