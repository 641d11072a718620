"""Duties of a month: who had each, for which days it was due, and for which it is shown."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from ccops.messages import Label
from ccops.organization.duties.duties import DutyRule
from ccops.organization.reporting.frequencies import Stretch
from ccops.organization.reporting.report_entries import ReportList
from ccops.organization.staff.staff import Staff

if TYPE_CHECKING:
    from ccops.organization.staff.staff import Person


class DutyState(enum.Enum):
    """How it stands with a duty.

    ``NOT_DUE``: none of its days is over. ``NO_EVIDENCE``: the pack does not say what shows it.
    ``NOBODY``: nobody holds the post. ``UNKNOWN``: the records that say when are not handed in.
    """

    SHOWN = "shown"
    PARTLY = "partly"
    NOT_SHOWN = "not_shown"
    NOT_DUE = "not_due"
    NO_EVIDENCE = "no_evidence"
    NOBODY = "nobody"
    UNKNOWN = "unknown"


@attrs.frozen(kw_only=True)
class DutyEntry:
    """A duty of somebody in a month: how often it was due, and how often it is shown."""

    who: str
    state: DutyState
    asked: int = 0
    shown: int = 0
    not_shown: tuple[str, ...] = ()

    def cells(self) -> dict[str, object]:
        """Return what stands in its row, by column."""
        return {
            "asked": self.asked,
            "shown": self.shown,
            "state": self.state.value,
            "not_shown": self.not_shown,
        }


@attrs.frozen(kw_only=True)
class DutyList:
    """A duty and everybody who had it."""

    name: str
    label: Label
    role: str
    every: str
    entries: tuple[DutyEntry, ...]

    def of(self, *states: DutyState) -> tuple[DutyEntry, ...]:
        """Return the entries in some states."""
        return tuple(each for each in self.entries if each.state in states)


@attrs.frozen(kw_only=True, eq=False)
class DutyDesk:
    """What duties are held against: who is there, the stretches that are over, what is counted.

    ``counted`` says of a duty which days somebody, his team or (for nobody's name) anybody is
    counted on; ``None`` where its records were not handed in.
    """

    on: dt.date
    staff_on: Callable[[dt.date], Staff]
    stretches: Callable[[DutyRule], tuple[Stretch, ...] | None]
    counted: Callable[[DutyRule], Mapping[str, frozenset[dt.date]] | None]
    reports: Mapping[str, ReportList]


def duty_list(rule: DutyRule, desk: DutyDesk) -> DutyList:
    """Return how a duty was done in a month, person by person."""
    return DutyList(
        name=rule.name,
        label=rule.label,
        role=rule.role.value,
        every="" if rule.every is None else rule.every.value,
        entries=tuple(_entries(rule, desk)),
    )


def _entries(rule: DutyRule, desk: DutyDesk) -> Iterator[DutyEntry]:
    shown = rule.shown_by
    if shown is None:
        yield from _without_evidence(rule, desk)
    elif shown.report is not None:
        yield from _by_report(rule, desk, desk.reports.get(shown.report.value))
    else:
        yield from _by_records(rule, desk)


def _without_evidence(rule: DutyRule, desk: DutyDesk) -> Iterator[DutyEntry]:
    holders = desk.staff_on(desk.on).holders.get(rule.role.value, ())
    for each in holders:
        yield DutyEntry(who=each.employee, state=DutyState.NO_EVIDENCE)
    if not holders:
        yield DutyEntry(who="", state=DutyState.NOBODY)


def _by_report(rule: DutyRule, desk: DutyDesk, listed: ReportList | None) -> Iterator[DutyEntry]:
    """Yield who had to hand in the report that shows a duty, and for which days he did."""
    found: dict[str, list[tuple[str, bool]]] = {}
    for each in listed.entries if listed is not None else ():
        due = each.due
        is_over = due is not None and due.day < desk.on
        if rule.role.value in each.posts and (is_over or each.is_handed_in):
            label = "/".join((each.period, *(each.to if each.external else ())))
            found.setdefault(each.who, []).append((label, each.is_handed_in))
    if not found:
        yield DutyEntry(who="", state=DutyState.NOT_DUE)
    for who, stretches in sorted(found.items()):
        yield _summed(who, stretches)


def _by_records(rule: DutyRule, desk: DutyDesk) -> Iterator[DutyEntry]:
    stretches = desk.stretches(rule)
    counted = desk.counted(rule)
    if stretches is None or counted is None:
        yield DutyEntry(who="", state=DutyState.UNKNOWN)
        return
    found: dict[str, list[tuple[str, bool]]] = {}
    for stretch in stretches:
        if desk.on < stretch.last:
            continue
        for person in _asked(rule, stretch, desk):
            who = "" if person is None else person.employee
            is_done = _is_done(counted.get(_key(rule, person), ()), stretch)
            found.setdefault(who, []).append((stretch.label, is_done))
    if not found:
        yield DutyEntry(who="", state=DutyState.NOT_DUE)
    for who, days in sorted(found.items()):
        entry = _summed(who, days)
        is_vacant = not who and rule.shown_by is not None and rule.shown_by.who is not None
        yield attrs.evolve(entry, state=DutyState.NOBODY) if is_vacant else entry


def _asked(rule: DutyRule, stretch: Stretch, desk: DutyDesk) -> Iterable[Person | None]:
    """Return who had a duty in a stretch: who held the post on its last day, or worked the shift.

    Where anybody's record will do, it is asked once, of the post.
    """
    holders = desk.staff_on(stretch.last).holders.get(rule.role.value, ())
    if stretch.who:
        return [each for each in holders if each.employee == stretch.who]
    is_of_post = rule.shown_by is None or rule.shown_by.who is None
    return [None] if is_of_post or not holders else holders


def _key(rule: DutyRule, person: Person | None) -> str:
    """Return under what somebody's records are counted: himself, his team, or anybody."""
    if person is None or rule.shown_by is None or rule.shown_by.who is None:
        return ""
    return person.team if rule.shown_by.is_by_team else person.employee


def _is_done(days: Iterable[dt.date], stretch: Stretch) -> bool:
    return any(stretch.first <= each <= stretch.last for each in days)


def _summed(who: str, days: list[tuple[str, bool]]) -> DutyEntry:
    missed = tuple(label for label, is_done in days if not is_done)
    shown = len(days) - len(missed)
    state = DutyState.SHOWN
    if missed:
        state = DutyState.PARTLY if shown else DutyState.NOT_SHOWN
    return DutyEntry(who=who, state=state, asked=len(days), shown=shown, not_shown=missed)
