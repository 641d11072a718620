"""Trials that were passed: the new level holds once its row stands in the assignments."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from ccops.career import TrialOutcome
from ccops.facts import AssignmentKind
from ccops.messages import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ccops.career import LadderRule
    from ccops.facts import Assignment
    from ccops.plan import Results

_ONE_DAY: Final = dt.timedelta(days=1)


def trial_warnings(
    results: Results,
    ladders: Iterable[LadderRule],
    assignments: Iterable[Assignment],
    *,
    last: dt.date,
) -> Iterator[Diagnostic]:
    """Yield a warning for everybody who passed a trial and whose new level is entered nowhere.

    ``last`` is the last day of the period; the level holds from the day after. A proposal changes
    nobody's level by itself.
    """
    first = last + _ONE_DAY
    levels = [each for each in assignments if each.what is AssignmentKind.LEVEL]
    entered = {(each.employee_id, each.value) for each in levels if each.holds(first)}
    for ladder in ladders:
        if ladder.level.value == AssignmentKind.LEVEL.value:
            for employee, level in _passed(results, ladder):
                if (employee, level) not in entered:
                    yield _warning(ladder, employee, level, first)


def _passed(results: Results, ladder: LadderRule) -> Iterator[tuple[str, str]]:
    """Yield whoever passed a trial of a ladder in this period, with the level of it."""
    for found in results.columns_of(f"{ladder.name}_trial_outcome"):
        for row in found.members.rows:
            level = results.column_at(f"{ladder.name}_trial_level", row)
            if found.at(row) == TrialOutcome.PASSED.value and level is not None:
                yield results.facts.employees.ids[row], str(level.at(row))


def _warning(ladder: LadderRule, employee: str, level: str, first: dt.date) -> Diagnostic:
    told = {"ladder": ladder.name, "employee": employee, "level": level}
    days = {"day": first - _ONE_DAY, "from": first}
    found = Diagnostic(
        code="trial-passed",
        severity=Severity.WARNING,
        span=ladder.origin.span,
        args={**told, **days},
    )
    found = found.called({each.name: each.label for each in ladder.levels}, among=("level",))
    return found.called({ladder.name: ladder.label}, among=("ladder",))
