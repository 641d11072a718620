"""Which pay lines are bonus: bonuses, awards, commissions, and what follows from an appraisal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ccops.plan import figures_needed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ccops.plan import Key, PayLine, Plan
    from ccops.settlement import Settlement

#: Sections of a pack whose lines pay for results.
_BONUS: Final = frozenset({"bonuses", "awards", "commissions"})
#: Sections whose lines are parts of pay of their own, whatever they follow from.
_OTHERS: Final = frozenset(
    {"basic_pays", "star_pays", "corrections", "leave_deductions", "holiday_pays", "hours_lines"}
)


def bonus_lines(settlement: Settlement) -> tuple[PayLine, ...]:
    """Return the bonus lines in the order of the pack.

    An allowance is one where its amount follows from the score of an appraisal form.
    """
    rules, plan = settlement.rules, settlement.results.plan
    scores = {each.gives.value for each in rules.scorecards if each.gives is not None}
    found = []
    for line in plan.lines:
        section = rules.line_sections.get(line.figure, "")
        is_other = section in _OTHERS
        if section in _BONUS or (not is_other and scores & set(names_behind(plan, line.figure))):
            found.append(line)
    return tuple(found)


def names_behind(plan: Plan, figure: str) -> Iterator[str]:
    """Yield the names of the figures a figure follows from within the month, its own first."""
    waiting = [key for key in plan.figures if key.name == figure]
    known: set[Key] = set()
    while waiting:
        key = waiting.pop()
        if key not in known and key in plan.figures:
            known.add(key)
            yield key.name
            waiting.extend(figures_needed(plan.figures[key]))
