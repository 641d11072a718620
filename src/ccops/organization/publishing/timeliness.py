"""Timeliness: whether results were published by the day they were due (S2-14)."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING, Any

import attrs

from ccops.frozen import frozen
from ccops.messages import Diagnostic, Severity
from ccops.values import day_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from ccops.organization.publishing.publications import DueRule


class Punctuality(enum.Enum):
    """Whether something was done by the day it was due."""

    NOT_DUE = "not_due"
    ON_TIME = "on_time"
    LATE = "late"


def _said(_: object, __: object, because: str) -> None:
    if not because.strip():
        raise ValueError("a delay is explained in words")


@frozen(kw_only=True)
class Delay:
    """What staff were told of a delay: why, and the day that was promised instead (S2-14)."""

    because: str = attrs.field(validator=_said)
    promised_for: dt.date


@frozen(kw_only=True)
class Timeliness:
    """How a publication stands on a day (``on``): in time, late by so many days, not yet due.

    ``published_on`` is the day it was published or is going to be, ``None`` where there is no
    such day yet. Days late are calendar days after ``due``, also where workdays lead there.
    """

    publication: str
    period: str
    due: dt.date
    on: dt.date
    published_on: dt.date | None = None
    delay: Delay | None = None

    @property
    def is_published(self) -> bool:
        """Whether it has been published by the day asked about."""
        return self.published_on is not None and self.published_on <= self.on

    @property
    def state(self) -> Punctuality:
        """Whether it is in time. A day of publication that lies ahead may be late already."""
        if self.days_late:
            return Punctuality.LATE
        return Punctuality.ON_TIME if self.is_published else Punctuality.NOT_DUE

    @property
    def days_late(self) -> int:
        """How many days it is late; 0 where it is not."""
        return self._days_after(self.due)

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What is to be done: explain a delay and promise a date, or keep to the one promised.

        ``publication-late`` where a delay is not explained, ``publication-promise-broken`` where
        the day promised is past as well, and for information ``publication-promised``.
        """
        if not self.days_late:
            return ()
        told = {
            "name": self.publication,
            "period": self.period,
            "due": self.due,
            "days": self.days_late,
        }
        if self.delay is None:
            return (_finding("publication-late", Severity.WARNING, told),)
        told |= {"promised": self.delay.promised_for, "because": self.delay.because}
        broken = self._days_after(self.delay.promised_for)
        if broken:
            told |= {"broken": broken}
            return (_finding("publication-promise-broken", Severity.WARNING, told),)
        return (_finding("publication-promised", Severity.INFO, told),)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON data."""
        delay = self.delay
        return {
            "schema": "ccops.timeliness/1",
            "publication": self.publication,
            "period": self.period,
            "due": self.due.isoformat(),
            "on": self.on.isoformat(),
            "published_on": self.published_on.isoformat() if self.published_on else None,
            "state": self.state.value,
            "days_late": self.days_late,
            "because": delay.because if delay else None,
            "promised_for": delay.promised_for.isoformat() if delay else None,
            "findings": [each.code for each in self.findings],
        }

    def _days_after(self, day: dt.date) -> int:
        return max(((self.published_on or self.on) - day).days, 0)


def due_day(rule: DueRule, last: dt.date, is_workday: Callable[[dt.date], bool]) -> dt.date:
    """Return the day so many days after the last day of a period, which is not counted itself.

    Raises ``ValueError`` for a rule that counts no days: its day is decided each period.
    """
    if rule.days is None or rule.kind is None:
        raise ValueError("this day is decided each period")
    return day_after(last, rule.days, rule.kind, is_workday)


def _finding(code: str, severity: Severity, told: dict[str, Any]) -> Diagnostic:
    return Diagnostic(code=code, severity=severity, args=told)
