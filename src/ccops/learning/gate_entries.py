"""Entries of a gate: who has passed what, and who went to work without it."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TYPE_CHECKING

import attrs

from ccops.learning.intervals import parse_interval
from ccops.messages import Diagnostic, Label, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ccops.learning.gates import GateRule

_NEVER = dt.date.max


class GateState(enum.Enum):
    """How somebody stands at a gate: may go live, waits, or went to work without passing."""

    PASSED = "passed"
    WAITING = "waiting"
    LIVE_WITHOUT = "live_without"


@attrs.frozen(kw_only=True)
class GateEntry:
    """A newcomer at a gate: when he passed the last part, what is open, since when he works."""

    subject: str
    since: dt.date
    passed_on: dt.date | None
    open_parts: tuple[str, ...]
    live_since: dt.date | None
    state: GateState

    def cells(self) -> dict[str, object]:
        """Return what stands in his row, by column."""
        return {
            "joined_on": self.since,
            "passed_on": self.passed_on,
            "open_parts": self.open_parts,
            "live_since": self.live_since,
            "state": self.state.value,
        }


@attrs.frozen(kw_only=True)
class GateList:
    """The newcomers at a gate, those who went to work without it first."""

    name: str
    label: Label
    entries: tuple[GateEntry, ...]
    findings: tuple[Diagnostic, ...]


def gate_list(
    rule: GateRule,
    joined: Mapping[str, dt.date],
    passed: Mapping[str, Iterable[tuple[str, dt.date]]],
    live: Mapping[str, dt.date],
    *,
    on: dt.date,
) -> GateList:
    """Return a gate: days of joining, the parts passed and when, and the first day at work.

    What lies after ``on`` is not known yet.
    """
    term = parse_interval(rule.newcomer.value)
    entries = [
        _entry(rule, who, since, passed.get(who, ()), live.get(who), on)
        for who, since in joined.items()
        if term is not None and on < term.after(since)
    ]
    order = list(GateState)[::-1]
    entries.sort(key=lambda each: (order.index(each.state), each.since, each.subject))
    return GateList(
        name=rule.name,
        label=rule.label,
        entries=tuple(entries),
        findings=tuple(
            _finding(rule, each) for each in entries if each.state is GateState.LIVE_WITHOUT
        ),
    )


def _entry(
    rule: GateRule,
    who: str,
    since: dt.date,
    passed: Iterable[tuple[str, dt.date]],
    live: dt.date | None,
    on: dt.date,
) -> GateEntry:
    first: dict[str, dt.date] = {}
    for part, day in passed:
        if day <= on:
            first[part] = min(day, first.get(part, day))
    open_ = tuple(each.value for each in rule.parts if each.value not in first)
    done = None if open_ else max(first[each.value] for each in rule.parts)
    begun = live if live is not None and live <= on else None
    if begun is not None and begun < (done or _NEVER):
        state = GateState.LIVE_WITHOUT
    else:
        state = GateState.WAITING if open_ else GateState.PASSED
    return GateEntry(
        subject=who,
        since=since,
        passed_on=done,
        open_parts=open_,
        live_since=begun,
        state=state,
    )


def _finding(rule: GateRule, entry: GateEntry) -> Diagnostic:
    return Diagnostic(
        code="gate-live-without",
        severity=Severity.WARNING,
        args={"name": rule.name, "employee": entry.subject, "day": entry.live_since},
        labels={"name": rule.label},
    )
