"""Entries of a due list: when something was last done, when it is due, and how late it is."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.learning.due_lists import DueListRule, DueTerms


class DueState(enum.Enum):
    """How something stands on a day: later, due by now or soon, or past its day."""

    LATER = "later"
    DUE = "due"
    OVERDUE = "overdue"


@attrs.frozen(kw_only=True)
class DueEntry:
    """One person, team or document on a due list, as it stands ``on`` a day.

    ``since`` is the day from which it can be due; ``last`` is ``None`` where it was never done.
    """

    subject: str
    since: dt.date
    last: dt.date | None
    due: dt.date
    on: dt.date
    state: DueState

    @property
    def overdue_by(self) -> int:
        """How many days it is overdue; 0 on the very day it is due."""
        return max((self.on - self.due).days, 0)

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "since": self.since,
            "last": self.last,
            "due": self.due,
            "state": self.state.value,
            "overdue_by": self.overdue_by,
        }


@attrs.frozen(kw_only=True)
class DueList:
    """Everybody and everything for whom something is due, the longest overdue first."""

    name: str
    label: Label
    per: str
    entries: tuple[DueEntry, ...]

    def of(self, state: DueState) -> tuple[DueEntry, ...]:
        """Return the entries in a state."""
        return tuple(each for each in self.entries if each.state is state)


def due_entry(
    subject: str,
    *,
    since: dt.date,
    done: Iterable[dt.date],
    terms: DueTerms,
    on: dt.date,
    start: dt.date = dt.date.min,
) -> DueEntry:
    """Return how something stands with somebody who joined on a day and had it on some days.

    What is done after ``on`` is not known yet. What was done before joining counts, and what is
    due by it before then is due on joining. ``start`` is the day from which the list is kept:
    who joined before joins it then, and what would have been due before is due on it.
    """
    since = max(since, start)
    last = max((each for each in done if each <= on), default=None)
    again = terms.every or terms.first
    due = terms.first.after(since) if last is None else again.after(last)
    if last is not None and last < since:
        due = max(due, start if since == start else terms.first.after(since))
    return DueEntry(
        subject=subject,
        since=since,
        last=last,
        due=due,
        on=on,
        state=_state(due, terms, on),
    )


def due_list(
    rule: DueListRule,
    subjects: Mapping[str, dt.date],
    done: Mapping[str, Iterable[dt.date]],
    *,
    on: dt.date,
    start: dt.date = dt.date.min,
) -> DueList:
    """Return a due list: ``subjects`` are the days of joining, ``done`` the days it was done.

    ``start`` is the day from which it is kept; nothing is due before.
    """
    terms = rule.terms
    found = (
        due_entry(
            subject, since=since, done=done.get(subject, ()), terms=terms, on=on, start=start
        )
        for subject, since in subjects.items()
    )
    listed = (each for each in found if terms.every is not None or each.last is None)
    entries = tuple(sorted(listed, key=lambda each: (each.due, each.subject)))
    return DueList(name=rule.name, label=rule.label, per=rule.per.value, entries=entries)


def _state(due: dt.date, terms: DueTerms, on: dt.date) -> DueState:
    if due < on:
        return DueState.OVERDUE
    return DueState.DUE if due <= terms.soon.after(on) else DueState.LATER
