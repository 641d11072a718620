"""Appeals: what an employee objects to in published results, and what he was answered (2.18)."""

from __future__ import annotations

import datetime as dt
import enum

from ccops.frozen import frozen


class Decision(enum.Enum):
    """What came of an appeal. A granted one means that the month is settled again."""

    GRANTED = "granted"
    REFUSED = "refused"


@frozen(kw_only=True)
class Answer:
    """Who decided an appeal, in which role, when, how and why."""

    by: str
    role: str
    on: dt.date
    decision: Decision
    because: str


@frozen(kw_only=True)
class Appeal:
    """An objection of an employee; ``is_late`` says that it came after the window."""

    employee: str
    on: dt.date
    about: str
    is_late: bool
    answer: Answer | None = None

    @property
    def is_granted(self) -> bool:
        """Whether the employee was right."""
        return self.answer is not None and self.answer.decision is Decision.GRANTED
