"""A month of a few people for tests about threads, processes, plugins and logs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    import ccops

#: A fact of each kind; the pack has few rules, so that it is settled often.
FACTS: Final = {
    "employee_id": "",
    "call_evaluation": "96",
    "talk_hold_mean": "172 s",
    "order_accuracy": "98.8%",
    "discipline": "97.5",
    "basic_pay_due": "CNY 4300.00",
    "holiday_hours": "0 h",
}
_NONE: Final = (
    "missed_shifts", "absence", "nights_worked", "notice_sick", "notice_unpermitted",
    "protected_leave", "barring_leave", "late_or_early", "swaps_counted", "praise_letters",
    "items_handled", "item_errors", "monitorings", "monitorings_below", "exams_taken",
    "exams_below",
)  # fmt: skip
_HIRED: Final = {"employment_type": "full_time", "role": "agent", "team": "A"}


def month_of(center: ccops.Center, people: Mapping[str, str] | None = None) -> ccops.CenterMonth:
    """Return October of people by id and name."""
    known = people or {f"E{number:03}": f"Agent {number}" for number in range(1, 13)}
    rows = [{"employee_id": who, "name": name, "hired_on": "2022-03-01", **_HIRED}
            for who, name in known.items()]  # fmt: skip
    month = center.month("2026-10", employees=rows, decisions={"award_themes": []})
    return month.starting_from(month.opening([]))


def settled(center: ccops.Center, people: Mapping[str, str] | None = None) -> ccops.Settlement:
    """Settle October; each scores less than the one before."""
    month = month_of(center, people)
    same = {**FACTS, **dict.fromkeys(_NONE, 0), "rostered_shifts": 15, "shifts_on_roster": 15}
    del same["employee_id"]
    given = {
        each.employee_id: {**same, "call_evaluation": 99 - place}
        for place, each in enumerate(month.month.employees)
    }
    return month.settle(month.facts(given))
