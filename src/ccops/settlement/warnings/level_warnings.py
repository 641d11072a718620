"""People whom a ladder pays by their level, and who have none: nothing is paid to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccops.messages import Diagnostic, Severity
from ccops.settlement.warnings.naming import first_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.career import LadderRule
    from ccops.plan import Results


def level_warnings(results: Results, ladders: Iterable[LadderRule]) -> Iterator[Diagnostic]:
    """Yield a warning for each ladder that pays levels, of whomever it pays and who has none."""
    for ladder in ladders:
        if ladder.pays_levels:
            named = _without_level(results, ladder)
            if named:
                yield _warning(ladder, named)


def _without_level(results: Results, ladder: LadderRule) -> list[str]:
    levels = results.facts.employees.columns.get(ladder.level.value)
    if levels is None:
        return []
    paid = results.columns_of(f"{ladder.name}_level_pay")
    rows = {row for found in paid for row in found.members.rows}
    return [results.facts.employees.ids[row] for row in sorted(rows) if row in levels.missing]


def _warning(ladder: LadderRule, listed: list[str]) -> Diagnostic:
    told = {"ladder": ladder.name, "count": len(listed), "employees": first_of(listed)}
    return Diagnostic(
        code="level-absent", severity=Severity.WARNING, span=ladder.origin.span, args=told
    )
