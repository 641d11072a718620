"""What the telecom pack asks of somebody's month, where all is usual and nothing happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_NOTHING: Final = (
    "absence", "barring_leave", "exams_below", "exams_taken", "item_errors", "items_handled",
    "late_or_early", "missed_shifts", "monitorings", "monitorings_below", "nights_worked",
    "notice_sick", "notice_unpermitted", "praise_letters", "protected_leave", "swaps_counted",
)  # fmt: skip
QUIET: Final[Mapping[str, object]] = {
    **dict.fromkeys(_NOTHING, 0),
    "holiday_hours": "0 h",
    "rostered_shifts": 22,
    "shifts_on_roster": 22,
}
#: What was worked, and how well, beside it: with a call evaluation all a score asks for.
USUAL: Final[Mapping[str, object]] = {
    **QUIET,
    "basic_pay_due": "CNY 3480",
    "discipline": "80",
    "order_accuracy": "99%",
    "talk_hold_mean": "150 s",
}
