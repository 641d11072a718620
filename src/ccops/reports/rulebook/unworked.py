"""Why a rule has no worked example: what it is for, by its section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What is said of rules without an example, by what rules of their sections are for.
_REASONS: Final[Mapping[str, frozenset[str]]] = {
    "meaning": frozenset({
        "departments", "roles", "structures", "employments", "populations", "calendars",
        "shifts", "rosters", "leave_kinds", "hours_systems", "work_years", "post_pairs",
        "projects", "approaches", "first_contacts", "contracts", "part_months",
    }),
    "given": frozenset({"facts", "per_period"}),
    "done": frozenset({
        "duties", "report_duties", "archives", "rights", "due_lists", "publications",
        "approvals", "process_aims", "studies", "coaching_effects", "development_plans",
        "gates", "top_lists", "long_calls", "record_lists", "ageing_lists", "order_rules",
        "time_limits", "risks", "duty_rotas", "watches", "sampling_plans", "calibrations",
        "evaluation_disputes", "action_trackers", "tenure_marks", "spans",
        "leaver_settlements", "corrections",
    }),
    "constant": frozenset({"parameters"}),
    "readings": frozenset({"choices"}),
}  # fmt: skip
#: What is said of a rule that a case could show, and none does.
NO_CASE: Final = "book-unworked-no-case"

#: What is said of a rule that cases show under another reading than the one taken.
OTHER_READING: Final = "book-unworked-other-reading"


def reason_of(section: str) -> str:
    """Return the key under which the catalogs say why rules of a section have no example."""
    found = (name for name, sections in _REASONS.items() if section in sections)
    return f"book-unworked-{next(found, 'no-case')}"
